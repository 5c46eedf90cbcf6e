"""A table over rows in files: what a version's lists of chunks, or its one file, name.

Each file is asked for when rows of it are first needed, so whoever gives the paths can check them
then.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter, Silent
from tidemill.base.table_engine import file_literal, quoted, table_engine
from tidemill.domain.columns import Kind
from tidemill.domain.engine_values import column_of
from tidemill.domain.frames import CODED, ColumnData, Frame
from tidemill.domain.tables import BLOCK_ROWS, TableColumn
from tidemill.store.chunk_lists import NOWHERE, StoredColumn, StoredRows

Array = npt.NDArray[Any]
Layout = tuple[tuple[str, int, int], ...]
"""Rows of files one after another: (file, first row, how many)."""

_TYPES = {
    Kind.NUMERIC: "double",
    Kind.DATETIME: "timestamp",
    Kind.BOOLEAN: "boolean",
    Kind.CATEGORICAL: "varchar",
    Kind.TEXT: "varchar",
}
_TOGETHER = 8
"""How many columns are read at once: their values are in memory twice meanwhile."""

_MANY = 0.2
"""From which share of all rows on whole columns are read rather than single rows."""


@dataclass(frozen=True, eq=False)
class StoredTable:
    """Rows in files as a table; see `domain.tables.Table`.

    `find` gives the path of a file by its name, and raises where it may not be read.
    """

    rows: StoredRows
    find: Callable[[str], Path]
    reporter: Reporter = field(default_factory=Silent)

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return tuple(TableColumn(c.name, c.kind, c.whole) for c in self.rows.columns)

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self.rows.n_rows

    def column(self, name: str) -> ColumnData:
        """One whole column; `KeyError` where there is none of that name."""
        [wanted] = self._picked([name])
        with table_engine(self.reporter) as engine:
            return _Source(engine, self.find).whole([wanted]).columns[0]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time."""
        picked = self._picked(names)
        with table_engine(self.reporter) as engine:
            source = _Source(engine, self.find)
            for low in range(0, max(1, self.n_rows), rows):
                self.reporter.check()
                yield source.between(picked, low, min(low + rows, self.n_rows))

    def between(self, low: int, high: int, names: Sequence[str] | None = None) -> Frame:
        """Rows `low` to `high`, as far as there are such."""
        low, high = max(0, min(low, self.n_rows)), max(0, min(high, self.n_rows))
        with table_engine(self.reporter) as engine:
            return _Source(engine, self.find).between(self._picked(names), low, max(low, high))

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order; `IndexError` where there is no such row."""
        if len(rows) and (int(rows.min()) < 0 or int(rows.max()) >= self.n_rows):
            raise IndexError(f"the table has {self.n_rows:,} rows")
        picked = self._picked(names)
        with table_engine(self.reporter) as engine:
            source = _Source(engine, self.find)
            if len(rows) > _MANY * self.n_rows:
                return source.whole(picked).take(rows)
            return source.some(picked, rows)

    def frame(self) -> Frame:
        """All rows in memory."""
        with table_engine(self.reporter) as engine:
            return _Source(engine, self.find).whole(self.rows.columns)

    def select(self, names: Sequence[str]) -> "StoredTable":
        """The named columns, in the given order."""
        return StoredTable(StoredRows(self._picked(names), self.n_rows), self.find, self.reporter)

    def relation(self, engine: Any) -> str:
        """The rows as SQL: `row_` is a row's number, v0, v1, ... are the columns in order.

        Rows come in any order.
        """
        return _Source(engine, self.find).relation(self.rows)

    def paths(self) -> list[Path]:
        """The files it stands on, each found and so checked."""
        return [self.find(blob) for blob in self.rows.files]

    def _picked(self, names: Sequence[str] | None) -> tuple[StoredColumn, ...]:
        if names is None:
            return self.rows.columns
        place = {column.name: column for column in self.rows.columns}
        return tuple(place[name] for name in names)


class _Source:
    """The files as one engine reads them."""

    def __init__(self, engine: Any, find: Callable[[str], Path]) -> None:
        self._engine, self._find = engine, find
        self._files: dict[str, tuple[str, list[tuple[str, str]]]] = {}

    def whole(self, columns: Sequence[StoredColumn]) -> Frame:
        """All rows of some columns, a few columns at a time."""
        made: dict[int, ColumnData] = {}
        cut = [_cut(column, 0, column.n_rows) for column in columns]
        for layout, numbers in _grouped([c[0] for c in cut]).items():
            for at in range(0, len(numbers), _TOGETHER):
                some = numbers[at : at + _TOGETHER]
                places = list(zip(*(cut[i][1] for i in some), strict=True))
                parts = self._parts([columns[i] for i in some], layout, places)
                for i, own in zip(some, parts, strict=True):
                    made[i] = _column(columns[i], own)
        return Frame(tuple(made[i] for i in range(len(columns))))

    def _parts(
        self, columns: Sequence[StoredColumn], layout: Layout, places: Sequence[tuple[int, ...]]
    ) -> list[list[Array]]:
        """Values of columns that lie alike, segment by segment.

        A file of which most is needed is read once, not once a segment.
        """
        spans: dict[tuple[str, tuple[int, ...]], tuple[int, int, int]] = {}
        for (blob, start, rows), own in zip(layout, places, strict=True):
            low, high, used = spans.get((blob, own), (start, start, 0))
            spans[blob, own] = (min(low, start), max(high, start + rows), used + rows)
        at_once = {
            (blob, own): self._fetched(columns, blob, own, low, high - low)
            for (blob, own), (low, high, used) in spans.items()
            if blob != NOWHERE and 2 * used >= high - low
        }
        parts: list[list[Array]] = [[] for _ in columns]
        for (blob, start, rows), own in zip(layout, places, strict=True):
            if (read := at_once.get((blob, own))) is not None:
                low = start - spans[blob, own][0]
                found = [values[low : low + rows] for values in read]
            else:
                found = self._fetched(columns, blob, own, start, rows)
            for values, part in zip(found, parts, strict=True):
                part.append(values)
        return parts

    def between(self, columns: Sequence[StoredColumn], low: int, high: int) -> Frame:
        """Rows `low` to `high` of some columns."""
        cut = [_cut(column, low, high) for column in columns]
        parts: list[list[Array]] = [[] for _ in columns]
        for layout, numbers in _grouped([c[0] for c in cut]).items():
            for at, (blob, start, rows) in enumerate(layout):
                places = [cut[i][1][at] for i in numbers]
                found = self._fetched([columns[i] for i in numbers], blob, places, start, rows)
                for i, values in zip(numbers, found, strict=True):
                    parts[i].append(values)
        return Frame(tuple(_column(c, own) for c, own in zip(columns, parts, strict=True)))

    def some(self, columns: Sequence[StoredColumn], rows: npt.NDArray[np.int64]) -> Frame:
        """Rows by number, in their order."""
        wanted, back = np.unique(rows, return_inverse=True)
        whole = [_cut(column, 0, column.n_rows) for column in columns]
        made: list[Array] = [np.zeros(0)] * len(columns)
        for layout, numbers in _grouped([c[0] for c in whole]).items():
            ends = np.cumsum([n for _, _, n in layout])
            segment = np.searchsorted(ends, wanted, side="right")
            sources = sorted(set(segment.tolist()))
            parts: list[list[Array]] = [[] for _ in numbers]
            for at in sources:
                blob, start, n = layout[at]
                places = [whole[i][1][at] for i in numbers]
                inside = wanted[segment == at] - (ends[at] - n) + start
                found = self._chosen([columns[i] for i in numbers], blob, places, inside)
                for own, values in zip(parts, found, strict=True):
                    own.append(values)
            for i, own in zip(numbers, parts, strict=True):
                made[i] = _under(columns[i], own)
        return Frame(tuple(_column(c, [v[back]]) for c, v in zip(columns, made, strict=True)))

    def relation(self, rows: StoredRows) -> str:
        """The rows as SQL; see `StoredTable.relation`."""
        cut = [_cut(column, 0, rows.n_rows) for column in rows.columns]
        tables = []
        for layout, numbers in _grouped([c[0] for c in cut]).items():
            parts, offset = [], 0
            for at, (blob, start, n) in enumerate(layout):
                parts.append(
                    self._part(
                        blob,
                        start,
                        n,
                        offset,
                        [(i, rows.columns[i], cut[i][1][at]) for i in numbers],
                    )
                )
                offset += n
            if not parts:
                nothing = ", ".join(f"null::{_type(rows.columns[i])} as v{i}" for i in numbers)
                parts = [f"select 0::bigint as row_, {nothing} where false"]
            tables.append("(" + " union all ".join(parts) + ")")
        names = ", ".join(f"v{i}" for i in range(len(rows.columns)))
        joined = tables[0] + " as t0"
        for number, table in enumerate(tables[1:], 1):
            joined += f" join {table} as t{number} using (row_)"
        return f"(select row_, {names} from {joined})"

    def _part(
        self,
        blob: str,
        start: int,
        n: int,
        offset: int,
        columns: Sequence[tuple[int, StoredColumn, int]],
    ) -> str:
        if blob == NOWHERE:
            picked = ", ".join(f"null::{_type(column)} as v{i}" for i, column, _ in columns)
            return f"select range as row_, {picked} from range({offset}, {offset + n})"
        source, names = self._file(blob)
        picked = ", ".join(
            f"{_value(names[place], column)} as v{i}" for i, column, place in columns
        )
        return (
            f"select file_row_number + {offset - start} as row_, {picked} from {source} "
            f"where file_row_number between {start} and {start + n - 1}"
        )

    def _fetched(
        self,
        columns: Sequence[StoredColumn],
        blob: str,
        places: Sequence[int],
        start: int,
        rows: int,
    ) -> list[Array]:
        """Values of columns in rows that stand together."""
        where = f"file_row_number between {start} and {start + rows - 1}"
        return self._values(columns, blob, places, where, rows)

    def _chosen(
        self,
        columns: Sequence[StoredColumn],
        blob: str,
        places: Sequence[int],
        rows: npt.NDArray[np.int64],
    ) -> list[Array]:
        """Values of columns in single rows, which ascend."""
        self._engine.register("wanted", {"r": rows})
        where = (
            f"file_row_number between {rows[0]} and {rows[-1]} "
            "and file_row_number in (select r from wanted) order by file_row_number"
        )
        return self._values(columns, blob, places, where, len(rows))

    def _values(
        self,
        columns: Sequence[StoredColumn],
        blob: str,
        places: Sequence[int],
        where: str,
        rows: int,
    ) -> list[Array]:
        if blob == NOWHERE:
            return [_nothing(column, rows) for column in columns]
        source, names = self._file(blob)
        picked = ", ".join(
            f"{_array_value(names[place], column)} as v{i}"
            for i, (column, place) in enumerate(zip(columns, places, strict=True))
        )
        found = self._engine.execute(f"select {picked} from {source} where {where}").fetchnumpy()
        return [found[f"v{i}"] for i in range(len(columns))]

    def _file(self, blob: str) -> tuple[str, list[tuple[str, str]]]:
        """The engine's words for a file and the names and types its columns have there."""
        if blob not in self._files:
            path = file_literal(self._find(blob))
            plain = f"read_parquet({path}, hive_partitioning=false)"
            shown = self._engine.execute(f"select * from {plain} limit 0").description
            source = f"read_parquet({path}, hive_partitioning=false, file_row_number=true)"
            self._files[blob] = source, [(one[0], str(one[1])) for one in shown]
        return self._files[blob]


