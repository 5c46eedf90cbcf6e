"""Rows of an incident to label by hand: so many as tell how wrong the model is on them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.intervals import wilson
from tidemill.domain.recipes import Task
from tidemill.services import concerned_rows, datasets, registry, tables
from tidemill.services.workspace import Workspace

N_ROWS = 40


@dataclass(frozen=True, eq=False)
class RowsToLabel:
    """Rows of a dataset's newest version by their numbers, ascending: drawn from the `unlabelled`
    ones, which have no value in the column, of the `of` that an incident concerns."""

    incident: int
    dataset: str
    column: str
    rows: npt.NDArray[np.int64]
    of: int
    unlabelled: int
    task: str

    def words(self) -> str:
        """How well they tell it: the widest that an interval of a share of so many can be."""
        n = len(self.rows)
        if self.task == Task.REGRESSION:
            return f"Drawn from {self.of:,} rows"
        told = wilson(n // 2, n)
        half = (told.high - told.low) / 2
        return f"Tells the share of wrong answers to ± {half:.2f} at worst"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; rows are numbered from 1, as the window shows them."""
        return {
            "incident": self.incident,
            "dataset": self.dataset,
            "column": self.column,
            "rows": (self.rows + 1).tolist(),
            "of": self.of,
            "unlabelled": self.unlabelled,
            "message": self.words(),
        }


def of_incident(workspace: Workspace, incident_id: int, n: int = N_ROWS) -> RowsToLabel:
    """The rows to label of an incident: the same each time, drawn evenly from those it concerns.

    Reads files, so it is not for the window's thread. `NeedsYou` where there are none, or all of
    them have their label.
    """
    concerned = concerned_rows.of(workspace, incident_id)
    if concerned.is_only_answered:
        raise NeedsYou(
            "These rows came with no data, they were only answered, so they can't be labelled "
            "there.",
            "Add what came true of them by their identifier, from a file or as feedback.",
        )
    model = registry.find(workspace, concerned.incident.model).model
    newest = datasets.find(workspace, model.dataset).newest
    every = concerned_rows.numbers_in(workspace, concerned, newest)
    if not len(every):
        raise NeedsYou(
            "No rows of this incident are in the newest data.",
            "Its data was deleted or replaced, or its alerts speak of no rows.",
        )
    unlabelled = every
    if model.target in newest.schema:
        held = tables.some_rows(workspace, newest, every, [model.target])[model.target]
        unlabelled = every[held.missing]
    if not len(unlabelled):
        raise NeedsYou(
            f"Every row of this incident has a label in {model.target} already.",
            "What the model got wrong on them is measured.",
        )
    chosen = unlabelled
    if len(unlabelled) > n:
        rng = np.random.default_rng(incident_id)
        chosen = np.sort(rng.choice(unlabelled, n, replace=False))
    return RowsToLabel(
        incident_id, model.dataset, model.target, chosen, len(every), len(unlabelled), model.task
    )
