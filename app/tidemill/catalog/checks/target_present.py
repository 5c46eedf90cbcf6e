"""Whether the column to predict has values to learn from."""

import numpy as np

from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.entries import CheckEntry, Parameter

ENTRY = CheckEntry(
    id="target_present",
    version=2,
    title="Target is present",
    help="The target has values, not only one, and lacks no more than in earlier files.",
    parameters=(
        Parameter(
            "rise",
            "Rise allowed",
            0.05,
            low=0.0,
            high=1.0,
            help="The check warns when the target is missing in a share larger by this.",
        ),
    ),
    severity="warn",
)


def check(facts: CheckFacts, rise: float = 0.05) -> CheckResult:
    """Warn where the target is not there, empty, the same throughout, or missing far more often
    than in earlier files."""
    name = facts.target_column
    if name is None:
        return wording.passed(ENTRY, "The dataset has no target.")
    if name not in facts.own.columns:
        return wording.failed(ENTRY, f"The target `{name}` is not in the file.")
    column = facts.own.columns[name]
    n, n_missing = column.n, column.n - column.present
    if n_missing == n:
        message = f"The target `{name}` has no values."
        return wording.failed_rows(ENTRY, facts, message, np.arange(n), None, 1.0)
    if column.distinct == 1:
        only = facts.references.columns[name].top[0][0]
        only = f"{only:.12g}" if isinstance(only, float) else only
        only = "the same" if facts.is_personal(name) else only
        return wording.failed(
            ENTRY,
            f"The target `{name}` is {only} in all rows that have it; nothing to learn.",
            value=column.missing,
        )
    usual = max((one.missing for one in facts.history(name)), default=None)
    if usual is not None and column.missing - usual > rise:
        message = (
            f"The target `{name}` is missing in {n_missing:,} of {wording.counted(n, 'row')} "
            f"({wording.percent(column.missing)}); the most before was {wording.percent(usual)}."
        )
        rows = facts.rows_where(name, lambda part: part.missing)
        limit = usual + rise
        return wording.failed_rows(ENTRY, facts, message, rows, None, column.missing, limit)
    if n_missing:
        return wording.passed(
            ENTRY,
            f"The target `{name}` has values in {n - n_missing:,} of {wording.counted(n, 'row')}.",
            column.missing,
        )
    return wording.passed(ENTRY, f"The target `{name}` has a value in every row.", 0.0)
