"""Muting a column: with a reason, for two weeks unless said, undone step by step."""

from datetime import timedelta

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou
from tidemill.services import activity, alert_courses, muting, undoing
from tidemill.services.workspace import Workspace
from tidemill.store import models, settings


@pytest.fixture
def held(workspace, champion, take_in, month):
    """A champion whose column x moved away."""
    champion()
    take_in(month(2, n=400, shift=3.0))
    return workspace


def watched_columns(workspace: Workspace) -> tuple[str, ...]:
    with workspace.store.read() as connection:
        model = models.find(connection, "buyers")
        assert model is not None
        return alert_courses.of_model(connection, model, workspace.clock.now()).columns


def test_a_muted_column_is_heard_again_after_two_weeks(held: Workspace, clock: HeldClock) -> None:
    assert "x" in watched_columns(held)
    made = muting.mute(held, "buyers", "x", reason="A new sensor")
    assert made.until == clock.now() + timedelta(days=14)
    assert "x" not in watched_columns(held)
    clock.advance(14 * 86_400 - 1)
    assert muting.of_model(held, "buyers") == (made,)
    clock.advance(1)
    assert muting.of_model(held, "buyers") == ()
    assert "x" in watched_columns(held)


def test_muting_wants_a_reason_and_a_time_that_ends(held: Workspace) -> None:
    with pytest.raises(NeedsYou, match="with a reason"):
        muting.mute(held, "buyers", "x", reason="  ")
    with pytest.raises(NeedsYou, match="up to ten years"):
        muting.mute(held, "buyers", "x", reason="Too long", days=0)
    with pytest.raises(NeedsYou, match="There is no model"):
        muting.mute(held, "sellers", "x", reason="None")
    assert muting.of_model(held, "buyers") == ()


def test_muting_longer_is_undone_to_what_stood_before(held: Workspace) -> None:
    first = muting.mute(held, "buyers", "x", reason="A new sensor", days=3)
    muting.mute(held, "buyers", "x", reason="It is late", days=None)
    entry = activity.recent(held).entries[0]
    assert (entry.sentence, entry.note) == ("muted x of buyers", "It is late")
    undoing.undo(held)
    assert muting.of_model(held, "buyers") == (first,)
    undoing.undo(held)
    assert muting.of_model(held, "buyers") == ()


def test_who_listens_again_can_take_that_back(held: Workspace) -> None:
    made = muting.mute(held, "buyers", "x", reason="A new sensor", days=3)
    muting.listen(held, "buyers", "y")  # was not muted: nothing to tell
    muting.listen(held, "buyers", "x")
    assert muting.of_model(held, "buyers") == ()
    undoing.undo(held)
    assert muting.of_model(held, "buyers") == (made,)


def test_columns_muted_without_an_end_by_an_earlier_program_stay_muted(held: Workspace) -> None:
    with held.store.write() as tx:
        settings.put(tx, "alerts.muted", {"buyers": ["x"]})
    assert "x" not in watched_columns(held)
    made = muting.mute(held, "buyers", "y", reason="Also", days=1)
    assert [one.column for one in muting.of_model(held, "buyers")] == ["x", "y"]
    undoing.undo(held)
    assert made not in muting.of_model(held, "buyers")
