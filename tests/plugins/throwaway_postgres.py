"""One PostgreSQL cluster for the test session, on loopback, made when first asked for.

It lies in a folder of its own, trusts loopback only, syncs nothing, and is ended with the session.
Where `initdb` is not found its tests are skipped and the session's last lines say so; with
`TIDEMILL_NEEDS_POSTGRES=1` (as in CI) that is an error instead.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NEEDED = "TIDEMILL_NEEDS_POSTGRES"
LEFT_OUT = "PostgreSQL tests left out: initdb was not found"
_START_S = 60
_PROGRAMS = ("initdb", "postgres")

_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
# All that a test can change in a database beside its rows.
_SHAPE = """
SELECT 'relation', c.relname, c.relkind::text, coalesce(c.relacl::text, ''),
    coalesce(pg_get_indexdef(i.indexrelid), ''), coalesce(i.indisvalid, true)
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'column', attrelid::regclass::text, attname::text, format_type(atttypid, atttypmod),
    attnotnull::text, atthasdef
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
WHERE c.relnamespace = 'public'::regnamespace AND attnum > 0
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), '', true
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'schema', nspname::text, coalesce(nspacl::text, ''), '', '', true
FROM pg_namespace WHERE nspname !~ '^pg_'
UNION ALL SELECT 'setting', setconfig::text, '', '', '', true FROM pg_db_role_setting
UNION ALL SELECT 'trigger', tgname::text, '', '', '', true FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname::text, '', '', '', true
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'version', version_num, '', '', '', true FROM alembic_version
ORDER BY 1, 2, 3, 4, 5
"""
_TABLES = """
SELECT relname::text FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
"""
_RESTART = """
SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence
"""


def programs() -> Path | None:
    """The folder with PostgreSQL's server programs, the newest where there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    found = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(found, key=lambda p: [int(n) for n in p.parent.name.split(".")], reverse=True)
    return next((f for f in folders if all((f / name).exists() for name in _PROGRAMS)), None)


def _account() -> str | None:
    """Who owns the cluster: this account, but another one for root, whom initdb refuses."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@dataclass
class Cluster:
    """A running server. `database` makes a new one, `drop` removes it."""

    folder: Path
    bin: Path
    account: str | None
    port: int = 0
    server: "subprocess.Popen[bytes] | None" = None
    _n_made: int = 0
    _templates: dict[str, str] = field(default_factory=dict)
    _free: list[str] = field(default_factory=list)
    _first_shape: list[Any] | None = None

    def begin(self) -> None:
        """Make the cluster and start its server."""
        data = self.folder / "data"
        words = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-U", "tidemill"]
        self._run("initdb", "-D", data, *words)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "shared_buffers": "32MB",
            "max_connections": "60",
            "autovacuum": "off",
            "max_wal_size": "256MB",
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("wb") as log:
            self.server = subprocess.Popen(
                [self.bin / "postgres", "-D", data, *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=_plain_environment(),
                cwd=self.folder,
                **self._as_owner(),
            )
        self._wait(self.server)

    def _wait(self, server: "subprocess.Popen[bytes]") -> None:
        import psycopg

        until = time.monotonic() + _START_S
        while True:
            try:
                self.connect("postgres").close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or server.poll() is not None:
                    log = (self.folder / "server.log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.05)

    def connect(self, database: str) -> Any:
        """A connection of the driver, each statement its own transaction."""
        import psycopg

        return psycopg.connect(self.url(database), autocommit=True, connect_timeout=5)

    def url(self, database: str) -> str:
        """The URL of a database."""
        return f"postgresql://tidemill@127.0.0.1:{self.port}/{database}"

    def database(self, template: str = "template0") -> str:
        """Make a database, as a copy of another, and return its name."""
        self._n_made += 1
        name = f"t{self._n_made}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database with whoever is still connected to it."""
        with self.connect("postgres") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def template(self) -> str:
        """A database with today's schema, made once, to be copied."""
        if "store" not in self._templates:
            from tidemill.base.clock import HeldClock
            from tidemill.base.database_urls import DatabaseUrl
            from tidemill.store.engine import create_store

            name = self.database()
            create_store(DatabaseUrl.of(self.url(name)), HeldClock()).close()
            with self.connect(name) as connection:
                connection.execute("DELETE FROM meta")  # each copy gets an id of its own
            self._templates["store"] = name
        return self._templates["store"]

    def lend(self) -> str:
        """A database with today's tables, empty ones; `take_back` gets it when it is done with.

        One that served before is emptied: that takes a tenth of the time of making another.
        """
        return self._free.pop() if self._free else self.database(self.template())

    def take_back(self, name: str) -> None:
        """Empty a database for the next test, or remove it where more than rows was changed."""
        with self.connect(name) as connection:
            connection.execute(_END_OTHERS)
            is_same = connection.execute(_SHAPE).fetchall() == self._shape()
            if is_same:
                _empty(connection)
        if is_same:
            self._free.append(name)
        else:
            self.drop(name)

    def _shape(self) -> list[Any]:
        if self._first_shape is None:
            with self.connect(self.template()) as connection:
                self._first_shape = connection.execute(_SHAPE).fetchall()
        return self._first_shape

    def end(self) -> None:
        """End the server and remove the folder."""
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)  # fast shutdown: it disconnects whoever is there
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name: str, *words: object) -> None:
        done = subprocess.run(
            [self.bin / name, *map(str, words)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            env=_plain_environment(),
            cwd=self.folder,
            check=False,
            **self._as_owner(),
        )
        if done.returncode != 0:
            raise RuntimeError(f"{name} failed: {done.stdout}\n{done.stderr}")

    def _as_owner(self) -> dict[str, Any]:
        return {} if self.account is None else {"user": self.account, "extra_groups": ()}


def _empty(connection: Any) -> None:
    """Remove all rows, whatever points to what, and count from one again."""
    tables = [row[0] for row in connection.execute(_TABLES)]
    looks = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables]
    connection.execute("SET session_replication_role = replica")  # no foreign key is asked
    for (table,) in connection.execute(" UNION ALL ".join(looks)).fetchall():
        connection.execute(f"DELETE FROM {table}")
    connection.execute(_RESTART)


