"""Which runs a query takes: against a naive reading of the same rules, and case by case."""

import operator
import re
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.base.clock import HeldClock
from tidemill.domain.query import QueryError, number_of, parse
from tidemill.domain.query.ast import (
    And,
    Comparison,
    In,
    IsNull,
    Name,
    Not,
    Number,
    Or,
    Query,
    Text,
)
from tidemill.domain.run_columns import RunColumns, RunRow

NOW = datetime(2026, 3, 31, 15, 30, tzinfo=UTC)
MOMENTS = [
    datetime(2026, 3, 30, 0, 0, tzinfo=UTC),
    datetime(2026, 3, 30, 23, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 31, 14, 30, tzinfo=UTC),
    None,
]
ORDERS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

# The naive reading: one run at a time, from plain dictionaries.


def value_of(run, name):
    if name.kind == "metrics" or (name.kind is None and name.name in run["metrics"]):
        known = run["metrics"].get(name.name, {})
        return known.get(name.statistic or "last", known.get("last"))
    if name.kind == "params" or (name.kind is None and name.name == "depth"):
        return run["params"].get(name.name)
    if name.kind == "tags":
        return run["tags"].get(name.name)
    return run["fields"].get(name.name)


def fits(value, op, literal):
    if value is None:
        return False
    if isinstance(literal, Number):
        number = number_of(value) if isinstance(value, str) else value
        return op == "!=" if number is None else ORDERS[op](number, literal.value)
    if op == "~":
        return re.search(literal.value, value) is not None
    if op == "contains":
        return literal.value.casefold() in value.casefold()
    return ORDERS[op](value, literal.value)


def takes(run, node):
    if isinstance(node, And):
        return all(takes(run, part) for part in node.parts)
    if isinstance(node, Or):
        return any(takes(run, part) for part in node.parts)
    if isinstance(node, Not):
        return not takes(run, node.part)
    if node.name.is_tag:
        return has_tag(run, node)
    value = value_of(run, node.name)
    if isinstance(node, IsNull):
        return (value is None) != node.negated
    if isinstance(node, In):
        return any(fits(value, "=", literal) for literal in node.values)
    return fits(value, node.operator, node.value)


def has_tag(run, node):
    if isinstance(node, IsNull):
        return bool(run["tags"]) == node.negated
    if isinstance(node, In):
        return any(literal.value in run["tags"] for literal in node.values)
    if node.operator == "!=":
        return node.value.value not in run["tags"]
    return any(fits(tag, node.operator, node.value) for tag in run["tags"])


def row_of(pk, run):
    values = [("tag", name, None, text) for name, text in run["tags"].items()]
    values += [("param", name, number_of(text), text) for name, text in run["params"].items()]
    for name, known in run["metrics"].items():
        for statistic, number in known.items():
            kind = "metric" if statistic == "last" else statistic
            values.append((kind, name, number, None))
    return RunRow(pk, run["fields"], values)


texts = st.sampled_from(
    ["1", "1.0", "01", "2", "-3", "0.5", "1e1", "inf", "nan", "a", "b", "Ab", ""]
)
metric_numbers = st.sampled_from([0.0, 0.5, 1.0, 2.0, -3.0, float("inf")])
runs = st.fixed_dictionaries(
    {
        "fields": st.fixed_dictionaries(
            {"name": texts | st.none(), "duration": metric_numbers | st.none()}
        ),
        "params": st.dictionaries(st.sampled_from(["depth", "model"]), texts),
        "metrics": st.dictionaries(
            st.just("auc"),
            st.fixed_dictionaries(
                {"last": metric_numbers},
                optional={"min": metric_numbers, "max": metric_numbers, "best": metric_numbers},
            ),
        ),
        "tags": st.dictionaries(st.sampled_from(["a", "b", "team"]), texts),
    }
)
text_literals = st.builds(Text, texts)
number_literals = st.builds(Number, metric_numbers)
patterns = st.sampled_from([Text("^1"), Text("a|b"), Text(r"\.0$"), Text("")])
number_names = st.sampled_from(
    [
        Name(None, "duration"),
        Name("metrics", "auc"),
        Name("metrics", "auc", "min"),
        Name("metrics", "auc", "best"),
        Name("metrics", "never"),
    ]
)
text_names = st.sampled_from(
    [
        Name(None, "name"),
        Name("params", "depth"),
        Name("params", "model"),
        Name(None, "depth"),
        Name("tags", "team"),
        Name("params", "never"),
    ]
)
tag = st.just(Name(None, "tag"))
orders = st.sampled_from(list(ORDERS))
literals = text_literals | number_literals
conditions = st.one_of(
    st.builds(Comparison, number_names, orders, number_literals),
    st.builds(Comparison, text_names, orders, literals),
    st.builds(Comparison, text_names | tag, st.just("~"), patterns),
    st.builds(Comparison, text_names | tag, st.just("contains"), text_literals),
    st.builds(Comparison, tag, st.sampled_from(["=", "!="]), text_literals),
    st.builds(In, number_names, st.lists(number_literals, min_size=1, max_size=3).map(tuple)),
    st.builds(In, text_names, st.lists(literals, min_size=1, max_size=3).map(tuple)),
    st.builds(In, tag, st.lists(text_literals, min_size=1, max_size=3).map(tuple)),
    st.builds(IsNull, number_names | text_names | tag, st.booleans()),
)
several = {"min_size": 2, "max_size": 3}
nodes = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, **several).map(tuple)),
        st.builds(Or, st.lists(inner, **several).map(tuple)),
    ),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(st.lists(runs, max_size=8), st.lists(nodes, min_size=1, max_size=4))
