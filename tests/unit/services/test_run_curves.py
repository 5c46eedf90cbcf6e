"""Curves of runs: read whole and read on, across steps, time and another metric."""

import math

import numpy as np
import pytest

from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.services import run_curves
from tidemill.services.run_curves import Curve
from tidemill.store import histories, run_writing
from tidemill.store.run_writing import Keys, NewRun


def _run(workspace, name="a run"):
    now = workspace.clock.now()
    one = NewRun(new_id(), "default", "churn", name, "ada", "running", now)
    with workspace.store.write() as tx:
        seq = run_writing.next_seq(tx)
        return run_writing.insert_runs(tx, [one], seq)[one.uuid]


def _log(workspace, pk, metric, points):
    with workspace.store.write() as tx:
        key = Keys().ids(tx, [("metric", metric)])["metric", metric]
        histories.append(tx, [(pk, key, step, at, value) for step, at, value in points])


def _curve(steps, values, metric="loss", times=None, since=None):
    times = np.asarray(steps, dtype=float) if times is None else np.asarray(times, dtype=float)
    return Curve(1, "a", metric, np.asarray(steps), times, np.asarray(values, float), since)


def test_a_curve_is_read_with_its_runs_name_and_begin(workspace):
    pk = _run(workspace, "calm-crane")
    _log(workspace, pk, "loss", [(1, 10.0, 0.5), (2, 11.0, math.nan), (2, 12.0, math.inf)])
    read = run_curves.curve(workspace, pk, "loss")
    assert (read.key, read.run_name, read.metric, read.n) == (pk, "calm-crane", "loss", 3)
    assert read.steps.tolist() == [1, 2, 2]
    assert np.array_equal(read.values, [0.5, math.nan, math.inf], equal_nan=True)
    assert read.since == workspace.clock.now().timestamp()


def test_a_metric_nobody_logged_is_a_curve_without_points(workspace):
    assert run_curves.curve(workspace, _run(workspace), "never").n == 0


@pytest.mark.parametrize("cut", [1, 3000, 4096, 5000, 9000])
def test_reading_on_gives_what_reading_whole_gives(workspace, cut):
    pk = _run(workspace)
    points = [(step, float(step), step * 0.5) for step in range(9_500)]
    _log(workspace, pk, "loss", points[:cut])
    known = run_curves.curve(workspace, pk, "loss")
    assert run_curves.read_on(workspace, known) is known
    _log(workspace, pk, "loss", points[cut:])
    grown = run_curves.read_on(workspace, known)
    whole = run_curves.curve(workspace, pk, "loss")
    assert grown.n == 9_500
    assert np.array_equal(grown.steps, whole.steps)
    assert np.array_equal(grown.values, whole.values)


def test_runs_without_a_point_of_a_metric_are_left_out(workspace):
    one, other = _run(workspace, "one"), _run(workspace, "other")
    _log(workspace, one, "loss", [(0, 1.0, 1.0)])
    _log(workspace, other, "auc", [(0, 1.0, 0.8)])
    found = run_curves.curves(workspace, [other, one], "loss", Silent())
    assert [curve.run_name for curve in found] == ["one"]


def test_metrics_with_a_curve_come_with_their_counts_longest_first(workspace):
    one, other = _run(workspace), _run(workspace)
    _log(workspace, one, "auc", [(0, 1.0, 0.8), (1, 2.0, 0.9)])
    _log(workspace, one, "loss", [(0, 1.0, 1.0), (1, 2.0, 0.5)])
    _log(workspace, other, "loss", [(0, 1.0, 1.0), (1, 2.0, 0.5), (2, 3.0, 0.4)])
    _log(workspace, other, "once", [(0, 1.0, 0.8)])
    found = run_curves.metrics_of(workspace, [one, other])
    assert list(found.items()) == [("loss", 5), ("auc", 2)]


def test_another_metric_is_joined_on_the_step_by_its_last_value():
    examples = _curve([1, 2, 2, 4], [100, 150, 200, 400], "examples")
    loss = _curve([4, 2, 3], [0.1, 0.3, 0.2])
    x, y = loss.points("metric", examples)
    assert x.tolist() == [200.0, 400.0]
    assert y.tolist() == [0.3, 0.1]
    assert loss.points("metric", None)[0].size == 0


def test_places_are_steps_moments_or_seconds_since_the_begin():
    one = _curve([5, 6], [1.0, 2.0], times=[1000.0, 1010.0], since=990.0)
    assert one.points()[0].tolist() == [5.0, 6.0]
    assert one.points("time")[0].tolist() == [1000.0, 1010.0]
    assert one.points("relative")[0].tolist() == [10.0, 20.0]
    resumed = _curve([5, 6], [1.0, 2.0], times=[900.0, 1010.0], since=990.0)
    assert resumed.points("relative")[0].tolist() == [0.0, 110.0]


def test_the_best_point_is_the_first_of_equal_ones_and_a_number():
    one = _curve([1, 2, 3, 4], [math.nan, 0.7, 0.9, 0.9])
    assert one.best(higher_is_better=True) == (3, 0.9)
    assert one.best(higher_is_better=False) == (2, 0.7)
    assert _curve([1], [math.nan]).best(higher_is_better=True) is None


def test_the_outline_of_a_long_curve_keeps_its_ends_and_its_peaks() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(0, 1, 10_000)
    values[1234], values[7777], values[5000] = 50.0, -50.0, np.nan
    kept = run_curves.outline(values, 200)
    assert len(kept) <= 202
    assert {0, 1234, 7777, 9_999} <= set(kept.tolist())
    assert (np.diff(kept) > 0).all()
    assert run_curves.outline(values[:150], 200).tolist() == list(range(150))
