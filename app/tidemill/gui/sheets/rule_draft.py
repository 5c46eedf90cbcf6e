"""A rule of choice while it is written: what is typed so far, and whether it can be meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain.business_value import OVER, UNDER, Costs
from tidemill.domain.choice_rules import ChoiceRule, Weighed
from tidemill.domain.recipes import Task

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace

Kind = Literal["measures", "costs"]
MOST_CLASSES = 6
"""A table of costs has at most so many rows; rules of more classes are written by command."""
MOST_MEASURES = 5


@dataclass(frozen=True)
class Line:
    """A measure as typed: a gain of `per` counts `weight`; None where that is no number."""

    metric: str
    weight: float | None = 1.0
    per: float | None = 1.0


@dataclass(frozen=True)
class RuleDraft:
    """All that the form shows. `task` is None where runs of any may be weighed, by measures alone.

    `measures` are what can be weighed, as id and title; `levels` the classes of a target.
    """

    measures: tuple[tuple[str, str], ...]
    task: Task | None = None
    levels: tuple[str, ...] = ()
    name: str = ""
    kind: Kind = "measures"
    lines: tuple[Line, ...] = ()
    amounts: Mapping[str, float | None] = field(default_factory=dict)
    unit: str = ""
    is_threshold_chosen: bool = False

    @property
    def can_cost(self) -> bool:
        """Whether what answers cost can be written here."""
        return self.task is Task.REGRESSION or 2 <= len(self.levels) <= MOST_CLASSES

    @property
    def pairs(self) -> tuple[str, ...]:
        """The names of the amounts that can be given."""
        if self.task is Task.REGRESSION:
            return (OVER, UNDER)
        return tuple(f"{truth}:{said}" for truth in self.levels for said in self.levels)

    @property
    def rule(self) -> ChoiceRule:
        """The rule as typed; `NeedsYou` where it can't be meant."""
        name = self.name.strip()
        if self.kind == "costs":
            given = {pair: self.amounts.get(pair) for pair in self.pairs}
            costs = Costs({k: v for k, v in given.items() if v}, unit=self.unit.strip())
            if not costs:
                raise NeedsYou(tr("No answer costs anything yet."), tr("Give an amount."))
            is_chosen = self.is_threshold_chosen and self.task is Task.BINARY
            rule = ChoiceRule(name, costs=costs, is_threshold_chosen=is_chosen).checked()
            return rule if self.task is None else rule.fits(self.task, self.levels)
        if any(one.weight is None or one.per is None for one in self.lines):
            raise NeedsYou(tr("A measure counts no number."), tr("Type a number over 0."))
        lines = (Weighed(one.metric, one.weight or 0.0, one.per or 0.0) for one in self.lines)
        rule = ChoiceRule(name, tuple(lines)).checked()
        return rule if self.task is None else rule.suits(self.task)

    @property
    def problem(self) -> str:
        """Why it can't be meant; empty where it can."""
        try:
            rule = self.rule
        except NeedsYou as error:
            return " ".join(filter(None, (error.message, error.hint)))
        return "" if rule.name else tr("Give the rule a name.")

    @property
    def words(self) -> str:
        """The rule in a sentence, or why it is none yet."""
        return self.problem or self.rule.words


def begun(
    measures: tuple[tuple[str, str], ...],
    first: str,
    task: Task | None = None,
    levels: tuple[str, ...] = (),
) -> RuleDraft:
    """A draft that weighs one measure."""
    return RuleDraft(measures, task, levels, lines=(usual(first),))


def usual(metric: str) -> Line:
    """A line as it begins: most measures of answers are shares, a hundredth of one is a step."""
    shares = ("auc", "accuracy", "f1", "precision", "recall", "log_loss", "brier", "r2")
    return Line(metric, 1.0, 0.01 if any(metric.endswith(one) for one in shares) else 1.0)


def with_another(draft: RuleDraft) -> RuleDraft:
    """One more measure, the first that is not weighed yet."""
    weighed = {one.metric for one in draft.lines}
    free = [name for name, _ in draft.measures if name not in weighed]
    return replace(draft, lines=(*draft.lines, usual(free[0]))) if free else draft


def with_line(draft: RuleDraft, at: int, line: Line) -> RuleDraft:
    """Another line at a place; another measure begins with what is usual for it."""
    was = draft.lines[at]
    line = line if line.metric == was.metric else usual(line.metric)
    return replace(draft, lines=(*draft.lines[:at], line, *draft.lines[at + 1 :]))


def without_line(draft: RuleDraft, at: int) -> RuleDraft:
    """One measure less."""
    return replace(draft, lines=(*draft.lines[:at], *draft.lines[at + 1 :]))


def put(workspace: "Workspace", rule: ChoiceRule, _reporter: "Reporter") -> ChoiceRule:
    """Write a rule down."""
    from tidemill.services import choosing

    return choosing.put(workspace, rule)
