"""Curves too many for lines: where they run, how many at a pixel, which is under the pointer."""

import numpy as np
import pytest

from tidemill.base.errors import Cancelled
from tidemill.base.progress import Silent
from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit.charts.curve_crowd import NOBODY, Crowd, lay, make_crowd_ready
from tidemill.gui.kit.charts.curve_series import Axes
from tidemill.gui.kit.charts.curve_view import View, spanning

UNIT = View(0.0, 1.0, 0.0, 1.0)


def _level(values: list[float], first: int = 8) -> Crowd:
    """Level lines at these heights."""
    n = len(values)
    return Crowd(
        np.arange(first, first + n),
        [f"run {first + at}" for at in range(n)],
        [np.array([0.0, 1.0])] * n,
        [np.array([value, value]) for value in values],
    )


def test_counts_tell_how_many_curves_pass_through_a_pixel() -> None:
    ready = make_crowd_ready(_level([0.25, 0.25, 0.75]), Axes(), Smoothing())
    field = lay(ready, UNIT, 10, 20)
    assert field.size == (10, 20)
    assert field.counts[15].tolist() == [2.0] * 10
    assert field.counts[5].tolist() == [1.0] * 10
    assert field.counts.sum() == 30
    shown = field.opacity()
    assert shown[15, 0] > shown[5, 0] > 0.1
    assert shown[0, 0] == 0.0


def test_a_steep_curve_fills_every_pixel_on_its_way() -> None:
    steep = Crowd(np.array([8]), ["a"], [np.array([0.0, 1.0])], [np.array([0.0, 1.0])])
    field = lay(make_crowd_ready(steep, Axes(), Smoothing()), UNIT, 4, 40)
    assert (field.counts.sum(axis=1)[8:36] >= 1).all()


def test_gaps_and_what_lies_outside_are_left_out() -> None:
    gap = Crowd(
        np.array([8, 9]), ["a", "b"],
        [np.array([0.0, 0.4, 0.6, 1.0]), np.array([2.0, 3.0])],
        [np.array([0.5, np.nan, np.nan, 0.5]), np.array([0.5, 0.5])],
    )  # fmt: skip
    field = lay(make_crowd_ready(gap, Axes(), Smoothing()), UNIT, 100, 10)
    assert field.counts[:, 45:55].sum() == 0
    assert field.n_at(50.0) == 0
    above = make_crowd_ready(_level([5.0]), Axes(), Smoothing())
    assert lay(above, UNIT, 10, 10).counts.sum() == 0


def test_the_nearest_curve_is_found_and_none_that_is_far() -> None:
    field = lay(make_crowd_ready(_level([0.25, 0.75]), Axes(), Smoothing()), UNIT, 10, 100)
    assert field.nearest(3.0, 30.0, 14.0) == 1
    assert field.nearest(3.0, 70.0, 14.0) == 0
    assert field.nearest(3.0, 50.0, 14.0) == -1
    assert field.nearest(-3.0, 70.0, 14.0) == -1
    assert field.n_at(3.0) == 2
    assert field.meeting(2, 20, 5, 30) == [1]
    assert field.meeting(2, 40, 5, 60) == []


def test_every_curve_has_a_place_a_name_and_points() -> None:
    crowd = _level([0.1, 0.2, 0.3])
    assert crowd.at(9) == 1
    assert crowd.at(3) == crowd.at(99) == crowd.at(None) == NOBODY.at(1) == -1
    assert crowd.series(2).name == "run 10"
    kept = crowd.within(np.array([True] * 9 + [False, True]))
    assert kept.keys.tolist() == [8, 10]
    assert kept.names == ["run 8", "run 10"]
    assert crowd.within(None) is crowd
    assert len(crowd.every()) == 3


def test_axes_and_smoothing_hold_for_a_crowd_too() -> None:
    wild = Crowd(np.array([8]), ["a"], [np.array([3.0, 1.0, 2.0])], [np.array([100.0, 1.0, 10.0])])
    ready = make_crowd_ready(wild, Axes(is_y_log=True), Smoothing())
    assert ready.x[0].tolist() == [1.0, 2.0, 3.0]
    assert ready.y[0].tolist() == pytest.approx([0.0, 1.0, 2.0])
    assert ready.x_range == (1.0, 3.0)
    assert ready.y_range == pytest.approx((0.0, 2.0))
    smooth = make_crowd_ready(wild, Axes(), Smoothing("ema", 0.9))
    assert smooth.y_range is not None
    assert smooth.y_range[1] < 100
    empty = Crowd(np.array([8]), ["a"], [np.empty(0)], [np.empty(0)])
    assert make_crowd_ready(empty, Axes(), Smoothing()).x_range is None


def test_laying_stops_when_asked() -> None:
    reporter = Silent()
    reporter.stop()
    ready = make_crowd_ready(_level([0.1]), Axes(), Smoothing())
    with pytest.raises(Cancelled):
        lay(ready, UNIT, 10, 10, reporter.check)
    with pytest.raises(Cancelled):
        make_crowd_ready(_level([0.1]), Axes(), Smoothing(), reporter.check)


def test_a_range_spans_what_there_is() -> None:
    assert spanning(None, (1.0, 2.0)) == (1.0, 2.0)
    assert spanning((0.0, 1.5), (1.0, 2.0)) == (0.0, 2.0)
    assert spanning(None, None) is None
