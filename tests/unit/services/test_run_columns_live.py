"""The live view of runs: columns read when first used say what columns read at once say."""

import itertools
import math
import threading
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.errors import Cancelled
from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.run_lists import Wish
from tidemill.domain.runs import RunState
from tidemill.services import run_changes, run_loading, run_view, trash
from tidemill.services import workspace as workspaces
from tidemill.services.run_list import RunList
from tidemill.store import histories, run_writing
from tidemill.store import runs as rows
from tidemill.store.run_changes import TAG, put
from tidemill.store.run_writing import Keys

PLAIN = Wish(sort=(("name", False),), group_by=())


@pytest.fixture
def add(workspace, clock):
    """Writes a run and returns its key."""
    numbers = itertools.count(1)

    def added(*, experiment="churn", params=None, metrics=None, tags=None, parent=None):
        clock.advance(60)
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment=experiment,
                name=f"run-{next(numbers):03d}", user="ada", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, params=params, metrics=metrics, tags=tags)
            if parent is not None:
                rows.update(tx, [pk], parent_pk=parent)
            rows.ended(tx, [pk], RunState.FINISHED)
        return pk

    return added


def log(workspace, pk, name, *values):
    with workspace.store.write() as tx:
        key = Keys().ids(tx, [("metric", name)])["metric", name]
        histories.append(tx, [(pk, key, step, 0.0, v) for step, v in enumerate(values)])
        run_writing.changed(tx, [pk])


def keys(every, wish=PLAIN):
    return every.outline(wish).keys.tolist()


def column(every, name, wish=PLAIN):
    return every.cells(keys(every, wish), [name])[name]


def everything(every):
    """All that a list says: every cell of every run, in the trash or not."""
    every.refresh()
    names = every.column_names()
    names += [f"{n}.{s}" for n in names if n.startswith("metrics.") for s in ("best", "min", "max")]
    told = {}
    for wish in (Wish(sort=(("id", False),), archived=True), Wish(trashed=True)):
        found = keys(every, wish)
        told[wish] = found, every.cells(found, names)
    return told


changes = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "log", "tag", "untag", "pin", "archive", "trash", "restore", "note", "empty"]
        ),
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes, st.integers(0, 8))
def test_a_view_that_lived_through_changes_says_what_a_new_one_says(
    tmp_path_factory, changes, refreshed
):
    workspace = workspaces.create(tmp_path_factory.mktemp("live") / "ws", login="ada")
    try:
        live = RunList(workspace)
        pks = []

        def act(what, number):
            mine = [pks[number % len(pks)]] if pks else []
            if what == "add" or not mine:
                with workspace.store.write() as tx:
                    pk = rows.insert(
                        tx, uuid=new_id(), project="default", experiment=f"e{number % 2}",
                        name=f"run {len(pks)}", user="ada", job_id=None, dataset_version_id=None,
                    )  # fmt: skip
                    rows.put_values(
                        tx, pk, params={"p": str(number), f"q{number}": "x"},
                        metrics={"auc": number / 10, "loss": math.nan if number == 3 else 1.0},
                    )  # fmt: skip
                pks.append(pk)
            elif what == "log":
                log(workspace, mine[0], "auc", number / 7, 0.5, number / 9)
            elif what == "tag":
                run_changes.tag(workspace, mine, "team", str(number))
            elif what == "untag":
                run_changes.untag(workspace, mine, "team")
            elif what == "pin":
                run_changes.pin(workspace, mine, number % 2 == 0)
            elif what == "archive":
                run_changes.archive(workspace, mine, number % 2 == 0)
            elif what == "note":
                run_changes.set_note(workspace, mine, f"note {number}")
            elif what == "trash":
                trash.delete(workspace, mine)
            elif what == "restore":
                listed = [run.pk for run in trash.listed(workspace)]
                if listed:
                    trash.restore(workspace, listed[:1])
            else:
                trash.empty(workspace)

        gone = {"tag", "untag", "pin", "archive", "note", "log", "trash"}
        for at, (what, number) in enumerate(changes):
            if what in gone and not rows_there(workspace, pks):
                continue
            pks[:] = rows_there(workspace, pks) or pks
            act(what, number)
            if at >= refreshed:
                everything(live)
        assert str(everything(live)) == str(everything(RunList(workspace)))
    finally:
        workspace.close()


def rows_there(workspace, pks):
    """Those of these runs that can be changed: neither gone nor in the trash."""
    with workspace.store.read() as connection:
        return [run.pk for run in rows.find(connection, pks) if run.deleted_at is None]


