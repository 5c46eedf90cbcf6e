"""Total variation distance over the reference's bins."""

import numpy as np

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.noise import less_noise, mean_gap

ENTRY = StatisticEntry(
    id="total_variation",
    version=1,
    title="Total variation",
    help="Which share of the rows is in another bin now, from 0 to 1.",
    formula="½ · Σ |q − p|, p and q the shares of each bin",
    source="Levin and Peres 2017, Markov Chains and Mixing Times, proposition 4.2",
)


def compute(pair: Pair) -> Figure:
    """Half the summed differences of the shares (Levin and Peres 2017, proposition 4.2)."""
    shares = pair.shares
    if shares is None:
        return Figure(None, note="No rows to compare.")
    p, q, n, m = shares
    value = float(np.abs(p - q).sum() / 2.0)
    return Figure(value, effect=less_noise(value, float(mean_gap(p, q, n, m).sum() / 2.0)))
