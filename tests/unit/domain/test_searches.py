"""The axes of a search, and the budget it keeps to."""

import json
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.searches import Dimension, SearchPlan

DIMENSIONS = (
    Dimension("rows", "int", 5, 200, is_log=True),
    Dimension("leaves", "int", 2, 4),
    Dimension("rate", "float", 0.01, 0.3, is_log=True),
    Dimension("share", "float", 0.0, 1.0),
    Dimension("kernel", "choice", choices=("round", "flat", "deep")),
)


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda one: one.name)
def test_a_value_lies_within_its_bounds_and_leads_back_to_its_place(dimension: Dimension) -> None:
    for place in range(101):
        value = dimension.value(place / 100)
        if dimension.kind == "choice":
            assert value in dimension.choices
        else:
            assert isinstance(value, int if dimension.kind == "int" else float)
            assert dimension.low is not None
            assert dimension.high is not None
            assert dimension.low <= value <= dimension.high
        assert dimension.value(dimension.share(value)) == pytest.approx(value)


def test_whole_numbers_have_equal_pieces_of_the_axis() -> None:
    leaves = DIMENSIONS[1]
    said = [leaves.value((place + 0.5) / 300) for place in range(300)]
    assert [said.count(number) for number in (2, 3, 4)] == [100, 100, 100]


def test_ratios_are_equal_on_an_axis_of_ratios() -> None:
    rate = DIMENSIONS[2]
    assert rate.value(0.5) == pytest.approx((0.01 * 0.3) ** 0.5)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "text"},
        {"kind": "int", "low": 3, "high": 3},
        {"kind": "int", "low": 0.5, "high": 3},
        {"kind": "float", "low": 0.0, "high": 1.0, "is_log": True},
        {"kind": "float", "low": 0.0},
        {"kind": "choice"},
        {"kind": "choice", "choices": ("a",), "low": 1},
    ],
)
def test_an_axis_that_means_nothing_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="x: "):
        Dimension("x", **said)


def test_the_tighter_of_minutes_and_money_is_the_limit() -> None:
    assert SearchPlan().limit_s is None
    assert SearchPlan(minutes=5).to_dict() == SearchPlan(minutes=5.0).to_dict()
    assert isinstance(SearchPlan(minutes=5).to_dict()["minutes"], float), "one budget, one hash"
    assert SearchPlan(minutes=2).limit_s == 120
    assert SearchPlan(money=3, price_per_hour=6).limit_s == 1800
    assert SearchPlan(minutes=2, money=3, price_per_hour=6).limit_s == 120


def test_money_without_a_price_is_asked_about() -> None:
    with pytest.raises(NeedsYou, match="price of an hour"):
        SearchPlan(money=3)


@pytest.mark.parametrize(
    "said",
    [
        {"n_trials": 0},
        {"n_folds": 1},
        {"minutes": 0.0},
        {"minutes": float("nan")},
        {"money": -1.0, "price_per_hour": 1.0},
        {"price_per_hour": 0.0},
    ],
)
def test_a_budget_that_is_none_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(NeedsYou):
        SearchPlan(**said)


def test_a_plan_comes_back_from_json_and_an_unknown_field_is_named() -> None:
    plan = SearchPlan("random", 12, minutes=1.5, n_folds=3, is_pruned=False, seed=4)
    assert SearchPlan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan
    with pytest.raises(NeedsYou, match="no field tirals"):
        SearchPlan.from_dict({"tirals": 3})
