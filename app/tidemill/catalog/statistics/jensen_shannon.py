"""Jensen-Shannon distance over the reference's bins."""

import numpy as np

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair

ENTRY = StatisticEntry(
    id="jensen_shannon",
    version=1,
    title="Jensen-Shannon",
    help="How far the shares of the reference's bins have moved, from 0 to 0.83.",
)


def compute(pair: Pair) -> Figure:
    """Square root of the mean divergence of both columns from their average; natural logarithm.

    Lin 1991, IEEE Transactions on Information Theory 37; Endres and Schindelin 2003 for the
    root, which is a distance. Its largest value is the root of ln 2.
    """
    reference, current = pair.binned()
    n, m = int(reference.sum()), int(current.sum())
    if not n or not m:
        return Figure(None, note="No rows to compare.")
    p, q = reference / n, current / m
    middle = (p + q) / 2.0
    divergence = 0.0
    for shares in (p, q):
        there = shares > 0
        divergence += float(np.sum(shares[there] * np.log(shares[there] / middle[there]))) / 2.0
    return Figure(float(np.sqrt(max(divergence, 0.0))))
