"""Storing the rows of a version so that what an earlier one holds is not stored again.

A first pass cuts the rows into chunks and hashes each column's piece of each; pieces that files of
the former version hold are named, the others are written in a second pass: one Parquet file for
each set of columns that is new together. What a file holds stands in its metadata. Both passes
need memory for one block of rows.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.table_engine import file_literal, table_engine
from tidemill.domain.chunks import (
    HASH_BYTES,
    SAMPLE_ROWS,
    Cells,
    Cutter,
    PieceHasher,
    anchor_of,
    cut_hashes,
    usual_rows,
)
from tidemill.domain.content import Hashes, family_of, mixed
from tidemill.domain.frames import Frame
from tidemill.domain.tables import BLOCK_ROWS, Table
from tidemill.store.blobs import Blobs
from tidemill.store.chunk_lists import ChunkList, Segment, StoredColumn, StoredRows, joined
from tidemill.store.chunk_writing import KEY, write_file

MOST_FILES = 24
"""Of how many files a version's rows may be; beyond, the pieces of the lesser half are written
anew."""

_MOST_SETS = 3
_GOOD = 0.5
"""Below this share of values found in the former version other cuts are tried."""

_WORTH = 0.25
"""Of a file less used than this, by its share of values, nothing is used: it may go some day."""

_ALIKE = 8
"""Of pieces with the same content, which columns of one value have, so many are looked at."""

_SPARED = 0.1
"""So many more values, as a share of a file's, are written to spare another file."""

Piece = tuple[bytes, int]
"""What a piece is known by: its hash and how many rows it has."""


@dataclass(frozen=True)
class Written:
    """Rows as they are stored: the list of their chunks, its files, and the bytes written now."""

    blob: str
    files: tuple[str, ...]
    n_bytes: int


@dataclass
class _Held:
    """The pieces that files of former versions hold."""

    places: dict[Piece, list[Segment]] = field(default_factory=dict)
    starts: dict[tuple[str, int, int], Piece] = field(default_factory=dict)
    n_values: Counter[str] = field(default_factory=Counter)

    def add(self, piece: Piece, segment: Segment) -> None:
        """Note where a piece is."""
        known = self.places.setdefault(piece, [])
        if len(known) < _ALIKE:
            known.append(segment)
        self.starts[segment.blob, segment.place, segment.start] = piece
        self.n_values[segment.blob] += segment.rows

    def find(self, piece: Piece, before: Segment | None, usual: tuple[str, int]) -> Segment | None:
        """Where a piece is: best right after the one before, else in the column's usual place."""
        if before is not None:
            after = (before.blob, before.place, before.start + before.rows)
            if self.starts.get(after) == piece:
                return Segment(*after, piece[1])
        known = self.places.get(piece, [])
        same = (s for s in known if (s.blob, s.place) == usual)
        return next(same, known[0] if known else None)


@dataclass(frozen=True, eq=False)
class _Plan:
    """Chunks of a table: where they end, the hashes of each column's pieces, and where those are
    stored already; None where they are to be written."""

    ends: list[int]
    hashes: list[list[bytes]]
    found: list[list[Segment | None]]

    @cached_property
    def lengths(self) -> list[int]:
        """How many rows each chunk has."""
        return [high - low for low, high in pairwise([0, *self.ends])]

    def share(self) -> float:
        """The share of values that are stored already."""
        lengths = self.lengths
        total = sum(n * len(own) for n, own in zip(lengths, self.found, strict=True))
        there = sum(s.rows for own in self.found for s in own if s is not None)
        return there / total if total else 0.0

    def without(self, files: set[str]) -> "_Plan":
        """The same, but nothing of these files is used."""
        kept = [[None if s is None or s.blob in files else s for s in own] for own in self.found]
        return _Plan(self.ends, self.hashes, kept)


