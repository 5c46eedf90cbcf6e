"""How closely a column goes with the target, as one number from 0 to 1."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import runs
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData

Array = npt.NDArray[Any]

SAMPLE = 20_000  # rows looked at, evenly spaced: the link is a hint, not a test
_LEAST_ROWS = 10
_MOST_CELLS = 1_000_000
_LEVELS = frozenset({Kind.CATEGORICAL, Kind.TEXT})


def target_link(column: ColumnData, target: ColumnData) -> float | None:
    """Strength of the link, whatever its direction; rows where either is missing are left out.

    Numbers, dates and yes/no against each other: |rank correlation| (Spearman). Levels against
    these: the root of epsilon squared of the ranks (Kelley 1935). Levels against levels:
    Cramér's V. The last two are corrected for chance (Bergsma 2013, Journal of the Korean
    Statistical Society 42). None where there are too few rows, nothing varies, or most rows
    have a level of their own.
    """
    step = max(1, -(-len(column) // SAMPLE))
    rows = np.arange(0, len(column), step)
    some, goal = column.take(rows), target.take(rows)
    there = ~(some.missing | goal.missing)
    if int(there.sum()) < _LEAST_ROWS:
        return None
    some, goal = some.take(there), goal.take(there)
    if some.kind in _LEVELS and goal.kind in _LEVELS:
        return _cramers_v(some.values, goal.values)
    if some.kind in _LEVELS:
        return _epsilon(some.values, _ranks(goal))
    if goal.kind in _LEVELS:
        return _epsilon(goal.values, _ranks(some))
    return _correlation(_ranks(some), _ranks(goal))


def _ranks(column: ColumnData) -> Array:
    """Ranks from 0, ties sharing their mean."""
    values = column.values
    if column.kind is Kind.DATETIME:
        values = values.astype("datetime64[us]").view(np.int64)
    order = np.argsort(values, kind="stable")
    starts, lengths = runs(values[order])
    ranks = np.empty(values.size)
    ranks[order] = np.repeat(starts + (lengths - 1) / 2.0, lengths)
    return ranks


def _correlation(one: Array, other: Array) -> float | None:
    one, other = one - one.mean(), other - other.mean()
    scale = float(np.sqrt((one @ one) * (other @ other)))
    return min(1.0, abs(float(one @ other)) / scale) if scale > 0.0 else None


def _epsilon(codes: Array, ranks: Array) -> float | None:
    """Share of the ranks' variance that lies between levels, less what chance gives."""
    codes = np.unique(codes, return_inverse=True)[1]
    sizes = np.bincount(codes)
    n, k = ranks.size, sizes.size
    total = float(((ranks - ranks.mean()) ** 2).sum())
    if k < 2 or k > n // 2 or not total:
        return None
    means = np.bincount(codes, weights=ranks) / sizes
    within = float(((ranks - means[codes]) ** 2).sum())
    return float(np.sqrt(max(0.0, 1.0 - (within / (n - k)) / (total / (n - 1)))))


def _cramers_v(one: Array, other: Array) -> float | None:
    one = np.unique(one, return_inverse=True)[1]
    other = np.unique(other, return_inverse=True)[1]
    n, r, k = one.size, int(one.max()) + 1, int(other.max()) + 1
    if min(r, k) < 2 or max(r, k) > n // 2 or r * k > _MOST_CELLS:
        return None
    table = np.bincount(one * k + other, minlength=r * k).reshape(r, k)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    phi2 = float(((table - expected) ** 2 / expected).sum()) / n
    phi2 = max(0.0, phi2 - (r - 1) * (k - 1) / (n - 1))
    least = min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1.0
    return min(1.0, float(np.sqrt(phi2 / least))) if least > 0.0 else None
