"""Some rows of a table as a table, without loading it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn


@dataclass(frozen=True, eq=False)
class Picked:
    """The rows of a table under a mask, in their order; shape (rows of the table,)."""

    table: Table
    mask: npt.NDArray[np.bool_]

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return self.table.columns

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return int(np.count_nonzero(self.mask))

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return self.table.column(name).take(self.mask)

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time; blocks are as long as the mask leaves them."""
        low, is_first = 0, True
        for block in self.table.blocks(names, rows):
            kept = self.mask[low : low + block.n_rows]
            low += block.n_rows
            if kept.any() or is_first:
                yield block if kept.all() else block.take(kept)
                is_first = False

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        return self.table.take(np.flatnonzero(self.mask)[rows], names)

    def frame(self) -> Frame:
        """All rows in memory."""
        return self.table.frame().take(self.mask)
