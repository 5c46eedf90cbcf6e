"""Trials of a search: the best of them, and when one is given up."""

import math

import pytest

from tidemill.domain.search_trials import (
    FEWEST_BEFORE_GIVING_UP,
    Trial,
    TrialState,
    best,
    course_of_best,
    hopeless,
)


def _trial(number: int, *folds: float, state: TrialState = TrialState.FINISHED) -> Trial:
    return Trial(number, {}, folds, state)


def test_the_best_is_finished_and_of_equals_the_first() -> None:
    trials = [
        _trial(1, 0.7, 0.8),
        _trial(2, 0.9, state=TrialState.PRUNED),
        _trial(3, 0.8, 0.7),
        _trial(4, math.nan, 0.9),
        _trial(5, state=TrialState.FAILED),
    ]
    assert best(trials, True) == trials[0]
    assert best([*trials, _trial(6, 0.1, 0.2)], False) == _trial(6, 0.1, 0.2)
    assert best(trials[3:], True) is None


def test_the_course_of_the_best_never_gets_worse_and_leaves_out_what_did_not_finish() -> None:
    trials = [_trial(1, 0.5), _trial(2, 0.9, state=TrialState.PRUNED), _trial(3, 0.4)]
    trials.append(_trial(4, 0.6))
    assert course_of_best(trials, True) == [(1, 0.5), (3, 0.5), (4, 0.6)]
    assert course_of_best(trials, False) == [(1, 0.5), (3, 0.4), (4, 0.4)]


@pytest.mark.parametrize("up", [True, False])
def test_a_trial_is_given_up_behind_the_median_over_the_same_folds(up: bool) -> None:
    sign = 1 if up else -1
    # The first fold is easy for all: only over the same folds can they be held beside each other.
    others = [_trial(n, sign * (0.9 + n / 100), sign * 0.1, sign * 0.1) for n in range(1, 6)]
    assert len(others) == FEWEST_BEFORE_GIVING_UP
    running = TrialState.RUNNING
    assert hopeless(_trial(9, sign * 0.92, state=running), others, up) == pytest.approx(sign * 0.93)
    assert hopeless(_trial(9, sign * 0.93, state=running), others, up) is None
    behind = _trial(9, sign * 0.93, sign * 0.05, state=running)
    assert hopeless(behind, others, up) == pytest.approx(sign * (0.93 + 0.1) / 2)


def test_nobody_is_given_up_before_enough_have_finished_or_after_the_last_fold() -> None:
    others = [_trial(n, 0.9, 0.9) for n in range(1, FEWEST_BEFORE_GIVING_UP)]
    poor = _trial(9, 0.1, state=TrialState.RUNNING)
    assert hopeless(poor, others, True) is None
    others.append(_trial(5, 0.9, 0.9))
    assert hopeless(poor, others, True) == pytest.approx(0.9)
    assert hopeless(_trial(9, state=TrialState.RUNNING), others, True) is None
    assert hopeless(_trial(9, 0.1, 0.1, state=TrialState.RUNNING), others, True) is None
