"""What a model's answers bring and cost in money, and how that is told a day.

Amounts are costs: positive where an answer loses money, negative where it earns some. A value is
what they bring: more is better. Rehearsal and monitoring take the same amounts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.class_words import class_called
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.recipes import Task

OVER, UNDER = "over", "under"
MOST_TEXT = 16
"""Letters of a unit."""

Array = npt.NDArray[Any]
Table = tuple[tuple[float, ...], ...]
Own = float | Table | None
"""What a model decides by of its own: of two classes the threshold from which on the second is
said, of more what deciding one (columns) costs by the truth (rows); None where it has nothing."""


@dataclass(frozen=True)
class Costs:
    """What answers cost, by `truth:decision` of classes, or by a unit `over` and `under` a number.

    A pair that is not named costs nothing. Of two classes the second is decided from a probability
    of `threshold` up, of more the likeliest, where a model has nothing of its `Own`.
    """

    amounts: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.5
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.amounts)

    def checked(self, task: Task, levels: Sequence[str]) -> "Costs":
        """The same, by the names of these classes; `NeedsYou` where they do not fit a model of
        this task and these classes."""
        if task is not Task.REGRESSION:
            named = self._named(levels)
            if len(named.amounts) < len(self.amounts):
                raise NeedsYou(
                    "Two costs name the same truth and decision of this model.",
                    "Write each with " + " and ".join(levels) + ".",
                )
            if named != self:
                return named.checked(task, levels)
        for name, amount in self.amounts.items():
            if not np.isfinite(amount):
                raise NeedsYou(f"The cost of {name} is no number.", "Give an amount.")
            if task is Task.REGRESSION:
                _check_side(name, amount)
            else:
                _check_pair(name, levels)
        if not 0.0 < self.threshold < 1.0:
            raise NeedsYou(
                f"A threshold of {self.threshold:g} decides all rows alike.",
                "Give one between 0 and 1.",
            )
        if self.threshold != 0.5 and task is not Task.BINARY:
            raise NeedsYou(
                "A threshold is of two classes; this model has others.", "Leave the threshold away."
            )
        if len(self.unit) > MOST_TEXT:
            raise NeedsYou(f"A unit has at most {MOST_TEXT} letters.", "Write it shorter.")
        return self

    def _named(self, levels: Sequence[str]) -> "Costs":
        """The same with the pairs as these classes are called, where others mean them too."""
        amounts = {}
        for name, amount in self.amounts.items():
            truth, sign, said = name.rpartition(":")
            names = (class_called(truth, levels), class_called(said, levels))
            amounts[":".join(names) if sign else name] = amount
        return replace(self, amounts=amounts)

    def of_pairs(self, truths: Sequence[str], decisions: Sequence[str]) -> Array:
        """The cost of each row from its truth and its decision by name; shape (rows,)."""
        amounts = self.amounts
        pairs = zip(truths, decisions, strict=True)
        return np.array([amounts.get(f"{t}:{d}", 0.0) for t, d in pairs], dtype=np.float64)

    def of_numbers(self, truth: Array, said: Array) -> Array:
        """The cost of each row from its number and what was said; shape (rows,)."""
        apart = np.asarray(said, dtype=np.float64) - truth
        over, under = self.amounts.get(OVER, 0.0), self.amounts.get(UNDER, 0.0)
        return np.asarray(over * np.maximum(apart, 0.0) + under * np.maximum(-apart, 0.0))

    def of_answers(
        self, task: Task, levels: Sequence[str], truth: Array, values: Array, own: Own = None
    ) -> Array:
        """The cost of each row; `truth` and `values` as `domain.metrics` takes them.

        `own` is what the model decides by, with classes in the order of `levels`.
        """
        if task is Task.REGRESSION:
            return self.of_numbers(truth, values)
        return np.asarray(self.table(levels)[truth, self.decided(task, values, own)])

    def expected(self, task: Task, levels: Sequence[str], values: Array, own: Own = None) -> Array:
        """The cost of each row to be expected where its probabilities are right; shape (rows,).

        Elkan 2001, The Foundations of Cost-Sensitive Learning, section 1: the sum over the classes
        of their probability times what deciding so costs.
        """
        p = np.column_stack((1.0 - values, values)) if task is Task.BINARY else values
        said = self.decided(task, values, own)
        return np.asarray((p * self.table(levels)[:, said].T).sum(axis=1))

    def table(self, levels: Sequence[str]) -> Array:
        """Costs by class of the truth and class decided; shape (classes, classes)."""
        amounts = self._named(levels).amounts
        return np.array(
            [[amounts.get(f"{truth}:{said}", 0.0) for said in levels] for truth in levels]
        )

    def decided(self, task: Task, values: Array, own: Own = None) -> Array:
        """The code of the class decided for each row, by what is the model's `own`, if anything."""
        return decided(task, values, self.threshold if own is None else own)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"amounts": dict(self.amounts), "threshold": self.threshold, "unit": self.unit}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Costs":
        """Read what `to_dict` wrote."""
        return cls(dict(data["amounts"]), data["threshold"], data["unit"])


