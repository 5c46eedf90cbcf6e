"""Rules as a person changes them: what is kept beside what is tried, and how a new one begins."""

from dataclasses import dataclass, replace

from tidemill.domain import alert_replays
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.gui.pages.monitoring.rules.sentence import name_of
from tidemill.gui.pages.monitoring.rules.state import Loaded

_FACTORS = (Comparison.OVER_USUAL, Comparison.UNDER_USUAL)


@dataclass(frozen=True)
class Draft:
    """A rule as a person changes it, beside what it was when the change began (None: new)."""

    rule: AlertRule
    base: AlertRule | None

    def is_changed(self) -> bool:
        """Whether there is anything to keep."""
        return self.rule != self.base


def key_of(rule: AlertRule) -> str:
    """The name of a rule in addresses: its number, or the word of one that is brought."""
    return rule.key.removeprefix("rule:")


def blank(loaded: Loaded | None, model: str | None, column: str) -> AlertRule:
    """A rule to begin with: about a column where one is named, else about any of them."""
    limit = 0.2 if loaded is None else loaded.psi_limit
    watches = Watches.COLUMN if column else Watches.INPUT
    made = AlertRule(None, "", watches, Comparison.OVER, limit, model or None, column, key="rule:")
    return replace(made, name=name_of(made))


def fitting(before: AlertRule, rule: AlertRule, loaded: Loaded) -> AlertRule:
    """The rule with a limit that fits what it reads, where that is something else than before."""
    if rule.comparison in (Comparison.DRIFTED, Comparison.WORSE) or loaded.history is None:
        return rule
    is_other = (before.watches, before.of) != (rule.watches, rule.of) or before.limit is None
    is_other |= (before.comparison in _FACTORS) is not (rule.comparison in _FACTORS)
    is_other_column = before.watches is rule.watches is Watches.COLUMN and before.of
    if not is_other or rule.comparison in _FACTORS or is_other_column:
        return rule
    watched = loaded.history.watched
    found = alert_replays.first_limit(rule.for_metric(watched.metric), watched)
    return rule if found is None else replace(rule, limit=found)
