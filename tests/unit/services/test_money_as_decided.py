"""Rehearsals and money tell of the decisions that a model really takes."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tidemill.domain.business_value import Costs
from tidemill.domain.recipes import Task
from tidemill.services import decisions, row_losses
from tidemill.services.monitoring import worth
from tidemill.services.training.predictions import Predictions

N = 500
ROWS = np.arange(N)
COSTS = Costs({"no:yes": 1.0, "yes:no": 9.0}, threshold=0.5)


def _two(threshold=0.5, seed=0):
    rng = np.random.default_rng(seed)
    p = rng.random(N)
    y = (rng.random(N) < p).astype(int)
    return Predictions(Task.BINARY, ("no", "yes"), ROWS, p, y, threshold=threshold)


def _version(number):
    return SimpleNamespace(label=f"v{number}", number=number, metrics={})


def _by_hand(said, threshold):
    yes = said.values >= threshold
    missed, false = ~yes & (said.truth == 1), yes & (said.truth == 0)
    return 9.0 * missed + 1.0 * false


def test_each_version_of_a_rehearsal_decides_by_its_own_threshold():
    old, new = _two(0.3), _two(0.8, seed=1)
    both = decisions.together(_version(1), _version(2), (old, ROWS), (new, ROWS))
    told = decisions.decided(both, _version(1), 0.5)
    assert told.before.tolist() == old.labels()
    assert told.after.tolist() == new.labels()
    assert "0.3 up before" in told.rule
    assert "0.8 up now" in told.rule
    # One that has none decides by the costs' threshold.
    plain = decisions.together(_version(1), _version(2), (_two(), ROWS), (new, ROWS))
    told = decisions.decided(plain, _version(1), 0.6)
    assert told.before.tolist() == replace(_two(), threshold=0.6).labels()
    assert told.after.tolist() == new.labels()


def test_several_classes_are_rehearsed_by_the_costs_a_version_decides_by():
    rng = np.random.default_rng(3)
    levels = ("high", "low", "mid")
    p = rng.dirichlet((1.0, 1.0, 1.0), N)
    table = ((0.0, 20.0, 20.0), (1.0, 0.0, 1.0), (1.0, 1.0, 0.0))
    plain = Predictions(Task.MULTICLASS, levels, ROWS, p, rng.integers(0, 3, N))
    priced = replace(plain, table=table)
    both = decisions.together(_version(1), _version(2), (plain, ROWS), (priced, ROWS))
    told = decisions.decided(both, _version(1))
    assert told.before.tolist() == plain.labels()
    assert told.after.tolist() == priced.labels()
    assert told.flips.sum() > N / 10
    assert told.rule.endswith("the class with the least cost to be expected now")
    code = np.array([levels.index(name) for name in told.after])
    assert told.new_score == pytest.approx(p[ROWS, code])


def test_what_monitoring_counts_is_the_cost_of_the_decisions_taken():
    said = _two(0.2)
    by_hand = _by_hand(said, 0.2)
    assert worth.costs_of_rows(COSTS, said) == pytest.approx(by_hand)
    assert row_losses.of_rows(said, COSTS, False) == pytest.approx(by_hand)
    assert by_hand.mean() < _by_hand(said, 0.5).mean()
    # Without labels as the probabilities have it, decided at the same place.
    expected = np.where(said.values >= 0.2, 1 - said.values, 9.0 * said.values)
    assert row_losses.of_rows(said, COSTS, True) == pytest.approx(expected)
    # One that has no threshold of its own keeps to the costs' threshold.
    plain = replace(COSTS, threshold=0.35)
    assert worth.costs_of_rows(plain, _two()) == pytest.approx(_by_hand(_two(), 0.35))
