"""A store in one SQLite file of its folder."""

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError, OperationalError

from tidemill.base import mounts, places
from tidemill.base.clock import Clock
from tidemill.base.errors import NeedsYou, NoWorkspace, WorldError
from tidemill.base.texts import storable, told_bytes
from tidemill.store.backend import Store, Transaction
from tidemill.store.sqlite_files import (
    LAST_NEWS,
    FeedLine,
    Line,
    away,
    connect,
    sqlite_module,
    standing,
    unreadable,
)
from tidemill.store.versions import HEAD, upgrade, version_of

FILE_NAME = places.STORE_FILE
_BUSY_MS = 5000


class SqliteStore(Store):
    """The database in a workspace's folder; see `Store`."""

    is_shared = False

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__(folder, clock)
        self.folder = folder
        self.path = folder / FILE_NAME
        self._writing = threading.Lock()
        self._opening = threading.Lock()
        self._opened = standing(self.path)
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
        with told_plainly(self.path):
            self._make_sure()
            with self._relaxed.connect() as connection:
                yield connection

    @contextlib.contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Yield a transaction that commits on success and rolls back on any error."""
        engine = self._durable if durable else self._relaxed
        with told_plainly(self.path), self._writing:
            self._make_sure()
            with engine.connect() as plain:
                connection = plain.execution_options(tidemill_write=True)
                with connection.begin():
                    transaction = Transaction(connection, self.clock, self.origin)
                    yield transaction
                    transaction.write_news()
                    if standing(self.path) != self._opened:  # it would be kept nowhere
                        raise away(self.path, "The file was moved while it was written.")

    def _make_sure(self) -> None:
        """Go on only with the file that was opened, or with a later copy of it in its place.

        Connections stay with the file they were opened on, where it was moved or removed as well:
        what they write then is told as written and is gone. A disk that was taken away and is back,
        or a file that was brought back by copying, is the same workspace: they are opened anew.
        """
        here = standing(self.path)
        if here == self._opened:
            return
        with self._opening:
            if here != self._opened:
                self._check_same()
                self._relaxed.dispose()
                self._durable.dispose()
                self._opened = here

    def _check_same(self) -> None:
        """Raise where another workspace, or an earlier copy of this, stands in the file's place."""
        try:
            with self._relaxed.connect() as before:  # one that has the former file open
                known = before.exec_driver_sql(LAST_NEWS).scalar() or 0
        except DatabaseError:
            known = 0  # its disk is gone
        with contextlib.closing(Line(connect(self.path, isolation_level=None))) as line:
            found = line.identity()
        if found is None or found[:2] != (self.id, HEAD) or found[2] < known:
            raise WorldError(
                f"The workspace {self.path.parent} was replaced while it was open.",
                "Put the former one back, or open the one that is there now. Nothing was changed.",
            )

    def quiet(self) -> contextlib.AbstractContextManager[object]:
        """Hold this process's writing: while it is held, none of its transactions is open."""
        return self._writing

    def feed_line(self) -> FeedLine:
        """Open a connection for the feed's reader, which closes it."""
        self._make_sure()
        try:
            return FeedLine(self.raw_connection(), self.path, self._opened)
        except sqlite_module().Error as error:
            raise unreadable(error) from error

    def raw_connection(self) -> Any:
        """Return a driver connection of its own; the caller closes it."""
        connection = connect(self.path, isolation_level=None)
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        return connection

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; only the worker and the last closer call it."""
        with self._relaxed.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            connection.rollback()

    def file_mark(self) -> str:
        """What tells this database file from a copy of it, wherever either is moved."""
        device, number = standing(self.path)
        return f"{device}:{number}"

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


class _Texts(sa.String):
    """Texts on their way into SQLite."""

    def bind_processor(self, dialect: sa.Dialect) -> Any:  # noqa: ARG002
        """Replace what cannot be kept."""
        return lambda value: value if value is None else storable(value)


def _engine(path: Path, synchronous: str) -> sa.Engine:
    engine = sa.create_engine(
        "sqlite://",
        module=sqlite_module(),
        creator=partial(connect, path, timeout=_BUSY_MS / 1000),
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
        if "decode" in text:
            raise _damaged(path, text) from error
        if "unable to open" in text or "readonly" in text or "disk I/O" in text:
            raise away(path, text) from error
        raise
    except DatabaseError as error:
        text = str(error.orig)
        if "not a database" in text or "malformed" in text:
            raise _damaged(path, text) from error
        raise


def _damaged(path: Path, detail: str) -> NeedsYou:
    return NeedsYou(
        f"{path.name} is damaged or not a Tidemill workspace.",
        "Restore a backup of it, or choose another workspace.",
        detail=detail,
    )


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
