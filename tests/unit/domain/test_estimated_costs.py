"""What answers probably cost while no truth is known, held against what came out."""

import numpy as np
import pytest

from tidemill.domain.business_value import Amount, Costs, of_costs, of_estimate
from tidemill.domain.columns import Kind
from tidemill.domain.estimates import fitting
from tidemill.domain.estimates.estimator import estimator_of
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Task

WRONG = {2: {"0:1": 1.0, "1:0": 1.0}, 3: {f"{a}:{b}": 1.0 for a in "012" for b in "012" if a != b}}


def frame(x):
    return Frame((ColumnData("x", Kind.NUMERIC, x),))


def two(rng, n, middle):
    """A model that is too sure: it doubles the log odds."""
    x = rng.normal(middle, 1.0, n)
    return x, (rng.random(n) < fitting.sigmoid(x)).astype(np.int64), fitting.sigmoid(2.0 * x)


def three(rng, n, middle):
    x = rng.normal(middle, 1.0, n)
    raised = np.exp(np.column_stack((x, -x, np.zeros(n))))
    p = raised / raised.sum(axis=1, keepdims=True)
    truth = (rng.random(n)[:, None] > np.cumsum(p, axis=1)).sum(axis=1)
    return x, np.minimum(truth, 2), p


def number(rng, n, middle):
    """Errors grow with x, and lie over the truth more often than under it."""
    x = 3.0 * rng.beta(1.0 + 2.0 * middle, 1.0, n) - 1.5
    said = 10.0 * x
    return x, said - np.exp(0.4 * x) * (rng.normal(size=n) + 0.5), said


CASES = {
    Task.BINARY: (two, Costs({"1:0": 20.0, "0:1": 3.0}, 0.2), ("0", "1")),
    Task.MULTICLASS: (three, Costs({"0:1": 7.0, "2:0": 2.0, "1:2": 1.0}), ("0", "1", "2")),
    Task.REGRESSION: (number, Costs({"over": 1.0, "under": 4.0}), ()),
}


@pytest.mark.parametrize("task", CASES)
def test_what_comes_out_lies_in_the_interval_where_rows_like_the_old_ones_are_elsewhere(task):
    rows, costs, levels = CASES[task]
    n_held = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        x, y, p = rows(rng, 1_500, 0.0)
        estimator = estimator_of(task, y, p, frame(x), ["x"])
        x, truth, said = rows(rng, 500, 0.4)
        found = estimator.estimate_cost(frame(x), said, costs, levels, seed=seed)
        real = costs.of_answers(task, levels, truth, said).mean()
        assert found.low < found.value < found.high
        n_held += found.low <= real <= found.high
    assert n_held >= 17


@pytest.mark.parametrize(
    ("task", "costs", "measure"),
    [
        (Task.BINARY, Costs(WRONG[2]), "accuracy"),
        (Task.MULTICLASS, Costs(WRONG[3]), "accuracy"),
        (Task.REGRESSION, Costs({"over": 1.0, "under": 1.0}), "mae"),
    ],
)
def test_costs_of_one_a_mistake_are_the_estimated_measure(task, costs, measure):
    rows, _, levels = CASES[task]
    rng = np.random.default_rng(3)
    x, y, p = rows(rng, 1_500, 0.0)
    estimator = estimator_of(task, y, p, frame(x), ["x"])
    x, _, said = rows(rng, 500, 0.3)
    found = estimator.estimate_cost(frame(x), said, costs, levels)
    same = estimator.estimate(frame(x), said)[measure].value
    assert found.value == pytest.approx(same if task is Task.REGRESSION else 1.0 - same, rel=1e-9)


def test_rows_out_of_reach_and_few_rows_held_out_have_no_cost():
    rng = np.random.default_rng(1)
    x, y, p = two(rng, 1_500, 0.0)
    _, costs, levels = CASES[Task.BINARY]
    far = estimator_of(Task.BINARY, y, p, frame(x), ["x"])
    assert "no row held out had" in far.estimate_cost(frame(x + 50.0), p, costs, levels).note
    few = estimator_of(Task.BINARY, y[:30], p[:30], frame(x[:30]), ["x"])
    told = few.estimate_cost(frame(x), p, costs, levels)
    assert told.value is None
    assert "Only 30 rows were held out" in told.note


def test_an_estimated_worth_is_told_a_day_beside_the_rows_held_out_and_says_what_it_is():
    before = np.array([1.0, 3.0] * 200)
    found = of_estimate(Amount(5.0, 4.0, 7.0), "£", n_rows=600, days=30, before=before, against="x")
    assert (found.total.value, found.total.low, found.total.high) == (-100.0, -140.0, -80.0)
    assert (found.before, found.per, found.n) == (-40.0, "day", 0)
    assert found.is_estimated
    assert found.note == "Estimated, as no labels have come."
    assert found.change.value == pytest.approx(-60.0)
    assert found.change.low < -100.0 < found.change.value < found.change.high < -38.0
    assert found.change.is_certain
    measured = of_costs(np.full(10, 5.0), "£", n_rows=600, days=30, before=before, against="x")
    assert measured.total.value == found.total.value
    assert set(measured.to_dict()) == set(found.to_dict())


@pytest.mark.parametrize(
    ("task", "own"),
    [(Task.BINARY, 0.7), (Task.MULTICLASS, ((0.0, 9.0, 9.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0)))],
)
def test_answers_cost_as_the_model_decides_not_as_the_costs_would(task, own):
    rows, costs, levels = CASES[task]
    rng = np.random.default_rng(8)
    x, y, p = rows(rng, 3_000, 0.0)
    estimator = estimator_of(task, y, p, frame(x), ["x"])
    x, truth, said = rows(rng, 3_000, 0.2)
    found = estimator.estimate_cost(frame(x), said, costs, levels, own=own)
    came = costs.of_answers(task, levels, truth, said, own)
    near = 3 * came.std() / np.sqrt(len(came))
    assert found.low - near < came.mean() < found.high + near
    usual = costs.of_answers(task, levels, truth, said)
    assert abs(came.mean() - usual.mean()) > 2 * near  # deciding otherwise costs otherwise