def _cut(column: StoredColumn, low: int, high: int) -> tuple[Layout, list[int]]:
    """Where rows `low` to `high` of a column lie, and the number it has in each of those files."""
    layout, places, at = [], [], 0
    for one in column.segments:
        first, last = max(low, at), min(high, at + one.rows)
        if first < last:
            start = 0 if one.blob == NOWHERE else one.start + first - at
            layout.append((one.blob, start, last - first))
            places.append(one.place)
        at += one.rows
        if at >= high:
            break
    return tuple(layout), places


def _grouped(layouts: Sequence[Layout]) -> dict[Layout, list[int]]:
    """Numbers of the columns that lie alike, so that they are read together."""
    found: dict[Layout, list[int]] = {}
    for i, layout in enumerate(layouts):
        found.setdefault(layout, []).append(i)
    return found


def _type(column: StoredColumn) -> str:
    return "bigint" if column.whole else _TYPES[column.kind]


def _value(stored: tuple[str, str], column: StoredColumn) -> str:
    """A stored value as the column's kind; see `domain.retyping` for how texts are made."""
    name, kind = quoted(stored[0]), stored[1]
    wanted = _type(column)
    if wanted == "varchar" and kind == "DOUBLE":
        return (
            f"case when {name} = trunc({name}) and abs({name}) < 1e18 "
            f"then {name}::bigint::varchar else {name}::varchar end"
        )
    if wanted == "varchar" and kind == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%f')"
    return f"try_cast({name} as {wanted})"


