"""Where the rows of a version lie: for each column, which rows of which files, in order.

A list of chunks is a small blob of its own; the files it names are Parquet, and several versions
may name the same ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidemill.domain import packing
from tidemill.domain.columns import Kind

_WHAT, _VERSION = "list of chunks", 1
NOWHERE = ""
"""The file of rows that no file holds: they are missing throughout."""


@dataclass(frozen=True)
class Segment:
    """Rows `start` to `start + rows` of column number `place` of a file."""

    blob: str
    place: int
    start: int
    rows: int


@dataclass(frozen=True)
class StoredColumn:
    """A column and where its values lie."""

    name: str
    kind: Kind
    whole: bool
    segments: tuple[Segment, ...]

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return sum(one.rows for one in self.segments)


@dataclass(frozen=True)
class StoredRows:
    """Rows in files, column by column; all columns have as many."""

    columns: tuple[StoredColumn, ...]
    n_rows: int

    def column(self, name: str) -> StoredColumn | None:
        """The column of a name, None where there is none."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def files(self) -> tuple[str, ...]:
        """The files that hold them, each once."""
        found = {s.blob: None for c in self.columns for s in c.segments if s.blob != NOWHERE}
        return tuple(found)


@dataclass(frozen=True, eq=False)
class ChunkList:
    """Rows as they were stored in chunks: what the next version needs to store only what is new.

    `ends` are the row numbers at which chunks end, `anchor` the column that decided over cuts and
    `usual` how many rows they have on average; see `domain.chunks`.
    """

    rows: StoredRows
    ends: npt.NDArray[np.int64]
    anchor: str | None
    usual: int

    def to_bytes(self) -> bytes:
        """As stored."""
        files = self.rows.files
        number = {blob: i for i, blob in enumerate(files)}
        head = {
            "rows": self.rows.n_rows,
            "columns": [[c.name, str(c.kind), c.whole] for c in self.rows.columns],
            "files": list(files),
            "anchor": self.anchor,
            "usual": self.usual,
        }
        segments = [
            (i, number[s.blob], s.place, s.start, s.rows)
            for i, column in enumerate(self.rows.columns)
            for s in column.segments
        ]
        arrays = {
            "segments": np.array(segments, dtype=np.int64).reshape(-1, 5),
            "chunks": np.diff(self.ends, prepend=0).astype(np.int64),
        }
        return packing.pack(_WHAT, _VERSION, head, arrays)


def from_bytes(data: bytes) -> ChunkList:
    """Read what `ChunkList.to_bytes` wrote; `NeedsYou` where it is damaged."""
    head, arrays = packing.unpack(_WHAT, _VERSION, data)
    segments: list[list[Segment]] = [[] for _ in head["columns"]]
    for column, file, place, start, rows in arrays["segments"].tolist():
        segments[column].append(Segment(head["files"][file], place, start, rows))
    columns = tuple(
        StoredColumn(name, Kind(kind), bool(whole), tuple(own))
        for (name, kind, whole), own in zip(head["columns"], segments, strict=True)
    )
    rows = StoredRows(columns, int(head["rows"]))
    return ChunkList(rows, np.cumsum(arrays["chunks"]), head["anchor"], int(head["usual"]))


def joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The same rows in as few segments as can be."""
    found: list[Segment] = []
    for one in segments:
        last = found[-1] if found else None
        if (
            last is not None
            and last.blob == one.blob
            and last.place == one.place
            and (one.blob == NOWHERE or last.start + last.rows == one.start)
        ):
            found[-1] = Segment(last.blob, last.place, last.start, last.rows + one.rows)
        elif one.rows:
            found.append(one)
    return tuple(found)
