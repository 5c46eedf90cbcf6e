"""Whether rows repeat."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.content import row_hashes
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
    """Warn where many rows equal an earlier one; rows are compared by their 64-bit hashes."""
    read = facts.read
    hashes = row_hashes(read.frame)
    repeats = np.ones(len(hashes), dtype=bool)
    repeats[np.unique(hashes, return_index=True)[1]] = False
    n = int(repeats.sum())
    if n == 0:
        return wording.passed(ENTRY, "No row repeats an earlier one.")
    lines = read.lines_of(repeats)
    verb = "repeats" if n == 1 else "repeat"
    message = (
        f"{n:,} of {wording.counted(len(hashes), 'row')} {verb} an earlier row "
        f"({wording.percent(n / len(hashes))}), first in {read.facts.row_word} {lines[0]:,}."
    )
    if n <= limit * len(hashes):
        return wording.passed(ENTRY, message)
    return wording.failed(ENTRY, message, lines, n)
