"""Frames on disk: Parquet that gives back every value and every kind.

The file holds plain columns anyone can read; beside them, under the key `tidemill` of its
metadata, stand the names, kinds and levels. A frame's NaN is missing and is written as NULL.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.base.table_engine import file_literal, literal, quoted, table_engine
from tidemill.domain.columns import Kind
from tidemill.domain.engine_values import array_of
from tidemill.domain.frames import BOOLEAN_LEVELS, CODED, ColumnData, Frame

_KEY = "tidemill"
_LEVELS_KEPT = 10_000
"""Up to how many levels a column keeps in their order; the levels of longer lists come back in
order of appearance."""

_TYPES = {
    Kind.NUMERIC: "double",
    Kind.DATETIME: "timestamp",
    Kind.BOOLEAN: "boolean",
    Kind.CATEGORICAL: "varchar",
    Kind.TEXT: "varchar",
}
_GROUP_ROWS = 100_000


@dataclass(frozen=True)
class _Stored:
    """A column as the metadata of a file describes it."""

    name: str
    kind: Kind
    whole: bool
    levels: tuple[str, ...] | None


def write_frame(frame: Frame, path: Path) -> None:
    """Write a frame with at least one column to a Parquet file (Zstandard)."""
    if not frame.columns:
        raise ValueError("a frame without columns cannot be written")
    stored = [_described(column) for column in frame]
    arrays = {f"c{i}": array_of(column) for i, column in enumerate(frame)}
    shown = distinct_names(frame.names)
    picked = ", ".join(
        f"{plain_value(f'c{i}', one.kind, one.whole)} as {quoted(shown[i])}"
        for i, one in enumerate(stored)
    )
    meta = json.dumps([_to_json(one) for one in stored], ensure_ascii=True)
    with table_engine(threads=1) as engine:
        engine.register("frame", arrays)
        engine.execute(
            f"copy (select {picked} from frame) to {literal(str(path))} (format parquet, "
            f"compression zstd, row_group_size {_GROUP_ROWS}, "
            f"kv_metadata {{{_KEY}: {literal(meta)}}})"
        )


def read_frame(
    path: Path, columns: Sequence[str] | None = None, reporter: Reporter | None = None
) -> Frame:
    """Read what `write_frame` wrote; with `columns`, only those, in that order."""
    with table_engine(reporter) as engine:
        return _frame(engine, path, columns)


def described(paths: Iterable[Path]) -> list[list[tuple[str, Kind, bool]]]:
    """Name, kind and wholeness of each column of files that `write_frame` wrote."""
    with table_engine(threads=1) as engine:
        return [
            [(one.name, one.kind, one.whole) for one in _stored(engine, path)] for path in paths
        ]


def _frame(engine: Any, path: Path, columns: Sequence[str] | None) -> Frame:
    stored = _stored(engine, path)
    place = {one.name: i for i, one in enumerate(stored)}
    wanted = [one.name for one in stored] if columns is None else columns
    aliases = ", ".join(f"c{i}" for i in range(len(stored)))
    source = f"{_parquet(path)} as f({aliases})"
    return Frame(tuple(_read(engine, source, place[name], stored[place[name]]) for name in wanted))


def first_rows(
    path: Path, limit: int, reporter: Reporter | None = None
) -> tuple[list[str], list[tuple[str, ...]], int]:
    """Column names, the first rows as words and the count of rows of any Parquet file.

    A missing value is an empty word. Raises `NeedsYou` where it is no Parquet file.
    """
    import duckdb

    source = _parquet(path)
    with table_engine(reporter) as engine:
        try:
            names = [str(row[0]) for row in engine.execute(f"describe from {source}").fetchall()]
            total = engine.execute(f"select count(*) from {source}").fetchone()
            query = f"select columns(*)::varchar from {source} limit ?"
            rows = engine.execute(query, [limit]).fetchall()
        except duckdb.InterruptException:
            raise
        except duckdb.Error as error:
            raise NeedsYou(
                f"The table can't be read: {first_line(error)}",
                "Save the file to open it with another program.",
                detail=str(error),
            ) from None
    return names, [tuple("" if cell is None else cell for cell in row) for row in rows], total[0]


def first_line(error: Exception) -> str:
    """What the engine says, without the name of its error class and its drawing."""
    return str(error).partition("\n")[0].partition("Error: ")[2] or str(error)


def _described(column: ColumnData) -> _Stored:
    keep = column.kind in CODED and len(column.levels) <= _LEVELS_KEPT
    whole = column.values.dtype.kind == "i" and column.kind is Kind.NUMERIC
    return _Stored(column.name, column.kind, whole, column.levels if keep else None)


def _to_json(one: _Stored) -> dict[str, Any]:
    return {"name": one.name, "kind": str(one.kind), "whole": one.whole, "levels": one.levels}


def sql_type(kind: Kind, whole: bool) -> str:
    """The engine's type of a column."""
    return "bigint" if whole else _TYPES[kind]


