"""What a step does to rows is what its ONNX nodes do, missing and odd values among them."""

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_steps, prepared_tables
from tidemill.catalog.exporters.onnx import _session
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Carried
from tidemill.catalog.preparations.mixed import feeding
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded

N = 240
KINDS = {
    "a": Kind.NUMERIC,
    "b": Kind.NUMERIC,
    "flag": Kind.BOOLEAN,
    "other": Kind.BOOLEAN,
    "town": Kind.CATEGORICAL,
    "note": Kind.TEXT,
    "day": Kind.DATETIME,
    "end": Kind.DATETIME,
}
SCHEMA = Schema(tuple(Column(name, kind) for name, kind in KINDS.items()))


@pytest.fixture(scope="module")
def frame() -> Frame:
    rng = np.random.default_rng(0)
    odd = np.array([0.0, -0.0, 1.0, 2.5, -2.5, np.inf, -np.inf, 1e300, 1e-12, np.nan])

    def numbers() -> np.ndarray:
        drawn = np.round(rng.normal(0, 3, N), 2)
        return np.where(rng.random(N) < 0.4, rng.choice(odd, N), drawn)

    def moments() -> np.ndarray:
        low, high = (np.datetime64(t, "us").astype(np.int64) for t in ("1890-01-01", "2110-01-01"))
        drawn = rng.integers(low, high, N).astype("datetime64[us]")
        drawn[rng.random(N) < 0.2] = np.datetime64("NaT")
        return drawn

    def truths() -> np.ndarray:
        return rng.integers(-1, 2, N).astype(np.int32)

    def words() -> list[str | None]:
        known = ["north", "south", "Nord.*", "a\nb", "ß☃", "north-south", " ", "true", None]
        return [known[k] for k in rng.integers(0, len(known), N)]

    return Frame(
        (
            ColumnData("a", Kind.NUMERIC, numbers()),
            ColumnData("b", Kind.NUMERIC, numbers()),
            ColumnData("flag", Kind.BOOLEAN, truths(), BOOLEAN_LEVELS),
            ColumnData("other", Kind.BOOLEAN, truths(), BOOLEAN_LEVELS),
            coded("town", Kind.CATEGORICAL, words()),
            coded("note", Kind.TEXT, words()),
            ColumnData("day", Kind.DATETIME, moments()),
            ColumnData("end", Kind.DATETIME, moments()),
        )
    )


def by_onnx(frame: Frame, steps: list[dict], wanted: list[str]) -> dict[str, list]:
    """The columns wanted, and the mask of rows that stay under "", by onnxruntime."""
    graph = Graph(list(KINDS))
    carried = {
        name: Carried(graph.input(name, feeding.TYPES[kind]), kind) for name, kind in KINDS.items()
    }
    bound = prepared_tables.bound(steps, scoring=True)
    after, stays = onnx_steps.through(graph, carried, bound)
    outputs = {}
    for name in wanted:
        tensor = graph.node("Identity", after[name].tensor)
        numpy_type = feeding.TYPES[after[name].kind]
        outputs[name] = graph.output(tensor, f"out {name}", numpy_type, ["rows", 1])
    if stays:
        outputs[""] = graph.output(graph.cast(stays, np.int64), "stays", np.int64, ["rows", 1])
    session = _session(graph.to_bytes("steps", {}))
    fed = feeding.feed(frame, list(KINDS.items()), {name: name for name in KINDS})
    there = {one.name for one in session.get_inputs()}
    said = session.run(
        list(outputs.values()), {name: one for name, one in fed.items() if name in there}
    )
    return {
        name: np.broadcast_to(one, (N, 1)).ravel() for name, one in zip(outputs, said, strict=True)
    }


def in_onnx_form(column: ColumnData) -> np.ndarray:
    """A column's values as they would be fed."""
    fed = feeding.feed(Frame((column,)), [(column.name, column.kind)], {column.name: "x"})
    return fed["x"].ravel()


def same(ours: np.ndarray, theirs: np.ndarray) -> None:
    if ours.dtype == np.float64:
        np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=0)
    else:
        assert theirs.tolist() == ours.tolist()


