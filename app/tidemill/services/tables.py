"""Rows of dataset versions: stored, read in blocks or whole, brought into a schema.

Every file is checked before its rows are used; one that is damaged or gone is said by the name of
the version that needs it, and nothing of it is shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain import version_series
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import ColumnData, Frame, all_missing, stacked
from tidemill.domain.shaped_tables import brought
from tidemill.domain.tables import FrameTable, Table
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_lists, chunking, datasets
from tidemill.store import tables as files
from tidemill.store.chunk_lists import ChunkList, Segment, StoredColumn, StoredRows
from tidemill.store.stored_tables import StoredTable


@dataclass(frozen=True)
class Stored:
    """Rows as they were stored: what the version's row names.

    `parts` are the files that hold them, where `blob` is a list of chunks; `n_bytes` counts what
    was written now, without what was there already.
    """

    blob: str
    n_bytes: int
    parts: tuple[str, ...] = ()
    is_chunked: bool = True


def put(
    workspace: Workspace,
    table: Table | Frame,
    row_hashes: npt.NDArray[np.uint64] | None = None,
    former: DatasetVersion | None = None,
    reporter: Reporter | None = None,
    *,
    beside: Stored | None = None,
    text_bits: Mapping[str, npt.NDArray[np.uint64]] | None = None,
) -> Stored:
    """Store rows; what `former` or the rows just stored `beside` hold is not stored again.

    `row_hashes` and `text_bits` are those of a summary of the same rows, where there is one.
    """
    table = FrameTable(table) if isinstance(table, Frame) else table
    known = [] if former is None else _lists_of(workspace, former)
    if beside is not None:
        known.append(chunk_lists.from_bytes(workspace.blobs.get_bytes(beside.blob)))
    written = chunking.write(
        workspace.blobs,
        table,
        known,
        lambda blob: _whole_file(workspace, blob),
        row_hashes,
        reporter,
        text_bits,
    )
    return Stored(written.blob, written.n_bytes, written.files)


def of(
    workspace: Workspace, version: DatasetVersion, reporter: Reporter | None = None
) -> StoredTable:
    """All rows of a version, in its schema."""
    return _table(workspace, parts_of(workspace, version), version.schema, reporter)


def own(
    workspace: Workspace, version: DatasetVersion, reporter: Reporter | None = None
) -> StoredTable:
    """The rows a version stores itself, in its schema."""
    return _table(workspace, [version], version.schema, reporter)


def raw(
    workspace: Workspace, version: DatasetVersion, reporter: Reporter | None = None
) -> StoredTable:
    """The rows a version stores itself as they were before the steps of preparation."""
    if version.raw_blob is None:
        return own(workspace, version, reporter)
    rows = _list(workspace, version, version.raw_blob).rows
    return StoredTable(rows, _finder(workspace, [version], [rows]), reporter or Silent())


def as_schema(frame: Frame, schema: Schema) -> Frame:
    """The schema's columns in its order; those the frame lacks are missing throughout.

    So is a column of another kind that has no values: its kind was not known yet.
    """
    return Frame(tuple(_as_column(frame, c) for c in schema.columns))


def load(
    workspace: Workspace,
    versions: Sequence[DatasetVersion],
    schema: Schema,
    *,
    extra: Frame | None = None,
) -> Frame:
    """The own rows of versions under each other, in a schema, with a frame below them."""
    parts = [_table(workspace, versions, schema, None).frame()] if versions else []
    if extra is not None:
        parts.append(as_schema(extra, schema))
    return parts[0] if len(parts) == 1 else stacked(parts)


def parts_of(workspace: Workspace, version: DatasetVersion) -> list[DatasetVersion]:
    """The versions whose own rows make up a version, oldest first, from the newest base on.

    Of a version in the trash they may be there as well; `NeedsYou` where they are gone.
    """
    with workspace.store.read() as connection:
        dataset = datasets.of_id(connection, version.dataset_id)
        if version.deleted_at is None:
            every = datasets.versions(connection, version.dataset_id)
        else:
            every = datasets.every_version(connection, version.dataset_id)
    if dataset is None:
        return [version]
    parts = version_series.parts(dataset.series, every, version.number)
    if version.deleted_at is not None and sum(p.own_rows for p in parts) != version.rows:
        raise _gone(version)
    return parts


def whole(workspace: Workspace, version: DatasetVersion) -> Frame:
    """All rows of a version."""
    return of(workspace, version).frame()


def some_rows(
    workspace: Workspace,
    version: DatasetVersion,
    rows: npt.NDArray[np.int64],
    columns: Sequence[str],
    reporter: Reporter | None = None,
) -> Frame:
    """Some rows of a version, by number in that order, and some of its columns.

    Only files that hold such rows are read. `IndexError` where the version has no such row.
    """
    return of(workspace, version, reporter).take(rows, columns)


def stored_rows(workspace: Workspace, version: DatasetVersion) -> StoredRows:
    """Where the rows lie that a version stores itself, in the columns and kinds it has there."""
    if not version.blob:
        raise _gone(version)
    if version.is_chunked:
        return _list(workspace, version, version.blob).rows
    path = _finder(workspace, [version], [])(version.blob)
    [columns] = files.described([path])
    n = version.own_rows
    return StoredRows(
        tuple(
            StoredColumn(name, kind, whole, (Segment(version.blob, place, 0, n),) if n else ())
            for place, (name, kind, whole) in enumerate(columns)
        ),
        n,
    )


def _table(
    workspace: Workspace,
    versions: Sequence[DatasetVersion],
    schema: Schema,
    reporter: Reporter | None,
) -> StoredTable:
    parts = [stored_rows(workspace, version) for version in versions]
    columns = tuple(_under(column, parts) for column in schema.columns)
    rows = StoredRows(columns, sum(part.n_rows for part in parts))
    return StoredTable(rows, _finder(workspace, versions, parts), reporter or Silent())


def _under(column: Column, parts: Sequence[StoredRows]) -> StoredColumn:
    """A column of rows under each other; missing where a part lacks it."""
    found = [part.column(column.name) for part in parts]
    segments = [
        segment
        for one, part in zip(found, parts, strict=True)
        for segment in (
            (Segment(chunk_lists.NOWHERE, 0, 0, part.n_rows),) if one is None else one.segments
        )
    ]
    is_whole = column.kind is Kind.NUMERIC and all(
        part.n_rows == 0 or (one is not None and one.whole)
        for one, part in zip(found, parts, strict=True)
    )
    known = any(one is not None and one.whole for one in found)
    return StoredColumn(column.name, column.kind, is_whole and known, chunk_lists.joined(segments))


def _finder(
    workspace: Workspace, versions: Sequence[DatasetVersion], parts: Iterable[StoredRows]
) -> Callable[[str], Path]:
    """Finds the files of versions; what is damaged or gone is said with the version's name."""
    owner = {v.blob: v for v in versions}
    for version, part in zip(versions, parts, strict=False):
        owner |= {blob: owner.get(blob, version) for blob in part.files}

    def found(blob: str) -> Path:
        try:
            return workspace.blobs.checked(blob)
        except NeedsYou as error:
            raise _unreadable(owner[blob], error) from error

    return found


