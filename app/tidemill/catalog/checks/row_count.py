"""Whether the file has about as many rows as the files before it."""

import statistics

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="row_count",
    version=1,
    title="Number of rows",
    help="The file has rows, and not far fewer than usual (the median of earlier files).",
    parameters=(
        Parameter(
            "least",
            "Least share of the usual number",
            0.2,
            low=0.0,
            high=1.0,
            help="The file fails with fewer rows than this share of the usual number.",
        ),
    ),
)
_ENOUGH_FILES = 2


def check(facts: CheckFacts, least: float = 0.2) -> CheckResult:
    """Fail without rows; and with far fewer than usual, once two files are known."""
    n = facts.read.frame.n_rows
    rows = wording.counted(n, "row")
    if n == 0:
        return wording.failed(ENTRY, "The file has no rows.")
    if len(facts.n_rows_usual) < _ENOUGH_FILES:
        return wording.passed(ENTRY, f"The file has {rows}.")
    usual = statistics.median(facts.n_rows_usual)
    if n < least * usual:
        return wording.failed(
            ENTRY,
            f"The file has {rows}; usual are {usual:,.0f}. "
            f"That is {wording.percent(n / usual)}; the limit is {wording.percent(least)}.",
        )
    return wording.passed(ENTRY, f"The file has {rows}; usual are {usual:,.0f}.")
