"""The file of a store: which one stands there, and connections to it outside of transactions."""

from pathlib import Path
from types import ModuleType
from typing import Any

from tidemill.base.errors import WorldError
from tidemill.store.backend import LineLost

LAST_NEWS = "SELECT coalesce(max(seq), 0) FROM feed"


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


class Line:
    """A connection of its own, asked in plain words of the database."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def _rows(self, query: str, values: tuple[int, ...] = ()) -> list[Any]:
        try:
            found: list[Any] = self._connection.execute(query, values).fetchall()
        except sqlite_module().Error as error:
            raise unreadable(error) from error
        return found

    def identity(self) -> tuple[str, str, int] | None:
        """The store's id, its schema and the number of its last news; None where it is no store."""
        known = "SELECT count(*) FROM sqlite_master WHERE name IN ('meta', 'alembic_version')"
        if self._rows(known) != [(2,)]:
            return None
        of = "SELECT value, version_num FROM meta, alembic_version WHERE meta.key = 'store_id'"
        rows = self._rows(of)
        return (*rows[0], *self._rows(LAST_NEWS)[0]) if rows else None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class FeedLine(Line):
    """The feed's own connection: SQLite tells it by a number that another one has committed."""

    def __init__(self, connection: Any, path: Path, opened: tuple[int, int]) -> None:
        super().__init__(connection)
        self._path, self._opened = path, opened
        self._data_version: int | None = None

    def has_moved(self) -> bool:
        """True if something was committed since the last call (sqlite.org/pragma.html)."""
        if standing(self._path) != self._opened:
            raise LineLost("The file was moved.")
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


def standing(path: Path) -> tuple[int, int]:
    """What tells the file that is there from any other: its disk and its number on it."""
    try:
        facts = path.stat()
    except OSError as error:
        raise away(path, str(error)) from error
    return facts.st_dev, facts.st_ino


def connect(path: Path, **options: Any) -> Any:
    """Open the database that is there; one that vanished is never made anew, and empty."""
    address = path.absolute().as_uri() + "?mode=rw"
    return sqlite_module().connect(address, uri=True, check_same_thread=False, **options)


def away(path: Path, detail: str) -> WorldError:
    """The error of a file that can't be opened."""
    return WorldError(
        f"The workspace {path.parent} can't be reached.",
        "Check that its disk is there and has room, and that the folder may be read and written.",
        detail=detail,
    )


def unreadable(error: Exception) -> WorldError:
    """The error of a read that failed outside of a transaction."""
    return WorldError(
        "The workspace can't be read just now.",
        "Check that its disk is there; it is tried again by itself.",
        detail=str(error),
    )
