"""Whether rows repeat."""

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="duplicate_rows",
    version=1,
    title="Rows differ",
    help="Few rows repeat an earlier row of the file in every column.",
    parameters=(
        Parameter(
            "limit",
            "Share of repeated rows allowed",
            0.01,
            low=0.0,
            high=1.0,
            help="The check fails when more than this share of the rows repeats another.",
        ),
    ),
    severity="warn",
)


def check(facts: CheckFacts, limit: float = 0.01) -> CheckResult:
    """Warn where many rows equal an earlier one; rows are compared by their 64-bit hashes.

    Where earlier files had repeated rows as well, up to twice their largest share is usual.
    """
    rows, n_rows = facts.repeats, facts.table.n_rows
    n = len(rows)
    if n == 0:
        return wording.passed(ENTRY, "No row repeats an earlier one.", 0.0, limit)
    share = n / n_rows
    usual = max((f.duplicates / f.rows for f in facts.known if f.rows), default=0.0)
    limit = max(limit, 2 * usual)
    verb = "repeats" if n == 1 else "repeat"
    message = (
        f"{n:,} of {wording.counted(n_rows, 'row')} {verb} an earlier row "
        f"({wording.percent(share)}), {wording.first_of(facts, rows)}."
    )
    if share <= limit:
        return wording.passed(ENTRY, message, share, limit)
    return wording.failed_rows(ENTRY, facts, message, rows, None, share, limit)
