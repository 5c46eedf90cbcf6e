"""Tables made of tables, without loading them: in a schema, from a row on, under each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame, all_missing, stacked
from tidemill.domain.retyping import as_kind
from tidemill.domain.tables import BLOCK_ROWS, SqlRows, Table, TableColumn, sql_rows


@dataclass(frozen=True, eq=False)
class InSchema:
    """The schema's columns in its order; those the table lacks are missing throughout.

    A column of another kind, from before it was read as text, is turned into texts.
    """

    table: Table
    schema: Schema

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        there = {c.name: c for c in self.table.columns}
        return tuple(
            there[c.name]
            if c.name in there and there[c.name].kind is c.kind
            else TableColumn(c.name, c.kind)
            for c in self.schema.columns
        )

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self.table.n_rows

    def column(self, name: str) -> ColumnData:
        """One whole column; `KeyError` where the schema has none of that name."""
        one = self.schema[name]
        if name not in self._names:
            return _nothing(one, self.n_rows)
        return brought(self.table.column(name), one)

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time."""
        wanted = self.schema.names if names is None else names
        left = self.n_rows
        for block in self.table.blocks(self._inside(wanted), rows):
            n = block.n_rows if block.columns else min(rows, left)
            left -= n
            yield self._filled(block, wanted, n)

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        wanted = self.schema.names if names is None else names
        return self._filled(self.table.take(rows, self._inside(wanted)), wanted, len(rows))

    def frame(self) -> Frame:
        """All rows in memory."""
        found = self.table.frame()
        return self._filled(found, self.schema.names, self.n_rows)

    def sql_rows(self) -> SqlRows | None:
        """As the table below says it; None where a column is missing or of another kind."""
        found = sql_rows(self.table)
        place = {c.name: i for i, c in enumerate(self.table.columns)}
        if found is None or any(
            c.name not in place or self.table.columns[place[c.name]].kind is not c.kind
            for c in self.schema.columns
        ):
            return None
        return SqlRows(found.source, tuple(found.values[place[c.name]] for c in self.columns))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(c.name for c in self.table.columns)

    def _inside(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if name in self._names]

    def _filled(self, block: Frame, names: Sequence[str], n: int) -> Frame:
        wanted = [self.schema[name] for name in names]
        return Frame(
            tuple(brought(block[c.name], c) if c.name in block else _nothing(c, n) for c in wanted)
        )


@dataclass(frozen=True, eq=False)
class FromRow:
    """The rows of a table from a number on."""

    table: Table
    first: int

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return self.table.columns

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self.table.n_rows - self.first

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return _from(self.table.column(name), self.first)

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time; the first block may be shorter."""
        low, any_yet = 0, False
        for block in self.table.blocks(names, rows):
            high = low + block.n_rows
            if high > self.first or (high >= self.table.n_rows and not any_yet):
                any_yet = True
                skipped = max(0, self.first - low)
                yield Frame(tuple(_from(c, skipped) for c in block)) if skipped else block
            low = high

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        return self.table.take(rows + self.first, names)

    def frame(self) -> Frame:
        """All rows in memory."""
        return Frame(tuple(_from(c, self.first) for c in self.table.frame()))


@dataclass(frozen=True, eq=False)
class Stacked:
    """The rows of tables under each other, in a schema."""

    tables: tuple[InSchema, ...]

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order; whole where they are whole in each table."""
        sides = zip(*(table.columns for table in self.tables), strict=True)
        return tuple(TableColumn(s[0].name, s[0].kind, all(c.whole for c in s)) for s in sides)

    @cached_property
    def n_rows(self) -> int:
        """How many rows."""
        return sum(table.n_rows for table in self.tables)

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return stacked([Frame((table.column(name),)) for table in self.tables])[name]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time, each table's apart."""
        held = [table for table in self.tables if table.n_rows] or self.tables[:1]
        floats = [c.name for c in self.columns if c.kind is Kind.NUMERIC and not c.whole]
        for table in held:
            for block in table.blocks(names, rows):
                yield Frame(tuple(_as_floats(c) if c.name in floats else c for c in block))

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        ends = np.cumsum([table.n_rows for table in self.tables])
        place = np.searchsorted(ends, rows, side="right")
        found, at = [], []
        for i, table in enumerate(self.tables):
            inside = np.flatnonzero(place == i)
            if len(inside) or i == 0:
                low = int(ends[i - 1]) if i else 0
                found.append(table.take(rows[inside] - low, names))
                at.append(inside)
        return stacked(found).take(np.argsort(np.concatenate(at)))

    def frame(self) -> Frame:
        """All rows in memory."""
        return stacked([table.frame() for table in self.tables])


def brought(data: ColumnData, one: Column) -> ColumnData:
    """The values as the kind a schema has for them; as they are where that cannot be.

    Nothing is lost: numbers and times become texts where the column was read as text since.
    """
    if data.kind is one.kind:
        return data
    if (retagged := as_kind(data, one.kind)) is not None:
        return retagged
    return _nothing(one, len(data)) if data.missing.all() else data


def _nothing(one: Column, n: int) -> ColumnData:
    return all_missing(one.name, one.kind, n)


def _from(column: ColumnData, first: int) -> ColumnData:
    return ColumnData(column.name, column.kind, column.values[first:], column.levels)


def _as_floats(column: ColumnData) -> ColumnData:
    if column.values.dtype.kind == "f":
        return column
    return ColumnData(column.name, column.kind, column.values.astype(np.float64))