def _array_value(stored: tuple[str, str], column: StoredColumn) -> str:
    """The same as it is fetched: truth values as 0 and 1."""
    value = _value(stored, column)
    return f"{value}::tinyint" if column.kind is Kind.BOOLEAN else value


def _nothing(column: StoredColumn, rows: int) -> Array:
    """Missing values as the engine would give them."""
    if column.kind is Kind.BOOLEAN:
        values: Array = np.zeros(rows, dtype=np.int8)
    elif column.kind in CODED:
        values = np.full(rows, None, dtype=object)
    else:
        values = np.zeros(rows, dtype="datetime64[us]" if column.kind is Kind.DATETIME else float)
    return np.ma.array(values, mask=np.ones(rows, dtype=bool))


def _under(column: StoredColumn, parts: Sequence[Array]) -> Array:
    """Values one below the other."""
    if not parts:
        return _nothing(column, 0)
    if len(parts) == 1:
        return parts[0]
    gaps = np.concatenate([np.ma.getmaskarray(part) for part in parts])
    values = np.concatenate([np.ma.getdata(part) for part in parts])
    return np.ma.array(values, mask=gaps) if gaps.any() else values


def _column(column: StoredColumn, parts: Sequence[Array]) -> ColumnData:
    return column_of(column.name, column.kind, _under(column, parts), whole=column.whole)
