"""How an estimator that learns in steps did after each of them, on both sides of the split."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tidemill.domain.frames import Frame
from tidemill.domain.metrics import TRAINING, UndefinedMetric, metric
from tidemill.domain.recipes import Task
from tidemill.services.training.models import Array, TrainedModel

MOST_STEPS = 60
MOST_TRAIN_ROWS = 20_000
_STAGED = ("staged_predict_proba", "staged_predict")


@dataclass(frozen=True)
class LearningCurves:
    """A measure by step: `steps` counts trees from 1, or the rows learned from (`by` says which);
    `curves` are values by the measure's name.

    The last value of the hold-out's curve is the measure of the finished model.
    """

    steps: tuple[int, ...]
    curves: dict[str, tuple[float, ...]]
    by: Literal["tree", "row"] = "tree"


def learning_curves(
    model: TrainedModel, train: Frame, y_train: Array, held: Frame, y_held: Array
) -> LearningCurves | None:
    """The loss after up to `MOST_STEPS` steps; None for an estimator that has no steps.

    The hold-out is taken whole, of the rows learned from every so many, `MOST_TRAIN_ROWS` at most.
    """
    estimator = model.pipeline[-1]
    if not any(hasattr(estimator, name) for name in _STAGED) or not len(y_train):
        return None
    loss = metric(model.task, "rmse" if model.task is Task.REGRESSION else "log_loss")
    every = max(1, -(-len(y_train) // MOST_TRAIN_ROWS))
    part = np.arange(0, len(y_train), every)
    sides = {
        loss.id: (model.prepared(held), y_held),
        TRAINING + loss.id: (model.prepared(train.take(part)), y_train[part]),
    }
    steps: list[int] = []
    curves: dict[str, tuple[float, ...]] = {}
    try:
        for name, (matrix, y) in sides.items():
            steps, values = [], []
            for step, said in _stages(model, matrix):
                steps.append(step)
                values.append(loss.value(y, said))
            curves[name] = tuple(values)
    except UndefinedMetric:
        return None
    return LearningCurves(tuple(steps), curves)


def _stages(model: TrainedModel, matrix: Array) -> Iterator[tuple[int, Array]]:
    """Predictions after chosen steps in the form of `domain.metrics`, the last step among them."""
    estimator = model.pipeline[-1]
    n_steps = int(getattr(estimator, "n_iter_", 0) or estimator.get_params()["n_estimators"])
    chosen = set(np.unique(np.linspace(1, n_steps, min(n_steps, MOST_STEPS)).round()).tolist())
    if model.task is Task.REGRESSION:
        stages: Iterator[Array] = estimator.staged_predict(matrix)
        for step, said in enumerate(stages, start=1):
            if step in chosen:
                yield step, np.asarray(said, dtype=np.float64)
        return
    for step, said in enumerate(estimator.staged_predict_proba(matrix), start=1):
        if step in chosen:
            yield step, model.shares_of(said)
