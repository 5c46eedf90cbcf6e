"""Which rows an incident concerns: the files it was found in, all of them or one part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain.concerned_parts import Part, rows_of_part
from tidemill.domain.cuts import is_answered, is_filling
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.incidents import Incident
from tidemill.services import chunk_rows, tables
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunks, datasets, incidents

LOOKED_ON = 60
"""So many looks after its beginning are searched for the same columns."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Concerned:
    """The versions of the data whose own rows an incident was found in, oldest first, and the part
    of them (None: all their rows). `spans` names the chunks of monitoring that the rows of each
    version, by its key, are of. `is_only_answered` where none of its rows came with the data: only
    a service or a batch folder saw them."""

    incident: Incident
    versions: tuple[DatasetVersion, ...]
    part: Part
    spans: Mapping[int, tuple[str, ...]]
    is_only_answered: bool = False

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
        spans: dict[int, list[str]] = {}
        answered: list[bool] = []
        for key in _chunks_of(connection, found):
            chunk = chunks.of_id(connection, key)
            if chunk is None:
                continue
            answered.append(is_answered(chunk.span))
            parts = [one.dataset_version_id for one in chunk_counts.of_chunk(connection, key)]
            newest = [] if chunk.dataset_version_id is None else [chunk.dataset_version_id]
            for version_id in parts or newest:
                spans.setdefault(version_id, []).append(chunk.span)
        every = [datasets.version_of_id(connection, version_id) for version_id in spans]
    there = [version for version in every if version is not None and version.deleted_at is None]
    ordered = sorted(there, key=lambda version: version.number)
    named = {version.id: tuple(spans[version.id]) for version in ordered}
    is_only_answered = bool(answered) and all(answered)
    return Concerned(found, tuple(ordered), found.facts.get("part"), named, is_only_answered)


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
    mine = np.concatenate([_mine(workspace, concerned, version) for version in parts])
    return np.asarray(mine & rows_of_part(frame, concerned.part))


def _mine(workspace: Workspace, concerned: Concerned, version: DatasetVersion) -> Mask:
    """Which of a version's own rows are of the chunks that an incident was found in."""
    own, spans = tables.own(workspace, version), concerned.spans.get(version.id, ())
    if not spans or not all(is_filling(span) for span in spans):
        return np.full(own.n_rows, bool(spans))
    time = version.schema.time
    frame = Frame((own.column(version.schema.names[0] if time is None else time),))
    mine = np.zeros(own.n_rows, dtype=bool)
    for span in spans:
        mine[chunk_rows.places_in(workspace, version, frame, span)] = True
    return mine


def numbers_in(
    workspace: Workspace, concerned: Concerned, version: DatasetVersion
) -> npt.NDArray[np.int64]:
    """The numbers of the concerned rows among all rows of a version, ascending."""
    table, parts = tables.of(workspace, version), tables.parts_of(workspace, version)
    names = [] if concerned.part is None else [concerned.part["column"]]
    known = [name for name in names if name in version.schema]
    frame = Frame(tuple(table.column(name) for name in known))
    mine = np.concatenate([_mine(workspace, concerned, one) for one in parts])
    if concerned.part is not None:
        mine = mine & rows_of_part(frame, concerned.part)
    return np.flatnonzero(mine).astype(np.int64)


def count(workspace: Workspace, concerned: Concerned) -> dict[int, int]:
    """How many of each version's own rows are concerned, by the version's key."""
    found = {}
    for version in concerned.versions:
        mine = _mine(workspace, concerned, version)
        if concerned.part is not None:
            name = concerned.part["column"]
            if name not in version.schema:
                mine[:] = False
            else:
                frame = Frame((tables.own(workspace, version).column(name),))
                mine = mine & rows_of_part(frame, concerned.part)
        found[version.id] = int(mine.sum())
    return found
