"""Makes results of checks, and the words they share."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.checking import MAX_OFFENDERS, CheckResult
from tidemill.domain.columns import Kind
from tidemill.domain.entries import CheckEntry

KIND_WORDS = {
    Kind.NUMERIC: "a number",
    Kind.DATETIME: "a time",
    Kind.BOOLEAN: "true or false",
    Kind.CATEGORICAL: "a category",
    Kind.TEXT: "text",
}
_NAMED = 3


def passed(entry: CheckEntry, message: str) -> CheckResult:
    """The rule is kept."""
    return CheckResult(entry.id, entry.version, entry.title, True, message, severity=entry.severity)


def failed(
    entry: CheckEntry,
    message: str,
    lines: Sequence[int] | npt.NDArray[Any] = (),
    n_rows: int = 0,
    severity: str | None = None,
) -> CheckResult:
    """The rule is broken, by the rows that begin at these lines; `n_rows` of them in all."""
    shown = tuple(int(line) for line in np.asarray(lines)[:MAX_OFFENDERS])
    return CheckResult(
        entry.id,
        entry.version,
        entry.title,
        False,
        message,
        shown,
        n_rows or len(lines),
        severity or entry.severity,
    )


def counted(n: int, noun: str) -> str:
    """A number with its noun: 1 row, 1,204 rows."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def percent(share: float) -> str:
    """A share from 0 to 1 as percent; small ones keep a decimal, and none is rounded to 0%."""
    value = 100 * share
    if 0 < value < 0.1:
        return "less than 0.1%"
    return f"{value:.1f}%" if value < 10 and round(value, 1) % 1 else f"{value:.0f}%"


def listed(names: Sequence[str]) -> str:
    """Names in a row, the first few of many: a, b and c; a, b, c and 4 more."""
    if len(names) == 1:
        return names[0]
    if len(names) <= _NAMED + 1:
        return ", ".join(names[:-1]) + " and " + names[-1]
    return ", ".join(names[:_NAMED]) + f" and {len(names) - _NAMED} more"