def write(
    blobs: Blobs,
    table: Table,
    former: Sequence[ChunkList] = (),
    find: Callable[[str], Path | None] = lambda _: None,
    row_hashes: Hashes | None = None,
    reporter: Reporter | None = None,
    text_bits: Mapping[str, Hashes] | None = None,
) -> Written:
    """Store a table's rows; what the files of `former` hold is not written again.

    `find` gives the path of a file that is whole, None where it must not be used. `row_hashes`
    decide over cuts where no column does. `text_bits` are the `cell_bits` of columns whose texts
    were hashed before.
    """
    reporter = reporter or Silent()
    held = _held(blobs, former, find)
    anchor, usual = _cutting(table, former)
    rows = _Rows(table, anchor, row_hashes if anchor is None else None, text_bits or {})
    plan = _planned(rows, usual, held, former, Part(reporter, 0.0, 0.3))
    if held.places and plan.share() < _GOOD:
        part = Part(reporter, 0.3, 0.5)
        other = _planned(rows, usual, held, former, part, _joined_ends(former))
        plan = max((plan, other), key=_Plan.share)
    plan = _worth_it(plan, held)
    found, n_bytes = _filled(blobs, table, plan, Part(reporter, 0.5, 1.0))
    columns = tuple(
        StoredColumn(c.name, c.kind, c.whole, joined([own[i] for own in found]))
        for i, c in enumerate(table.columns)
    )
    where = StoredRows(columns, table.n_rows)
    listed = ChunkList(where, np.array(plan.ends, dtype=np.int64), anchor, usual).to_bytes()
    return Written(blobs.put_bytes(listed), where.files, n_bytes + len(listed))


def _held(blobs: Blobs, former: Sequence[ChunkList], find: Callable[[str], Path | None]) -> _Held:
    held = _Held()
    files = dict.fromkeys(blob for one in former for blob in one.rows.files)
    if not files:
        return held
    blobs.claim(files)
    with table_engine(threads=1) as engine:
        for blob in files:
            if (path := find(blob)) is not None:
                _note(engine, blob, path, held)
    return held


