"""How much each field of a row moves a prediction away from that of a usual row.

Shapley values against one reference row, "baseline Shapley" (Sundararajan and Najmi, "The many
Shapley values for model explanation", ICML 2020): the mean, over orders in which the fields are
changed from the usual row's values to the row's, of what the prediction moves by at a field. They
add up to the difference of the two predictions. Up to `EXACT` fields that differ all orders count;
from then on pairs of an order and its reverse are drawn, by a fixed seed (Castro et al., 2009).
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

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
class Question:
    """Rows to be predicted so that contributions can be told. `sets` say which fields are the
    row's own in each; the first is none of them, the last is all."""

    row: Mapping[str, Any]
    usual: Mapping[str, Any]
    fields: tuple[str, ...]
    sets: tuple[Set, ...]
    orders: tuple[tuple[str, ...], ...] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows, one a set."""
        whole = {**self.usual, **self.row}
        return [
            {k: v if k in own or k not in self.usual else self.usual[k] for k, v in whole.items()}
            for own in self.sets
        ]

    def contributions(self, values: Sequence[float]) -> list[Contribution]:
        """Contributions from the prediction for each row, the strongest first."""
        known = dict(zip(self.sets, values, strict=True))
        moved = self._drawn(known) if self.orders else self._exact(known)
        found = [Contribution(name, self.row.get(name), moved[name]) for name in self.fields]
        return sorted(found, key=lambda one: (-abs(one.by), one.field))

    def _exact(self, known: Mapping[Set, float]) -> dict[str, float]:
        n = len(self.fields)
        weights = [
            math.factorial(k) * math.factorial(n - k - 1) / math.factorial(n) for k in range(n)
        ]
        return {
            name: math.fsum(
                weights[len(own)] * (known[own | {name}] - value)
                for own, value in known.items()
                if name not in own
            )
            for name in self.fields
        }

    def _drawn(self, known: Mapping[Set, float]) -> dict[str, float]:
        steps: dict[str, list[float]] = {name: [] for name in self.fields}
        for order in self.orders:
            own: Set = frozenset()
            for name in order:
                more = own | {name}
                steps[name].append(known[more] - known[own])
                own = more
        return {name: math.fsum(moves) / len(moves) for name, moves in steps.items()}


def question(row: Mapping[str, Any], usual: Mapping[str, Any]) -> Question:
    """What has to be asked of a model; fields that are as usual move nothing and are left out."""
    fields = tuple(sorted(n for n in usual if n in row and _differ(row[n], usual[n])))
    whole: Set = frozenset(fields)
    if len(fields) <= EXACT:
        every = [frozenset(s) for k in range(len(fields) + 1) for s in combinations(fields, k)]
        return Question(row, usual, fields, tuple(every))
    draw = random.Random(_SEED)
    orders: list[tuple[str, ...]] = []
    for _ in range(_PAIRS):
        order = draw.sample(fields, len(fields))
        orders += [tuple(order), tuple(reversed(order))]
    sets = {frozenset(order[:k]): None for order in orders for k in range(1, len(order))}
    return Question(row, usual, fields, (frozenset(), *sets, whole), tuple(orders))


def _differ(one: Any, other: Any) -> bool:
    is_other_type = type(one) is not type(other) and not _are_numbers(one, other)
    return is_other_type or bool(one != other)


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
