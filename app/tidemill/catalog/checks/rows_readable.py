"""Whether the file's rows could be read, and the file is whole."""

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="rows_readable",
    version=1,
    title="Rows are readable",
    help="Rows with too few or too many values, open quotes or null bytes are few; "
    "the file does not end inside a row.",
    parameters=(
        Parameter(
            "limit",
            "Share of unreadable rows allowed",
            0.01,
            low=0.0,
            high=1.0,
            help="The file fails when more than this share of its rows cannot be read.",
        ),
    ),
)


def check(facts: CheckFacts, limit: float = 0.01) -> CheckResult:
    """Fail where too many rows are left out, or the end of the file is missing."""
    read = facts.read
    n_bad = read.facts.n_bad_rows
    n_rows = read.table.n_rows + n_bad
    if n_bad == 0 and not read.facts.cut:
        return wording.passed(ENTRY, f"All {wording.counted(n_rows, 'row')} could be read.")
    if read.facts.is_aside_asked and not read.facts.cut:
        return wording.passed(ENTRY, f"{wording.counted(n_bad, 'row')} set aside, as asked.")
    message = read.facts.cut
    lines = [row.line for row in read.bad_rows]
    if n_bad:
        first = read.bad_rows[0]
        message = (
            f"{n_bad:,} of {wording.counted(n_rows, 'row')} could not be read "
            f"({wording.percent(n_bad / n_rows)}), first in {read.facts.row_word} "
            f"{first.line:,}: {first.reason} {message}"
        ).strip()
    if read.facts.cut or n_bad > limit * n_rows:
        return wording.failed(ENTRY, message, lines, n_bad)
    return wording.passed(ENTRY, f"{message} The limit is {wording.percent(limit)}.")
