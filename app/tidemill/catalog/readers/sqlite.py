"""Reads tables of SQLite databases, which are opened so that nothing in them can change."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.clock import monotonic
from tidemill.base.errors import Cancelled, NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.staged_rows import BLOCK, Sort, StagedColumn, StagedRows
from tidemill.base.table_engine import quoted, table_engine
from tidemill.catalog.raw_tables import READ_AS_IT_COMES, RawColumn
from tidemill.catalog.readers import _files, _results
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import Peek, ReadFacts, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="sqlite",
    version=1,
    title="SQLite",
    help=(
        "A table or view of a SQLite database: the one named, else the first that has rows. "
        "Numbers are numbers; texts stay texts unless all of a column are dates; a column declared "
        "boolean that holds 0 and 1 is boolean. The file is only read."
    ),
    endings=(".sqlite", ".sqlite3", ".db", ".db3"),
)

_MAGIC = b"SQLite format 3\x00"
VIEW_S = 5.0
"""How long a view may take to show whether it has rows, where none was named."""

_STEPS = 100_000
"""Steps of SQLite's own machine between two looks at whether to stop."""
MAX_CELL = 64 << 20


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole table; line numbers are row numbers from 1.

    Raises `NeedsYou` for what is no whole database and for a table that is not there.
    """
    n_bytes = _checked(path)
    with (
        _opened(path, reporter) as database,
        spill_folder() as spill,
        table_engine(reporter, spill) as engine,
    ):
        parts = _parts(database)
        part = _part(path, database, parts, options, reporter)
        names, declared = _columns(path, database, part)
        total = _count(database, part)
        rows = StagedRows(engine, spill, len(names))
        for block in _blocks(database, part, None):
            reporter.check()
            rows.add(block)
            reporter.report(0.5 * rows.n_rows / max(total, 1), f"Read {rows.n_rows:,} rows")
        columns = _raw_columns(engine, names, declared, rows.finish())
        if rows.n_rows == 0:
            raise _results.no_rows(path, len(names), f" in {part}")
        facts = ReadFacts(
            format="sqlite", n_bytes=n_bytes, row_word="row", part=part, parts=tuple(parts)
        )
        lines = np.arange(1, rows.n_rows + 1)
        half = Part(reporter, 0.5, 1.0)
        return _results.read_result(engine, columns, lines, facts, expected, half, scratch, options)


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The first rows of a table."""
    n_bytes = _checked(path)
    with (
        _opened(path, Silent()) as database,
        spill_folder() as spill,
        table_engine(spill=spill) as engine,
    ):
        parts = _parts(database)
        part = _part(path, database, parts, options, Silent())
        names, declared = _columns(path, database, part)
        rows = StagedRows(engine, spill, len(names))
        for block in _blocks(database, part, _results.FIRST_ROWS):
            rows.add(block)
        columns = _raw_columns(engine, names, declared, rows.finish())
        n_rows = rows.n_rows
        if n_rows == _results.FIRST_ROWS:
            n_rows = _count(database, part)
        facts = ReadFacts(
            format="sqlite", n_bytes=n_bytes, row_word="row", part=part, parts=tuple(parts)
        )
        return _results.peek_result(engine, columns, facts, n_rows, options, is_all=True)


def _checked(path: Path) -> int:
    n_bytes = _files.size_of(path)
    first = _files.head(path, 1 << 16)
    if not first.startswith(_MAGIC):
        what = _files.seems(first) or "a text file"
        raise NeedsYou(
            f"{path.name} is no SQLite database: it is {what}.",
            "Give it the ending that fits, then drop it again.",
        )
    return n_bytes


@contextlib.contextmanager
def _opened(path: Path, reporter: Reporter) -> Iterator[sqlite3.Connection]:
    """The database, only to be read; no lock, no journal and nothing else is made beside it."""
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            database.text_factory = lambda raw: raw.decode("utf-8", "replace")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL)
            for pragma in ("query_only = on", "trusted_schema = off", "cell_size_check = on"):
                database.execute(f"pragma {pragma}")
            database.set_progress_handler(lambda: _is_stopped(reporter), _STEPS)
            yield database
        finally:
            database.close()
    except sqlite3.Error as error:
        reporter.check()
        raise _told(error, path) from error


