"""Reads tables of text: CSV and its relatives, in any common encoding, packed or not."""

import contextlib
import csv
import io
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.byte_progress import Named
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.base.table_engine import file_literal, literal, table_engine
from tidemill.catalog import small_tables
from tidemill.catalog.raw_rows import attach_raw, put_texts
from tidemill.catalog.raw_tables import (
    READ_AS_IT_COMES,
    RawColumn,
    RawTable,
    Typed,
    typed,
)
from tidemill.catalog.readers import _dialect, _files, _records, _texts
from tidemill.catalog.readers._repair import repair
from tidemill.domain.columns import Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.reading import BadRow, Peek, ReadFacts, ReadOptions, ReadResult
from tidemill.domain.roles import guess_roles
from tidemill.domain.tables import BLOCK_ROWS

ENTRY = ReaderEntry(
    id="csv",
    version=1,
    title="CSV",
    help=(
        "A table of text, one row a line, names in the first line: values separated by comma, "
        "semicolon, tab or bar; UTF-8, UTF-16 or Windows-1252; plain or packed with gzip. "
        "Empty values and NA, N/A, NaN, null and None are missing."
    ),
    endings=(".csv", ".tsv", ".tab", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz"),
)

FIRST_ROWS = 200
_MOST_LOOKED_AT_TWICE = 100
_LINE_BYTES, _BUFFER_BYTES = 2_000_000, 32_000_000
_IN_MEMORY_BYTES = 256 << 20
_SPARE_BYTES = 64 << 20
SMALL_BYTES = 1 << 20
"""Up to this size few rows are read without an engine."""


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole file: all values as text first, then typed by rules over whole columns.

    Raises `NeedsYou` for what is no such table, `WorldError` for disk and memory, `Cancelled`.
    """
    n_bytes = _files.size_of(path)
    reporter = Named(reporter, f"Reading {path.name}: ")
    with _spill(scratch, n_bytes) as spill:
        text = _texts.as_utf8(path, spill, Part(reporter, 0.0, 0.1), options.encoding)
        sample = text.sample().decode(errors="replace").removeprefix("\ufeff")
        dialect = _dialect.sniff(sample, expected.names if expected else (), options.delimiter)
        names = _dialect.names_of(sample, dialect, path.name)
        if text.encoding == "utf-8-sig":
            dialect = replace(dialect, skip=dialect.skip + 3)
        found = _found(text, dialect, len(names), spill, Part(reporter, 0.1, 0.4))
        _has_rows(path, found, len(names))
        if options.bad_rows == "stop" and found.n_bad:
            raise _stopped(path, found)
        cells = _cells(found, len(names))
        if cells is not None:
            part = Part(reporter, 0.5, 1.0)
            table = small_tables.typed(names, cells, found.lines, expected, part, options)
            lines = table.lines
        else:
            with table_engine(reporter, spill) as engine:
                found = _loaded(engine, text, dialect, found, len(names), spill, reporter)
                said = f"{len(found.lines):,} rows, finding out what the columns hold"
                reporter.report(0.5, said)
                raw = RawTable(engine, tuple(map(RawColumn, names)), found.lines)
                table = typed(raw, expected, Part(reporter, 0.5, 1.0), scratch, options)
                lines = table.lines
                if isinstance(lines, np.memmap):  # it stands in the spill folder, which goes
                    assert scratch is not None
                    lines = _kept(lines, scratch)
    facts = ReadFacts(
        format="csv",
        n_bytes=n_bytes,
        encoding=text.encoding.removesuffix("-sig"),
        delimiter=dialect.delimiter,
        decimal=table.decimal,
        compression=text.compression,
        n_skipped=dialect.n_skipped,
        quote='"' if '"' in sample else "",
        n_bad_rows=found.n_bad + table.n_set_aside,
        is_aside_asked=options.bad_rows == "set aside",
        cut=text.cut or found.cut,
    )
    return ReadResult(
        table.table,
        table.schema,
        facts,
        lines,
        tuple(sorted((*found.bad, *table.set_aside), key=lambda row: row.line)),
        table.mismatches,
        table.missing,
        table.new,
        table.questions,
    )


def _spill(scratch: Path | None, n_bytes: int) -> AbstractContextManager[Path]:
    """A folder for what is in the making; of small files read one after the other the same."""
    if scratch is None or n_bytes > SMALL_BYTES:
        return spill_folder(scratch)
    folder = scratch / "spill"
    folder.mkdir(exist_ok=True)
    return contextlib.nullcontext(folder)


def _cells(found: _records.Records, n_columns: int) -> list[tuple[str | None, ...]] | None:
    """The texts of few rows by column, None where missing; None where an engine must read them.

    The records are regular by now: each has its fields, quotes stand around whole values.
    """
    if len(found.lines) > small_tables.MOST_ROWS or found.path.stat().st_size > SMALL_BYTES:
        return None
    text = found.path.read_bytes().decode(errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=found.delimiter))[1:]
    except csv.Error:
        return None
    if len(rows) != len(found.lines) or any(len(row) != n_columns for row in rows):
        return None
    return [tuple(cell or None for cell in column) for column in zip(*rows, strict=True)]


def _kept(lines: npt.NDArray[np.int64], scratch: Path) -> npt.NDArray[np.int64]:
    """The lines of very many rows, in a file that stays as long as the rows."""
    held = scratch / "lines"
    with held.open("wb") as out:
        for low in range(0, len(lines), BLOCK_ROWS):
            out.write(lines[low : low + BLOCK_ROWS].tobytes())
    return np.memmap(held, dtype=np.int64, mode="r")


def _stopped(path: Path, found: _records.Records) -> NeedsYou:
    """What is said of the first bad line where a person asked to stop there."""
    first = found.bad[0]
    more = f" {found.n_bad - 1:,} more lines can't be read." if found.n_bad > 1 else ""
    return NeedsYou(
        f"Line {first.line:,} of {path.name} can't be read: {first.reason}{more}",
        "Mend the line and add the file again, or let such rows be set aside.",
    )


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """What the first bytes show, with the lines among them that do not fit."""
    n_bytes = _files.size_of(path)
    begun = _texts.beginning(path, options.encoding)
    text = begun.text
    dialect = _dialect.sniff(text, (), options.delimiter)
    names = _dialect.names_of(text, dialect, path.name)
    is_all = n_bytes <= _texts.SAMPLE and not begun.compression
    first = _first_rows(text, dialect, len(names), is_whole=is_all)
    found = _typed_beginning(first, names, options)
    # Read so that rows are set aside, the same rows name the cells that fit no kind.
    is_narrow = len(names) <= _MOST_LOOKED_AT_TWICE
    way = replace(options, bad_rows="set aside")
    aside = _typed_beginning(first, names, way).set_aside if is_narrow else ()
    facts = ReadFacts(
        format="csv",
        n_bytes=n_bytes,
        encoding=begun.encoding,
        compression=begun.compression,
        delimiter=dialect.delimiter,
        decimal=found.decimal,
        quote='"' if '"' in text else "",
        n_skipped=dialect.n_skipped,
    )
    return Peek(
        facts,
        guess_roles(found.schema, found.table),
        tuple(tuple(row) for row in first.rows[:FIRST_ROWS]),
        len(first.rows) if is_all else _estimated_rows(path, n_bytes, text),
        is_all,
        found.questions,
        tuple(sorted((*first.bad, *aside), key=lambda row: row.line)),
    )


@dataclass(frozen=True)
class _FirstRows:
    """The rows of a sample that have their fields, their lines, and the others."""

    rows: list[list[str]]
    lines: list[int]
    bad: list[BadRow]


def _typed_beginning(first: _FirstRows, names: tuple[str, ...], options: ReadOptions) -> Typed:
    # A second thread has nothing to do in so few rows, and thousands of columns wait for it.
    with table_engine(threads=1) as engine:
        put_texts(engine, len(names), ([cell or None for cell in row] for row in first.rows))
        raw = RawTable(engine, tuple(map(RawColumn, names)), np.array(first.lines, dtype=np.int64))
        quiet = replace(options, bad_rows="") if options.bad_rows == "stop" else options
        return typed(raw, None, Silent(), None, quiet)


def _first_rows(
    text: str, dialect: _dialect.Dialect, n_columns: int, *, is_whole: bool
) -> _FirstRows:
    """The rows of a sample below the names; its last may be cut."""
    before = dialect.n_skipped
    reader = csv.reader(
        io.StringIO(text.encode()[dialect.skip :].decode(errors="replace")),
        delimiter=dialect.delimiter,
        skipinitialspace=dialect.spaced,
    )
    every: list[tuple[int, list[str]]] = []
    line = before + 1
    # Where a row can't be cut, what stands before it is shown; reading looks closer.
    with contextlib.suppress(csv.Error):
        for row in reader:
            if row:
                every.append((line, row))
            line = before + reader.line_num + 1
    found = _FirstRows([], [], [])
    for line, row in every[1:] if is_whole else every[1:-1]:
        if len(row) == n_columns:
            found.rows.append(row)
            found.lines.append(line)
        elif len(found.bad) < FIRST_ROWS:
            n = "1 value" if len(row) == 1 else f"{len(row)} values"
            named = "1 column" if n_columns == 1 else f"{n_columns} columns"
            reason = f"It has {n}; the first line names {named}."
            found.bad.append(BadRow(line, reason, dialect.delimiter.join(row)[:200]))
    return found


def peek(path: Path) -> tuple[tuple[str, ...], int]:
    """Column names and an estimate of the number of rows, from the first bytes only."""
    text = _texts.beginning(path).text
    names = _dialect.names_of(text, _dialect.sniff(text), path.name)
    return names, _estimated_rows(path, _files.size_of(path), text)


def _estimated_rows(path: Path, n_bytes: int, text: str) -> int:
    n_lines = text.count("\n") + (not text.endswith("\n"))
    n_sampled = max(1, len(text.encode()))
    if n_bytes > _texts.SAMPLE:
        if _files.head(path, 2) == b"\x1f\x8b":
            n_bytes *= 4  # what packing tables of text usually gains
        wide = 2 if _files.is_utf16(_files.head(path, 64)) else 1
        n_lines = round(n_lines * n_bytes / (wide * n_sampled))
    return max(0, n_lines - 1)


def _found(
    text: _texts.Text, dialect: _dialect.Dialect, n_columns: int, spill: Path, reporter: Reporter
) -> _records.Records:
    args = (text.path, dialect, n_columns, spill, text.damaged, reporter)
    return _records.scan(*args) or repair(*args)


def _has_rows(path: Path, found: _records.Records, n_columns: int) -> None:
    if len(found.lines):
        return
    if not found.n_bad:
        raise NeedsYou(
            f"{path.name} has {n_columns} column name{'' if n_columns == 1 else 's'} but no rows.",
            "Check that it was saved or copied completely, then drop it again.",
        )
    first = found.bad[0]
    raise NeedsYou(
        f"None of the {found.n_bad:,} rows of {path.name} can be read. "
        f"Line {first.line:,}: {first.reason}",
        "Check that one mark (comma, semicolon, tab or bar) separates the values in every line.",
    )


def _loaded(
    engine: Any,
    text: _texts.Text,
    dialect: _dialect.Dialect,
    found: _records.Records,
    n_columns: int,
    spill: Path,
    reporter: Reporter,
) -> _records.Records:
    """Put the records into the engine's table `t`; look closer where it counts differently."""
    if _load(engine, found, n_columns, spill / "raw.parquet") == len(found.lines):
        return found
    again = repair(text.path, dialect, n_columns, spill, text.damaged, reporter)
    n_rows = _load(engine, again, n_columns, spill / "raw.parquet")
    if n_rows != len(again.lines):
        raise RuntimeError(f"the engine read {n_rows} of {len(again.lines)} regular rows")
    return again


def _load(engine: Any, found: _records.Records, n_columns: int, raw: Path) -> int:
    """Read the records as texts, nothing guessed; return the number of rows, -1 if refused."""
    import duckdb

    columns = ", ".join(f"c{i}: 'VARCHAR'" for i in range(n_columns))
    longest = max(_LINE_BYTES, found.longest + 1000)
    try:
        rows = (
            f"select * from read_csv({file_literal(found.path)}, "
            f"auto_detect=false, header=true, columns={{{columns}}}, quote='\"', escape='\"', "
            f"delim={literal(found.delimiter)}, new_line={_newline(found.newline)}, "
            f"compression='none', hive_partitioning=false, max_line_size={longest}, "
            f"buffer_size={max(_BUFFER_BYTES, 2 * longest)})"
        )
        size = found.path.stat().st_size
        if size <= _IN_MEMORY_BYTES:
            engine.execute(f"create or replace table t as {rows}")
        else:
            _has_room(raw.parent, size // 2)
            engine.execute(
                f"copy ({rows}) to {literal(str(raw))} (format parquet, compression lz4_raw, "
                f"row_group_size {BLOCK_ROWS})"
            )
            attach_raw(engine, raw, n_columns)
        return int(engine.execute("select count(*) from t").fetchone()[0])
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return -1
    except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
        raise WorldError(
            "The table does not fit into memory and the temporary folder.",
            "Free some disk space there, then try again.",
            detail=str(error),
        ) from error


def _has_room(folder: Path, n_bytes: int) -> None:
    """Refuse at once what would fill the disk later."""
    free = shutil.disk_usage(folder).free
    if free < n_bytes + _SPARE_BYTES:
        raise WorldError(
            f"There is too little room on the disk to read the table: about {n_bytes / 1e9:.1f} GB "
            f"are needed for a while, {free / 1e9:.1f} GB are free.",
            "Free some room, then try again. Nothing was changed.",
        )


def _newline(mark: str) -> str:
    return "'\\r\\n'" if mark == "\r\n" else "'\\n'"
