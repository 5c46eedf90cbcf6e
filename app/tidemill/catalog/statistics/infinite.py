"""Change of the share of infinite values."""

from tidemill.domain.columns import Kind
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent, proportions_p

ENTRY = StatisticEntry(
    id="infinite",
    version=1,
    title="Infinite",
    help="How much the share of infinite values rose or fell.",
    formula="share of infinite values now − share in the reference",
    kinds=frozenset({Kind.NUMERIC}),
    floor=0.01,
)


def compute(pair: Pair) -> Figure:
    """Current share of infinite values less the reference's, with a test of two shares."""
    reference, current = pair.reference, pair.current
    if not reference.n or not current.n:
        return Figure(None, note="No rows to compare.")
    before, now = reference.infinite / reference.n, current.infinite / current.n
    way = "rose" if now > before else "fell"
    return Figure(
        now - before,
        proportions_p(reference.infinite, reference.n, current.infinite, current.n),
        effect=abs(now - before),
        reason=f"infinite {way} from {percent(before)} to {percent(now)}",
    )
