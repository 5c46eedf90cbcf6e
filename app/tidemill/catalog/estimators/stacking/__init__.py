"""Stacking: lines, a forest and boosting together, weighed by rows that they have not seen."""

from types import ModuleType
from typing import Any

from tidemill.catalog.estimators import (
    _lines,
    hist_gradient_boosting,
    linear_regression,
    logistic_regression,
    random_forest,
)
from tidemill.domain.entries import EstimatorEntry, Parameter
from tidemill.domain.searches import Dimension

ENTRY = EstimatorEntry(
    "stacking",
    1,
    "Stacked baselines",
    "Straight lines, a forest and boosting, weighed by how they answer rows they have not seen.",
    (
        Parameter("n_trees", "Trees", 100, 10, 2_000, help="Of the forest and of boosting, each."),
        Parameter("folds", "Folds", 5, 2, 20, help="Parts of the rows that others answer."),
    ),
    tasks=frozenset({"binary", "multiclass", "regression"}),
    order=60,
    is_tried_first=False,
    space=(Dimension("n_trees", "int", 50, 300, is_log=True),),
    learns_in_folds=True,
)


def members(task: str) -> tuple[ModuleType, ...]:
    """The estimators that stand together for a task, in their order."""
    lines = linear_regression if task == "regression" else logistic_regression
    return lines, random_forest, hist_gradient_boosting


def make(settings: dict[str, Any], *, task: str, seed: int, n_threads: int) -> Any:
    """The unfitted estimator; `fit` takes the folds of the recipe's own splits."""
    from tidemill.catalog.estimators.stacking.stacked import StackedClassifier, StackedRegressor

    chosen = ENTRY.settings(settings)
    made = []
    for module in members(task):
        known = {p.id for p in module.ENTRY.parameters}
        own = {"n_trees": chosen["n_trees"]} if "n_trees" in known else {}
        made.append(module.make(own, task=task, seed=seed, n_threads=n_threads))
    stacked = StackedRegressor if task == "regression" else StackedClassifier
    return stacked(estimators=made, folds=chosen["folds"], random_state=seed)


def preparation_settings() -> dict[str, Any]:
    """As for straight lines; trees do not mind."""
    return dict(_lines.PREPARATION)
