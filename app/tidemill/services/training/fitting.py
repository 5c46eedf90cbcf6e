"""Fits a recipe's pipeline on the rows it is given."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from tidemill.base import clock, programs
from tidemill.base.errors import NeedsYou
from tidemill.catalog import libraries
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Column, Role, Schema
from tidemill.domain.folds import folds
from tidemill.domain.frames import Frame
from tidemill.domain.metrics import metric
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.targets import TargetValues
from tidemill.services.training import (
    by_groups,
    class_balance,
    environment,
    own_code,
    park,
    prepared_rows,
)
from tidemill.services.training.models import Array, TrainedModel
from tidemill.services.training.prepared_rows import StepTold

MANY_CELLS = 2_000_000  # where a second OpenMP thread begins to help: docs/decisions/0011


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model with what its fitting cost; `notes` are sentences for the person, `steps` say which
    step was taken over from another fit, and why.

    `peak_memory` is the most the process held while it fitted, in bytes; where a system can't
    forget an earlier peak (only Linux can), the most so far.
    """

    model: TrainedModel
    n_train: int
    duration_s: float
    peak_memory: int
    environment: dict[str, Any]
    notes: tuple[str, ...]
    steps: tuple[StepTold, ...] = ()


def estimator_module(recipe: Recipe) -> Any:
    """The module of the recipe's estimator, or `NeedsYou` why it cannot be used."""
    known = family("estimators")
    if recipe.estimator not in known:
        raise NeedsYou(
            f"There is no estimator {recipe.estimator}.", f"Choose one of {', '.join(known)}."
        )
    entry = known[recipe.estimator].ENTRY
    if recipe.task not in entry.tasks:
        fitting = [name for name, module in known.items() if recipe.task in module.ENTRY.tasks]
        raise NeedsYou(
            f"{entry.title} cannot learn a {recipe.task} task.",
            f"Choose one of {', '.join(fitting)}.",
        )
    libraries.check(entry)
    return known[recipe.estimator]


def preparation_module(recipe: Recipe) -> Any:
    """The module of the recipe's preparation, or `NeedsYou` why it cannot be used."""
    known = family("preparations")
    if recipe.preparation not in known:
        raise NeedsYou(
            f"There is no preparation {recipe.preparation}.", f"Choose one of {', '.join(known)}."
        )
    libraries.check(known[recipe.preparation].ENTRY)
    return known[recipe.preparation]


def resolved(recipe: Recipe) -> Recipe:
    """The recipe with every setting and entry version filled in; checks all its names."""
    module = estimator_module(recipe)
    preparation = preparation_module(recipe)
    metric(recipe.task, recipe.metric)
    recipe = own_code.resolved(recipe)
    wanted = {**module.preparation_settings(), **recipe.preparation_settings}
    return replace(
        recipe,
        estimator_settings=module.ENTRY.settings(recipe.estimator_settings),
        preparation_settings=preparation.ENTRY.settings(wanted),
        entry_versions={
            "estimator": module.ENTRY.version,
            "preparation": preparation.ENTRY.version,
        },
    )


def inputs_of(frame: Frame, schema: Schema, recipe: Recipe) -> Schema:
    """The columns learned from; `NeedsYou` where one is absent or none is named."""
    absent = [name for name in recipe.features if name not in frame or name not in schema]
    if absent:
        raise NeedsYou(
            "The table has no column " + ", ".join(absent) + ", which the recipe learns from.",
            "Leave it out of the recipe, or add it to the table.",
        )
    if not recipe.features and recipe.estimator != "prior":
        raise NeedsYou(
            "The recipe names no column to learn from.", "Take a column back that was left out."
        )
    chosen = [schema[name] for name in recipe.features]
    if recipe.by_group is not None and recipe.by_group not in recipe.features:
        chosen.append(by_groups.column_of(frame, schema, recipe.by_group))
    return Schema(tuple(Column(c.name, c.kind, Role.FEATURE, c.whole) for c in chosen))


