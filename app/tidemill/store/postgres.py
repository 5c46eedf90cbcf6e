"""A store in a PostgreSQL database that a team shares."""

import contextlib
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler

from tidemill.base import places, programs
from tidemill.base.clock import Clock, ShiftedClock, SystemClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, NoWorkspace
from tidemill.store import schema
from tidemill.store.backend import FeedLine, Store, Transaction
from tidemill.store.versions import HEAD, upgrade, version_of

if TYPE_CHECKING:
    from types import ModuleType

_BUSY_MS = 5000
_ABANDONED_MS = 60_000
_LOCK = 0x71DE_0001
_OLDEST = 120_000


class PostgresStore(Store):
    """The database that a URL names; see `Store`.

    Writers take an advisory lock first, which PostgreSQL gives back when the transaction is over
    and seen by others: numbers are drawn in the order in which they are seen. Moments are told by
    the server's clock, so that leases and heartbeats of several computers agree.
    """

    is_shared = True

    def __init__(self, url: DatabaseUrl, clock: Clock, *, may_make: bool) -> None:
        shifted = ShiftedClock() if isinstance(clock, SystemClock) else None
        super().__init__(url, shifted or clock)
        self.url = url
        self._shifted = shifted
        self._driver = _driver()
        self._writing = threading.Lock()
        self._engine = self._made_engine()
        self._reads = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        try:
            self._prepare(may_make)
        except BaseException:
            self.close()
            raise

    def _prepare(self, may_make: bool) -> None:
        with self._told_plainly():
            with self.read() as connection:
                _check(connection)
                found = version_of(connection)
                facts = connection.execute(sa.text(_IDENTITY)).one()
            self._mark = f"{facts[0]}.{facts[1]}@{programs.machine()}"
            if found is None and not may_make:
                raise NoWorkspace(self.url)
            if found != HEAD:
                with self.write(durable=True) as tx:
                    upgrade(tx.connection, self._dump_aside)
            self.id = self._identity()

    def _made_engine(self) -> sa.Engine:
        engine = sa.create_engine(
            "postgresql+psycopg://",
            creator=lambda: self._driver.connect(self.url),
            pool_size=2,
            max_overflow=10,
            pool_pre_ping=True,
            use_native_hstore=False,
        )
        engine.dialect.type_compiler_instance = _Types(engine.dialect)
        event.listen(engine, "connect", self._on_connect)
        return engine

    def _on_connect(self, connection: Any, _record: Any) -> None:
        if self._shifted is not None:
            before = time.time()
            query = "SELECT extract(epoch FROM clock_timestamp())::float8"
            server = connection.execute(query).fetchone()[0]
            connection.rollback()
            self._shifted.ahead_s = server - (before + time.time()) / 2

    @contextlib.contextmanager
    def _told_plainly(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            said = self._driver.told(error.orig, self.url)
            if said is None:
                raise
            raise said from error

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """Yield a connection that sees one unchanging state while it is open."""
        with self._told_plainly(), self._reads.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def write(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Yield a transaction that commits on success and rolls back on any error."""
        with self._told_plainly(), self._writing, self._engine.begin() as connection:
            connection.exec_driver_sql(_BEGIN.format(commit="on" if durable else "off"))
            transaction = Transaction(connection, self.clock, self.origin)
            yield transaction
            if transaction.write_news():
                connection.exec_driver_sql(f"NOTIFY {self._driver.CHANNEL}")

    def quiet(self) -> contextlib.AbstractContextManager[object]:
        """Hold this process's writing: while it is held, none of its transactions is open."""
        return self._writing

    def feed_line(self) -> FeedLine:
        """Open a connection for the feed's reader, which closes it."""
        line: FeedLine = self._driver.Line(self.url)
        return line

    def file_mark(self) -> str:
        """What tells this database, seen from this computer, from any copy of it."""
        return self._mark

    def n_bytes(self) -> int:
        """Bytes the database takes on its server."""
        with self.read() as connection:
            size = connection.execute(sa.text("SELECT pg_database_size(current_database())"))
            return int(size.scalar_one())

    def checkpoint(self) -> None:
        """Nothing to do: the server tidies up by itself."""

    def problems(self) -> list[str]:
        """What the server knows to be wrong with the database; empty when all is well."""
        with self.read() as connection:
            torn = connection.execute(sa.text(_TORN)).scalar()
            bad = connection.execute(sa.text(_BAD_INDEXES)).scalars().all()
        found = [f"The index {name} is not whole." for name in bad]
        return found + ([f"{torn} pages did not match their checksums."] if torn else [])

    def counters(self, connection: sa.Connection) -> dict[str, int]:
        """The last number given out for each table that counts its own."""
        found = {}
        for table, _, sequence in _counted(connection):
            asked = f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}"
            found[table] = int(connection.exec_driver_sql(asked).scalar_one())
        return found

    def count_on(self, tx: Transaction, counters: Mapping[str, int]) -> None:
        """Go on past these and past the rows, of which PostgreSQL knows nothing by itself."""
        for table, column, sequence in _counted(tx.connection):
            highest = f'SELECT max("{column}") FROM "{table}"'
            last = int(tx.connection.exec_driver_sql(highest).scalar() or 0)
            last = max(last, counters.get(table, 0))
            if last:
                asked = sa.text("SELECT setval(CAST(:sequence AS regclass), :last)")
                tx.connection.execute(asked, {"sequence": sequence, "last": last})

    def engine_words(self) -> str:
        """The database program and its version."""
        with self.read() as connection:
            version = connection.execute(sa.text("SHOW server_version")).scalar_one()
        return f"PostgreSQL {str(version).partition(' ')[0]}"

    def latency_s(self) -> float:
        """How long the server takes to answer, in seconds."""
        with self.read() as connection:
            connection.execute(sa.text("SELECT 1"))
            before = time.perf_counter()
            connection.execute(sa.text("SELECT 1"))
            return time.perf_counter() - before

    def close(self) -> None:
        """Close every connection; the store cannot be used after."""
        self._engine.dispose()

    def _dump_aside(self) -> None:
        """Back the database up with PostgreSQL's own tool, which only knows how."""
        program = shutil.which("pg_dump")
        folder = places.backups_folder()
        target = folder / f"{self.url.name}-before-{HEAD}.dump"
        trouble = "pg_dump was not found on this computer."
        if program is not None:
            folder.mkdir(parents=True, exist_ok=True)
            done = subprocess.run(
                [program, "--format=custom", "--file", target, "--dbname", str(self.url)],
                env={**programs.own_environment(), **self.url.environment()},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
            )
            if done.returncode == 0:
                return
            trouble = f"pg_dump failed: {done.stderr.strip()}"
        raise NeedsYou(
            "The shared workspace has to be upgraded, and no backup of it could be made.",
            "Install PostgreSQL's client programs of the server's version (on Debian: "
            "postgresql-client), then open it again. Nothing was changed.",
            detail=trouble,
        )


_BEGIN = (
    f"SET LOCAL lock_timeout = {_BUSY_MS};"
    f"SET LOCAL idle_in_transaction_session_timeout = {_ABANDONED_MS};"
    "SET LOCAL synchronous_commit = {commit};"
    f"SELECT pg_advisory_xact_lock({_LOCK})"
)
_IDENTITY = """
    SELECT oid::bigint, CASE WHEN has_function_privilege('pg_control_system()', 'EXECUTE')
        THEN (SELECT system_identifier FROM pg_control_system()) ELSE 0 END
    FROM pg_database WHERE datname = current_database()
"""
_TORN = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
_BAD_INDEXES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace
"""


def _counted(connection: sa.Connection) -> list[tuple[str, str, str]]:
    """Tables that count their rows: the table, its key, and what counts."""
    found = []
    for table in schema.metadata.sorted_tables:
        [key, *others] = table.primary_key.columns
        if not others and isinstance(key.type, sa.Integer):
            asked = sa.text("SELECT pg_get_serial_sequence(:table, :key)")
            names = {"table": f'"{table.name}"', "key": key.name}
            if (sequence := connection.execute(asked, names).scalar()) is not None:
                found.append((str(table.name), str(key.name), str(sequence)))
    return found


class _Types(PGTypeCompiler):
    """Texts of any length in the order of their letters' numbers, as in SQLite."""

    def visit_VARCHAR(self, type_: Any, **words: Any) -> str:  # noqa: ARG002, N802
        """Write the type of a text; a column also has its order."""
        is_column = isinstance(words.get("type_expression"), sa.Column)
        return 'TEXT COLLATE "C"' if is_column else "TEXT"

    visit_TEXT = visit_VARCHAR  # noqa: N815


def _driver() -> "ModuleType":
    try:
        from tidemill.store import postgres_driver
    except ImportError as error:
        raise NeedsYou(
            "A workspace shared over PostgreSQL needs the package psycopg, which is not installed.",
            "Install it beside Tidemill: pip install 'psycopg[binary]'.",
            detail=str(error),
        ) from error
    return postgres_driver


def _check(connection: sa.Connection) -> None:
    facts = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding')"
    number, encoding = connection.execute(sa.text(facts)).one()
    if number < _OLDEST:
        raise NeedsYou(
            f"The server runs PostgreSQL {number // 10_000}, which is too old.",
            f"Tidemill needs PostgreSQL {_OLDEST // 10_000} or later.",
        )
    if encoding != "UTF8":
        raise NeedsYou(
            f"The database keeps texts as {encoding}, which has not all letters.",
            "Make another: createdb --encoding=UTF8 --template=template0 NAME",
        )


def create(url: DatabaseUrl, clock: Clock) -> PostgresStore:
    """Make a workspace in a database that is there, or open the one in it."""
    return PostgresStore(url, clock, may_make=True)


def open_existing(url: DatabaseUrl, clock: Clock) -> PostgresStore:
    """Open a workspace that must be there already."""
    return PostgresStore(url, clock, may_make=False)
