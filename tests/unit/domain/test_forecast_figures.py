"""Measures of a forecast against plain computations, and ranges that hold what they promise."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import mean_absolute_error

from tidemill.domain import forecast_figures as figures
from tidemill.domain.earlier_values import History
from tidemill.domain.time_grids import NO_STEP


def _history(values: np.ndarray) -> History:
    n = len(values)
    return History(("",), np.zeros(n, dtype=np.int64), np.arange(n), values)


def test_the_measures_are_those_of_a_plain_computation():
    rng = np.random.default_rng(0)
    values = pd.Series(rng.normal(20, 5, 120))
    history = _history(values.to_numpy())
    first, season, horizon = 100, 7, 10
    steps = np.arange(first, 120)
    codes = np.zeros(20, dtype=np.int64)
    until = figures.rows_before(history, np.array([first]))
    scale = figures.scales(history, season, until)
    assert scale[0] == pytest.approx(values[:first].diff(season).abs().mean(), rel=1e-12)
    naive = figures.seasonal_naive(history, codes, steps, season, horizon)
    np.testing.assert_array_equal(naive, values.shift(14).to_numpy()[first:])
    truth, said = values.to_numpy()[first:], rng.normal(20, 5, 20)
    found = figures.figures(truth, said, naive, figures.scale_of_rows(scale, codes))
    error = mean_absolute_error(truth, said)
    off = mean_absolute_error(truth, naive)
    assert found["mase"] == pytest.approx(error / scale[0], rel=1e-12)
    assert found["wape"] == pytest.approx(error / np.abs(truth).mean(), rel=1e-12)
    smape = (2 * np.abs(truth - said) / (np.abs(truth) + np.abs(said))).mean()
    assert found["smape"] == pytest.approx(smape, rel=1e-12)
    assert found["naive_mae"] == pytest.approx(off, rel=1e-12)
    assert found["skill"] == pytest.approx(1 - error / off, rel=1e-12)


def test_a_naive_forecast_one_step_ahead_has_a_scaled_error_of_one_on_its_own_rows():
    """The definition of the scale (Hyndman and Koehler 2006, section 3.1)."""
    values = np.array([1.0, 3.0, 2.0, 5.0, 4.0, 8.0])
    history = _history(values)
    scale = figures.scales(history, 1, np.ones(6, dtype=bool))
    found = figures.figures(values[1:], values[:-1], values[:-1], np.full(5, scale[0]))
    assert found["mase"] == pytest.approx(1.0)
    assert found["skill"] == 0.0


def test_measures_without_a_meaning_are_left_out():
    zeros = np.zeros(3)
    found = figures.figures(zeros, zeros, np.full(3, np.nan), np.full(3, np.nan))
    assert found == {"smape": 0.0}
    flat = figures.scales(_history(np.ones(20)), 1, np.ones(20, dtype=bool))
    assert np.isnan(flat).all()


def test_rows_before_the_first_judged_count_and_all_of_a_series_that_is_not_judged():
    history = History(("a", "b"), np.array([0, 0, 1, 1]), np.array([0, 5, 0, 5]), np.ones(4))
    before = figures.rows_before(history, np.array([5, NO_STEP]))
    assert before.tolist() == [True, False, True, True]


@pytest.mark.parametrize("level", figures.LEVELS)
@pytest.mark.parametrize("n", [79, 200])
def test_ranges_hold_the_share_they_promise(level, n):
    """Over 2,000 draws of errors with a skew, the next error lies inside as often as said."""
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(2000):
        errors = rng.gamma(2.0, 1.0, n + 1)
        (one,) = figures.ranges(errors[:-1], (level,))
        inside.append(one.low <= errors[-1] <= one.high)
    deviation = np.sqrt(level * (1 - level) / 2000)
    assert level - 3 * deviation <= np.mean(inside) <= level + 2 / (n + 1) + 3 * deviation


def test_too_few_errors_give_no_range_rather_than_a_wrong_one():
    assert [one.level for one in figures.ranges(np.arange(38.0))] == [0.8]
    assert [one.level for one in figures.ranges(np.arange(39.0))] == [0.8, 0.95]
    assert figures.ranges(np.arange(5.0)) == ()