def fit(frame: Frame, schema: Schema, recipe: Recipe, target: TargetValues) -> Fitted:
    """Fit the recipe on the rows named by `target`, whose levels become the model's."""
    full = resolved(recipe)
    inputs = inputs_of(frame, schema, full)
    _refuse_one_answer(full, target)
    if full.calibration != "none":
        class_balance.check_enough(full.target, target.y, target.levels)
    pipeline = _pipeline(inputs, full)
    programs.forget_peak_memory()
    started = clock.monotonic()
    table = frame.select(inputs.names).take(target.rows)
    notes, steps = _fit_and_listen(pipeline, table, target.y, full, _folds(frame, full, target))
    if full.own_preparations:
        own_code.check_kept(pipeline)
    if full.by_group is not None:
        notes += by_groups.notes(pipeline, full)
    duration = clock.monotonic() - started
    needs = preparation_module(full).ENTRY.requires
    surroundings = environment.environment(full.n_threads, () if needs is None else (needs,))
    model = TrainedModel(
        pipeline, full, inputs, target.levels, _prior(full, target), surroundings["versions"]
    )
    return Fitted(
        model,
        len(target.rows),
        duration,
        programs.peak_memory_bytes(),
        surroundings,
        _version_notes(recipe, full) + notes,
        steps,
    )


def _refuse_one_answer(recipe: Recipe, target: TargetValues) -> None:
    if len(target.y) and (target.y != target.y[0]).any():
        return
    said = target.levels[int(target.y[0])] if target.levels and len(target.y) else "the same"
    raise NeedsYou(
        f"{recipe.target} is {said} in all {len(target.y):,} rows to learn from.",
        "Hold out other rows, or add rows with another answer.",
    )


def _folds(frame: Frame, recipe: Recipe, target: TargetValues) -> dict[str, Any]:
    """What a pipeline's `fit` is given where its estimator learns in folds.

    They divide the rows as the recipe's hold-out does: none is answered by what came after it, or
    by its own group. An estimator inside a calibration, or of a group, makes even ones by itself.
    """
    entry = estimator_module(recipe).ENTRY
    if not entry.learns_in_folds or recipe.calibration != "none" or recipe.by_group is not None:
        return {}
    n_folds = int(recipe.estimator_settings["folds"])
    made = folds(frame, recipe, target, n_folds, recipe.seed)
    return {"model__folds": [(one.train, one.judge) for one in made]}


def _pipeline(inputs: Schema, recipe: Recipe) -> Any:
    from sklearn.pipeline import Pipeline

    if recipe.estimator == own_code.ESTIMATOR:
        estimator = own_code.estimator(recipe)
    else:
        estimator = estimator_module(recipe).make(
            dict(recipe.estimator_settings),
            task=str(recipe.task),
            seed=recipe.seed,
            n_threads=recipe.n_threads,
        )
    if recipe.calibration != "none" and recipe.estimator != "prior":
        estimator = class_balance.calibrated(estimator, recipe.calibration, recipe.seed)
    preparation = preparation_module(recipe).make(
        dict(recipe.preparation_settings),
        columns=by_groups.columns_read(inputs, recipe),
        task=str(recipe.task),
        seed=recipe.seed,
    )
    if recipe.own_preparations:
        preparation = own_code.behind(preparation, inputs, recipe)
    if recipe.by_group is not None:
        preparation, estimator = by_groups.around(preparation, estimator, inputs, recipe)
    return Pipeline([("prepare", preparation), ("model", estimator)])


@contextmanager
def working_threads(pipeline: Any, n_threads: int, table: Frame) -> Iterator[None]:
    """Let a pipeline use so many threads on a table, and an ensemble none of its own afterwards.

    Waking threads costs more than a prediction of one row, so a kept forest has none. OpenMP and
    BLAS, whose threads wait for each other, get one on a table of few cells: `MANY_CELLS`.
    """
    from threadpoolctl import threadpool_limits

    for ensemble in ensembles(pipeline):
        ensemble.set_params(n_jobs=n_threads)
    try:
        with threadpool_limits(n_threads if table.n_rows * len(table.columns) >= MANY_CELLS else 1):
            yield
    finally:
        for ensemble in ensembles(pipeline):
            ensemble.set_params(n_jobs=None)


