"""Smoothing: the formulas against plain loops, gaps, ends."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.smoothing import Smoothing, exponential, gaussian, moving_median


def _debiased(values, weight):
    made, last = [], 0.0
    for n, value in enumerate(values, 1):
        last = last * weight + (1 - weight) * value
        made.append(last / (1 - weight**n))
    return made


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 700), st.sampled_from([0.1, 0.6, 0.9, 0.99, 0.999]), st.integers(0, 99))
def test_the_exponential_average_is_the_debiased_one_of_a_plain_loop(n, weight, seed):
    values = np.random.default_rng(seed).normal(size=n)
    assert exponential(values, weight) == pytest.approx(_debiased(values, weight), rel=1e-7)


def test_the_first_smoothed_value_is_the_first_value():
    assert Smoothing("ema", 0.99).of([5.0, 5.0, 5.0]) == pytest.approx([5.0, 5.0, 5.0])


def test_the_moving_median_is_that_of_each_window():
    values = np.random.default_rng(3).normal(size=50)
    made = moving_median(values, 7)
    for at in range(50):
        assert made[at] == np.median(values[max(0, at - 3) : at + 4])


@pytest.mark.parametrize("n", [1, 4, 60])
def test_the_gaussian_is_a_mean_with_weights(n):
    values = np.random.default_rng(4).normal(size=n)
    made = gaussian(values, 9)
    for at in range(n):
        near = [k for k in range(n) if abs(k - at) <= min(4, n - 1)]
        weights = [math.exp(-0.5 * ((k - at) / 2.25) ** 2) for k in near]
        assert made[at] == pytest.approx(np.average(values[near], weights=weights))


@pytest.mark.parametrize("kind", ["ema", "median", "gaussian"])
def test_gaps_stay_gaps_and_do_not_count(kind):
    clean = Smoothing(kind, 0.7).of([1.0, 3.0, 2.0, 5.0])
    gappy = Smoothing(kind, 0.7).of([1.0, math.nan, 3.0, 2.0, math.inf, 5.0])
    assert np.isnan(gappy).tolist() == [False, True, False, False, True, False]
    assert gappy[np.isfinite(gappy)] == pytest.approx(clean)


def test_without_weight_or_kind_nothing_is_smoothed():
    assert Smoothing("ema", 0.0).of([1.0, 9.0]).tolist() == [1.0, 9.0]
    assert Smoothing("none", 0.9).of([1.0, 9.0]).tolist() == [1.0, 9.0]
    assert Smoothing("median", 0.9).of([]).tolist() == []


def test_the_window_grows_with_the_weight_and_is_odd():
    assert Smoothing("median", 0.5).window == 3
    assert Smoothing("median", 0.9).window == 19
    assert Smoothing("median", 0.9999).window == 999
