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
    n, m = float(reference.sum()), float(current.sum())
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

    T is the sum over all values of the squared gap behind each, times nm/(n+m)^2. A block's part
    is that with the reference's values first, which is a sum of squares in closed form, and what
    ranks change when they are shared.
    """
    n, m = float(mine.sum()), float(others.sum())
    used = (mine > 0.0) | (others > 0.0)
    mine, others, single = mine[used], others[used], single[used]
    up_to, up_to_now = np.cumsum(mine), np.cumsum(others)
    value = low = high = 0.0
    for at in range(0, mine.size, _STEP):
        part = slice(at, at + _STEP)
        tied, bottom, top = _of_some(
            mine[part], others[part], up_to[part], up_to_now[part], single[part], n, m
        )
        value, low, high = value + tied, low + bottom, high + top
    return max(value, 0.0), max(min(low, value), 0.0), max(high, value, 0.0)


def _of_some(
    mine: Floats,
    others: Floats,
    up_to: Floats,
    up_to_now: Floats,
    single: npt.NDArray[np.bool_],
    n: float,
    m: float,
) -> tuple[float, float, float]:
    """What some blocks add to the statistic and to its bounds; see `_of_blocks`."""
    a, b = up_to - mine, up_to_now - others
    start, middle = a / n - b / m, up_to / n - b / m
    end = start - others / m
    weight = n * m / (n + m) ** 2
    first = weight * (_squares(start, 1.0 / n, mine) + _squares(middle, -1.0 / m, others))
    in_order = n * mine * b**2 + m * others * up_to**2
    shared = n * mine * ((b + others / 2.0) ** 2 + (mine**2 - 1.0) / 12.0) + m * others * (
        (a + mine / 2.0) ** 2 + (others**2 - 1.0) / 12.0
    )
    tied = first + (shared - in_order) / (n * m * (n + m))
    size = mine + others
    furthest = np.maximum(np.maximum(middle, 0.0) ** 2, np.minimum(end, 0.0) ** 2)
    nearest = np.maximum(np.maximum(end, -middle), 0.0) ** 2  # one share stays above the other
    one = single | (size <= 1.0)
    bottom = np.where(one, tied, np.minimum(weight * size * nearest, tied))
    top = np.where(one, tied, np.maximum(weight * size * furthest, tied))
    return float(tied.sum()), float(bottom.sum()), float(top.sum())


def _squares(start: Floats, step: float, count: Floats) -> Floats:
    """The sum of (start + k * step)^2 for k from 1 to count."""
    total = count * (count + 1.0) / 2.0
    squares = count * (count + 1.0) * (2.0 * count + 1.0) / 6.0
    found: Floats = count * start**2 + 2.0 * start * step * total + step**2 * squares
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
