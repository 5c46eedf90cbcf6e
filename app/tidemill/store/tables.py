"""Frames on disk: Parquet that gives back every value and every kind.

The file holds plain columns anyone can read; beside them, under the key `tidemill` of its
metadata, stand the names, kinds and levels. A frame's NaN is missing and is written as NULL.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.base.table_engine import file_literal, literal, quoted, table_engine
from tidemill.domain.columns import Kind
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
_OPERATORS = {"=", "!=", "<", "<=", ">", ">="}


@dataclass(frozen=True)
class Condition:
    """A rule for rows: `column op value`.

    `op` is one of = != < <= > >=, "contains", "in" (value: a sequence), "is null" and
    "is not null". Missing values fulfil only "is null".
    """

    column: str
    op: str
    value: Any = None


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
    arrays = {f"c{i}": _plain(column) for i, column in enumerate(frame)}
    shown = _distinct(frame.names)
    picked = ", ".join(
        f"{_cast(f'c{i}', one)} as {quoted(shown[i])}" for i, one in enumerate(stored)
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


def read_frames(paths: Iterable[Path], reporter: Reporter | None = None) -> list[Frame]:
    """Read several files that `write_frame` wrote, by one engine: opening one takes longer than
    reading a small file."""
    with table_engine(reporter) as engine:
        return [_frame(engine, path, None) for path in paths]


def read_rows(
    parts: Iterable[tuple[Path, npt.NDArray[np.int64]]],
    columns: Sequence[str],
    reporter: Reporter | None = None,
) -> list[Frame]:
    """Some rows (by number) and columns of each file; a column that a file lacks is left out.

    One column is in memory whole at a time.
    """
    found = []
    with table_engine(reporter) as engine:
        for path, rows in parts:
            stored = {one.name for one in _stored(engine, path)}
            named = [name for name in columns if name in stored]
            picked = [_frame(engine, path, [name]).take(rows).columns for name in named]
            found.append(Frame(tuple(column for one in picked for column in one)))
    return found


def _frame(engine: Any, path: Path, columns: Sequence[str] | None) -> Frame:
    stored = _stored(engine, path)
    place = {one.name: i for i, one in enumerate(stored)}
    wanted = [one.name for one in stored] if columns is None else columns
    aliases = ", ".join(f"c{i}" for i in range(len(stored)))
    source = f"{_parquet(path)} as f({aliases})"
    return Frame(tuple(_read(engine, source, place[name], stored[place[name]]) for name in wanted))


def read_slice(
    paths: Sequence[Path],
    columns: Sequence[str] | None = None,
    *,
    offset: int = 0,
    limit: int = 200,
    where: str | Sequence[Condition] | None = None,
    sort: tuple[str, bool] | None = None,
    kinds: Mapping[str, Kind] | None = None,
    reporter: Reporter | None = None,
) -> tuple[list[tuple[Any, ...]], int]:
    """Rows of several files under each other, in bounded memory, and how many there are in all.

    Values are plain: float or int, str, bool, datetime; None where missing. `where` is a
    condition in SQL over the column names, or conditions that must all hold. `sort` is (column,
    descending); missing values come last, and without it rows stand in file order. A column
    that one file lacks is missing there. `kinds` says what columns are that a file without any
    value of theirs holds as another kind; without it, those become text. Raises KeyError for an
    unknown column, `NeedsYou` for a condition that is none.
    """
    with table_engine(reporter) as engine:
        files = [_stored(engine, path) for path in paths]
        _only(engine, paths)
        types = _common(files, kinds or {})
        place = {name: f"v{i}" for i, name in enumerate(types)}
        parts = [
            _part(path, n, stored, types)
            for n, (path, stored) in enumerate(zip(paths, files, strict=True))
        ]
        source = "(" + " union all ".join(parts) + ")"
        if isinstance(where, str):
            source = _narrowed(engine, source, where, place) if where.strip() else source
            where = None
        tests, values = _tests(where or (), types, place)
        total = engine.execute(f"select count(*) from {source} where {tests}", values).fetchone()
        order = "file_, row_"
        if sort is not None:
            order = f"{place[sort[0]]} {'desc' if sort[1] else 'asc'} nulls last, {order}"
        picked = ", ".join(place[name] for name in (types if columns is None else columns))
        rows = engine.execute(
            f"select {picked} from {source} where {tests} order by {order} limit ? offset ?",
            [*values, limit, offset],
        ).fetchall()
    return rows, int(total[0])


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
                f"The table can't be read: {_first_line(error)}",
                "Save the file to open it with another program.",
                detail=str(error),
            ) from None
    return names, [tuple("" if cell is None else cell for cell in row) for row in rows], total[0]


def _only(engine: Any, paths: Sequence[Path]) -> None:
    """Let the engine touch these files and nothing else: a condition is written by hand."""
    allowed = ", ".join(f"{literal(str(path))}, {file_literal(path)}" for path in paths)
    engine.execute(f"set allowed_paths = [{allowed}]")
    engine.execute("set enable_external_access = false")


def _narrowed(engine: Any, source: str, where: str, place: Mapping[str, str]) -> str:
    """The source under a condition in SQL; `NeedsYou` where it is no condition."""
    import duckdb

    shown = _distinct(tuple(place))
    named = ", ".join(
        f"{v} as {quoted(name)}" for v, name in zip(place.values(), shown, strict=True)
    )
    picked = ", ".join(
        f"{quoted(name)} as {v}" for v, name in zip(place.values(), shown, strict=True)
    )
    query = (
        f"select file_, row_, {picked} from (select file_, row_, {named} from {source}) "
        f"where ({where}\n)"
    )
    try:
        if len(engine.extract_statements(query)) != 1:
            raise NeedsYou("A condition cannot hold a semicolon.", "Write one condition.")
        engine.execute(f"create or replace temp view narrowed as {query}")
        engine.execute("select count(*) from narrowed")
    except duckdb.InterruptException:
        raise
    except duckdb.Error as error:
        raise NeedsYou(
            f"The condition cannot be used: {_first_line(error)}",
            "Write a condition over the columns, such as: age > 30 and city = 'Bern'.",
            detail=str(error),
        ) from None
    return "narrowed"


def _first_line(error: Exception) -> str:
    """What the engine says, without the name of its error class and its drawing."""
    return str(error).partition("\n")[0].partition("Error: ")[2] or str(error)


def _described(column: ColumnData) -> _Stored:
    keep = column.kind in CODED and len(column.levels) <= _LEVELS_KEPT
    whole = column.values.dtype.kind == "i" and column.kind is Kind.NUMERIC
    return _Stored(column.name, column.kind, whole, column.levels if keep else None)


def _to_json(one: _Stored) -> dict[str, Any]:
    return {"name": one.name, "kind": str(one.kind), "whole": one.whole, "levels": one.levels}


def _plain(column: ColumnData) -> Any:
    """The array the engine reads: values, or texts with None for missing."""
    if column.kind is Kind.BOOLEAN:
        return column.values.astype(np.int8)
    if column.kind in CODED:
        return np.array([*column.levels, None], dtype=object)[column.values]
    if column.kind is Kind.DATETIME:
        return column.values.astype("datetime64[us]")
    return column.values


def _cast(name: str, one: _Stored) -> str:
    if one.kind is Kind.BOOLEAN:
        return f"case when {name} >= 0 then {name} = 1 end"
    if one.kind is Kind.NUMERIC and not one.whole:
        return f"case when not isnan({name}) then {name} end"
    return f"{name}::{'bigint' if one.whole else _TYPES[one.kind]}"


def _distinct(names: Sequence[str]) -> list[str]:
    """Names for the file: the engine takes those that differ only in case as the same."""
    taken: set[str] = set()
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


def _common(files: Sequence[Sequence[_Stored]], kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The engine's type of each column in all files; text where the files disagree."""
    types: dict[str, str] = {}
    for one in (one for stored in files for one in stored):
        own = "bigint" if one.whole else _TYPES[one.kind]
        wanted = _TYPES[kinds.get(one.name, one.kind)]
        if wanted != _TYPES[one.kind]:  # a file without any value of the column
            own = types.get(one.name, "bigint" if wanted == "double" else wanted)
        so_far = types.setdefault(one.name, own)
        if own != so_far:
            types[one.name] = "double" if {own, so_far} == {"bigint", "double"} else "varchar"
    return types