def _gone(version: DatasetVersion) -> NeedsYou:
    return NeedsYou(
        f"The rows of {version.label} are gone: it was deleted.",
        "Add its file once more, or restore a backup.",
    )


def _unreadable(version: DatasetVersion, error: NeedsYou) -> NeedsYou:
    return NeedsYou(
        f"The rows of {version.label} can't be read. {error.message}",
        "They are not shown. The command `doctor` says what depends on them, and "
        "`doctor --repair` makes them anew from the original where that was kept.",
        detail=error.message,
    )


def _list(workspace: Workspace, version: DatasetVersion, blob: str) -> ChunkList:
    try:
        return chunk_lists.from_bytes(workspace.blobs.get_bytes(blob))
    except NeedsYou as error:
        raise _unreadable(version, error) from error


def _lists_of(workspace: Workspace, version: DatasetVersion) -> list[ChunkList]:
    """The lists of chunks that make up a version, raw ones first; those that can be read."""
    parts = [v for v in parts_of(workspace, version) if v.is_chunked]
    wanted = [v.raw_blob for v in parts if v.raw_blob is not None] + [v.blob for v in parts]
    found = []
    for blob in dict.fromkeys(wanted):
        try:
            found.append(chunk_lists.from_bytes(workspace.blobs.get_bytes(blob)))
        except NeedsYou:  # what is damaged is written anew
            continue
    return found


def _whole_file(workspace: Workspace, blob: str) -> Path | None:
    try:
        return workspace.blobs.checked(blob)
    except NeedsYou:  # what is damaged is written anew
        return None


def _as_column(frame: Frame, column: Column) -> ColumnData:
    if column.name in frame:
        return brought(frame[column.name], column)
    return all_missing(column.name, column.kind, frame.n_rows)
