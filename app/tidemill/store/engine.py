"""Opening a workspace's database: engines, transactions, versions of the schema."""

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from tidemill.base import places
from tidemill.base.clock import Clock
from tidemill.base.errors import NeedsYou, NoWorkspace, WorldError
from tidemill.base.ids import new_id
from tidemill.store import network_drives, schema
from tidemill.store.versions import HEAD, upgrade, version_of

FILE_NAME = places.STORE_FILE
_BUSY_MS = 5000


def sqlite_module() -> ModuleType:
    """Return `pysqlite3` where its wheel exists, else the standard module.

    SQLite before 3.51.3 has a WAL-reset race that can corrupt a file
    (sqlite.org/wal.html#walresetbug); the wheel brings a later one.
    """
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        import sqlite3 as dbapi2
    module: ModuleType = dbapi2
    return module


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

    def write_news(self) -> None:
        """Insert the feed rows; called once, just before the commit."""
        if self._news:
            rows = [{"topic": t, "key": k, "origin": self.origin} for t, k in self._news]
            self.connection.execute(sa.insert(schema.feed), rows)


class Store:
    """One workspace's database. `read` and `write` give connections; `close` ends it.

    `write(durable=True)` syncs to disk before it returns (registry, promotion, audit); it syncs
    everything written before it as well.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.path = folder / FILE_NAME
        self.clock = clock
        self.origin = new_id()
        self._writing = threading.Lock()
        self._relaxed = _engine(self.path, "NORMAL")
        self._durable = _engine(self.path, "FULL")
        with _told_plainly(self.path):
            self.id = self._prepared()

    def _prepared(self) -> str:
        found = version_of(self._relaxed)
        if found != HEAD:
            upgrade(self._durable, found, self.path)
        with self._relaxed.connect() as connection:
            query = sa.select(schema.meta.c.value).where(schema.meta.c.key == "store_id")
            known = connection.execute(query).scalar()
        if known is not None:
            return str(known)
        with self.write(durable=True) as tx:
            again = tx.run(query).scalar()
            if again is not None:
                return str(again)
            identity = new_id()
            tx.run(sa.insert(schema.meta).values(key="store_id", value=identity))
            return identity

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one unchanging state while it is open."""
        with _told_plainly(self.path), self._relaxed.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Yield a transaction that commits on success and rolls back on any error."""
        engine = self._durable if durable else self._relaxed
        with _told_plainly(self.path), self._writing, engine.connect() as plain:
            connection = plain.execution_options(tidemill_write=True)
            with connection.begin():
                transaction = Transaction(connection, self.clock, self.origin)
                yield transaction
                transaction.write_news()

    def raw_connection(self) -> Any:
        """Return a driver connection of its own, for the feed's reader; the caller closes it."""
        connection = _connect(self.path, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        return connection

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; only the worker and the last closer call it."""
        with self._relaxed.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            connection.rollback()

    def file_mark(self) -> str:
        """What tells this database file from a copy of it, wherever either is moved."""
        try:
            facts = self.path.stat()
        except OSError as error:
            raise _away(self.path, str(error)) from error
        return f"{facts.st_dev}:{facts.st_ino}"

    def n_bytes(self) -> int:
        """Bytes the database file and its log take."""
        names = (self.path, self.path.with_name(self.path.name + "-wal"))
        return sum(p.stat().st_size for p in names if p.exists())

    def close(self) -> None:
        """Close every connection; the store cannot be used after."""
        self._relaxed.dispose()
        self._durable.dispose()


def _connect(path: Path, **options: Any) -> Any:
    """Open the database that is there; one that vanished is never made anew, and empty."""
    address = path.absolute().as_uri() + "?mode=rw"
    return sqlite_module().connect(address, uri=True, check_same_thread=False, **options)


def _engine(path: Path, synchronous: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        module=sqlite_module(),
        creator=partial(_connect, path, timeout=_BUSY_MS / 1000),
        poolclass=sa.QueuePool,
        pool_size=4,
        max_overflow=16,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below is the only one
        for pragma in (
            "page_size=8192",
            "journal_mode=WAL",
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            f"synchronous={synchronous}",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("tidemill_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _away(path: Path, detail: str) -> WorldError:
    return WorldError(
        f"The workspace {path.parent} can't be reached.",
        "Check that its disk is there and that the folder may be read and written.",
        detail=detail,
    )


@contextlib.contextmanager
def _told_plainly(path: Path) -> Iterator[None]:
    """Turn the database's errors that the world causes into sentences."""
    try:
        yield
    except OperationalError as error:
        text = str(error.orig)
        if "locked" in text or "busy" in text:
            raise WorldError(
                f"Another program holds {path.name} locked.",
                "Close it or wait a moment, then try again. Nothing was changed.",
                detail=text,
            ) from error
        if "disk is full" in text or "full" in text:
            raise WorldError(
                f"The disk that holds {path.parent} is full.",
                "Free some room and try again. Nothing was changed.",
                detail=text,
            ) from error
        if "unable to open" in text or "readonly" in text or "disk I/O" in text:
            raise _away(path, text) from error
        raise
    except DatabaseError as error:
        text = str(error.orig)
        if "not a database" in text or "malformed" in text:
            raise NeedsYou(
                f"{path.name} is damaged or not a Tidemill workspace.",
                "Restore a backup of it, or choose another workspace.",
                detail=text,
            ) from error
        raise


def create_store(folder: Path, clock: Clock) -> Store:
    """Make a workspace's folder and database, or open the one that is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            f"The folder {folder} can't be made.", "Choose another place.", detail=str(error)
        ) from error
    _check_place(folder)
    (folder / FILE_NAME).touch()
    return Store(folder, clock)


def _check_place(folder: Path) -> None:
    if network_drives.is_network_drive(folder):
        raise NeedsYou(
            f"{folder} is on a network drive, where SQLite files get damaged.",
            "Choose a folder on this computer's own disk.",
        )
    if not os.access(folder, os.W_OK):
        raise WorldError(f"The folder {folder} may not be written.", "Choose another place.")


def open_store(folder: Path, clock: Clock) -> Store:
    """Open a workspace that must be there already."""
    if not (folder / FILE_NAME).is_file():
        raise NoWorkspace(folder)
    _check_place(folder)
    return Store(folder, clock)
