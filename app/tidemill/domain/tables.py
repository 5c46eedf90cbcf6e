"""Rows that may be too many for memory: read by column, in blocks, or some of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData, Frame

BLOCK_ROWS = 65_536
"""How many rows a block has unless another number is asked for."""


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its name, kind, and whether all its numbers are whole."""

    name: str
    kind: Kind
    whole: bool = False


class Table(Protocol):
    """Typed rows, in memory or on disk.

    Only `column` and `frame` need memory for all rows: one column of them, or all. Blocks stand in
    the order of the rows; each has its own levels, so compare texts and never codes of two blocks.
    """

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        ...

    @property
    def n_rows(self) -> int:
        """How many rows."""
        ...

    def column(self, name: str) -> ColumnData:
        """One whole column; `KeyError` where there is none of that name."""
        ...

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time, and some of the columns; at least one block where no rows."""
        ...

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        ...

    def frame(self) -> Frame:
        """All rows in memory."""
        ...


@dataclass(frozen=True)
class SqlRows:
    """Rows as a table engine reads them itself, without a way through Python.

    `source` is a relation; `values` has an expression over it for each column: its plain value
    (number, timestamp, truth value, text), NULL where it is missing.
    """

    source: str
    values: tuple[str, ...]


@runtime_checkable
class SqlTable(Protocol):
    """A table that an engine may be able to read itself."""

    def sql_rows(self) -> SqlRows | None:
        """All rows in their order, and all columns in theirs; None where that cannot be."""
        ...


def sql_rows(table: Table) -> SqlRows | None:
    """How an engine reads a table itself; None where it must be handed blocks."""
    return table.sql_rows() if isinstance(table, SqlTable) else None


@dataclass(frozen=True, eq=False)
class FrameTable:
    """A frame as a table."""

    held: Frame

    @cached_property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return tuple(TableColumn(c.name, c.kind, _is_whole(c)) for c in self.held)

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return self.held.n_rows

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return self.held[name]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time."""
        picked = self.held if names is None else self.held.select(names)
        for low in range(0, max(1, self.n_rows), rows):
            yield Frame(tuple(_part(column, low, low + rows) for column in picked))

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number."""
        return (self.held if names is None else self.held.select(names)).take(rows)

    def frame(self) -> Frame:
        """The frame itself."""
        return self.held


def _is_whole(column: ColumnData) -> bool:
    return column.kind is Kind.NUMERIC and column.values.dtype.kind == "i"


def _part(column: ColumnData, low: int, high: int) -> ColumnData:
    values: npt.NDArray[Any] = column.values[low:high]
    return ColumnData(column.name, column.kind, values, column.levels)