def _plain_environment() -> dict[str, str]:
    """The environment for the server: nothing of a person's own PostgreSQL."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PG") and name not in ("HOME", "LC_ALL", "LANG")
    } | {"LC_ALL": "C"}


def _started(bin_: Path) -> Cluster:
    account = _account()
    # Not below pytest's own folders: another account must be able to walk into it.
    folder = Path(tempfile.mkdtemp(prefix="tidemill-pg-"))
    if account is not None:
        shutil.chown(folder, account)
    cluster = Cluster(folder, bin_, account)
    try:
        cluster.begin()
    except BaseException:
        cluster.end()
        raise
    return cluster


_cluster: Cluster | None = None


@pytest.fixture(scope="session")
def postgres_cluster() -> Cluster:
    """The session's cluster; tests are skipped where there can be none."""
    global _cluster  # noqa: PLW0603
    bin_ = programs()
    if bin_ is None:
        if os.environ.get(NEEDED):
            pytest.fail(f"{NEEDED} is set, but initdb was not found.", pytrace=False)
        pytest.skip(LEFT_OUT)
    if _cluster is None:
        _cluster = _started(bin_)
    return _cluster


@pytest.fixture
def empty_database(postgres_cluster: Cluster) -> Iterator[str]:
    """The URL of a database with nothing in it."""
    name = postgres_cluster.database()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@pytest.fixture
def store_database(postgres_cluster: Cluster) -> Iterator[str]:
    """The URL of a database with today's tables, empty ones."""
    name = postgres_cluster.lend()
    yield postgres_cluster.url(name)
    postgres_cluster.take_back(name)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in a line that tests were left out."""
    skipped = terminalreporter.stats.get("skipped", [])
    n = sum(1 for report in skipped if LEFT_OUT in str(report.longrepr))
    if n:
        terminalreporter.write_line(f"{LEFT_OUT} ({n} of them).", yellow=True)


def pytest_unconfigure() -> None:
    """End the cluster with the session."""
    global _cluster  # noqa: PLW0603
    if _cluster is not None:
        _cluster.end()
        _cluster = None
