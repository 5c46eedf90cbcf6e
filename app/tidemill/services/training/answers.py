"""What a model says of one row, as it is told to people and programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.domain.recipes import Task
from tidemill.services.training.predictions import Predictions


@dataclass(frozen=True)
class Answer:
    """What a model says of one row; `row` counts from 1, `id` is its identifier or that number.

    `prediction` is None where a step of preparation leaves the row out. `probability` is that of
    the prediction for two or more classes, None for a number.
    """

    row: int
    id: Any
    prediction: str | float | None
    probability: float | None


def told(said: Predictions) -> Iterator[tuple[str | float, float | None]]:
    """Each prediction with its probability, in the order of the rows."""
    labels = said.labels()
    if said.task is Task.REGRESSION:
        for value in said.values.tolist():
            yield value, None
    elif said.task is Task.BINARY:
        for label, share in zip(labels, said.values.tolist(), strict=True):
            yield str(label), share if label == said.levels[1] else 1.0 - share
    else:
        shares = np.take_along_axis(said.values, said.codes()[:, None], axis=1)[:, 0]
        for label, share in zip(labels, shares.tolist(), strict=True):
            yield str(label), share
