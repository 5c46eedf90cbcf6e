"""A table in memory: typed numpy columns that every room can pass on without pandas.

One form a kind:

- numeric: float64, missing is NaN; or int64 where all numbers are whole and none is missing;
- datetime: datetime64[us], missing is NaT;
- boolean, categorical, text: int32 codes into `levels`, missing is -1. A boolean's levels are
  always ("false", "true").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind

CODED = frozenset({Kind.BOOLEAN, Kind.CATEGORICAL, Kind.TEXT})
BOOLEAN_LEVELS = ("false", "true")


@dataclass(frozen=True, eq=False)
class ColumnData:
    """The values of one column; see the module for the form of each kind."""

    name: str
    kind: Kind
    values: npt.NDArray[Any]
    levels: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def missing(self) -> npt.NDArray[np.bool_]:
        """True where the value is missing; shape (rows,)."""
        if self.kind in CODED:
            return np.asarray(self.values < 0)
        if self.kind is Kind.DATETIME:
            return np.asarray(np.isnat(self.values))
        if self.values.dtype.kind == "f":
            return np.asarray(np.isnan(self.values))
        return np.zeros(len(self.values), dtype=bool)

    def take(self, rows: npt.NDArray[Any]) -> "ColumnData":
        """The values at row numbers or under a mask, in that order."""
        return ColumnData(self.name, self.kind, self.values[rows], self.levels)

    def to_list(self) -> list[Any]:
        """Plain Python values: float or int, str, bool, datetime; None where missing."""
        missing = self.missing
        if self.kind is Kind.BOOLEAN:
            plain: list[Any] = [bool(v) for v in self.values.tolist()]
        elif self.kind in CODED:
            plain = [self.levels[v] if v >= 0 else None for v in self.values.tolist()]
        else:
            plain = self.values.tolist()
        return [
            None if gone else value for value, gone in zip(plain, missing.tolist(), strict=True)
        ]


def coded(name: str, kind: Kind, texts: Sequence[str | None]) -> ColumnData:
    """Make a column of codes from texts; levels in order of first appearance."""
    known: dict[str, int] = {}
    codes = [-1 if t is None else known.setdefault(t, len(known)) for t in texts]
    return ColumnData(name, kind, np.asarray(codes, dtype=np.int32), tuple(known))


@dataclass(frozen=True, eq=False)
class Frame:
    """Columns of equal length, in order."""

    columns: tuple[ColumnData, ...]

    def __post_init__(self) -> None:
        if len({len(c) for c in self.columns}) > 1:
            raise ValueError("columns differ in length")

    @property
    def n_rows(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(c.name for c in self.columns)

    def __getitem__(self, name: str) -> ColumnData:
        return self._by_name[name]

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, ColumnData]:
        """The first column of each name."""
        return {column.name: column for column in reversed(self.columns)}

    def __iter__(self) -> Iterator[ColumnData]:
        return iter(self.columns)

    def select(self, names: Sequence[str]) -> "Frame":
        """The named columns, in the given order."""
        return Frame(tuple(self[name] for name in names))

    def take(self, rows: npt.NDArray[Any]) -> "Frame":
        """The rows at row numbers or under a mask."""
        return Frame(tuple(c.take(rows) for c in self.columns))

    def slice(self, low: int, high: int) -> "Frame":
        """The rows from one number up to another, without copying them."""
        return Frame(
            tuple(ColumnData(c.name, c.kind, c.values[low:high], c.levels) for c in self.columns)
        )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict of plain Python values, missing as None."""
        lists = [c.to_list() for c in self.columns]
        for values in zip(*lists, strict=True):
            yield dict(zip(self.names, values, strict=True))


def stacked(frames: Sequence[Frame]) -> Frame:
    """Rows of all frames under each other; columns by the first frame's names and order.

    Levels of coded columns are merged. A column missing from a later frame is missing there.
    """
    if not frames:
        return Frame(())
    return Frame(tuple(_stacked_column(name, frames) for name in frames[0].names))


def _stacked_column(name: str, frames: Sequence[Frame]) -> ColumnData:
    first = frames[0][name]
    parts = [
        frame[name] if name in frame else all_missing(name, first.kind, frame.n_rows)
        for frame in frames
    ]
    if first.kind not in CODED:
        if any(p.values.dtype.kind == "f" for p in parts):
            values = np.concatenate([p.values.astype(np.float64) for p in parts])
        else:
            values = np.concatenate([p.values for p in parts])
        return ColumnData(name, first.kind, values)
    known: dict[str, int] = {}
    coded_parts = []
    for part in parts:
        table = np.array([known.setdefault(v, len(known)) for v in part.levels] + [-1], np.int32)
        coded_parts.append(table[part.values])
    return ColumnData(name, first.kind, np.concatenate(coded_parts), tuple(known))


def all_missing(name: str, kind: Kind, n: int) -> ColumnData:
    """A column of `n` missing values."""
    if kind in CODED:
        levels = BOOLEAN_LEVELS if kind is Kind.BOOLEAN else ()
        return ColumnData(name, kind, np.full(n, -1, np.int32), levels)
    if kind is Kind.DATETIME:
        return ColumnData(name, kind, np.full(n, "NaT", "datetime64[us]"))
    return ColumnData(name, kind, np.full(n, np.nan))
