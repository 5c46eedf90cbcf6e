"""Rows of who said that a version may be promoted."""

from datetime import datetime

import sqlalchemy as sa

from tidemill.domain.models import Agreement
from tidemill.store.engine import Transaction
from tidemill.store.schema import agreement, model_version

_AGREEMENT = (
    agreement.c.id,
    agreement.c.version_id,
    agreement.c.at,
    agreement.c.by,
    agreement.c.note,
)


def open_of_version(connection: sa.Connection, version_id: int) -> list[Agreement]:
    """Agreements to a version that count, oldest first."""
    query = sa.select(*_AGREEMENT).where(
        agreement.c.version_id == version_id, agreement.c.ended_at.is_(None)
    )
    return [Agreement(*row) for row in connection.execute(query.order_by(agreement.c.id))]


def every_open(connection: sa.Connection) -> dict[int, tuple[Agreement, ...]]:
    """Agreements that count, oldest first, by the key of the model."""
    found: dict[int, list[Agreement]] = {}
    query = (
        sa.select(*_AGREEMENT, model_version.c.model_id)
        .join(model_version, model_version.c.id == agreement.c.version_id)
        .where(agreement.c.ended_at.is_(None))
        .order_by(agreement.c.id)
    )
    for row in connection.execute(query):
        found.setdefault(row.model_id, []).append(Agreement(*row[:-1]))
    return {key: tuple(some) for key, some in found.items()}


def is_open(connection: sa.Connection, agreement_id: int) -> bool:
    """Whether an agreement counts."""
    query = sa.select(agreement.c.id).where(
        agreement.c.id == agreement_id, agreement.c.ended_at.is_(None)
    )
    return connection.execute(query).one_or_none() is not None


def insert(tx: Transaction, model_name: str, version_id: int, by: str, note: str) -> int:
    """Write down that somebody agreed; return its key."""
    key = tx.insert(agreement, version_id=version_id, at=tx.clock.now(), by=by, note=note)
    tx.feed("model", model_name)
    return key


def end(tx: Transaction, model_name: str, which: list[int]) -> None:
    """End the open agreements of the keys."""
    query = sa.update(agreement).where(agreement.c.id.in_(which), agreement.c.ended_at.is_(None))
    tx.run(query.values(ended_at=tx.clock.now()))
    tx.feed("model", model_name)


def reopen(tx: Transaction, version_id: int, ended_with: datetime) -> None:
    """Let those of a version stand again that a promotion of this moment ended.

    Who said so once more since is left out: nobody stands behind a version twice.
    """
    a = agreement.c
    again = sa.select(a.by).where(a.version_id == version_id, a.ended_at.is_(None))
    stood = [row[0] for row in tx.run(again)]
    change = sa.update(agreement).where(
        a.version_id == version_id,
        a.at <= ended_with,
        a.ended_at >= ended_with,
        a.by.not_in(stood),
    )
    tx.run(change.values(ended_at=None))
