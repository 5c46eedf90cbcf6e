"""Whether a file is newer than what is there already."""

import itertools

from tidemill.base.errors import NeedsYou
from tidemill.catalog.checks import _wording as wording
from tidemill.domain.checking import CheckFacts, CheckResult
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import CheckEntry, Parameter
from tidemill.domain.file_figures import ColumnFigures, FileFigures

ENTRY = CheckEntry(
    id="fresh_data",
    version=1,
    title="Data is fresh",
    help="A file goes on where earlier ones ended, and no time lies in the future.",
    parameters=(
        Parameter(
            "column",
            "Column",
            "",
            help="The column with the time; the dataset's own time column where none is named.",
            of="column",
        ),
        Parameter(
            "days",
            "Oldest allowed, in days",
            0.0,
            low=0.0,
            help="The newest time may be this old when the file arrives; 0 for no limit.",
        ),
    ),
    severity="warn",
)
_DAY_US = 86_400_000_000
_LEAST_FILES = 3


def check(facts: CheckFacts, column: str = "", days: float = 0.0) -> CheckResult:
    """Warn where the newest time is no later than before, too old, or in the future."""
    name = column or facts.time_column
    if name is None or name not in facts.own.columns:
        return wording.passed(ENTRY, "The file has no time column.")
    now = facts.own.columns[name]
    if now.kind is not Kind.DATETIME or now.high is None or now.low is None:
        return wording.passed(ENTRY, f"`{name}` has no times.")
    newest = f"The newest time of `{name}` is {wording.moment(now.high)}"
    age = _age(facts, now)
    if days and age is not None and age > days:
        message = f"{newest}, {age:,.1f} days ago; {days:g} are allowed."
        return wording.failed(ENTRY, message, value=age, limit=days)
    known = facts.history(name)
    ages = [_known_age(file, name) for file in facts.known if name in file.columns]
    is_usual = any(one is not None and one < -1.0 for one in ages)
    if age is not None and age < -1.0 and not is_usual:
        message = f"{newest}, which is in the future: are days and months swapped?"
        return wording.failed(ENTRY, message, value=age, limit=0.0)
    before = max((one.high for one in known if one.high is not None), default=None)
    first = min((one.low for one in known if one.low is not None), default=None)
    if before is not None and now.high <= before and (facts.earlier or now.high < before):
        message = f"{newest}; an earlier file already went up to {wording.moment(before)}."
        return wording.failed(ENTRY, message, value=age)
    if before is not None and facts.earlier is not None and _goes_back(known, now):
        message = (
            f"`{name}` begins at {wording.moment(now.low)}, before the last file ended "
            f"({wording.moment(before)}); earlier files never overlapped."
        )
        return wording.failed(ENTRY, message, value=age)
    if first is not None and facts.earlier is not None and now.low < first:
        message = (
            f"`{name}` begins at {wording.moment(now.low)}, before any earlier file "
            f"({wording.moment(first)})."
        )
        return wording.failed(ENTRY, message, value=age)
    return wording.passed(ENTRY, f"{newest}.", age, days or None)


def sentence(column: str = "", days: float = 0.0) -> str:
    """The rule in words."""
    if not days:
        return ENTRY.help
    about = f"the newest time of {column}" if column else "the newest row"
    return f"{about[0].upper()}{about[1:]} is at most {days:g} days old when a file arrives."


def judge(schema: Schema, column: str = "", days: float = 0.0) -> None:  # noqa: ARG001
    """Refuse columns that hold no times."""
    if column and (column not in schema or schema[column].kind is not Kind.DATETIME):
        times = [c.name for c in schema.columns if c.kind is Kind.DATETIME]
        raise NeedsYou(
            f"{column} is no column of times.",
            "Choose " + " or ".join(times) + "." if times else "The dataset has none.",
        )


def propose(schema: Schema, known: list[FileFigures]) -> list[tuple[dict[str, object], str, str]]:
    """Twice the oldest a file's newest row was so far, once three files are known."""
    name = schema.time
    ages = [_known_age(file, name) for file in known if name is not None and name in file.columns]
    told = [age for age in ages if age is not None]
    if name is None or len(told) < _LEAST_FILES or min(told) < 0 or max(told) > 60:
        return []
    days = float(max(1, round(2 * max(told))))
    reason = (
        f"The newest rows of {len(told)} files were {min(told):.1f} to {max(told):.1f} days old."
    )
    return [({"column": name, "days": days}, "warn", reason)]


def _goes_back(known: list[ColumnFigures], now: ColumnFigures) -> bool:
    """Whether a file begins before the one before it ended, where none did so far."""
    if len(known) < _LEAST_FILES:
        return False
    pairs = itertools.pairwise([*known, now])
    back = [
        one.high is not None and two.low is not None and two.low < one.high for one, two in pairs
    ]
    return back[-1] and not any(back[:-1])


def _age(facts: CheckFacts, now: ColumnFigures) -> float | None:
    """How many days ago the newest time was; times without a zone are taken as UTC."""
    if facts.now is None or now.high is None:
        return None
    return (facts.now.timestamp() * 1e6 - now.high) / _DAY_US


def _known_age(file: FileFigures, name: str) -> float | None:
    high = file.columns[name].high
    if file.at is None or high is None:
        return None
    return (file.at.timestamp() * 1e6 - high) / _DAY_US
