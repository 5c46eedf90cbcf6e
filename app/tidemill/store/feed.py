"""The change feed: what changed since, read only when the database moved."""

from dataclasses import dataclass

import sqlalchemy as sa

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.store import schema
from tidemill.store.backend import FeedLine, LineLost, Store, Transaction

KEPT = 20_000
AGAIN_S = 1.0
_LOST = "The connection to the shared workspace is lost."
_AGAIN = "It is tried again by itself."


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
        self._store = store
        self._line: FeedLine | None = None
        self._seq = 0
        self._next_try = 0.0
        self._begin()

    def poll(self) -> list[News] | None:
        """Return the news since the last call; None means "reload everything".

        That is said when the reader fell behind what is kept, and when its connection was lost
        and found again. While the database can't be read, `WorldError` is raised.
        """
        if self._line is not None:
            try:
                return self._news(self._line)
            except LineLost:
                self._line.close()
                self._line = None
        self._begin_again()
        return None

    def _news(self, line: FeedLine) -> list[News] | None:
        if not line.has_moved():
            return []
        rows = line.rows(self._seq, KEPT)
        if not rows:
            return []
        # A number may be missing where a transaction failed: only the feed's beginning tells.
        is_gap = rows[0][0] > self._seq + 1 and line.ends()[0] > self._seq + 1
        self._seq = rows[-1][0]
        return None if is_gap else [News(*row) for row in rows]

    def _begin_again(self) -> None:
        if monotonic() < self._next_try:
            raise WorldError(_LOST, _AGAIN)
        self._next_try = monotonic() + AGAIN_S
        self._begin()

    def _begin(self) -> None:
        line = self._store.feed_line()
        try:
            self._seq = line.ends()[1]
        except LineLost as error:
            line.close()
            raise WorldError(_LOST, _AGAIN, detail=str(error)) from error
        self._line = line

    def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None


def prune(tx: Transaction) -> None:
    """Drop news that every living reader has long seen."""
    last = tx.run(sa.select(sa.func.max(schema.feed.c.seq))).scalar() or 0
    tx.run(sa.delete(schema.feed).where(schema.feed.c.seq <= last - KEPT))
