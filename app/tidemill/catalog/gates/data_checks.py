"""All checks of the data a candidate was trained on have passed."""

from tidemill.domain.entries import GateEntry
from tidemill.domain.gates import GateFacts, GateResult

ENTRY = GateEntry(
    "data_checks",
    1,
    "Data checks",
    "The data the candidate learned from keeps every check.",
)


def decide(facts: GateFacts) -> GateResult:
    """Pass if checks ran and all passed; name those that failed."""
    if not facts.checks:
        return GateResult.of(ENTRY, False, "No data checks have run on this version.")
    failed = [(name, message) for name, passed, message in facts.checks if not passed]
    n_passed = len(facts.checks) - len(failed)
    if failed:
        shown = "; ".join(f"{name}: {message}" for name, message in failed[:3])
        more = f"; and {len(failed) - 3} more" if len(failed) > 3 else ""
        message = f"{len(failed)} of {len(facts.checks)} checks failed. {shown}{more}"
    else:
        message = f"All {len(facts.checks)} checks passed."
    return GateResult.of(
        ENTRY,
        not failed,
        message,
        value=float(n_passed),
        limit=float(len(facts.checks)),
        evidence={"failed": [name for name, _ in failed]},
    )
