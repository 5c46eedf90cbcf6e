"""Several curves as one: their mean with the range or the spread around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Spread = Literal["range", "sd"]

MOST_PLACES = 2_000


@dataclass(frozen=True, eq=False)
class Band:
    """The mean of `n` curves at each place, and what lies around it."""

    x: Floats
    mean: Floats
    low: Floats
    high: Floats
    n: int


def band(curves: Sequence[tuple[Floats, Floats]], spread: Spread = "sd") -> Band:
    """The mean over curves (places, values) with min to max or one standard deviation around it.

    Places are those of all curves, evenly chosen past `MOST_PLACES`. Between its points a curve
    is read off the line; before its first and behind its last it does not count. The standard
    deviation is that of a sample, so a place that one curve reaches alone has none.
    """
    cleaned = [_clean(x, y) for x, y in curves]
    known = [(x, y) for x, y in cleaned if len(x)]
    if not known:
        nothing = np.empty(0)
        return Band(nothing, nothing, nothing, nothing, 0)
    places = np.unique(np.concatenate([x for x, _ in known]))
    if len(places) > MOST_PLACES:
        places = np.linspace(places[0], places[-1], MOST_PLACES)
    rows = np.vstack([np.interp(places, x, y, left=np.nan, right=np.nan) for x, y in known])
    there = np.isfinite(rows)
    n = there.sum(axis=0)
    values = np.where(there, rows, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(n > 0, values.sum(axis=0) / n, np.nan)
        if spread == "sd":
            squares = np.where(there, (rows - mean) ** 2, 0.0).sum(axis=0)
            half = np.where(n > 1, np.sqrt(squares / (n - 1)), 0.0)
            low, high = mean - half, mean + half
        else:
            low = np.where(there, rows, np.inf).min(axis=0)
            high = np.where(there, rows, -np.inf).max(axis=0)
    is_known = n > 0
    return Band(places[is_known], mean[is_known], low[is_known], high[is_known], len(known))


def _clean(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    ok = np.isfinite(x) & np.isfinite(y)
    xs, ys = np.asarray(x, dtype=np.float64)[ok], np.asarray(y, dtype=np.float64)[ok]
    order = np.argsort(xs, kind="stable")
    return xs[order], ys[order]
