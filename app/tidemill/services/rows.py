"""Rows of a version, some at a time; runs off the GUI's thread."""

from dataclasses import dataclass
from typing import Any

from tidemill.domain.datasets import DatasetVersion
from tidemill.services import tables
from tidemill.services.workspace import Workspace
from tidemill.store import tables as files


@dataclass(frozen=True)
class RowsPage:
    """Rows of a version: column names, rows of plain values (missing as None), how many in all."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def page(
    workspace: Workspace,
    version: DatasetVersion,
    *,
    offset: int = 0,
    limit: int = 200,
    where: str | None = None,
) -> RowsPage:
    """Rows from `offset` on, oldest file first; `where` is a condition in SQL over the columns."""
    parts = tables.parts_of(workspace, version)
    paths = [workspace.blobs.path(p.blob) for p in parts]
    names = list(version.schema.names)
    kinds = {c.name: c.kind for c in version.schema.columns}
    found, total = files.read_slice(
        paths, names, offset=offset, limit=limit, where=where, kinds=kinds
    )
    return RowsPage(tuple(names), tuple(found), total)
