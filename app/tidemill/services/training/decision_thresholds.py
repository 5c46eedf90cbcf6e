"""How a model decides a class: chosen by costs, on rows it had not learned from."""

from dataclasses import replace

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain import cost_thresholds
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.domain.columns import Schema
from tidemill.domain.cost_thresholds import USUAL, KeptThreshold
from tidemill.domain.folds import folds
from tidemill.domain.frames import Frame
from tidemill.domain.recipes import Task
from tidemill.domain.targets import TargetValues, target_of
from tidemill.services.training.fitting import fit, working_threads
from tidemill.services.training.models import Array, TrainedModel

N_FOLDS = 3


def decided(
    model: TrainedModel,
    rule: ChoiceRule,
    frame: Frame,
    schema: Schema,
    reporter: Reporter,
    *,
    rows: Array | None = None,
) -> TrainedModel:
    """The model with the threshold that a rule of costs gives it, or of several classes the costs
    themselves; the same where it gives none.

    `rows` are the numbers of the rows it learned from, all of `frame` if unsaid; what is held out
    is never looked at. Its recipe learns from folds of them and answers the others, so that the
    threshold is chosen by answers to rows that were not learned from. `NeedsYou` where the costs do
    not fit its classes, `Cancelled` if asked to stop.
    """
    if not rule.costs or model.task is Task.REGRESSION:
        return model
    rule.fits(model.task, model.levels)
    if model.task is Task.MULTICLASS:
        if not rule.is_threshold_chosen:
            return model
        y, p = _answers(model, frame, schema, reporter, rows)
        table = cost_thresholds.table_for(rule.costs, rule.name, model.levels, y, p)
        return replace(model, kept_table=table)
    if rule.is_threshold_chosen:
        y, p = _answers(model, frame, schema, reporter, rows)
        kept = cost_thresholds.chosen(rule.costs, rule.name, model.levels, y, p)
    elif rule.costs.threshold != USUAL:
        kept = KeptThreshold(rule.costs.threshold, rule.name, 0, unit=rule.unit, is_given=True)
    else:
        return model
    return replace(model, kept_threshold=kept)


def _answers(
    model: TrainedModel, frame: Frame, schema: Schema, reporter: Reporter, rows: Array | None
) -> tuple[Array, Array]:
    """Truth and answers of the rows that some fold judged; none where they can't be divided."""
    recipe = model.recipe
    target = target_of(frame, recipe)
    if rows is not None:
        target = _some(target, np.flatnonzero(np.isin(target.rows, rows)))
    try:
        parts = folds(frame, recipe, target, N_FOLDS, recipe.seed)
    except NeedsYou:  # too few rows: what the costs imply is taken, and the threshold says so
        return np.empty(0, dtype=np.int64), np.empty(0)
    truths, said = [], []
    for k, part in enumerate(parts):
        reporter.check()
        reporter.report(k / len(parts), "Choosing by costs how it decides")
        judged = _some(target, part.judge)
        fitted = fit(frame, schema, recipe, _some(target, part.train)).model
        held = frame.take(judged.rows)
        with working_threads(fitted.pipeline, recipe.n_threads, held):
            said.append(fitted.predict(held))
        truths.append(judged.y)
    return np.concatenate(truths), np.concatenate(said)


def _some(target: TargetValues, places: Array) -> TargetValues:
    return replace(target, rows=target.rows[places], y=target.y[places])
