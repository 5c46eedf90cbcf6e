"""Hellinger distance over the reference's bins."""

import numpy as np

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import inverse_size, less_noise

ENTRY = StatisticEntry(
    id="hellinger",
    version=1,
    title="Hellinger",
    help="How far the shares of the reference's bins have moved, from 0 to 1.",
    formula="√(½ · Σ (√q − √p)²), p and q the shares of each bin",
    source="Hellinger 1909; Nikulin, Encyclopedia of Mathematics",
)


def compute(pair: Pair) -> Figure:
    """Root of half the summed squares of the differences of the shares' roots.

    Hellinger 1909; in this form Nikulin, Encyclopedia of Mathematics, "Hellinger distance". With
    no drift its square is about (1/n + 1/m)/8 times a chi-squared value with one degree of freedom
    less than there are bins, as the root is the stabilising transformation of a share.
    """
    shares = pair.shares
    if shares is None:
        return Figure(None, note="No rows to compare.")
    p, q, n, m = shares
    value = float(np.sqrt(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2) / 2.0))
    noise = float(np.sqrt((p.size - 1) * inverse_size(n, m) / 8.0))
    return Figure(value, effect=less_noise(value, noise))
