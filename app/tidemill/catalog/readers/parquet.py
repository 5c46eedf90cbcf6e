"""Reads Parquet files; their own types are respected."""

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter
from tidemill.base.staged_rows import EXACT_DECIMALS
from tidemill.base.table_engine import file_literal, table_engine
from tidemill.catalog.raw_tables import READ_AS_IT_COMES, RawColumn
from tidemill.catalog.readers import _files, _results
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.inference import IN_UTC, TOO_LONG
from tidemill.domain.reading import Peek, ReadFacts, ReadOptions, ReadResult

ENTRY = ReaderEntry(
    id="parquet",
    version=1,
    title="Parquet",
    help=(
        "A table with types of its own, which are kept: numbers, times, truth values, texts. "
        "Nested values are kept as text. NaN is missing."
    ),
    endings=(".parquet", ".pq"),
)

_MAGIC = b"PAR1"
_SMALL = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")
_WHOLE = (*_SMALL, "BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT")
_TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_EXACT = 2**53
_DIGITS = 15
WRITTEN_TEXTS = "tidemill_texts"
"""Metadata in which a file of Tidemill's own names columns of texts to be read as written ones."""
AS_TEXT = "Kept as text: the file holds values of the type {}."


def read(
    path: Path,
    expected: Schema | None,
    reporter: Reporter,
    scratch: Path | None = None,
    options: ReadOptions = READ_AS_IT_COMES,
) -> ReadResult:
    """Read a whole file in its own types; line numbers are row numbers from 1.

    Raises `NeedsYou` for what is no whole Parquet file, and `Cancelled`.
    """
    n_bytes = _checked(path)
    with table_engine(reporter) as engine, _reading(path):
        columns, n_rows = _attached(engine, path)
        if n_rows == 0:
            raise _results.no_rows(path, len(columns))
        return _results.read_result(
            engine,
            columns,
            np.arange(1, n_rows + 1),
            ReadFacts(format="parquet", n_bytes=n_bytes, row_word="row"),
            expected,
            Part(reporter, 0.1, 1.0),
            scratch,
            options,
        )


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The footer and the first rows."""
    n_bytes = _checked(path)
    with table_engine() as engine, _reading(path):
        columns, n_rows = _attached(engine, path, limit=_results.FIRST_ROWS)
        facts = ReadFacts(format="parquet", n_bytes=n_bytes, row_word="row")
        return _results.peek_result(engine, columns, facts, n_rows, options, is_all=True)


def _checked(path: Path) -> int:
    """The size of what begins and ends as a Parquet file does."""
    n_bytes = _files.size_of(path)
    first = _files.head(path, 1 << 16)
    if not first.startswith(_MAGIC):
        what = _files.seems(first) or "a text file"
        ending = ".csv" if what == "a text file" else "the one that fits"
        raise NeedsYou(
            f"{path.name} is no Parquet file: it is {what}.",
            f"Give it the ending {ending}, then drop it again.",
        )
    with path.open("rb") as stream:
        stream.seek(max(0, n_bytes - 4))
        last = stream.read()
    if n_bytes < 12 or last != _MAGIC:
        raise NeedsYou(
            f"{path.name} is cut short: the end that every Parquet file has is missing.",
            "It may still be being written or copied. Wait, or copy it again.",
        )
    return n_bytes


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    """Where a file is read; a damaged one becomes a clear sentence."""
    import duckdb

    try:
        yield
    except (
        duckdb.InterruptException,
        duckdb.OutOfMemoryException,
        duckdb.BinderException,
        duckdb.ParserException,
    ):
        raise
    except duckdb.Error as error:  # broken footers come as this root of all engine errors
        raise NeedsYou(
            f"{path.name} is damaged: it begins and ends as a Parquet file, but its content "
            "cannot be read.",
            "Copy or write it again, then drop it again.",
            detail=str(error),
        ) from None


def _attached(
    engine: Any, path: Path, *, limit: int | None = None
) -> tuple[tuple[RawColumn, ...], int]:
    """Make the file, or its first rows, the view `t`; return its columns and the file's rows."""
    source = f"read_parquet({file_literal(path)}, hive_partitioning=false)"
    types = [row[1] for row in engine.execute(f"describe select * from {source}").fetchall()]
    aliases = ", ".join(f"c{i}" for i in range(len(types)))
    few = "" if limit is None else f" limit {limit}"
    engine.execute(f"create view file as select * from {source} as f({aliases}){few}")
    n_rows = int(engine.execute(f"select count(*) from {source}").fetchone()[0])
    written = _written(engine, path)
    columns, picked = [], []
    for i, (name, kind) in enumerate(zip(_names(engine, path), types, strict=True)):
        if i in written and kind == "VARCHAR":
            column, expression = RawColumn(name), f"c{i}"
        else:
            column, expression = _column(engine, i, name, kind)
        columns.append(column)
        picked.append(f"{expression} as c{i}")
    engine.execute(f"create view t as select {', '.join(picked)} from file")
    return tuple(columns), n_rows


