"""Whether the column to predict has values to learn from."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry

ENTRY = CheckEntry(
    id="target_present",
    version=1,
    title="Target is present",
    help="The target has values, and not only one.",
    severity="warn",
)


def check(facts: CheckFacts) -> CheckResult:
    """Warn where the target is not there, empty, missing in rows, or the same throughout."""
    name = facts.target_column
    read = facts.read
    if name is None:
        return wording.passed(ENTRY, "The dataset has no target.")
    if name not in read.frame:
        return wording.failed(ENTRY, f"The target `{name}` is not in the file.")
    column = read.frame[name]
    missing = column.missing
    n, n_missing = len(column), int(missing.sum())
    if n_missing == n:
        return wording.failed(ENTRY, f"The target `{name}` has no values.", read.lines, n)
    values = np.unique(column.values[~missing])
    if len(values) == 1:
        only = column.take(np.flatnonzero(~missing)[:1]).to_list()[0]
        return wording.failed(
            ENTRY, f"The target `{name}` is {only} in all rows that have it; nothing to learn."
        )
    if n_missing:
        return wording.passed(
            ENTRY,
            f"The target `{name}` has values in {n - n_missing:,} of {wording.counted(n, 'row')}.",
        )
    return wording.passed(ENTRY, f"The target `{name}` has a value in every row.")
