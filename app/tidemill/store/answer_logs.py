"""Rows of kept answers: a row for a block of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.deployments import AnswerBlock, DeploymentKind
from tidemill.domain.models import Stage
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
from tidemill.store.schema import answer_log, deployment, model, model_version

_BLOCK = tuple(c for c in answer_log.c if c.name != "looked_at")
_UNSEEN = (
    model_version.c.stage.in_((str(Stage.CHAMPION), str(Stage.RETIRED))),
    model_version.c.reference_blob.is_not(None),
    answer_log.c.looked_at.is_(None),
    answer_log.c.n_requests > 0,
)


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
    query = sa.select(*_BLOCK).where(answer_log.c.deployment_id == deployment_id)
    if since is not None:
        query = query.where(answer_log.c.last_at >= since)
    return [_from(row) for row in connection.execute(query.order_by(answer_log.c.id))]


@dataclass(frozen=True)
class Waiting:
    """How many rows of a model monitoring has not looked at, and since when they wait."""

    model: str
    n_rows: int
    since: datetime
    has_batch: bool


def waiting(connection: sa.Connection) -> list[Waiting]:
    """The models with answers that monitoring has not looked at, by name."""
    is_batch = sa.case((deployment.c.kind == str(DeploymentKind.BATCH), 1), else_=0)
    query = (
        sa.select(
            model.c.name,
            sa.func.sum(answer_log.c.n_rows).label("n_rows"),
            sa.func.min(answer_log.c.first_at).label("since"),
            sa.func.max(is_batch).label("has_batch"),
        )
        .select_from(answer_log)
        .join(model_version, model_version.c.id == answer_log.c.version_id)
        .join(model, model.c.id == model_version.c.model_id)
        .join(deployment, deployment.c.id == answer_log.c.deployment_id)
        .where(*_UNSEEN)
        .group_by(model.c.name)
        .order_by(model.c.name)
    )
    return [
        Waiting(row.name, int(row.n_rows), row.since, bool(row.has_batch))
        for row in connection.execute(query)
    ]


def unseen(connection: sa.Connection, model_id: int) -> list[AnswerBlock]:
    """The blocks of a model that monitoring has not looked at, oldest first.

    Those of versions that are or were its champion: a candidate's answers tell of a trial, and
    shadows were given to nobody.
    """
    query = (
        sa.select(*_BLOCK)
        .join(model_version, model_version.c.id == answer_log.c.version_id)
        .where(model_version.c.model_id == model_id, *_UNSEEN)
    )
    return [_from(row) for row in connection.execute(query.order_by(answer_log.c.id))]


def seen(
    connection: sa.Connection, version_id: int, since: datetime, until: datetime
) -> list[AnswerBlock]:
    """The blocks of a version with answers between two moments that monitoring looked at."""
    query = sa.select(*_BLOCK).where(
        answer_log.c.version_id == version_id,
        answer_log.c.looked_at.is_not(None),
        answer_log.c.last_at >= since,
        answer_log.c.first_at < until,
    )
    return [_from(row) for row in connection.execute(query.order_by(answer_log.c.id))]


def mark(tx: Transaction, keys: Sequence[int]) -> None:
    """Write down that monitoring has looked at blocks."""
    now = tx.clock.now()
    for some in sliced(keys):
        mine = answer_log.c.id.in_(some)
        tx.run(sa.update(answer_log).where(mine).values(looked_at=now))


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
