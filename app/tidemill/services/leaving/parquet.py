"""Rows of a table of the store as a Parquet file of plain columns, and back again."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.table_engine import file_literal, literal, quoted
from tidemill.store.whole_tables import CarriedColumn, Type

_TYPES: dict[Type, str] = {
    "whole": "bigint",
    "number": "double",
    "truth": "boolean",
    "moment": "timestamp",
    "json": "varchar",
    "text": "varchar",
    "bytes": "blob",
}
_ARRAYS: dict[Type, type] = {"whole": np.int64, "number": np.float64, "truth": np.bool_}
_AS_KEPT = "strftime({}, '%Y-%m-%dT%H:%M:%S.%fZ')"
"""A moment as the text that `base.clock.to_iso` makes of it."""

_AT_ONCE = 20_000


def write(
    engine: Any,
    columns: Sequence[CarriedColumn],
    parts: Iterable[Sequence[Sequence[Any]]],
    path: Path,
) -> int:
    """Write rows, given some at a time, and return how many there were.

    Whole numbers, numbers, truth values, moments (in UTC, without a zone) and bytes have columns
    of their kind; JSON is text.
    """
    engine.execute("drop table if exists going")
    named = ", ".join(f"{quoted(c.name)} {_TYPES[c.type]}" for c in columns)
    engine.execute(f"create table going ({named})")
    picked = ", ".join(f"c{i}::{_TYPES[c.type]}" for i, c in enumerate(columns))
    n_rows = 0
    for part in parts:
        values = zip(*part, strict=True)
        arrays = {
            f"c{i}": _array(c, own) for i, (c, own) in enumerate(zip(columns, values, strict=True))
        }
        if arrays:
            engine.register("part", arrays)
            engine.execute(f"insert into going select {picked} from part")
            engine.unregister("part")
            n_rows += len(part)
    copied(engine, "select * from going", path)
    engine.execute("drop table going")
    return n_rows


def copied(engine: Any, query: str, path: Path) -> None:
    """Write what a query gives as a Parquet file."""
    engine.execute(f"copy ({query}) to {literal(str(path))} (format parquet, compression zstd)")


def _array(column: CarriedColumn, values: Sequence[Any]) -> Any:
    kind = _ARRAYS.get(column.type)
    if kind is None:
        return np.array([*values, None], dtype=object)[:-1]
    gaps = np.fromiter((value is None for value in values), dtype=bool, count=len(values))
    if not gaps.any():
        return np.array(values, dtype=kind)
    return np.ma.array(np.array([v or 0 for v in values], dtype=kind), mask=gaps)


def read(engine: Any, columns: Sequence[CarriedColumn], path: Path) -> Iterator[Sequence[Any]]:
    """The rows of a file that `write` wrote, in their order, some at a time.

    Raises `ValueError` where the file has other columns, or values of another kind.
    """
    import duckdb

    source = f"read_parquet({file_literal(path)})"
    try:
        there = engine.execute(f"describe select * from {source}").fetchall()
        expected = [(c.name, _TYPES[c.type].upper()) for c in columns]
        if [(row[0], row[1]) for row in there] != expected:
            raise ValueError(f"its columns are {[(row[0], row[1]) for row in there]}")
        picked = ", ".join(
            _AS_KEPT.format(quoted(c.name)) if c.type == "moment" else quoted(c.name)
            for c in columns
        )
        cursor = engine.execute(f"select {picked} from {source}")
        while some := cursor.fetchmany(_AT_ONCE):
            yield some
    except (duckdb.IOException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise ValueError(str(error)) from error
