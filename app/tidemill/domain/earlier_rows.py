"""All rows before a file, where many files are looked at one after the other.

Whether a row was there before is asked of its hash in some columns. The hashes are made once and
kept in order, so that the next file does not read all earlier rows again; they take 8 bytes a row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidemill.domain.content import Hashes, row_hashes
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.shaped_tables import InSchema, Stacked
from tidemill.domain.tables import BLOCK_ROWS, Table, TableColumn

_MOST_RUNS = 16
"""Of how many sorted parts the hashes may be; beyond, the later ones become one."""


@dataclass
class _Sorted:
    """Hashes in sorted parts, of the first `n_tables` tables."""

    parts: list[Hashes] = field(default_factory=list)
    n_tables: int = 0

    def add(self, hashes: Hashes) -> None:
        self.parts.append(np.sort(hashes))
        self.n_tables += 1
        if len(self.parts) > _MOST_RUNS:
            first, *others = self.parts
            self.parts = [first, np.sort(np.concatenate(others))]


class EarlierRows:
    """The rows of tables under each other, to which more are added below; itself a table."""

    def __init__(self, *tables: InSchema) -> None:
        """At least one table, all in one schema."""
        self._tables = list(tables)
        self._hashes: dict[tuple[str, ...], _Sorted] = {}

    def add(self, table: InSchema) -> None:
        """More rows, in the same schema."""
        self._tables.append(table)

    def among(self, names: Sequence[str], hashes: Hashes) -> npt.NDArray[np.bool_]:
        """Which of these hashes of some columns an earlier row has; shape as `hashes`."""
        held = self._hashes.setdefault(tuple(names), _Sorted())
        for table in self._tables[held.n_tables :]:
            held.add(np.concatenate([row_hashes(block) for block in table.blocks(names)]))
        found = np.zeros(len(hashes), dtype=bool)
        for part in held.parts:
            if len(part):
                place = np.minimum(np.searchsorted(part, hashes), len(part) - 1)
                found |= part[place] == hashes
        return found

    @property
    def _all(self) -> Stacked:
        return Stacked(tuple(self._tables))

    @property
    def columns(self) -> tuple[TableColumn, ...]:
        """The columns, in order."""
        return self._all.columns

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return sum(table.n_rows for table in self._tables)

    def column(self, name: str) -> ColumnData:
        """One whole column."""
        return self._all.column(name)

    def blocks(self, names: Sequence[str] | None = None, rows: int = BLOCK_ROWS) -> Iterator[Frame]:
        """All rows, some at a time."""
        return self._all.blocks(names, rows)

    def take(self, rows: npt.NDArray[np.int64], names: Sequence[str] | None = None) -> Frame:
        """Some rows by number, in that order."""
        return self._all.take(rows, names)

    def frame(self) -> Frame:
        """All rows in memory."""
        return self._all.frame()


def among(earlier: Table, names: Sequence[str], hashes: Hashes) -> npt.NDArray[np.bool_]:
    """Which of these hashes of some columns a row of a table has; `hashes` are in order."""
    if isinstance(earlier, EarlierRows):
        return earlier.among(names, hashes)
    found = np.zeros(len(hashes), dtype=bool)
    for block in earlier.blocks(names):
        theirs = np.sort(row_hashes(block))  # in order, so that the search stays in the cache
        place = np.minimum(np.searchsorted(hashes, theirs), len(hashes) - 1)
        found[place[hashes[place] == theirs]] = True
    return found
