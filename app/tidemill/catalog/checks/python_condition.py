"""Whether every row keeps a condition written as a Python expression."""

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _expressions as expressions
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Schema
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="python_condition",
    version=1,
    title="Python condition",
    help="Every row keeps a condition written as a Python expression over the columns, such as "
    "`delivered >= ordered and not missing(amount)`; it is a small part of the language.",
    parameters=(
        Parameter(
            "expression",
            "Condition",
            "",
            help="Comparisons, arithmetic, and, or, not, in, if-else, and the functions "
            f"{', '.join(sorted(expressions.FUNCTIONS))}; col('a name') for other names.",
            of="expression",
        ),
    ),
    is_default=False,
)
_TIME_LIMIT_S = 60.0


def check(facts: CheckFacts, expression: str = "") -> CheckResult:
    """Fail where the condition is false; comparisons with a missing value are not judged."""
    parsed = expressions.parsed(expression, [column.name for column in facts.table.columns])
    rows = expressions.rows_broken(parsed, facts.table, _TIME_LIMIT_S)
    if not rows.size:
        return wording.passed(ENTRY, "Every row keeps the condition.", 0.0, 0.0)
    message = (
        f"{wording.counted(len(rows), 'row')} of {facts.table.n_rows:,} "
        f"{'breaks' if len(rows) == 1 else 'break'} the condition {expression}, "
        f"{wording.first_of(facts, rows)}."
    )
    value = len(rows) / facts.table.n_rows
    return wording.failed_rows(ENTRY, facts, message, np.asarray(rows), None, value, 0.0)


def sentence(expression: str = "") -> str:
    """The rule in words."""
    return f"Every row keeps: {expression.strip()}."


def judge(schema: Schema, expression: str = "") -> None:
    """Refuse what is no such expression over these columns."""
    if not expression.strip():
        raise NeedsYou("The condition is empty.", "Write one, such as amount > 0.")
    expressions.parsed(expression, list(schema.names))
