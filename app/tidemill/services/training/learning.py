"""Learns from a table by a recipe and judges the result on rows it has not seen."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.frames import Frame
from tidemill.domain.group_table import GroupTable
from tidemill.domain.intervals import Interval, metric_intervals
from tidemill.domain.leakage import find_leaks
from tidemill.domain.metrics import UndefinedMetric, evaluate, metric
from tidemill.domain.odd_inputs import odd_inputs
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.repeats import find_repeats
from tidemill.domain.splits import Split, split
from tidemill.domain.targets import TargetValues, class_codes, target_of
from tidemill.services.training import ahead, by_groups, foreign_importances
from tidemill.services.training.answering import answers
from tidemill.services.training.fitting import (
    Fitted,
    estimator_module,
    fit,
    resolved,
    working_threads,
)
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.importances import MOST_COLUMNS, Importance, importances
from tidemill.services.training.learning_curves import LearningCurves, learning_curves
from tidemill.services.training.models import Array, TrainedModel
from tidemill.services.training.partial_dependence import Dependence, dependences
from tidemill.services.training.predictions import Predictions
from tidemill.services.training.row_curves import row_curves
from tidemill.services.training.windows import Windows, rolled

_SHOWN_EMPTY = 5
"""So many columns without a value are named."""


@dataclass(frozen=True, eq=False)
class Learned:
    """A model and how it does on its hold-out.

    `train_rows` are the row numbers learned from (rows without target, and older rows of held-out
    groups, are on neither side); `metrics` and `intervals` are by measure id; `hold_out` are its
    predictions on the rows held out; `importances` fall from the column the model leans on most;
    `split` says in words which rows were held out; `curves` how the loss fell, where it learned in
    steps; `dependences` how what is said moves with the heaviest columns; `groups` tells each group
    where each gets a model; `outlook` is what is told of the steps ahead; `notes` are sentences for
    the person.
    """

    fitted: Fitted
    train_rows: Array
    metrics: dict[str, float]
    intervals: dict[str, Interval]
    hold_out: Predictions
    importances: tuple[Importance, ...]
    split: str
    notes: tuple[str, ...]
    curves: LearningCurves | None = None
    windows: Windows | None = None
    dependences: tuple[Dependence, ...] = ()
    groups: GroupTable | None = None
    outlook: ahead.Outlook | None = None

    @property
    def model(self) -> TrainedModel:
        """The trained model; its `recipe` has every setting filled in."""
        return self.fitted.model

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain JSON types, without the model and its predictions."""
        return {
            "metrics": self.metrics,
            "intervals": {name: one.to_dict() for name, one in self.intervals.items()},
            "importances": [asdict(one) for one in self.importances],
            "n_train": self.fitted.n_train,
            "n_hold_out": len(self.hold_out.rows),
            "split": self.split,
            "duration_s": self.fitted.duration_s,
            "peak_memory": self.fitted.peak_memory,
            "environment": self.fitted.environment,
            "notes": list(self.notes),
            "steps": [one.to_dict() for one in self.fitted.steps],
            "dependences": [one.to_dict() for one in self.dependences],
            **({} if self.curves is None else {"curve_by": self.curves.by}),
            **self._over_time(),
        }

    def _over_time(self) -> dict[str, Any]:
        if self.windows is None:
            return {}
        return {"windows": [one.to_dict() for one in self.windows.windows]}


def learn(
    frame: Frame,
    schema: Schema,
    recipe: Recipe,
    reporter: Reporter,
    *,
    given: Array | None = None,
) -> Learned:
    """Fit on the recipe's rows to learn from, judge on those it holds out.

    `given` are the rows to hold out where the recipe says "given". Raises `NeedsYou` where the
    target, the columns or the rule cannot work on this table, `Cancelled` if asked to stop.
    """
    reporter.report(0.0, "Choosing rows")
    resolved(recipe)
    if recipe.forecast is None:
        return _learned(frame, schema, recipe, reporter, given)
    made = ahead.laid(frame, schema, recipe, ahead.train_rows(frame, recipe, given))
    learned = _learned(made.frame, made.schema, made.recipe, reporter, given, made)
    told = ahead.judged(learned.model, learned.hold_out, made, frame)
    return replace(
        learned,
        fitted=replace(learned.fitted, model=told.model),
        metrics=learned.metrics | told.metrics,
        notes=learned.notes + told.notes,
        outlook=told.outlook,
    )


