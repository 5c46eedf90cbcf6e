"""What gradient boosting says itself each column did: the contributions its library tells.

LightGBM and XGBoost walk their trees (S. Lundberg et al., "From local explanations to global
understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020; "path-dependent"
TreeSHAP). They add up to what the trees say together: a number, the log odds of two classes, or of
each of several classes its score before it is made a probability.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Task
from tidemill.services.training.models import TrainedModel

Array = npt.NDArray[np.float64]

_NEAR = 1e-4
"""XGBoost works in single precision; what adds up less well than so is not told."""


@dataclass(frozen=True, eq=False)
class Own:
    """Of one row: what is `said` (outputs,), the mean `base` (outputs,), and what each of the
    model's inputs did `by` (inputs, outputs); `title` names the library."""

    title: str
    said: Array
    base: Array
    by: Array


def own(model: TrainedModel, row: Frame) -> Own | None:
    """Contributions by the estimator's library to what it says of one row, prepared as the model
    reads it; None where it tells none.

    A calibrated model says something else than its trees, so there are none for it.
    """
    blocks = getattr(model.pipeline[0], "blocks_", None)
    estimator = model.pipeline[-1]
    if blocks is None or [name for name, _, _ in blocks] != list(model.inputs.names):
        return None
    matrix = model.prepared(row)
    found = _of_lightgbm(estimator, matrix) or _of_xgboost(estimator, matrix)
    if found is None:
        return None
    title, parts, said = found
    wide = _by_level(model, parts[:-1]), _by_level(model, parts[-1:]), _by_level(model, said[None])
    by = np.stack([wide[0][start:stop].sum(axis=0) for _, start, stop in blocks])
    told = Own(title, wide[2][0], wide[1][0], by)
    miss = np.abs(told.by.sum(axis=0) + told.base - told.said).max()
    return told if miss <= _NEAR * max(1.0, float(np.abs(told.said).max())) else None


def _of_lightgbm(estimator: Any, matrix: Array) -> tuple[str, Array, Array] | None:
    """(columns and base, outputs) and (outputs,)."""
    if not type(estimator).__module__.startswith("lightgbm."):
        return None
    booster = estimator.booster_
    parts = np.asarray(booster.predict(matrix, pred_contrib=True), dtype=np.float64)
    said = np.asarray(booster.predict(matrix, raw_score=True), dtype=np.float64).ravel()
    return "LightGBM", parts.reshape(len(said), -1).T, said


def _of_xgboost(estimator: Any, matrix: Array) -> tuple[str, Array, Array] | None:
    if not type(estimator).__module__.startswith("xgboost."):
        return None
    from xgboost import DMatrix

    booster, rows = estimator.get_booster(), DMatrix(matrix)
    parts = np.asarray(booster.predict(rows, pred_contribs=True), dtype=np.float64)
    said = np.asarray(booster.predict(rows, output_margin=True), dtype=np.float64).ravel()
    return "XGBoost", parts.reshape(len(said), -1).T, said


def _by_level(model: TrainedModel, told: Array) -> Array:
    """Outputs in the order of the model's classes; a class it never saw has 0."""
    if model.task is not Task.MULTICLASS:
        return told
    wide = np.zeros((len(told), len(model.levels)))
    wide[:, model.pipeline[-1].classes_.astype(np.int64)] = told
    return wide
