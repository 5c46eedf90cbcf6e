"""Typed rows on disk while they are taken in: a table over a private Parquet file.

The file's columns are c0, c1, ...; under the key `tidemill` of its metadata stand their names,
kinds and forms. A column of few different values holds codes, and its values stand in the
metadata, so that reading it back makes no texts anew. Rows stand in groups of `BLOCK_ROWS`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter, Silent
from tidemill.base.table_engine import file_literal, literal, table_engine
from tidemill.domain.columns import Kind
from tidemill.domain.engine_values import column_of
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.tables import BLOCK_ROWS, FrameTable, SqlRows, Table, TableColumn

_KEY = "tidemill"
_MEMORY = "256MB"
_TEXTS_HELD = 1_000_000
"""How many texts a table keeps in memory, about 100 MB."""

_PLAIN = {Kind.NUMERIC: "double", Kind.DATETIME: "timestamp"} | dict.fromkeys(CODED, "varchar")


@dataclass(frozen=True)
class Form:
    """How a column stands in the file.

    Where `values` is None the column holds its values: numbers (NaN where missing), moments,
    texts, truth values as 0, 1 and -1. Else it holds codes into `values`, -1 where missing:
    numbers, microseconds since 1970, or the texts of the column's levels.
    """

    name: str
    kind: Kind
    whole: bool = False
    values: tuple[Any, ...] | None = None

    @property
    def column(self) -> TableColumn:
        """The column as tables describe it."""
        return TableColumn(self.name, self.kind, self.whole)

    def data(self, found: npt.NDArray[Any]) -> ColumnData:
        """The values of an array from the file."""
        if self.values is None:
            return column_of(self.name, self.kind, found, whole=self.whole)
        codes = np.asarray(np.ma.filled(found, -1)).astype(np.int32)
        if self.kind in CODED:
            return ColumnData(self.name, self.kind, codes, tuple(self.values))
        return ColumnData(self.name, self.kind, self._table[codes])

    def plain(self, stored: str) -> str:
        """The plain value of what the file holds as SQL, NULL where it is missing."""
        if self.kind is Kind.BOOLEAN:
            return f"case when {stored} >= 0 then {stored} = 1 end"
        if self.values is None:
            is_float = self.kind is Kind.NUMERIC and not self.whole
            return f"case when not isnan({stored}) then {stored} end" if is_float else stored
        if not self.values:
            return f"null::{_PLAIN[self.kind]}"
        if self.kind in CODED:
            listed, engine_type = [literal(value) for value in self.values], "varchar"
        elif self.kind is Kind.DATETIME or self.whole:
            listed, engine_type = [literal(str(value)) for value in self.values], "bigint"
        else:
            listed, engine_type = [literal(repr(value)) for value in self.values], "double"
        value = f"([{', '.join(listed)}]::{engine_type}[])[{stored}::int + 1]"
        if self.kind is Kind.DATETIME:
            return f"make_timestamp({value})"
        return f"nullif({value}, 'nan'::double)" if engine_type == "double" else value

    @cached_property
    def _table(self) -> npt.NDArray[Any]:
        """The values by code, the missing one last."""
        values = list(self.values or ())
        if self.kind is Kind.DATETIME:
            lowest = np.iinfo(np.int64).min
            return np.array([*values, lowest], dtype=np.int64).view("datetime64[us]")
        if self.whole:
            return np.array([*values, 0], dtype=np.int64)
        return np.array([*values, np.nan], dtype=np.float64)


def write(
    engine: Any, select: str, forms: Sequence[Form], path: Path, reporter: Reporter | None = None
) -> "TypedTable":
    """Write the rows of a query, whose columns are as `forms` say, and return them as a table."""
    described = [[f.name, str(f.kind), f.whole, f.values] for f in forms]
    meta = json.dumps(described, ensure_ascii=True)
    engine.execute(
        f"copy ({select}) to {literal(str(path))} (format parquet, compression lz4_raw, "
        f"row_group_size {BLOCK_ROWS}, preserve_order true, "
        f"kv_metadata {{{_KEY}: {literal(meta)}}})"
    )
    return TypedTable(path, tuple(forms), reporter or Silent())


def written(frame: Frame, path: Path) -> "TypedTable":
    """Write a frame that is in memory."""
    forms, arrays, picked = [], {}, []
    for i, column in enumerate(frame):
        is_coded = column.kind in CODED
        whole = column.kind is Kind.NUMERIC and column.values.dtype.kind == "i"
        forms.append(Form(column.name, column.kind, whole, column.levels if is_coded else None))
        arrays[f"c{i}"] = column.values
        picked.append(f"c{i}")
    with table_engine(threads=1) as engine:
        engine.register("frame", arrays)
        return write(engine, f"select {', '.join(picked)} from frame", forms, path)


@dataclass(frozen=True, eq=False)
class TypedTable:
    """A table over a file that `write` made; see `domain.tables.Table`.

    The file must stay where it is as long as the table is used.
    """

    path: Path
    forms: tuple[Form, ...]
    reporter: Reporter = field(default_factory=Silent)
    _held: dict[tuple[int, int, int], ColumnData] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return tuple(form.column for form in self.forms)

    @cached_property
    def n_rows(self) -> int:
        """How many rows."""
        with self._engine() as engine:
            found = engine.execute(f"select count(*) from {self._source()}").fetchone()
        return int(found[0])

    def column(self, name: str) -> ColumnData:
        """One whole column; `KeyError` where there is none of that name."""
        return self._read([name], "")[name]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time."""
        places = self._places(names)
        with self._engine() as engine:
            for low in range(0, max(1, self.n_rows), rows):
                self.reporter.check()
                yield self._block(engine, places, low, rows)

    def _block(self, engine: Any, places: Sequence[int], low: int, rows: int) -> Frame:
        """Some rows; texts are made once and kept, as long as there is room for them: rows are
        passed several times while they are taken in."""
        left = [i for i in places if (i, low, rows) not in self._held]
        where = f"where file_row_number between {low} and {low + rows - 1}"
        fetched = dict(zip(left, self._fetched(engine, left, where), strict=True))
        for i, column in fetched.items():
            is_text = self.forms[i].kind in CODED and self.forms[i].values is None
            if is_text and self._n_held + len(column.levels) <= _TEXTS_HELD:
                self._held[i, low, rows] = column
        found = {i: fetched[i] if i in fetched else self._held[i, low, rows] for i in places}
        return Frame(tuple(found[i] for i in places))

    @property
    def _n_held(self) -> int:
        return sum(len(column.levels) for column in self._held.values())

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order; `IndexError` where there is no such row."""
        if len(rows) and (int(rows.min()) < 0 or int(rows.max()) >= self.n_rows):
            raise IndexError(f"the table has {self.n_rows:,} rows")
        wanted, place = np.unique(rows, return_inverse=True)
        places = self._places(names)
        with self._engine() as engine:
            engine.register("wanted", {"r": wanted.astype(np.int64)})
            where = "where file_row_number in (select r from wanted)"
            if len(wanted):
                where += f" and file_row_number between {wanted[0]} and {wanted[-1]}"
            found = self._fetched(engine, places, where + " order by file_row_number")
        return found.take(place)

    def frame(self) -> Frame:
        """All rows in memory."""
        return self._read(None, "")

    def sql_rows(self) -> SqlRows:
        """How an engine reads the rows itself."""
        values = tuple(form.plain(f"c{i}") for i, form in enumerate(self.forms))
        return SqlRows(f"read_parquet({file_literal(self.path)})", values)

    def _places(self, names: Sequence[str] | None) -> list[int]:
        if names is None:
            return list(range(len(self.forms)))
        place = {form.name: i for i, form in enumerate(self.forms)}
        return [place[name] for name in names]

    def _read(self, names: Sequence[str] | None, where: str) -> Frame:
        with self._engine() as engine:
            return self._fetched(engine, self._places(names), where)

    def _fetched(self, engine: Any, places: Sequence[int], where: str) -> Frame:
        if not places:
            return Frame(())
        picked = ", ".join(f"c{i}" for i in dict.fromkeys(places))
        found = engine.execute(f"select {picked} from {self._source()} {where}").fetchnumpy()
        return Frame(tuple(self.forms[i].data(found[f"c{i}"]) for i in places))

    def _source(self) -> str:
        return f"read_parquet({file_literal(self.path)}, file_row_number=true)"

    @contextmanager
    def _engine(self) -> Iterator[Any]:
        with table_engine(self.reporter, self.path.parent, threads=1, memory=_MEMORY) as engine:
            yield engine


def opened(path: Path, reporter: Reporter | None = None) -> TypedTable:
    """The table in a file that `write` made."""
    query = f"select value from parquet_kv_metadata({file_literal(path)}) where key = ?::blob"
    with table_engine(threads=1) as engine:
        found = engine.execute(query, [_KEY]).fetchone()
    if found is None:
        raise ValueError(f"{path.name} was not written as a typed table")
    forms = tuple(
        Form(name, Kind(kind), whole, None if values is None else tuple(values))
        for name, kind, whole, values in json.loads(bytes(found[0]))
    )
    return TypedTable(path, forms, reporter or Silent())


def in_memory(table: Table) -> FrameTable:
    """The same rows in memory, for tables known to be small."""
    return table if isinstance(table, FrameTable) else FrameTable(table.frame())
