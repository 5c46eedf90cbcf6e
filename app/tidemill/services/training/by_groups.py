"""A model for each group of a column, and one for all where a group's rows do not suffice."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.grouped_estimators import (
    FEW_CLASSES,
    FEW_ROWS,
    NOT_LEARNED,
    ByGroupClassifier,
    ByGroupRegressor,
)
from tidemill.catalog.preparations.mixed.grouped import GroupedPreparation
from tidemill.domain.columns import Column, Role, Schema
from tidemill.domain.frames import Frame
from tidemill.domain.group_gains import by_group, figures, gains
from tidemill.domain.group_names import named
from tidemill.domain.group_table import GroupRow, GroupTable
from tidemill.domain.intervals import Interval
from tidemill.domain.metrics import Metric, UndefinedMetric, metric
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training import class_balance
from tidemill.services.training.models import Array, TrainedModel

MOST_GROUPS = 5_000


def column_of(frame: Frame, schema: Schema, name: str) -> Column:
    """The column of the groups; `NeedsYou` where it is absent or no groups can be made of it."""
    if name not in frame or name not in schema:
        raise NeedsYou(
            f"The table has no column {name}, whose groups are to get models.",
            "Choose another column of groups, or none.",
        )
    column = schema[name]
    _, names = named(frame[name])
    if len(names) > MOST_GROUPS:
        raise NeedsYou(
            f"{name} has {len(names):,} different values; at most {MOST_GROUPS:,} get models.",
            "Choose a column with fewer values.",
        )
    return Column(column.name, column.kind, Role.FEATURE, column.whole)


def columns_read(inputs: Schema, recipe: Recipe) -> list[tuple[str, str]]:
    """The columns the preparation makes features of, with that of the groups last if it is one."""
    pairs = [(c.name, str(c.kind)) for c in inputs.columns if c.name in recipe.features]
    return sorted(pairs, key=lambda pair: pair[0] == recipe.by_group)


def around(preparation: Any, estimator: Any, inputs: Schema, recipe: Recipe) -> tuple[Any, Any]:
    """A preparation that tells groups apart, and an estimator with a model for each."""
    assert recipe.by_group is not None
    kind = str(inputs[recipe.by_group].kind)
    make = ByGroupRegressor if recipe.task is Task.REGRESSION else ByGroupClassifier
    fewest = class_balance.FOLDS if recipe.calibration != "none" else 1
    is_weighed = recipe.class_weights != "none" and recipe.estimator != "prior"
    return (
        GroupedPreparation(preparation, recipe.by_group, kind),
        make(
            estimator,
            min_rows=recipe.by_group_rows,
            fewest=fewest,
            balanced=is_weighed and class_balance.can_weigh(estimator),
        ),
    )


def why_words(recipe: Recipe) -> dict[str, str]:
    """Why a group has no model of its own, in words that follow how many there are."""
    few = f"fewer than {recipe.by_group_rows:,} rows to learn from"
    return {
        FEW_ROWS: few,
        FEW_CLASSES: f"too few rows of two classes of {recipe.target}",
        NOT_LEARNED: "rows that could not be learned from alone",
    }


def notes(pipeline: Any, recipe: Recipe) -> tuple[str, ...]:
    """How many groups have a model of their own, and why the others have none."""
    groups, model = pipeline[0].groups_, pipeline[-1]
    counts = Counter(why for why in model.why_ if why)
    own = len(groups) - counts.total()
    said = f"{own:,} of {len(groups):,} groups of {recipe.by_group} have a model of their own."
    if counts:
        words = why_words(recipe)
        reasons = ", ".join(f"{n:,} with {words[why]}" for why, n in counts.most_common())
        said += f" The others are answered by the model for all: {reasons}."
    return (said,)


def table_of(model: TrainedModel, held: Frame, truth: Array, said: Array) -> GroupTable:
    """How each group does on the rows held out, by its own model and by that for all.

    `truth` and `said` (rows, ...) are those of `held`, in the form of `domain.metrics`.
    """
    recipe = model.recipe
    assert recipe.by_group is not None
    matrix = model.prepared(held)
    codes = matrix[:, -1].astype(np.int64)
    preparation, estimator = model.pipeline
    general = replace(model, pipeline=(preparation, estimator.general())).values_of(matrix)
    names = list(preparation.groups_)
    n_train = [*estimator.n_rows_.tolist(), *[0] * (len(names) - len(estimator.n_rows_))]
    words = why_words(recipe) | {"": ""}
    chosen = metric(recipe.task, recipe.metric)
    has_model = np.append(estimator.has_model_, False)
    told = gains(chosen, truth, said, general, np.where(has_model[codes], codes, -1), names)
    found = []
    for code, rows in enumerate(by_group(codes, len(names))):
        row = GroupRow(names[code], n_train[code], len(rows), words[estimator.why_[code]])
        row = _measured(row, recipe, truth[rows], said[rows])
        if row.has_model and len(rows):
            row = replace(
                row,
                general=_value(chosen, truth[rows], general[rows]),
                gain=told[code].gain,
                verdict=told[code].verdict,
            )
        found.append(row)
    nameless = np.flatnonzero(codes < 0)
    if len(nameless):
        row = GroupRow(None, 0, len(nameless))
        found.append(_measured(row, recipe, truth[nameless], said[nameless]))
    return GroupTable.ordered(recipe.by_group, recipe.task, recipe.metric, found)


def _measured(row: GroupRow, recipe: Recipe, truth: Array, said: Array) -> GroupRow:
    """A group with its figures."""
    if not len(truth):
        return row
    values = dict(figures(recipe.task, truth, said))
    return replace(
        row,
        metrics={n: v.value if isinstance(v, Interval) else v for n, v in values.items()},
        intervals={n: (v.low, v.high) for n, v in values.items() if isinstance(v, Interval)},
    )


def _value(one: Metric, truth: Array, said: Array) -> float | None:
    try:
        return one.value(truth, said)
    except UndefinedMetric:
        return None
