"""Change of the mean, in standard deviations of the reference."""

import math

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, bound_note
from tidemill.domain.moments import finite
from tidemill.domain.noise import HALF_NORMAL, less_noise

ENTRY = StatisticEntry(
    id="mean",
    version=1,
    title="Mean",
    help="How far the mean moved, in standard deviations of the reference.",
    formula="(mean now − mean of the reference) / sd of the reference",
    source="Glass 1976, Educational Researcher 5",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
    unit="sd",
    is_evidence=False,
)


def compute(pair: Pair) -> Figure:
    """Mean of the current values less the reference's, over the reference's sd.

    Glass's delta (Glass 1976, Educational Researcher 5). From summaries each value stands in the
    middle of its cell, and half the cells' widths bound the error. The p-value is of Welch's test
    (1947, Biometrika 34) by the normal law; it and `effect` are of the least move in the bounds.
    """
    reference, current = pair.reference, pair.current
    sd, n, m = reference.sd, reference.n_finite, int(current.cells.sum())
    if reference.mean is None or sd is None or not m:
        return Figure(None, note="No finite values to compare.")
    if not sd:
        return Figure(None, note="The reference does not vary, so its mean has no scale.")
    mean, spread, wrong, _ = pair.moments
    if mean is None or spread is None or not math.isfinite(wrong):
        return Figure(None, note="The mean is too large a number to state.")
    moved = (mean - reference.mean) / sd
    value, low, high = (finite(v) for v in (moved, moved - wrong / sd, moved + wrong / sd))
    if value is None or low is None or high is None:
        return Figure(None, note="The mean is too large a number to state.")
    error = math.sqrt(1.0 / n + (spread / sd) ** 2 / m)
    least = 0.0 if low <= 0.0 <= high else min(abs(low), abs(high))
    p = math.erfc(least / error / math.sqrt(2.0)) if math.isfinite(error) else None
    effect = less_noise(least, HALF_NORMAL * error) if math.isfinite(error) else None
    return Figure(value, p, bound_note("Mean", value, low, high), low, high, effect=effect)
