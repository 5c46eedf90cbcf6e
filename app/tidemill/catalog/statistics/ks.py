"""Kolmogorov-Smirnov distance: the largest gap between two running shares."""

import math

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import KOLMOGOROV_MEAN, inverse_size, less_noise
from tidemill.domain.placed_values import PlacedValues

ENTRY = StatisticEntry(
    id="ks",
    version=1,
    title="Kolmogorov-Smirnov",
    help="The largest gap between the two running shares, from 0 to 1.",
    formula="max |F(x) − G(x)|, F and G the running shares of both columns",
    source="Kolmogorov 1933; Smirnov 1939",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
)


def compute(pair: Pair) -> Figure:
    """Largest |F - G| over all values that are there, infinite ones at the ends.

    At cell borders both shares are known exactly, which gives a lower bound; within a cell the
    gap cannot pass what its rows could add, which gives an upper one. With raw values only the
    cells that could hold a larger gap are sorted, and the distance is exact. The p-value is of
    the distance (of its lower bound where it is not exact).
    """
    up_to, up_to_now = pair.up_to
    n, m = int(up_to[-1]), int(up_to_now[-1])
    if not n or not m:
        return Figure(None, note="No values to compare.")
    before = up_to / n
    now = up_to_now / m
    apart = before - now
    low = float(max(apart.max(), -apart.min()))
    # behind one column's rows of a cell and before the other's
    reach = np.zeros(apart.size)
    np.maximum(before[1:-1] - now[:-2], now[1:-1] - before[:-2], out=reach[1:-1])
    grid = pair.grid
    reach[grid.atoms + 1] = 0.0
    high = max(low, float(reach.max()))
    if high > low and (placed := pair.placed) is not None:
        low = high = max(low, _within(pair, placed, reach > low))
    note = None
    if high > low:
        note = f"KS is between {low:.5f} and {high:.5f}"
        note += "; compare exactly to know more." if high - low > 0.02 else "."
    effect = less_noise(low, KOLMOGOROV_MEAN * math.sqrt(inverse_size(n, m)))
    return Figure(low, p_value(low, n, m), note, low, high, effect=effect)


def _within(
    pair: Pair,
    placed: tuple[PlacedValues, PlacedValues],
    wanted: npt.NDArray[np.bool_],
) -> float:
    """Largest gap at the raw values in the wanted cells (counted as in `Pair.up_to`)."""
    reference, current = (np.diff(one, prepend=0) for one in pair.up_to)
    mine, others = (np.sort(one.within(wanted[1:-1])) for one in placed)
    values = np.concatenate((mine, others))
    places = pair.grid.cells(values) + 1
    up_to = np.cumsum(np.where(wanted, 0, reference))[places]
    up_to_now = np.cumsum(np.where(wanted, 0, current))[places]
    before = (up_to + np.searchsorted(mine, values, "right")) / reference.sum()
    now = (up_to_now + np.searchsorted(others, values, "right")) / current.sum()
    return float(np.abs(before - now).max(initial=0.0))


def p_value(distance: float, n: int, m: int) -> float:
    """Chance of at least this distance without drift, by Kolmogorov's limit law.

    With Stephens' correction for small samples (Stephens 1970, Journal of the Royal Statistical
    Society B 32); ties make it too large, never too small.
    """
    from scipy.special import kolmogorov

    root = math.sqrt(n * m / (n + m))
    return float(kolmogorov((root + 0.12 + 0.11 / root) * distance))