def decided(task: Task, values: Array, own: Own) -> Array:
    """The code of the class decided for each row (rows,) by what a model decides by.

    Of more than two classes with costs of its own the one with the least cost to be expected is
    said (Elkan 2001, The Foundations of Cost-Sensitive Learning, section 1, equation 1).
    """
    if task is Task.BINARY:
        at = 0.5 if own is None else own
        return np.asarray((values >= at).astype(np.int64))
    if own is None or isinstance(own, float):
        return np.asarray(values.argmax(axis=1))
    return np.asarray((values @ np.asarray(own, dtype=np.float64)).argmin(axis=1))


def _check_pair(name: str, levels: Sequence[str]) -> None:
    truth, _, decision = name.rpartition(":")
    if truth not in levels or decision not in levels:
        raise NeedsYou(
            f"{name} names no truth and decision of this model.",
            "Write truth:decision=amount with " + " or ".join(levels) + ".",
        )


def _check_side(name: str, amount: float) -> None:
    if name not in (OVER, UNDER):
        raise NeedsYou(
            f"{name} is a cost of classes; this model predicts a number.",
            "Say what a unit over and a unit under the truth cost.",
        )
    if amount < 0:
        raise NeedsYou(
            f"A unit {name} the truth can't earn money.", "Give what it costs, from 0 up."
        )


@dataclass(frozen=True)
class KeptCosts:
    """The costs of a model as somebody set them."""

    id: int
    model_id: int
    costs: Costs
    at: datetime
    by: str


@dataclass(frozen=True)
class Kpi:
    """A figure of the business that a model is for, by day (ISO dates, oldest first).

    `values` are what it brings: those of a figure that `is_cost` are kept below zero.
    """

    title: str
    unit: str
    is_cost: bool
    days: tuple[str, ...]
    values: tuple[float, ...]

    def between(self, first: str, last: str) -> Array:
        """The values of the days from one to another, both with them."""
        pairs = zip(self.days, self.values, strict=True)
        return np.array([value for day, value in pairs if first <= day <= last])


@dataclass(frozen=True)
class Amount:
    """A sum of money with its 95 % interval."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Amount":
        """So many times as much; the factor is not negative."""
        return Amount(self.value * factor, self.low * factor, self.high * factor)

    @property
    def is_certain(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0

    def to_dict(self) -> dict[str, float]:
        """Plain JSON types."""
        return asdict(self)


@dataclass(frozen=True)
class Spread:
    """The mean of so many values and their standard deviation; None where one value has none."""

    mean: float
    sd: float | None
    n: int

    @classmethod
    def of(cls, values: Array) -> "Spread":
        """Of values of shape (n,), at least one."""
        n = len(values)
        sd = float(np.std(values, ddof=1)) if n > 1 else None
        return cls(float(np.mean(values)), sd, n)

    def amount(self) -> Amount:
        """The mean with its normal interval; of one value it is as wide as the value itself."""
        half = 0.0 if self.sd is None else z_of(0.95) * self.sd / self.n**0.5
        return Amount(self.mean, self.mean - half, self.mean + half)

    def less(self, other: "Spread") -> Amount:
        """The difference of two means with its normal interval, by each one's own spread.

        Where one side is a single value, the other's spread stands for both.
        """
        mine = self.sd if self.sd is not None else other.sd
        others = other.sd if other.sd is not None else self.sd
        half = 0.0
        if mine is not None and others is not None:
            half = z_of(0.95) * (mine**2 / self.n + others**2 / other.n) ** 0.5
        apart = self.mean - other.mean
        return Amount(apart, apart - half, apart + half)


COSTS, KPI = "costs", "kpi"


@dataclass(frozen=True)
class Worth:
    """What a set of new rows brought: `per` a "day", or where its rows have no times, all together.

    `source` is "costs" or "kpi". `row` is what a row brought, where costs are known. `before` is
    what the reference period gave, `change` the difference to it; both None where nothing is
    known of it. `against` says in words what the reference is, `note` what to know about the
    figure. An estimated worth comes from probabilities, as there are no labels.
    """

    total: Amount
    unit: str
    per: str
    source: str
    n: int
    row: Amount | None = None
    before: float | None = None
    change: Amount | None = None
    against: str = ""
    title: str = ""
    is_estimated: bool = False
    note: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types: `value`, `low`, `high` and `unit` first."""
        rest = {name: getattr(self, name) for name in _PLAIN}
        return {
            **self.total.to_dict(),
            **rest,
            "row": None if self.row is None else self.row.to_dict(),
            "change": None if self.change is None else self.change.to_dict(),
        }


