"""What every store is: transactions, connections, the line on which its news come."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

import sqlalchemy as sa

from tidemill.base.clock import Clock
from tidemill.base.database_urls import Place
from tidemill.base.ids import new_id
from tidemill.store import schema


@dataclass
class Transaction:
    """An open write: its connection, its clock, and the news it will bring."""

    connection: sa.Connection
    clock: Clock
    origin: str
    _news: dict[tuple[str, str], None] = field(default_factory=dict)

    def feed(self, topic: str, key: object) -> None:
        """Tell readers that something under `topic` changed; written with the transaction."""
        self._news[topic, str(key)] = None

    def run(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        """Execute a statement in this transaction."""
        result = self.connection.execute(statement, rows)
        assert isinstance(result, sa.CursorResult)
        return result

    def insert(self, table: sa.Table, **values: Any) -> int:
        """Insert one row and return its integer key."""
        result = self.run(sa.insert(table).values(**values))
        key = result.inserted_primary_key
        return int(key[0]) if key is not None and isinstance(key[0], int) else 0

    def write_news(self) -> bool:
        """Insert the feed rows, just before the commit; True if there were any."""
        if self._news:
            rows = [{"topic": t, "key": k, "origin": self.origin} for t, k in self._news]
            self.connection.execute(sa.insert(schema.feed), rows)
        return bool(self._news)


class LineLost(Exception):
    """The connection on which a reader heard of news is gone; another may be had."""


class FeedLine(Protocol):
    """A connection of its own, by which one reader learns cheaply that the feed has moved.

    Every method raises `LineLost` when the connection is gone, or `WorldError`.
    """

    def has_moved(self) -> bool:
        """True if something may have been committed since the last call; never waits."""
        ...

    def ends(self) -> tuple[int, int]:
        """The first and the last number in the feed, (0, 0) when it is empty."""
        ...

    def rows(self, after: int, limit: int) -> list[tuple[int, str, str, str]]:
        """Feed rows past a number as (seq, topic, key, origin), in order."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


class Store(ABC):
    """One workspace's database. `read` and `write` give connections; `close` ends it.

    `write(durable=True)` syncs to disk before it returns (registry, promotion, audit); it syncs
    everything written before it as well. Whichever the database, writers take turns, and what a
    later writer numbers higher is never seen before what an earlier one wrote.
    """

    place: Place
    clock: Clock
    id: str
    is_shared: bool
    """Whether other computers may have the same database open."""

    def __init__(self, place: Place, clock: Clock) -> None:
        self.place = place
        self.clock = clock
        self.origin = new_id()

    @abstractmethod
    def read(self) -> AbstractContextManager[sa.Connection]:
        """Give a connection that sees one unchanging state while it is open."""

    @abstractmethod
    def write(self, *, durable: bool = False) -> AbstractContextManager[Transaction]:
        """Give a transaction that commits on success and rolls back on any error."""

    @abstractmethod
    def quiet(self) -> AbstractContextManager[object]:
        """Hold this process's writing: while it is held, none of its transactions is open."""

    @abstractmethod
    def feed_line(self) -> FeedLine:
        """Open a connection for the feed's reader, which closes it."""

    @abstractmethod
    def file_mark(self) -> str:
        """What tells this database, seen from this computer, from any copy of it."""

    @abstractmethod
    def n_bytes(self) -> int:
        """Bytes the database takes."""

    @abstractmethod
    def checkpoint(self) -> None:
        """Tidy up what the database keeps beside its tables; the worker calls it."""

    @abstractmethod
    def problems(self) -> list[str]:
        """What the database's own examination finds wrong; empty when all is well."""

    @abstractmethod
    def counters(self, connection: sa.Connection) -> dict[str, int]:
        """The last number given out for the rows of each table that counts its own."""

    @abstractmethod
    def count_on(self, tx: Transaction, counters: Mapping[str, int]) -> None:
        """Give out no number of a table again: neither one its rows have nor one of these."""

    @abstractmethod
    def engine_words(self) -> str:
        """The database program and its version."""

    @abstractmethod
    def latency_s(self) -> float | None:
        """How long the server takes to answer, in seconds; None where there is no server."""

    @abstractmethod
    def close(self) -> None:
        """Close every connection; the store cannot be used after."""

    def meta(self, key: str) -> str | None:
        """A fact about the store itself."""
        with self.read() as connection:
            return _meta(connection, key)

    def set_meta(self, key: str, value: str) -> None:
        """Note a fact about the store itself."""
        with self.write(durable=True) as tx:
            tx.run(sa.delete(schema.meta).where(schema.meta.c.key == key))
            tx.run(sa.insert(schema.meta).values(key=key, value=value))

    def _identity(self) -> str:
        """The store's id, given to it when it is made."""
        known = self.meta("store_id")
        if known is not None:
            return known
        with self.write(durable=True) as tx:
            known = _meta(tx.connection, "store_id")
            if known is None:
                known = new_id()
                tx.run(sa.insert(schema.meta).values(key="store_id", value=known))
            return known


def _meta(connection: sa.Connection, key: str) -> str | None:
    found = connection.execute(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))
    value = found.scalar()
    return None if value is None else str(value)
