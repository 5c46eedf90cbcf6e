"""Where values lie, told from ascending values or from the counts of cells alone."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import Grid

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Spread(Protocol):
    """Finite values of a column by their order."""

    def rows_below(self, points: Floats) -> Ints:
        """How many values are less than each point; shape (points,)."""
        ...


@dataclass(frozen=True, eq=False)
class OrderedValues:
    """Values themselves, ascending: every answer is exact."""

    values: npt.NDArray[Any]

    def rows_below(self, points: Floats) -> Ints:
        """How many values are less than each point."""
        return np.searchsorted(self.values, points, "left").astype(np.int64)


@dataclass(frozen=True, eq=False)
class CellSpread:
    """Counts of cells; within a cell values are taken to lie evenly.

    An answer is exact at the borders of cells and in cells of one value, and elsewhere as far
    off as the cell is wide.
    """

    low: Floats
    high: Floats
    counts: Ints
    before: Ints

    @classmethod
    def of(
        cls, grid: Grid, cells: Ints, minimum: float | int, maximum: float | int
    ) -> "CellSpread":
        """The used cells of a grid, the outer ones ending at the extremes."""
        low, high, _ = grid.limits()
        used = np.flatnonzero(cells)
        counts = cells[used]
        return cls(
            np.clip(low[used], float(minimum), float(maximum)),
            np.clip(high[used], float(minimum), float(maximum)),
            counts,
            np.cumsum(counts) - counts,
        )

    def value_at(self, rank: int) -> float:
        """About the value that `rank` others come before, in ascending order."""
        at = int(np.searchsorted(self.before, rank, "right")) - 1
        share = (rank - int(self.before[at]) + 0.5) / int(self.counts[at])
        low, high = float(self.low[at]), float(self.high[at])
        return low if low == high else low * (1.0 - share) + high * share

    def rows_below(self, points: Floats) -> Ints:
        """About how many values are less than each point."""
        at = np.searchsorted(self.low, points, "left") - 1
        is_any = at >= 0
        at = np.maximum(at, 0)
        low, high, counts = self.low[at], self.high[at], self.counts[at]
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            share = np.where(high > low, (points - low) / (high - low), 1.0)
        share = np.clip(np.nan_to_num(share, nan=1.0), 0.0, 1.0)
        found = self.before[at] + np.rint(share * counts).astype(np.int64)
        return np.where(is_any, found, 0)
