"""How often any of several equal models is called better, and how often a better one is."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tidemill.base.progress import Silent
from tidemill.domain.intervals import wilson
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Task
from tidemill.domain.ties import ties
from tidemill.domain.ties_to_best import ties_to_best

Set = tuple[Any, list[Any]]


def _rate(hits: int, n: int) -> str:
    interval = wilson(hits, n)
    return f"{hits} of {n:,} ({interval.low:.1%} to {interval.high:.1%})"


def _classifiers(rng: np.random.Generator, n: int, lifts: list[float], apart: float) -> Set:
    """Models that share most of their errors; equal lifts are equal true skill."""
    y = (rng.random(n) < 0.3).astype(int)
    shared = y + rng.normal(0, 1.2, n) - 1
    raw = [shared + lift * (2 * y - 1) + rng.normal(0, apart, n) for lift in lifts]
    return y, [1 / (1 + np.exp(-one)) for one in raw]


def _regressions(rng: np.random.Generator, n: int, lifts: list[float], apart: float) -> Set:
    """Models with a shared error of 3 and one of their own, smaller by the lift."""
    y = rng.normal(0, 10, n)
    shared = y + rng.normal(0, 3, n)
    return y, [shared + rng.normal(0, 3 * max(apart - lift, 0.01), n) for lift in lifts]


MEASURES: tuple[tuple[Task, str, Callable[..., Set]], ...] = (
    (Task.BINARY, "auc", _classifiers),
    (Task.BINARY, "log_loss", _classifiers),
    (Task.REGRESSION, "mae", _regressions),
)


def test_of_equal_models_at_most_one_set_in_twenty_has_any_called_better(rounds, measured):
    """Sets of 3 to 20 models on 100 to 1,000 rows, correlated more or less."""
    n = rounds(2_000, 200)
    for task, name, draw in MEASURES:
        rng = np.random.default_rng(20_263)
        called = 0
        for _ in range(n):
            n_models, n_rows = int(rng.integers(3, 21)), int(rng.integers(100, 1_001))
            y, answers = draw(rng, n_rows, [0.0] * n_models, float(rng.uniform(0.2, 1.0)))
            called += max(ties(metric(task, name), y, answers).tiers) > 1
        measured(f"equal models, {name}: any called better {_rate(called, n)}")
        assert called <= 0.05 * n, f"{name}: {called} of {n}"
        assert called > 0, "a test that never errs is none"


OTHERS: tuple[tuple[Task, str, Callable[..., Set]], ...] = (
    (Task.BINARY, "pr_auc", _classifiers),
    (Task.BINARY, "f1", _classifiers),
    (Task.BINARY, "accuracy", _classifiers),
    (Task.BINARY, "brier", _classifiers),
    (Task.REGRESSION, "rmse", _regressions),
)


def test_the_other_measures_err_no_more_often_either(rounds, measured):
    """The same sets, on few rows as well: 40 to 400."""
    n = rounds(2_000, 100)
    for task, name, draw in OTHERS:
        rng = np.random.default_rng(20_265)
        called = 0
        for _ in range(n):
            n_models, n_rows = int(rng.integers(3, 21)), int(rng.integers(40, 401))
            y, answers = draw(rng, n_rows, [0.0] * n_models, float(rng.uniform(0.2, 1.0)))
            called += max(ties(metric(task, name), y, answers).tiers) > 1
        measured(f"equal models, few rows, {name}: any called better {_rate(called, n)}")
        assert wilson(called, n).low <= 0.05, f"{name}: {called} of {n}"


def test_testing_against_the_best_only_errs_no_more_often(rounds, measured):
    """Equal models, so many that all pairs are not tested: 20 to 60 on 100 to 600 rows."""
    n = rounds(1_000, 100)
    for task, name, draw in MEASURES:
        rng = np.random.default_rng(20_267)
        called = 0
        for _ in range(n):
            n_models, n_rows = int(rng.integers(20, 61)), int(rng.integers(100, 601))
            y, answers = draw(rng, n_rows, [0.0] * n_models, float(rng.uniform(0.2, 1.0)))
            told = ties_to_best(metric(task, name), y, answers, Silent())
            called += max(told.tiers) > 1
        measured(f"equal models against the best, {name}: any called worse {_rate(called, n)}")
        assert called <= 0.05 * n, f"{name}: {called} of {n}"


def test_of_many_models_the_clearly_better_one_is_told_against_the_best_too(rounds, measured):
    """One of sixty is better by a lift that a careful eye would see in the curves."""
    n = rounds(200, 30)
    for task, name, draw in MEASURES:
        rng = np.random.default_rng(20_268)
        found = 0
        for _ in range(n):
            y, answers = draw(rng, 800, [0.0] * 30 + [0.6] + [0.0] * 29, 0.7)
            told = ties_to_best(metric(task, name), y, answers, Silent())
            found += told.tiers[30] == 1 and told.tiers.count(1) == 1
        measured(f"one better model of sixty, {name}: called better than all {_rate(found, n)}")
        assert found / n >= 0.9, f"{name}: {found} of {n}"


def test_rows_that_hang_together_fool_the_test_only_where_their_groups_are_not_known(
    rounds, measured
):
    """Models that are equal over all groups, each luckier in some: 40 to 80 groups of 5 to 15."""
    n = rounds(2_000, 100)
    for task, name in ((Task.REGRESSION, "mae"), (Task.BINARY, "auc")):
        rng = np.random.default_rng(20_266)
        known = unknown = 0
        for _ in range(n):
            sizes = rng.integers(5, 16, int(rng.integers(40, 81)))
            groups = np.repeat(np.arange(len(sizes)), sizes)
            y, answers = _grouped(rng, task, groups, int(rng.integers(3, 9)))
            one = metric(task, name)
            known += max(ties(one, y, answers, groups=groups).tiers) > 1
            unknown += max(ties(one, y, answers).tiers) > 1
        measured(
            f"equal models, grouped rows, {name}: any called better {_rate(known, n)}, where the "
            f"groups were not known {_rate(unknown, n)}"
        )
        assert wilson(known, n).low <= 0.05, f"{name}: {known} of {n}"
        assert unknown > 2 * known


def _grouped(rng: np.random.Generator, task: Task, groups: Any, n_models: int) -> Set:
    """Each model is off by an amount of its own in each group."""
    n, n_groups = len(groups), int(groups.max()) + 1
    off = [rng.normal(0, 1.5, n_groups)[groups] for _ in range(n_models)]
    if task is Task.REGRESSION:
        y = rng.normal(0, 10, n)
        return y, [y + own + rng.normal(0, 1, n) for own in off]
    y = (rng.random(n) < 0.4).astype(int)
    return y, [1 / (1 + np.exp(-(2 * y - 1 + own + rng.normal(0, 1, n)))) for own in off]


def test_clearly_better_models_are_called_better_nearly_always(rounds, measured):
    """One of six is better by a lift that a careful eye would see in the curves."""
    n = rounds(1_000, 100)
    for task, name, draw in MEASURES:
        rng = np.random.default_rng(20_264)
        found = 0
        for _ in range(n):
            y, answers = draw(rng, 800, [0.0, 0.0, 0.5, 0.0, 0.0, 0.0], 0.7)
            told = ties(metric(task, name), y, answers)
            found += told.tiers[2] == 1 and told.tiers.count(1) == 1
        measured(f"one better model of six, {name}: called better than all {_rate(found, n)}")
        assert found / n >= 0.95, f"{name}: {found} of {n}"
