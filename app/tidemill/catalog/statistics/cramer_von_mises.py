"""Two-sample Cramér-von Mises: the squared gap between two running shares, over all values."""

import math

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.moments import finite

ENTRY = StatisticEntry(
    id="cramer_von_mises",
    version=1,
    title="Cramér-von Mises",
    help="The squared gap between the two running shares, added up over all values.",
    formula="T = n·m / (n + m)² · Σ (F(x) − G(x))², over all values x",
    source="Anderson 1962, Annals of Mathematical Statistics 33",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
    is_evidence=False,
)

Floats = npt.NDArray[np.float64]

EXACT_ROWS = 20_000
"""More rows of both than this are not sorted; the cells are taken then."""


_STEP = 4096
"""Blocks worked out at a time: the work arrays stay in the cache."""


def compute(pair: Pair) -> Figure:
    """T of Anderson 1962 (Annals of Mathematical Statistics 33); infinite values are at the ends.

    Equal values share their middle rank, as SciPy does (Conover 1999, Practical Nonparametric
    Statistics, page 234). From summaries all values of a cell count as equal; the bounds hold
    where no value repeats within a cell. `effect` is the root of the mean squared gap, less the
    mean of that without drift.
    """
    reference = _line(pair.reference.below, pair.reference.cells, pair.reference.above)
    current = _line(pair.current.below, pair.current.cells, pair.current.above)
    n, m = (float(one[-1]) for one in pair.up_to)
    if not n or not m:
        return Figure(None, note="No values to compare.")
    single = np.zeros(reference.size, dtype=bool)
    single[[0, *(pair.grid.atoms + 1).tolist(), -1]] = True
    placed = (
        pair.placed if n + m <= EXACT_ROWS and not _is_exact(single, reference, current) else None
    )
    if placed is not None:
        mine, others = placed
        ends = [(c.below, c.above) for c in (pair.reference, pair.current)]
        raw = [
            np.concatenate((np.full(low, -np.inf), one.values, np.full(high, np.inf)))
            for one, (low, high) in zip((mine, others), ends, strict=True)
        ]
        values = np.unique(np.concatenate(raw))
        reference, current = (
            np.bincount(np.searchsorted(values, one), minlength=values.size).astype(np.float64)
            for one in raw
        )
        single = np.ones(values.size, dtype=bool)
    value, low, high = _of_blocks(reference, current, single)
    note = None
    if high > low:
        note = f"Cramér-von Mises is between {low:.4g} and {high:.4g} where no value repeats."
    scale = n * m / (n + m)
    effect = math.sqrt(max(0.0, value - (1.0 + 1.0 / (n + m)) / 6.0) / scale)
    return Figure(
        finite(value), p_value(value, n, m), note, finite(low), finite(high), effect=effect
    )


def _line(below: int, cells: npt.NDArray[np.int64], above: int) -> Floats:
    return np.concatenate(([below], cells, [above])).astype(np.float64)


def _is_exact(single: npt.NDArray[np.bool_], reference: Floats, current: Floats) -> bool:
    """Whether no cell holds different values."""
    return bool((reference + current)[~single].max(initial=0.0) <= 1.0)


