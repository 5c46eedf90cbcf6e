"""Rules of choice: which of two models is better where one measure does not say it all.

A rule weighs several measures by what a difference of each is worth ("0.01 of AUC counts 2, 10
seconds count 1": swing weights, Keeney & Raiffa 1976, Decisions with Multiple Objectives, section
3.7), so that a model's score does not hang on which others it is held against; or it tells in money
what answers cost (`domain.business_value`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import OVER, UNDER, Costs, Own, Spread
from tidemill.domain.influences import paired_parts
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import Interval, paired_gain
from tidemill.domain.metrics import METRICS, UndefinedMetric, for_task, higher_is_better, metric
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

ROWS = 1_000
"""Costs are told in so many rows."""


@dataclass(frozen=True)
class Weighed:
    """A measure of a rule: a gain of `per` counts `weight` points."""

    metric: str
    weight: float = 1.0
    per: float = 1.0

    @property
    def factor(self) -> float:
        """The points that a gain of one counts."""
        return self.weight / self.per

    @property
    def words(self) -> str:
        """`0.01 of AUC counts 2`."""
        return f"{self.per:g} of {title_of(self.metric)} counts {self.weight:g}"

    @classmethod
    def parse(cls, text: str) -> "Weighed":
        """Read `auc`, `auc=2` or `auc=2/0.01`: a measure, its weight, and per how much of it."""
        name, sign, told = text.partition("=")
        weight, per_sign, per = told.partition("/")
        try:
            return cls(
                name.strip(), float(weight) if sign else 1.0, float(per) if per_sign else 1.0
            )
        except ValueError:
            raise NeedsYou(
                f"“{text}” weighs nothing.",
                "Write measure=weight/per, such as auc=2/0.01: 0.01 of AUC counts 2.",
            ) from None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"metric": self.metric, "weight": self.weight, "per": self.per}


def title_of(metric_id: str) -> str:
    """What people call a measure; one that is not ours by its own name."""
    return next((one.title for one in METRICS if one.id == metric_id), metric_id)


@dataclass(frozen=True)
class ChoiceRule:
    """A rule with a name: weighed measures, or costs of answers, never both.

    `is_threshold_chosen` says that each model decides as it costs least: of two classes by a
    threshold chosen on rows it is not judged on, of more by the least cost to be expected. Else the
    costs' own threshold decides, of more classes the likeliest is said.
    """

    name: str
    weights: tuple[Weighed, ...] = ()
    costs: Costs = field(default_factory=Costs)
    is_threshold_chosen: bool = False

    def checked(self) -> "ChoiceRule":
        """The same; `NeedsYou` where it can't be meant."""
        if bool(self.weights) == bool(self.costs):
            raise NeedsYou(
                "A rule weighs measures, or it says what answers cost.",
                "Give at least one measure or one cost, and not both.",
            )
        if self.costs:
            self._check_costs()
        elif self.is_threshold_chosen:
            raise NeedsYou("A threshold is chosen by costs.", "Say what answers cost.")
        names = [one.metric for one in self.weights]
        if len(set(names)) != len(names):
            raise NeedsYou("A measure is weighed twice.", "Weigh each measure once.")
        for one in self.weights:
            _check_weighed(one)
        return self

    def _check_costs(self) -> None:
        sides = [name for name in self.costs.amounts if name in (OVER, UNDER)]
        if sides and len(sides) < len(self.costs.amounts):
            raise NeedsYou(
                "Costs are of classes, or of a unit over and under a number.",
                "Write truth:decision=amount, or over=amount and under=amount.",
            )
        for name, amount in self.costs.amounts.items():
            if not np.isfinite(amount):
                raise NeedsYou(f"The cost of {name} is no number.", "Give an amount.")
            if not sides and not name.strip(":").count(":"):
                raise NeedsYou(
                    f"{name} names no truth and decision.", "Write truth:decision=amount."
                )
        if sides and self.is_threshold_chosen:
            raise NeedsYou("A threshold is of two classes.", "Leave it away for a number.")

    def fits(self, task: Task, levels: Sequence[str]) -> "ChoiceRule":
        """The same, its costs by the names of these classes; `NeedsYou` where it can't judge models
        of this task and these classes."""
        costs = self.costs.checked(task, levels) if self.costs else self.costs
        rule = self if costs == self.costs else replace(self, costs=costs)
        return rule.suits(task)

    def suits(self, task: Task) -> "ChoiceRule":
        """The same; `NeedsYou` where it can't judge models of this task, whatever their classes."""
        of_numbers = bool({OVER, UNDER} & set(self.costs.amounts))
        if self.costs and of_numbers != (task is Task.REGRESSION):
            raise NeedsYou(
                f"The costs of {self.name} are of {'numbers' if of_numbers else 'classes'}; this "
                f"is a {task} task.",
                "Choose another rule.",
            )
        if self.is_threshold_chosen and task is Task.REGRESSION:
            raise NeedsYou(
                f"The rule {self.name} chooses how classes are decided; this is a number.",
                "Choose another rule.",
            )
        known = {one.id for one in for_task(task)}
        absent = [one.metric for one in self.weights if one.metric not in known]
        if absent:
            raise NeedsYou(
                f"The rule {self.name} weighs {', '.join(absent)}, which answers to rows of a "
                f"{task} task do not tell.",
                "Choose a rule of " + ", ".join(sorted(known)) + ".",
            )
        return self

    @property
    def unit(self) -> str:
        """What its scores are in."""
        return (self.costs.unit or "money") if self.costs else "points"

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        if self.weights:
            return f"By points: {'; '.join(one.words for one in self.weights)}."
        told = ", ".join(f"{name} {amount:g}" for name, amount in self.costs.amounts.items())
        at = ", each model at its cheapest threshold" if self.is_threshold_chosen else ""
        if not at and self.costs.threshold != 0.5:
            at = f", yes from {self.costs.threshold:g} up"
        return f"By what answers cost in {self.unit}: {told}{at}."

    def score(self, values: Mapping[str, float]) -> float | None:
        """The points of a model by the values of its measures; None where one is not known.

        Points add up the measures' values, so a score says something only beside another's.
        """
        if not self.weights:
            return None
        total = 0.0
        for one in self.weights:
            value = values.get(one.metric)
            if value is None or not np.isfinite(value):
                return None
            total += one.factor * (value if higher_is_better(one.metric) else -value)
        return total

    def row_costs(
        self, task: Task, levels: Sequence[str], y: Array, p: Array, own: Own = None
    ) -> Array:
        """What the answer to each row costs; what a model decides by goes before the rule's own."""
        return self.costs.of_answers(task, levels, y, p, own)

    def gain(
        self,
        task: Task,
        levels: Sequence[str],
        y: Array,
        new: Array,
        old: Array,
        *,
        seed: int,
        level: float = 0.95,
        thresholds: tuple[Own, Own] = (None, None),
    ) -> Interval:
        """How much better `new` is than `old` on the same rows, in points or money in 1,000 rows.

        One measure alone has the interval of `paired_gain`; of several the rows' influences add up
        as the measures do, which gives a normal interval, as does the mean saving of costs.
        `thresholds` are what the two models decide by of their own. Raises `NeedsYou` where the
        rule does not fit.
        """
        self.fits(task, levels)
        if self.costs:
            ours, theirs = (
                self.row_costs(task, levels, y, p, at)
                for p, at in zip((new, old), thresholds, strict=True)
            )
            return saved(np.asarray(theirs - ours), level)
        if len(self.weights) == 1:
            only = self.weights[0]
            found = paired_gain(task, only.metric, y, new, old, seed=seed, level=level)
            return replace(
                found,
                value=found.value * only.factor,
                low=found.low * only.factor,
                high=found.high * only.factor,
            )
        if len(y) < 2:
            raise UndefinedMetric("The rows are too few to tell how the measures vary.")
        value, parts = 0.0, np.zeros(len(y))
        for one in self.weights:
            gain, influence = paired_parts(metric(task, one.metric), y, new, old)
            value += one.factor * gain
            parts += one.factor * influence
        half = z_of(level) * float(np.sqrt((parts**2).sum() * len(y) / (len(y) - 1)))
        return Interval(value, value - half, value + half, level, len(y), "rows' influences")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, with the rule in words."""
        return self.to_value() | {"name": self.name, "unit": self.unit, "words": self.words}

    def to_value(self) -> dict[str, Any]:
        """What is stored under its name."""
        if self.weights:
            return {"weights": [one.to_dict() for one in self.weights]}
        return {"costs": self.costs.to_dict(), "is_threshold_chosen": self.is_threshold_chosen}

    @classmethod
    def of(cls, name: str, value: Mapping[str, Any]) -> "ChoiceRule":
        """Read what `to_value` wrote."""
        weights = tuple(Weighed(**one) for one in value.get("weights", ()))
        costs = Costs.from_dict(value["costs"]) if "costs" in value else Costs()
        return cls(name, weights, costs, bool(value.get("is_threshold_chosen", False)))


def _check_weighed(one: Weighed) -> None:
    known = [m for m in METRICS if m.id == one.metric]
    if not one.metric or (known and all(m.higher_is_better is None for m in known)):
        raise NeedsYou(
            f"{title_of(one.metric) or 'Nothing'} has no better direction.", "Weigh another."
        )
    if not (one.weight > 0 and one.per > 0 and np.isfinite(one.factor)):
        raise NeedsYou(
            f"{one.metric} can't be weighed by {one.weight:g} per {one.per:g}.",
            "Give numbers over 0; which direction is better is known.",
        )


def saved(more: Array, level: float = 0.95) -> Interval:
    """What is saved in 1,000 rows where `more` (rows,) is saved in each; a normal interval."""
    if len(more) < 2 or not np.isfinite(more).all():
        raise UndefinedMetric("The rows are too few to tell what the answers cost.")
    found = Spread.of(more)
    assert found.sd is not None
    half = z_of(level) * found.sd / found.n**0.5
    low, high = ((found.mean + sign * half) * ROWS for sign in (-1, 1))
    return Interval(found.mean * ROWS, low, high, level, found.n, "normal")


def front(values: Array, is_up: Iterable[bool]) -> npt.NDArray[np.bool_]:
    """Which models no other beats: as good in all measures and better in one (Pareto front).

    `values` (models, measures); a model with a value missing is in no front. Equal models stand in
    it together.
    """
    signs = np.array([1.0 if up else -1.0 for up in is_up])
    whole = np.flatnonzero(np.isfinite(values).all(axis=1))
    points = values[whole] * signs
    order = np.lexsort(-points.T[::-1])  # best in the first measure first
    on = np.zeros(len(values), dtype=bool)
    best = np.empty((0, values.shape[1]))
    for at in order:
        one = points[at]
        beaten = ((best >= one).all(axis=1) & (best > one).any(axis=1)).any()
        if not beaten:  # nothing that comes later in this order beats it
            best = np.vstack([best, one])
            on[whole[at]] = True
    return on
