"""The counts kept with each chunk, by the version its rows came with, so that they add up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import chunk, chunk_part
from tidemill.store.upserts import upsert


@dataclass(frozen=True)
class Part:
    """A dataset version's rows in a chunk; `blob` has their counts, None once these were let go.

    They were counted on the cells of the training data of `version_id`; `came_at` is when they
    were first looked at.
    """

    chunk_id: int
    version_id: int
    dataset_version_id: int
    n_rows: int
    blob: str | None
    came_at: datetime | None = None


def put(
    tx: Transaction,
    chunk_id: int,
    dataset_version_id: int,
    *,
    n_rows: int,
    blob: str,
    came_at: datetime | None = None,
) -> None:
    """Keep what was counted of a version's rows in a chunk, in the place of what was before."""
    row = {"chunk_id": chunk_id, "dataset_version_id": dataset_version_id}
    came = came_at or tx.clock.now()
    upsert(tx, chunk_part, [{**row, "n_rows": n_rows, "counts_blob": blob, "came_at": came}])


def of_chunk(connection: sa.Connection, chunk_id: int) -> list[Part]:
    """The parts of one chunk, in the order of the versions."""
    return _read(connection, chunk.c.id == chunk_id)


def of_model(connection: sa.Connection, model_id: int) -> list[Part]:
    """What was counted for a model, in the order of its chunks' rows."""
    return _read(connection, chunk.c.model_id == model_id)


def came_at(connection: sa.Connection, model_id: int) -> list[tuple[int, datetime]]:
    """When rows of a model came, with the key of the chunk they belong to, oldest first."""
    p = chunk_part.c
    query = sa.select(p.chunk_id, p.came_at).join(chunk, chunk.c.id == p.chunk_id)
    query = query.where(chunk.c.model_id == model_id, p.came_at.is_not(None))
    rows = connection.execute(query.order_by(p.came_at, p.chunk_id))
    return [(row.chunk_id, row.came_at) for row in rows]


def _read(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Part]:
    p = chunk_part.c
    query = (
        sa.select(
            p.chunk_id,
            chunk.c.version_id,
            p.dataset_version_id,
            p.n_rows,
            p.counts_blob,
            p.came_at,
        )
        .join(chunk, chunk.c.id == p.chunk_id)
        .where(wanted)
        .order_by(chunk.c.starts_at, chunk.c.id, p.dataset_version_id)
    )
    return [Part(*row) for row in connection.execute(query)]


def prune(tx: Transaction, before: datetime, n: int) -> int:
    """Let go the counts of up to `n` parts looked at before a moment; files go with the scraps."""
    p = chunk_part.c
    old: Sequence[Any] = tx.run(
        sa.select(p.chunk_id, p.dataset_version_id)
        .join(chunk, chunk.c.id == p.chunk_id)
        .where(chunk.c.created_at < before, p.counts_blob.is_not(None))
        .limit(n)
    ).all()
    for chunk_id, version_id in old:
        mine = sa.and_(p.chunk_id == chunk_id, p.dataset_version_id == version_id)
        tx.run(sa.update(chunk_part).where(mine).values(counts_blob=None))
    return len(old)