def _note(engine: Any, blob: str, path: Path, held: _Held) -> None:
    """Note the pieces of a file, as its metadata say."""
    query = f"select value from parquet_kv_metadata({file_literal(path)}) where key = ?::blob"
    found = engine.execute(query, [KEY]).fetchone()
    if found is None:
        return
    data = bytes(found[0])
    n_chunks = int.from_bytes(data[:4], "little")
    rows = np.frombuffer(data, dtype="<u4", count=n_chunks, offset=4).tolist()
    starts = [0, *accumulate(rows)]
    hashes = data[4 + 4 * n_chunks :]
    for at in range(0, len(hashes), HASH_BYTES):
        place, i = divmod(at // HASH_BYTES, n_chunks)
        piece = (hashes[at : at + HASH_BYTES], rows[i])
        held.add(piece, Segment(blob, place, starts[i], rows[i]))


def _contents(places: Sequence[int], chunks: Sequence[int], plan: _Plan) -> bytes:
    """What `_note` reads."""
    rows = np.array([len(chunks), *(plan.lengths[n] for n in chunks)], dtype="<u4")
    return rows.tobytes() + b"".join(plan.hashes[n][i] for i in places for n in chunks)


def _cutting(table: Table, former: Sequence[ChunkList]) -> tuple[str | None, int]:
    """The column that decides over cuts and how many rows chunks have, as before if it can be."""
    if former:
        last = former[-1]
        if last.anchor is None or last.anchor in {c.name for c in table.columns}:
            return last.anchor, usual_rows(table.n_rows, last.usual)
    sample = next(iter(table.blocks(rows=SAMPLE_ROWS)))
    return anchor_of(sample), usual_rows(table.n_rows)


def _joined_ends(former: Sequence[ChunkList]) -> list[int]:
    ends: list[int] = []
    for one in former:
        low = ends[-1] if ends else 0
        ends += (one.ends + low).tolist()
    return ends


@dataclass(frozen=True, eq=False)
class _Rows:
    """A table and what decides over its cuts: a column, the hashes of its rows, or all it holds."""

    table: Table
    anchor: str | None
    hashes: Hashes | None
    bits: Mapping[str, Hashes]

    def blocks(self) -> Iterator[tuple[list[Cells], Hashes]]:
        """All rows: their cells column by column, and what decides over cuts."""
        low, columns = 0, self.table.columns
        needs_all = self.anchor is None and self.hashes is None
        wanted = [c.name for c in columns if needs_all or c.name not in self.bits]
        wanted = wanted or [columns[0].name]
        for block in self.table.blocks(wanted, BLOCK_ROWS):
            high = low + block.n_rows
            cells = [
                Cells(family_of(c.kind, has_values=True), self.bits[c.name][low:high])
                if c.name in self.bits
                else Cells.of(block[c.name])
                for c in columns
            ]
            yield cells, self._cuts(block, low, high)
            low = high

    def _cuts(self, block: Frame, low: int, high: int) -> Hashes:
        if self.hashes is not None:
            return self.hashes[low:high]
        if self.anchor is not None and self.anchor in self.bits:
            return mixed(self.bits[self.anchor][low:high])
        return cut_hashes(block, self.anchor)


def _planned(
    rows: _Rows,
    usual: int,
    held: _Held,
    former: Sequence[ChunkList],
    reporter: Reporter,
    former_ends: Sequence[int] = (),
) -> _Plan:
    """Cut a table, at `former_ends` first if there are any, and look which pieces are there."""
    cutter, hasher = Cutter(usual), PieceHasher()
    ends: list[int] = []
    low, n_rows = 0, rows.table.n_rows
    for cells, hashes in rows.blocks():
        reporter.check()
        high = low + len(hashes)
        known = [end for end in former_ends if low < end <= high]
        last = former_ends[-1] if former_ends else 0
        fresh = known + [end for end in cutter.fed(hashes) if end > last]
        if high == n_rows > (fresh or ends or [0])[-1]:
            fresh.append(high)
        hasher.feed(cells, fresh)
        ends += fresh
        low = high
        reporter.report(low / max(1, n_rows), "Comparing with what is stored")
    return _Plan(ends, hasher.hashes, _located(rows.table, ends, hasher.hashes, held, former))


def _located(
    table: Table,
    ends: Sequence[int],
    hashes: Sequence[Sequence[bytes]],
    held: _Held,
    former: Sequence[ChunkList],
) -> list[list[Segment | None]]:
    """Where the pieces are."""
    usual = {
        c.name: (c.segments[0].blob, c.segments[0].place)
        for one in former
        for c in one.rows.columns
        if c.segments
    }
    places = [usual.get(c.name, ("", 0)) for c in table.columns]
    before: list[Segment | None] = [None] * len(places)
    found = []
    for own, (low, high) in zip(hashes, pairwise([0, *ends]), strict=True):
        n = high - low
        here = [held.find((h, n), b, u) for h, b, u in zip(own, before, places, strict=True)]
        before = [now or was for now, was in zip(here, before, strict=True)]
        found.append(here)
    return found


def _worth_it(plan: _Plan, held: _Held) -> _Plan:
    """Use only files of which enough is used, and not too many of them."""
    used: Counter[str] = Counter()
    for own in plan.found:
        for one in own:
            if one is not None:
                used[one.blob] += one.rows
    little = {blob for blob, n in used.items() if n < _WORTH * held.n_values[blob]}
    for blob in little:
        del used[blob]
    if len(used) > MOST_FILES - _MOST_SETS:
        little |= {blob for blob, _ in used.most_common()[MOST_FILES // 2 :]}
    return plan.without(little) if little else plan


def _filled(
    blobs: Blobs, table: Table, plan: _Plan, reporter: Reporter
) -> tuple[list[list[Segment]], int]:
    """Write what is missing; where every piece is then, and how many bytes were written."""
    found = [list(own) for own in plan.found]
    n_bytes = 0
    sets = _new_sets(plan)
    bounds = [0, *plan.ends]
    for number, (places, chunks) in enumerate(sets.items()):
        ranges = [(bounds[n], bounds[n + 1]) for n in chunks]
        part = Part(reporter, number / len(sets), (number + 1) / len(sets))
        with blobs.scratch(".parquet") as path:
            write_file(table, places, ranges, _contents(places, chunks, plan), path, part)
            n_bytes += path.stat().st_size
            blob = blobs.adopt(path, part.check)
        start = 0
        for chunk in chunks:
            n = plan.lengths[chunk]
            for at, i in enumerate(places):
                found[chunk][i] = Segment(blob, at, start, n)
            start += n
    return [[one for one in own if one is not None] for own in found], n_bytes


def _new_sets(plan: _Plan) -> dict[tuple[int, ...], list[int]]:
    """Chunks by the columns whose pieces are to be written; a few sets of columns at most.

    A chunk writes a few more columns than it must where that spares a file.
    """
    wanted: dict[tuple[int, ...], list[int]] = {}
    for number, own in enumerate(plan.found):
        if new := tuple(i for i, one in enumerate(own) if one is None):
            wanted.setdefault(new, []).append(number)
    n_rows = {new: sum(plan.lengths[n] for n in numbers) for new, numbers in wanted.items()}
    found: dict[tuple[int, ...], list[int]] = {}
    for new in sorted(wanted, key=lambda s: -len(s) * n_rows[s]):
        fits = [
            other
            for other in found
            if set(new) <= set(other)
            and (len(other) - len(new)) * n_rows[new] <= _SPARED * len(other) * n_rows[other]
        ]
        found.setdefault(fits[0] if fits else new, []).extend(wanted[new])
    while len(found) > _MOST_SETS:
        (one, first), (other, second) = list(found.items())[-2:]
        del found[one], found[other]
        together = tuple(sorted({*one, *other}))
        found[together] = [*found.get(together, []), *first, *second]
    return {new: sorted(numbers) for new, numbers in found.items()}
