"""Two-sample chi-squared test over the reference's bins."""

import math

import numpy as np

from tidemill.domain.contingency import pooled
from tidemill.domain.entries import Parameter, StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.moments import finite
from tidemill.domain.noise import inverse_size

ENTRY = StatisticEntry(
    id="chi_squared",
    version=1,
    title="Chi-squared",
    help="Whether the shares of the bins differ by more than chance.",
    formula="χ² = Σ (rows − expected)² / expected, over the bins of both columns",
    source="Pearson 1900; bins pooled as Cochran 1954, Biometrics 10",
    parameters=(
        Parameter(
            "least_expected",
            "Least expected rows",
            5.0,
            low=1.0,
            high=100.0,
            help="Bins in which fewer rows are expected are put together.",
        ),
    ),
)


def compute(pair: Pair, *, least_expected: float = 5.0) -> Figure:
    """Pearson's statistic of the table of two columns by bins, without a continuity correction.

    Bins in which either column would be expected to have fewer rows than `least_expected` are
    pooled (Cochran 1954, Biometrics 10). One bin left is no difference: 0 with p-value 1.
    `effect` is the root of the value less its mean without drift, per row, so that it means the
    same at every size.
    """
    from scipy.special import chdtrc

    reference, current = pair.binned()
    n, m = int(reference.sum()), int(current.sum())
    if not n or not m:
        return Figure(None, note="No rows to compare.")
    table = pooled(np.stack([reference, current]), least_expected)
    if table.shape[1] < 2:
        note = "All rows are in one bin, or too few to tell."
        return Figure(0.0, p_value=1.0, effect=0.0, note=note)
    expected = np.outer((n, m), table.sum(axis=0)) / (n + m)
    value = float(np.sum((table - expected) ** 2 / expected))
    free = table.shape[1] - 1
    effect = math.sqrt(max(0.0, value - free) * inverse_size(n, m))
    return Figure(finite(value), p_value=finite(chdtrc(free, value)), effect=finite(effect))
