"""All checks that keep data out have passed for what a candidate was judged on."""

from tidemill.domain.entries import GateEntry
from tidemill.domain.gates import CheckResult, GateFacts, GateResult

ENTRY = GateEntry(
    "data_checks",
    2,
    "Data checks",
    "The data the candidate was judged on keeps every check that keeps files out; what only warns "
    "is told.",
    formula="checks that keep data out and failed = 0",
)


def decide(facts: GateFacts) -> GateResult:
    """Pass if checks ran and all passed; name those that failed."""
    if not facts.checks and not facts.warnings:
        return GateResult.of(ENTRY, False, "No data checks have run on this version.")
    checks = facts.checks or ()
    failed = [(name, message) for name, passed, message in checks if not passed]
    n_passed = len(checks) - len(failed)
    if failed:
        shown = "; ".join(f"{name}: {message}" for name, message in failed[:3])
        more = f"; and {len(failed) - 3} more" if len(failed) > 3 else ""
        message = f"{len(failed)} of {len(checks)} checks failed. {shown}{more}"
    else:
        said = "1 check passed" if len(checks) == 1 else f"All {len(checks)} checks passed"
        message = f"{said}{_warned(facts.warnings)}."
    return GateResult.of(
        ENTRY,
        not failed,
        message,
        value=float(n_passed),
        limit=float(len(checks)),
        evidence={
            "failed": [name for name, _ in failed],
            "warned": [name for name, _, _ in facts.warnings],
        },
    )


def _warned(warnings: tuple[CheckResult, ...]) -> str:
    if not warnings:
        return ""
    name, _, message = warnings[0]
    n = len(warnings)
    return f"; {n} more {'warns' if n == 1 else 'warn'}. {name}: {message.removesuffix('.')}"
