"""Puts a value where one is missing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog import onnx_steps
from tidemill.catalog.onnx_graphs import Graph
from tidemill.catalog.onnx_steps import Carried, Columns
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import functions, values
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData, Frame
from tidemill.domain.steps import column_of, replaced
from tidemill.domain.tables import Table

_VALUE, _MEDIAN, _MEAN, _FREQUENT = "a value", "the median", "the mean", "the most frequent value"

ENTRY = StepEntry(
    id="fill",
    version=1,
    title="Fill missing values",
    help=(
        "A median, mean or most frequent value is taken from the rows there are when the step is "
        "added, and stays that value for later files."
    ),
    parameters=(
        StepParameter("column", "Column", "", form="column", needed=True),
        StepParameter("by", "Fill with", _VALUE, choices=(_VALUE, _MEDIAN, _MEAN, _FREQUENT)),
        StepParameter("value", "Value", "", help="Counts where it is filled with a value."),
    ),
    order=3,
)


def columns(schema: Schema, column: str = "", by: str = _VALUE, value: str = "") -> Schema:
    """The same columns."""
    known = column_of(schema, column)
    if by in (_MEDIAN, _MEAN) and known.kind is not Kind.NUMERIC:
        raise NeedsYou(
            f"`{column}` has no {by.removeprefix('the ')}: it is {known.kind}.",
            "Fill it with a value or the most frequent one.",
        )
    if by == _VALUE and value == "":
        raise NeedsYou("Value is needed.", "Say what stands where a value is missing.")
    if value != "":
        filler = _filler(known.kind, value)
        if filler is None:
            raise NeedsYou(
                f"{value!r} can't stand in `{column}`, which is {known.kind}.",
                "Choose another value, or change the column's kind first.",
            )
        if known.kind is Kind.NUMERIC and known.whole and filler != round(filler):
            return _no_longer_whole(schema, column)
    return schema


def _no_longer_whole(schema: Schema, column: str) -> Schema:
    return replaced(schema, column, replace(schema[column], whole=False))


def _filler(kind: Kind, text: str) -> Any:
    """The value in the column's own form, None where it is none."""
    if kind in (Kind.CATEGORICAL, Kind.TEXT):
        return text
    given = values.of_literal(text)
    if kind is Kind.NUMERIC:
        number = functions.as_number(given).values[0]
        return None if np.isnan(number) else number
    if kind is Kind.DATETIME:
        moment = functions.as_time(given).values[0]
        return None if np.isnat(moment) else moment
    word = text.strip().lower()
    return {"true": 1, "yes": 1, "1": 1, "false": 0, "no": 0, "0": 0}.get(word)


def settled(table: Table, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The figure of the rows there are, as the value."""
    by = settings["by"]
    if by == _VALUE:
        return dict(settings)
    data = table.column(settings["column"])
    known = data.take(~data.missing)
    if not len(known):
        raise NeedsYou(f"`{data.name}` has no value at all.", "Fill it with a value of your own.")
    if by == _FREQUENT:
        found, counts = np.unique(known.values, return_counts=True)
        common = known.take(np.flatnonzero(known.values == found[counts.argmax()])[:1])
        text = functions.as_text(values.of_column(common)).levels[0]
        return {**settings, "value": text}
    numbers = known.values.astype(np.float64)
    figure = float(np.median(numbers) if by == _MEDIAN else np.mean(numbers))
    text = str(int(figure)) if figure.is_integer() and abs(figure) < 2**53 else repr(figure)
    return {**settings, "value": text}


def apply(frame: Frame, column: str = "", by: str = _VALUE, value: str = "") -> Frame:
    """The column filled."""
    del by
    return Frame(tuple(_filled(c, value) if c.name == column else c for c in frame))


def _filled(data: ColumnData, value: str) -> ColumnData:
    missing = data.missing
    filler = _filler(data.kind, value)
    if filler is None or not missing.any():
        return data
    if data.kind is Kind.BOOLEAN:
        codes = np.where(missing, np.int32(filler), data.values).astype(np.int32)
        return ColumnData(data.name, data.kind, codes, BOOLEAN_LEVELS)
    if data.kind in CODED:
        levels = data.levels if filler in data.levels else (*data.levels, filler)
        codes = np.where(missing, np.int32(levels.index(filler)), data.values).astype(np.int32)
        return ColumnData(data.name, data.kind, codes, levels)
    return ColumnData(data.name, data.kind, np.where(missing, filler, data.values))


def write_onnx(
    graph: Graph, columns: Columns, column: str = "", by: str = _VALUE, value: str = ""
) -> Columns:
    """The column filled."""
    del by
    one = columns[column]
    filler = _filler(one.kind, value)
    if filler is None:
        return columns
    forms = {Kind.NUMERIC: np.float64, Kind.BOOLEAN: np.float64, Kind.DATETIME: np.int64}
    if one.kind is Kind.DATETIME:
        filler = int(np.datetime64(filler, "us").astype(np.int64))
    known = graph.constant([[filler]], forms.get(one.kind, object))
    filled = graph.node("Where", onnx_steps.is_missing(graph, one), known, one.tensor)
    return {**columns, column: Carried(filled, one.kind)}


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    by, value = str(settings["by"]), str(settings["value"])
    words = f"Fill missing `{settings['column']}` with "
    if by == _VALUE:
        return words + value
    return words + (f"{value} ({by.removeprefix('the ')})" if value else by)
