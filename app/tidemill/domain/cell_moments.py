"""Mean, spread and quantiles of values of which only the cells are known, with what that misses."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tidemill.domain.moments import finite
from tidemill.domain.placed_values import PlacedValues

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def moments_of_cells(
    cells: Ints, low: Floats, high: Floats
) -> tuple[float | None, float | None, float, float]:
    """Mean and standard deviation (over n) with each value in the middle of its cell, and how
    wrong both can be: half the mean width, and the root of the mean squared half width, since a
    standard deviation is a norm. None where a figure is no number."""
    n = int(cells.sum())
    if not n:
        return None, None, math.inf, math.inf
    there = cells > 0
    weights, low, high = cells[there] / n, low[there] / 2.0, high[there] / 2.0
    with np.errstate(over="ignore", invalid="ignore"):
        middle, half = low + high, high - low
        mean = float(np.sum(weights * middle))
        sd = math.sqrt(max(0.0, float(np.sum(weights * (middle - mean) ** 2))))
        mean_error = float(np.sum(weights * half))
        sd_error = math.sqrt(float(np.sum(weights * half**2)))
    return finite(mean), finite(sd), mean_error, sd_error


def quantiles_of_cells(
    shares: Sequence[float],
    running: Ints,
    low: Floats,
    high: Floats,
    placed: PlacedValues | None = None,
) -> tuple[Floats, Floats]:
    """The least and the largest that quantiles can be, linear between neighbours; shape (shares,).

    `running` counts the values up to and with each cell. With the values themselves both are the
    quantiles: only those in the cells that hold them are sorted.
    """
    places = np.asarray(shares) * (int(running[-1]) - 1)
    lower = np.floor(places).astype(np.int64)
    upper = np.minimum(lower + 1, int(running[-1]) - 1)
    part = places - lower
    cells = [np.searchsorted(running, at, side="right") for at in (lower, upper)]
    if placed is None:
        ends = [(low[one], high[one]) for one in cells]
    else:
        wanted = np.zeros(running.size, dtype=bool)
        wanted[np.concatenate(cells)] = True
        values = np.sort(placed.within(wanted)).astype(np.float64)
        own = np.diff(running, prepend=0)
        left_out = np.cumsum(np.where(wanted, 0, own))
        found = [values[at - left_out[one]] for at, one in zip((lower, upper), cells, strict=True)]
        ends = [(one, one) for one in found]
    (low_1, high_1), (low_2, high_2) = ends
    return low_1 * (1.0 - part) + low_2 * part, high_1 * (1.0 - part) + high_2 * part