def _part(path: Path, n: int, stored: Sequence[_Stored], kinds: Mapping[str, str]) -> str:
    place = {one.name: f"c{i}" for i, one in enumerate(stored)}
    aliases = ", ".join([*place.values(), "row_"])
    picked = ", ".join(
        f"{place.get(name, 'null')}::{kind} as v{i}" for i, (name, kind) in enumerate(kinds.items())
    )
    return (
        f"select {n} as file_, row_, {picked} from "
        f"{_parquet(path, ', file_row_number=true')} as f({aliases})"
    )


def _tests(
    where: Sequence[Condition], kinds: Mapping[str, str], place: Mapping[str, str]
) -> tuple[str, list[Any]]:
    """The conditions as SQL with its values apart."""
    tests, values = ["true"], []
    for rule in where:
        name = place[rule.column]
        if rule.op in ("is null", "is not null"):
            tests.append(f"{name} {rule.op}")
        elif rule.op == "contains":
            tests.append(f"contains(lower({name}::varchar), lower(?))")
            values.append(str(rule.value))
        elif rule.op == "in":
            marks = ", ".join(f"?::{kinds[rule.column]}" for _ in rule.value)
            tests.append(f"{name} in ({marks})" if marks else "false")
            values.extend(rule.value)
        elif rule.op in _OPERATORS:
            tests.append(f"{name} {rule.op} ?::{kinds[rule.column]}")
            values.append(rule.value)
        else:
            raise ValueError(f"no operator {rule.op!r}")
    return " and ".join(tests), values
