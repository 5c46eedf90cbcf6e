"""The engine for work on tables: DuckDB in bounded memory, offline, and ready to stop."""

import contextlib
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tidemill.base.errors import Cancelled, WorldError
from tidemill.base.progress import Reporter, Silent
from tidemill.base.spill_folders import spill_folder

POLL_S = 0.1
THREADS = 2
MEMORY = "1GB"
_NO_ROOM = re.compile(r"No space left on device|Disk quota exceeded|File too large", re.IGNORECASE)


@contextlib.contextmanager
def table_engine(
    reporter: Reporter | None = None,
    spill: Path | None = None,
    *,
    threads: int = THREADS,
    memory: str = MEMORY,
) -> Iterator[Any]:
    """Yield a DuckDB connection of its own, closed at the end.

    Nothing is downloaded or loaded at run time, what does not fit in memory spills into `spill`
    (a private temporary folder by default), and a running query is interrupted when
    `reporter.check` says stop; `Cancelled` is raised then. A disk without room raises
    `WorldError`.
    """
    with contextlib.ExitStack() as stack:
        reporter = reporter or Silent()
        reporter.check()
        folder = spill or stack.enter_context(spill_folder())
        connection = _connect(folder, threads, memory)
        stack.callback(connection.close)
        yield stack.enter_context(_stoppable(connection, reporter))


def _connect(spill: Path, threads: int, memory: str) -> Any:
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(spill / "engine"),
            "preserve_insertion_order": True,
        },
    )
    connection.execute("set enable_progress_bar = false")  # it would print into what a process says
    return connection


@contextlib.contextmanager
def _stoppable(connection: Any, reporter: Reporter) -> Iterator[Any]:
    """Ask `reporter` ten times a second from a thread beside the query."""
    import duckdb

    done, stopped = threading.Event(), threading.Event()

    def watch() -> None:
        while not done.wait(POLL_S):
            try:
                reporter.check()
            except Cancelled:
                stopped.set()
                connection.interrupt()  # again each round: the next query must stop as well

    watcher = threading.Thread(target=watch, name="table-engine-watch", daemon=True)
    watcher.start()
    try:
        yield connection
    except duckdb.InterruptException:
        if not stopped.is_set():
            raise
        raise Cancelled from None
    except duckdb.IOException as error:
        if not _NO_ROOM.search(str(error)):
            raise
        raise WorldError(
            "The disk is full: the rows could not be written.",
            "Free some room and try again. Nothing was changed.",
            detail=str(error),
        ) from error
    finally:
        done.set()
        watcher.join()


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever characters it holds."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL takes it, whatever characters it holds."""
    return "'" + text.replace("'", "''") + "'"


def blob_literal(data: bytes) -> str:
    """Bytes as SQL takes them."""
    digits = data.hex(" ").replace(" ", "\\x")
    return f"'\\x{digits}'::blob" if data else "''::blob"


def file_literal(path: Path) -> str:
    """A file to read, as SQL takes it: marks that would make its path a pattern are shielded."""
    return literal(re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", str(path)))


@contextlib.contextmanager
def closed_engine(limit_s: float) -> Iterator[Any]:
    """Yield an engine for conditions people wrote: no file, no network, no setting, no memory of
    its own; a query is interrupted when the engine was open for `limit_s` seconds.

    Only what is registered in it can be read. DuckDB's `lock_configuration` keeps an expression
    from opening it again.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            "threads": 1,
            "memory_limit": "512MB",
            "python_enable_replacements": False,  # no variable of this program is a table
        },
    )
    try:
        connection.execute("set temp_directory = ''")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        timer = threading.Timer(limit_s, connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield connection
        finally:
            timer.cancel()
            timer.join()
    finally:
        connection.close()
