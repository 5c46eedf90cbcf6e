"""Whether the values of a column are among those allowed."""

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import FileFigures
from tidemill.domain.frames import CODED, ColumnData

ENTRY = CheckEntry(
    id="allowed_values",
    version=1,
    title="Allowed values",
    help="The values of a column are among those named; missing ones are not judged.",
    parameters=(
        Parameter("column", "Column", "", help="The column the rule is about.", of="column"),
        Parameter(
            "values",
            "Values",
            "",
            help="The values allowed, with commas between; quotes keep a comma within one.",
            of="values",
        ),
    ),
    is_default=False,
)
_MOST_PROPOSED = 12
_ROWS_A_VALUE = 20


def check(facts: CheckFacts, column: str = "", values: str = "") -> CheckResult:
    """Fail where a row holds another value."""
    if not facts.has(column):
        return wording.failed(ENTRY, f"The file has no column `{column}`.")
    allowed = wording.names_of(values)
    kind = next(c.kind for c in facts.table.columns if c.name == column)
    others: dict[str, None] = {}

    def is_other(part: ColumnData) -> npt.NDArray[np.bool_]:
        if kind in CODED:
            table = np.array([*(level not in allowed for level in part.levels), False])
            mask = np.asarray(table[part.values])
        else:
            mask = ~np.isin(part.values, _numbers(allowed)) & ~part.missing
        if len(others) <= _MOST_PROPOSED and mask.any():
            some = part.take(np.flatnonzero(mask)[:1000]).to_list()
            others.update(dict.fromkeys(str(value) for value in some))
        return mask

    rows = facts.rows_where(column, is_other)
    if not rows.size:
        return wording.passed(ENTRY, sentence(column, values), 0.0, 0.0)
    n = facts.table.n_rows
    shown = "" if facts.is_personal(column) else f": {wording.quoted(list(others))}"
    message = (
        f"`{column}` has other values in {wording.counted(len(rows), 'row')}, "
        f"{wording.first_of(facts, rows)}{shown}."
    )
    return wording.failed_rows(ENTRY, facts, message, rows, None, len(rows) / n, 0.0)


def sentence(column: str = "", values: str = "") -> str:
    """The rule in words."""
    names = wording.names_of(values)
    if len(names) < 2:
        return f"{column} is {''.join(names)}."
    shown = [*names[:_MOST_PROPOSED], *(["…"] if len(names) > _MOST_PROPOSED else [])]
    return f"{column} is {', '.join(shown[:-1])} or {shown[-1]}."


def judge(schema: Schema, column: str = "", values: str = "") -> None:
    """Refuse unknown columns and empty lists."""
    if column not in schema:
        raise NeedsYou(f"There is no column {column}.", f"It has {', '.join(schema.names)}.")
    names = wording.names_of(values)
    if not names:
        raise NeedsYou("No value is allowed.", "Name at least one.")
    if schema[column].kind is Kind.NUMERIC:
        _numbers(names)
    elif schema[column].kind is Kind.DATETIME:
        raise NeedsYou(f"{column} holds times.", "Give a range instead.")


def propose(schema: Schema, known: list[FileFigures]) -> list[tuple[dict[str, object], str, str]]:
    """The categories so far, where there are few and each was seen often enough."""
    found: list[tuple[dict[str, object], str, str]] = []
    rows = sum(file.rows for file in known)
    for column in schema.columns:
        if column.kind is not Kind.CATEGORICAL or column.personal:
            continue
        if column.role in (Role.LEFT_OUT, Role.IDENTIFIER):
            continue
        there = [file.columns[column.name] for file in known if column.name in file.columns]
        levels = sorted({level for one in there for level, _ in one.shares})
        is_whole = all(one.distinct == len(one.shares) and not one.once for one in there)
        if not 1 < len(levels) <= _MOST_PROPOSED or not is_whole:
            continue
        if rows < _ROWS_A_VALUE * len(levels):
            continue
        values = ", ".join(_quoted(level) for level in levels)
        reason = f"In {rows:,} rows so far it had no other value."
        found.append(({"column": column.name, "values": values}, "error", reason))
    return found


def _quoted(value: str) -> str:
    is_plain = not any(c in value for c in ',"') and value == value.strip()
    return value if is_plain else '"' + value.replace('"', '""') + '"'


def _numbers(names: list[str]) -> list[float]:
    try:
        return [float(name) for name in names]
    except ValueError:
        raise NeedsYou("Not all values are numbers.", "Give numbers.") from None
