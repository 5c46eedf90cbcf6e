"""One pass over a table: some columns at a time, in blocks, each block for all that is asked.

Tables of up to `EXACT_ROWS` rows have the numbers of a few columns in memory at once, and every
figure is exact. Of longer ones nothing is held but cells, sketches and 8 bytes a row: see
`streamed_numbers` and `level_counts` for what is then exact.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.domain.cell_spreads import OrderedValues
from tidemill.domain.cells import ordered
from tidemill.domain.columns import Column, Kind
from tidemill.domain.content import Hashes, RowHasher, coded_bits, level_hashes
from tidemill.domain.distributions import ColumnReference, summarise_ordered
from tidemill.domain.frames import CODED, ColumnData, Frame, stacked
from tidemill.domain.level_counts import LevelCounter
from tidemill.domain.profiles import ColumnProfile, cell_spread, column_profile, is_linked
from tidemill.domain.streamed_numbers import NumberCount, NumberScan, sample_rows
from tidemill.domain.tables import BLOCK_ROWS, Table
from tidemill.domain.target_links import SAMPLE, target_link

EXACT_ROWS = 2_000_000
"""Up to how many rows every figure of a summary is exact."""

_NUMBER_BYTES = 64_000_000  # held of a group of number columns
_LEVEL_BYTES = 200_000_000  # held of a group of coded columns, at 100 bytes a row
_BLOCK_VALUES = 4_000_000
_FEW_LEVELS = 5_000  # in a block: hashed again where they are needed
_MOST_STREAMED = 32  # number columns whose cells are counted at once


class TablePass:
    """What one pass finds of each column, and the hashes of the rows."""

    def __init__(
        self,
        table: Table,
        columns: Sequence[Column],
        target: str | None,
        reporter: Reporter,
        exact_rows: int = EXACT_ROWS,
        room: Callable[[int], Hashes] | None = None,
    ) -> None:
        """With `room` the hashes of the rows stand there, and those of many texts are kept."""
        self._table, self._columns, self._reporter = table, columns, reporter
        self._n = table.n_rows
        self._is_exact = self._n <= exact_rows
        self._target = target
        self._target_sample: ColumnData | None = None
        self._kinds = {column.name: column.kind for column in table.columns}
        self._room = room
        self._hasher = RowHasher(self._n, room(self._n) if room else None)
        self._sampled = sample_rows(self._n) if not self._is_exact else np.zeros(0, np.int64)
        self._n_done = 0
        self.references: dict[str, ColumnReference] = {}
        self.lines: dict[str, ColumnProfile] = {}
        self.text_bits: dict[str, Hashes] = {}

    def run(self) -> Hashes:
        """Read everything; returns the hashes of the rows, shape (rows,)."""
        for group in self._groups():
            is_coded = self._kinds[group[0].name] in CODED
            if is_coded:
                self._levels(group)
            elif self._is_exact:
                self._numbers(group)
            else:
                self._streamed(group)
            self._n_done += len(group)
        order = [column.name for column in self._columns]
        self.references = {name: self.references[name] for name in order}
        self.lines = {name: self.lines[name] for name in order}
        return self._hasher.hashes()

    def _groups(self) -> Iterator[list[Column]]:
        """The target by itself, as others are held against it; then as many as memory takes."""
        others = []
        for column in self._columns:
            if column.name == self._target:
                yield [column]
            else:
                others.append(column)
        numbers = [c for c in others if self._kinds[c.name] not in CODED]
        coded = [c for c in others if self._kinds[c.name] in CODED]
        most = _NUMBER_BYTES // (8 * max(1, self._n)) if self._is_exact else _MOST_STREAMED
        for some, size in (
            (numbers, most),
            (coded, _LEVEL_BYTES // (100 * min(max(1, self._n), EXACT_ROWS))),
        ):
            step = min(max(1, size), 500)
            for low in range(0, len(some), step):
                yield some[low : low + step]

    def _blocks(self, group: Sequence[Column]) -> Iterator[tuple[int, Frame]]:
        """Blocks of a group's columns, each with the number of its first row."""
        names = [column.name for column in group]
        rows = min(BLOCK_ROWS, max(1024, _BLOCK_VALUES // len(group)))
        n_all, start = len(self._columns), 0
        for block in self._table.blocks(names, rows):
            self._reporter.check()
            share = (self._n_done + len(group) * start / max(1, self._n)) / n_all
            words = f"Profiling {names[0]}, column {self._n_done + 1} of {n_all}"
            self._reporter.report(share, words)
            yield start, block
            start += block.n_rows

    def _levels(self, group: Sequence[Column]) -> None:
        counters = {c.name: LevelCounter(c.name, self._kinds[c.name]) for c in group}
        links = self._link_samples(group)
        known: dict[str, tuple[tuple[str, ...], Hashes]] = {}
        for start, block in self._blocks(group):
            for data in block:
                levels, hashes = known.get(data.name, ((), np.zeros(0, np.uint64)))
                if levels is not data.levels:  # a table of categories has one list for all blocks
                    hashes = level_hashes(data.levels)
                    known[data.name] = data.levels, hashes
                self._hasher.add(data, start, hashes)
                self._keep_bits(data, start, hashes)
                counters[data.name].add(data, hashes)
            links.add(block, start)
        for column in group:
            counter = counters[column.name]
            reference = counter.reference()
            line = column_profile(column, reference, None, is_about=not counter.is_exact)
            self._keep(column, reference, line, links)

    def _keep_bits(self, data: ColumnData, start: int, hashes: Hashes) -> None:
        """Keep what stands for the texts of a column that has many: to hash them takes long."""
        if start == 0 and self._room is not None and len(data.levels) > _FEW_LEVELS:
            self.text_bits[data.name] = self._room(self._n)
        if (kept := self.text_bits.get(data.name)) is not None:
            kept[start : start + len(data)] = coded_bits(hashes, data.values)

    def _numbers(self, group: Sequence[Column]) -> None:
        held = {c.name: _Held(c.name, self._kinds[c.name], self._n) for c in group}
        links = self._link_samples(group)
        for start, block in self._blocks(group):
            for data in block:
                self._hasher.add(data, start)
                held[data.name].add(data, start)
            links.add(block, start)
        for column in group:
            data = held.pop(column.name).column()
            values = ordered(data)
            reference = summarise_ordered(data, values)
            line = column_profile(column, reference, OrderedValues(values))
            self._keep(column, reference, line, links)
            self._reporter.check()

    def _streamed(self, group: Sequence[Column]) -> None:
        scans = {c.name: NumberScan(c.name, self._kinds[c.name]) for c in group}
        links = self._link_samples(group)
        for start, block in self._blocks(group):
            low, high = np.searchsorted(self._sampled, (start, start + block.n_rows))
            sampled = self._sampled[low:high] - start
            for data in block:
                self._hasher.add(data, start)
                scans[data.name].add(data, sampled)
            links.add(block, start)
        counts = {name: NumberCount(scan) for name, scan in scans.items()}
        for _, block in self._blocks(group):
            for data in block:
                counts[data.name].add(data)
        for column in group:
            reference = counts[column.name].reference()
            spread = cell_spread(reference)
            line = column_profile(column, reference, spread, is_about=not reference.is_whole)
            self._keep(column, reference, line, links)

    def _link_samples(self, group: Sequence[Column]) -> "_Samples":
        wanted = {c.name for c in group if is_linked(c) or c.name == self._target}
        return _Samples(wanted if self._target is not None else set(), self._n)

    def _keep(
        self, column: Column, reference: ColumnReference, line: ColumnProfile, links: "_Samples"
    ) -> None:
        sample = links.column(column.name)
        if column.name == self._target:
            self._target_sample = sample
        elif sample is not None and self._target_sample is not None:
            line = replace(line, target_link=target_link(sample, self._target_sample))
        self.references[column.name] = reference
        self.lines[column.name] = line


class _Held:
    """The values of a number or date column, put together from blocks."""

    def __init__(self, name: str, kind: Kind, n_rows: int) -> None:
        self._name, self._kind, self._n = name, kind, n_rows
        self._values: npt.NDArray[Any] | None = None

    def add(self, column: ColumnData, start: int) -> None:
        """Take in a block that begins at row `start`."""
        values = column.values
        if self._values is None:
            self._values = np.empty(self._n, dtype=values.dtype)
        elif self._values.dtype.kind == "i" and values.dtype.kind == "f":
            self._values = self._values.astype(np.float64)  # whole so far, and missing from here
        self._values[start : start + len(values)] = values

    def column(self) -> ColumnData:
        """The whole column."""
        values = self._values if self._values is not None else np.empty(0)
        return ColumnData(self._name, self._kind, values)


class _Samples:
    """Evenly spaced rows of some columns, as `target_link` takes them."""

    def __init__(self, names: set[str], n_rows: int) -> None:
        self._step = max(1, -(-n_rows // SAMPLE))
        self._parts: dict[str, list[Frame]] = {name: [] for name in names}

    def add(self, block: Frame, start: int) -> None:
        """Take in a block that begins at row `start`."""
        rows = np.arange(-start % self._step, block.n_rows, self._step)
        if rows.size:
            for name in self._parts.keys() & set(block.names):
                self._parts[name].append(Frame((_without_unused(block[name].take(rows)),)))

    def column(self, name: str) -> ColumnData | None:
        """The sampled rows of a column; None where it was not asked for."""
        parts = self._parts.get(name)
        return stacked(parts)[name] if parts else None


def _without_unused(column: ColumnData) -> ColumnData:
    """The column without levels that none of its rows has: a sample of texts has few of them."""
    if column.kind not in CODED or column.kind is Kind.BOOLEAN:
        return column
    used, codes = np.unique(column.values, return_inverse=True)
    first = int(used.size > 0 and used[0] < 0)
    levels = tuple(column.levels[code] for code in used[first:].tolist())
    return ColumnData(column.name, column.kind, (codes - first).astype(np.int32), levels)
