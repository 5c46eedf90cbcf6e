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

    They were counted on the cells of the training data of `version_id`.
    """

    chunk_id: int
    version_id: int
    dataset_version_id: int
    n_rows: int
    blob: str | None


def put(tx: Transaction, chunk_id: int, dataset_version_id: int, *, n_rows: int, blob: str) -> None:
    """Keep what was counted of a version's rows in a chunk, in the place of what was before."""
    row = {"chunk_id": chunk_id, "dataset_version_id": dataset_version_id}
    upsert(tx, chunk_part, [{**row, "n_rows": n_rows, "counts_blob": blob}])


def of_model(connection: sa.Connection, model_id: int) -> list[Part]:
    """What was counted for a model, in the order of its chunks' rows."""
    p = chunk_part.c
    query = (
        sa.select(p.chunk_id, chunk.c.version_id, p.dataset_version_id, p.n_rows, p.counts_blob)
        .join(chunk, chunk.c.id == p.chunk_id)
        .where(chunk.c.model_id == model_id)
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