_PLAIN = ("unit", "per", "source", "n", "before", "against", "title", "is_estimated", "note")


def days_between(first: datetime | None, last: datetime | None) -> int | None:
    """How many days rows touch, from the first moment to the last; None without times."""
    if first is None or last is None:
        return None
    return (last.date() - first.date()).days + 1


def of_costs(
    costs: Array,
    unit: str,
    *,
    n_rows: int,
    days: int | None,
    before: Array | None = None,
    against: str = "",
    is_estimated: bool = False,
    note: str = "",
) -> Worth | None:
    """The worth of rows from the costs of those that have one, (n,); None without any.

    `n_rows` rows in all came in `days`; those without a label count like those that have one.
    `before` are the costs of the reference's rows: its mean is held against as many rows, so that
    more or fewer rows alone change nothing.
    """
    if not len(costs):
        return None
    rows = n_rows / days if days else float(n_rows)
    now = Spread.of(-costs)
    then = Spread.of(-before) if before is not None and len(before) else None
    return Worth(
        now.amount().times(rows),
        unit,
        "day" if days else "all",
        COSTS,
        len(costs),
        row=now.amount(),
        before=None if then is None else then.mean * rows,
        change=None if then is None else now.less(then).times(rows),
        against=against if then is not None else "",
        is_estimated=is_estimated,
        note=note,
    )


def of_estimate(
    cost: Amount,
    unit: str,
    *,
    n_rows: int,
    days: int | None,
    before: Array | None = None,
    against: str = "",
) -> Worth:
    """The worth of rows without labels from what an answer probably costs, with its interval.

    Otherwise like `of_costs`; `n` is 0, as no truth is known.
    """
    rows = n_rows / days if days else float(n_rows)
    row = Amount(-cost.value, -cost.high, -cost.low)
    then = Spread.of(-before) if before is not None and len(before) else None
    change = None if then is None else _less(row, then.amount())
    return Worth(
        row.times(rows),
        unit,
        "day" if days else "all",
        COSTS,
        0,
        row=row,
        before=None if then is None else then.mean * rows,
        change=None if change is None else change.times(rows),
        against=against if then is not None else "",
        is_estimated=True,
        note="Estimated, as no labels have come.",
    )


def _less(one: Amount, other: Amount) -> Amount:
    """The difference of two amounts that know nothing of each other; each side keeps its skew."""
    apart = one.value - other.value
    below = ((one.value - one.low) ** 2 + (other.high - other.value) ** 2) ** 0.5
    above = ((one.high - one.value) ** 2 + (other.value - other.low) ** 2) ** 0.5
    return Amount(apart, apart - below, apart + above)


def of_kpi(kpi: Kpi, first: datetime, last: datetime, before: Array, against: str) -> Worth | None:
    """The worth of the days of rows from a figure by day; None where no day is known.

    `before` are the values of the reference's days.
    """
    values = kpi.between(first.date().isoformat(), last.date().isoformat())
    if not len(values):
        return None
    now = Spread.of(values)
    then = Spread.of(before) if len(before) else None
    return Worth(
        now.amount(),
        kpi.unit,
        "day",
        KPI,
        len(values),
        before=None if then is None else then.mean,
        change=None if then is None else now.less(then),
        against=against if then is not None else "",
        title=kpi.title,
    )
