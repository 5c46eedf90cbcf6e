"""Runs in memory: fed, replaced, removed, sorted and grouped as a naive list would."""

import math
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.query import QueryError, number_of, parse, parse_name
from tidemill.domain.run_columns import OWN_FIELDS, RunColumns, RunRow
from tidemill.domain.run_grouping import group

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
EVERY = parse("")


def columns_of(*rows):
    columns = RunColumns()
    columns.update(RunRow(pk, *row) for pk, row in enumerate(rows))
    return columns


def param(*texts):
    values = [[("param", "p", number_of(t), t)] if t is not None else [] for t in texts]
    return columns_of(*[({}, value) for value in values])


def ordered(columns, *keys, limit=None, offset=0):
    return columns.order(columns.select(EVERY), keys, limit, offset).tolist()


def test_own_fields_come_back_as_they_were_given():
    columns = columns_of(
        (
            {
                "id": "a1",
                "name": "calm-crane-1",
                "project": "default",
                "experiment": "churn",
                "state": "finished",
                "started": START,
                "ended": "2026-01-01T12:01:30Z",
                "by": "ada",
                "dataset": "churn@3",
                "pinned": True,
            },
            [],
        ),
        ({"started": START.timestamp(), "duration": 5}, []),
    )
    both = np.array([0, 1])
    assert columns.values("id", both) == ["a1", None]
    assert columns.values("state", both) == ["finished", None]
    assert columns.values("started", both) == [START, START]
    assert columns.values("ended_at", both) == [START.replace(minute=1, second=30), None]
    assert columns.values("duration", both) == [90.0, 5.0]
    assert columns.values("pinned", both) == ["true", None]
    assert columns.values("metrics.never", both) == [None, None]
    assert columns.select(parse("pinned = true and dataset = churn@3")).tolist() == [True, False]


AWKWARD = ["1", "1.0", "01", "1e3", "-0.0", "0", "inf", "nan", "9007199254740993", "0.1", "", "x"]


def test_parameters_keep_their_text_exactly():
    columns = param(*AWKWARD, None)
    assert columns.values("params.p", np.arange(len(AWKWARD) + 1)) == [*AWKWARD, None]
    assert columns.numbers("params.p")[:3].tolist() == [1.0, 1.0, 1.0]
    assert math.isnan(columns.numbers("params.p")[7])


def test_a_number_without_text_is_written_and_a_text_without_number_read():
    columns = columns_of(
        ({}, [("param", "p", 3.0, None), ("tag", "t", 0.5, None)]),
        ({}, [("param", "p", None, "0.25"), ("tag", "t", None, "7")]),
    )
    assert columns.values("params.p", np.array([0, 1])) == ["3", "0.25"]
    assert columns.values("tags.t", np.array([0, 1])) == ["0.5", "7"]
    assert columns.numbers("params.p").tolist() == [3.0, 0.25]
    assert columns.numbers("tags.t").tolist() == [0.5, 7.0]


def test_a_replaced_run_keeps_its_row_and_forgets_what_is_no_longer_said():
    columns = columns_of(
        ({"name": "old"}, [("metric", "auc", 0.5, None), ("param", "p", 1.0, "1")]),
        ({"name": "other"}, [("metric", "auc", 0.6, None)]),
    )
    columns.update([RunRow(0, {"name": "new"}, [("tag", "t", None, "x")])])
    assert columns.rows_of([0, 1]).tolist() == [0, 1]
    assert columns.values("name", np.array([0, 1])) == ["new", "other"]
    assert columns.values("metrics.auc", np.array([0, 1])) == [None, 0.6]
    assert columns.values("params.p", np.array([0, 1])) == [None, None]
    assert columns.select(parse("tag = t")).tolist() == [True, False]


def test_the_last_of_one_run_given_twice_counts():
    columns = RunColumns()
    columns.update([RunRow(5, {"name": "a"}, []), RunRow(5, {"name": "b"}, [])])
    assert len(columns) == 1
    assert columns.values("name", columns.rows_of([5])) == ["b"]


def test_an_extreme_that_was_not_given_is_the_last_value():
    columns = columns_of(
        ({}, [("metric", "auc", 0.5, None), ("max", "auc", 0.9, None)]),
        ({}, [("metric", "auc", 0.7, None)]),
        ({}, []),
    )
    rows = np.arange(3)
    assert columns.values("metrics.auc", rows) == [0.5, 0.7, None]
    assert columns.values("metrics.auc.last", rows) == [0.5, 0.7, None]
    assert columns.values("metrics.auc.max", rows) == [0.9, 0.7, None]
    assert columns.values("auc.min", rows) == [0.5, 0.7, None]


