"""Puts the labels that people and files gave into their column."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.entries import StepEntry, StepParameter
from tidemill.domain.expressions import functions, values
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData, Frame, all_missing
from tidemill.domain.steps import column_of, replaced, with_new

_KINDS = {
    "category": Kind.CATEGORICAL,
    "text": Kind.TEXT,
    "number": Kind.NUMERIC,
    "true or false": Kind.BOOLEAN,
}
_ROW = ""

ENTRY = StepEntry(
    id="labels",
    version=1,
    title="Labels",
    help="Labels given by people or by file, by the key of their row.",
    parameters=(
        StepParameter("column", "Label column", "", form="name", needed=True),
        StepParameter(
            "key", "Key", "", form="value", help="The column that tells rows apart; empty: the row."
        ),
        StepParameter("labels", "Labels", "", form="labels"),
        StepParameter("count", "How many", 0, low=0),
        StepParameter("as_kind", "Values are", "category", choices=tuple(_KINDS)),
    ),
    reads_rows=True,
    in_scoring=False,
    by_hand=False,
    order=99,
)


def columns(
    schema: Schema,
    column: str = "",
    key: str = _ROW,
    labels: Any = None,
    count: int = 0,
    as_kind: str = "category",
) -> Schema:
    """The columns with the label column, behind them where it is new."""
    del labels, count
    if key != _ROW:
        column_of(schema, key)
    if key == column:
        raise NeedsYou("The key can't be the label column.", "Choose another key.")
    kind = _KINDS[as_kind]
    if column not in schema:
        return with_new(schema, [Column(column, kind)])
    known = schema[column]
    if known.is_open:
        return replaced(schema, column, replace(known, kind=kind, note=""))
    return schema


def apply(
    frame: Frame,
    column: str = "",
    key: str = _ROW,
    labels: Mapping[str, str | None] | None = None,
    count: int = 0,
    as_kind: str = "category",
    rows: npt.NDArray[np.int64] | None = None,
) -> Frame:
    """The label column with the labels of those rows that have one; the others stay as they are."""
    del count
    kind = _KINDS[as_kind]
    former = frame[column] if column in frame else all_missing(column, kind, frame.n_rows)
    if former.kind is not kind and former.missing.all():
        former = all_missing(column, kind, frame.n_rows)
    made = _labelled(former, _said(frame, key, labels or {}, rows))
    if column in frame:
        return Frame(tuple(made if c.name == column else c for c in frame))
    return Frame((*frame.columns, made))


def _said(
    frame: Frame,
    key: str,
    labels: Mapping[str, str | None],
    rows: npt.NDArray[np.int64] | None,
) -> tuple[npt.NDArray[np.int64], list[str | None]]:
    """The rows that have a label and what it says."""
    if key == _ROW:
        numbers = np.arange(frame.n_rows) if rows is None else rows
        places = np.array([int(k) for k in labels if k.isdecimal()], dtype=np.int64)
        found = np.flatnonzero(np.isin(numbers, places))
        return found, [labels[str(n)] for n in numbers[found].tolist()]
    texts = functions.as_text(values.of_column(frame[key]))
    table = np.array([level in labels for level in texts.levels] + [False], dtype=bool)
    found = np.flatnonzero(table[texts.values])
    return found, [labels[texts.levels[code]] for code in texts.values[found].tolist()]


def _labelled(
    former: ColumnData, said: tuple[npt.NDArray[np.int64], list[str | None]]
) -> ColumnData:
    rows, labels = said
    if former.kind in CODED and former.kind is not Kind.BOOLEAN:
        known = {level: i for i, level in enumerate(former.levels)}
        codes = [-1 if one is None else known.setdefault(one, len(known)) for one in labels]
        return _put(former, rows, np.array(codes, dtype=np.int32), tuple(known))
    if former.kind is Kind.BOOLEAN:
        words = {"false": 0, "no": 0, "0": 0, "true": 1, "yes": 1, "1": 1}
        codes = [words.get((one or "").strip().lower(), -1) for one in labels]
        return _put(former, rows, np.array(codes, dtype=np.int32), BOOLEAN_LEVELS)
    known_texts = {text: i for i, text in enumerate(dict.fromkeys(t for t in labels if t))}
    given = values.Value(
        values.TEXT,
        np.array([known_texts.get(one or "", -1) for one in labels], dtype=np.int32),
        tuple(known_texts),
    )
    if former.kind is Kind.DATETIME:
        return _put(former, rows, functions.as_time(given).values, ())
    return _put(former, rows, functions.as_number(given).values, ())


def _put(
    former: ColumnData, rows: npt.NDArray[np.int64], new: npt.NDArray[Any], levels: tuple[str, ...]
) -> ColumnData:
    old = former.values
    if old.dtype.kind == "i" and new.dtype.kind == "f" and not former.levels:
        old = old.astype(np.float64)
    changed = old.copy()
    changed[rows] = new
    return ColumnData(former.name, former.kind, changed, levels)


def sentence(settings: Mapping[str, Any]) -> str:
    """What it does."""
    words = f"Label {settings['count']:,} rows in `{settings['column']}`"
    return words + (f" by `{settings['key']}`" if settings["key"] else "")
