"""Two-sample G-test (likelihood ratio) over the reference's bins."""

import math

import numpy as np

from tidemill.domain.contingency import pooled
from tidemill.domain.entries import Parameter, StatisticEntry
from tidemill.domain.figures import Figure, Pair
from tidemill.domain.moments import finite
from tidemill.domain.noise import inverse_size

ENTRY = StatisticEntry(
    id="g_test",
    version=1,
    title="G-test",
    help="Whether the shares of the bins differ by more than chance, by the likelihood ratio.",
    formula="G = 2 · Σ rows · ln(rows / expected), over the bins of both columns",
    source="Sokal and Rohlf 1995, Biometry, box 17.6",
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
    is_evidence=False,
)


def compute(pair: Pair, *, least_expected: float = 5.0) -> Figure:
    """Twice the summed rows times ln(rows / expected), without a correction for continuity.

    Sokal and Rohlf 1995, Biometry, box 17.6; bins are pooled as for chi-squared. `effect` is the
    root of the value less its mean without drift, per row, so that it means the same at every
    size.
    """
    from scipy.special import chdtrc

    reference, current = pair.binned()
    n, m = int(reference.sum()), int(current.sum())
    if not n or not m:
        return Figure(None, note="No rows to compare.")
    table = pooled(np.stack([reference, current]), least_expected)
    free = table.shape[1] - 1
    if not free:
        return Figure(0.0, p_value=1.0, effect=0.0, note="All rows are in one bin.")
    expected = np.outer((n, m), table.sum(axis=0)) / (n + m)
    there = table > 0
    value = max(0.0, 2.0 * float(np.sum(table[there] * np.log(table[there] / expected[there]))))
    effect = math.sqrt(max(0.0, value - free) * inverse_size(n, m))
    return Figure(finite(value), p_value=finite(chdtrc(free, value)), effect=effect)
