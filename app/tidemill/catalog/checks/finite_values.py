"""Whether numbers are finite."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Role
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
    read = facts.read
    found = {}
    for column in read.frame:
        if column.kind is Kind.NUMERIC and read.schema[column.name].role is not Role.LEFT_OUT:
            infinite = np.isinf(column.values)
            if infinite.any():
                found[column.name] = infinite
    if not found:
        return wording.passed(ENTRY, "All numbers are finite.")
    rows = np.logical_or.reduce(list(found.values()))
    lines = read.lines_of(rows)
    message = (
        f"{wording.listed([f'`{name}`' for name in found])} "
        f"{'is' if len(found) == 1 else 'are'} infinite in {int(rows.sum()):,} of "
        f"{wording.counted(len(rows), 'row')}, first in {read.facts.row_word} {lines[0]:,}."
    )
    return wording.failed(ENTRY, message, lines, int(rows.sum()), severity)
