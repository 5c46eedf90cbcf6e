"""What fields move a prediction by: against formulas that are known, few fields and many."""

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tidemill.domain.contributions import EXACT, Contribution, question

Model = Callable[[Mapping[str, Any]], float]


def told(row: dict[str, Any], usual: dict[str, Any], model: Model) -> dict[str, float]:
    asked = question(row, usual)
    found: list[Contribution] = asked.contributions([model(one) for one in asked.rows])
    return {one.field: one.by for one in found}


@pytest.mark.parametrize("n", [1, 3, EXACT, EXACT + 1, 30])
def test_of_a_sum_each_field_moved_its_own_term(n: int) -> None:
    draw = random.Random(n)
    weights = {f"x{i}": draw.gauss(0, 1) for i in range(n)}
    row = {name: draw.gauss(0, 1) for name in weights}
    usual = {name: draw.gauss(0, 1) for name in weights}
    found = told(row, usual, lambda one: sum(weights[k] * one[k] for k in weights))
    wanted = {k: weights[k] * (row[k] - usual[k]) for k in weights}
    assert found == pytest.approx(wanted, abs=1e-9)


def test_of_a_product_both_fields_share_what_they_move_together() -> None:
    found = told({"a": 3.0, "b": 5.0}, {"a": 0.0, "b": 0.0}, lambda one: one["a"] * one["b"])
    assert found == pytest.approx({"a": 7.5, "b": 7.5})


@pytest.mark.parametrize("n", [5, 12])
def test_contributions_add_up_to_the_difference(n: int) -> None:
    names = [f"x{i}" for i in range(n)]

    def model(one: Mapping[str, Any]) -> float:
        found = 1.0
        for name in names:
            found = found * (1 + 0.3 * one[name]) + (one[name] > 0.5)
        return found

    draw = random.Random(4)
    row, usual = ({k: draw.random() for k in names} for _ in range(2))
    found = told(row, usual, model)
    assert sum(found.values()) == pytest.approx(model(row) - model(usual), abs=1e-9)


def test_fields_that_are_as_usual_are_not_asked_and_few_rows_are() -> None:
    asked = question({"a": 1, "b": True, "c": None, "d": 2}, {"a": 1.0, "b": True, "c": None})
    assert asked.fields == ()
    assert len(asked.rows) == 1
    assert asked.rows[0] == {"a": 1, "b": True, "c": None, "d": 2}
    many = question({f"x{i}": 1 for i in range(30)}, {f"x{i}": 0 for i in range(30)})
    assert len(many.rows) <= 16 * 29 + 2


@pytest.mark.parametrize(("one", "other"), [(True, 1), (None, 0.0), ("1", 1), ("a", "b")])
def test_values_of_other_kinds_differ(one: Any, other: Any) -> None:
    assert question({"a": one}, {"a": other}).fields == ("a",)
