"""What a drift statistic takes and gives: a pair of columns in, one figure out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tidemill.domain.cell_moments import moments_of_cells, quantiles_of_cells
from tidemill.domain.cells import Grid
from tidemill.domain.distributions import ColumnCounts, ColumnReference, Ints
from tidemill.domain.frames import ColumnData
from tidemill.domain.placed_values import PlacedValues, placed

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Pair:
    """A reference column and a current one; the raw values of both where exactness is wanted."""

    reference: ColumnReference
    current: ColumnCounts
    raw: tuple[ColumnData, ColumnData] | None = None

    @property
    def grid(self) -> Grid:
        """The cells of a numeric or date column; `ValueError` where values have no order."""
        if self.reference.grid is None:
            raise ValueError(f"{self.reference.name} has levels, which have no order")
        return self.reference.grid

    def binned(self) -> tuple[Ints, Ints]:
        """Rows of both in the reference's bins; see `ColumnReference.binned`."""
        return self._binned

    @cached_property
    def _binned(self) -> tuple[Ints, Ints]:
        reference = self.reference
        return reference.binned(reference.as_counts()), reference.binned(self.current)

    @cached_property
    def shares(self) -> tuple[Floats, Floats, int, int] | None:
        """Shares of both in the bins that any row is in, and how many rows both have.

        None where either has no rows.
        """
        reference, current = self._binned
        n, m = int(reference.sum()), int(current.sum())
        if not n or not m:
            return None
        used = (reference > 0) | (current > 0)
        return reference[used] / n, current[used] / m, n, m

    @cached_property
    def running(self) -> tuple[Ints, Ints]:
        """How many finite values both have up to and with each cell; shape (cells,) each."""
        return np.cumsum(self.reference.cells), np.cumsum(self.current.cells)

    @cached_property
    def up_to(self) -> tuple[Ints, Ints]:
        """As `running`, with infinite values at both ends; shape (cells + 2,) each."""
        mine, others = self.running
        return _with_ends(self.reference, mine), _with_ends(self.current, others)

    @cached_property
    def rising(self) -> tuple[Floats, Floats]:
        """`running` as shares of the finite values; only where both have some."""
        mine, others = self.running
        return mine / mine[-1], others / others[-1]

    @cached_property
    def edges(self) -> tuple[Floats, Floats, Floats]:
        """Lowest and highest value each cell can hold here, and how wrong these may be.

        As the grid's limits, but ending at the least and the largest finite value of both.
        """
        lows = [v for v in (self.reference.minimum, self.current.minimum) if v is not None]
        highs = [v for v in (self.reference.maximum, self.current.maximum) if v is not None]
        low, high, slack = self.grid.limits()
        if not lows:
            return low, high, slack
        start, stop = float(min(lows)), float(max(highs))
        within = (high > start) & (low < stop)
        return (
            np.clip(low, start, stop),
            np.clip(high, start, stop),
            np.where(within, slack, 0.0),
        )

    @cached_property
    def moments(self) -> tuple[float | None, float | None, float, float]:
        """Mean and standard deviation of the current finite values, and how wrong each may be."""
        placed_now = self._placed_now
        if placed_now is not None:
            return (*placed_now.moments(), 0.0, 0.0)
        return moments_of_cells(self.current.cells, *self._reach)

    def quantiles(self, shares: Sequence[float]) -> tuple[Floats, Floats]:
        """The least and the largest that quantiles of the current finite values can be."""
        return quantiles_of_cells(shares, self.running[1], *self._reach, self._placed_now)

    @cached_property
    def _reach(self) -> tuple[Floats, Floats]:
        """The least and the largest value a cell may hold, as far as its borders are known."""
        low, high, slack = self.edges
        return low - slack, high + slack

    @cached_property
    def _placed_now(self) -> PlacedValues | None:
        """The raw current values, where they are known better than by their cells."""
        if self.raw is None:
            return None
        low, high, _ = self.edges
        there = self.current.cells > 0
        if bool((low[there] == high[there]).all()):
            return None
        return None if self.placed is None else self.placed[1]

    @cached_property
    def placed(self) -> tuple[PlacedValues, PlacedValues] | None:
        """The raw finite values of both with their cells; None without raw values."""
        if self.raw is None:
            return None
        mine, others = self.raw
        high = self.edges[1]
        return placed(self.grid, mine, high), placed(self.grid, others, high)


def _with_ends(column: ColumnReference | ColumnCounts, running: Ints) -> Ints:
    whole = np.empty(running.size + 2, dtype=np.int64)
    whole[0] = column.below
    np.add(running, column.below, out=whole[1:-1])
    whole[-1] = whole[-2] + column.above
    return whole


@dataclass(frozen=True)
class Figure:
    """What a statistic found for one pair of columns; None where it has no meaning.

    `low` and `high` bound the exact value where it is known less well. `p_value` is of a
    two-sample test. `effect` is what is held against the statistic's floor: the value less the
    noise expected at these sizes. `reason` says in words what to report if it passes, and
    `note` what to know about the figure.
    """

    value: float | None
    p_value: float | None = None
    note: str | None = None
    low: float | None = None
    high: float | None = None
    effect: float | None = None
    reason: str | None = None


def bound_note(title: str, value: float, low: float, high: float) -> str | None:
    """Say between what a figure lies, where it is not known better than to 0.1 %."""
    if high - low <= 1e-3 * max(abs(value), 1e-3):
        return None
    return f"{title} is between {low:.4g} and {high:.4g}."


def percent(share: float) -> str:
    """A share in words: 0.302 is 30.2%."""
    return f"{100.0 * share:.1f}%"


def proportions_p(hits: int, n: int, other_hits: int, other_n: int) -> float | None:
    """Two-sided p-value that two shares differ by chance; None without rows.

    Normal approximation with pooled variance and Yates' correction (Fleiss, Levin and Paik 2003,
    Statistical Methods for Rates and Proportions, section 3.3).
    """
    if not n or not other_n:
        return None
    pooled = (hits + other_hits) / (n + other_n)
    variance = pooled * (1.0 - pooled) * (1.0 / n + 1.0 / other_n)
    if variance <= 0.0:
        return 1.0
    apart = abs(hits / n - other_hits / other_n) - 0.5 * (1.0 / n + 1.0 / other_n)
    return math.erfc(max(apart, 0.0) / math.sqrt(2.0 * variance))
