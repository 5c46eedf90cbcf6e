"""Bands over groups of curves."""

import math

import numpy as np
import pytest

from tidemill.domain.curve_groups import MOST_PLACES, band


def _pair(x, y):
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def test_a_band_is_the_mean_with_the_range_of_curves_on_the_same_steps():
    made = band([_pair([0, 1], [1, 2]), _pair([0, 1], [3, 6])], "range")
    assert made.n == 2
    assert made.mean.tolist() == [2.0, 4.0]
    assert made.low.tolist() == [1.0, 2.0]
    assert made.high.tolist() == [3.0, 6.0]


def test_the_spread_is_that_of_a_sample():
    made = band([_pair([0], [1]), _pair([0], [2]), _pair([0], [6])], "sd")
    half = np.std([1, 2, 6], ddof=1)
    assert made.high[0] == pytest.approx(3 + half)
    assert made.low[0] == pytest.approx(3 - half)


def test_between_its_points_a_curve_is_read_off_and_beyond_them_it_does_not_count():
    made = band([_pair([0, 4], [0, 4]), _pair([2, 6], [10, 10])], "range")
    assert made.x.tolist() == [0, 2, 4, 6]
    assert made.mean.tolist() == [0.0, 6.0, 7.0, 10.0]


def test_what_is_no_number_does_not_count_and_nothing_makes_nothing():
    made = band([_pair([0, 1, 2], [1, math.nan, 3]), _pair([0, 1, 2], [math.inf, 5, 5])], "sd")
    assert made.mean.tolist() == [1.0, 3.5, 4.0]
    assert band([]).n == 0
    assert band([_pair([0], [math.nan])]).n == 0


def test_long_curves_are_taken_at_even_places():
    x = np.arange(10_000)
    made = band([_pair(x, x), _pair(x + 0.5, x)], "range")
    assert len(made.x) == MOST_PLACES
    assert np.all(made.low <= made.mean)
    assert np.all(made.mean <= made.high)
