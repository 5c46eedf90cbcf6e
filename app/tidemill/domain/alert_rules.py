"""Alert rules: what is watched of which model, and from where on somebody is told.

A rule is settings only; `alert_decisions` decides by it and `rule_sentences` says it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain import trigger_limits
from tidemill.domain.alerts import Severity

DRIFT = "drift"
PERFORMANCE = "performance"
VOLUME = "volume"
AGE = "age"

RELATION = "relation"
"""Of alerts on what the columns say of the target: they need no rule, told like PERFORMANCE."""

EVERY_MODEL = None

APPROVERS, OWNER, EVERYONE, NOBODY = "approvers", "owner", "everyone", "nobody"
PEOPLE = (APPROVERS, OWNER, EVERYONE, NOBODY)
"""Whom a rule may tell besides persons by their login."""


class Watches(StrEnum):
    """What a rule reads of a model."""

    INPUT = "input"
    COLUMN = "column"
    MISSING = "missing"
    TOGETHER = "together"
    PREDICTION = "prediction"
    METRIC = "metric"
    ESTIMATE = "estimate"
    VALUE = "value"
    VOLUME = "volume"
    AGE = "age"


class Comparison(StrEnum):
    """How what is read is held against the limit.

    `drifted`: effect over its floor and evidence, as the drift report says. `worse`: both
    intervals, today's and the one at validation, confirm it. `… usual`: against the median of the
    last `USUAL_CHUNKS` chunks; the limit is a factor.
    """

    OVER = "over"
    UNDER = "under"
    OVER_USUAL = "over usual"
    UNDER_USUAL = "under usual"
    DRIFTED = "drifted"
    WORSE = "worse"


class Unit(StrEnum):
    """In what it is counted how long something must last."""

    CHUNKS = "chunks"
    DAYS = "days"


USUAL_CHUNKS = 8
"""How many chunks before make the usual."""
LEAST_USUAL = 3
"""Under so many chunks before nothing is known of the usual."""
SHORTEST_USUAL_AGE_S = 6 * 3600.0
"""Files that usually come closer together than this were dropped by hand: no age is usual."""

_ABOUT = (Comparison.OVER, Comparison.UNDER)
_USUAL = (Comparison.OVER_USUAL, Comparison.UNDER_USUAL)
COMPARISONS: Mapping[Watches, tuple[Comparison, ...]] = {
    Watches.INPUT: (Comparison.DRIFTED, Comparison.OVER),
    Watches.COLUMN: (Comparison.DRIFTED, Comparison.OVER),
    Watches.MISSING: (Comparison.OVER,),
    Watches.TOGETHER: (Comparison.DRIFTED, Comparison.OVER),
    Watches.PREDICTION: (Comparison.OVER,),
    Watches.METRIC: (Comparison.WORSE, *_ABOUT, *_USUAL),
    Watches.ESTIMATE: (Comparison.WORSE, *_ABOUT, *_USUAL),
    Watches.VALUE: (Comparison.UNDER, Comparison.UNDER_USUAL),
    Watches.VOLUME: (Comparison.UNDER_USUAL, Comparison.OVER_USUAL, *_ABOUT),
    Watches.AGE: (Comparison.OVER, Comparison.OVER_USUAL),
}
"""How each of what is read can be compared; the first is what is offered."""

_OF = (Watches.COLUMN, Watches.MISSING)
_SLICED = (Watches.METRIC, Watches.ESTIMATE)


@dataclass(frozen=True)
class AlertRule:
    """One rule. `model` None stands for every model; `of` is the column or the metric (empty: the
    model's own metric); `span` how long it must last; `slice` a part of the rows ("region =
    south"); `at_most_every_s` the least seconds between two alerts; `tells` whom (`PEOPLE` or
    logins); `quiet` two times of day between which nobody is told.

    `limit` is in the unit of what is read: PSI, the metric, money a day, rows, days of age, share
    missing, the area under the ROC curve by which new rows are told from old ones; a factor where
    the comparison is with the usual; None where none decides.
    """

    id: int | None
    name: str
    watches: Watches
    comparison: Comparison
    limit: float | None = None
    model: str | None = EVERY_MODEL
    of: str = ""
    span: int = 1
    unit: Unit = Unit.CHUNKS
    slice: str = ""
    at_most_every_s: float | None = None
    tells: tuple[str, ...] = (APPROVERS,)
    severity: Severity = Severity.WARNING
    owner: str = ""
    quiet: tuple[str, ...] = ()
    zone: str = ""
    is_on: bool = True
    key: str = ""
    """Under which name its alerts are kept; a default rule's is a word, others' `rule:ID`."""

    @property
    def is_default(self) -> bool:
        """Whether Tidemill brought it."""
        return not self.key.startswith("rule:")

    @property
    def measure(self) -> str:
        """Which of a model's measures it reads: of all rows, or of a slice of them."""
        return f"{self.of} in {self.slice}" if self.slice else self.of

    def is_about(self, model: str) -> bool:
        """Whether it watches a model."""
        return self.model is None or self.model == model

    def alert_key(self, metric: str) -> str:
        """Under which name an alert of it is kept: open alerts have one a model and name."""
        if self.key == PERFORMANCE:
            return f"{PERFORMANCE}:{self.of or metric}"
        return self.key

    def for_metric(self, metric: str) -> "AlertRule":
        """The rule with the model's own metric where it names none."""
        is_open = self.watches in _SLICED and not self.of
        return replace(self, of=metric) if is_open else self

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as shown to scripts."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("watches", "comparison", "unit", "severity"):
            said[name] = str(said[name])
        return {**said, "tells": list(self.tells), "quiet": list(self.quiet)}

    def settings(self) -> dict[str, Any]:
        """What a person can change, as stored."""
        left_out = ("id", "key", "model", "is_on")
        return {k: v for k, v in self.to_dict().items() if k not in left_out}

    @classmethod
    def of_settings(
        cls, rule_id: int | None, model: str | None, is_on: bool, key: str, said: Mapping[str, Any]
    ) -> "AlertRule":
        """Read what `settings` wrote."""
        return cls(
            rule_id,
            said["name"],
            Watches(said["watches"]),
            Comparison(said["comparison"]),
            said.get("limit"),
            model,
            said.get("of", ""),
            int(said.get("span", 1)),
            Unit(said.get("unit", "chunks")),
            said.get("slice", ""),
            said.get("at_most_every_s"),
            tuple(said.get("tells", (APPROVERS,))),
            Severity(said.get("severity", "warning")),
            said.get("owner", ""),
            tuple(said.get("quiet", ())),
            said.get("zone", ""),
            is_on,
            key,
        )


