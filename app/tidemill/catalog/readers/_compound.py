"""Looks an old Office file over before its reader follows what stands in it.

Such a file is a file system in small (MS-CFB): chains of sectors that damage may make rings, and
counts for which its reader makes room before it looks. What is found here is only believed or not.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou

MAX_BYTES = 1 << 30
_HEADER = 512
_LAST = 0xFFFFFFFA
"""From here on a sector's number means an end or a gap."""

_TEXTS, _SPAN = 0x00FC, 0x0200
"""Records of a workbook: its shared texts, and how far a sheet reaches."""

Sectors = npt.NDArray[np.uint32]


class _DamagedError(Exception):
    pass


@dataclass(frozen=True)
class _Stream:
    name: str
    first: int
    n_bytes: int


def look_over(path: Path, max_cells: int) -> tuple[str, ...]:
    """The names of the streams in a file; `NeedsYou` where it is damaged or reaches too far."""
    if path.stat().st_size > MAX_BYTES:
        raise NeedsYou(
            f"{path.name} is larger than {MAX_BYTES >> 30} GB, more than an old Office file holds.",
            "Save it as .xlsx or CSV, then drop that.",
        )
    try:
        found = _Compound(path.read_bytes())
        for stream in found.streams:
            if stream.name in ("Workbook", "Book"):
                _look_at_records(found.content(stream), max_cells)
        return tuple(stream.name for stream in found.streams)
    except (_DamagedError, struct.error) as error:
        raise NeedsYou(
            f"{path.name} is damaged: it begins as an Office file, but its parts can't be found.",
            "Open it in Excel or LibreOffice, save it anew and drop it again.",
            detail=str(error),
        ) from None


class _Compound:
    """The streams of a compound file, each chain of sectors followed once."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in (9, 12) or struct.unpack_from("<H", data, 32)[0] != 6:
            raise _DamagedError("sectors of no known size")
        self._size = 1 << shift
        self._n = -(-len(data) // self._size)
        facts = struct.unpack_from("<9I", data, 40)
        n_directory, n_table, directory, _, self._cutoff, mini, n_mini, more, n_more = facts
        if max(n_directory, n_table, n_mini, n_more) > self._n:
            raise _DamagedError("more sectors than the file has")
        self._table = self._allocation(more, n_more)
        self.streams, root = self._directory(directory)
        self._mini_table = np.frombuffer(self._chain_bytes(mini), "<u4")
        self._mini_stream = self._chain_bytes(root.first)
        for stream in self.streams:
            self.content(stream)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number >= _LAST or start >= len(self._data):
            raise _DamagedError(f"no sector {number}")
        return self._data[start : start + self._size]

    def _allocation(self, more: int, n_more: int) -> Sectors:
        """Which sector follows on which."""
        numbers = list(struct.unpack_from("<109I", self._data, 76))
        for _ in range(n_more):
            if more >= _LAST:
                break
            words = np.frombuffer(self._sector(more).ljust(self._size, b"\xff"), "<u4").tolist()
            numbers += words[:-1]
            more = words[-1]
        sectors = [self._sector(n).ljust(self._size, b"\xff") for n in numbers if n < _LAST]
        if len(sectors) > self._n:
            raise _DamagedError("more sectors than the file has")
        return np.frombuffer(b"".join(sectors), "<u4")

    def _chain(self, first: int, table: Sectors) -> list[int]:
        found: list[int] = []
        while first < _LAST:
            if first >= len(table) or len(found) >= len(table):
                raise _DamagedError("a chain of sectors that does not end")
            found.append(first)
            first = int(table[first])
        return found

    def _chain_bytes(self, first: int) -> bytes:
        data = b"".join(self._sector(number) for number in self._chain(first, self._table))
        return data[: len(data) - len(data) % 4]

    def _directory(self, first: int) -> tuple[list[_Stream], _Stream]:
        data = self._chain_bytes(first)
        streams, root = [], _Stream("", 0xFFFFFFFE, 0)
        for at in range(0, len(data) - 127, 128):
            kind = data[at + 66]
            length = min(64, struct.unpack_from("<H", data, at + 64)[0])
            name = data[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
            start, low, high = struct.unpack_from("<III", data, at + 116)
            n_bytes = low + ((high << 32) if self._size > _HEADER else 0)
            one = _Stream(name, start, n_bytes)
            if kind in (2, 5) and n_bytes > len(self._data):
                raise _DamagedError(f"{name} is longer than the file")
            if kind == 5:
                root = one
            elif kind == 2:
                streams.append(one)
        return streams, root

    def content(self, stream: _Stream) -> bytes:
        """The bytes of a stream."""
        if stream.n_bytes >= self._cutoff:
            return self._chain_bytes(stream.first)[: stream.n_bytes]
        numbers = self._chain(stream.first, self._mini_table) if stream.n_bytes else []
        pieces = (self._mini_stream[64 * number : 64 * number + 64] for number in numbers)
        return b"".join(pieces)[: stream.n_bytes]


def _look_at_records(data: bytes, max_cells: int) -> None:
    """Look at what a workbook's records count, for which room is made before they are read."""
    at = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + length]
        if kind == _TEXTS and len(body) >= 8:
            n_texts = struct.unpack_from("<I", body, 4)[0]
            if n_texts * 3 > len(data):
                raise _DamagedError("more texts than the file has room for")
        elif kind == _SPAN and len(body) >= 12:
            top, bottom, left, right = struct.unpack_from("<IIHH", body)
            n_cells = (bottom - top) * (right - left)
            if bottom < top or right < left or n_cells > max_cells:
                raise _DamagedError("a sheet that reaches too far")
        at += 4 + length
