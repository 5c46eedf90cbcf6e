"""The numbers behind a scatter: pixels, density, the Pareto front, ticks. Plain numpy, no Qt."""

import math

import numpy as np
from numpy.typing import NDArray

from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.parallel_lines import Axis, Floats, Mask
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step, ticks_of


def density_image(
    x: Floats, y: Floats, wide: int, tall: int, colours: Floats | None
) -> tuple[Floats, Floats | None]:
    """Counts of points in cells (tall, wide), the top row first, and the mean colour of each.

    `x`, `y` and `colours` are shares from 0 to 1 (n,); a point without a place is left out.
    """
    known = np.isfinite(x) & np.isfinite(y)
    columns = np.clip(x[known] * wide, 0, wide - 1).astype(np.int64)
    rows = np.clip((1.0 - y[known]) * tall, 0, tall - 1).astype(np.int64)
    cells = rows * wide + columns
    counts = np.bincount(cells, minlength=wide * tall).reshape(tall, wide).astype(float)
    if colours is None:
        return counts, None
    given = colours[known]
    has = np.isfinite(given)
    total = np.bincount(cells[has], given[has], minlength=wide * tall)
    n = np.bincount(cells[has], minlength=wide * tall)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(n > 0, total / n, np.nan)
    return counts, mean.reshape(tall, wide)


def pareto(x: Floats, y: Floats, is_x_up: bool, is_y_up: bool) -> NDArray[np.int64]:
    """The rows that no other row beats in both, from the best in x to the best in y.

    A row beats another where it is at least as good in both and better in one.
    """
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    a = x[known] if is_x_up else -x[known]
    b = y[known] if is_y_up else -y[known]
    order = np.lexsort((-b, -a))  # best in x first, of equals the best in y
    best = np.maximum.accumulate(b[order])
    before = np.concatenate(([-np.inf], best[:-1]))
    return np.asarray(known[order[b[order] > before]])


def axis_ticks(axis: Axis, most: int) -> list[tuple[float, str]]:
    """Where an axis' ticks stand, as shares from its low end, and what they say."""
    low, high = axis.ends
    if axis.labels:
        every = max(1, -(-len(axis.labels) // max(1, most)))
        found = [(float(at), axis.labels[at]) for at in range(0, len(axis.labels), every)]
    elif axis.is_log and high - low >= 1:
        step = max(1, math.ceil((high - low) / max(1, most)))
        powers = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1, step)
        found = [(float(power), numbers.plain(10.0**power)) for power in powers]
    elif axis.is_log:
        ends = 10.0**low, 10.0**high
        step_ = nice_step(ends[1] - ends[0], most)
        found = [(math.log10(t), numbers.plain(t)) for t in ticks_of(*ends, step_) if t > 0]
    else:
        step_ = nice_step(high - low, most)
        decimals = decimals_for(step_)
        found = [(tick, numbers.decimal(tick, decimals)) for tick in ticks_of(low, high, step_)]
    shares = [((place - low) / (high - low), said) for place, said in found]
    return [(1.0 - share if axis.is_flipped else share, said) for share, said in shares]


def inside(x: Floats, y: Floats, left: float, right: float, low: float, high: float) -> Mask:
    """The points in a box, all in shares (n,)."""
    with np.errstate(invalid="ignore"):
        return np.asarray((x >= left) & (x <= right) & (y >= low) & (y <= high))


def nearest_point(
    x: Floats, y: Floats, wide: float, tall: float, at: tuple[float, float], reach: float
) -> int:
    """The point nearest to a place within `reach` pixels; -1 is none."""
    if not x.size:
        return -1
    far = ((x - at[0]) * wide) ** 2 + ((y - at[1]) * tall) ** 2
    far = np.where(np.isfinite(far), far, np.inf)
    found = int(np.argmin(far))
    return found if far[found] <= reach * reach else -1