def _written(engine: Any, path: Path) -> set[int]:
    """The places of texts whose kind the rules are to find, where Tidemill wrote the file."""
    query = f"select value from parquet_kv_metadata({file_literal(path)}) where key = ?::blob"
    found = engine.execute(query, [WRITTEN_TEXTS]).fetchone()
    try:
        places = [] if found is None else json.loads(bytes(found[0]))
    except ValueError:
        return set()
    return (
        {place for place in places if isinstance(place, int)} if isinstance(places, list) else set()
    )


def _names(engine: Any, path: Path) -> tuple[str, ...]:
    """The names as written in the file: the engine itself renames those that differ in case."""
    query = f"select name, num_children from parquet_schema({file_literal(path)})"
    rows = engine.execute(query).fetchall()
    names, at = [], 1
    for _ in range(rows[0][1] or 0):
        names.append(rows[at][0])
        open_nodes = 1
        while open_nodes:  # step over what is nested in this column
            open_nodes += (rows[at][1] or 0) - 1
            at += 1
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise NeedsYou(
            f"Two columns of {path.name} are named {sorted(doubled)[0]}.",
            "Give each column a name of its own, then drop the file again.",
        )
    return tuple(names)


def _column(engine: Any, i: int, name: str, kind: str) -> tuple[RawColumn, str]:
    """What a column is by its type, and the engine's words for its values."""
    if kind in _WHOLE:
        return _whole(engine, i, name, kind)
    if kind in ("FLOAT", "DOUBLE"):
        return RawColumn(name, Kind.NUMERIC), f"nullif(c{i}::double, 'nan'::double)"
    if decimal := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind):
        if decimal[2] == "0":
            return _whole(engine, i, name, kind)
        note = EXACT_DECIMALS if int(decimal[1]) > _DIGITS else ""
        return RawColumn(name, Kind.NUMERIC, note), f"c{i}::double"
    if kind == "BOOLEAN":
        return RawColumn(name, Kind.BOOLEAN), f"c{i}"
    if kind in _TIMES or kind == "TIMESTAMP WITH TIME ZONE":
        note = IN_UTC if kind.endswith("ZONE") else ""
        moment = f"case when isfinite(c{i}) then make_timestamp(epoch_us(c{i})) end"
        return RawColumn(name, Kind.DATETIME, note), moment
    plain = kind == "VARCHAR" or kind.startswith("ENUM")
    return RawColumn(name, Kind.CATEGORICAL, "" if plain else AS_TEXT.format(kind)), (
        f"c{i}::varchar"
    )


def _whole(engine: Any, i: int, name: str, kind: str) -> tuple[RawColumn, str]:
    """Whole numbers: as numbers where all are exact as such, else as text."""
    if kind in _SMALL:
        return RawColumn(name, Kind.NUMERIC), f"c{i}::bigint"
    query = f"""
        select count(*), count(c{i}), try_cast(min(c{i}) as bigint), try_cast(max(c{i}) as bigint)
        from file
    """
    n_rows, n_present, low, high = engine.execute(query).fetchone()
    is_64_bits = n_present == 0 or (low is not None and high is not None)
    if is_64_bits and (n_present in (0, n_rows) or (low >= -_EXACT and high <= _EXACT)):
        return RawColumn(name, Kind.NUMERIC), f"c{i}::bigint"
    return RawColumn(name, Kind.CATEGORICAL, TOO_LONG), f"c{i}::varchar"
