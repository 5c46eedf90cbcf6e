"""What people say about runs, told of any number of them at once."""

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.services import activity, run_changes, runs
from tidemill.store.engine import Transaction
from tidemill.store.schema import feed


@pytest.fixture
def three(make_runs):
    return make_runs(3)


def newest(workspace):
    return activity.recent(workspace, kind="runs").entries[0]


def found(workspace, keys):
    return runs.find(workspace, keys)


def test_a_tag_comes_and_goes_and_is_told(workspace, three):
    changed = run_changes.tag(workspace, three[:2], " good ", "yes")
    assert changed.keys == tuple(three[:2])
    assert [r.tags for r in found(workspace, three)] == [{"good": "yes"}, {"good": "yes"}, {}]
    assert newest(workspace).sentence == "tagged 2 runs good"
    run_changes.untag(workspace, three, "good")
    assert [r.tags for r in found(workspace, three)] == [{}, {}, {}]
    assert newest(workspace).sentence == "took good off 2 runs"


def test_a_tag_named_like_a_format_is_told_as_it_is(workspace, three):
    run_changes.tag(workspace, three[:1], "{0} {}")
    assert newest(workspace).sentence == "tagged run-0 {0} {}"


def test_pin_star_archive_note_colour_and_name_change_what_they_say(workspace, three):
    key = three[0]
    run_changes.pin(workspace, [key])
    run_changes.star(workspace, [key])
    run_changes.archive(workspace, [key])
    run_changes.set_note(workspace, [key], "  looks\nwell ")
    run_changes.set_colour(workspace, [key], "teal")
    run_changes.rename(workspace, key, "  the good\none ")
    [run] = found(workspace, [key])
    assert (run.pinned, run.starred, run.archived) == (True, True, True)
    assert (run.note, run.colour, run.name) == ("looks\nwell", "teal", "the good one")
    assert not any(r.pinned or r.starred or r.note for r in found(workspace, three[1:]))
    run_changes.set_colour(workspace, [key], None)
    run_changes.pin(workspace, [key], False)
    [run] = found(workspace, [key])
    assert (run.pinned, run.colour) == (False, None)


def test_what_is_so_already_changes_nothing_and_is_not_told(workspace, three):
    run_changes.pin(workspace, three[:1])
    before = activity.recent(workspace).total
    assert run_changes.pin(workspace, three[:1]).keys == ()
    assert run_changes.pin(workspace, three[:1]).activity is None
    assert activity.recent(workspace).total == before
    assert run_changes.pin(workspace, three).keys == tuple(three[1:])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda ws, keys: run_changes.rename(ws, keys[0], " "), "needs a name"),
        (lambda ws, keys: run_changes.tag(ws, keys, " "), "tag needs a name"),
        (lambda ws, keys: run_changes.set_colour(ws, keys, "#ff0000"), "no colour for runs"),
        (lambda ws, _: run_changes.pin(ws, []), "No run was named"),
        (lambda ws, _: run_changes.pin(ws, [99_999]), "is there any more"),
    ],
)
def test_wrong_words_are_told_and_change_nothing(workspace, three, change, said):
    before = found(workspace, three)
    with pytest.raises(NeedsYou, match=said):
        change(workspace, three)
    assert found(workspace, three) == before


def test_ten_thousand_runs_change_in_few_statements_with_one_entry(
    workspace, make_runs, monkeypatch
):
    keys = make_runs(10_000)
    statements = []
    original = Transaction.run

    def counted(self, statement, rows=None):
        statements.append(statement)
        return original(self, statement, rows)

    monkeypatch.setattr(Transaction, "run", counted)
    entries = activity.recent(workspace).total
    with workspace.store.read() as connection:
        seen = connection.execute(sa.select(sa.func.max(feed.c.seq))).scalar() or 0
    changed = run_changes.tag(workspace, keys, "bulk", "x")
    assert len(changed.keys) == 10_000
    assert len(statements) < 40
    assert activity.recent(workspace).total == entries + 1
    with workspace.store.read() as connection:
        told = sa.select(sa.func.count()).where(feed.c.seq > seen, feed.c.topic == "run")
        assert connection.execute(told).scalar() == 10_000
