"""Chunks of rows: where a table is cut so that what two versions share is cut alike.

A cut stands after a row whose hash ends in enough zero bits (content-defined chunking:
Muthitacharoen, Chen and Mazières, "A low-bandwidth network file system", SOSP 2001), so that rows
put in or taken out move only the cuts beside them. What is hashed is one column that tells rows
apart, the *anchor*: columns that change throughout, such as an age in days, do not move the cuts
then. Each column's piece of a chunk is known by a hash of its values in order.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.content import Hashes, cell_bits, family_of, mixed, row_hashes
from tidemill.domain.distinct_counts import n_different
from tidemill.domain.frames import ColumnData, Frame

HASH_BYTES = 10
"""Bytes of a piece's hash."""

SAMPLE_ROWS = 16_384
"""From how many rows the anchor is chosen."""

_CHUNKS = 512
_LEAST_ROWS, _USUAL_ROWS, _MANY_CHUNKS = 64, 4096, 2048
_TELLS_APART = 1 / 16
_SLACK = 4
"""How far chunks may be shorter or longer than usual, as a factor."""

Ends = npt.NDArray[np.int64]


def usual_rows(n_rows: int, former: int | None = None) -> int:
    """How many rows a chunk of a table has on average: a power of two, 2,048 for a million rows.

    Smaller tables have smaller ones, so that few more rows are few more chunks. The number of
    the version before is kept as long as it is not far off: other numbers cut elsewhere.
    """
    share = max(n_rows / _CHUNKS, 1.0)
    wanted = int(2 ** round(float(np.log2(share))))
    most = max(_USUAL_ROWS, int(2 ** round(float(np.log2(max(n_rows / _MANY_CHUNKS, 1.0))))))
    wanted = min(max(wanted, _LEAST_ROWS), most)
    if former is not None and wanted / _SLACK <= former <= wanted * _SLACK:
        return former
    return wanted


def anchor_of(sample: Frame) -> str | None:
    """The column whose values tell most rows apart; None where none does well.

    Numbers that only count rows say nothing of what is in them and are passed over, and of
    columns that do equally well one of whole numbers, texts or times comes first: measures change
    more often.
    """
    n_distinct = {column.name: _distinct(column) for column in sample}
    best = max(n_distinct.values(), default=0)
    if best < max(2.0, _TELLS_APART * sample.n_rows):
        return None
    good = [c for c in sample if n_distinct[c.name] >= 0.9 * best]
    steady = [c for c in good if c.kind is not Kind.NUMERIC or c.values.dtype.kind == "i"]
    return (steady or good)[0].name


def _distinct(column: ColumnData) -> int:
    if column.kind in (Kind.NUMERIC, Kind.DATETIME) and len(column) > 2:
        steps = np.diff(column.values)
        if (steps == steps[0]).all():
            return 0
    return n_different(cell_bits(column))


def cut_hashes(block: Frame, anchor: str | None) -> Hashes:
    """What decides over cuts, a hash of each row: of its anchor, or of all it holds."""
    if anchor is None:
        return row_hashes(block)
    return mixed(cell_bits(block[anchor]))


@dataclass
class Cutter:
    """Cuts rows that come in blocks; `usual` is a power of two."""

    usual: int
    n_rows: int = 0
    _last: int = 0

    def fed(self, hashes: Hashes) -> list[int]:
        """The ends of chunks that these rows decide, counted from the first row of all."""
        ends = np.flatnonzero((hashes & np.uint64(self.usual - 1)) == 0) + 1 + self.n_rows
        self.n_rows += len(hashes)
        found = [cut for end in ends.tolist() for cut in self._up_to(end)]
        return [*found, *self._too_long(self.n_rows)]

    def _up_to(self, end: int) -> Iterator[int]:
        yield from self._too_long(end)
        if end - self._last >= self.usual // _SLACK:
            self._last = end
            yield end

    def _too_long(self, end: int) -> Iterator[int]:
        while end - self._last > self.usual * _SLACK:
            self._last += self.usual * _SLACK
            yield self._last

    def rest(self) -> list[int]:
        """The end of the last chunk, where rows are left."""
        return [self.n_rows] if self.n_rows > self._last else []


@dataclass(frozen=True, eq=False)
class Cells:
    """What decides whether a column's pieces are stored already: a family and 64 bits a row."""

    family: str
    bits: Hashes

    @classmethod
    def of(cls, column: ColumnData) -> "Cells":
        """Those of some rows of a column."""
        return cls(family_of(column.kind, has_values=True), _form(column))


@dataclass
class PieceHasher:
    """Hashes each column's piece of each chunk, from blocks and the ends of chunks."""

    hashes: list[list[bytes]] = field(default_factory=list)
    _open: list["hashlib.blake2b"] = field(default_factory=list)
    _low: int = 0

    def feed(self, cells: Sequence["Cells"], ends: Iterable[int]) -> None:
        """Take the next rows; `ends` of chunks lie within them or at their end."""
        bits = [np.ascontiguousarray(one.bits) for one in cells]
        families = [one.family for one in cells]
        n_rows = len(bits[0]) if bits else 0
        self._open = self._open or _started(families)
        at = 0
        for end in ends:
            self._take(bits, at, end - self._low)
            self._close(families)
            at = end - self._low
        self._take(bits, at, n_rows)
        self._low += n_rows

    def _take(self, cells: Sequence[Hashes], low: int, high: int) -> None:
        if high > low:
            for digest, values in zip(self._open, cells, strict=True):
                digest.update(values[low:high].data)

    def _close(self, families: Sequence[str]) -> None:
        self.hashes.append([digest.digest() for digest in self._open])
        self._open = _started(families)


def _started(families: Sequence[str]) -> list["hashlib.blake2b"]:
    return [hashlib.blake2b(digest_size=HASH_BYTES, person=f.encode()) for f in families]


def _form(column: ColumnData) -> Hashes:
    """The bits that decide whether a piece is stored already: -0.0 is not 0.0 here."""
    bits = cell_bits(column)
    if column.values.dtype.kind == "f":
        negative = (column.values == 0) & np.signbit(column.values)
        if negative.any():
            return np.where(negative, column.values.view(np.uint64), bits)
    return bits