def _of_blocks(
    mine: Floats, others: Floats, single: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """The statistic with all values of a block equal, and bounds; `single` blocks are exact.

    T is the sum over all values of the squared gap behind each, times nm/(n+m)^2.
    """
    n, m = float(mine.sum()), float(others.sum())
    used = (mine > 0.0) | (others > 0.0)
    if 2 * np.count_nonzero(used) < used.size:
        mine, others, single = mine[used], others[used], single[used]
    parts = _Parts(n, m)
    up_to, up_to_now = np.cumsum(mine), np.cumsum(others)
    value = low = high = 0.0
    for at in range(0, mine.size, _STEP):
        part = slice(at, at + _STEP)
        tied, bottom, top = parts.of(
            mine[part], others[part], up_to[part], up_to_now[part], single[part]
        )
        value, low, high = value + tied, low + bottom, high + top
    return max(value, 0.0), max(min(low, value), 0.0), max(high, value, 0.0)


class _Parts:
    """What blocks of equal values add to the statistic of two columns of n and m rows.

    With c and d rows of both in the block, g the difference of the shares before it and
    w = nm/(n+m)^2, shared ranks give w (c+d) g^2 + w (c+d+1) g (c/n - d/m) and a polynomial in c
    and d alone, in which no large numbers cancel.
    """

    def __init__(self, n: float, m: float) -> None:
        total = n + m
        self.n, self.m = n, m
        self.weight = n * m / total**2
        self.of_mine = _of_one(self.weight, n, m)
        self.of_others = _of_one(self.weight, m, n)
        both = self.weight / (n * m)
        self.of_both = (
            -both,
            self.weight / n**2 - 0.75 / (n * total),
            0.25 / (m * total) - both,
        )

    def of(
        self,
        mine: Floats,
        others: Floats,
        up_to: Floats,
        up_to_now: Floats,
        single: npt.NDArray[np.bool_],
    ) -> tuple[float, float, float]:
        """What some blocks add to the statistic and to its bounds; see `_of_blocks`."""
        share, share_now = mine / self.n, others / self.m
        middle = up_to / self.n  # the gap behind the reference's rows of the block
        middle -= (up_to_now - others) / self.m
        start = middle - share
        size = mine + others
        weights = self.weight * size
        tied = (self.weight + weights) * (share - share_now)
        tied += weights * start
        tied *= start
        tied += _cubic(mine, *self.of_mine)
        tied += _cubic(others, *self.of_others)
        alone, with_mine, with_others = self.of_both
        tied += mine * others * (alone + with_mine * mine + with_others * others)
        end = start - share_now
        furthest = np.maximum(middle, -end)
        nearest = np.maximum(end, -middle)  # above 0 where one share stays above the other
        np.maximum(nearest, 0.0 * size, out=nearest)
        top = np.maximum(weights * furthest * furthest, tied)
        bottom = np.minimum(weights * nearest * nearest, tied)
        one = single | (size <= 1.0)
        np.copyto(top, tied, where=one)
        np.copyto(bottom, tied, where=one)
        return float(tied.sum()), float(bottom.sum()), float(top.sum())


def _of_one(weight: float, n: float, m: float) -> tuple[float, float, float]:
    """The weights of the first three powers of one column's rows in a block."""
    twelfth = 1.0 / (12.0 * m * (n + m))
    square = weight / n**2
    return square / 6.0 - twelfth, square / 2.0, square / 3.0 + twelfth


def _cubic(x: Floats, first: float, second: float, third: float) -> Floats:
    """Horner's form of first * x + second * x^2 + third * x^3."""
    found = third * x
    found += second
    found *= x
    found += first
    found *= x
    return found


def p_value(value: float, n: float, m: float) -> float:
    """Chance of at least this value without drift, by the limit law.

    The value is brought to the law's mean and variance (Anderson 1962, equations 11 to 14); the
    law's series is from Csörgő and Faraway 1996, Journal of the Royal Statistical Society B 58,
    equation 1.3.
    """
    from scipy.special import gamma, kv

    total, product = n + m, n * m
    mean = (1.0 + 1.0 / total) / 6.0
    variance = (total + 1.0) * (4.0 * product * total - 3.0 * (n * n + m * m) - 2.0 * product)
    variance /= 45.0 * total**2 * 4.0 * product
    if variance <= 0.0:
        return 1.0
    x = 1.0 / 6.0 + (value - mean) / math.sqrt(45.0 * variance)
    if x < 0.003:
        return 1.0
    below = 0.0
    for k in range(60):
        y = 4 * k + 1
        z = y * y / (16.0 * x)
        term = math.sqrt(y) * math.exp(-z) * float(kv(0.25, z))
        term *= float(gamma(k + 0.5) / gamma(k + 1.0)) / (math.pi**1.5 * math.sqrt(x))
        below += term
        if k and term < 1e-17:
            break
    return min(1.0, max(0.0, 1.0 - below))
