"""Rows of kept answers: a row for a block of many."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.deployments import AnswerBlock
from tidemill.store.engine import Transaction
from tidemill.store.schema import answer_log


def insert(tx: Transaction, one: AnswerBlock) -> int:
    """Insert a block (its `id` is ignored) and return its key."""
    return tx.insert(
        answer_log,
        deployment_id=one.deployment_id,
        version_id=one.version_id,
        first_at=one.first_at,
        last_at=one.last_at,
        n_requests=one.n_requests,
        n_rows=one.n_rows,
        n_bytes=one.n_bytes,
        blob=one.blob,
    )


def of_deployment(
    connection: sa.Connection, deployment_id: int, *, since: datetime | None = None
) -> list[AnswerBlock]:
    """The blocks of a deployment, oldest first; those that end at `since` or later."""
    query = sa.select(answer_log).where(answer_log.c.deployment_id == deployment_id)
    if since is not None:
        query = query.where(answer_log.c.last_at >= since)
    return [_from(row) for row in connection.execute(query.order_by(answer_log.c.id))]


def version_of(connection: sa.Connection, key: int) -> int:
    """The key of the version that gave the answers of a block."""
    query = sa.select(answer_log.c.version_id).where(answer_log.c.id == key)
    return int(connection.execute(query).scalar_one())


def prune(tx: Transaction, before: datetime, n: int) -> int:
    """Remove up to `n` blocks that ended before a moment; their files go with the scraps."""
    old = sa.select(answer_log.c.id).where(answer_log.c.last_at < before).limit(n)
    keys = [row[0] for row in tx.run(old)]
    if keys:
        tx.run(sa.delete(answer_log).where(answer_log.c.id.in_(keys)))
    return len(keys)


def _from(row: Any) -> AnswerBlock:
    return AnswerBlock(*row)