def judge(rule: AlertRule) -> AlertRule:
    """The rule as it is if it can be; else `NeedsYou` says which part can't."""
    allowed = COMPARISONS[rule.watches]
    if rule.comparison not in allowed:
        words = ", ".join(str(one) for one in allowed)
        raise NeedsYou(
            f"“{rule.comparison}” says nothing of {TITLES[rule.watches]}.", f"Choose from {words}."
        )
    needs_limit = rule.comparison not in (Comparison.DRIFTED, Comparison.WORSE)
    if needs_limit and (rule.limit is None or not math.isfinite(rule.limit)):
        raise NeedsYou("This rule has no limit.", "Give it a number.")
    if rule.comparison in _USUAL and (rule.limit or 0.0) <= 0:
        raise NeedsYou("A factor of the usual is over 0.", "For example 0.5 for half of it.")
    if rule.watches in _OF and not rule.of:
        raise NeedsYou("This rule names no column.", "Say which column it is about.")
    if rule.slice and rule.watches not in _SLICED:
        raise NeedsYou("Only a metric is watched by slice.", "Leave the slice out.")
    if not 1 <= rule.span <= 1000:
        raise NeedsYou("How long it lasts is from 1 to 1,000.", "Choose a smaller number.")
    if rule.at_most_every_s is not None and not 0 < rule.at_most_every_s < float("inf"):
        raise NeedsYou("A time between two alerts is over 0.", "Leave it out for none.")
    if rule.quiet:
        trigger_limits.hours(rule.quiet)
    if not rule.name.strip():
        raise NeedsYou("A rule has a name.", "Say in two or three words what it looks for.")
    limit = rule.limit if needs_limit else None
    return replace(rule, name=rule.name.strip(), limit=limit)


TITLES: Mapping[Watches, str] = {
    Watches.INPUT: "any column",
    Watches.COLUMN: "a column",
    Watches.MISSING: "missing values of a column",
    Watches.TOGETHER: "the columns together",
    Watches.PREDICTION: "the predictions",
    Watches.METRIC: "a metric",
    Watches.ESTIMATE: "an estimated metric",
    Watches.VALUE: "the business value",
    Watches.VOLUME: "the number of rows",
    Watches.AGE: "the age of the data",
}


def defaults() -> tuple[AlertRule, ...]:
    """The rules every workspace begins with, for every model."""
    return (
        AlertRule(None, "Input drifted", Watches.INPUT, Comparison.DRIFTED, key=DRIFT),
        AlertRule(
            None,
            "Performance fell",
            Watches.METRIC,
            Comparison.WORSE,
            severity=Severity.CRITICAL,
            key=PERFORMANCE,
        ),
        AlertRule(None, "Data is late", Watches.AGE, Comparison.OVER_USUAL, 3.0, key=AGE),
        AlertRule(None, "Few rows", Watches.VOLUME, Comparison.UNDER_USUAL, 0.5, key=VOLUME),
    )