def test_best_lowest_and_highest_of_a_course_fall_back_on_the_only_value(workspace, add):
    one, two = add(metrics={"auc": 0.5}), add()
    log(workspace, two, "auc", 0.7, 0.9, 0.6)
    log(workspace, two, "val_loss", 3.0, 1.0, 2.0)
    every = RunList(workspace)
    names = ["metrics.auc", "metrics.auc.best", "metrics.auc.min", "metrics.auc.max"]
    names += ["metrics.val_loss.best", "metrics.val_loss.last"]
    assert every.cells([one, two], names) == {
        "metrics.auc": [0.5, 0.6],
        "metrics.auc.best": [0.5, 0.9],
        "metrics.auc.min": [0.5, 0.6],
        "metrics.auc.max": [0.5, 0.9],
        "metrics.val_loss.best": [None, 1.0],
        "metrics.val_loss.last": [None, 2.0],
    }
    log(workspace, two, "auc", 0.95)
    log(workspace, one, "auc", 0.1)
    every.refresh()
    assert every.cells([one, two], names[1:3])["metrics.auc.best"] == [0.5, 0.95]
    assert every.cells([one, two], names[1:3])["metrics.auc.min"] == [0.1, 0.6]
    assert keys(every, Wish(where="metrics.auc.best > 0.9")) == [two]


def test_values_that_are_no_numbers_are_shown_as_they_were_logged(workspace, add):
    pks = [add(metrics={"loss": v}) for v in (math.nan, math.inf, -math.inf, 1.0)] + [add()]
    nan, inf, minus, one, missing = RunList(workspace).cells(pks, ["metrics.loss"])["metrics.loss"]
    assert math.isnan(nan)
    assert (inf, minus, one, missing) == (math.inf, -math.inf, 1.0, None)
    by_loss = Wish(sort=(("metrics.loss", False),), group_by=())
    assert keys(RunList(workspace), by_loss)[:3] == [pks[2], pks[3], pks[1]]


def test_own_fields_can_be_filtered_and_shown(workspace, add):
    first = add()
    child = add(parent=first)
    run_changes.star(workspace, [first])
    run_changes.set_colour(workspace, [first], "teal")
    run_changes.set_note(workspace, [first], "Look again")
    every = RunList(workspace)
    assert keys(every, Wish(where='starred = yes and note contains "again"')) == [first]
    names = ["colour", "note", "parent", "trashed", "starred"]
    cells = every.cells([first, child], names)
    (uuid,) = every.cells([first], ["id"])["id"]
    assert cells == {
        "colour": ["teal", None],
        "note": ["Look again", None],
        "parent": [None, uuid],
        "trashed": ["no", "no"],
        "starred": ["yes", "no"],
    }


def test_what_lies_in_the_trash_is_listed_alone_and_gone_once_emptied(workspace, add):
    kept, thrown = add(metrics={"auc": 0.1}), add(metrics={"auc": 0.2})
    every = RunList(workspace)
    assert keys(every) == [kept, thrown]
    trash.delete(workspace, [thrown])
    assert keys(every) == [kept]
    assert every.outline(PLAIN).total == 1
    assert keys(every, Wish(trashed=True)) == [thrown]
    assert every.range("metrics.auc") == (0.1, 0.1)
    trash.empty(workspace)
    assert keys(every, Wish(trashed=True)) == []
    later = add()
    assert keys(every) == [kept, later]
    assert every.cells([kept, thrown, later], ["metrics.auc"])["metrics.auc"] == [0.1, None, None]


def test_runs_that_differ_in_the_seed_alone_become_one_row(workspace, add):
    for seed, rate in itertools.product("012", ("0.1", "0.2")):
        add(params={"seed": seed, "rate": rate}, metrics={"auc": float(rate) + int(seed)})
    add(params={"seed": "0", "rate": "0.1"}, experiment="other")
    add(params={"seed": "0"})
    every = RunList(workspace)
    wish = Wish(sort=(("metrics.auc", True),), group_by=("experiment",), fold=("seed",))
    outline = every.outline(wish, figures=["metrics.auc"])
    told = [(g.path, g.is_fold, g.count, g.figures["metrics.auc"].n) for g in outline.groups]
    assert told == [
        (("churn",), False, 7, 6),
        (("churn",), True, 3, 3),
        (("churn",), True, 3, 3),
        (("churn",), True, 1, 0),
        (("other",), False, 1, 0),
        (("other",), True, 1, 0),
    ]
    fold = outline.groups[1]
    rate = every.cells(outline.keys[fold.start :][: fold.count], ["params.rate"])["params.rate"]
    assert rate == ["0.2"] * 3
    assert math.isclose(fold.figures["metrics.auc"].mean, 1.2)
    add(params={"seed": "9", "rate": "0.2"})
    again = every.outline(wish)
    assert [g.count for g in again.groups] == [8, 4, 3, 1, 1, 1]