WRITTEN = [
    "a + b * 2 - a / b",
    "a % b",
    "a % -3",
    "-a ^ 2",
    "2 ^ b",
    "abs(a)",
    "round(a)",
    "round(a, 1)",
    "floor(a)",
    "ceil(b)",
    "sqrt(a)",
    "exp(b)",
    "log(a)",
    "log(a, 10)",
    "log1p(b)",
    "least(a, b, 1)",
    "greatest(a, b)",
    "number(flag) + a",
    "a > b",
    "a >= 2.5",
    "a = b",
    "a != 1",
    "a < missing",
    "not (a <= b)",
    "a > 0 and flag",
    "a > 0 or flag or other",
    "flag = other",
    "flag != true",
    'town = "north"',
    'town != "north"',
    'town = ""',
    "town = note",
    "town != note",
    'town in ("north", "south", note)',
    'not town in ("north", missing)',
    "a in (1, 2.5, b)",
    "is_missing(town)",
    "day is missing",
    "not (a is missing)",
    "flag is missing or a > 1",
    "coalesce(a, b, 7)",
    'coalesce(town, note, "none")',
    "coalesce(flag, other)",
    "coalesce(day, end)",
    'if a > 0 then "child" else "adult"',
    "if flag then a else missing",
    "if town = note then town else note",
    "if a > 0 then flag else other",
    'if a > 0 then day else "2024-05-31"',
    'note contains "th-s"',
    'note contains ".*"',
    'note contains "\n"',
    'starts_with(town, "nor")',
    'ends_with(town, "☃")',
    "year(day) * 12 + month(day)",
    "second(day) + minute(day) + hour(end)",
    "weekday(day_start(day))",
    "day_start(day)",
    "month_start(end)",
    "day - end",
    "days_between(day, end)",
    'day - "2001-02-03"',
    "day + 1.5",
    "day - a",
    'day > "2000-02-29"',
    "day <= end",
    'day = "2000-02-29" or day > end',
    "date(day) > end",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_an_expression_means_the_same_in_onnx(frame, text):
    steps = [{"kind": "derive", "settings": {"name": "new", "expression": text}}]
    made, _ = prepared_tables.applied(frame, np.arange(N), prepared_tables.bound(steps))
    ours = in_onnx_form(made["new"])
    same(ours, by_onnx(frame, steps, ["new"])["new"])
    assert len(np.unique(ours)) > 1 or text == "a < missing"


@pytest.mark.parametrize(
    "condition",
    ["a > 0", 'town = "north" or b < 1', "flag", "not flag", "a is missing", 'day > "2000-01-01"'],
)
def test_a_condition_keeps_the_same_rows_in_onnx(frame, condition):
    steps = [
        {"kind": "filter_rows", "settings": {"condition": condition}},
        {"kind": "drop_duplicates", "settings": {"columns": ["town"]}},  # no row for itself
        {"kind": "fill", "settings": {"column": "a", "by": "a value", "value": "1"}},
        {"kind": "filter_rows", "settings": {"condition": "a < 100"}},
    ]
    bound = prepared_tables.bound(steps, scoring=True)
    _, rows = prepared_tables.applied(frame, np.arange(N), bound)
    assert np.flatnonzero(by_onnx(frame, steps, ["a"])[""]).tolist() == rows.tolist()
    assert 0 < len(rows) < N


RETYPED = [
    ("a", "whole number"),
    ("a", "true or false"),
    ("a", "number"),
    ("flag", "number"),
    ("flag", "whole number"),
    ("flag", "category"),
    ("flag", "text"),
    ("flag", "true or false"),
    ("town", "text"),
    ("note", "category"),
    ("day", "date"),
]


@pytest.mark.parametrize(("column", "to"), RETYPED)
def test_a_column_read_as_another_kind_is_read_alike_in_onnx(frame, column, to):
    steps = [{"kind": "retype", "settings": {"column": column, "to": to}}]
    made, _ = prepared_tables.applied(frame, np.arange(N), prepared_tables.bound(steps))
    same(in_onnx_form(made[column]), by_onnx(frame, steps, [column])[column])


@pytest.mark.parametrize(
    ("kind", "settings", "words"),
    [
        ("derive", {"name": "n", "expression": "lower(town)"}, "lower of texts"),
        ("derive", {"name": "n", "expression": 'town + "!"'}, "of texts"),
        ("derive", {"name": "n", "expression": "number(town)"}, "number of texts"),
        ("derive", {"name": "n", "expression": 'town < "north"'}, "by = and !="),
        ("derive", {"name": "n", "expression": 'if flag then "" else town'}, "An empty text"),
        ("derive", {"name": "n", "expression": "round(a, b)"}, "round is not written"),
        ("derive", {"name": "n", "expression": "town contains note"}, "in quotes"),
        ("derive", {"name": "n", "expression": "text(day)"}, "text of a time"),
        ("filter_rows", {"condition": "has_word(town, note)"}, "has_word of texts"),
        ("retype", {"column": "town", "to": "number"}, "reads as a number"),
        ("retype", {"column": "a", "to": "category"}, "reads as a category"),
        ("retype", {"column": "day", "to": "text"}, "reads as a text"),
        ("tidy_text", {"columns": ["town"]}, "Trim"),
    ],
)
def test_what_onnx_cannot_say_exactly_is_refused_by_name(frame, kind, settings, words):
    with pytest.raises(NeedsYou, match="can't be written as ONNX") as told:
        by_onnx(frame, [{"kind": kind, "settings": settings}], [])
    assert words in told.value.message


def test_a_column_nobody_sends_has_no_value_in_a_condition(frame):
    graph = Graph(["a"])
    carried = {"a": Carried(graph.input("a", np.float64), Kind.NUMERIC)}
    carried["bought"] = onnx_steps.nothing(graph, Kind.BOOLEAN)
    carried["when"] = onnx_steps.nothing(graph, Kind.DATETIME)
    steps = [{"kind": "filter_rows", "settings": {"condition": "is_missing(bought) or a > 1"}}]
    _, stays = onnx_steps.through(graph, carried, prepared_tables.bound(steps, scoring=True))
    graph.output(graph.cast(stays, np.int64), "stays", np.int64, ["rows", 1])
    [said] = _session(graph.to_bytes("x", {})).run(None, {"a": np.zeros((3, 1))})
    assert said.ravel().tolist() == [1, 1, 1]
