"""A column that varied and has one value only now."""

import math

import numpy as np

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent
from tidemill.domain.frames import CODED

ENTRY = StatisticEntry(
    id="constant",
    version=1,
    title="Became constant",
    help="Which share of the reference's values is gone, where only one value is left.",
    formula="rows of the reference with another value / rows of the reference",
    floor=0.05,
)


def compute(pair: Pair) -> Figure:
    """Share of the reference's values that differ from the one value there is now; 0 while the
    column varies.

    The p-value is the chance that as many values drawn from both together are all equal. Missing
    values are no value of their own.
    """
    reference, current = pair.reference, pair.current
    n, m = reference.n - reference.missing, current.n - current.missing
    if not n or not m:
        return Figure(None, note="No values to compare.")
    same = _rows_with_the_only_value(pair)
    if same is None:
        return Figure(0.0, 1.0, effect=0.0)
    share = (same + m) / (n + m)
    p = math.exp(m * math.log(share)) if share < 1.0 else 1.0
    gone = 1.0 - same / n
    return Figure(gone, p, effect=gone, reason=f"one value is left; {percent(gone)} were others")


def _rows_with_the_only_value(pair: Pair) -> int | None:
    """How many reference rows (at most) have the one value of the current column; None where it
    has several."""
    reference, current = pair.reference, pair.current
    if reference.kind in CODED:
        there = current.cells.nonzero()[0].tolist()
        if len(there) + len(current.unseen) != 1:
            return None
        if not there:
            return 0 if sum(current.unseen.values()) == current.n_unseen else None
        is_rest = there[0] >= len(reference.levels)  # all rarer levels together
        return None if is_rest else int(reference.cells[there[0]])
    if current.minimum is None:  # infinite values only
        if current.below and current.above:
            return None
        return reference.below if current.below else reference.above
    if current.minimum != current.maximum or current.infinite:
        return None
    known = dict(reference.top)
    if current.minimum in known:
        return known[current.minimum]
    axis = np.array([current.minimum], np.int64 if type(current.minimum) is int else np.float64)
    return int(reference.cells[pair.grid.cells(axis)[0]])
