"""Reads Parquet files; their own types are respected."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.table_engine import file_literal, table_engine
from tidemill.catalog import typed_tables
from tidemill.catalog.column_kinds import Raw, typed
from tidemill.catalog.raw_tables import READ_AS_IT_COMES
from tidemill.catalog.readers import _files
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.entries import ReaderEntry
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, coded
from tidemill.domain.inference import IN_UTC, MAX_CATEGORIES_SHARE, MIN_TEXT_LEVELS, TOO_LONG
from tidemill.domain.reading import Peek, ReadFacts, ReadOptions, ReadResult
from tidemill.domain.tables import FrameTable, Table

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

FIRST_ROWS = 200
_MAGIC = b"PAR1"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
_HUGE = ("UBIGINT", "HUGEINT", "UHUGEINT")
_TIMES = ("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
_EXACT = 2**53
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
    with table_engine(reporter) as engine:
        types = _attached(engine, path)
        names = _names(engine, path)
        n_rows = int(engine.execute("select count(*) from t").fetchone()[0])
        if n_rows == 0:
            raise NeedsYou(
                f"{path.name} has {len(names)} columns but no rows.",
                "Check that it was written completely, then drop it again.",
            )
        lines = np.arange(1, n_rows + 1)
        with _reading(path):
            table = typed(
                names,
                lambda i: _column(engine, i, names[i], types[i]),
                expected,
                lines,
                Part(reporter, 0.1, 1.0),
                options,
            )
    facts = ReadFacts(format="parquet", n_bytes=n_bytes, row_word="row")
    rows: Table = FrameTable(table.frame)
    if scratch is not None:
        rows = typed_tables.written(table.frame, scratch / "typed.parquet")
    return ReadResult(
        rows,
        table.schema,
        facts,
        lines,
        (),
        table.mismatches,
        table.missing,
        table.new,
        table.questions,
    )


def look(path: Path, options: ReadOptions = READ_AS_IT_COMES) -> Peek:
    """The footer and the first rows."""
    n_bytes = _checked(path)
    with table_engine() as engine:
        types = _attached(engine, path)
        names = _names(engine, path)
        n_rows = int(engine.execute("select count(*) from t").fetchone()[0])
        with _reading(path):
            engine.execute(f"create temp table head as from t limit {FIRST_ROWS}")
            engine.execute("create or replace temp view t as from head")
            lines = np.arange(1, min(n_rows, FIRST_ROWS) + 1)
            found = typed(
                names,
                lambda i: _column(engine, i, names[i], types[i]),
                None,
                lines,
                Silent(),
                options,
            )
            rows = engine.execute("select columns(*)::varchar from t").fetchall()
    shown = tuple(tuple("" if cell is None else cell for cell in row) for row in rows)
    facts = ReadFacts(format="parquet", n_bytes=n_bytes, row_word="row")
    return Peek(facts, found.schema, shown, n_rows, is_all=True, questions=found.questions)


def peek(path: Path) -> tuple[tuple[str, ...], int]:
    """Column names and the number of rows, from the file's footer."""
    _checked(path)
    with table_engine() as engine:
        _attached(engine, path)
        n_rows = int(engine.execute("select count(*) from t").fetchone()[0])
        return _names(engine, path), n_rows


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


def _attached(engine: Any, path: Path) -> list[str]:
    """Make the file the view `t` with columns c0, c1, …; return their types in the engine."""

    source = f"read_parquet({file_literal(path)}, hive_partitioning=false)"
    with _reading(path):
        described = engine.execute(f"describe select * from {source}").fetchall()
        aliases = ", ".join(f"c{i}" for i in range(len(described)))
        engine.execute(f"create view t as select * from {source} as f({aliases})")
    return [row[1] for row in described]


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


def _column(engine: Any, i: int, name: str, kind: str) -> Raw:
    """A column in the form its type asks for."""

    def values(expression: str) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
        found = engine.execute(f"select {expression} v from t").fetchnumpy()["v"]
        gaps = np.ma.getmaskarray(found) if isinstance(found, np.ma.MaskedArray) else None
        data = np.asarray(np.ma.getdata(found))
        return data, np.zeros(len(data), dtype=bool) if gaps is None else gaps

    if kind in _WHOLE:
        return _whole(name, *values(f"c{i}::bigint"))
    if kind in _HUGE or (kind.startswith("DECIMAL") and kind.endswith(",0)")):
        return _huge(engine, i, name, values)
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        data, gaps = values(f"c{i}::double")
        return Raw(ColumnData(name, Kind.NUMERIC, np.where(gaps, np.nan, data)), written=False)
    if kind == "BOOLEAN":
        data, gaps = values(f"c{i}::tinyint")
        codes = np.where(gaps, -1, data).astype(np.int32)
        return Raw(ColumnData(name, Kind.BOOLEAN, codes, BOOLEAN_LEVELS), written=False)
    if kind in _TIMES or kind == "TIMESTAMP WITH TIME ZONE":
        zone = kind.endswith("ZONE")
        moment = f"case when isfinite(c{i}) then epoch_us(c{i}) end"
        data, gaps = values(moment)
        times = np.where(gaps, np.iinfo(np.int64).min, data).astype(np.int64)
        column = ColumnData(name, Kind.DATETIME, times.view("datetime64[us]"))
        return Raw(column, written=False, note=IN_UTC if zone else "")
    data, gaps = values(f"c{i}::varchar")
    plain = kind == "VARCHAR" or kind.startswith("ENUM")
    return _texts(name, data, gaps, "" if plain else AS_TEXT.format(kind))


def _whole(name: str, data: npt.NDArray[Any], gaps: npt.NDArray[np.bool_]) -> Raw:
    if not gaps.any():
        return Raw(ColumnData(name, Kind.NUMERIC, data.astype(np.int64)), written=False)
    present = data[~gaps]
    if ((present > _EXACT) | (present < -_EXACT)).any():
        texts = [None if gap else str(n) for n, gap in zip(data.tolist(), gaps, strict=True)]
        return _texts(name, np.array(texts, dtype=object), gaps, TOO_LONG)
    return Raw(ColumnData(name, Kind.NUMERIC, np.where(gaps, np.nan, data)), written=False)


def _huge(
    engine: Any,
    i: int,
    name: str,
    values: Callable[[str], tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]],
) -> Raw:
    """Whole numbers of more than 64 bits: exact as numbers where they fit, else as text."""
    query = f"select bool_and(try_cast(c{i} as bigint) is not null) from t where c{i} is not null"
    if engine.execute(query).fetchone()[0] is not False:
        return _whole(name, *values(f"c{i}::bigint"))
    return _texts(name, *values(f"c{i}::varchar"), TOO_LONG)


def _texts(name: str, data: npt.NDArray[Any], gaps: npt.NDArray[np.bool_], note: str) -> Raw:
    texts = [None if gap else text for text, gap in zip(data.tolist(), gaps, strict=True)]
    column = coded(name, Kind.CATEGORICAL, texts)
    n_levels, n_present = len(column.levels), len(data) - int(gaps.sum())
    if n_levels > MIN_TEXT_LEVELS and n_levels > MAX_CATEGORIES_SHARE * n_present:
        column = ColumnData(name, Kind.TEXT, column.values, column.levels)
    return Raw(column, written=False, note=note)
