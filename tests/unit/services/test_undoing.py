"""Undo: a person's newest change is taken back, unless somebody changed the same since."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.models import Stage
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, promotion, registry, run_changes, runs, trash, undoing


@pytest.fixture
def three(make_runs):
    return make_runs(3)


@pytest.fixture
def bob(workspace):
    return workspace.acting_as(Person("bob", "Bob", PersonRole.MEMBER))


CHANGES = {
    "tag": lambda ws, keys: run_changes.tag(ws, keys, "good", "no"),
    "untag": lambda ws, keys: run_changes.untag(ws, keys, "good"),
    "pin": run_changes.pin,
    "star": run_changes.star,
    "archive": run_changes.archive,
    "rename": lambda ws, keys: run_changes.rename(ws, keys[0], "other"),
    "note": lambda ws, keys: run_changes.set_note(ws, keys, "new"),
    "colour": lambda ws, keys: run_changes.set_colour(ws, keys, "gold"),
    "delete": trash.delete,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_of_runs_is_turned_back_as_it_was_for_each_run(workspace, three, change):
    run_changes.tag(workspace, three[:1], "good", "yes")
    run_changes.set_note(workspace, three[1:2], "old")
    run_changes.set_colour(workspace, three[2:], "plum")
    run_changes.archive(workspace, three[2:])
    before = runs.find(workspace, three)
    change(workspace, three)
    assert runs.find(workspace, three) != before
    sentence = activity.recent(workspace).entries[0].sentence
    undone = undoing.undo(workspace)
    assert undone.words == sentence
    assert runs.find(workspace, three) == before
    assert activity.recent(workspace).entries[0].sentence == f"took back: {sentence}"


def test_changes_are_taken_back_one_after_another_and_each_once(workspace, three):
    run_changes.pin(workspace, three)
    run_changes.archive(workspace, three[:1])
    assert [u.words for u in undoing.every(workspace)] == ["archived run-0", "pinned 3 runs"]
    undoing.undo(workspace)
    assert undoing.undo(workspace).words == "pinned 3 runs"
    assert undoing.last(workspace) is None
    with pytest.raises(NeedsYou, match="nothing to undo"):
        undoing.undo(workspace)


def test_only_ones_own_changes_are_taken_back(workspace, bob, three):
    run_changes.pin(workspace, three)
    assert undoing.last(bob) is None


def test_a_change_that_was_overtaken_is_left_alone(workspace, bob, three):
    run_changes.set_note(workspace, three, "mine")
    run_changes.pin(workspace, three[:1])
    noted = undoing.every(workspace)[1]
    run_changes.set_note(bob, three[:1], "theirs")
    assert [u.words for u in undoing.every(workspace)] == ["pinned run-0"]
    with pytest.raises(NeedsYou, match="changed again since"):
        undoing.undo(workspace, noted.id)
    assert runs.find(workspace, three[:1])[0].note == "theirs"


def test_an_older_change_can_be_chosen(workspace, three):
    first = run_changes.pin(workspace, three[:1])
    run_changes.star(workspace, three[:1])
    undoing.undo(workspace, first.activity)
    [run] = runs.find(workspace, three[:1])
    assert (run.pinned, run.starred) == (False, True)
    with pytest.raises(NeedsYou, match="can't be undone"):
        undoing.undo(workspace, first.activity)


def test_what_was_emptied_out_of_the_trash_is_not_offered(workspace, three):
    run_changes.pin(workspace, three)
    trash.delete(workspace, three)
    trash.empty(workspace)
    assert undoing.every(workspace) == ()


def test_a_change_too_large_to_remember_is_made_but_not_offered(workspace, three, monkeypatch):
    run_changes.set_note(workspace, three, "long before" * 10)
    monkeypatch.setattr(run_changes, "KEPT_FOR_UNDO", 50)
    run_changes.set_note(workspace, three, "after")
    assert [u.words for u in undoing.every(workspace)] == []


def test_a_promotion_is_taken_back_with_the_stages_as_they_were(workspace, add_version):
    add_version()
    add_version()
    promotion.promote(workspace, "buyers@1")
    promotion.promote(workspace, "buyers@2")
    assert undoing.last(workspace).words == "promoted buyers v2"
    undoing.undo(workspace)
    assert registry.version(workspace, "buyers@1").stage is Stage.CHAMPION
    assert registry.version(workspace, "buyers@2").stage is Stage.CANDIDATE
    assert undoing.last(workspace).words == "promoted buyers v1"


def test_the_same_decision_of_somebody_else_is_theirs_to_take_back(workspace, bob, add_version):
    add_version()
    add_version()
    promotion.promote(workspace, "buyers@1")
    promotion.promote(workspace, "buyers@2")
    promotion.roll_back(bob, "buyers")
    promotion.promote(bob, "buyers@2")
    assert undoing.last(workspace) is None
    assert undoing.last(bob).words == "promoted buyers v2"


def test_decisions_over_a_model_are_taken_back_one_after_another(workspace, add_version):
    add_version()
    add_version()
    for number in (1, 2, 1):
        promotion.promote(workspace, f"buyers@{number}")
    champions = []
    for _ in range(3):
        undoing.undo(workspace)
        champion = registry.find(workspace, "buyers").champion
        champions.append(None if champion is None else champion.number)
    assert champions == [2, 1, None]
    assert undoing.last(workspace) is None


def test_a_change_far_back_can_be_taken_back(workspace, three):
    first = run_changes.pin(workspace, three)
    for number in range(210):
        run_changes.tag(workspace, three[:1], "round", str(number))
    assert undoing.undo(workspace, first.activity).words == "pinned 3 runs"
    assert undoing.last(workspace).words.startswith("tagged")


def test_the_newest_change_says_why_it_stays_and_nothing_older_stands_for_it(workspace, three, bob):
    assert undoing.newest(workspace) is None
    run_changes.star(workspace, three)
    run_changes.pin(workspace, three)
    run_changes.pin(bob, three, on=False)
    told = undoing.newest(workspace)
    assert (told.words, told.why_not) == (
        "pinned 3 runs", "What it set was changed again since.",
    )  # fmt: skip
    assert undoing.last(workspace).words == "starred 3 runs"
    run_changes.set_note(workspace, three, "new")
    assert undoing.newest(workspace).can_undo
    undoing.undo(workspace)
    assert undoing.newest(workspace).words == "pinned 3 runs"


def test_a_deed_is_told_with_the_change_it_was_and_never_with_an_older_one(workspace, three):
    pinned = undoing.do(workspace, lambda ws: run_changes.pin(ws, three))
    assert (pinned.change.words, pinned.found.keys) == ("pinned 3 runs", tuple(three))
    again = undoing.do(workspace, lambda ws: run_changes.pin(ws, three))
    assert again.change is None


def test_every_kind_of_change_has_a_name_of_its_own():
    assert len(set(undoing.kinds())) == len(undoing.kinds())
    assert {"promotion", "steps", "runs pinned"} <= set(undoing.kinds())
