"""Curves drawn from a few points: no extreme is lost, gaps stay gaps, the count is bounded."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidemill.domain.pyramids import build

_SETTINGS = settings(deadline=None, max_examples=60)


def _curve(seed, n, share_missing, is_even):
    rng = np.random.default_rng(seed)
    x = np.arange(n, dtype=float) if is_even else np.cumsum(rng.exponential(1.0, n) ** 4)
    y = rng.normal(size=n)
    if share_missing:
        for start in rng.integers(0, n, size=max(1, int(n * share_missing / 8))):
            y[start : start + 8] = np.nan
    return x, y


curves = st.builds(
    _curve,
    st.integers(0, 2**31),
    st.integers(1, 6000),
    st.sampled_from([0.0, 0.01, 0.4, 1.0]),
    st.booleans(),
)
shares = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0))


def _window(x, ends):
    low, high = (x[0] + share * (x[-1] - x[0]) for share in sorted(ends))
    return (low, high) if high > low else (low - 0.5, low + 0.5)


@_SETTINGS
@given(curves, shares, st.integers(1, 300))
def test_the_highest_and_lowest_value_of_a_window_are_always_drawn(curve, ends, width):
    x, y = curve
    low, high = _window(x, ends)
    drawn_x, drawn_y = build(x, y).window(low, high, width)
    inside = y[(x >= low) & (x <= high)]
    if np.isfinite(inside).any():
        assert np.nanmax(drawn_y) >= np.nanmax(inside)
        assert np.nanmin(drawn_y) <= np.nanmin(inside)
    assert np.all(np.diff(drawn_x) >= 0)


@_SETTINGS
@given(curves, shares, st.integers(1, 300))
def test_every_pixel_reaches_as_far_as_its_points(curve, ends, width):
    x, y = curve
    low, high = _window(x, ends)
    drawn_x, drawn_y = build(x, y).window(low, high, width)
    pixel = (high - low) / width
    known = np.isfinite(drawn_y)
    for at in np.flatnonzero((x >= low) & (x <= high) & np.isfinite(y)):
        near = known & (np.abs(drawn_x - x[at]) <= 2 * pixel)
        assert np.max(drawn_y[near]) >= y[at] >= np.min(drawn_y[near])


@_SETTINGS
@given(curves, shares, st.integers(1, 300))
def test_at_most_four_points_a_pixel_are_drawn(curve, ends, width):
    x, y = curve
    low, high = _window(x, ends)
    drawn_x, drawn_y = build(x, y).window(low, high, width)
    assert len(drawn_x) == len(drawn_y) <= 4 * (width + 3)


@_SETTINGS
@given(curves, shares, st.integers(1, 300))
def test_no_line_crosses_a_missing_stretch_wider_than_two_pixels(curve, ends, width):
    x, y = curve
    low, high = _window(x, ends)
    drawn_x, drawn_y = build(x, y).window(low, high, width)
    pixel = (high - low) / width
    both = np.isfinite(drawn_y[:-1]) & np.isfinite(drawn_y[1:])
    for at in np.flatnonzero(both & (np.diff(drawn_x) > 2 * pixel)):
        between = (x > drawn_x[at] + pixel) & (x < drawn_x[at + 1])
        assert not np.isnan(y[between]).any()


@_SETTINGS
@given(curves, st.integers(0, 6000))
def test_a_curve_that_grew_is_the_same_as_one_made_at_once(curve, cut):
    x, y = curve
    cut = min(cut, len(x))
    grown, whole = build(x[:cut], y[:cut]).extended(x[cut:], y[cut:]), build(x, y)
    assert np.array_equal(grown.y, whole.y, equal_nan=True)
    assert len(grown.lows) == len(whole.lows)
    for one, other in zip((*grown.lows, *grown.highs), (*whole.lows, *whole.highs), strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_a_single_peak_in_a_million_points_is_drawn():
    y = np.zeros(1_000_000)
    y[654_321] = 9.0
    x = np.arange(1_000_000, dtype=float)
    for window in ((0.0, 999_999.0), (600_000.0, 700_000.0), (654_000.0, 655_000.0)):
        drawn = build(x, y).window(*window, 800)[1]
        assert drawn.max() == 9.0


def test_a_pause_in_time_does_not_pull_points_over_it():
    x = np.concatenate([np.arange(5000.0), 1e6 + np.arange(5000.0)])
    y = np.concatenate([np.zeros(5000), np.ones(5000)])
    drawn_x, drawn_y = build(x, y).window(0.0, 1.005e6, 500)
    assert np.all(drawn_y[drawn_x < 6000] == 0.0)
    assert np.all(drawn_y[drawn_x > 6000] == 1.0)


def test_values_that_are_no_numbers_become_gaps_and_are_counted():
    made = build([0, 1, 2, math.nan, 4], [1.0, math.inf, math.nan, 5.0, 2.0])
    assert made.n_odd == 3
    assert made.y_range() == (1.0, 2.0)
    assert list(made.x) == [0, 1, 2, 4]
    assert np.isnan(made.window(0, 4, 100)[1]).tolist() == [False, True, True, False]


def test_places_in_any_order_are_sorted_and_equal_ones_keep_theirs():
    made = build([2, 1, 2, 0], [5.0, 6.0, 7.0, 8.0])
    assert made.y.tolist() == [8.0, 6.0, 5.0, 7.0]


def test_points_that_lie_before_the_last_one_are_sorted_in():
    grown = build([0, 1, 5], [0.0, 1.0, 5.0]).extended([3, 4], [3.0, 4.0])
    assert grown.y.tolist() == [0.0, 1.0, 3.0, 4.0, 5.0]


def test_no_point_and_one_point_are_curves_too():
    nothing = build([], [])
    assert nothing.x_range() is None
    assert nothing.y_range() is None
    assert nothing.window(0, 1, 10)[0].size == 0
    one = build([3.0], [7.0])
    assert one.window(0, 10, 10)[1].tolist() == [7.0]
    assert one.y_range() == (7.0, 7.0)


def test_places_and_values_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ"):
        build([1, 2], [1.0])
