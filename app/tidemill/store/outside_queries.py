"""Queries of databases that are not ours: streamed, read only where the database can, stoppable.

The database is named by a URL of SQLAlchemy's. Its password is held apart from what is shown and
kept. What a query writes is rolled back in the end, whatever the database.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, NeedsYou, TidemillError, WorldError
from tidemill.base.progress import Reporter

BLOCK = 10_000
"""Rows fetched at a time."""

LIMIT_S = 3600.0
"""How long a query may take unless another time is said."""

POLL_S = 0.1
CONNECT_S = 10
_LIKE_THIS = "Write it like postgresql://ada@server/shop, mysql+pymysql://… or sqlite:///shop.db."
_SECRET_WORDS = ("password", "passwd", "pwd", "token", "secret")
_DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


@dataclass(frozen=True)
class Source:
    """A database outside. `str` gives the URL that may be shown and kept: without a password."""

    text: str
    password: str | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, text: str) -> "Source":
        """Read a URL of SQLAlchemy's; `NeedsYou` for what is none or hides a password in it."""
        try:
            url = sa.make_url(text.strip())
        except (ArgumentError, ValueError):
            raise NeedsYou("That is no URL of a database.", _LIKE_THIS) from None
        if url.drivername in _DRIVERS:
            url = url.set(drivername=_DRIVERS[url.drivername])
        password = None if url.password is None else str(url.password)
        kept: dict[str, Any] = {}
        for name, value in url.query.items():
            if name.lower() == "password":
                password = password or str(value)
            elif any(word in f"{name} {value}".lower() for word in _SECRET_WORDS):
                raise NeedsYou(
                    f"The option {name} of the URL holds a secret, which would be kept with it.",
                    "Write the account and its password before the server: "
                    "dialect://account:password@server/database.",
                )
            else:
                kept[name] = value
        url = url.set(query=kept)
        if url.get_backend_name() == "sqlite":
            url = url.set(database=str(_file_of(url)))
        # `set` keeps what is None, so the password is left out by hand.
        plain = sa.URL.create(
            url.drivername, url.username, None, url.host, url.port, url.database, url.query
        )
        return cls(plain.render_as_string(hide_password=False), password)

    def __str__(self) -> str:
        return self.text

    @property
    def url(self) -> sa.URL:
        """The URL without its password."""
        return sa.make_url(self.text)

    @property
    def words(self) -> str:
        """The database as a person would say it."""
        url = self.url
        if url.get_backend_name() == "sqlite":
            return Path(url.database or "").name
        return f"{url.database or 'the database'} on {url.host or 'this computer'}"


def _file_of(url: sa.URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise NeedsYou("The URL names no SQLite file.", "Write it like sqlite:///shop.db.")
    return Path(url.database.removeprefix("file:")).expanduser().absolute()


class Rows:
    """What a running query gives: the names of its columns and its rows, a block at a time."""

    def __init__(self, names: Sequence[str], blocks: Iterator[Sequence[Any]]) -> None:
        self.names = tuple(names)
        self._blocks = blocks

    def __iter__(self) -> Iterator[list[tuple[Any, ...]]]:
        """Blocks of rows, each a tuple of what the driver gave."""
        for block in self._blocks:
            yield [tuple(row) for row in block]


@contextmanager
def running(
    source: Source, sql: str, reporter: Reporter, *, limit_s: float = LIMIT_S, block: int = 0
) -> Iterator[Rows]:
    """Run a query and yield its rows while it runs, `block` of them at a time or `BLOCK`.

    `reporter` can stop it, also while the database has not answered yet; `Cancelled` is raised
    then. Raises `NeedsYou` for a query or an account that is refused, one that takes longer than
    `limit_s` seconds, and a missing driver; `WorldError` for a database that can't be reached.
    """
    if not sql.strip():
        raise NeedsYou("There is no query.", "Write one, such as: select * from orders.")
    n_rows = block or BLOCK
    engine = _engine(source)
    watch = _Watch(reporter, limit_s)
    try:
        with engine.connect() as connection, watch.over(connection):
            _make_read_only(connection)
            result = _executed(connection, sql, n_rows)
            try:
                yield Rows(_names(result), result.partitions(n_rows))
            finally:
                result.close()
                connection.rollback()
    except (DBAPIError, SQLAlchemyError, sqlite3.Error) as error:
        watch.raise_if_stopped(source)
        raise _told(error, source) from error
    finally:
        engine.dispose()


def _executed(connection: sa.Connection, sql: str, block: int) -> sa.CursorResult[Any]:
    """Begin a query as it is written: a colon or a per cent sign in it means nothing to us."""
    options = {"no_parameters": True, "stream_results": True, "yield_per": block}
    result = connection.execution_options(**options).exec_driver_sql(sql.strip().rstrip(";"))
    if not result.returns_rows:
        raise NeedsYou(
            "The query gives no rows: it is no select.", "Nothing was changed. Write a select."
        )
    return result


def _names(result: sa.CursorResult[Any]) -> list[str]:
    """The columns' names; the second of two alike, but for case, gets a number."""
    assert result.cursor is not None
    taken: set[str] = set()
    names = []
    for number, described in enumerate(result.cursor.description or (), 1):
        name = str(described[0]).strip() or f"column {number}"
        if name.lower() in taken:
            name = f"{name} ({number})"
        taken.add(name.lower())
        names.append(name)
    return names


def _engine(source: Source) -> sa.Engine:
    url = source.url
    if source.password is not None:
        url = url.set(password=source.password)
    more: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        more["creator"] = lambda: _sqlite(Path(url.database or ""))
    elif url.get_backend_name() in ("postgresql", "mysql", "mariadb"):
        more["connect_args"] = (
            {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_S}
        )
    try:
        return sa.create_engine(url, poolclass=NullPool, **more)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise NeedsYou(
            f"There is no driver here for {url.drivername} databases.",
            "Install the Python package that brings it, then try again. "
            "Most databases have one that SQLAlchemy names.",
            detail=str(error),
        ) from None
    except (ArgumentError, TypeError, ValueError) as error:
        raise NeedsYou(f"The URL {source} can't be used.", _LIKE_THIS, detail=str(error)) from None


def _sqlite(path: Path) -> sqlite3.Connection:
    """A SQLite file opened so that nothing can be written to it."""
    if not path.is_file():
        raise NeedsYou(f"There is no file {path}.", "Look at the path in the URL.")
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=ro", uri=True, timeout=CONNECT_S, check_same_thread=False
    )
    connection.execute("pragma query_only = on")
    return connection


