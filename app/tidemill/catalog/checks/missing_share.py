"""Whether columns lack far more values than they used to."""

import math
import statistics

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="missing_share",
    version=2,
    title="Missing values",
    help="No column lacks far more values than in earlier files.",
    parameters=(
        Parameter(
            "rise",
            "Rise allowed",
            0.3,
            low=0.0,
            high=1.0,
            help="The file is set aside when a column's share of missing values rises by more "
            "than this.",
        ),
        Parameter(
            "notice",
            "Rise worth a word",
            0.05,
            low=0.0,
            high=1.0,
            help="A rise by more than this, and more than earlier files differed, is told.",
        ),
    ),
)


def check(facts: CheckFacts, rise: float = 0.3, notice: float = 0.05) -> CheckResult:
    """Fail where the share of missing values rose by more than `rise` since earlier files; only
    warn where it rose by more than `notice` and more than earlier files differed.

    Cells that are there but do not fit their column are `types_match`'s to tell.
    """
    misfits = {m.column for m in facts.read.mismatches}
    found = []
    for name, column in facts.own.columns.items():
        usual, most = _usual(facts, name)
        if name in misfits or usual is None or not column.n or facts.is_left_out(name):
            continue
        noise = 4 * math.sqrt(max(most * (1 - most), 1 / column.n) / column.n)
        if column.missing - usual > rise or column.missing - most > max(notice, noise):
            found.append((column.missing - usual, name, column, usual))
    highest = max((c.missing for c in facts.own.columns.values()), default=0.0)
    if not found:
        is_known = facts.missing_usual or facts.known
        words = "No column lacks many more values than before."
        return wording.passed(ENTRY, words if is_known else "Nothing to compare yet.", highest)
    found.sort(key=lambda one: (-one[0], one[1]))
    worst, name, column, usual = found[0]
    message = (
        f"`{name}` is missing in {round(column.missing * column.n):,} of "
        f"{wording.counted(column.n, 'row')} ({wording.percent(column.missing)}); "
        f"usual are {wording.percent(usual)}."
    )
    if len(found) > 1:
        message += f" Also risen: {wording.listed([one[1] for one in found[1:]])}."
    some = [facts.rows_where(one[1], lambda part: part.missing) for one in found]
    severity = None if worst > rise else "warn"
    rows = np.concatenate(some)
    return wording.failed_rows(ENTRY, facts, message, rows, severity, column.missing)


def _usual(facts: CheckFacts, name: str) -> tuple[float | None, float]:
    """The usual share of missing values and the most an earlier file had."""
    known = [file.columns[name].missing for file in facts.known if name in file.columns]
    if known:
        return statistics.median(known), max(known) + (max(known) - min(known))
    usual = facts.missing_usual.get(name)
    return usual, 1.0 if usual is None else usual
