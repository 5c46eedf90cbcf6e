"""Makes results of checks, and the words they share."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.checking import MAX_OFFENDERS, CheckFacts, CheckResult, Rows
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
_LETTERS = 40


def passed(
    entry: CheckEntry, message: str, value: float | None = None, limit: float | None = None
) -> CheckResult:
    """The rule is kept; `value` and `limit` draw its trend."""
    return CheckResult(
        entry.id,
        entry.version,
        entry.title,
        True,
        message,
        severity=entry.severity,
        value=value,
        limit=limit,
    )


def failed(
    entry: CheckEntry,
    message: str,
    lines: Sequence[int] | npt.NDArray[Any] = (),
    n_rows: int = 0,
    severity: str | None = None,
    value: float | None = None,
    limit: float | None = None,
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
        value=value,
        limit=limit,
    )


def failed_rows(
    entry: CheckEntry,
    facts: CheckFacts,
    message: str,
    rows: Rows,
    severity: str | None = None,
    value: float | None = None,
    limit: float | None = None,
) -> CheckResult:
    """The rule is broken by these rows of the table."""
    rows = np.unique(rows)
    lines = facts.lines_of(rows)
    result = failed(entry, message, lines, len(rows), severity, value, limit)
    return replace(result, row_numbers=rows)


def first_of(facts: CheckFacts, rows: Rows) -> str:
    """Where the first of some rows stands: "first in line 12"."""
    return f"first in {facts.row_word} {facts.lines_of(np.sort(rows)[:1])[0]:,}"


def number(value: float) -> str:
    """A figure in a sentence: about four significant digits, thousands parted."""
    if value != 0 and (abs(value) >= 1e12 or abs(value) < 1e-4):
        return f"{value:.3g}"
    if abs(value) >= 1000 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.4g}"


def moment(microseconds: float) -> str:
    """A time in a sentence: its day, and the time of the day where it is not midnight."""
    at = datetime(1970, 1, 1) + timedelta(microseconds=int(microseconds))  # noqa: DTZ001
    is_day = (at.hour, at.minute, at.second) == (0, 0, 0)
    return f"{at:%Y-%m-%d}" if is_day else f"{at:%Y-%m-%d %H:%M}"


def quoted(values: Sequence[str]) -> str:
    """Values of a column in a row, shortened: 'a', 'b' and 'c'."""
    return listed([f"'{v}'" if len(v) <= _LETTERS else f"'{v[: _LETTERS - 1]}…'" for v in values])


def names_of(text: str) -> list[str]:
    """Column names or values that stand in a setting with commas between; quotes keep commas."""
    rows = csv.reader([text], skipinitialspace=True)
    return [part.strip() for row in rows for part in row if part.strip()]


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
