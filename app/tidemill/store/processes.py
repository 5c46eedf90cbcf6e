"""Which workers and windows have this store open, on which computer."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import process


@dataclass(frozen=True)
class Process:
    """One process: `born` is the computer's own start time of it, so a reused pid is seen.

    `database` is the file it has open, see `Store.file_mark`: in a copy of a workspace stand
    processes that have the original open.
    """

    id: str
    kind: str
    pid: int
    host: str
    born: float
    database: str
    started_at: datetime
    heartbeat_at: datetime
    message: str


def every(connection: sa.Connection, kind: str | None = None) -> list[Process]:
    """All that registered and did not say goodbye."""
    query = sa.select(process).order_by(process.c.started_at)
    if kind is not None:
        query = query.where(process.c.kind == kind)
    return [Process(*row) for row in connection.execute(query)]


def insert(tx: Transaction, one: Process) -> None:
    """Say hello."""
    tx.run(
        sa.insert(process).values(
            id=one.id,
            kind=one.kind,
            pid=one.pid,
            host=one.host,
            born=one.born,
            database=one.database,
            started_at=one.started_at,
            heartbeat_at=one.heartbeat_at,
            message=one.message,
        )
    )
    tx.feed("process", one.id)


def beat(tx: Transaction, process_id: str, message: str) -> bool:
    """Say "still here" and what is being done; only a change of words is news.

    False where the process is not known, or was struck off meanwhile.
    """
    before = tx.run(sa.select(process.c.message).where(process.c.id == process_id)).scalar()
    if before is None:
        return False
    tx.run(
        sa.update(process)
        .where(process.c.id == process_id)
        .values(heartbeat_at=tx.clock.now(), message=message)
    )
    if before != message:
        tx.feed("process", process_id)
    return True


def turn(tx: Transaction, process_id: str, kind: str) -> None:
    """Say that a process is of another kind now."""
    tx.run(sa.update(process).where(process.c.id == process_id).values(kind=kind))
    tx.feed("process", process_id)


def remove(tx: Transaction, process_id: str) -> None:
    """Say goodbye."""
    tx.run(sa.delete(process).where(process.c.id == process_id))
    tx.feed("process", process_id)
