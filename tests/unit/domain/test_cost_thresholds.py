"""The cheapest threshold: found exactly, judged on other rows, implied where rows are few."""

from dataclasses import replace

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import cost_thresholds
from tidemill.domain.business_value import Costs
from tidemill.domain.cost_thresholds import KeptThreshold
from tidemill.domain.recipes import Task

LEVELS = ("no", "yes")
COSTS = Costs({"no:yes": 1.0, "yes:no": 4.0}, unit="EUR")


def _sound(n=4_000, seed=2):
    """Probabilities that are right."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.8, 1.6, n)
    return (rng.random(n) < p).astype(int), p


def _mean(y, p, at):
    return replace(COSTS, threshold=at).of_answers(Task.BINARY, LEVELS, y, p).mean()


def test_no_other_threshold_is_cheaper():
    rng = np.random.default_rng(0)
    for seed in range(20):
        n = 80
        y = rng.integers(0, 2, n)
        p = np.round(np.random.default_rng(seed).random(n), 1)  # with ties
        found = cost_thresholds.cheapest(COSTS, LEVELS, y, p)
        tried = [_mean(y, p, at) for at in np.linspace(0.001, 0.999, 500)]
        assert _mean(y, p, found) <= min(tried) + 1e-12


def test_right_probabilities_lead_to_the_threshold_the_costs_imply():
    assert cost_thresholds.implied(COSTS, LEVELS) == pytest.approx(0.2)  # Elkan 2001, equation 2
    y, p = _sound(200_000)
    assert cost_thresholds.cheapest(COSTS, LEVELS, y, p) == pytest.approx(0.2, abs=0.03)


def test_probabilities_that_are_off_get_another_threshold_than_the_implied_one():
    y, p = _sound()
    squeezed = 0.5 + 0.2 * (p - 0.5)  # said too near to one half: 0.2 would say yes to all
    kept = cost_thresholds.chosen(COSTS, "money", LEVELS, y, squeezed)
    assert kept.value == pytest.approx(0.44, abs=0.02)
    assert kept.cost < kept.usual_cost
    assert "the cheapest by money on 4,000 rows not learned from" in kept.words


def test_few_rows_take_the_implied_threshold_and_say_so():
    y, p = _sound(60)
    kept = cost_thresholds.chosen(COSTS, "money", LEVELS, y, p)
    assert kept.is_implied
    assert kept.value == pytest.approx(0.2)
    assert "60 rows were too few to choose by" in kept.words


def test_costs_by_which_one_answer_is_never_dearer():
    always = Costs({"yes:no": 1.0})
    assert cost_thresholds.implied(always, LEVELS) == cost_thresholds.LEAST
    with pytest.raises(NeedsYou, match="never dearer"):
        cost_thresholds.implied(Costs({"no:no": 1.0, "yes:yes": 1.0}), LEVELS)


def test_judged_across_is_not_fooled_by_chance():
    """Where answers know nothing, the best threshold on the same rows looks cheaper than it is."""
    even = Costs({"no:yes": 1.0, "yes:no": 1.0})
    honest, fooled = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        y, p = rng.integers(0, 2, 200), rng.random(200)
        at = cost_thresholds.cheapest(even, LEVELS, y, p)
        same = replace(even, threshold=at).of_answers(Task.BINARY, LEVELS, y, p)
        fooled.append(same.mean())
        honest.append(cost_thresholds.judged_across(even, LEVELS, y, p, seed).mean())
    assert np.mean(fooled) < 0.47
    assert np.mean(honest) == pytest.approx(0.5, abs=0.015)


def test_the_course_over_thresholds_is_what_each_costs():
    y, p = _sound(500)
    p = np.round(p, 2)
    at = np.array([0.0, 0.1, 0.2, 0.5, 0.97, 1.01])
    found = cost_thresholds.course(COSTS, LEVELS, y, p, at)
    table = COSTS.table(LEVELS)
    wanted = [table[y, (p >= one).astype(int)].mean() for one in at]
    assert found == pytest.approx(wanted)


def test_a_kept_threshold_is_stored_and_read_again():
    kept = KeptThreshold(0.2, "money", 100, 0.3, 0.4, "EUR")
    assert KeptThreshold.from_dict(kept.to_dict()) == kept
