"""The rows of a chunk: which rows of which files they are, read as a model version reads them."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.cuts import Cut, Piece, base_of, cut_of, is_answered, is_filling, pieces
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame, stacked
from tidemill.domain.models import ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.services import answered_rows, measuring, preparing, tables
from tidemill.services.measuring import Rows
from tidemill.services.preparing import Spoken
from tidemill.services.training import persist
from tidemill.services.training.models import TrainedModel
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, datasets

_KEPT = 6
"""The rows of so many files stay in memory: those of a period lie in files beside each other."""


class ChunkReader:
    """Reads rows through the eyes of one model version; its model is loaded once."""

    def __init__(
        self, workspace: Workspace, champion: ModelVersion, model: TrainedModel | None = None
    ) -> None:
        self._workspace, self._champion, self._model = workspace, champion, model
        self._rows: OrderedDict[int, Rows] = OrderedDict()

    @cached_property
    def model(self) -> TrainedModel:
        """The model of the version."""
        if self._model is not None:
            return self._model
        return persist.load(self._workspace.blobs.get_bytes(self._champion.blob))

    def own(self, version: DatasetVersion) -> Rows:
        """All rows that came with a file; `NeedsYou` where they are gone."""
        if version.id not in self._rows:
            found = measuring.rows_of(self._workspace, self._champion, version, self.model)
            self._rows[version.id] = found
            while len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
        self._rows.move_to_end(version.id)
        return self._rows[version.id]

    def cut(self, version: DatasetVersion, cut: Cut) -> list[Piece]:
        """A file's rows by the chunks that they belong to."""
        return cut_up(self._workspace, version, self.own(version).frame, cut)

    def of_part(self, version: DatasetVersion, span: str) -> Rows:
        """The rows of a file that belong to a chunk; `NeedsYou` where they are gone."""
        own = self.own(version)
        places = places_in(self._workspace, version, own.frame, span)
        return own if len(places) == len(own.given) else own.take(places)

    def stacked(self, parts: Iterable[Rows]) -> Rows:
        """The rows of several files under each other."""
        return measuring.stacked_rows(list(parts))

    def of_parts(self, version_ids: Iterable[int], span: str) -> Rows | None:
        """The rows of several files that make up a chunk; None where any of them are gone."""
        found = []
        for key in version_ids:
            version = stored_version(self._workspace, key)
            if version is None:
                return None
            try:
                found.append(self.of_part(version, span))
            except NeedsYou:
                return None
        return measuring.stacked_rows(found) if found else None

    def of_chunk(self, chunk: Chunk) -> Rows | None:
        """All rows of a chunk; None where any of them are gone."""
        if is_answered(chunk.span):
            found = answered_rows.of_chunk(self._workspace, chunk, self._champion, self.model)
            return None if found is None else found.rows
        with self._workspace.store.read() as connection:
            parts = chunk_counts.of_chunk(connection, chunk.id)
        return self.of_parts(keys_of(chunk, parts), chunk.span)


def keys_of(chunk: Chunk, parts: Sequence[chunk_counts.Part]) -> list[int]:
    """The versions that rows of a chunk came with."""
    newest = [] if chunk.dataset_version_id is None else [chunk.dataset_version_id]
    return [one.dataset_version_id for one in parts] or newest


def of_chunk(
    workspace: Workspace, chunk: Chunk, champion: ModelVersion, model: TrainedModel | None = None
) -> Rows | None:
    """A chunk's rows with what the version that looked at it says of them; None if they are gone.

    `champion` is that version, `model` its model where it is loaded already.
    """
    return ChunkReader(workspace, champion, model).of_chunk(chunk)


def frame_of(workspace: Workspace, chunk: Chunk, steps: Spoken | None = None) -> Frame | None:
    """A chunk's rows as they are stored, or as steps leave them; None where they are gone.

    Rows that were only answered are as the version read them, whatever the steps.
    """
    if is_answered(chunk.span):
        return answered_rows.frame_of(workspace, chunk)
    with workspace.store.read() as connection:
        parts = chunk_counts.of_chunk(connection, chunk.id)
    return frame_of_parts(workspace, keys_of(chunk, parts), chunk.span, steps)


def frame_of_parts(
    workspace: Workspace, keys: Sequence[int], span: str, steps: Spoken | None = None
) -> Frame | None:
    """As `frame_of`, of the rows of some files that are of a span."""
    versions = [stored_version(workspace, key) for key in keys]
    frames = []
    for version in versions:
        if version is None or versions[-1] is None:
            return None
        try:
            if steps is None:
                frame = tables.load(workspace, [version], versions[-1].schema)
            else:
                frame = preparing.own_rows_for(workspace, version, steps)
            frames.append(frame.take(places_in(workspace, version, frame, span)))
        except NeedsYou:
            return None
    return stacked(frames) if frames else None


def stored_version(workspace: Workspace, key: int) -> DatasetVersion | None:
    """A dataset version whose rows are not deleted."""
    with workspace.store.read() as connection:
        version = datasets.version_of_id(connection, key)
    return None if version is None or version.deleted_at is not None else version


def cut_up(workspace: Workspace, version: DatasetVersion, frame: Frame, cut: Cut) -> list[Piece]:
    """A file's own rows, as a frame has them, by the chunks that they belong to."""
    time = version.schema.time
    times = None
    if cut.is_by_time and time is not None and time in frame:
        values = frame[time].values
        times = values if np.issubdtype(values.dtype, np.datetime64) else None
    first = 0
    if not cut.is_by_time:
        with workspace.store.read() as connection:
            every = datasets.every_version(connection, version.dataset_id)
        first = sum(one.added_rows for one in every if one.number < version.number)
    return pieces(cut, version.id, frame.n_rows, first, times)


def places_in(
    workspace: Workspace, version: DatasetVersion, frame: Frame, span: str
) -> "np.typing.NDArray[np.int64]":
    """The places of a chunk's rows among a file's own rows; shape (rows of the chunk,)."""
    base = base_of(span)
    found = cut_up(workspace, version, frame, cut_of(span))
    return next((one.places for one in found if one.span == base), np.empty(0, dtype=np.int64))


def times_of(
    version: DatasetVersion, frame: Frame, span: str
) -> tuple[datetime | None, datetime | None]:
    """When rows of a file that belong to a chunk begin and end."""
    time = version.schema.time
    if not is_filling(span) or time is None or time not in frame:
        return version.starts_at, version.ends_at
    values = frame[time].values
    if not np.issubdtype(values.dtype, np.datetime64) or np.isnat(values).all():
        return version.starts_at, version.ends_at
    known = values[~np.isnat(values)].astype("datetime64[us]")
    first, last = (one.item().replace(tzinfo=UTC) for one in (known.min(), known.max()))
    return first, last
