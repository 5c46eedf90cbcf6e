"""Whether rows stand in the order of time."""

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult, Rows
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import FileFigures

ENTRY = CheckEntry(
    id="time_order",
    version=1,
    title="Times are in order",
    help="Rows stand in the order of the time column, if they did in every earlier file.",
    parameters=(
        Parameter(
            "column",
            "Column",
            "",
            help="The column with the time; named, its order is a rule whatever earlier files had.",
            of="column",
        ),
        Parameter(
            "strict",
            "No time twice",
            False,
            help="Whether a row must be later than the one before, not only as late.",
        ),
    ),
    severity="warn",
)
_NAT = np.iinfo(np.int64).min
_LEAST_FILES = 2


def check(facts: CheckFacts, column: str = "", strict: bool = False) -> CheckResult:
    """Warn where a row is earlier than the row before it; rows without a time are passed over."""
    name = column or facts.time_column
    if name is None or name not in facts.own.columns:
        return wording.passed(ENTRY, "The file has no time column.")
    now = facts.own.columns[name]
    if now.kind is not Kind.DATETIME:
        return wording.passed(ENTRY, f"`{name}` has no times.")
    known = facts.history(name)
    if not column and not (known and all(one.is_rising for one in known)):
        return wording.passed(ENTRY, "Earlier files are in no order of time.")
    if now.is_rising and not strict:
        return wording.passed(ENTRY, f"`{name}` never falls from row to row.", 0.0, 0.0)
    rows = _falling(facts, name, strict)
    if not rows.size:
        return wording.passed(ENTRY, f"`{name}` rises from row to row.", 0.0, 0.0)
    said = "not later" if strict else "earlier"
    message = (
        f"`{name}` is {said} than in the row before in {wording.counted(len(rows), 'row')}, "
        f"{wording.first_of(facts, rows)}."
    )
    return wording.failed_rows(ENTRY, facts, message, rows, None, float(len(rows)), 0.0)


def sentence(column: str = "", strict: bool = False) -> str:
    """The rule in words."""
    if not column:
        return ENTRY.help
    return f"{column} {'rises' if strict else 'never falls'} from row to row."


def judge(schema: Schema, column: str = "", strict: bool = False) -> None:  # noqa: ARG001
    """Refuse columns that hold no times."""
    if column and (column not in schema or schema[column].kind is not Kind.DATETIME):
        raise NeedsYou(f"{column} is no column of times.", "Choose a column of times.")


def propose(schema: Schema, known: list[FileFigures]) -> list[tuple[dict[str, object], str, str]]:
    """The order of the time column, where two files or more kept it."""
    name = schema.time
    if name is None or len(known) < _LEAST_FILES:
        return []
    if not all(name in file.columns and file.columns[name].is_rising for file in known):
        return []
    reason = f"The rows of all {len(known)} files so far are in this order."
    return [({"column": name, "strict": False}, "warn", reason)]


def _falling(facts: CheckFacts, name: str, strict: bool) -> Rows:
    last, found = _NAT, []
    for low, part in facts.blocks_of(name):
        values = part.values.astype("datetime64[us]").view(np.int64)
        there = np.flatnonzero(values != _NAT)
        if not there.size:
            continue
        times = values[there]
        before = np.concatenate(([last], times[:-1]))
        is_bad = (times <= before) if strict else (times < before)
        found.append(low + there[is_bad & (before != _NAT)])
        last = times[-1]
    return np.concatenate(found).astype(np.int64) if found else np.zeros(0, np.int64)