def test_a_column_that_is_read_while_runs_change_has_the_changes(workspace, add, monkeypatch):
    first, second = add(params={"p": "old"}), add(params={"p": "same"}, tags={"t": "x"})
    every = RunList(workspace)
    assert keys(every) == [first, second]
    read = run_loading.fill
    added = []

    def fill(*given, **more):
        read(*given, **more)
        if not added:
            added.append(add(params={"p": "new"}, tags={"t": "y"}))
            with workspace.store.write() as tx:
                rows.put_values(tx, first, params={"p": "changed"})
                put(tx, f"{TAG}t", None, [second])
            every.refresh()

    monkeypatch.setattr(run_loading, "fill", fill)
    cells = every.cells([first, second], ["params.p", "tags.t"])
    assert cells == {"params.p": ["changed", "same"], "tags.t": [None, None]}
    assert column(every, "params.p") == ["changed", "same", "new"]
    assert column(every, "tags.t") == [None, None, "y"]


def test_after_very_many_changes_everything_is_read_anew(workspace, add, monkeypatch):
    first = add(metrics={"auc": 0.5})
    every = RunList(workspace)
    assert column(every, "metrics.auc") == [0.5]
    monkeypatch.setattr(run_view, "_MANY_CHANGED", 1)
    more = [add(metrics={"auc": 0.6}) for _ in range(3)]
    assert every.refresh().keys is None
    assert keys(every) == [first, *more]
    assert column(every, "metrics.auc") == [0.5, 0.6, 0.6, 0.6]
    assert not every.refresh()
    add()
    assert every.refresh().keys.tolist() == [more[-1] + 1]


def test_columns_make_room_for_each_other_and_still_answer(workspace, add, monkeypatch):
    monkeypatch.setattr(run_view, "_MOST_BYTES", 1)
    pks = [add(params={f"p{n}": str(n) for n in range(6)}, metrics={"auc": 0.1}) for _ in range(3)]
    every = RunList(workspace)
    for n in range(6):
        assert every.cells(pks, [f"params.p{n}"])[f"params.p{n}"] == [str(n)] * 3
    assert len([one for one in every._columns.ids() if one[0] == "param"]) == 1
    assert every.outline(Wish(fold=("p0",), group_by=())).groups[0].count == 3


def test_a_read_that_is_cancelled_leaves_the_view_in_order(workspace, add):
    pk = add(params={"p": "1"})
    every = RunList(workspace)
    keys(every)
    stopped = Silent()
    stopped.stop()
    with pytest.raises(Cancelled):
        every.outline(Wish(sort=(("params.p", True),)), reporter=stopped)
    assert keys(every, Wish(sort=(("params.p", True),))) == [pk]


def test_many_threads_ask_while_runs_are_written(workspace, add):
    for n in range(20):
        add(params={"p": str(n)}, metrics={"auc": n / 20})
    every = RunList(workspace)
    is_over = threading.Event()
    troubles = []

    def ask(name):
        try:
            while not is_over.is_set():
                outline = every.outline(Wish(sort=((name, True),), fold=("p",)), figures=[name])
                cells = every.cells(outline.keys, ["name", name, "params.p"])
                assert len(cells["name"]) == outline.matching
                assert None not in cells["name"]
        except Exception as error:
            troubles.append(error)
            raise

    names = ["metrics.auc", "params.p", "started", "metrics.auc.best"]
    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for n in range(20):
        add(params={"p": str(n)}, metrics={"auc": n / 20, f"m{n}": 1.0})
    is_over.set()
    for thread in threads:
        thread.join(120)
        assert not thread.is_alive()
    assert troubles == []
    assert everything(every) == everything(RunList(workspace))


def test_names_come_from_the_store_without_reading_columns(workspace, add):
    for n in range(3):
        add(
            params={"depth": str(n), "same": "1"},
            metrics={"auc": 0.5, f"m{n}": 1.0},
            tags={"t": ""},
        )
    every = RunList(workspace)
    facets = every.facets()
    assert facets.metrics == ("auc", "m0", "m1", "m2")
    assert facets.params == ("depth", "same")
    assert facets.varying == ("depth",)
    assert facets.tags == ("t",)
    assert {"metrics.m2", "params.same", "tags.t", "starred"} <= set(facets.names)
    assert ("metric", "m2") not in every._columns.ids()
    assert every.unknown_names("metrics.aux > 1 and depth = 2 and tag = u") == ("metrics.aux",)
    assert "metrics.m1" in [one.text for one in every.completions("m1", 2)]


def test_times_are_grouped_by_their_day(workspace, add, clock):
    first = add()
    clock.advance(timedelta(days=1).total_seconds())
    second, third = add(), add()
    outline = RunList(workspace).outline(Wish(group_by=("started",)))
    assert [group.count for group in outline.groups] == [2, 1]
    days = [group.path[0].date() for group in outline.groups]
    assert days[0] - days[1] == timedelta(days=1)
    assert outline.keys.tolist() == [third, second, first]