def _make_read_only(connection: sa.Connection) -> None:
    """Ask the database itself to refuse changes, where it knows how."""
    name = connection.dialect.name
    if name == "postgresql":
        connection.exec_driver_sql("set transaction read only")
    elif name in ("mysql", "mariadb"):
        connection.rollback()
        connection.exec_driver_sql("set session transaction read only")


class _Watch:
    """Looks beside a query whether it is to stop or has had its time, and makes it end then."""

    def __init__(self, reporter: Reporter, limit_s: float) -> None:
        self._reporter, self._limit_s = reporter, limit_s
        self._cancelled = self._too_long = False

    @contextmanager
    def over(self, connection: sa.Connection) -> Iterator[None]:
        """Watch one connection until the end of the block."""
        done = threading.Event()
        until = monotonic() + self._limit_s
        end = _ender(connection)

        def watch() -> None:
            while not done.wait(POLL_S):
                try:
                    self._reporter.check()
                except Cancelled:
                    self._cancelled = True
                self._too_long = self._too_long or monotonic() > until
                if self._cancelled or self._too_long:
                    end()  # again each round: what is asked next must end as well

        watcher = threading.Thread(target=watch, name="outside-query-watch", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()

    def raise_if_stopped(self, source: Source) -> None:
        """Raise what the watch ended the query for, if it did."""
        if self._cancelled:
            raise Cancelled
        if self._too_long:
            raise NeedsYou(
                f"The query of {source.words} took longer than {self._limit_s:,.0f} seconds "
                "and was ended.",
                "Narrow it down, or allow it more time.",
            )


def _ender(connection: sa.Connection) -> Callable[[], None]:
    """What ends a running query of a connection from another thread."""
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        interrupt: Callable[[], None] = raw.interrupt
        return interrupt
    if hasattr(raw, "cancel_safe"):  # psycopg

        def cancel() -> None:
            with suppress(_driver_error(connection)):
                raw.cancel_safe(timeout=5)

        return cancel

    def close() -> None:
        with suppress(_driver_error(connection)):
            raw.close()

    return close


def _driver_error(connection: sa.Connection) -> type[BaseException]:
    error: type[BaseException] = connection.dialect.loaded_dbapi.Error
    return error


_SIGNS = (
    (
        ("password authentication failed", "no password supplied", "access denied"),
        NeedsYou,
        "{} did not accept the account or its password.",
        "Write the URL with the right account and password once more.",
    ),
    (
        ("read-only", "readonly", "read only"),
        NeedsYou,
        "The query would change {}, which is only read.",
        "Nothing was changed. Write a select.",
    ),
    (
        ("could not connect", "connection refused", "timeout expired", "could not translate"),
        WorldError,
        "{} can't be reached.",
        "Check the network and that the server runs, then try again.",
    ),
    (
        ("connection failed", "can't connect", "server closed", "name or service not known"),
        WorldError,
        "{} can't be reached.",
        "Check the network and that the server runs, then try again.",
    ),
    (
        ("permission denied", "not allowed", "denied to user"),
        NeedsYou,
        "{} does not let this account read that.",
        "Ask who runs it for the right to read.",
    ),
    (
        ("database is locked", "deadlock"),
        WorldError,
        "{} is locked by another program.",
        "Wait a moment, then try again.",
    ),
    (
        ("file is not a database", "malformed"),
        NeedsYou,
        "{} is no whole SQLite database.",
        "Look at the path, or copy the file again.",
    ),
)


def _told(error: Exception, source: Source) -> TidemillError:
    """The sentence for an error of a database or its driver."""
    known = getattr(error, "orig", None) or error
    if isinstance(known, TidemillError):
        return known
    detail = " ".join(str(known).split())
    for signs, make, message, hint in _SIGNS:
        if any(sign in detail.lower() for sign in signs):
            return make(message.format(_capital(source.words)), hint, detail=detail)
    return NeedsYou(
        f"{_capital(source.words)} refused the query: {str(known).splitlines()[0][:300]}",
        "Mend the query and run it again.",
        detail=detail,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:] if words.startswith("the ") else words