def test_columns_take_the_same_runs_as_a_naive_reading(given_runs, given_nodes):
    columns = RunColumns(HeldClock(NOW))
    columns.update(row_of(pk, run) for pk, run in enumerate(given_runs))
    for node in given_nodes:
        mask = columns.select(Query(node))
        assert mask.tolist() == [takes(run, node) for run in given_runs], Query(node).to_text()


def selected(text, *rows):
    columns = RunColumns(HeldClock(NOW))
    columns.update(RunRow(pk, *row) for pk, row in enumerate(rows))
    return np.flatnonzero(columns.select(parse(text))).tolist()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("started = 2026-03-30", [0, 1]),
        ("started = yesterday", [0, 1]),
        ("started != 2026-03-30", [2]),
        ("started > 2026-03-30", [2]),
        ("started >= 2026-03-30", [0, 1, 2]),
        ("started < 2026-03-30", []),
        ("started <= 2026-03-30", [0, 1]),
        ('started > "1 hour ago"', []),
        ('started >= "1 hour ago"', [2]),
        ('started = "1 hour ago"', [2]),
        ('started_at < "2026-03-30T12:00Z"', [0]),
        ("started in (today, 2026-03-29)", [2]),
        ("started is null", [3]),
        ("not started > 2000-01-01", [3]),
    ],
)
def test_a_date_is_a_whole_day_and_a_moment_only_itself(text, expected):
    rows = [({"started": moment}, []) for moment in MOMENTS]
    assert selected(text, *rows) == expected


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("metrics.auc > high", 14, ("a number",)),
        ('duration in (1, "x")', 16, ("a number",)),
        ('metrics.auc ~ "9"', 14, ("a number",)),
        ("started > 5", 10, ("a time",)),
        ("started > soon", 10, ("a time",)),
        ("started contains 2026-01-01", 17, ("a time",)),
        ("started in (today, 3)", 19, ("a time",)),
    ],
)
def test_a_value_that_does_not_fit_its_column_is_told_where_it_stands(text, position, expected):
    with pytest.raises(QueryError) as caught:
        selected(text, ({}, [("metric", "auc", 0.5, None)]))
    assert (caught.value.position, caught.value.expected) == (position, expected)
    assert "`" in caught.value.hint


def test_a_bare_name_is_an_own_field_then_a_metric_then_a_parameter():
    rows = [
        (
            {"name": "own"},
            [
                ("metric", "name", 1.0, None),
                ("param", "auc", 2.0, "2"),
                ("metric", "auc", 3.0, None),
                ("param", "depth", 4.0, "4"),
            ],
        )
    ]
    assert selected("name = own and auc = 3 and depth = 4 and metrics.name = 1", *rows) == [0]
    assert selected("params.auc = 2 and auc.best = 3", *rows) == [0]
    assert selected("depth.best = 4", *rows) == []


def test_names_with_spaces_and_dots_are_found_with_backquotes_around_part_or_all():
    rows = [({}, [("metric", "val auc.1", 0.5, None), ("tag", "my team", None, "a")])]
    for text in (
        "metrics.`val auc.1`.best = 0.5",
        "`val auc.1` = 0.5",
        "`metrics.val auc.1` = 0.5",
    ):
        assert selected(text, *rows) == [0]
    assert selected("tags.`my team` = a and tag = 'my team'", *rows) == [0]


def test_not_keeps_runs_without_the_value_and_unequal_does_not():
    rows = [
        ({}, []),
        ({}, [("param", "model", None, "lgbm")]),
        ({}, [("param", "model", None, "x")]),
    ]
    assert selected("params.model != lgbm", *rows) == [2]
    assert selected("not params.model = lgbm", *rows) == [0, 2]


def test_a_quoted_number_is_text_and_a_plain_one_compares_as_number():
    rows = [({}, [("param", "n", number_of(t), t)]) for t in ("3", "3.0", "03", "3e0", "4")]
    assert selected("n = 3", *rows) == [0, 1, 2, 3]
    assert selected('n = "3"', *rows) == [0]
    assert selected('n = "3.0"', *rows) == [1]
    assert selected('n ~ "^0"', *rows) == [2]
    assert selected("n > 3", *rows) == [4]


def test_a_parameter_logged_as_minus_zero_keeps_its_text():
    rows = [({}, [("param", "n", number_of(t), t)]) for t in ("0", "-0.0", "0.0", "-0")]
    assert [selected(f'n = "{t}"', *rows) for t in ("0", "-0.0", "0.0", "-0")] == [
        [0],
        [1],
        [2],
        [3],
    ]
    assert selected("n = 0", *rows) == [0, 1, 2, 3]


def test_an_infinite_metric_fed_as_text_is_a_number_and_nan_is_missing():
    rows = [({}, [("metric", "loss", None, t)]) for t in ("inf", "-inf", "nan")]
    assert selected("loss > 1", *rows) == [0]
    assert selected("loss < inf", *rows) == [1]
    assert selected("loss is null", *rows) == [2]


def test_names_that_no_run_has_are_told_apart():
    columns = RunColumns(HeldClock(NOW))
    columns.update([RunRow(1, {}, [("metric", "auc", 0.5, None)])])
    query = parse("acu > 0.9 and auc > 0.1 and tag = x and tags.team = a and state = finished")
    assert [name.to_text() for name in columns.unknown_names(query)] == ["acu", "tags.team"]
    assert not columns.select(query).any()
