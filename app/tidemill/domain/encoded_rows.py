"""Two tables as one matrix of numbers, in which nothing tells the two apart but their values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.distributions import DAY_US
from tidemill.domain.frames import CODED, ColumnData, Frame

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_RARE_ROWS = 5
_HOUR_US = 3_600_000_000


@dataclass(frozen=True, eq=False)
class EncodedRows:
    """Rows of both tables, the reference's first; missing values are NaN.

    `values` has shape (rows, features); `of` names the column of each feature; `labels` is 0 for
    the reference's rows and 1 for the others.
    """

    values: Floats
    of: tuple[str, ...]
    labels: Ints

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that any feature comes from, in order."""
        return tuple(dict.fromkeys(self.of))


def encoded(reference: Frame, current: Frame, names: Sequence[str]) -> EncodedRows:
    """Put the rows of columns that both have as numbers.

    Levels become their rank by how many rows of both tables have them, those of fewer than 5
    rows one rank, so that keys tell nothing. Moments become the hour of the day and the day of
    the week: the moment itself always tells new rows from old ones. Infinite numbers become the
    largest finite one.
    """
    features: list[Floats] = []
    of: list[str] = []
    for name in names:
        one, other = reference[name], current[name]
        both_coded = one.kind in CODED and other.kind in CODED
        if one.kind is not other.kind and not both_coded:
            continue
        for feature in _features(one, other):
            there = feature[~np.isnan(feature)]
            if there.size and there.min() < there.max():
                features.append(feature)
                of.append(name)
    n, m = reference.n_rows, current.n_rows
    labels = np.repeat(np.array([0, 1]), [n, m])
    values = np.column_stack(features) if features else np.empty((n + m, 0))
    return EncodedRows(values, tuple(of), labels)


def _features(one: ColumnData, other: ColumnData) -> list[Floats]:
    if one.kind in CODED:
        return [_ranks(one, other)]
    values = np.concatenate((one.values, other.values))
    if one.kind is Kind.DATETIME:
        gone = np.isnat(values)
        moments = values.astype("datetime64[us]").view(np.int64)
        hours = np.mod(moments, DAY_US) / _HOUR_US
        days = np.floor_divide(moments, DAY_US) % 7.0
        return [np.where(gone, np.nan, part) for part in (hours, days)]
    numbers = values.astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    if not finite.size:
        return []
    return [np.clip(numbers, finite.min(), finite.max())]


def _ranks(one: ColumnData, other: ColumnData) -> Floats:
    known: dict[str, int] = {}
    parts = []
    for column in (one, other):
        table = [known.setdefault(level, len(known)) for level in column.levels]
        parts.append(np.array([*table, -1], dtype=np.int64)[column.values])
    codes = np.concatenate(parts)
    rows = np.bincount(codes + 1, minlength=len(known) + 1)[1:]
    ranks = np.empty(len(known) + 1)
    ranks[np.argsort(-rows, kind="stable")] = np.arange(len(known))
    ranks[:-1][rows < _RARE_ROWS] = len(known)
    ranks[-1] = np.nan
    found: Floats = ranks[codes]
    return found
