"""Columns of rows as bounded numbers, so that a smooth model of few numbers can read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import CODED, ColumnData, Frame

Array = npt.NDArray[Any]

MOST_COLUMNS = 40
MOST_LEVELS = 8
MOST_KNOWN_LEVELS = 1_000
N_GRID = 33
FEWEST_OF_A_LEVEL = 10
READ = frozenset({Kind.NUMERIC, Kind.CATEGORICAL, Kind.BOOLEAN})
"""Kinds that are read. Dates are not: new rows are always later than those held out."""


@dataclass(frozen=True, eq=False)
class NumberCode:
    """A column of numbers: `grid` (33,) are its quantiles among the rows held out."""

    name: str
    grid: Array
    has_missing: bool

    @property
    def width(self) -> int:
        """How many numbers stand for it."""
        return 2 + self.has_missing

    def encoded(self, column: ColumnData) -> Array:
        """Place between the quantiles from -1 to 1 and its square, (rows, width)."""
        missing = column.missing
        place = placed(column.values.astype(np.float64), self.grid)
        place[missing] = 0.0
        square = np.where(missing, 0.0, place**2 - 1 / 3)
        parts = [place, square] + ([missing.astype(np.float64)] if self.has_missing else [])
        return np.column_stack(parts)

    def outside(self, column: ColumnData) -> Array:
        """Which rows lie beyond all rows held out, (rows,) of truth values."""
        values = column.values.astype(np.float64)
        beyond = (values < self.grid[0]) | (values > self.grid[-1])
        return np.asarray(beyond & ~column.missing)


@dataclass(frozen=True, eq=False)
class LevelCode:
    """A column of classes: the frequent `levels` have a number each, `known` are all seen."""

    name: str
    levels: tuple[str, ...]
    known: frozenset[str]

    @property
    def width(self) -> int:
        """How many numbers stand for it."""
        return len(self.levels)

    def encoded(self, column: ColumnData) -> Array:
        """One where a row has the level, (rows, width)."""
        place = {level: at for at, level in enumerate(column.levels)}
        codes = np.array([place.get(level, -2) for level in self.levels])
        return np.asarray(column.values[:, None] == codes[None, :], dtype=np.float64)

    def outside(self, column: ColumnData) -> Array:
        """Which rows have a level that no row held out had."""
        is_known = np.array([level in self.known for level in column.levels] + [True])
        return np.asarray(~is_known[column.values])


Code = NumberCode | LevelCode


@dataclass(frozen=True, eq=False)
class Encoding:
    """How rows are read: made of the rows held out, used for them and for new ones."""

    codes: tuple[Code, ...]

    @property
    def width(self) -> int:
        """How many numbers stand for a row."""
        return sum(code.width for code in self.codes)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(code.name for code in self.codes)

    def encoded(self, frame: Frame) -> Array:
        """Rows as numbers, (rows, width); a column that is not there counts as nothing."""
        parts = [
            code.encoded(frame[code.name])
            if code.name in frame
            else np.zeros((frame.n_rows, code.width))
            for code in self.codes
        ]
        return np.hstack(parts) if parts else np.empty((frame.n_rows, 0))

    def outside(self, frame: Frame) -> dict[str, float]:
        """For each column the share of rows that lie where no row held out did."""
        n = max(1, frame.n_rows)
        return {
            code.name: float(code.outside(frame[code.name]).sum()) / n
            for code in self.codes
            if code.name in frame
        }

    def to_list(self) -> list[dict[str, Any]]:
        """Plain JSON types."""
        return [
            {"name": c.name, "grid": c.grid.tolist(), "missing": c.has_missing}
            if isinstance(c, NumberCode)
            else {"name": c.name, "levels": list(c.levels), "known": sorted(c.known)}
            for c in self.codes
        ]

    @classmethod
    def from_list(cls, data: Sequence[Mapping[str, Any]]) -> "Encoding":
        """Read what `to_list` wrote."""
        return cls(
            tuple(
                NumberCode(c["name"], np.array(c["grid"]), bool(c["missing"]))
                if "grid" in c
                else LevelCode(c["name"], tuple(c["levels"]), frozenset(c["known"]))
                for c in data
            )
        )


def placed(values: Array, grid: Array) -> Array:
    """Where values lie between quantiles: -1 at the lowest, 1 at the highest and beyond."""
    ends = np.linspace(-1.0, 1.0, len(grid))
    firsts = np.searchsorted(grid, grid, side="left")
    lasts = np.searchsorted(grid, grid, side="right") - 1
    middle = (ends[firsts] + ends[lasts]) / 2  # values that are many quantiles at once
    return np.asarray(np.interp(np.nan_to_num(values, nan=grid[0]), grid, middle))


def encoding_of(held: Frame, names: Sequence[str]) -> Encoding:
    """An encoding of the rows held out; constant columns and those of other kinds are left out."""
    found: list[Code] = []
    for name in names:
        if len(found) == MOST_COLUMNS:
            break
        if name not in held or held[name].kind not in READ:
            continue
        column = held[name]
        code = _of_levels(column) if column.kind in CODED else _of_numbers(column)
        if code is not None and code.width:
            found.append(code)
    return Encoding(tuple(found))


def _of_numbers(column: ColumnData) -> NumberCode | None:
    values = column.values.astype(np.float64)
    known = values[~column.missing & np.isfinite(values)]
    if len(known) < FEWEST_OF_A_LEVEL or known.min() == known.max():
        return None
    grid = np.quantile(known, np.linspace(0.0, 1.0, N_GRID))
    n_missing = int(column.missing.sum())
    return NumberCode(column.name, grid, n_missing >= FEWEST_OF_A_LEVEL)


def _of_levels(column: ColumnData) -> LevelCode | None:
    counts = np.bincount(column.values[column.values >= 0], minlength=len(column.levels))
    seen = np.flatnonzero(counts)
    if len(seen) > MOST_KNOWN_LEVELS:
        return None
    order = seen[np.argsort(-counts[seen], kind="stable")]
    often = [at for at in order.tolist() if counts[at] >= FEWEST_OF_A_LEVEL]
    is_whole = len(often) == len(seen) and not column.missing.any()
    shown = often[: min(MOST_LEVELS, len(often) - 1 if is_whole else len(often))]
    levels = tuple(column.levels[at] for at in shown)
    return LevelCode(column.name, levels, frozenset(column.levels[at] for at in seen.tolist()))
