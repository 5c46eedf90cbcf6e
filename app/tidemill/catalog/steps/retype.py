"""Reads a column as another kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_steps
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Carried, Columns
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import functions, values
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame
from tidemill.domain.parsing import WORD_PAIRS
from tidemill.domain.steps import column_of, replaced

_KINDS = {
    "number": Kind.NUMERIC,
    "whole number": Kind.NUMERIC,
    "category": Kind.CATEGORICAL,
    "text": Kind.TEXT,
    "date": Kind.DATETIME,
    "true or false": Kind.BOOLEAN,
}
_TRUTHS = {pair[i]: i for pair in WORD_PAIRS for i in (0, 1)} | {"0": 0, "1": 1, "f": 0, "t": 1}
_TRUTHS |= {"n": 0, "y": 1}

ENTRY = StepEntry(
    id="retype",
    version=1,
    title="Change a column's kind",
    help="Values that can't be read as the new kind become missing.",
    parameters=(
        StepParameter("column", "Column", "", form="column", needed=True),
        StepParameter("to", "Read as", "number", choices=tuple(_KINDS)),
        StepParameter(
            "dates",
            "Dates are written",
            "year first",
            choices=("year first", "day first", "month first"),
            help="Counts where texts become dates.",
        ),
        StepParameter(
            "decimal",
            "Decimal mark",
            ".",
            choices=(".", ","),
            help="Counts where texts become numbers.",
        ),
    ),
    order=2,
)


def columns(
    schema: Schema,
    column: str = "",
    to: str = "number",
    dates: str = "year first",
    decimal: str = ".",
) -> Schema:
    """The same columns, one of another kind."""
    del dates, decimal
    known = column_of(schema, column)
    whole = to == "whole number" or (
        to == "number" and ((known.whole and known.kind is Kind.NUMERIC) or known.kind is _TRUTH)
    )
    changed: Column = replace(known, kind=_KINDS[to], whole=whole, note="", reading="")
    return replaced(schema, column, changed)


_TRUTH = Kind.BOOLEAN


def apply(
    frame: Frame,
    column: str = "",
    to: str = "number",
    dates: str = "year first",
    decimal: str = ".",
) -> Frame:
    """The column read anew."""
    return Frame(tuple(_read(c, to, dates, decimal) if c.name == column else c for c in frame))


def _read(data: ColumnData, to: str, dates: str, decimal: str) -> ColumnData:
    kind = _KINDS[to]
    if data.kind is kind and to != "whole number":
        return data
    given = values.of_column(data)
    if kind is Kind.NUMERIC:
        numbers = functions.as_number(given, decimal).values
        if to == "whole number" and numbers.dtype.kind == "f":
            numbers = _whole(numbers)
        return ColumnData(data.name, kind, numbers)
    if kind is Kind.DATETIME:
        return ColumnData(data.name, kind, functions.as_time(given, dates).values)
    if kind is Kind.BOOLEAN:
        return _truths(data, given)
    texts = functions.as_text(given)
    return ColumnData(data.name, kind, texts.values, texts.levels)


def _whole(numbers: Any) -> Any:
    """Numbers that are not whole become missing; int64 where none is."""
    with np.errstate(invalid="ignore"):
        kept = np.where(np.isfinite(numbers) & (np.rint(numbers) == numbers), numbers, np.nan)
    exact = not np.isnan(kept).any() and bool((np.abs(kept) < 2.0**53).all())
    return kept.astype(np.int64) if exact else kept


def _truths(data: ColumnData, given: values.Value) -> ColumnData:
    texts = functions.as_text(given)
    table = [_TRUTHS.get(level.strip().lower(), -1) for level in texts.levels]
    codes = np.array([*table, -1], dtype=np.int32)[texts.values]
    return ColumnData(data.name, Kind.BOOLEAN, codes, BOOLEAN_LEVELS)


def write_onnx(
    graph: Graph,
    columns: Columns,
    column: str = "",
    to: str = "number",
    dates: str = "year first",
    decimal: str = ".",
) -> Columns:
    """The column read anew, where no text has to be read or made of a number."""
    del dates, decimal
    one, kind = columns[column], _KINDS[to]
    if kind in onnx_steps.TEXTS and one.kind is _TRUTH:
        is_true = graph.node("Equal", one.tensor, graph.constant([[1.0]]))
        words = [graph.constant([[word]], object) for word in ("true", "false", "")]
        known = graph.node("Where", is_true, words[0], words[1])
        gone = onnx_steps.is_missing(graph, one)
        return {**columns, column: Carried(graph.node("Where", gone, words[2], known), kind)}
    if kind is _TRUTH and one.kind is Kind.NUMERIC:
        is_word = [graph.node("Equal", one.tensor, graph.constant([[n]])) for n in (0.0, 1.0)]
        is_known = graph.node("Or", *is_word)
        read = graph.node("Where", is_known, one.tensor, graph.constant([[np.nan]]))
        return {**columns, column: Carried(read, kind)}
    if to == "whole number" and one.kind in onnx_steps.NUMBERS:
        is_far = graph.node("IsInf", one.tensor)
        is_whole = graph.node("Equal", graph.node("Round", one.tensor), one.tensor)
        stays = graph.node("And", is_whole, graph.node("Not", is_far))
        read = graph.node("Where", stays, one.tensor, graph.constant([[np.nan]]))
        return {**columns, column: Carried(read, kind)}
    alike = (onnx_steps.TEXTS, onnx_steps.NUMBERS)  # numbers as truth values are read above
    if one.kind is kind or any(kind in group and one.kind in group for group in alike):
        return {**columns, column: Carried(one.tensor, kind)}
    raise NeedsYou(f"How `{column}` reads as a {to} is not told there.")


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    to = settings["to"]
    words = f"Read `{settings['column']}` as {'' if to == 'true or false' else 'a '}{to}"
    if to == "date" and settings["dates"] != "year first":
        words += f", {settings['dates']}"
    if to in ("number", "whole number") and settings["decimal"] == ",":
        words += ", with decimal commas"
    return words
