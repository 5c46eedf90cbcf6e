"""How a class is decided where answers cost: of two by the cheapest threshold, of more by the least
cost to be expected.

A threshold chosen on some rows looks cheaper on them than it is, so it is judged on others. Where
few rows tell, the one that the costs imply for right probabilities is taken (Elkan 2001, The
Foundations of Cost-Sensitive Learning, section 2, equation 2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.business_value import Costs, Own, Table
from tidemill.domain.recipes import Task

Array = npt.NDArray[Any]

USUAL = 0.5
LEAST = 1e-6
"""How near a threshold comes to 0 and to 1: there all rows are decided alike."""
FEWEST = 30
"""So few rows of a class do not tell where the cheapest threshold is."""
_FOLDS = 5


@dataclass(frozen=True)
class KeptThreshold:
    """The threshold a model decides by, as it is kept with it.

    Chosen by the rule of a name on `n` rows that the model of that time had not learned from, where
    an answer cost `cost`, at 0.5 `usual_cost`. `is_implied` says that the rows were too few, so
    that it follows from the costs alone; `is_given` that the rule names it.
    """

    value: float
    rule: str
    n: int
    cost: float | None = None
    usual_cost: float | None = None
    unit: str = ""
    is_implied: bool = False
    is_given: bool = False

    @property
    def words(self) -> str:
        """How it was come by, in a sentence."""
        if self.is_given:
            return f"Yes is said from a probability of {self.value:.4g} up, as {self.rule} says."
        if self.is_implied:
            return (
                f"Yes is said from a probability of {self.value:.4g} up, as the costs of "
                f"{self.rule} imply: {self.n:,} rows were too few to choose by."
            )
        unit = f" {self.unit}" if self.unit else ""
        return (
            f"Yes is said from a probability of {self.value:.4g} up, the cheapest by {self.rule} "
            f"on {self.n:,} rows not learned from: {self.cost:,.4g}{unit} a row, at 0.5 "
            f"{self.usual_cost:,.4g}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "KeptThreshold":
        """Read what `to_dict` wrote."""
        return cls(**data)


@dataclass(frozen=True)
class KeptTable:
    """What deciding a class costs, by which a model of more than two decides, as kept with it.

    `table` has the truth in its rows and the decision in its columns, in the order of the model's
    classes. By the rule of a name it was found cheaper on `n` rows that the model of that time had
    not learned from: an answer cost `cost`, the likeliest class `usual_cost`. `is_implied` says
    that the rows were too few to see that.
    """

    table: Table
    rule: str
    n: int
    cost: float | None = None
    usual_cost: float | None = None
    unit: str = ""
    is_implied: bool = False

    @property
    def words(self) -> str:
        """How it was come by, in a sentence."""
        said = f"The class with the least cost to be expected is said, by {self.rule}"
        if self.is_implied or self.cost is None or self.usual_cost is None:
            return f"{said}: {self.n:,} rows were too few to see whether that is cheaper."
        unit = f" {self.unit}" if self.unit else ""
        return (
            f"{said}: on {self.n:,} rows not learned from {self.cost:,.4g}{unit} a row, with the "
            f"likeliest class {self.usual_cost:,.4g}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"table": [list(row) for row in self.table]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "KeptTable":
        """Read what `to_dict` wrote."""
        return cls(**{**data, "table": tuple(tuple(map(float, row)) for row in data["table"])})


def own_table(costs: Costs, levels: Sequence[str]) -> Table:
    """Costs as a model of these classes keeps them."""
    return tuple(tuple(map(float, row)) for row in costs.table(levels))


def table_for(
    costs: Costs, rule: str, levels: Sequence[str], y: Array, p: Array
) -> KeptTable | None:
    """By which costs a model of several classes decides; `p` (rows, classes) are its answers to
    rows it had not learned from.

    None where that was dearer on them than the likeliest class: its probabilities are not right.
    """
    costs = costs.checked(Task.MULTICLASS, levels)
    table = own_table(costs, levels)
    if len(y) < FEWEST * len(levels):
        return KeptTable(table, rule, len(y), unit=costs.unit, is_implied=True)
    ways: tuple[Own, Own] = (table, None)
    here, usual = (
        float(costs.of_answers(Task.MULTICLASS, levels, y, p, own).mean()) for own in ways
    )
    return None if here > usual else KeptTable(table, rule, len(y), here, usual, costs.unit)


def implied(costs: Costs, levels: Sequence[str]) -> float:
    """The threshold at which yes and no cost the same where probabilities are right."""
    table = costs.table(levels)
    wrong_yes = float(table[0, 1] - table[0, 0])
    wrong_no = float(table[1, 0] - table[1, 1])
    if wrong_yes <= 0 or wrong_no <= 0:  # one answer is never dearer than the other
        if wrong_yes <= 0 and wrong_no <= 0:
            raise NeedsYou(
                "By these costs a wrong answer is never dearer than a right one.",
                "Say what a wrong yes and a wrong no cost.",
            )
        return LEAST if wrong_yes <= 0 else 1.0 - LEAST
    return wrong_yes / (wrong_yes + wrong_no)


def cheapest(costs: Costs, levels: Sequence[str], y: Array, p: Array) -> float:
    """The threshold at which the answers to these rows cost least.

    `y` and `p` (rows,) as `domain.metrics` takes them for two classes. Halfway between two
    probabilities that occur; of equally cheap ones that nearest to the `implied` one.
    """
    table = costs.table(levels)
    order = np.argsort(p, kind="stable")
    ordered, truth = p[order], y[order]
    # Going up, each row turns from yes to no and costs so much more or less.
    turned = np.concatenate(([0.0], np.cumsum(table[truth, 0] - table[truth, 1])))
    places = np.concatenate(([0], np.flatnonzero(np.diff(ordered)) + 1, [len(p)]))
    edges = np.concatenate(([0.0], ordered, [1.0]))
    below, above = edges[places], edges[places + 1]
    halfway = (below + above) / 2
    found = np.clip(np.where(halfway > below, halfway, above), LEAST, 1.0 - LEAST)
    cost = turned[places]
    near = np.flatnonzero(cost <= cost.min() + 1e-9 * max(1.0, float(np.abs(turned).max())))
    return float(found[near[np.argmin(np.abs(found[near] - implied(costs, levels)))]])


def chosen(costs: Costs, rule: str, levels: Sequence[str], y: Array, p: Array) -> KeptThreshold:
    """The threshold for a model by its answers `p` to rows it had not learned from."""
    costs = costs.checked(Task.BINARY, levels)
    if min(int((y == 0).sum()), int((y == 1).sum())) < FEWEST:
        return KeptThreshold(implied(costs, levels), rule, len(y), unit=costs.unit, is_implied=True)
    value = cheapest(costs, levels, y, p)
    here, usual = (
        float(costs.of_answers(Task.BINARY, levels, y, p, at).mean()) for at in (value, USUAL)
    )
    return KeptThreshold(value, rule, len(y), here, usual, costs.unit)


def judged_across(costs: Costs, levels: Sequence[str], y: Array, p: Array, seed: int) -> Array:
    """What the answer to each row costs (rows,), decided by a threshold chosen on other rows.

    The rows are drawn into five parts, alike in their classes; each is decided by the threshold
    that is cheapest on the four others.
    """
    rng = np.random.default_rng(seed)
    part = np.empty(len(y), dtype=np.int64)
    for level in (0, 1):
        rows = rng.permutation(np.flatnonzero(y == level))
        part[rows] = np.arange(len(rows)) % _FOLDS
    found = np.empty(len(y))
    for k in range(_FOLDS):
        here = part == k
        if not here.any():
            continue
        kept = chosen(costs, "", levels, y[~here], p[~here])
        found[here] = costs.of_answers(Task.BINARY, levels, y[here], p[here], kept.value)
    return found


def course(costs: Costs, levels: Sequence[str], y: Array, p: Array, thresholds: Array) -> Array:
    """What an answer costs on average at each of some thresholds, in their order."""
    table = costs.table(levels)
    order = np.argsort(p, kind="stable")
    truth = y[order]
    turned = np.concatenate(([0.0], np.cumsum(table[truth, 0] - table[truth, 1])))
    places = np.searchsorted(p[order], thresholds, side="left")
    return np.asarray((table[y, 1].sum() + turned[places]) / len(y))
