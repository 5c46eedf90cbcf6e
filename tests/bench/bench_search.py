"""Searching settings with Optuna beside random search, within the same number of trials.

Ten reference sets: those scikit-learn bundles, and its generators. Both searchers begin with the
usual settings and are judged on the same folds, whose mean is what they search for. A set counts
where Optuna's best, over all seeds, is at least as good as that of random search, or nearer to it
than the standard error of their difference.
"""

import os
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from lines import Line

from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.recipes import USUAL_METRIC, Recipe, Task
from tidemill.domain.search_trials import Trial, TrialState, best
from tidemill.services.training.cross_fits import CrossFits, cross_fits

TRIALS, FOLDS, ROWS = 30, 3, 400
SEEDS = int(os.environ.get("TIDEMILL_BENCH_SEARCH_SEEDS", "3"))
ESTIMATOR, SETTLED = "hist_gradient_boosting", {"n_trees": 30}


def measure(_folder: Path) -> list[Line]:
    """On how many of ten sets Optuna is at least as good as random search."""
    n_good = 0
    for name, task, x, y in sets():
        gains = [_gain(task, x, y, seed) for seed in range(SEEDS)]
        mean = statistics.fmean(gains)
        error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else 0.0
        n_good += mean >= -error
        print(f"  {name:20} {USUAL_METRIC[task]:9} gain {mean:+.5f} ± {error:.5f}", flush=True)
    words = "10 of 10"
    return [Line("sets on which Optuna is as good as random", n_good, 0, 10, words, "", True)]


def sets() -> Iterator[tuple[str, Task, np.ndarray, np.ndarray]]:
    """Name, task, columns (rows, features) and target of each set."""
    from sklearn import datasets as made

    bundled: tuple[tuple[str, Task, Callable[..., tuple[np.ndarray, np.ndarray]]], ...] = (
        ("breast cancer", Task.BINARY, made.load_breast_cancer),
        ("wine", Task.MULTICLASS, made.load_wine),
        ("iris", Task.MULTICLASS, made.load_iris),
        ("digits", Task.MULTICLASS, partial(made.load_digits, n_class=4)),  # a tree a class
        ("diabetes", Task.REGRESSION, made.load_diabetes),
    )
    for name, task, load in bundled:
        yield name, task, *load(return_X_y=True)
    noisy = {"n_samples": ROWS, "n_features": 20, "n_informative": 6, "flip_y": 0.15}
    yield "classification", Task.BINARY, *made.make_classification(random_state=0, **noisy)
    yield "hastie", Task.BINARY, *made.make_hastie_10_2(ROWS, random_state=0)
    yield "moons", Task.BINARY, *made.make_moons(ROWS, noise=0.35, random_state=0)
    yield "friedman 1", Task.REGRESSION, *made.make_friedman1(ROWS, noise=1.0, random_state=0)
    yield "friedman 2", Task.REGRESSION, *made.make_friedman2(ROWS, noise=50.0, random_state=0)


def _gain(task: Task, x: np.ndarray, y: np.ndarray, seed: int) -> float:
    """How much better Optuna's best mean is than that of random search; positive is better."""
    rows = np.random.default_rng(seed).permutation(len(y))[:ROWS]
    columns = [
        ColumnData(f"x{k}", Kind.NUMERIC, x[rows, k].astype(float)) for k in range(x.shape[1])
    ]
    if task is Task.REGRESSION:
        columns.append(ColumnData("y", Kind.NUMERIC, y[rows].astype(float)))
    else:
        columns.append(coded("y", Kind.CATEGORICAL, [str(int(v)) for v in y[rows]]))
    frame = Frame(tuple(columns))
    schema = Schema(tuple(Column(c.name, c.kind) for c in columns))
    features = tuple(c.name for c in columns[:-1])
    recipe = Recipe("y", task, features, estimator=ESTIMATOR, estimator_settings=SETTLED, seed=seed)
    parts = cross_fits(frame, schema, recipe, FOLDS, seed)
    up = task is Task.BINARY
    optuna, chance = (_found(name, parts, recipe, seed, up) for name in ("optuna", "random"))
    return optuna - chance if up else chance - optuna


def _found(searcher: str, parts: CrossFits, recipe: Recipe, seed: int, up: bool) -> float:
    """The best mean over the folds that a searcher finds."""
    entry = family("estimators")[ESTIMATOR].ENTRY
    space = [one for one in entry.space if one.name not in SETTLED]
    propose = family("searchers")[searcher].propose
    usual = entry.settings(SETTLED)
    values = {one.name: usual[one.name] for one in space}
    trials: list[Trial] = []
    for number in range(1, TRIALS + 1):
        if number > 1:
            values = propose(space, trials, number=number, seed=seed, higher_is_better=up)
        tried = Recipe.from_dict({**recipe.to_dict(), "estimator_settings": {**SETTLED, **values}})
        folds = tuple(parts.judge(tried, k) for k in range(len(parts.folds)))
        trials.append(Trial(number, values, folds, TrialState.FINISHED))
    top = best(trials, up)
    assert top is not None
    return top.mean
