"""Wasserstein distance: how far values must be moved, on average, to turn one into the other."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import ordered
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import DAY_US
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.moments import finite

ENTRY = StatisticEntry(
    id="wasserstein",
    version=1,
    title="Wasserstein",
    help="How far values moved on average, in the column's own unit; days for dates.",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
)

Floats = npt.NDArray[np.float64]


def compute(pair: Pair) -> Figure:
    """Area between the two running shares of the finite values (Vallender 1974).

    From summaries the shares are taken as straight lines within each cell, and bounds say how
    much area that can miss. With raw values it is exact.
    """
    unit = float(DAY_US) if pair.reference.kind is Kind.DATETIME else 1.0
    n, m = pair.reference.cells.sum(), pair.current.cells.sum()
    if not n or not m:
        return Figure(None, note="No finite values to compare.")
    area, wrong = _from_cells(pair, int(n), int(m))
    if wrong > 0.0 and pair.raw is not None:  # cells of whole numbers are exact already
        area, wrong = _exact(ordered(pair.raw[0]), ordered(pair.raw[1])), 0.0
    value, low, high = (finite(v / unit) for v in (area, max(area - wrong, 0.0), area + wrong))
    if value is None or low is None or high is None:
        return Figure(None, note="The distance is too large a number to state.")
    notes = ["Wasserstein is in days."] if pair.reference.kind is Kind.DATETIME else []
    if pair.reference.infinite or pair.current.infinite:
        notes.append("Wasserstein leaves out infinite values.")
    if high - low > 1e-9 * high:
        notes.append(f"Wasserstein is between {low:.4g} and {high:.4g}.")
    return Figure(value, None, " ".join(notes) or None, low, high)


def _exact(mine: npt.NDArray[Any], others: npt.NDArray[Any]) -> float:
    """Area between the running shares of two ascending arrays."""
    if mine.dtype.kind != "f" and others.dtype.kind != "f":
        start = min(int(mine[0]), int(others[0]))
        if max(int(mine[-1]), int(others[-1])) - start < 2**63:
            # the distance does not depend on where zero is, and int64 is exact to subtract
            mine, others = mine - start, others - start
    values = np.concatenate((mine, others)).astype(np.float64)
    order = np.argsort(values, kind="stable")  # two ascending runs are merged, not sorted anew
    values = values[order]
    # among equal values the shares are passed through in any order: their widths are zero
    n_mine = np.cumsum(order[:-1] < mine.size)
    n_others = np.arange(1, values.size) - n_mine
    before, now = n_mine / mine.size, n_others / others.size
    with np.errstate(over="ignore"):
        return _area(np.diff(values / 4.0), np.abs(before - now)) * 4.0


def _from_cells(pair: Pair, n: int, m: int) -> tuple[float, float]:
    """The area with straight lines in each cell, and how wrong it can be at most."""
    grid = pair.grid
    lows = [v for v in (pair.reference.minimum, pair.current.minimum) if v is not None]
    highs = [v for v in (pair.reference.maximum, pair.current.maximum) if v is not None]
    low, high, slack = grid.limits()
    start, stop = float(min(lows)), float(max(highs))
    # quarters, so that a width never overflows
    widths = np.clip(high, start, stop) / 4.0 - np.clip(low, start, stop) / 4.0
    mine, others = pair.reference.cells / n, pair.current.cells / m
    before, now = np.cumsum(mine), np.cumsum(others)
    middle = np.abs((before - mine / 2.0) - (now - others / 2.0))
    within = (high > start) & (low < stop)
    doubt = np.abs(before - now) + mine + others
    # a line through a cell misses the area under a share by half its rows at most; where the
    # two shares may cross within the cell, the area between them by all their rows
    apart = (before - mine >= now) | (now - others >= before)
    missed = (mine + others) * np.where(apart, 0.5, 1.0)
    with np.errstate(over="ignore"):
        wrong = _area(widths, missed) + _area(np.where(within, slack, 0.0), doubt)
        return _area(widths, middle) * 4.0, wrong * 4.0


def _area(widths: Floats, heights: Floats) -> float:
    there = heights > 0.0
    return float(np.sum(widths[there] * heights[there]))