def _learned(
    frame: Frame,
    schema: Schema,
    recipe: Recipe,
    reporter: Reporter,
    given: Array | None,
    made: ahead.Laid | None = None,
) -> Learned:
    """What `learn` does with rows as an ordinary recipe learns from them."""
    target = target_of(frame, recipe)
    parts = split(frame, recipe, given)
    place = np.full(frame.n_rows, -1, dtype=np.int64)
    place[target.rows] = np.arange(len(target.rows))
    began = parts.train if made is None else made.began(parts.train)
    train = replace(target, rows=began, y=target.y[place[began]])
    truth = target.y[place[parts.hold_out]]
    notes = target.notes + _hold_out_notes(recipe, target, truth) + _empty_notes(frame, recipe)
    reporter.check()
    reporter.report(0.05, f"Learning from {len(began):,} rows")
    fitted = fit(frame, schema, recipe, train)
    reporter.check()
    reporter.report(0.6, f"Judging on {len(parts.hold_out):,} rows")
    held = frame.take(parts.hold_out)
    learned_from = frame.take(began)
    said = answers(fitted.model, held, recipe.n_threads)
    refuse_no_numbers(fitted.model, said)
    with working_threads(fitted.model.pipeline, recipe.n_threads, held):
        curves = learning_curves(fitted.model, learned_from, train.y, held, truth)
    if curves is None:
        curves = row_curves(fitted, frame, schema, train, held, truth, said, reporter)
    values, undefined = evaluate(recipe.task, truth, said)
    intervals = metric_intervals(recipe.task, truth, said)
    reporter.check()
    looked = look_into(fitted.model, held, truth, Part(reporter, 0.75, 0.9))
    groups = None
    if recipe.by_group is not None:
        with working_threads(fitted.model.pipeline, recipe.n_threads, held):
            groups = by_groups.table_of(fitted.model, held, truth, said)
    windows = None
    if recipe.windows:
        windows = rolled(frame, schema, recipe, train, Part(reporter, 0.9, 1.0))
    # What was said before is no leak, however near it comes.
    warned = () if made is not None else _warned(frame, learned_from, recipe, parts)
    warned = odd_inputs(learned_from, recipe.features) + warned
    reporter.report(1.0, "Learned")
    return Learned(
        fitted,
        parts.train,
        values,
        intervals,
        Predictions(recipe.task, target.levels, parts.hold_out, said, truth),
        looked.importances,
        parts.words,
        notes
        + fitted.notes
        + undefined
        + looked.notes
        + warned
        + (windows.notes if windows is not None else ()),
        curves,
        windows,
        looked.dependences,
        groups,
    )


def refuse_no_numbers(model: TrainedModel, said: Array) -> None:
    """Raise `NeedsYou` where a model answers rows with no number: its fit ran away."""
    bad = int((~np.isfinite(said)).reshape(len(said), -1).any(axis=1).sum())
    if not bad:
        return
    title = estimator_module(model.recipe).ENTRY.title
    raise NeedsYou(
        f"{title} diverged: it answers {bad:,} of {len(said):,} rows held out with no number.",
        "Choose another estimator, or smaller steps or more regularisation in its settings.",
    )


