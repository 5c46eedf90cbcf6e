"""Whether columns lack far more values than they used to."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Role
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="missing_share",
    version=1,
    title="Missing values",
    help="No column lacks far more values than in earlier files.",
    parameters=(
        Parameter(
            "rise",
            "Rise allowed",
            0.3,
            low=0.0,
            high=1.0,
            help="A column fails when its share of missing values rises by more than this.",
        ),
    ),
)


def check(facts: CheckFacts, rise: float = 0.3) -> CheckResult:
    """Fail where the share of missing values rose by more than `rise` since earlier files.

    Cells that are there but do not fit their column are `types_match`'s to tell.
    """
    read = facts.read
    misfits = {m.column for m in read.mismatches}
    found = []
    for column in read.frame:
        usual = facts.missing_usual.get(column.name)
        if (
            column.name in misfits
            or usual is None
            or read.schema[column.name].role is Role.LEFT_OUT
            or not len(column)
        ):
            continue
        missing = column.missing
        share = float(missing.mean())
        if share - usual > rise:
            found.append((share - usual, column.name, share, usual, missing))
    if not found:
        words = "No column lacks many more values than before."
        return wording.passed(ENTRY, words if facts.missing_usual else "Nothing to compare yet.")
    found.sort(key=lambda one: (-one[0], one[1]))
    _, name, share, usual, missing = found[0]
    message = (
        f"`{name}` is missing in {int(missing.sum()):,} of "
        f"{wording.counted(len(missing), 'row')} ({wording.percent(share)}); "
        f"usual are {wording.percent(usual)}."
    )
    if len(found) > 1:
        message += f" Also risen: {wording.listed([one[1] for one in found[1:]])}."
    rows = np.logical_or.reduce([one[4] for one in found])
    return wording.failed(ENTRY, message, read.lines_of(rows), int(rows.sum()))
