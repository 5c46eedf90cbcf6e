"""What a retraining learns from and is judged on: the rows before the newest file, and its own."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.frames import Frame
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Recipe
from tidemill.domain.steps import same_steps
from tidemill.services import datasets, preparing, retraining_without, tables, validating
from tidemill.services.retraining_without import Left
from tidemill.services.training.environment import versions
from tidemill.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Task:
    """What is learned from and judged on: rows of the former version, the newest file's own."""

    recipe: Recipe
    former: DatasetVersion
    newest: DatasetVersion
    champion: ModelVersion | None
    schema: Schema
    frame: Frame
    judged_on: Frame
    left: Left | None
    """What is left where rows were left out."""
    rule: dict[str, Any] | None = None
    """What the rule of choice says that the recipe names."""

    @property
    def numbers(self) -> npt.NDArray[np.int64] | None:
        """Which rows of the newest file are judged on; None: all."""
        return None if self.left is None else self.left.numbers

    @cached_property
    def rows_hash(self) -> str:
        return content_hash(self.frame)

    @property
    def input_hash(self) -> str:
        return validating.input_hash(self.recipe, self.rows_hash, versions(), self.rule)


def task(
    workspace: Workspace,
    recipe: Recipe,
    former: DatasetVersion,
    newest: DatasetVersion,
    champion: ModelVersion | None,
    schema: Schema,
    without: int | None,
) -> Task:
    """The rows to learn from and to judge on; those of an incident are left out where asked so."""
    halves = _halves(workspace, former, newest, schema)
    if without is None:
        return Task(recipe, former, newest, champion, schema, *halves, None)
    left = retraining_without.left_out(workspace, without, halves, former, newest)
    return Task(recipe, former, newest, champion, schema, left.learned, left.judged_on, left)


def before(workspace: Workspace, newest: DatasetVersion) -> DatasetVersion | None:
    """The version that holds everything before the newest file.

    In a series that goes on, one prepared anew holds those rows itself: all but the last ones.
    """
    view = datasets.find(workspace, newest.dataset)
    if newest.is_base and view.dataset.series is Series.APPEND:
        return newest
    earlier = [v for v in view.versions if v.number < newest.number]
    earlier = [v for v in earlier if v.own_hash != newest.own_hash]  # the same file, other steps
    return earlier[-1] if earlier else None


def _halves(
    workspace: Workspace, former: DatasetVersion, newest: DatasetVersion, schema: Schema
) -> tuple[Frame, Frame]:
    """The rows before the newest file and those of it, all behind the steps of the newest."""
    if former is newest:
        whole = tables.as_schema(tables.whole(workspace, newest), schema)
        n_before = newest.rows - newest.added_rows
        return whole.slice(0, n_before), whole.slice(n_before, newest.rows)
    judged_on = tables.load(workspace, [newest], schema)
    if same_steps(former.steps, newest.steps):
        frame = tables.load(workspace, tables.parts_of(workspace, former), schema)
    else:
        frame = tables.as_schema(preparing.own_rows_for(workspace, former, newest.steps), schema)
    return frame, judged_on
