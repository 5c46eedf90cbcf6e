"""Parts of the rows whose measures are watched over time: fixed once, so that they stay so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData

MOST_LEVELS = 8
N_STRETCHES = 4
FEWEST = 30

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class WatchedSlice:
    """The rows whose `column` is `level`, or over `low` and up to `high`; open where None."""

    column: str
    words: str
    level: str | None = None
    low: float | None = None
    high: float | None = None

    def rows(self, column: ColumnData) -> Mask:
        """Which rows of the column belong to it, (rows,)."""
        if self.level is not None:
            if column.kind not in CODED or self.level not in column.levels:
                return np.zeros(len(column), dtype=bool)
            return np.asarray(column.values == column.levels.index(self.level))
        if column.kind is not Kind.NUMERIC:
            return np.zeros(len(column), dtype=bool)
        values = column.values.astype(np.float64)
        low = -np.inf if self.low is None else self.low
        high = np.inf if self.high is None else self.high
        return np.asarray((values > low) & (values <= high) & ~column.missing)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "WatchedSlice":
        """Read what `to_dict` wrote."""
        return cls(**data)


def measure_in(metric: str, words: str) -> str:
    """What a measure of a slice is called among the measures: `auc in origin = JFK`."""
    return f"{metric} in {words}"


def slices_of(column: ColumnData) -> list[WatchedSlice]:
    """The slices of a column: its most frequent classes, or four stretches of as many rows."""
    name = column.name
    if column.kind in CODED:
        counts = np.bincount(column.values[column.values >= 0], minlength=len(column.levels))
        often = [k for k in np.argsort(-counts, kind="stable")[:MOST_LEVELS].tolist() if counts[k]]
        levels = [column.levels[k] for k in often]
        return [WatchedSlice(name, f"{name} = {level}", level=level) for level in levels]
    if column.kind is not Kind.NUMERIC:
        return []
    values = column.values.astype(np.float64)
    known = values[~column.missing & np.isfinite(values)]
    if not len(known):
        return []
    shares = np.linspace(0, 1, N_STRETCHES + 1)[1:-1]
    ends = np.unique(np.quantile(known, shares, method="inverted_cdf"))
    ends = ends[ends < known.max()]
    limits: list[float | None] = [None, *ends.tolist(), None]
    return [
        WatchedSlice(name, _stretch(name, low, high), low=low, high=high)
        for low, high in pairwise(limits)
    ]


def _stretch(name: str, low: float | None, high: float | None) -> str:
    if low is None:
        return f"{name} up to {_said(high)}"
    return f"{name} over {_said(low)}" if high is None else f"{name} {_said(low)} to {_said(high)}"


def _said(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value == round(value) and abs(value) < 1e15 else f"{value:.4g}"