def test_missing_values_come_last_in_both_directions():
    columns = param("2", None, "10", "b", None, "a")
    assert ordered(columns, ("params.p", False)) == [0, 2, 5, 3, 1, 4]
    assert ordered(columns, ("params.p", True)) == [3, 5, 2, 0, 1, 4]


def test_ties_keep_the_order_in_which_runs_came():
    columns = param(*["1", "1.0", "0", "1e0"] * 30)
    plain = ordered(columns, ("params.p", True))
    assert plain == [i for i in range(120) if i % 4 != 2] + [i for i in range(120) if i % 4 == 2]
    assert ordered(columns, ("params.p", True), limit=7, offset=3) == plain[3:10]


def test_without_keys_or_with_unknown_ones_runs_come_as_they_were_added():
    columns = param("2", "1", "3")
    assert ordered(columns) == ordered(columns, ("metrics.never", True)) == [0, 1, 2]
    assert ordered(columns, limit=2, offset=2) == [2]
    assert ordered(columns, limit=2, offset=9) == []


def test_new_texts_find_their_place_among_those_already_sorted():
    columns = RunColumns()
    for pk, name in enumerate(["m", "c", "10", "9"]):
        columns.update([RunRow(pk, {"name": name}, [])])
        ordered(columns, ("name", False))
    columns.update([RunRow(4, {"name": "d"}, []), RunRow(5, {"name": "a"}, [])])
    names = columns.values("name", columns.order(columns.select(EVERY), [("name", False)]))
    assert names == ["9", "10", "a", "c", "d", "m"]


def test_new_texts_are_asked_too_when_a_filter_is_asked_again():
    columns = param("tmp-1", "x")
    query = parse("params.p ~ ^tmp")
    assert columns.select(query).tolist() == [True, False]
    columns.update([RunRow(2, {}, [("param", "p", None, "tmp-2")])])
    assert columns.select(query).tolist() == [True, False, True]


def grouped(columns, mask, *keys):
    rows = np.flatnonzero(mask)
    found = group(rows, [columns.find(parse_name(key)) for key in keys], None)
    counts = np.bincount(found.ids, minlength=len(found.levels[-1]))
    paths = {}
    for number, count in enumerate(counts.tolist()):
        path, at = [], number
        for level in reversed(found.levels):
            path.append(level.labels[level.codes[at]])
            at = level.parents[at]
        paths[tuple(reversed(path))] = count
    return paths, found.ids.tolist()


def test_groups_are_counted_in_order_with_missing_last():
    columns = columns_of(
        *[
            ({"state": state}, [("param", "depth", None, depth)] if depth else [])
            for state, depth in [
                ("finished", "10"),
                ("failed", "9"),
                ("finished", "9"),
                ("finished", None),
                ("finished", "10"),
                ("failed", "deep"),
            ]
        ]
    )
    paths, ids = grouped(columns, columns.select(EVERY), "state", "params.depth")
    assert list(paths.items()) == [
        (("failed", "9"), 1),
        (("failed", "deep"), 1),
        (("finished", "9"), 1),
        (("finished", "10"), 2),
        (("finished", None), 1),
    ]
    assert ids == [3, 0, 2, 4, 3, 1]
    paths, ids = grouped(columns, columns.select(parse("state = failed")), "params.depth")
    assert ids == [0, 1]
    never, _ = grouped(columns, columns.select(EVERY), "params.never")
    assert never == {(None,): 6}


def test_columns_are_named_as_queries_name_them():
    columns = columns_of(
        ({}, [("metric", "val.auc", 1.0, None), ("max", "val.auc", 2.0, None)]),
        ({}, [("param", "learning rate", 0.1, "0.1"), ("tag", "team", None, "")]),
    )
    own = list(OWN_FIELDS)
    logged = ["metrics.`val.auc`", "params.`learning rate`", "tags.team"]
    assert columns.column_names() == own + logged


def test_frequent_values_come_first():
    columns = param("b", "a", "3", "a", None)
    assert columns.frequent_values("params.p") == ["a", "3", "b"]
    assert columns.frequent_values("params.p", limit=1) == ["a"]
    assert columns.frequent_values("started") == columns.frequent_values("params.never") == []


