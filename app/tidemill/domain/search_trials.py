"""Trials of a search: what was tried, how it did on each fold, and when one is given up."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean, median
from typing import Any

FEWEST_BEFORE_GIVING_UP = 5
"""Finished trials before the first is given up: a median of fewer says little."""


class TrialState(StrEnum):
    """Pruned: given up after some folds. Failed: it could not be fitted or judged."""

    RUNNING = "running"
    FINISHED = "finished"
    PRUNED = "pruned"
    FAILED = "failed"


@dataclass(frozen=True)
class Trial:
    """One set of settings and what came of it; numbers count from 1.

    `values` are settings by name. `folds` are the measure on the folds judged so far, in their
    order; `seconds` is what they took together.
    """

    number: int
    values: Mapping[str, Any]
    folds: tuple[float, ...] = ()
    state: TrialState = TrialState.RUNNING
    seconds: float = 0.0
    run: str = field(default="", compare=False)
    error: str = ""

    @property
    def mean(self) -> float:
        """The mean over the folds judged so far; NaN without any."""
        return fmean(self.folds) if self.folds else math.nan

    @property
    def is_finished(self) -> bool:
        """Whether it was judged on all folds."""
        return self.state is TrialState.FINISHED


def finished(trials: Sequence[Trial]) -> list[Trial]:
    """Those judged on all folds, with a measure that is a number."""
    return [one for one in trials if one.is_finished and math.isfinite(one.mean)]


def best(trials: Sequence[Trial], higher_is_better: bool) -> Trial | None:
    """The finished trial with the best mean, of equal ones the earliest; None without any."""
    sign = -1 if higher_is_better else 1
    done = finished(trials)
    return min(done, key=lambda one: (sign * one.mean, one.number)) if done else None


def course_of_best(trials: Sequence[Trial], higher_is_better: bool) -> list[tuple[int, float]]:
    """The best mean known after each finished trial, by the trial's number."""
    course: list[tuple[int, float]] = []
    pick = max if higher_is_better else min
    for one in finished(sorted(trials, key=lambda one: one.number)):
        course.append((one.number, pick(course[-1][1], one.mean) if course else one.mean))
    return course


def hopeless(trial: Trial, others: Sequence[Trial], higher_is_better: bool) -> float | None:
    """The median that a trial has fallen behind, or None where it goes on.

    The median stopping rule (Golovin et al. 2017, "Google Vizier", section 3.2.1): a trial is given
    up where its mean so far is worse than the median of the finished trials' means over the same
    folds. All are judged on the same folds, so an easy fold flatters none of them.
    """
    n = len(trial.folds)
    done = [one for one in finished(others) if one.number != trial.number and len(one.folds) > n]
    if not n or len(done) < FEWEST_BEFORE_GIVING_UP:
        return None
    middle = median(fmean(one.folds[:n]) for one in done)
    is_behind = trial.mean < middle if higher_is_better else trial.mean > middle
    return middle if is_behind else None
