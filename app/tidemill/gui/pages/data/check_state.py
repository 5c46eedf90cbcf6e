"""The rules of a dataset as they are shown: sentences, results, trends, what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tidemill.base.words import spoken, tr
from tidemill.domain.rules import Proposal, Rule
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.kit.status import Status
from tidemill.services.check_trends import TrendPoint, Trends, of_rule
from tidemill.services.personal_data import PersonalColumn

MOST_LINES = 200
"""How many rules are drawn; all of them can be listed by command."""

MOST_PROPOSALS = 20
"""How many proposals are drawn at a time."""

_STATUS: Mapping[str, Status] = {"passed": "good", "warned": "warn", "failed": "bad"}
_WORDS = {"passed": tr("Passed"), "warned": tr("Look at it"), "failed": tr("Failed")}


@dataclass(frozen=True)
class CheckBook:
    """What one look at the services brought of a dataset's rules.

    `columns` are its columns with their kinds, for the sheet that makes a rule.
    """

    dataset: str
    rules: tuple[Rule, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    trends: Trends = field(default_factory=dict)
    personal: tuple[PersonalColumn, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    n_files: int = 0


@dataclass(frozen=True)
class RuleLine:
    """A rule in a line: its sentence, whether it is on, what it said last, and its trend."""

    key: str
    sentence: str
    is_on: bool
    is_default: bool
    effect: str
    status: Status
    word: str
    message: str
    trend: tuple[TrendPoint, ...]
    reason: str


@dataclass(frozen=True)
class ProposalLine:
    """A proposed rule with its reason."""

    key: str
    sentence: str
    reason: str


def rule_lines(book: CheckBook) -> tuple[RuleLine, ...]:
    """Those that people set first, then what runs for every file; failing ones lead each group."""
    lines = [_line(one, of_rule(book.trends, one)) for one in book.rules]
    order = {"bad": 0, "warn": 1}
    ranked = sorted(lines, key=lambda one: (one.is_default, order.get(one.status, 2)))
    return tuple(ranked[:MOST_LINES])


def _line(rule: Rule, trend: tuple[TrendPoint, ...]) -> RuleLine:
    last = trend[-1] if trend else None
    is_told = last is not None and rule.is_on
    status: Status = _STATUS[last.status] if last is not None and is_told else "idle"
    told = "" if last is None or last.status == "passed" else unmarked(last.message)
    word = _WORDS[last.status] if last is not None else tr("Not asked yet")
    return RuleLine(
        rule.key,
        unmarked(rule.sentence),
        rule.is_on,
        rule.origin == "default",
        tr("sets aside") if rule.severity == "error" else "warns",
        status,
        word if rule.is_on else tr("Off"),
        told if is_told else "",
        trend,
        spoken(rule.reason),
    )


def proposal_lines(book: CheckBook) -> tuple[ProposalLine, ...]:
    """The first of the proposed rules; others follow as these are taken up or left."""
    found = [ProposalLine(p.key, unmarked(p.sentence), spoken(p.reason)) for p in book.proposals]
    return tuple(found[:MOST_PROPOSALS])


def trend_words(trend: tuple[TrendPoint, ...]) -> str:
    """A trend in a sentence: "Passed 5 of 6 files; failed for orders_6.csv"."""
    if not trend:
        return tr("No file was judged by it yet.")
    passed = sum(point.status == "passed" for point in trend)
    said = tr(
        "Passed {passed} of {n_files}",
        passed=numbers.count(passed),
        n_files=numbers.plural(len(trend), "file"),
    )
    bad = [point.label for point in trend if point.status != "passed"]
    if not bad:
        return said + "."
    shown = ", ".join(bad[-3:])
    more = tr(" and {value} more", value=len(bad) - 3) if len(bad) > 3 else ""
    return tr("{said}; not {shown}{more}.", said=said, shown=shown, more=more)


@dataclass(frozen=True)
class OffenderTable:
    """Some rows that break a rule: headers, cells, and how many more there are."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int


MOST_ROWS = 4


def offenders_of(check: Mapping[str, Any]) -> OffenderTable | None:
    """The offending rows that a stored result shows; None where it shows none."""
    shown = list(check.get("offenders") or ())
    if check["passed"] or not shown:
        return None
    names = tuple(shown[0]["values"])
    rows = tuple(
        (numbers.integer(one["line"]), *(_cell(one["values"].get(name)) for name in names))
        for one in shown[:MOST_ROWS]
    )
    n_rows = int(check.get("n_rows") or len(shown))
    return OffenderTable((tr("Line"), *names), rows, max(0, n_rows - len(rows)))


def _cell(value: Any) -> str:
    return "–" if value is None else str(value)
