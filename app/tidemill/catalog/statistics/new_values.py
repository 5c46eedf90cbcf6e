"""Share of rows with values the reference does not have."""

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent, proportions_p
from tidemill.domain.frames import CODED

ENTRY = StatisticEntry(
    id="new_values",
    version=1,
    title="New values",
    help="How many rows have a value that the reference does not have.",
    formula="new rows with a value the reference lacks / new rows",
    source="Good 1953, Biometrika 40",
    kinds=CODED,
    floor=0.01,
)


def compute(pair: Pair) -> Figure:
    """Rows with an unseen level as a share of all rows.

    Some are expected without drift: about as large a share as the reference's rows whose level
    appears once (Good 1953, Biometrika 40, section 2). That share is subtracted in `effect`,
    and the test asks whether the two shares differ.
    """
    reference, current = pair.reference, pair.current
    if not reference.n or not current.n:
        return Figure(None, note="No rows to compare.")
    if not reference.complete:
        return Figure(None, note="Too many values to tell which are new.")
    share, expected = current.n_unseen / current.n, reference.n_once / reference.n
    n_levels = len(current.unseen)
    words = "1 new value" if n_levels == 1 else f"{n_levels:,} new values"
    more = share > expected
    return Figure(
        share,
        proportions_p(reference.n_once, reference.n, current.n_unseen, current.n) if more else 1.0,
        effect=max(0.0, share - expected),
        reason=f"{words} in {percent(share)} of rows",
    )
