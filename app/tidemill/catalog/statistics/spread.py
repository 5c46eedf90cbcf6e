"""Change of the standard deviation, as a share of the reference's."""

import math

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, bound_note
from tidemill.domain.moments import finite

ENTRY = StatisticEntry(
    id="spread",
    version=1,
    title="Spread",
    help="How much the standard deviation rose or fell, as a share of the reference's.",
    formula="sd now / sd of the reference − 1",
    kinds=frozenset({Kind.NUMERIC, Kind.DATETIME}),
)


def compute(pair: Pair) -> Figure:
    """Current standard deviation over the reference's, less 1; both over n.

    From summaries each value stands in the middle of its cell; as a standard deviation is a norm,
    the root of the mean squared half width of the cells bounds the error.
    """
    reference, current = pair.reference, pair.current
    if reference.sd is None or not current.cells.sum():
        return Figure(None, note="No finite values to compare.")
    if not reference.sd:
        return Figure(None, note="The reference does not vary, so its spread has no scale.")
    _, sd, _, wrong = pair.moments
    if sd is None or not math.isfinite(wrong):
        return Figure(None, note="The spread is too large a number to state.")
    value, low, high = (
        finite(v / reference.sd - 1.0) for v in (sd, max(0.0, sd - wrong), sd + wrong)
    )
    if value is None or low is None or high is None:
        return Figure(None, note="The spread is too large a number to state.")
    return Figure(value, None, bound_note("Spread", value, low, high), low, high)
