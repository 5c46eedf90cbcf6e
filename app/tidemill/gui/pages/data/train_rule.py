"""By what rule the runs of a training are chosen: the measure alone, or a rule with a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidemill.base.collation import Key
from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.domain.suggestions import Suggestions
from tidemill.gui.sheets.rule_draft import RuleDraft, begun

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class RuleState:
    """The rules that suit what is predicted, the one chosen ("" for none), and one being made."""

    rules: tuple[ChoiceRule, ...] = ()
    chosen: str = ""
    draft: RuleDraft | None = None

    def reason(self, measure: str) -> str:
        """What choosing so means, in a sentence."""
        for rule in self.rules:
            if rule.name == self.chosen:
                return rule.words
        return tr("The run with the best {measure} is the best.", measure=measure)


NO_RULE = RuleState()


def fitting(workspace: "Workspace", found: Suggestions) -> tuple[ChoiceRule, ...]:
    """The rules kept in a workspace that can judge what is predicted."""
    from tidemill.services import choosing

    return tuple(rule for rule in choosing.every(workspace) if _fits(rule, found))


def _fits(rule: ChoiceRule, found: Suggestions) -> bool:
    try:
        rule.fits(found.task, levels_of(found))
    except NeedsYou:
        return False
    return True


def levels_of(found: Suggestions) -> tuple[str, ...]:
    """The classes of the target; none of a number."""
    return tuple(name for name, _ in found.classes)


def with_draft(
    state: RuleState, found: Suggestions, measures: Sequence[tuple[str, str]], metric: str
) -> RuleState:
    """Begin a rule that weighs the measure alone."""
    draft = begun(tuple(measures), metric, found.task, levels_of(found))
    return replace(state, draft=state.draft or draft)


def with_rule(state: RuleState, rule: ChoiceRule) -> RuleState:
    """Choose a rule that was just written down."""
    others = [one for one in state.rules if one.name != rule.name]
    known = sorted([*others, rule], key=lambda one: Key(one.name))
    return RuleState(tuple(known), rule.name)
