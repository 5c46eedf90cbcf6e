"""How much each field of a row moves a prediction away from that of a usual row.

Shapley values against one reference row, "baseline Shapley" (Sundararajan and Najmi, "The many
Shapley values for model explanation", ICML 2020): the mean, over orders in which the fields are
changed from the usual row's values to the row's, of what the prediction moves by at a field. They
add up to the difference of the two predictions. Up to `EXACT` fields that differ all orders count;
from then on pairs of an order and its reverse are drawn, by a fixed seed (Castro et al., 2009).
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

EXACT = 7
"""Up to so many fields that differ every set of them is asked: 128 rows at most."""

_PAIRS = 8
_SEED = 20_201

Set = frozenset[str]


@dataclass(frozen=True)
class Contribution:
    """What a field's value moved the prediction by."""

    field: str
    value: Any
    by: float


@dataclass(frozen=True)
class Plan:
    """What is asked about rows in which these fields differ from the usual one.

    `sets` say which fields are the row's own in each row that is predicted; the first is none of
    them, the last is all.
    """

    fields: tuple[str, ...]
    sets: tuple[Set, ...]
    orders: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def members(self) -> npt.NDArray[np.bool_]:
        """Whether a field is the row's own in a set; (sets, fields)."""
        return np.array([[name in own for name in self.fields] for own in self.sets], dtype=bool)

    @cached_property
    def weights(self) -> npt.NDArray[np.float64]:
        """(fields, sets): times the prediction for each set, what each field moved it by."""
        found = np.zeros((len(self.fields), len(self.sets)))
        at = {own: place for place, own in enumerate(self.sets)}
        number = {name: place for place, name in enumerate(self.fields)}
        for own, name, weight in self._steps():
            found[number[name], at[own | {name}]] += weight
            found[number[name], at[own]] -= weight
        return found

    def _steps(self) -> Iterator[tuple[Set, str, float]]:
        """From which set which field is added, and how much that counts."""
        n = len(self.fields)
        for order in self.orders:
            own: Set = frozenset()
            for name in order:
                yield own, name, 1 / len(self.orders)
                own |= {name}
        if not self.orders:
            for own in self.sets:
                for name in self.fields:
                    if name not in own:
                        k = len(own)
                        ways = math.factorial(k) * math.factorial(n - k - 1)
                        yield own, name, ways / math.factorial(n)


@lru_cache(maxsize=512)
def plan(fields: tuple[str, ...]) -> Plan:
    """What to ask where these fields differ; the same fields are always asked the same."""
    if len(fields) <= EXACT:
        every = [frozenset(s) for k in range(len(fields) + 1) for s in combinations(fields, k)]
        return Plan(fields, tuple(every))
    draw = random.Random(_SEED)
    orders: list[tuple[str, ...]] = []
    for _ in range(_PAIRS):
        order = draw.sample(fields, len(fields))
        orders += [tuple(order), tuple(reversed(order))]
    sets = {frozenset(order[:k]): None for order in orders for k in range(1, len(order))}
    return Plan(fields, (frozenset(), *sets, frozenset(fields)), tuple(orders))


@dataclass(frozen=True)
class Question:
    """Rows to be predicted so that the contributions of one row can be told."""

    row: Mapping[str, Any]
    usual: Mapping[str, Any]
    plan: Plan

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ from the usual row's."""
        return self.plan.fields

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows, one a set."""
        whole = {**self.usual, **self.row}
        return [
            {k: v if k in own or k not in self.usual else self.usual[k] for k, v in whole.items()}
            for own in self.plan.sets
        ]

    def contributions(self, values: Sequence[float]) -> list[Contribution]:
        """Contributions from the prediction for each row, the strongest first."""
        moved = (self.plan.weights @ np.asarray(values, dtype=np.float64)).tolist()
        found = [
            Contribution(name, self.row.get(name), by)
            for name, by in zip(self.fields, moved, strict=True)
        ]
        return sorted(found, key=lambda one: (-abs(one.by), one.field))


def question(row: Mapping[str, Any], usual: Mapping[str, Any]) -> Question:
    """What has to be asked of a model; fields that are as usual move nothing and are left out."""
    fields = tuple(sorted(n for n in usual if n in row and _differ(row[n], usual[n])))
    return Question(row, usual, plan(fields))


def _differ(one: Any, other: Any) -> bool:
    is_other_type = type(one) is not type(other) and not _are_numbers(one, other)
    return is_other_type or bool(one != other)


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
