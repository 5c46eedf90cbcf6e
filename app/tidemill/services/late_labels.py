"""Labels that came after their rows: put where they belong, and measured by once they are there.

They wait beside the dataset (`store/labels`), whoever gave them: a person, a file, a service.
"""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from tidemill.base.clock import to_iso
from tidemill.catalog.steps import labels as labels_step
from tidemill.domain.columns import Kind
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import JobRequest
from tidemill.domain.labels import ROW, LabelEntry, in_force
from tidemill.jobs import queue
from tidemill.services import preparing
from tidemill.services.label_keys import texts_of
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_truths, datasets, labels, models
from tidemill.store import jobs as job_rows
from tidemill.store.engine import Transaction

KIND = "model.measure"
_KINDS = {Kind.NUMERIC: "number", Kind.BOOLEAN: "true or false", Kind.TEXT: "text"}


def ask(tx: Transaction, dataset_id: int, column: str, *, by: str, cause: str) -> None:
    """Let what was measured of a dataset's rows be measured again: labels of a column changed.

    In the transaction that changed them. A job that has not begun yet will find them as well.
    """
    for model in models.of_dataset(tx.connection, dataset_id):
        if model.target != column or not _is_watched(tx, model.id):
            continue
        if job_rows.is_queued(tx.connection, KIND, lane=f"model:{model.name}"):
            continue
        queue.enqueue(
            tx,
            JobRequest(
                KIND,
                {"model": model.name, "since": to_iso(tx.clock.now())},
                priority=7,
                lane=f"model:{model.name}",
                asked_by=by,
                cause=cause,
            ),
        )


def _is_watched(tx: Transaction, model_id: int) -> bool:
    """Whether rows were looked at for a model, or may be at this moment."""
    if models.champion(tx.connection, model_id) is not None:
        return True
    return bool(chunk_truths.of_model(tx.connection, model_id))


def of_target(workspace: Workspace, version: DatasetVersion, target: str) -> list[LabelEntry]:
    """Everything that was said of a version's dataset in the target's column, oldest first."""
    with workspace.store.read() as connection:
        found = datasets.find(connection, version.dataset)
        return [] if found is None else labels.entries(connection, found.id, column=target)


def put_in(
    workspace: Workspace,
    version: DatasetVersion,
    frame: Frame,
    target: str,
    entries: Sequence[LabelEntry],
) -> Frame:
    """A version's own rows with the labels that stand for them in the target's column."""
    said = _by_place(workspace, version, frame, entries)
    if not said:
        return frame
    kind = version.schema[target].kind if target in version.schema else Kind.CATEGORICAL
    if kind is Kind.DATETIME:
        return frame
    as_kind = _KINDS.get(kind, "category")
    given = {str(place): value for place, value in said.items()}
    return labels_step.apply(frame, target, ROW, given, as_kind=as_kind)


def are_about(
    workspace: Workspace,
    version: DatasetVersion,
    frame: Frame,
    places: npt.NDArray[np.int64],
    entries: Sequence[LabelEntry],
    since: datetime,
) -> bool:
    """Whether something was said of some of a version's own rows, or taken back, since a moment.

    `frame` has all of them, `places` says which are meant.
    """
    new = [
        one
        for one in entries
        if one.at >= since or (one.undone_at is not None and one.undone_at >= since)
    ]
    for key_column in {one.key_column for one in new}:
        keys = {one.key for one in new if one.key_column == key_column}
        known = _keys(workspace, version, frame, key_column)
        if known and not keys.isdisjoint(known[place] for place in places.tolist()):
            return True
    return False


def _by_place(
    workspace: Workspace, version: DatasetVersion, frame: Frame, entries: Sequence[LabelEntry]
) -> dict[int, str | None]:
    """What stands, by the place of the row in the frame."""
    found: dict[int, str | None] = {}
    for key_column in dict.fromkeys(one.key_column for one in entries):
        standing = in_force([one for one in entries if one.key_column == key_column])
        if not standing:
            continue
        for place, key in enumerate(_keys(workspace, version, frame, key_column)):
            if key is not None and key in standing:
                found[place] = standing[key]
    return found


def _keys(
    workspace: Workspace, version: DatasetVersion, frame: Frame, key_column: str
) -> list[str | None]:
    """The keys of a version's own rows, in order; none where they are not known any more."""
    if key_column != ROW:
        return texts_of(frame[key_column]) if key_column in frame else []
    n = preparing.raw_rows(version)
    if frame.n_rows != n:  # a step left rows out: their numbers are not known
        return []
    first = preparing.first_row(workspace, version)
    return [str(number) for number in range(first, first + n)]
