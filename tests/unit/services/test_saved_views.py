"""Saved views: kept for the whole team, in an order."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, saved_views


def names(workspace):
    return [v.name for v in saved_views.every(workspace)]


@pytest.fixture
def three(workspace):
    for name in ("one", "two", "three"):
        saved_views.save(workspace, name, f"tidemill://experiments?where={name}")


def test_views_stand_as_they_were_saved_and_a_colleague_sees_them(workspace, three, clock):
    bob = workspace.acting_as(Person("bob", "Bob", PersonRole.MEMBER))
    assert names(bob) == ["one", "two", "three"]
    first = saved_views.every(bob)[0]
    assert (first.by, first.created_at, first.text) == (
        "ada",
        clock.now(),
        "tidemill://experiments?where=one",
    )
    assert saved_views.every(workspace, "models") == ()


def test_saving_under_a_known_name_changes_the_view_in_its_place(workspace, three):
    view = saved_views.save(workspace, " two ", "tidemill://experiments")
    assert view.text == "tidemill://experiments"
    assert names(workspace) == ["one", "two", "three"]
    assert activity.recent(workspace).entries[0].sentence == "changed the view two"


def test_a_view_is_moved_renamed_and_removed(workspace, three):
    assert [v.name for v in saved_views.move(workspace, "three", 0)] == ["three", "one", "two"]
    assert [v.name for v in saved_views.move(workspace, "three", 99)] == ["one", "two", "three"]
    assert saved_views.rename(workspace, "two", "zwei").name == "zwei"
    assert saved_views.remove(workspace, "one").text == "tidemill://experiments?where=one"
    assert names(workspace) == ["zwei", "three"]
    saved_views.save(workspace, "four", "tidemill://experiments")
    assert names(workspace) == ["zwei", "three", "four"]


def test_wrong_names_are_told(workspace, three):
    with pytest.raises(NeedsYou, match="view three already"):
        saved_views.rename(workspace, "two", "three")
    with pytest.raises(NeedsYou, match="There is no view ghost"):
        saved_views.remove(workspace, "ghost")
    with pytest.raises(NeedsYou, match="needs a name"):
        saved_views.save(workspace, " ", "x")
    assert saved_views.rename(workspace, "two", "two").name == "two"
