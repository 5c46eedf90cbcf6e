"""Which rows an incident concerns: the files it was found in, all of them or one part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.concerned_parts import Part, rows_of_part
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.incidents import Incident
from tidemill.services import tables
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets, incidents

LOOKED_ON = 60
"""So many looks after its beginning are searched for the same columns."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Concerned:
    """The versions of the data whose own rows an incident was found in, oldest first, and the part
    of them (None: all their rows)."""

    incident: Incident
    versions: tuple[DatasetVersion, ...]
    part: Part

    @property
    def ids(self) -> frozenset[int]:
        """The keys of the versions."""
        return frozenset(version.id for version in self.versions)

    def words(self) -> str:
        """`the rows of v7 and v8 with carrier = HA`."""
        numbers = [f"v{version.number}" for version in self.versions]
        named = numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
        if len(numbers) == 2:
            named = " and ".join(numbers)
        if self.part is None:
            return f"the rows of {named}"
        return f"the rows of {named} with {self.part['column']} = {self.part['level']}"


def of(workspace: Workspace, incident_id: int) -> Concerned:
    """The rows an incident concerns, so far as its data is still there."""
    with workspace.store.read() as connection:
        found = incidents.find(connection, incident_id)
        if found is None:
            raise NotThere("incident", incident_id)
        keys = _chunks_of(connection, found)
        versions = []
        for key in keys:
            chunk = chunks.of_id(connection, key)
            version = (
                None
                if chunk is None
                else datasets.version_of_id(connection, chunk.dataset_version_id)
            )
            if version is not None and version.deleted_at is None:
                versions.append(version)
    unique = {version.id: version for version in versions}
    ordered = sorted(unique.values(), key=lambda version: version.number)
    return Concerned(found, tuple(ordered), found.facts.get("part"))


def _chunks_of(connection: Any, found: Incident) -> list[int]:
    """The chunks it was found in, and those after its beginning in which its columns drifted."""
    keys = dict.fromkeys([found.chunk_id, *(alert.chunk_id for alert in found.alerts)])
    known = [key for key in keys if key is not None]
    columns = set(found.columns)
    if found.chunk_id is None or not columns:
        return known
    times = chunks.times(connection, found.model_id)
    began = next((at for key, at in times if key == found.chunk_id), None)
    if began is None:
        return known
    over = found.closed_at
    later = [key for key, at in times if at > began]
    for key in later[:LOOKED_ON]:
        chunk = chunks.of_id(connection, key)
        if key in known or chunk is None or (over is not None and chunk.created_at > over):
            continue
        told = {c["name"] for c in chunk.report.get("columns", ()) if c.get("drifted")}
        if told & columns:
            known.append(key)
    return known


def of_frame(
    workspace: Workspace, concerned: Concerned, parts: Sequence[DatasetVersion], frame: Frame
) -> Mask:
    """Which rows of these versions' own rows, one under the other in `frame`, are concerned.

    `NeedsYou` where the rows are not those that the versions keep any more.
    """
    sizes = [tables.own(workspace, version).n_rows for version in parts]
    if sum(sizes) != frame.n_rows:
        raise NeedsYou(
            "The rows were prepared anew since, so which of them are concerned is not known.",
            "Delete the versions they came with, or retrain on all rows.",
        )
    if concerned.part is not None and concerned.part["column"] not in frame:
        raise NeedsYou(
            f"The data has no column {concerned.part['column']} any more.",
            "Delete the versions the rows came with, or retrain on all rows.",
        )
    mine = np.repeat([version.id in concerned.ids for version in parts], sizes)
    return np.asarray(mine & rows_of_part(frame, concerned.part))


def numbers_in(
    workspace: Workspace, concerned: Concerned, version: DatasetVersion
) -> npt.NDArray[np.int64]:
    """The numbers of the concerned rows among all rows of a version, ascending."""
    table, parts = tables.of(workspace, version), tables.parts_of(workspace, version)
    names = [] if concerned.part is None else [concerned.part["column"]]
    known = [name for name in names if name in version.schema]
    frame = Frame(tuple(table.column(name) for name in known))
    sizes = [tables.own(workspace, one).n_rows for one in parts]
    mine = np.repeat([one.id in concerned.ids for one in parts], sizes)
    if concerned.part is not None:
        mine = mine & rows_of_part(frame, concerned.part)
    return np.flatnonzero(mine).astype(np.int64)


def count(workspace: Workspace, concerned: Concerned) -> dict[int, int]:
    """How many of each version's own rows are concerned, by the version's key."""
    found = {}
    for version in concerned.versions:
        own = tables.own(workspace, version)
        if concerned.part is None:
            found[version.id] = own.n_rows
            continue
        name = concerned.part["column"]
        frame = Frame((own.column(name),)) if name in version.schema else Frame(())
        found[version.id] = (
            int(rows_of_part(frame, concerned.part).sum()) if len(frame.names) else 0
        )
    return found