def plain_value(name: str, kind: Kind, whole: bool) -> str:
    """A value of such an array as SQL; NULL where it is missing."""
    if kind is Kind.BOOLEAN:
        return f"case when {name} >= 0 then {name} = 1 end"
    if kind is Kind.NUMERIC and not whole:
        return f"case when not isnan({name}::double) then {name}::double end"
    return f"{name}::{sql_type(kind, whole)}"


ROW_NUMBER = "file_row_number"
"""The engine's own name for the number of a row in a file."""


def distinct_names(names: Sequence[str], reserved: str = ROW_NUMBER) -> list[str]:
    """Names for the engine, which takes those that differ only in case as the same."""
    taken = {reserved}
    shown = []
    for i, name in enumerate(names):
        free = name if name.lower() not in taken and name else f"{name} ({i + 1})"
        taken.add(free.lower())
        shown.append(free)
    return shown


def _parquet(path: Path, options: str = "") -> str:
    """The engine's words for a file; folders named like `a=1` add no columns."""
    return f"read_parquet({file_literal(path)}, hive_partitioning=false{options})"


def _stored(engine: Any, path: Path) -> list[_Stored]:
    query = f"select value from parquet_kv_metadata({file_literal(path)}) where key = ?::blob"
    found = engine.execute(query, [_KEY]).fetchone()
    if found is None:
        raise ValueError(f"{path.name} was not written by Tidemill")
    return [
        _Stored(
            one["name"],
            Kind(one["kind"]),
            bool(one["whole"]),
            None if one["levels"] is None else tuple(one["levels"]),
        )
        for one in json.loads(bytes(found[0]))
    ]


def _read(engine: Any, source: str, i: int, one: _Stored) -> ColumnData:
    expression = f"c{i}::tinyint" if one.kind is Kind.BOOLEAN else f"c{i}"
    found = engine.execute(f"select {expression} v from {source}").fetchnumpy()["v"]
    gaps = np.ma.getmaskarray(found)
    values = np.asarray(np.ma.getdata(found))
    has_gaps = bool(gaps.any())
    if one.kind is Kind.BOOLEAN:
        codes = np.where(gaps, -1, values) if has_gaps else values
        return ColumnData(one.name, one.kind, codes.astype(np.int32), BOOLEAN_LEVELS)
    if one.kind in CODED:
        return _coded(one, values.tolist(), gaps.tolist() if has_gaps else None)
    if one.kind is Kind.DATETIME:
        values = values.astype("datetime64[us]")
        gap: Any = np.datetime64("NaT", "us")
    else:
        values = values.astype(np.int64 if one.whole else np.float64)
        gap = np.nan
    return ColumnData(one.name, one.kind, np.where(gaps, gap, values) if has_gaps else values)


def _coded(one: _Stored, texts: list[Any], gaps: list[bool] | None) -> ColumnData:
    known = {level: code for code, level in enumerate(one.levels or ())}
    if gaps is not None:
        texts = [None if gap else text for text, gap in zip(texts, gaps, strict=True)]
    codes = [-1 if text is None else known.setdefault(text, len(known)) for text in texts]
    return ColumnData(one.name, one.kind, np.array(codes, dtype=np.int32), tuple(known))
