"""What services and batch folders brought to chunks of rows that came with no dataset version."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import chunk, chunk_answers, deployment
from tidemill.store.upserts import upsert


@dataclass(frozen=True)
class Source:
    """Where rows of a chunk were answered.

    `n_seen` answers were looked at, of which `n_rows` are in no version of the data; `blob` has
    what was counted of these on the cells of the training data of `version_id`, None once that was
    let go. `came_at` is when the last of them were looked at.
    """

    chunk_id: int
    version_id: int
    deployment_id: int
    deployment: str
    kind: str
    n_rows: int
    n_seen: int
    blob: str | None
    came_at: datetime


def put(
    tx: Transaction, chunk_id: int, deployment_id: int, *, n_rows: int, n_seen: int, blob: str
) -> None:
    """Keep what a deployment brought to a chunk, in the place of what was before."""
    row = {"chunk_id": chunk_id, "deployment_id": deployment_id}
    new = {"n_rows": n_rows, "n_seen": n_seen, "counts_blob": blob, "came_at": tx.clock.now()}
    upsert(tx, chunk_answers, [{**row, **new}])


def of_chunk(connection: sa.Connection, chunk_id: int) -> list[Source]:
    """Where the rows of a chunk were answered, by the deployments' keys."""
    return _read(connection, chunk_answers.c.chunk_id == chunk_id)


def of_model(connection: sa.Connection, model_id: int) -> list[Source]:
    """Where the rows of a model's chunks were answered, chunk by chunk."""
    return _read(connection, chunk.c.model_id == model_id)


def _read(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Source]:
    c = chunk_answers.c
    query = (
        sa.select(
            c.chunk_id,
            chunk.c.version_id,
            c.deployment_id,
            deployment.c.name,
            deployment.c.kind,
            c.n_rows,
            c.n_seen,
            c.counts_blob,
            c.came_at,
        )
        .join(chunk, chunk.c.id == c.chunk_id)
        .join(deployment, deployment.c.id == c.deployment_id)
        .where(wanted)
        .order_by(chunk.c.starts_at, c.chunk_id, c.deployment_id)
    )
    return [Source(*row) for row in connection.execute(query)]


def prune(tx: Transaction, before: datetime, n: int) -> int:
    """Let go the counts of up to `n` sources looked at before a moment."""
    c = chunk_answers.c
    query = sa.select(c.chunk_id, c.deployment_id)
    old = tx.run(query.where(c.came_at < before, c.counts_blob.is_not(None)).limit(n)).all()
    for row in old:
        mine = sa.and_(c.chunk_id == row.chunk_id, c.deployment_id == row.deployment_id)
        tx.run(sa.update(chunk_answers).where(mine).values(counts_blob=None))
    return len(old)
