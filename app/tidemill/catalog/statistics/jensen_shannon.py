"""Jensen-Shannon distance over the reference's bins."""

import numpy as np
import numpy.typing as npt

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import inverse_size, less_noise

ENTRY = StatisticEntry(
    id="jensen_shannon",
    version=2,
    title="Jensen-Shannon",
    help="How far the shares of the reference's bins have moved, from 0 to 0.83.",
    formula="√(½ · Σ p·ln(p / m) + ½ · Σ q·ln(q / m)), m = (p + q) / 2",
    source="Lin 1991, IEEE Transactions on Information Theory 37; Endres and Schindelin 2003",
)

Floats = npt.NDArray[np.float64]


def compute(pair: Pair) -> Figure:
    """Square root of the mean divergence of both columns from their average; natural logarithm.

    Lin 1991, IEEE Transactions on Information Theory 37; Endres and Schindelin 2003 for the
    root, which is a distance. Its largest value is the root of ln 2. With no drift its square is
    about (1/n + 1/m)/8 times a chi-squared value, as every smooth divergence of shares is
    (Pardo 2006, Statistical Inference Based on Divergence Measures, theorem 3.1). Exact to a few
    roundings however small it is, which the usual sum of logarithms is not.
    """
    shares = pair.shares
    if shares is None:
        return Figure(None, note="No rows to compare.")
    p, q, n, m = shares
    value = float(np.sqrt(np.sum((p + q) * _parts(pair, n, m)) / 4.0))
    noise = float(np.sqrt((p.size - 1) * inverse_size(n, m) / 8.0))
    return Figure(value, effect=less_noise(value, noise))


def _parts(pair: Pair, n: int, m: int) -> Floats:
    """What each used bin adds, in units of half its middle share; shape (bins,), none negative.

    With d the difference of both shares as a part of their sum, which whole numbers tell without
    rounding, it is (1-d) ln(1-d) + (1+d) ln(1+d). For a small d these two all but cancel, and
    their sum is written as ln(1 - d^2) + 2 d artanh(d).
    """
    from scipy.special import xlogy

    reference, current = pair.binned()
    used = (reference > 0) | (current > 0)
    counted = np.int64 if n * m < 2**62 else np.float64  # beyond that a product would overflow
    mine, others = reference[used].astype(counted) * m, current[used].astype(counted) * n
    both = (mine + others).astype(np.float64)
    apart = (others - mine) / both
    is_near = np.abs(apart) < 0.5
    near = np.where(is_near, apart, 0.0)
    less, more = 2.0 * (mine / both), 2.0 * (others / both)
    parts: Floats = np.where(
        is_near,
        np.log1p(-near * near) + 2.0 * near * np.arctanh(near),
        xlogy(less, less) + xlogy(more, more),
    )
    return parts
