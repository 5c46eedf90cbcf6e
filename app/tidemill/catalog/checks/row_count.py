"""Whether the file has about as many rows as the files before it."""

import statistics

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="row_count",
    version=2,
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
        Parameter("low", "At least", 0, low=0, help="Fewest rows a file may have; 0 for no limit."),
        Parameter("high", "At most", 0, low=0, help="Most rows a file may have; 0 for no limit."),
    ),
)
_ENOUGH_FILES = 2
_FOR_A_RANGE = 3


def check(facts: CheckFacts, least: float = 0.2, low: int = 0, high: int = 0) -> CheckResult:
    """Fail without rows, outside the limits, and with far fewer than usual once two files are
    known; only warn where the number lies far outside what three or more files had."""
    n = facts.table.n_rows
    rows = wording.counted(n, "row")
    if n == 0:
        return wording.failed(ENTRY, "The file has no rows.", value=0.0)
    if low and n < low:
        return wording.failed(ENTRY, f"The file has {rows}, under {low:,}.", value=n, limit=low)
    if high and n > high:
        return wording.failed(ENTRY, f"The file has {rows}, over {high:,}.", value=n, limit=high)
    known = facts.n_rows_usual
    if len(known) < _ENOUGH_FILES:
        return wording.passed(ENTRY, f"The file has {rows}.", n)
    usual = statistics.median(known)
    if n < least * usual:
        return wording.failed(
            ENTRY,
            f"The file has {rows}; usual are {usual:,.0f}. "
            f"That is {wording.percent(n / usual)}; the limit is {wording.percent(least)}.",
            value=n,
            limit=least * usual,
        )
    if len(known) >= _FOR_A_RANGE:
        spread = max(known) - min(known)
        fewest = min(known) - 2 * spread - 0.1 * usual
        most = max(known) + 2 * spread + 0.5 * usual
        if not fewest <= n <= most:
            words = f"The file has {rows}; earlier files had {min(known):,} to {max(known):,}."
            limit = fewest if n < fewest else most
            return wording.failed(ENTRY, words, severity="warn", value=n, limit=limit)
    return wording.passed(ENTRY, f"The file has {rows}; usual are {usual:,.0f}.", n)


def sentence(least: float = 0.2, low: int = 0, high: int = 0) -> str:
    """The rule in words."""
    said = f"A file has at least {wording.percent(least)} of the usual number of rows"
    if low and high:
        return f"{said}, and {low:,} to {high:,}."
    if low:
        return f"{said}, and no fewer than {low:,}."
    return f"{said}, and no more than {high:,}." if high else f"{said}."
