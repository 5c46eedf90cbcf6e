"""Jensen-Shannon distance over the reference's bins."""

import numpy as np

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import inverse_size, less_noise

ENTRY = StatisticEntry(
    id="jensen_shannon",
    version=1,
    title="Jensen-Shannon",
    help="How far the shares of the reference's bins have moved, from 0 to 0.83.",
)


def compute(pair: Pair) -> Figure:
    """Square root of the mean divergence of both columns from their average; natural logarithm.

    Lin 1991, IEEE Transactions on Information Theory 37; Endres and Schindelin 2003 for the
    root, which is a distance. Its largest value is the root of ln 2. With no drift its square is
    about (1/n + 1/m)/8 times a chi-squared value, as every smooth divergence of shares is
    (Pardo 2006, Statistical Inference Based on Divergence Measures, theorem 3.1).
    """
    shares = pair.shares
    if shares is None:
        return Figure(None, note="No rows to compare.")
    p, q, n, m = shares
    middle = (p + q) / 2.0
    divergence = 0.0
    for one in (p, q):
        there = one > 0
        divergence += float(np.sum(one[there] * np.log(one[there] / middle[there]))) / 2.0
    value = float(np.sqrt(max(divergence, 0.0)))
    noise = float(np.sqrt((p.size - 1) * inverse_size(n, m) / 8.0))
    return Figure(value, effect=less_noise(value, noise))
