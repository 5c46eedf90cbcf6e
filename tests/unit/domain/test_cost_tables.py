"""Several classes by costs: the class with the least cost to be expected, kept and put in order."""

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import cost_thresholds
from tidemill.domain.business_value import Costs, decided
from tidemill.domain.cost_thresholds import KeptTable
from tidemill.domain.recipes import Task
from tidemill.services.training.answers import told
from tidemill.services.training.predictions import Predictions

LEVELS = ("high", "low", "mid")
COSTS = Costs(
    {"high:low": 50.0, "high:mid": 20.0, "low:high": 1.0, "low:mid": 1.0, "mid:low": 3.0},
    unit="EUR",
)
TABLE = cost_thresholds.own_table(COSTS, LEVELS)


def _rows(n=5_000, seed=1):
    """Right probabilities of three classes, and the truth drawn by them."""
    rng = np.random.default_rng(seed)
    p = rng.dirichlet((0.5, 1.5, 0.8), n)
    y = (p.cumsum(axis=1) < rng.random(n)[:, None]).sum(axis=1)
    return y, p


def test_the_class_said_is_the_one_no_other_undercuts_row_by_row():
    _, p = _rows(400)
    said = decided(Task.MULTICLASS, p, TABLE)
    for shares, code in zip(p, said.tolist(), strict=True):
        costs = [
            sum(
                share * COSTS.amounts.get(f"{truth}:{LEVELS[k]}", 0.0)
                for truth, share in zip(LEVELS, shares, strict=True)
            )
            for k in range(3)
        ]
        assert costs[code] == pytest.approx(min(costs))
    assert (said != p.argmax(axis=1)).mean() > 0.2
    assert np.array_equal(decided(Task.MULTICLASS, p, None), p.argmax(axis=1))


def test_of_right_probabilities_no_other_way_to_decide_is_cheaper():
    y, p = _rows()
    kept = cost_thresholds.table_for(COSTS, "money", LEVELS, y, p)
    assert kept is not None
    assert kept.cost < 0.8 * kept.usual_cost
    rng = np.random.default_rng(4)
    for _ in range(30):
        other = p * rng.lognormal(0, 0.7, 3)
        assert COSTS.table(LEVELS)[y, other.argmax(axis=1)].mean() > kept.cost
    assert "least cost to be expected is said, by money: on 5,000 rows" in kept.words


def test_where_probabilities_are_wrong_and_it_is_dearer_the_likeliest_class_stays():
    y = np.random.default_rng(0).integers(1, 3, 600)
    p = np.where(np.eye(3)[y] == 1, 0.6, 0.1)
    p[:, 0] = 0.3  # what is dear to miss is feared and never there
    by_costs = COSTS.of_answers(Task.MULTICLASS, LEVELS, y, p, TABLE).mean()
    assert by_costs > COSTS.of_answers(Task.MULTICLASS, LEVELS, y, p).mean() == 0.0
    assert cost_thresholds.table_for(COSTS, "money", LEVELS, y, p) is None


def test_few_rows_take_the_costs_as_they_are_and_say_so():
    y, p = _rows(40)
    kept = cost_thresholds.table_for(COSTS, "money", LEVELS, y, p)
    assert kept.is_implied
    assert "40 rows were too few" in kept.words
    assert KeptTable.from_dict(kept.to_dict()) == kept
    with pytest.raises(NeedsYou, match="no truth and decision"):
        cost_thresholds.table_for(Costs({"high:none": 1.0}), "r", LEVELS, y, p)


def test_answers_say_the_class_by_costs_with_its_own_probability():
    y, p = _rows(200)
    said = Predictions(Task.MULTICLASS, LEVELS, np.arange(200), p, y, table=TABLE)
    codes = decided(Task.MULTICLASS, p, TABLE)
    for row, (label, share) in enumerate(told(said)):
        assert label == LEVELS[codes[row]]
        assert share == p[row, codes[row]]
    again = Predictions.from_bytes(said.to_bytes())
    assert again.table == TABLE
    assert again.labels() == said.labels()
    assert Predictions.from_bytes(said.as_kept().to_bytes()).table == TABLE


def test_another_order_of_classes_says_the_same_and_an_unknown_one_is_never_said():
    y, p = _rows(200)
    said = Predictions(Task.MULTICLASS, LEVELS, np.arange(200), p, y, table=TABLE)
    turned = said.with_levels(("mid", "none", "high", "low"))
    assert turned.labels() == said.labels()
    assert turned.with_levels(LEVELS).table == TABLE
