"""Rows of dataset versions in memory: stored, loaded, brought into a schema."""

from collections.abc import Sequence

import numpy as np

from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData, Frame, stacked
from tidemill.services.workspace import Workspace
from tidemill.store import datasets
from tidemill.store import tables as files


def put(workspace: Workspace, frame: Frame) -> tuple[str, int]:
    """Store a frame; return its blob's name and size in bytes."""
    with workspace.blobs.scratch(".parquet") as path:
        files.write_frame(frame, path)
        n_bytes = path.stat().st_size
        return workspace.blobs.adopt(path), n_bytes


def as_schema(frame: Frame, schema: Schema) -> Frame:
    """The schema's columns in its order; those the frame lacks are missing throughout."""
    return Frame(
        tuple(
            frame[c.name] if c.name in frame else _nothing(c, frame.n_rows) for c in schema.columns
        )
    )


def load(
    workspace: Workspace,
    versions: Sequence[DatasetVersion],
    schema: Schema,
    *,
    extra: Frame | None = None,
) -> Frame:
    """The own rows of versions under each other, in a schema, with a frame below them."""
    parts = [as_schema(files.read_frame(workspace.blobs.checked(v.blob)), schema) for v in versions]
    if extra is not None:
        parts.append(as_schema(extra, schema))
    return stacked(parts)


def parts_of(workspace: Workspace, version: DatasetVersion) -> list[DatasetVersion]:
    """The versions whose own rows make up a version, oldest first."""
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, version.dataset)
        every = datasets.versions(connection, version.dataset_id)
    if dataset is None or dataset.series is Series.REPLACE:
        return [version]
    return [v for v in every if v.number <= version.number]


def whole(workspace: Workspace, version: DatasetVersion) -> Frame:
    """All rows of a version."""
    return load(workspace, parts_of(workspace, version), version.schema)


def _nothing(column: Column, n: int) -> ColumnData:
    if column.kind in CODED:
        levels = BOOLEAN_LEVELS if column.kind is Kind.BOOLEAN else ()
        return ColumnData(column.name, column.kind, np.full(n, -1, np.int32), levels)
    if column.kind is Kind.DATETIME:
        return ColumnData(column.name, column.kind, np.full(n, "NaT", "datetime64[us]"))
    return ColumnData(column.name, column.kind, np.full(n, np.nan))
