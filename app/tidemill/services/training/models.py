"""A trained model: a fitted pipeline with all it needs to read rows and name its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.business_value import Own
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.cost_thresholds import USUAL, KeptTable, KeptThreshold
from tidemill.domain.recipes import Recipe, Task

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A fitted pipeline ("prepare", "model") with the recipe it was made by.

    `recipe` has every setting filled in. `inputs` are the columns it reads. `levels` are the
    classes, for a binary task with the positive last; empty for regression. `prior` is the share
    of each level in the rows learned from, or the target's mean as its only number. `versions`
    are those of the libraries it was made with. `steps` prepared the rows it learned from, as
    `domain.steps` remembers them, and `raw` are the columns those rows came with; rows as they
    come go through these steps before it reads them. None where it learned from rows as they came.
    `kept_threshold` is from which probability on it says yes, where that was chosen by costs;
    `kept_table` are the costs by which one of several classes is said.
    """

    pipeline: Any
    recipe: Recipe
    inputs: Schema
    levels: tuple[str, ...]
    prior: tuple[float, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[dict[str, Any], ...] = ()
    raw: Schema | None = None
    kept_threshold: KeptThreshold | None = None
    kept_table: KeptTable | None = None

    @property
    def task(self) -> Task:
        """The kind of question it answers."""
        return self.recipe.task

    @property
    def threshold(self) -> float:
        """From which probability of the positive class on it says yes, of two classes."""
        return USUAL if self.kept_threshold is None else self.kept_threshold.value

    @property
    def own(self) -> Own:
        """What it decides by of its own: a threshold, a table of costs, or nothing."""
        if self.kept_table is not None:
            return self.kept_table.table
        return None if self.kept_threshold is None else self.kept_threshold.value

    @property
    def features(self) -> dict[str, Kind]:
        """The columns it reads with their kinds, as gates ask for them."""
        return {c.name: c.kind for c in self.inputs.columns}

    @property
    def prior_prediction(self) -> Array:
        """What one would say without looking at a row, in the form `GateFacts.prior` takes."""
        if self.task is Task.BINARY:
            return np.array(self.prior[1])
        return np.array(self.prior if self.task is Task.MULTICLASS else self.prior[0])

    def prepared(self, table: Any) -> Array:
        """The matrix the estimator reads, (rows, outputs), of a Frame, DataFrame or dicts."""
        return np.asarray(self.pipeline[0].transform(table))

    def values_of(self, matrix: Array) -> Array:
        """Predictions for a prepared matrix, in the form of `domain.metrics`."""
        estimator = self.pipeline[-1]
        if len(matrix) == 0:
            wide = (0, len(self.levels)) if self.task is Task.MULTICLASS else (0,)
            return np.empty(wide)
        if self.task is Task.REGRESSION:
            return np.asarray(estimator.predict(matrix), dtype=np.float64).ravel()
        return self.shares_of(estimator.predict_proba(matrix))

    def shares_of(self, probabilities: Array) -> Array:
        """What the estimator says of its classes, in the form of `domain.metrics`.

        A class it never saw has probability 0.
        """
        shares = np.zeros((len(probabilities), len(self.levels)))
        shares[:, self.pipeline[-1].classes_.astype(np.int64)] = probabilities
        return shares[:, 1] if self.task is Task.BINARY else shares

    def predict(self, table: Any) -> Array:
        """Predictions for raw rows: a Frame, a pandas DataFrame or a list of dicts."""
        return self.values_of(self.prepared(table))

    def to_dict(self) -> dict[str, Any]:
        """All but the pipeline, as plain JSON types; what costs decide only where they do."""
        kept, table = self.kept_threshold, self.kept_table
        return {
            "recipe": self.recipe.to_dict(),
            "inputs": self.inputs.to_list(),
            "levels": list(self.levels),
            "prior": list(self.prior),
            "versions": dict(self.versions),
            "steps": list(self.steps),
            "raw": None if self.raw is None else self.raw.to_list(),
            **({} if kept is None else {"threshold": kept.to_dict()}),
            **({} if table is None else {"cost_table": table.to_dict()}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], pipeline: Any) -> "TrainedModel":
        """Put a pipeline and what `to_dict` wrote together again."""
        return cls(
            pipeline,
            Recipe.from_dict(data["recipe"]),
            Schema(tuple(Column.from_dict(item) for item in data["inputs"])),
            tuple(data["levels"]),
            tuple(data["prior"]),
            dict(data["versions"]),
            tuple(data.get("steps", ())),
            None if data.get("raw") is None else Schema.from_list(data["raw"]),
            KeptThreshold.from_dict(data["threshold"]) if data.get("threshold") else None,
            KeptTable.from_dict(data["cost_table"]) if data.get("cost_table") else None,
        )
