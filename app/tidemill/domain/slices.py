"""Rows cut into groups by the values of one column, each named so that a person knows who it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData

Mask = NDArray[np.bool_]

FEWEST = 30
MOST_LEVELS = 8
N_STRETCHES = 4


@dataclass(frozen=True, eq=False)
class Cut:
    """The rows with like values of a column, as people would say it: `distance`, `500 to 1,089`."""

    column: str
    words: str
    rows: Mask


def cuts(column: ColumnData) -> list[Cut]:
    """The groups of a column that have at least 30 rows, and are not all rows.

    A column of classes: its most frequent classes and one for the rest. Numbers and dates: four
    stretches with about as many rows each. Rows without a value are a group of their own.
    """
    found = [("missing", column.missing)]
    if column.kind in CODED:
        found += _classes(column)
    else:
        found += _stretches(column)
    n = len(column)
    return [Cut(column.name, words, rows) for words, rows in found if FEWEST <= int(rows.sum()) < n]


def _classes(column: ColumnData) -> Iterator[tuple[str, Mask]]:
    counts = np.bincount(column.values[column.values >= 0], minlength=len(column.levels))
    frequent = [int(k) for k in np.argsort(-counts, kind="stable")[:MOST_LEVELS] if counts[k]]
    for level in frequent:
        yield column.levels[level], column.values == level
    rest = (column.values >= 0) & ~np.isin(column.values, frequent)
    if rest.any():
        yield f"{int((counts > 0).sum()) - len(frequent):,} other values", rest


def _stretches(column: ColumnData) -> Iterator[tuple[str, Mask]]:
    is_date = column.kind is Kind.DATETIME
    known = ~column.missing
    values = column.values.astype(np.int64) if is_date else column.values.astype(np.float64)
    if not is_date:
        known &= np.isfinite(values)
    if not known.any():
        return
    shares = np.linspace(0, 1, N_STRETCHES + 1)[1:-1]
    ends = np.unique(np.quantile(values[known], shares, method="inverted_cdf"))
    ends = ends[ends < values[known].max()]
    place = np.searchsorted(ends, values, side="left")

    def said(value: float) -> str:
        if is_date:
            return str(np.datetime64(int(value), "us").astype("datetime64[D]"))
        return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.4g}"

    for at in range(len(ends) + 1):
        rows = known & (place == at)
        if at == 0:
            words = f"up to {said(ends[0])}" if len(ends) else said(values[known][0])
        elif at == len(ends):
            words = f"after {said(ends[-1])}" if is_date else f"over {said(ends[-1])}"
        else:
            words = f"{said(ends[at - 1])} to {said(ends[at])}"
        yield words, rows
