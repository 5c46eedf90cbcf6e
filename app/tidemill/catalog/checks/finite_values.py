"""Whether numbers are finite."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="finite_values",
    version=1,
    title="Numbers are finite",
    help="No number is infinite; such values come from divisions by zero.",
    parameters=(
        Parameter(
            "severity",
            "When one is infinite",
            "warn",
            choices=("warn", "error"),
            help="Warn, or set the file aside (error).",
        ),
    ),
    severity="warn",
)


def check(facts: CheckFacts, severity: str = "warn") -> CheckResult:
    """Fail where a column that is used holds infinite numbers."""
    found = {n: c.infinite for n, c in facts.own.columns.items() if c.infinite}
    n = sum(found.values())
    if not found:
        return wording.passed(ENTRY, "All numbers are finite.", 0.0)
    some = [facts.rows_where(name, lambda part: np.isinf(part.values)) for name in found]
    rows = np.unique(np.concatenate(some))
    message = (
        f"{wording.listed([f'`{name}`' for name in found])} "
        f"{'is' if len(found) == 1 else 'are'} infinite in {len(rows):,} of "
        f"{wording.counted(facts.table.n_rows, 'row')}, {wording.first_of(facts, rows)}."
    )
    return wording.failed_rows(ENTRY, facts, message, rows, severity, float(n))
