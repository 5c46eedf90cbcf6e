"""Several tables read as one, their rows under each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Column, Schema
from tidemill.domain.frames import ColumnData, Frame, all_missing, stacked
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn


def in_schema(frame: Frame, schema: Schema) -> Frame:
    """The schema's columns in its order; one that is not there, or has no value yet, is missing."""
    return Frame(tuple(_column(frame, one) for one in schema.columns))


def _column(frame: Frame, column: Column) -> ColumnData:
    if column.name in frame:
        data = frame[column.name]
        if data.kind is column.kind or not data.missing.all():
            return data
    return all_missing(column.name, column.kind, frame.n_rows)


@dataclass(frozen=True, eq=False)
class JoinedTable:
    """Tables under each other, in the columns of a schema; see `domain.tables.Table`."""

    parts: tuple[Table, ...]
    schema: Schema

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return tuple(TableColumn(c.name, c.kind, c.whole) for c in self.schema.columns)

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return sum(part.n_rows for part in self.parts)

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        if name not in self.schema:
            raise KeyError(name)
        return stacked(list(self.blocks([name])))[name]

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time; no block reaches over the end of a table."""
        schema = self._picked(names)
        n_given = 0
        for part in self.parts:
            there = {column.name for column in part.columns}
            wanted = [name for name in schema.names if name in there]
            for frame in part.blocks(wanted, rows):
                n = frame.n_rows if wanted else 0
                if n:
                    n_given += n
                    yield in_schema(frame, schema)
            if not wanted and part.n_rows:  # none of these columns was known yet
                n_given += part.n_rows
                yield _nothing(schema, part.n_rows)
        if not n_given:
            yield _nothing(schema, 0)

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        schema = self._picked(names)
        ends = np.cumsum([part.n_rows for part in self.parts])
        place = np.searchsorted(ends, rows, side="right")
        order, found = [], []
        for at, part in enumerate(self.parts):
            here = np.flatnonzero(place == at)
            if not len(here):
                continue
            there = {column.name for column in part.columns}
            wanted = [name for name in schema.names if name in there]
            start = int(ends[at]) - part.n_rows
            taken = part.take(rows[here] - start, wanted) if wanted else None
            order.append(here)
            found.append(_nothing(schema, len(here)) if taken is None else in_schema(taken, schema))
        if not found:
            return _nothing(schema, 0)
        return stacked(found).take(np.argsort(np.concatenate(order)))

    def frame(self) -> Frame:
        """All rows in memory."""
        return stacked(list(self.blocks()))

    def _picked(self, names: Sequence[str] | None) -> Schema:
        return self.schema if names is None else Schema(tuple(self.schema[n] for n in names))


def _nothing(schema: Schema, n: int) -> Frame:
    return Frame(tuple(all_missing(c.name, c.kind, n) for c in schema.columns))
