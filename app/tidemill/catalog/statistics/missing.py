"""Change of the share of missing values."""

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent, proportions_p

ENTRY = StatisticEntry(
    id="missing",
    version=1,
    title="Missing",
    help="How much the share of missing values rose or fell.",
    formula="share of missing values now − share in the reference",
    floor=0.05,
)


def compute(pair: Pair) -> Figure:
    """Current share of missing values less the reference's, with a test of two shares."""
    reference, current = pair.reference, pair.current
    if not reference.n or not current.n:
        return Figure(None, note="No rows to compare.")
    before, now = reference.missing / reference.n, current.missing / current.n
    way = "rose" if now > before else "fell"
    return Figure(
        now - before,
        proportions_p(reference.missing, reference.n, current.missing, current.n),
        effect=abs(now - before),
        reason=f"missing {way} from {percent(before)} to {percent(now)}",
    )
