"""The change feed: what changed since, read only when the database moved."""

from dataclasses import dataclass

import sqlalchemy as sa

from tidemill.store import schema
from tidemill.store.engine import Store, Transaction

KEPT = 20_000


@dataclass(frozen=True)
class News:
    """One change: its number, what kind of thing, which one, and who wrote it."""

    seq: int
    topic: str
    key: str
    origin: str


class FeedReader:
    """Reads news in order, from a connection of its own; not for use by two threads at once."""

    def __init__(self, store: Store) -> None:
        self._connection = store.raw_connection()
        self._data_version: int | None = None
        row = self._connection.execute("SELECT max(seq) FROM feed").fetchone()
        self._seq: int = row[0] or 0

    def poll(self) -> list[News] | None:
        """Return the news since the last call; None means "too far behind, reload everything"."""
        version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        if version == self._data_version:
            return []
        self._data_version = version
        rows = self._connection.execute(
            "SELECT seq, topic, key, origin FROM feed WHERE seq > ? ORDER BY seq LIMIT ?",
            (self._seq, KEPT),
        ).fetchall()
        if not rows:
            return []
        is_gap = rows[0][0] > self._seq + 1
        self._seq = rows[-1][0]
        return None if is_gap else [News(*row) for row in rows]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def prune(tx: Transaction) -> None:
    """Drop news that every living reader has long seen."""
    last = tx.run(sa.select(sa.func.max(schema.feed.c.seq))).scalar() or 0
    tx.run(sa.delete(schema.feed).where(schema.feed.c.seq <= last - KEPT))
