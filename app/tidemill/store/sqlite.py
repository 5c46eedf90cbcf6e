"""A store in one SQLite file of its folder."""

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from tidemill.base import mounts, places
from tidemill.base.clock import Clock
from tidemill.base.errors import NeedsYou, NoWorkspace, WorldError
from tidemill.base.texts import storable, told_bytes
from tidemill.store.backend import Store, Transaction
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


class SqliteStore(Store):
    """The database in a workspace's folder; see `Store`."""

    is_shared = False

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder, clock)
        self.folder = folder
        self.path = folder / FILE_NAME
        self._writing = threading.Lock()
        self._relaxed = _engine(self.path, "NORMAL")
        self._durable = _engine(self.path, "FULL")
        with told_plainly(self.path):
            with self._relaxed.connect() as connection:
                found = version_of(connection)
            if found != HEAD:
                with self.write(durable=True) as tx:
                    upgrade(tx.connection, self._copy_aside)
            self.id = self._identity()

    def _copy_aside(self) -> None:
        """Copy what was committed, also what lies in the log only, beside the file."""
        place = self.path.with_name(f"{self.path.stem}-before-{HEAD}{self.path.suffix}")
        source = self.raw_connection()
        copy = None
        try:
            copy = sqlite_module().connect(str(place))
            source.backup(copy)
        except sqlite_module().Error as error:
            place.unlink(missing_ok=True)  # half a copy is none
            raise WorldError(
                f"The workspace {self.path.parent} is of an earlier version, and there is no room "
                "for the copy that is made of it before it is brought up to date.",
                f"Free {told_bytes(2 * self.n_bytes())} on its disk and try again. "
                "Nothing was changed.",
                detail=str(error),
            ) from error
        finally:
            if copy is not None:
                copy.close()
            source.close()

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one unchanging state while it is open."""
        with told_plainly(self.path), self._relaxed.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Yield a transaction that commits on success and rolls back on any error."""
        engine = self._durable if durable else self._relaxed
        with told_plainly(self.path), self._writing, engine.connect() as plain:
            connection = plain.execution_options(tidemill_write=True)
            with connection.begin():
                transaction = Transaction(connection, self.clock, self.origin)
                yield transaction
                transaction.write_news()

    def quiet(self) -> contextlib.AbstractContextManager[object]:
        """Hold this process's writing: while it is held, none of its transactions is open."""
        return self._writing

    def feed_line(self) -> "_Line":
        """Open a connection for the feed's reader, which closes it."""
        try:
            return _Line(self.raw_connection())
        except sqlite_module().Error as error:
            raise _unreadable(error) from error

    def raw_connection(self) -> Any:
        """Return a driver connection of its own; the caller closes it."""
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

    def problems(self) -> list[str]:
        """What SQLite's own examination finds wrong; empty when all is well."""
        with self.read() as connection:
            said = [r[0] for r in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
            foreign = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        found = [line for line in said if line != "ok"]
        return found + [f"A row of {r[0]} points to nothing in {r[2]}." for r in foreign[:20]]

    def counters(self, connection: sa.Connection) -> dict[str, int]:
        """The last number given out for each table that never gives one out twice."""
        found = connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
        return {str(name): int(last) for name, last in found}

    def count_on(self, tx: Transaction, counters: Mapping[str, int]) -> None:
        """Go on past these; what rows were given is known to SQLite itself."""
        known = self.counters(tx.connection)
        counting = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE ?"
        for (name,) in tx.connection.exec_driver_sql(counting, ("%AUTOINCREMENT%",)).all():
            last = max(known.get(name, 0), counters.get(name, 0))
            tx.connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
            row = (name, last)
            tx.connection.exec_driver_sql("INSERT INTO sqlite_sequence VALUES (?, ?)", row)

    def engine_words(self) -> str:
        """The database program and its version."""
        return f"SQLite {sqlite_module().sqlite_version}"

    def latency_s(self) -> None:
        """There is no server."""

    def close(self) -> None:
        """Close every connection; the store cannot be used after."""
        self._relaxed.dispose()
        self._durable.dispose()


class _Line:
    """The feed's own connection: SQLite tells it by a number that another one has committed."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._data_version: int | None = None

    def _rows(self, query: str, values: tuple[int, ...] = ()) -> list[Any]:
        try:
            found: list[Any] = self._connection.execute(query, values).fetchall()
        except sqlite_module().Error as error:
            raise _unreadable(error) from error
        return found

    def has_moved(self) -> bool:
        """True if something was committed since the last call (sqlite.org/pragma.html)."""
        version = int(self._rows("PRAGMA data_version")[0][0])
        moved = version != self._data_version
        self._data_version = version
        return moved

    def ends(self) -> tuple[int, int]:
        """The first and the last number in the feed, (0, 0) when it is empty."""
        [(first, last)] = self._rows("SELECT min(seq), max(seq) FROM feed")
        return first or 0, last or 0

    def rows(self, after: int, limit: int) -> list[tuple[int, str, str, str]]:
        """Feed rows past a number, in order."""
        query = "SELECT seq, topic, key, origin FROM feed WHERE seq > ? ORDER BY seq LIMIT ?"
        return self._rows(query, (after, limit))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _connect(path: Path, **options: Any) -> Any:
    """Open the database that is there; one that vanished is never made anew, and empty."""
    address = path.absolute().as_uri() + "?mode=rw"
    return sqlite_module().connect(address, uri=True, check_same_thread=False, **options)


class _Texts(sa.String):
    """Texts on their way into SQLite."""

    def bind_processor(self, dialect: sa.Dialect) -> Any:  # noqa: ARG002
        """Replace what cannot be kept."""
        return lambda value: value if value is None else storable(value)


def _engine(path: Path, synchronous: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        module=sqlite_module(),
        creator=partial(_connect, path, timeout=_BUSY_MS / 1000),
        poolclass=sa.QueuePool,
        pool_size=4,
        max_overflow=16,
    )
    engine.dialect.colspecs = {**engine.dialect.colspecs, sa.String: _Texts}

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
        "Check that its disk is there and has room, and that the folder may be read and written.",
        detail=detail,
    )


def _unreadable(error: Exception) -> WorldError:
    return WorldError(
        "The workspace can't be read just now.",
        "Check that its disk is there; it is tried again by itself.",
        detail=str(error),
    )


@contextlib.contextmanager
def told_plainly(path: Path) -> Iterator[None]:
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


def create(folder: Path, clock: Clock) -> SqliteStore:
    """Make a workspace's folder and database, or open the one that is there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            f"The folder {folder} can't be made.", "Choose another place.", detail=str(error)
        ) from error
    _check_place(folder)
    (folder / FILE_NAME).touch()
    return SqliteStore(folder, clock)


def open_existing(folder: Path, clock: Clock) -> SqliteStore:
    """Open a workspace that must be there already."""
    if not (folder / FILE_NAME).is_file():
        raise NoWorkspace(folder)
    _check_place(folder)
    return SqliteStore(folder, clock)


def _check_place(folder: Path) -> None:
    if mounts.is_network_drive(folder):
        raise NeedsYou(
            f"{folder} is on a network drive, where SQLite files get damaged.",
            "Choose a folder on this computer's own disk, or share the workspace over PostgreSQL.",
        )
    if not os.access(folder, os.W_OK):
        raise WorldError(
            f"The folder {folder} may not be written.",
            "Ask for the right to write there, or choose another place.",
        )
