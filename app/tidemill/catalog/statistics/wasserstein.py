"""Wasserstein distance: how far values must be moved, on average, to turn one into the other."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import ordered
from tidemill.domain.columns import Kind
from tidemill.domain.distributions import DAY_US
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.frames import ColumnData
from tidemill.domain.moments import finite
from tidemill.domain.noise import less_noise, mean_gap
from tidemill.domain.placed_values import PlacedValues

ENTRY = StatisticEntry(
    id="wasserstein",
    version=1,
    title="Wasserstein",
    help="How far values moved on average, in the column's own unit; days for dates.",
    formula="∫ |F(x) − G(x)| dx, F and G the running shares of both columns",
    source="Vallender 1974",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
)

Floats = npt.NDArray[np.float64]


def compute(pair: Pair) -> Figure:
    """Area between the two running shares of the finite values (Vallender 1974).

    From summaries the shares are taken as straight lines within each cell, and bounds say how
    much area that can miss. With raw values it is exact: where the shares do not cross within a
    cell, the area there follows from the values' sum; only the values of the other cells are
    sorted. `effect` is less the area to expect without drift (Bickel and Freedman 1981 for its
    law).
    """
    unit = float(DAY_US) if pair.reference.kind is Kind.DATETIME else 1.0
    n, m = pair.reference.cells.sum(), pair.current.cells.sum()
    if not n or not m:
        return Figure(None, note="No finite values to compare.")
    area, wrong = _from_cells(pair)
    if wrong > 0.0 and pair.raw is not None:  # cells of whole numbers are exact already
        area, wrong = _exact(pair, pair.raw), 0.0
    value, low, high = (finite(v / unit) for v in (area, max(area - wrong, 0.0), area + wrong))
    if value is None or low is None or high is None:
        return Figure(None, note="The distance is too large a number to state.")
    notes = ["Wasserstein is in days."] if pair.reference.kind is Kind.DATETIME else []
    if pair.reference.infinite or pair.current.infinite:
        notes.append("Wasserstein leaves out infinite values.")
    if high - low > 1e-9 * high:
        notes.append(f"Wasserstein is between {low:.4g} and {high:.4g}.")
    effect = less_noise(value, _noise(pair, int(n), int(m)) / unit)
    return Figure(value, None, " ".join(notes) or None, low, high, effect=effect)


def _noise(pair: Pair, n: int, m: int) -> float:
    """The mean area between the running shares of two samples of what both hold together."""
    low, high, _ = pair.edges
    before, now = pair.rising
    with np.errstate(over="ignore"):
        widths = np.diff(low / 8.0 + high / 8.0)  # between the cells' middles, in quarters
        return finite(_area(widths, mean_gap(before[:-1], now[:-1], n, m)) * 4.0) or 0.0


def _exact(pair: Pair, raw: tuple[ColumnData, ColumnData]) -> float:
    placed = pair.placed
    assert placed is not None
    mine, others = placed
    if mine.short_of is None or others.short_of is None:
        return _sorted(ordered(raw[0]), ordered(raw[1]))
    low, high, _ = pair.edges
    up_to, up_to_now = pair.running
    before, now = up_to / mine.values.size, up_to_now / others.values.size
    at_end, at_start = before - now, _shifted(before) - _shifted(now)
    # in a cell where one share stays above the other the area is that of the difference
    crosses = (_shifted(before) < now) & (_shifted(now) < before)
    with np.errstate(over="ignore", invalid="ignore"):
        areas = np.abs(at_start * (high / 4.0 - low / 4.0) + mine.short_of - others.short_of)
        known = float(np.sum(areas[~crosses]))
        if not crosses.any():
            return known * 4.0
        return (known + _within(pair, placed, crosses, at_end)) * 4.0


def _shifted(shares: Floats) -> Floats:
    """The shares before each cell, from those after it."""
    return np.concatenate(([0.0], shares[:-1]))


def _within(
    pair: Pair,
    placed: tuple[PlacedValues, PlacedValues],
    wanted: npt.NDArray[np.bool_],
    after: Floats,
) -> float:
    """A quarter of the area within the wanted cells, from their values in order.

    `after` is the difference of the shares at the upper border of each cell. Borders stand among
    the values with no weight, the lower border of a cell before and the upper behind its values.
    """
    low, high, _ = pair.edges
    cells = np.flatnonzero(wanted)
    mine, others = (one.within(wanted) for one in placed)
    values = np.concatenate((mine, others)).astype(np.float64)
    weights = np.repeat(
        [1.0 / placed[0].values.size, -1.0 / placed[1].values.size], [mine.size, others.size]
    )
    order = np.argsort(values)  # among equal values any order will do: their widths are zero
    values, weights = values[order], weights[order]
    sizes = (pair.reference.cells + pair.current.cells)[cells]
    stops = np.cumsum(sizes)
    starts = stops - sizes
    at_start = _shifted(after)[cells]
    # the difference after each value: what it was at the cell's start and all weights since
    passed = np.concatenate(([0.0], np.cumsum(weights)))
    apart = passed[1:] + np.repeat(at_start - passed[starts], sizes)
    following = np.append(values[1:], 0.0)
    following[stops - 1] = high[cells]
    widths = np.maximum(following / 4.0 - values / 4.0, 0.0)
    first = np.maximum(values[starts] / 4.0 - low[cells] / 4.0, 0.0)
    return _area(widths, np.abs(apart)) + _area(first, np.abs(at_start))


def _sorted(mine: npt.NDArray[Any], others: npt.NDArray[Any]) -> float:
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


def _from_cells(pair: Pair) -> tuple[float, float]:
    """The area with straight lines in each cell, and how wrong it can be at most."""
    low, high, slack = pair.edges
    widths = high / 4.0 - low / 4.0  # quarters, so that a width never overflows
    before, now = pair.rising
    before_cell, before_cell_now = _shifted(before), _shifted(now)
    at_end = before - now
    at_middle = (before_cell - before_cell_now + at_end) / 2.0
    # a line through a cell misses the area under a share by half its rows at most; where the
    # two shares may cross within the cell, the area between them by all their rows
    apart = (before_cell >= now) | (before_cell_now >= before)
    rows = before - before_cell
    rows += now
    rows -= before_cell_now
    missed = rows * (1.0 - 0.5 * apart)
    with np.errstate(over="ignore"):
        wrong = _area(widths, missed)
        if slack.any():
            wrong += _area(slack, np.abs(at_end) + rows)
        return _area(widths, np.abs(at_middle)) * 4.0, wrong * 4.0


def _area(widths: Floats, heights: Floats) -> float:
    with np.errstate(invalid="ignore"):
        area = float(np.sum(widths * heights))
    if math.isnan(area):  # a width without end and no height
        there = heights > 0.0
        area = float(np.sum(widths[there] * heights[there]))
    return area
