"""Rows of dataset versions: stored, read in blocks or whole, brought into a schema."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.domain.columns import Column, Schema
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.frames import ColumnData, Frame, all_missing, stacked
from tidemill.domain.shaped_tables import brought
from tidemill.domain.tables import FrameTable, Table
from tidemill.services.workspace import Workspace
from tidemill.store import datasets
from tidemill.store import tables as files


@dataclass(frozen=True)
class Stored:
    """Rows as they were stored: what the version's row names.

    `parts` are the files that hold them, where `blob` is a list of chunks; `n_bytes` counts what
    was written now, without what was there already.
    """

    blob: str
    n_bytes: int
    parts: tuple[str, ...] = ()
    is_chunked: bool = False


def put(
    workspace: Workspace,
    table: Table | Frame,
    row_hashes: npt.NDArray[np.uint64] | None = None,  # noqa: ARG001
    former: DatasetVersion | None = None,  # noqa: ARG001
    reporter: Reporter | None = None,  # noqa: ARG001
) -> Stored:
    """Store rows; what `former` holds already is not stored again.

    `row_hashes` are those of `domain.content`, where they are known.
    """
    frame = table if isinstance(table, Frame) else table.frame()
    with workspace.blobs.scratch(".parquet") as path:
        files.write_frame(frame, path)
        n_bytes = path.stat().st_size
        return Stored(workspace.blobs.adopt(path), n_bytes)


def of(workspace: Workspace, version: DatasetVersion) -> Table:
    """All rows of a version, in its schema."""
    return FrameTable(whole(workspace, version))


def own(workspace: Workspace, version: DatasetVersion) -> Table:
    """The rows a version stores itself, in its schema."""
    return FrameTable(load(workspace, [version], version.schema))


def raw(workspace: Workspace, version: DatasetVersion) -> Table:
    """The rows a version stores itself as they were before the steps of preparation."""
    if version.raw_blob is None:
        return own(workspace, version)
    return FrameTable(files.read_frame(workspace.blobs.checked(version.raw_blob)))


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
    paths = [workspace.blobs.checked(v.blob) for v in versions]
    parts = [as_schema(frame, schema) for frame in files.read_frames(paths)]
    if extra is not None:
        parts.append(as_schema(extra, schema))
    return stacked(parts)


def parts_of(workspace: Workspace, version: DatasetVersion) -> list[DatasetVersion]:
    """The versions whose own rows make up a version, oldest first, from the newest base on."""
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, version.dataset)
        every = datasets.versions(connection, version.dataset_id)
    if dataset is None or dataset.series is Series.REPLACE:
        return [version]
    upto = [v for v in every if v.number <= version.number]
    base = max((at for at, v in enumerate(upto) if v.is_base), default=0)
    return upto[base:]


def whole(workspace: Workspace, version: DatasetVersion) -> Frame:
    """All rows of a version."""
    return load(workspace, parts_of(workspace, version), version.schema)


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
    parts = parts_of(workspace, version)
    ends = np.cumsum([part.own_rows for part in parts]) if len(parts) > 1 else [version.rows]
    if len(rows) and (rows.min() < 0 or rows.max() >= ends[-1]):
        raise IndexError(f"{version.label} has {ends[-1]:,} rows")
    place = np.searchsorted(ends, rows, side="right")
    wanted = [at for at in range(len(parts)) if (place == at).any()]
    starts = [0, *ends]
    read = files.read_rows(
        [
            (workspace.blobs.checked(parts[at].blob), rows[place == at] - starts[at])
            for at in wanted
        ],
        columns,
        reporter,
    )
    schema = Schema(tuple(version.schema[name] for name in columns))
    counts = [int((place == at).sum()) for at in wanted]
    framed = [
        as_schema(frame, schema) if frame.columns else _empty(schema, n)
        for frame, n in zip(read, counts, strict=True)
    ]
    if not framed:
        return _empty(schema, 0)
    order = np.argsort(np.concatenate([np.flatnonzero(place == at) for at in wanted]))
    return stacked(framed).take(order)


def _empty(schema: Schema, n: int) -> Frame:
    return Frame(tuple(all_missing(c.name, c.kind, n) for c in schema.columns))


def _as_column(frame: Frame, column: Column) -> ColumnData:
    if column.name in frame:
        return brought(frame[column.name], column)
    return all_missing(column.name, column.kind, frame.n_rows)
