"""A hash of what a table says, whatever order its rows are in and whatever file it came from.

Each value becomes 64 bits (a number by its float64 pattern, a time by its microseconds, a text
by BLAKE2b, once a level), is salted by its column's name and mixed; a row is the mixed sum of
its values; a table is the number of its rows and the sums of its rows, taken twice with
different salts, modulo 2^64. Sums do not know an order, so parts can be hashed alone and added.

The mixer is SplitMix64's finaliser: Steele, Lea and Flood, "Fast splittable pseudorandom number
generators", OOPSLA 2014, with the constants of Stafford's variant 13.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind, Schema
from tidemill.domain.frames import ColumnData, Frame

Hashes = npt.NDArray[np.uint64]

_MISSING = np.uint64(0x6A09E667F3BCC908)
_SECOND = np.uint64(0x9E3779B97F4A7C15)
_BLOCK = 1 << 16
_WORD = (1 << 64) - 1
_FAMILIES = {
    Kind.NUMERIC: "number",
    Kind.DATETIME: "time",
    Kind.BOOLEAN: "truth",
    Kind.CATEGORICAL: "text",
    Kind.TEXT: "text",
}
EMPTY = "empty"
"""The family of a column without any value."""


@dataclass(frozen=True)
class ContentSums:
    """The addable part of a content hash.

    `columns` are (name, family of values) pairs in the order of the names; a column without
    any value has the family "empty" and agrees with every other.
    """

    columns: tuple[tuple[str, str], ...]
    n_rows: int
    first: int
    second: int

    def __add__(self, other: "ContentSums") -> "ContentSums":
        """The sums of both tables' rows together."""
        families: dict[str, set[str]] = {}
        for name, family in (*self.columns, *other.columns):
            families.setdefault(name, set()).add(family)
        return ContentSums(
            tuple((name, _joined(found)) for name, found in sorted(families.items())),
            self.n_rows + other.n_rows,
            (self.first + other.first) & _WORD,
            (self.second + other.second) & _WORD,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; the sums as hexadecimal digits."""
        return {
            "columns": [list(pair) for pair in self.columns],
            "n_rows": self.n_rows,
            "first": f"{self.first:016x}",
            "second": f"{self.second:016x}",
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ContentSums":
        """Read what `to_dict` wrote."""
        columns = tuple((name, family) for name, family in data["columns"])
        return cls(columns, data["n_rows"], int(data["first"], 16), int(data["second"], 16))

    def hexdigest(self) -> str:
        """32 hexadecimal digits."""
        digest = hashlib.blake2b(digest_size=16)
        for name, family in self.columns:
            digest.update(f"{len(name)}:{name}={family};".encode())
        digest.update(f"{self.n_rows}:{self.first:016x}{self.second:016x}".encode())
        return digest.hexdigest()


def _joined(families: Iterable[str]) -> str:
    return "+".join(sorted(set(families) - {EMPTY})) or EMPTY


def content_hash(frame: Frame, schema: Schema | None = None) -> str:
    """Hash a table: 32 hexadecimal digits; with a schema, only the columns it names.

    The same rows give the same hash in any order of rows, columns and levels; -0.0 equals 0.0,
    all NaN are one missing value, and 3 equals 3.0.
    """
    return content_sums(frame, schema).hexdigest()


def content_sums(frame: Frame, schema: Schema | None = None) -> ContentSums:
    """The addable sums of a table."""
    inside = [c for c in frame if schema is None or c.name in schema]
    families = {c.name: family_of(c.kind, has_values=not c.missing.all()) for c in inside}
    return sums_of(row_hashes(Frame(tuple(inside))), families)


def family_of(kind: Kind, *, has_values: bool) -> str:
    """What a column's values are to `ContentSums`."""
    return _FAMILIES[kind] if has_values else EMPTY


def sums_of(rows: Hashes, families: Mapping[str, str]) -> ContentSums:
    """The addable sums of a table from its rows' hashes and its columns' families of values."""
    first = second = 0
    for low in range(0, len(rows), _BLOCK):
        block = rows[low : low + _BLOCK]
        first += int(block.sum(dtype=np.uint64))
        second += int(_mixed(block ^ _SECOND).sum(dtype=np.uint64))
    return ContentSums(tuple(sorted(families.items())), len(rows), first & _WORD, second & _WORD)


def row_hashes(frame: Frame) -> Hashes:
    """A hash of each row, shape (rows,); equal rows have equal hashes in every table.

    A column in which the row's value is missing counts as well: it says "missing".
    """
    hasher = RowHasher(frame.n_rows)
    for column in frame:
        hasher.add(column, 0)
    return hasher.hashes()


class RowHasher:
    """Hashes of rows whose columns come one after another, each in blocks."""

    def __init__(self, n_rows: int, total: Hashes | None = None) -> None:
        """`total` is room for the hashes: zeros, shape (rows,)."""
        self._total = np.zeros(n_rows, dtype=np.uint64) if total is None else total

    def add(self, column: ColumnData, start: int, levels: Hashes | None = None) -> None:
        """Take in a block of a column that begins at row `start`.

        `levels` are `level_hashes` of the block, where they are known.
        """
        salt = _salt(column.name)
        if column.kind in (Kind.NUMERIC, Kind.DATETIME):
            for low in range(0, len(column), _BLOCK):  # blocks stay in the processor's cache
                part = _mixed(value_bits(column, low, low + _BLOCK) ^ salt)
                self._total[start + low : start + low + len(part)] += part
        else:
            hashes = level_hashes(column.levels) if levels is None else levels
            table = _mixed(np.append(hashes, _MISSING) ^ salt)
            self._total[start : start + len(column)] += table[column.values]

    def hashes(self) -> Hashes:
        """The hashes of all rows, shape (rows,); nothing can be added afterwards."""
        for low in range(0, len(self._total), _BLOCK):
            self._total[low : low + _BLOCK] = _mixed(self._total[low : low + _BLOCK])
        return self._total


def level_hashes(levels: Sequence[str]) -> Hashes:
    """A hash of each text, shape (levels,)."""
    blake2b = hashlib.blake2b  # a table may have millions of texts
    digests = [
        blake2b(level.encode("utf-8", "surrogatepass"), digest_size=8).digest() for level in levels
    ]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def mixed_values(column: ColumnData) -> Hashes:
    """Well mixed hashes of the values of a number or date column; different values differ."""
    return _mixed(value_bits(column, 0, len(column)))


def value_bits(column: ColumnData, low: int, high: int) -> Hashes:
    """The 64 bits of some numbers or times; equal values have equal bits in every form."""
    return _bits(ColumnData(column.name, column.kind, column.values[low:high]))


def cell_bits(column: ColumnData) -> Hashes:
    """64 bits that stand for each value, shape (rows,): equal values have equal bits.

    A text has the same bits whatever its code, and what is missing the same in every column.
    """
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        return value_bits(column, 0, len(column))
    codes, levels = column.values, column.levels
    if len(levels) > len(codes):  # part of a longer column: most of its texts are not here
        used, codes = np.unique(codes, return_inverse=True)
        levels = tuple(levels[code] for code in used.tolist() if code >= 0)
        if len(used) and used[0] < 0:
            codes = codes - 1
    return coded_bits(level_hashes(levels), codes)


def coded_bits(levels: Hashes, codes: npt.NDArray[np.int32]) -> Hashes:
    """`cell_bits` of codes into levels whose `level_hashes` are known."""
    return np.asarray(np.append(levels, _MISSING)[codes])


def mixed(bits: Hashes) -> Hashes:
    """Bits so mixed that each of the result depends on all of them."""
    return _mixed(bits)


def _bits(column: ColumnData) -> Hashes:
    """The 64 bits of numbers or times."""
    values = column.values
    if column.kind is Kind.DATETIME:
        bits = values.astype("datetime64[us]").view(np.uint64)
        return np.where(np.isnat(values), _MISSING, bits)
    if values.dtype.kind == "f":
        floats = values.astype(np.float64) + 0.0  # turns -0.0 into 0.0
        return np.where(np.isnan(floats), _MISSING, floats.view(np.uint64))
    floats = values.astype(np.float64)
    # Whole numbers that a float rounds keep bits of their own. 2^63 itself does not fit back.
    fits = np.abs(floats) < 2.0**63
    back = np.where(fits, floats, 0).astype(np.int64)
    exact = fits & (back == values)
    own = _mixed(values.astype(np.int64).view(np.uint64) ^ _SECOND)
    return np.where(exact, floats.view(np.uint64), own)


def _mixed(bits: Hashes) -> Hashes:
    """SplitMix64's finaliser on each; overflow wraps around, as meant."""
    mixed = bits ^ (bits >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def _salt(name: str) -> np.uint64:
    digest = hashlib.blake2b(name.encode(), digest_size=8, person=b"column")
    return np.uint64(int.from_bytes(digest.digest(), "little"))
