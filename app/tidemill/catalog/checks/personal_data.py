"""Whether personal data came in unnoticed."""

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry

ENTRY = CheckEntry(
    id="personal_data",
    version=1,
    title="Personal data is marked",
    help="No column that was never so looks like mail addresses, phone, card, account or national "
    "numbers without being marked personal.",
    severity="warn",
)


def check(facts: CheckFacts) -> CheckResult:
    """Warn where an unmarked column looks personal and did not in earlier files.

    In the first file nothing is wrong yet: what looks personal is proposed to be marked.
    """
    looks = {
        name: column.looks
        for name, column in facts.own.columns.items()
        if column.looks and not (name in facts.schema and facts.schema[name].personal)
    }
    told = [f"`{name}` looks like {what}" for name, what in looks.items()]
    if not looks:
        return wording.passed(ENTRY, "No unmarked column looks personal.", 0.0, 0.0)
    usual = {name for file in facts.known for name, one in file.columns.items() if one.looks}
    new = [name for name in looks if name not in usual]
    message = f"{wording.listed(told)}. Mark what is personal: it is masked then."
    if not facts.known or not new:
        return wording.passed(ENTRY, message, 0.0, 0.0)
    return wording.failed(ENTRY, message, value=float(len(new)), limit=0.0)
