"""Rows a model learned from, beside a row that is explained: read, and the nearest told."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.explanations import SimilarRow
from tidemill.domain.frames import CODED, Frame
from tidemill.domain.models import ModelVersion
from tidemill.domain.recipes import Task
from tidemill.domain.runs import Run
from tidemill.services import preparing, similar_rows, tables, unseen_rows
from tidemill.services.shown_values import shown_at
from tidemill.services.training import raw_rows
from tidemill.services.training.answers import told
from tidemill.services.training.foreign import ForeignModel
from tidemill.services.training.models import TrainedModel
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace

MOST_ROWS = 20_000
"""So many rows learned from are looked at, drawn where there are more."""

N_SIMILAR = 6


@dataclass(frozen=True, eq=False)
class LearnedRows:
    """Rows of a version of the data, by their `numbers`, as they came. `of` is how many were
    learned from; `why` says why others had to be taken, where that is not known."""

    version: DatasetVersion
    numbers: npt.NDArray[np.int64]
    frame: Frame
    of: int
    why: str = ""


@dataclass(frozen=True)
class Similar:
    """The nearest rows, and among which."""

    rows: tuple[SimilarRow, ...]
    words: str


def learned_rows(
    workspace: Workspace, made_by: ModelVersion | Run, learned: DatasetVersion, columns: Schema
) -> LearnedRows:
    """Rows a version or run learned from, in the columns it reads; always the same."""
    if isinstance(made_by, Run):
        unseen = unseen_rows.unseen_by_run(workspace, made_by, learned.id, learned)
    else:
        unseen = unseen_rows.unseen(workspace, made_by, learned)
    numbers = np.arange(learned.rows) if unseen.why else np.flatnonzero(~unseen.mask)
    if not len(numbers):
        raise NeedsYou(f"{learned.label} has no rows that were learned from.", "Choose other data.")
    n = len(numbers)
    if n > MOST_ROWS:
        draw = np.random.default_rng(0)
        numbers = np.sort(draw.choice(numbers, MOST_ROWS, replace=False))
    frame = tables.as_schema(preparing.as_they_came(workspace, learned, numbers), columns)
    return LearnedRows(learned, numbers, frame, n, unseen.why)


def similar(
    workspace: Workspace,
    model: TrainedModel,
    own: Frame,
    likes: LearnedRows,
    shown: Sequence[str],
    personal: frozenset[str],
    number: int,
) -> Similar:
    """The rows learned from that are nearest to a row, with what became of them; without the row
    itself, which is `number` where it was learned from."""
    if isinstance(model, ForeignModel):
        return Similar((), "The model was made elsewhere: rows it learned from are not known.")
    if likes.why:
        return Similar((), likes.why)
    found = similar_rows.nearest(
        model, raw_rows.every_row(model, own), raw_rows.every_row(model, likes.frame), N_SIMILAR + 1
    )
    is_other = (likes.numbers[found.places] != number) | (found.distances > 0)
    places, distances = (one[is_other][:N_SIMILAR] for one in (found.places, found.distances))
    near = likes.frame.take(places)
    said = raw_rows.every_value(model, near)
    answers = told(Predictions(model.task, model.levels, places, said, None))
    version, target = likes.version, model.recipe.target
    numbers = likes.numbers[places]
    known = _columns_of(workspace, version, numbers, target)
    lines = []
    for at, (name, far, (answer, share)) in enumerate(
        zip(numbers.tolist(), distances.tolist(), answers, strict=True)
    ):
        words = f"{answer:,.6g}" if model.task is Task.REGRESSION else f"{answer} {share:.2f}"
        lines.append(
            SimilarRow(
                name,
                _id(known, version, at, personal),
                _label(known, target, at, personal),
                words,
                far,
                tuple(shown_at(near[name], at, personal) for name in shown),
            )
        )
    many = f"{likes.of:,} rows of {version.label} it learned from"
    drawn = f"{len(likes.numbers):,} drawn from the " if len(likes.numbers) < likes.of else "the "
    return Similar(tuple(lines), f"The nearest of {drawn}{many}.")


def label_of(
    workspace: Workspace,
    version: DatasetVersion,
    number: int,
    target: str,
    personal: frozenset[str],
) -> str:
    """What became of a row; empty where that is not known."""
    found = _columns_of(workspace, version, np.array([number]), target)
    return _label(found, target, 0, personal)


def _columns_of(
    workspace: Workspace, version: DatasetVersion, numbers: npt.NDArray[np.int64], target: str
) -> Frame:
    """What rows are called by and what became of them, as far as there is such a column."""
    names = [*version.schema.with_role(Role.IDENTIFIER)][:1]
    names += [name for name in (target,) if name in version.schema.names and name not in names]
    return tables.some_rows(workspace, version, numbers, names) if names else Frame(())


def _label(found: Frame, target: str, at: int, personal: frozenset[str]) -> str:
    if target not in found or found[target].missing[at]:
        return ""
    column = found[target]
    if target not in personal and column.kind in CODED:  # as the model calls its classes
        return column.levels[int(column.values[at])]
    return shown_at(column, at, personal)


def _id(found: Frame, version: DatasetVersion, at: int, personal: frozenset[str]) -> str:
    name = next(iter(version.schema.with_role(Role.IDENTIFIER)), None)
    return "" if name is None else shown_at(found[name], at, personal)
