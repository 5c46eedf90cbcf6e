"""How an estimator that does not learn in steps does with fewer rows: the learning curve by rows.

It is fitted again on small draws of the rows learned from, each part of the next, and judged on
the same hold-out (C. Perlich et al., "Tree induction vs. logistic regression: a learning-curve
analysis", Journal of Machine Learning Research 4 (2003)). The draws are small beside the whole, so
that all of them cost less than a tenth of the fit; of a quick fit they are larger.
"""

from dataclasses import replace

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain.columns import Schema
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import TRAINING, UndefinedMetric, metric
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.targets import TargetValues
from tidemill.services.training.answering import answers
from tidemill.services.training.fitting import Fitted, fit
from tidemill.services.training.learning_curves import MOST_TRAIN_ROWS, LearningCurves
from tidemill.services.training.models import Array

SHARES = (1 / 80, 1 / 40, 1 / 20)
SHARES_OF_QUICK = (1 / 8, 1 / 4, 1 / 2)
QUICK_S = 0.3
"""A fit that takes so long at most is quick."""
FEWEST_ROWS = 100
"""Draws of fewer rows are left out."""


def row_curves(
    fitted: Fitted,
    frame: Frame,
    schema: Schema,
    train: TargetValues,
    held: Frame,
    truth: Array,
    said: Array,
    reporter: Reporter,
) -> LearningCurves | None:
    """The loss by rows learned from; None for a recipe whose fit is no single one, or few rows.

    `train` are the rows the whole model learned from, `said` (rows,) what it says of those `held`.
    """
    recipe = fitted.model.recipe
    is_plain = recipe.by_group is None and recipe.forecast is None and not recipe.own
    if not is_plain or recipe.estimator == "prior":
        return None
    n = len(train.rows)
    shares = SHARES_OF_QUICK if fitted.duration_s <= QUICK_S else SHARES
    sizes = [int(n * share) for share in shares if int(n * share) >= FEWEST_ROWS]
    if not sizes:
        return None
    loss = metric(recipe.task, "rmse" if recipe.task is Task.REGRESSION else "log_loss")
    order = np.random.default_rng(recipe.seed).permutation(n)
    steps: list[int] = []
    held_out: list[float] = []
    learned: list[float] = []
    try:
        for size in sizes:
            reporter.check()
            part = _part(train, np.sort(order[:size]))
            try:
                model = fit(frame, schema, _once(recipe), part).model
            except NeedsYou:  # so few rows may have one class only
                continue
            steps.append(size)
            held_out.append(loss.value(truth, answers(model, held, recipe.n_threads)))
            seen = answers(model, frame.take(part.rows), recipe.n_threads)
            learned.append(loss.value(part.y, seen))
        if not steps:
            return None
        some = _part(train, np.sort(order[:MOST_TRAIN_ROWS]))
        seen = answers(fitted.model, frame.take(some.rows), recipe.n_threads)
        steps.append(n)
        held_out.append(loss.value(truth, said))
        learned.append(loss.value(some.y, seen))
    except UndefinedMetric:
        return None
    curves = {loss.id: tuple(held_out), TRAINING + loss.id: tuple(learned)}
    return LearningCurves(tuple(steps), curves, by="row")


def _part(train: TargetValues, places: Array) -> TargetValues:
    return replace(train, rows=train.rows[places], y=train.y[places])


def _once(recipe: Recipe) -> Recipe:
    """The recipe of one plain fit."""
    return replace(recipe, windows=0, search=None)