def test_an_empty_view_answers_everything():
    columns = RunColumns()
    columns.update([])
    columns.remove([3])
    assert len(columns) == columns.n_rows == 0
    assert columns.rows_of([1]).tolist() == [-1]
    assert columns.select(parse("name = x and metrics.auc > 1")).tolist() == []
    assert ordered(columns, ("name", False), limit=10) == []


def test_a_wrong_column_name_or_key_is_refused():
    columns = param("1")
    with pytest.raises(QueryError):
        columns.order(columns.select(EVERY), [("a >", False)])
    with pytest.raises(ValueError, match="negative"):
        columns.update([RunRow(-1, {}, [])])


def test_removing_many_closes_the_gaps_and_keeps_what_is_left_in_order():
    n = 5000
    columns = columns_of(
        *[
            (
                {"name": f"run {pk}", "started": float(pk)},
                [("param", "p", None, f"text {pk % 7}" if pk % 2 else str(pk))],
            )
            for pk in range(n)
        ]
    )
    columns.remove([pk for pk in range(n) if pk % 3])
    left = list(range(0, n, 3))
    assert len(columns) == columns.n_rows == len(left)
    assert columns.pks(np.arange(len(left))).tolist() == left
    assert columns.rows_of([0, 1, 3]).tolist() == [0, -1, 1]
    expected = [f"text {pk % 7}" if pk % 2 else str(pk) for pk in left]
    assert columns.values("params.p", np.arange(len(left))) == expected
    columns.update([RunRow(1, {"name": "back"}, [("param", "p", None, "text 1")])])
    assert columns.pks(columns.order(columns.select(EVERY), []))[-1] == 1
    found = columns.pks(np.flatnonzero(columns.select(parse('params.p = "text 1"'))))
    assert found.tolist() == [pk for pk in left if pk % 2 and pk % 7 == 1] + [1]


texts = st.sampled_from(["1", "1.0", "2", "10", "-3", "0.5", "a", "b", "B", ""])
row = st.fixed_dictionaries(
    {
        "name": texts | st.none(),
        "p": texts | st.none(),
        "auc": st.sampled_from([0.0, 0.5, 1.0, -1.0, math.inf]) | st.none(),
    }
)
steps = st.lists(
    st.one_of(
        st.dictionaries(st.integers(0, 9), row, max_size=5),
        st.lists(st.integers(0, 9), max_size=4),
    ),
    max_size=6,
)
sort_keys = st.lists(st.tuples(st.sampled_from(["name", "params.p", "metrics.auc"]), st.booleans()))
FIELDS = {"name": "name", "params.p": "p", "metrics.auc": "auc"}


def naive_key(value):
    if isinstance(value, str) and number_of(value) is None:
        return (1, value)
    return (0, number_of(value) if isinstance(value, str) else value)


def naive_order(known, keys):
    pks = list(known)
    for name, descending in reversed(keys):
        value = {pk: run[FIELDS[name]] for pk, run in known.items()}
        there = [pk for pk in pks if value[pk] is not None]
        gone = [pk for pk in pks if value[pk] is None]
        by_value = {pk: naive_key(value[pk]) for pk in there}
        pks = sorted(there, key=by_value.__getitem__, reverse=descending) + gone
    return pks


@settings(max_examples=200, deadline=None)
@given(steps, sort_keys, st.integers(0, 4), st.integers(0, 6) | st.none())
def test_any_history_sorts_and_groups_as_a_naive_list_does(history, keys, offset, limit):
    columns, known = RunColumns(), {}
    for step in history:
        if isinstance(step, dict):
            columns.update(
                RunRow(
                    pk,
                    {"name": run["name"]},
                    [("param", "p", None, run["p"]), ("metric", "auc", run["auc"], None)],
                )
                for pk, run in step.items()
            )
            known |= step
        else:
            columns.remove(step)
            known = {pk: run for pk, run in known.items() if pk not in step}
    mask = columns.select(EVERY)
    expected = naive_order(known, keys)
    assert columns.pks(columns.order(mask, keys)).tolist() == expected
    page = columns.pks(columns.order(mask, keys, limit, offset)).tolist()
    assert page == expected[offset : None if limit is None else offset + limit]
    counts = {}
    for run in known.values():
        both = (run["p"], run["auc"])
        counts[both] = counts.get(both, 0) + 1
    if known:
        assert grouped(columns, mask, "params.p", "metrics.auc")[0] == counts
