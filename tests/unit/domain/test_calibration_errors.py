"""The calibration error, with chance taken away."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from tidemill.domain.calibration_errors import calibration_error
from tidemill.domain.metrics import UndefinedMetric
from tidemill.domain.recipes import Task


def _world(seed: int, n: int, off: float = 0.0):
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.15, 0.85, n)
    return (rng.random(n) < p + off).astype(int), p


def test_bins_are_those_of_scikit_learn():
    y, p = _world(1, 1_000)
    found = calibration_error(Task.BINARY, y, p)
    happened, said = calibration_curve(y, p, n_bins=10, strategy="quantile")
    assert [one.happened for one in found.bins] == pytest.approx(happened)
    assert [one.said for one in found.bins] == pytest.approx(said)
    assert found.plain == pytest.approx(np.abs(happened - said).mean())


@pytest.mark.parametrize("n", [200, 2_000])
def test_squared_errors_of_a_calibrated_model_are_0_on_average_however_few_rows(n):
    """The plain error is not: on 200 rows chance alone makes it about 0.08."""
    found = [calibration_error(Task.BINARY, *_world(seed, n)) for seed in range(60)]
    assert np.median([one.value for one in found]) < 0.6 * np.median([one.plain for one in found])
    off = [calibration_error(Task.BINARY, *_world(seed, n, 0.1)).value for seed in range(60)]
    assert np.median(off) == pytest.approx(0.1, abs=0.02)


def test_several_classes_and_numbers():
    rng = np.random.default_rng(3)
    shares = rng.dirichlet(np.ones(3) * 2, 5_000)
    y = (rng.random(5_000)[:, None] > shares.cumsum(axis=1)).sum(axis=1)
    assert calibration_error(Task.MULTICLASS, y, shares).value < 0.03
    sure = shares**3 / (shares**3).sum(axis=1, keepdims=True)
    assert calibration_error(Task.MULTICLASS, y, sure).value > 0.1
    truth = rng.normal(0, 2, 5_000)
    said = truth + rng.normal(0, 1, 5_000)
    linear = truth.var() / (truth.var() + 1) * said
    assert calibration_error(Task.REGRESSION, truth, linear).value < 0.03
    far = calibration_error(Task.REGRESSION, truth, linear + 1.0)
    assert far.value == pytest.approx(1 / truth.std(), abs=0.03)


def test_too_few_rows_and_a_truth_that_does_not_vary_have_none():
    with pytest.raises(UndefinedMetric, match="19 rows are too few"):
        calibration_error(Task.BINARY, *(one[:19] for one in _world(1, 40)))
    with pytest.raises(UndefinedMetric, match="same in all rows"):
        calibration_error(Task.REGRESSION, np.ones(40), np.arange(40.0))
