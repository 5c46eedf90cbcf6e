"""Before a change is taken back it is told what that would turn, and nothing is turned."""

import random
from pathlib import Path

import pytest
from changed_stores import Changes, dump

from tidemill.base.errors import NeedsYou
from tidemill.services import deploying, promotion, registry, run_changes, undoing
from tidemill.services.undo_previews import MOST_LINES, Turn


def test_every_kind_of_change_tells_what_it_would_turn_and_turns_nothing(tmp_path: Path) -> None:
    changes = Changes(tmp_path / "ws", random.Random(4))
    try:
        changes.fill()
        for at in range(70):
            changes.change(at + 1, opened_again=0.0)
            if at % 10 == 0:
                before = dump(changes.workspace)
                told = undoing.preview(changes.workspace)
                assert dump(changes.workspace) == before
            else:
                told = undoing.preview(changes.workspace)
            assert told.id == changes.done[-1]
            assert told.why_not == ""
            assert told.turns, told.words
            for turn in told.turns:
                assert turn.what, told.words
                assert turn.now != turn.then, (told.words, turn)
        assert len(changes.counts) > 12, changes.counts
    finally:
        changes.close()


def test_a_change_of_runs_names_each_value_it_would_put_back(workspace, make_runs):
    keys = make_runs(4)
    run_changes.set_note(workspace, keys[:1], "mine")
    run_changes.set_note(workspace, keys, "ours")
    assert set(undoing.preview(workspace).turns) == {
        Turn("Note of run-0", "ours", "mine"),
        Turn("Note of 3 runs", "ours", "none"),
    }


def test_of_very_many_values_it_is_said_how_many(workspace, make_runs):
    keys = make_runs(20)
    for at, key in enumerate(keys):
        run_changes.set_note(workspace, [key], f"note {at}")
    run_changes.set_note(workspace, keys, "ours")
    turns = undoing.preview(workspace).turns
    assert len(turns) == MOST_LINES
    assert turns[-1].what == "9 more"


def test_a_promotion_names_both_versions_and_what_answers_with_them(workspace, add_version):
    add_version()
    add_version()
    promotion.promote(workspace, "buyers@1")
    service = deploying.http(workspace, "buyers").deployment.name
    promotion.promote(workspace, "buyers@2")
    found = undoing.preview(workspace)
    assert sorted(found.turns, key=lambda turn: turn.what) == [
        Turn(service, "answers with v2", "answers with v1"),
        Turn("buyers v1", "retired", "champion"),
        Turn("buyers v2", "champion", "candidate"),
    ]
    undoing.undo(workspace, found.id)
    stages = {f"buyers v{v.number}": v.stage for v in registry.find(workspace, "buyers").versions}
    assert stages == {t.what: t.then for t in found.turns if t.what in stages}


def test_what_was_overtaken_says_why_and_would_turn_nothing(workspace, make_runs):
    keys = make_runs(2)
    run_changes.set_note(workspace, keys, "first")
    first = undoing.last(workspace).id
    run_changes.set_note(workspace, keys, "second")
    told = undoing.preview(workspace, first)
    assert told.why_not == "What it set was changed again since."
    assert told.turns == ()
    with pytest.raises(NeedsYou, match="There is no change 999"):
        undoing.preview(workspace, 999)


def test_the_entries_that_can_be_taken_back_are_those_without_a_reason_why_not(
    workspace, make_runs
):
    keys = make_runs(3)
    run_changes.pin(workspace, keys)
    run_changes.set_note(workspace, keys, "one")
    run_changes.set_note(workspace, keys, "two")
    undoing.undo(workspace)
    whole = undoing.whole_timeline(workspace)
    assert [one.id for one in undoing.open_entries(workspace)] == [
        one.id for one in whole if one.can_undo
    ]
    assert len([one for one in whole if one.can_undo]) == 2


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_entries_come_than_were_asked_for(workspace, make_runs, limit):
    keys = make_runs(3)
    run_changes.pin(workspace, keys)
    run_changes.star(workspace, keys)
    assert len(undoing.open_entries(workspace, limit)) == limit