def _is_stopped(reporter: Reporter) -> bool:
    try:
        reporter.check()
    except Cancelled:
        return True
    return False


def _told(error: sqlite3.Error, path: Path) -> NeedsYou | WorldError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith("SQLITE_IOERR"):
        return WorldError(
            f"Can't read {path.name}: {error}.",
            "Check the disk or network, then try again.",
            detail=code,
        )
    if code == "SQLITE_TOOBIG":
        return NeedsYou(
            f"{path.name} holds a value of more than {MAX_CELL >> 20} MB.",
            "Write the columns you need into a table of their own, then drop the file again.",
        )
    return NeedsYou(
        f"{path.name} is damaged: it begins as a SQLite database, but can't be read.",
        "Copy it again while no program writes to it (or use: sqlite3 FILE .backup COPY).",
        detail=str(error),
    )


def _parts(database: sqlite3.Connection) -> list[str]:
    """The names of its tables, then of its views, as they were made."""
    query = (
        "select name from sqlite_master where type in ('table', 'view') "
        "and name not like 'sqlite\\_%' escape '\\' order by type, rowid"
    )
    return [str(row[0]) for row in database.execute(query)]


def _part(
    path: Path,
    database: sqlite3.Connection,
    parts: list[str],
    options: ReadOptions,
    reporter: Reporter,
) -> str:
    if not parts:
        raise NeedsYou(
            f"{path.name} holds no table.",
            "Copy it together with its file -wal, or let the program that writes it close it.",
        )
    asked = _results.chosen_part(path, parts, options, "table")
    if asked is not None:
        return asked
    filled = next((part for part in parts if _has_rows(database, part, reporter)), None)
    if filled is None:
        raise NeedsYou(
            f"{path.name} has no rows in its tables: {', '.join(parts[:5])}.",
            "Check that it was written completely, or name a view that takes long to answer.",
        )
    return filled


def _has_rows(database: sqlite3.Connection, part: str, reporter: Reporter) -> bool:
    """Whether a table has a row; a view that takes long to say so counts as having none."""
    until = monotonic() + VIEW_S

    def stop() -> bool:
        return monotonic() > until or _is_stopped(reporter)

    database.set_progress_handler(stop, _STEPS)
    try:
        return database.execute(f"select 1 from {quoted(part)} limit 1").fetchone() is not None
    except sqlite3.OperationalError:  # a view over what is not there, a module that is missing
        reporter.check()
        return False
    finally:
        database.set_progress_handler(lambda: _is_stopped(reporter), _STEPS)


def _count(database: sqlite3.Connection, part: str) -> int:
    return int(database.execute(f"select count(*) from {quoted(part)}").fetchone()[0])


def _columns(
    path: Path, database: sqlite3.Connection, part: str
) -> tuple[tuple[str, ...], list[str]]:
    """Names and declared types."""
    rows = database.execute(f"select * from pragma_table_info({_text(part)})").fetchall()
    if not rows:
        raise NeedsYou(f"The table {part} of {path.name} has no columns.", "Choose another.")
    names = _results.distinct_names([str(row[1]) for row in rows], path)
    return names, [str(row[2]).upper() for row in rows]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _blocks(
    database: sqlite3.Connection, part: str, limit: int | None
) -> Iterator[list[tuple[Any, ...]]]:
    few = "" if limit is None else f" limit {limit}"
    cursor = database.execute(f"select * from {quoted(part)}{few}")
    while block := cursor.fetchmany(BLOCK):
        yield block


def _raw_columns(
    engine: Any, names: tuple[str, ...], declared: list[str], staged: list[StagedColumn]
) -> tuple[RawColumn, ...]:
    """What the values show, and for booleans, which SQLite keeps as 0 and 1, the declaration."""
    columns = list(_results.raw_columns(engine, names, staged, numbers_as_text=False))
    for i, (kind, one) in enumerate(zip(declared, staged, strict=True)):
        if kind.startswith("BOOL") and one.sort is Sort.WHOLE:
            query = f"select bool_and(c{i} in (0, 1)) from t"
            if engine.execute(query).fetchone()[0]:
                columns[i] = RawColumn(names[i], Kind.BOOLEAN)
    return tuple(columns)
