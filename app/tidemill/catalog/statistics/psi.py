"""Population stability index over the reference's bins."""

import numpy as np

from tidemill.domain.entries import Parameter, StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.moments import finite

ENTRY = StatisticEntry(
    id="psi",
    version=1,
    title="PSI",
    help="How far the shares of the reference's bins have moved; 0.1 is some, 0.2 is much.",
    formula="Σ (q − p) · ln(q / p), p and q the shares of each bin",
    source="Siddiqi 2006, Credit Risk Scorecards, chapter 10",
    parameters=(
        Parameter(
            "least_share",
            "Least share",
            0.0001,
            low=0.0,
            high=0.01,
            help="An empty bin counts as this share, or as half a row if that is more.",
        ),
    ),
    floor=0.2,
)


def compute(pair: Pair, *, least_share: float = 0.0001) -> Figure:
    """Sum of (q - p) ln(q / p) over the bins, missing and infinite values among them.

    Siddiqi 2006, Credit Risk Scorecards, chapter 10; the logarithm is natural. With no drift
    the sum is about (1/n + 1/m) times a chi-squared value with one degree of freedom less than
    there are bins (Yurdakul 2018, Statistical Properties of Population Stability Index,
    Western Michigan University, theorem 2), so its mean is subtracted in `effect`.
    """
    reference, current = pair.binned()
    n, m = int(reference.sum()), int(current.sum())
    if not n or not m:
        return Figure(None, note="No rows to compare.")
    used = (reference > 0) | (current > 0)
    p = np.maximum(reference[used] / n, max(least_share, 0.5 / n))
    q = np.maximum(current[used] / m, max(least_share, 0.5 / m))
    value = float(np.sum((q - p) * np.log(q / p)))
    noise = (int(used.sum()) - 1) * (1.0 / n + 1.0 / m)
    return Figure(finite(value), effect=max(0.0, value - noise))