@dataclass(frozen=True)
class Looked:
    """What a model leans on, from the heaviest column down, and how what it says moves with the
    heaviest; `notes` are sentences for the person.
    """

    importances: tuple[Importance, ...]
    dependences: tuple[Dependence, ...]
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept with a run."""
        return {
            "importances": [asdict(one) for one in self.importances],
            "dependences": [one.to_dict() for one in self.dependences],
        }


def look_into(model: TrainedModel, held: Frame, truth: Array, reporter: Reporter) -> Looked:
    """Weigh a model's columns on rows it has not seen, whose truth is known.

    Of a model that tells ahead those are weighed that it makes itself.
    """
    if isinstance(model, ForecastModel):
        model, held = model.plain(held)
    with working_threads(model.pipeline, model.recipe.n_threads, held):
        leaned, odd = _importances(model, held, truth, Part(reporter, 0.0, 0.7))
        there = set(model.inputs.names)  # own code may make columns that no table has
        names = [one.column for one in leaned if one.column in there] or list(model.inputs.names)
        is_blind = model.recipe.estimator == "prior"
        part = Part(reporter, 0.7, 1.0)
        moved = () if is_blind else dependences(model, held, names, part)
    return Looked(leaned, moved, odd)


def _warned(frame: Frame, learned_from: Frame, recipe: Recipe, parts: Split) -> tuple[str, ...]:
    """What makes the result look better than it is: columns and rows that know the answer."""
    leaks = tuple(leak.message for leak in find_leaks(learned_from, recipe))
    repeats = find_repeats(frame, recipe, parts)
    return leaks if repeats is None else (*leaks, repeats.message)


def fit_only(
    frame: Frame,
    schema: Schema,
    recipe: Recipe,
    reporter: Reporter,
    *,
    rows: Array | None = None,
) -> Fitted:
    """Fit on all rows that have a target, or those of `rows` (numbers or a mask) that have one."""
    reporter.check()
    target = target_of(frame, recipe)
    if rows is not None:
        asked = np.zeros(frame.n_rows, dtype=bool)
        asked[rows] = True
        kept = asked[target.rows]
        target = replace(target, rows=target.rows[kept], y=target.y[kept])
    reporter.report(0.05, f"Learning from {len(target.rows):,} rows")
    if recipe.forecast is None:
        fitted = fit(frame, schema, recipe, target)
    else:
        made = ahead.laid(frame, schema, recipe, target.rows)
        began = np.isin(target.rows, made.began(target.rows))
        target = replace(target, rows=target.rows[began], y=target.y[began])
        fitted = fit(made.frame, made.schema, made.recipe, target)
        fitted = replace(fitted, model=made.as_asked(fitted.model))
    reporter.report(1.0, "Learned")
    return replace(fitted, notes=target.notes + fitted.notes)


def score(model: TrainedModel, frame: Frame, schema: Schema | None = None) -> Predictions:
    """Predict every row of a frame, with the truth where the frame has the target.

    `NeedsYou` names columns the model reads that are absent and, with a `schema`, those whose
    kind is no longer the one learned; without it values are read as the model knows them.
    """
    wanted = model.inputs.names
    if isinstance(model, ForecastModel):
        wanted = (model.parts[0].time, *wanted)
    absent = [name for name in wanted if name not in frame]
    if absent:
        raise NeedsYou(
            "The table has no column " + ", ".join(absent) + ", which the model reads.",
            "Add the column, even empty, or choose another table.",
        )
    changed = [
        f"{c.name} is {schema[c.name].kind}, the model learned it as {c.kind}"
        for c in (model.inputs.columns if schema is not None else ())
        if schema is not None and c.name in schema and schema[c.name].kind is not c.kind
    ]
    if changed:
        raise NeedsYou(
            "Columns changed their kind: " + "; ".join(changed) + ".",
            "Set the kind in the schema, or train a new model.",
        )
    return Predictions(
        model.task,
        model.levels,
        np.arange(frame.n_rows),
        model.predict(frame),
        _truth(model, frame),
        model.threshold,
        table=() if model.kept_table is None else model.kept_table.table,
    )


def _truth(model: TrainedModel, frame: Frame) -> Array | None:
    name = model.recipe.target
    if name not in frame:
        return None
    if model.task is Task.REGRESSION:
        column = frame[name]
        if column.kind is not Kind.NUMERIC:
            return None
        values = column.values.astype(np.float64)
        return np.where(np.isfinite(values), values, np.nan)
    return class_codes(frame[name], model.levels)


def _hold_out_notes(recipe: Recipe, target: TargetValues, truth: Array) -> tuple[str, ...]:
    """Refuse a hold-out on which the recipe's measure has no meaning; note classes it lacks."""
    if recipe.task is Task.REGRESSION:
        return ()
    present = np.unique(truth)
    if len(present) == 1 and metric(recipe.task, recipe.metric).id.endswith("auc"):
        raise NeedsYou(
            f"{recipe.target} is {target.levels[int(present[0])]} in all {len(truth):,} rows held "
            "out, so nothing can be told apart there.",
            "Hold out a larger share, or judge by log loss.",
        )
    lacking = [level for k, level in enumerate(target.levels) if k not in present]
    if not lacking:
        return ()
    return (f"The rows held out have no {recipe.target} of " + ", ".join(lacking) + ".",)


def _empty_notes(frame: Frame, recipe: Recipe) -> tuple[str, ...]:
    """Which columns the recipe does not read as they have no value in any row."""
    read = {recipe.target, *recipe.features}
    empty = [one.name for one in frame if one.name not in read and bool(one.missing.all())]
    if not empty or not frame.n_rows:
        return ()
    shown = ", ".join(empty[:_SHOWN_EMPTY])
    more = f" and {len(empty) - _SHOWN_EMPTY:,} more" if len(empty) > _SHOWN_EMPTY else ""
    has, is_ = ("has", "is") if len(empty) == 1 else ("have", "are")
    return (f"{shown}{more} {has} no value in any row and {is_} left out.",)


def _importances(
    model: TrainedModel, held: Frame, truth: Array, reporter: Reporter
) -> tuple[tuple[Importance, ...], tuple[str, ...]]:
    if model.recipe.own_preparations:  # a column made of several is none that came
        return foreign_importances.importances(model, held, truth, reporter), ()
    n = len(model.inputs.columns)
    note = f"Of {n:,} columns the {MOST_COLUMNS:,} that weigh most were shuffled for importances."
    try:
        found = importances(model, held, truth, reporter)
        return found, (note,) if n > len(found) == MOST_COLUMNS else ()
    except UndefinedMetric as error:
        return (), (f"Importances were not computed. {error.message}",)