def ensembles(pipeline: Any) -> list[Any]:
    """The ensembles of a pipeline that share their work out, those inside a calibration too."""
    from sklearn.ensemble import BaseEnsemble

    estimators = [pipeline[-1], *class_balance.inside(pipeline[-1])]
    return [e for e in estimators if isinstance(e, BaseEnsemble) and "n_jobs" in e.get_params()]


def _fit_and_listen(
    pipeline: Any, table: Frame, y: Array, recipe: Recipe, more: dict[str, Any]
) -> tuple[tuple[str, ...], tuple[StepTold, ...]]:
    """Fit; return what the libraries warned of, in words, and what was taken over."""
    entry = estimator_module(recipe).ENTRY
    weights, said = class_balance.weights_of(pipeline[-1], y, recipe, entry.title)
    with (
        warnings.catch_warnings(record=True) as caught,
        working_threads(pipeline, recipe.n_threads, table),
    ):
        warnings.simplefilter("always")
        with own_code.told(recipe), _told(entry.title):
            here, steps = _fit_of(pipeline, table, y, recipe, weights | more)
            park.done(partial(_fit_in_park, pipeline, here), here)
    if entry.stops_on_purpose:
        caught = [one for one in caught if not _is_unsettled(one)]
    return said + tuple(sorted({_in_words(one) for one in caught})), steps


def _fit_of(
    pipeline: Any, table: Frame, y: Array, recipe: Recipe, more: dict[str, Any]
) -> tuple[Callable[[], Any], tuple[StepTold, ...]]:
    """What fits a pipeline: the whole of it, or what comes after a preparation that is known."""
    known = prepared_rows.current.get()
    if known is None:
        return partial(pipeline.fit, table, y, **more), ()
    preparation, matrix, told = known.fit_transform(pipeline[0], table, y, recipe)
    pipeline.steps[0] = (pipeline.steps[0][0], preparation)
    of_model = {name.removeprefix("model__"): value for name, value in more.items()}
    return partial(pipeline[-1].fit, matrix, y, **of_model), (told,)


@contextmanager
def _told(title: str) -> Iterator[None]:
    """Say in a sentence what an estimator can't learn from, so that others go on."""
    try:
        yield
    except (ValueError, ArithmeticError, MemoryError, np.linalg.LinAlgError) as error:
        first = next(iter(str(error).strip().splitlines()), "")
        why = "the memory was not enough" if isinstance(error, MemoryError) else first
        raise NeedsYou(
            f"{title} could not learn from these rows: {why or type(error).__name__}.",
            "Choose another estimator or other settings.",
            detail=f"{type(error).__name__}: {error}",
        ) from error


def _fit_in_park(pipeline: Any, fit_it: Callable[[], Any]) -> None:
    """Fit with as many tasks at once as the park has room for."""
    estimator = pipeline[-1]
    n_here = estimator.get_params().get("n_jobs")
    if n_here is not None:
        estimator.set_params(n_jobs=-1)
    try:
        fit_it()
    finally:
        if n_here is not None:
            estimator.set_params(n_jobs=n_here)


def _is_unsettled(caught: warnings.WarningMessage) -> bool:
    return caught.category.__name__ == "ConvergenceWarning"


def _in_words(caught: warnings.WarningMessage) -> str:
    if _is_unsettled(caught):
        return "The fit had not settled when it reached its last step. Allow more steps."
    first = next(iter(str(caught.message).strip().splitlines()), caught.category.__name__)
    return f"The library warned while fitting: {first}"


def _prior(recipe: Recipe, target: TargetValues) -> tuple[float, ...]:
    if recipe.task is Task.REGRESSION:
        return (float(target.y.mean()),)
    counts = np.bincount(target.y, minlength=len(target.levels))
    return tuple((counts / counts.sum()).tolist())


def _version_notes(given: Recipe, full: Recipe) -> tuple[str, ...]:
    return tuple(
        f"The recipe was written for version {version} of its {part}; version "
        f"{full.entry_versions[part]} was used."
        for part, version in given.entry_versions.items()
        if full.entry_versions.get(part) not in (None, version)
    )
