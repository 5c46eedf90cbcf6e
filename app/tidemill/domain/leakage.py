"""Columns that know the answer: each feature alone must not predict the target too well."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.metrics import UndefinedMetric, metric
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.targets import target_of

Array = npt.NDArray[Any]

LIMIT = 0.95
_MIN_PER_CLASS = 10


@dataclass(frozen=True)
class Leak:
    """A feature that ranks the target almost perfectly by itself; `auc` is from 0.5 to 1."""

    column: str
    auc: float
    message: str


def find_leaks(frame: Frame, recipe: Recipe, limit: float = LIMIT) -> tuple[Leak, ...]:
    """Features of the recipe whose AUC alone is over `limit`, the most telling first.

    Numbers and dates are ranked by value (missing at either end), other columns by the share of
    the class among other rows with the same value, so that rare values do not look like
    knowledge. With several classes each is held against the rest; a numeric target is asked
    whether it lies above its median.
    """
    target = target_of(frame, recipe)
    questions = _questions(recipe.task, target.y)
    leaks = []
    for name in recipe.features:
        if name not in frame:
            continue
        column = frame[name].take(target.rows)
        best = max((_alone(column, truth) for truth in questions), default=0.5)
        if best > limit:
            leaks.append(Leak(name, best, _words(recipe, name, best)))
    return tuple(sorted(leaks, key=lambda leak: (-leak.auc, leak.column)))


def _words(recipe: Recipe, name: str, auc: float) -> str:
    said = f"{name} predicts {recipe.target} with AUC {auc:.2f} by itself."
    if recipe.task is Task.REGRESSION:
        said = (
            f"{name} tells by itself whether {recipe.target} lies above its median, "
            f"with AUC {auc:.2f}."
        )
    return f"{said} Was it recorded after the answer was known?"


def _questions(task: Task, y: Array) -> list[Array]:
    if task is Task.REGRESSION:
        asked = [(y > np.median(y)).astype(np.int64)]
    elif task is Task.BINARY:
        asked = [y]
    else:
        asked = [(y == k).astype(np.int64) for k in np.unique(y)]
    return [
        truth for truth in asked if min(truth.sum(), len(truth) - truth.sum()) >= _MIN_PER_CLASS
    ]


def _alone(column: ColumnData, truth: Array) -> float:
    if column.kind in CODED:
        scores = _shares_of_others(column.values.astype(np.int64) + 1, truth)
        return max(0.5, _auc(truth, scores))
    values = column.values
    ranks = np.unique(
        values.astype(np.int64) if column.kind is Kind.DATETIME else values, return_inverse=True
    )[1].astype(np.float64)
    known = ranks.copy()
    found = []
    for end in (-1.0, float(len(ranks))):
        known[column.missing] = end
        auc = _auc(truth, known)
        found.append(max(auc, 1 - auc))
    return max(found)


def _shares_of_others(codes: Array, truth: Array) -> Array:
    """Share of ones among rows of the same code in the other half of the rows."""
    half = np.random.default_rng(0).permutation(len(codes)) % 2
    shares = np.empty(len(codes))
    size = int(codes.max(initial=0)) + 1
    for side in (0, 1):
        others = half != side
        ones = np.bincount(codes[others], weights=truth[others], minlength=size)
        rows = np.bincount(codes[others], minlength=size)
        whole = truth[others].mean()
        shares[half == side] = ((ones + whole) / (rows + 1))[codes[half == side]]
    return shares


def _auc(truth: Array, scores: Array) -> float:
    try:
        return metric(Task.BINARY, "auc").value(truth, scores)
    except UndefinedMetric:
        return 0.5
