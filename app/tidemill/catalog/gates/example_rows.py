"""The candidate answers the example rows of its model as somebody said it must."""

from tidemill.domain.entries import GateEntry
from tidemill.domain.gates import EXAMPLES, GateFacts, GateResult

ENTRY = GateEntry(
    "example_rows",
    1,
    "Example rows",
    "Every example row kept for the model gets the answer that was written down for it.",
    needs=frozenset({EXAMPLES}),
    formula="example rows answered otherwise than they should be = 0",
)


def decide(facts: GateFacts) -> GateResult:
    """Pass if there are example rows and all are answered as they should be."""
    if not facts.examples:
        words = facts.trouble(EXAMPLES, "No example row is kept for the model.")
        return GateResult.of(ENTRY, False, words)
    n = len(facts.examples)
    failed = [(name, message) for name, passed, message in facts.examples if not passed]
    if failed:
        shown = " ".join(f"{name}: {message}" for name, message in failed[:3])
        more = f" And {len(failed) - 3:,} more." if len(failed) > 3 else ""
        message = f"{len(failed):,} of {n:,} example rows are answered otherwise. {shown}{more}"
    elif n == 1:
        message = "The example row is answered as it should be."
    else:
        message = f"All {n:,} example rows are answered as they should be."
    return GateResult.of(
        ENTRY,
        not failed,
        message,
        value=float(n - len(failed)),
        limit=float(n),
        evidence={"failed": [name for name, _ in failed]},
    )
