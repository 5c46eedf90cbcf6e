"""How far each process's spool was taken over, kept in the transaction that did it."""

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import spool
from tidemill.store.upserts import upsert


def applied(connection: sa.Connection, spool_id: str) -> int:
    """The place up to which a spool is in the store."""
    query = sa.select(spool.c.applied).where(spool.c.id == spool_id)
    return int(connection.execute(query).scalar() or 0)


def put(tx: Transaction, spool_id: str, offset: int) -> None:
    """Note that everything before `offset` is in the store."""
    upsert(tx, spool, [{"id": spool_id, "applied": offset, "at": tx.clock.now()}])


def remove(tx: Transaction, spool_id: str) -> None:
    """Forget a spool that is no longer there."""
    tx.run(sa.delete(spool).where(spool.c.id == spool_id))
