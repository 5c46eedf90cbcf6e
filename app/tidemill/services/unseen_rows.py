"""Rows that a version never learned from, by their numbers: on them it can be judged fairly.

What a run learned from is known where it was trained here: all rows of a version of the data but
those it held out, or all of it where it was judged on a later one. In a series that goes on, rows
keep their numbers from version to version; where versions replace each other, rows are known by
what they hold, so that one which came again counts as seen.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.domain.content import row_hashes
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run
from tidemill.services import datasets, runs, tables
from tidemill.services.judged_rows import judged_on
from tidemill.services.registry import PREDICTIONS_FILE
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import datasets as rows_of_datasets

Mask = npt.NDArray[np.bool_]

_NOTHING: Mask = np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Unseen:
    """Which rows of a version of the data a model's version never learned from, as a mask.

    `why` says why that is not known; the mask is empty then.
    """

    mask: Mask
    why: str = ""


def unseen(workspace: Workspace, version: ModelVersion, data: DatasetVersion) -> Unseen:
    """The rows of `data` that a version never learned from.

    Of an imported version nobody knows what it learned from: `why` says so.
    """
    if version.is_imported:
        return Unseen(_NOTHING, f"What {version.label} learned from is not known: it was imported.")
    [run] = runs.find(workspace, [version.run_pk])
    return unseen_by_run(workspace, run, version.dataset_version_id, data)


def unseen_by_run(workspace: Workspace, run: Run, learned_id: int, data: DatasetVersion) -> Unseen:
    """The rows of `data` that a run that was trained here never learned from; `learned_id` is the
    version of the data it learned from."""
    nothing = _NOTHING
    try:
        learned = datasets.version_of_id(workspace, learned_id)
        held_in = judged_on(workspace, run)
    except NeedsYou as gone:
        return Unseen(nothing, gone.message)
    held = _held(workspace, run)
    if held is None:
        return Unseen(nothing, f"{run.name} kept no answers for the rows it held out.")
    is_held_there = held_in is not None and held_in.id == learned.id
    if not _same_numbers(workspace, learned, data):
        return _by_content(workspace, learned, held if is_held_there else None, data)
    mask = np.arange(data.rows) >= learned.rows
    if held_in is not None and _same_numbers(workspace, held_in, data):
        mask[held[held < data.rows]] = True
    return Unseen(mask)


def _by_content(
    workspace: Workspace,
    learned: DatasetVersion,
    held: npt.NDArray[np.int64] | None,
    data: DatasetVersion,
) -> Unseen:
    """Rows of `data` that hold something else than every row learned from, in the columns of both.

    `held` are those of `learned` that were not learned from.
    """
    kinds = {column.name: column.kind for column in learned.schema.columns}
    both = [c.name for c in data.schema.columns if kinds.get(c.name) is c.kind]
    if not both:
        return Unseen(
            np.zeros(0, dtype=np.bool_), f"{learned.label} and {data.label} share no column."
        )
    try:
        seen, rows = (
            row_hashes(tables.whole(workspace, one).select(both)) for one in (learned, data)
        )
    except NeedsYou as gone:
        return Unseen(np.zeros(0, dtype=np.bool_), gone.message)
    if held is not None:
        seen = np.delete(seen, held[held < len(seen)])
    return Unseen(~np.isin(rows, seen))


def _held(workspace: Workspace, run: Run) -> npt.NDArray[np.int64] | None:
    blob = run.artifacts.get(PREDICTIONS_FILE)
    if blob is None:
        return None
    return np.asarray(Predictions.from_bytes(workspace.blobs.get_bytes(blob)).rows)


def _same_numbers(workspace: Workspace, one: DatasetVersion, other: DatasetVersion) -> bool:
    """Whether a row has the same number in two versions of the data."""
    if one.id == other.id:
        return True
    if one.dataset_id != other.dataset_id:
        return False
    with workspace.store.read() as connection:
        known = rows_of_datasets.find(connection, one.dataset)
        if known is None or known.series is not Series.APPEND:
            return False
        since = [
            rows_of_datasets.numbered_since(connection, known.id, v.address) for v in (one, other)
        ]
    return since[0] == since[1]
