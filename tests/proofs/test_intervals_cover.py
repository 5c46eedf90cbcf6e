"""Intervals hold the truth as often as they say, and the gate passes whom it should."""

import numpy as np
import pytest
from judged_worlds import WORLDS, told_apart

from tidemill.catalog.gates import better_than_champion
from tidemill.domain.gates import GateFacts
from tidemill.domain.influences import paired
from tidemill.domain.interval_shapes import z_of
from tidemill.domain.intervals import metric_intervals, wilson
from tidemill.domain.metrics import METRICS, Metric, for_task

LEAST, MOST = 0.93, 0.97
ROWS = 500
ERRING = 3.0
JUDGED = [one for one in METRICS if one.higher_is_better is not None]


@pytest.mark.parametrize("name", WORLDS)
def test_an_interval_of_95_in_100_holds_the_truth_in_93_to_97(name, rounds, measured):
    world, n_rows = WORLDS[name]
    n = rounds(4_000, 400)
    rng, truth = np.random.default_rng(20_264), world.truth()
    held = dict.fromkeys(truth, 0)
    for _ in range(n):
        for measure, interval in metric_intervals(world.task, *world.draw(rng, n_rows)).items():
            held[measure] += interval.low <= truth[measure] <= interval.high
    assert held.keys() == {one.id for one in for_task(world.task)}, "a measure was left out"
    told = ", ".join(f"{measure} {hits / n:.1%}" for measure, hits in held.items())
    measured(f"intervals hold the truth ({name}, {n_rows} rows, {n} cases): {told}")
    for measure, hits in held.items():
        seen = wilson(hits, n)  # the share of a change is few cases: judge by what they can tell
        assert seen.high >= LEAST, f"{measure}: {seen}"
        assert seen.low <= MOST, f"{measure}: {seen}"


def _facts(one: Metric, rng: np.random.Generator, new: float) -> GateFacts:
    y, candidate, champion = told_apart(one.task, rng, ROWS, new, ERRING)
    return GateFacts(
        task=one.task,
        metric=one.id,
        y_true=y,
        candidate=candidate,
        champion=champion,
        prior=np.array(0.5),
        seed=int(rng.integers(1_000)),
    )


def _one_width_better(one: Metric) -> float:
    """How much a candidate errs whose true gain is as large as the gain's interval is wide."""
    least, most = 0.0, ERRING
    for _ in range(12):
        middle = (least + most) / 2
        rng = np.random.default_rng(7)
        gain, error = paired(one, *told_apart(one.task, rng, 20_000, middle, ERRING))
        width = 2 * z_of(0.95) * error * np.sqrt(20_000 / ROWS)
        least, most = (middle, most) if gain > width else (least, middle)
    assert least > 0, f"even a perfect candidate is no interval better by {one.id}"
    return least


@pytest.mark.parametrize("one", JUDGED, ids=lambda one: f"{one.task}-{one.id}")
def test_no_difference_passes_in_at_most_5_of_100_and_one_interval_width_in_80(
    one, rounds, measured
):
    n = rounds(400, 40)
    rng, better_by = np.random.default_rng(20_265), _one_width_better(one)
    decide = better_than_champion.decide
    equal = sum(decide(_facts(one, rng, ERRING)).passed for _ in range(n))
    better = sum(decide(_facts(one, rng, better_by)).passed for _ in range(n))
    measured(
        f"better than the champion by {one.id} ({one.task}): {equal} of {n} equals passed and "
        f"{better} of {n} better by one interval width"
    )
    assert wilson(equal, n).low <= 0.05 if n < 400 else equal / n <= 0.05
    assert better / n >= 0.8
