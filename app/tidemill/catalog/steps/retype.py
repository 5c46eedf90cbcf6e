"""Reads a column as another kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

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


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    to = settings["to"]
    words = f"Read `{settings['column']}` as {'' if to == 'true or false' else 'a '}{to}"
    if to == "date" and settings["dates"] != "year first":
        words += f", {settings['dates']}"
    if to in ("number", "whole number") and settings["decimal"] == ",":
        words += ", with decimal commas"
    return words
