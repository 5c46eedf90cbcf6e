"""Rows as they come, scored by a model that learned from prepared ones."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from tidemill.catalog import prepared_tables
from tidemill.domain.columns import Column, Schema
from tidemill.domain.frames import Frame
from tidemill.services.training import learning
from tidemill.services.training.forecast_models import ForecastModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions


def expected(model: TrainedModel) -> Schema:
    """The columns a file of rows to score is read by: those the rows learned from came with."""
    if model.raw is not None:
        return model.raw
    return model.reads if isinstance(model, ForecastModel) else model.inputs


def expected_by_all(models: Iterable[TrainedModel]) -> Schema:
    """The columns that rows come with for all of the models."""
    known: dict[str, Column] = {}
    for model in models:
        for column in expected(model).columns:
            known.setdefault(column.name, column)
    return Schema(tuple(known.values()))


def score_raw(model: TrainedModel, frame: Frame) -> tuple[Predictions, npt.NDArray[np.int64]]:
    """Predict raw rows through the steps the model learned behind.

    Returns the predictions and the numbers of their rows: a row that the steps leave out gets no
    prediction. `NeedsYou` names a column that a step or the model needs and that is not there.
    """
    made, rows = prepared(model, frame)
    return learning.score(model, made), rows


def prepared(model: TrainedModel, frame: Frame) -> tuple[Frame, npt.NDArray[np.int64]]:
    """Raw rows as the steps leave them that the model learned behind, and the numbers of those
    that are left. `NeedsYou` as `score_raw`."""
    if model.raw is None:
        return frame, np.arange(frame.n_rows)
    after = prepared_tables.names_after(model.raw.names, model.steps)
    there = Schema(
        tuple(
            c
            for c in model.raw.columns
            # What is to be predicted need not be known yet.
            if c.name in frame or after[c.name] == model.recipe.target
        )
    )
    steps = prepared_tables.bound(model.steps, scoring=True)
    prepared_tables.effect(there, steps)
    return prepared_tables.applied(
        prepared_tables.in_schema(frame, there), np.arange(frame.n_rows), steps
    )


def every_value(
    model: TrainedModel, frame: Frame, schema: Schema | None = None
) -> npt.NDArray[np.float64]:
    """What a model says of each raw row, in the form of `domain.metrics`.

    A row that the steps would leave out gets a value too. `frame` has all columns of `expected`,
    or of the `schema` named: those that the steps and the model need.
    """
    return np.asarray(model.predict(every_row(model, frame, schema)), dtype=np.float64)


def every_row(model: TrainedModel, frame: Frame, schema: Schema | None = None) -> Frame:
    """Raw rows as the model reads them, those too that the steps would leave out."""
    if model.raw is None:
        return frame
    steps = prepared_tables.bound(model.steps, scoring=True)
    whole = prepared_tables.in_schema(frame, schema or model.raw)
    return prepared_tables.applied(whole, np.arange(frame.n_rows), steps, dropping=False)[0]


def values_left(model: TrainedModel, frame: Frame) -> npt.NDArray[np.float64]:
    """What a model says of each raw row, in the form of `domain.metrics`; NaN for a row that the
    steps leave out, as it gets no answer.

    `NeedsYou` names a column that a step or the model needs and that is not there.
    """
    said, rows = score_raw(model, frame)
    values = np.asarray(said.values, dtype=np.float64)
    whole = np.full((frame.n_rows, *values.shape[1:]), np.nan)
    whole[rows] = values
    return whole
