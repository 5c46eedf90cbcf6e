"""The candidate's file is not too large."""

from tidemill.domain.entries import GateEntry, Parameter
from tidemill.domain.gates import SIZE, GateFacts, GateResult

ENTRY = GateEntry(
    "small_enough",
    1,
    "Small enough",
    "The file of the model, packed as it is kept, is at most so large.",
    (Parameter("most_mb", "MB at most", 200.0, 0.0),),
    needs=frozenset({SIZE}),
    formula="bytes of the stored model / 1,000,000 ≤ limit",
)


def decide(facts: GateFacts, *, most_mb: float = 200.0) -> GateResult:
    """Pass if the stored model has at most `most_mb` megabytes (a million bytes each)."""
    if facts.size is None:
        words = facts.trouble(SIZE, "It has no file.")
        return GateResult.of(ENTRY, False, f"The size is not known. {words}")
    mb = facts.size / 1e6
    return GateResult.of(
        ENTRY,
        mb <= most_mb,
        f"The model has {mb:,.2f} MB; at most {most_mb:g} MB are allowed.",
        value=mb,
        limit=most_mb,
        evidence={"bytes": facts.size},
    )
