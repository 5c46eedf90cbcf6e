"""A fixed, monotone way to sort the values of a column into a few thousand cells.

A grid is made once from a reference column. As its cell function never falls as the value
rises, two columns counted on one grid can be compared in order (KS, Wasserstein) as well as
bin by bin, and histograms of one grid add up.

- `WholeGrid`: whole numbers in a narrow range; each has a cell of its own and each gap between
  two of them another, so nothing is lost.
- `SqueezeGrid`: everything else. With z the distance from the centre in half interquartile
  ranges and h half the cells, the cell is `h + copysign(h - h/(1+|z|), z)` rounded down: fine
  in the middle, coarse in the tails, and no outlier is too far. Every step of that form rounds
  monotonically; the shorter `h + h*z/(1+|z|)` does not. A value that a large share of the
  reference has ("heavy") gets a cell of its own within.

Missing values are NaN (or NaT); infinite values are counted apart.
"""

import functools
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData
from tidemill.domain.squeezing import BLOCK, SQUEEZE_CELLS, borders, level_at, squeezed

Array = npt.NDArray[Any]

WHOLE_VALUES = 32_767  # value and gap cells together stay under 65,536
HEAVY_SHARE = 0.05
HEAVY_COUNT = 10
_EXACT_WHOLE = 2**51  # whole numbers up to here and their sums are exact as float64
_NAT = np.iinfo(np.int64).min


@dataclass(frozen=True, eq=False)
class WholeGrid:
    """Cells for the whole numbers `low` to `low + n_values - 1`, the gaps, below and above."""

    low: int
    n_values: int

    @property
    def size(self) -> int:
        """How many cells."""
        return 2 * self.n_values + 1

    @property
    def atoms(self) -> Array:
        """Cells that hold one value only; ascending."""
        return np.arange(1, self.size, 2)

    def cells(self, values: Array) -> Array:
        """The cell of each value (float64 or int64); NaN falls into the last."""
        last = 2 * self.n_values
        if values.dtype.kind != "f":
            inside = np.clip(values, self.low - 1, self.low + self.n_values) - self.low
            own: Array = np.clip(2 * inside + 1, 0, last)
            return own
        # floor + ceil is even at whole numbers and odd between: both are exact, where
        # `values - low` could already merge a value with its whole neighbour.
        with np.errstate(over="ignore"):
            twice = np.floor(values)
            twice += np.ceil(values)
            twice -= 2.0 * self.low - 1.0
        np.fmin(twice, level_at(float(last), twice.size), out=twice)
        np.clip(twice, 0.0, float(last), out=twice)
        return twice.astype(np.int64)

    def limits(self) -> tuple[Array, Array, Array]:
        """Lowest and highest value of each cell, and how wrong these may be (not at all)."""
        steps = np.arange(self.size, dtype=np.float64)
        low = self.low + np.floor((steps - 1.0) / 2.0)
        high = self.low + np.ceil((steps - 1.0) / 2.0)
        low[0], high[-1] = -np.inf, np.inf
        return low, high, np.zeros(self.size)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"grid": "whole", "low": self.low, "n_values": self.n_values}


@dataclass(frozen=True, eq=False)
class SqueezeGrid:
    """Cells that are fine around `centre` and coarse far from it; see the module.

    `integer` is for whole numbers and dates: differences are then taken between integers, for
    int64 values do not all fit a float64. `heavy` values, ascending, have cells of their own.
    """

    centre: float | int
    scale: float
    integer: bool = False
    heavy: tuple[float | int, ...] = ()
    _heavy_values: Array = field(init=False, repr=False)
    _heavy_cells: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        values = np.asarray(self.heavy, dtype=np.int64 if self.integer else np.float64)
        object.__setattr__(self, "_heavy_values", values)
        object.__setattr__(self, "_heavy_cells", self._plain(values))

    @functools.cached_property
    def _table(self) -> Array:
        """The cell of a value of each plain cell, where no heavy value is in that too."""
        every = np.arange(SQUEEZE_CELLS)
        return every + 2 * np.searchsorted(self._heavy_cells, every, "left")

    @functools.cached_property
    def _is_heavy(self) -> Array:
        """Whether a plain cell has a heavy value."""
        found = np.zeros(SQUEEZE_CELLS, dtype=bool)
        found[self._heavy_cells] = True
        return found

    @property
    def size(self) -> int:
        """How many cells."""
        return SQUEEZE_CELLS + 2 * len(self.heavy)

    @property
    def atoms(self) -> Array:
        """Cells that hold one value only; ascending."""
        return self._heavy_cells + 2 * np.arange(len(self.heavy)) + 1

    def cells(self, values: Array) -> Array:
        """The cell of each value (float64 or int64); NaN falls into the last.

        With heavy values it is the plain cell, plus how many heavy values are below the value,
        plus how many are not above it: three monotone counts.
        """
        plain = self._plain(values)
        if not self.heavy:
            return plain
        cells: Array = self._table[plain]
        near = np.flatnonzero(self._is_heavy[plain])
        if near.size:
            close = values[near]
            below = np.searchsorted(self._heavy_values, close, "left")
            up_to = np.searchsorted(self._heavy_values, close, "right")
            cells[near] = plain[near] + below + up_to
        return cells

    def _plain(self, values: Array) -> Array:
        return squeezed(values, self.centre, self.scale, self.integer)

    def limits(self) -> tuple[Array, Array, Array]:
        """Lowest and highest value of each cell, and how wrong each may be; shape (size,).

        The cell function solved for the value; its last cells stretch to infinity. The third
        array bounds what rounding can shift a border by: the squeeze is rounded to about
        2**-38 cells, which is (1+|z|)**2 * 2**-51 in units of z.
        """
        away, stretch = borders()
        with np.errstate(over="ignore", invalid="ignore"):
            values = float(self.centre) + away * self.scale
            slack = self.scale * stretch * 2.0**-48
            slack += 2.0**-50 * (np.abs(values) + abs(float(self.centre)))
        values[0], values[-1] = -np.inf, np.inf
        slack[0] = slack[-1] = 0.0
        if not self.heavy:
            return values[:-1], values[1:], slack[:-1] + slack[1:]
        every = np.arange(SQUEEZE_CELLS)
        first = self._table
        last = every + 2 * np.searchsorted(self._heavy_cells, every, "right")
        low, high, wrong = np.empty(self.size), np.empty(self.size), np.zeros(self.size)
        low[first], high[last] = values[:-1], values[1:]
        wrong[first] = slack[:-1]
        wrong[last] += slack[1:]
        alone, heavy = self.atoms, self._heavy_values.astype(np.float64)
        low[alone] = high[alone] = high[alone - 1] = low[alone + 1] = heavy
        return low, high, wrong

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types; floats keep every bit in JSON."""
        return {
            "grid": "squeeze",
            "centre": self.centre,
            "scale": self.scale,
            "integer": self.integer,
            "heavy": list(self.heavy),
        }


Grid = WholeGrid | SqueezeGrid


def grid_from_dict(data: dict[str, Any]) -> Grid:
    """Read what a grid's `to_dict` wrote."""
    if data["grid"] == "whole":
        return WholeGrid(int(data["low"]), int(data["n_values"]))
    return SqueezeGrid(data["centre"], data["scale"], data["integer"], tuple(data["heavy"]))


def axis_values(column: ColumnData) -> Array:
    """A numeric column's float64 or int64 values, or a date column's microseconds as int64."""
    values = column.values
    if column.kind is Kind.DATETIME:
        return np.asarray(values, dtype="datetime64[us]").view(np.int64)
    return values.astype(np.float64 if values.dtype.kind == "f" else np.int64, copy=False)


def ordered(column: ColumnData) -> Array:
    """The finite values of a numeric or date column, ascending (`axis_values` form)."""
    values = np.sort(axis_values(column))  # NaN stands last then, NaT first
    if column.kind is Kind.DATETIME:
        return values[np.searchsorted(values, _NAT, "right") :]
    if values.dtype.kind == "f":
        first, last = np.searchsorted(values, -np.inf, "right"), np.searchsorted(values, np.inf)
        return values[first:last]
    return values


def grid_for(values: Array) -> Grid:
    """The grid that suits ascending finite values (float64 or int64)."""
    integer = values.dtype.kind != "f"
    if not values.size:
        return SqueezeGrid(0, 1.0, integer)
    low, high = values[0].item(), values[-1].item()
    narrow = max(abs(low), abs(high)) <= _EXACT_WHOLE and high - low < WHOLE_VALUES
    if narrow and (integer or _is_whole(values)):
        span = int(high) - int(low) + 1
        margin = min(max(span, 64), (WHOLE_VALUES - span) // 2)
        return WholeGrid(int(low) - margin, span + 2 * margin)
    centre: float | int = values[values.size // 2].item()
    if integer:  # one that float64 knows too, so that both forms of the column agree
        centre = min(int(float(centre)), 2**63 - 1024)
    return SqueezeGrid(centre, _scale(values, centre), integer, _heavy(values))


def _is_whole(values: Array) -> bool:
    """Whether floats have no fractions; a few of them mostly tell."""
    few = values[:: max(1, values.size // 64)]
    return all(bool((some == np.floor(some)).all()) for some in (few, values))


def _scale(values: Array, centre: float | int) -> float:
    """Half the interquartile range, or what spreads the values better over the cells.

    Where most values lie in a small part of the range, half the interquartile range would put
    all others in the last cell; wider quantiles, the typical distance from the centre and scales
    between are tried, and the one whose fullest cell is emptiest wins.
    """
    sample = values[np.linspace(0, values.size - 1, min(values.size, 4096)).astype(np.int64)]
    floats = sample.astype(np.float64)

    def half_range(share: float) -> float:
        low = floats[int(share * (floats.size - 1))]
        high = floats[int((1.0 - share) * (floats.size - 1))]
        return float(high / 2.0 - low / 2.0)

    with np.errstate(over="ignore"):
        apart = np.abs(floats - float(centre))
    others = apart[apart > 0.0]
    typical = float(np.sort(others)[others.size // 2]) if others.size else 0.0
    options = [half_range(0.25), typical, half_range(0.05), half_range(0.01), half_range(0.0)]
    good = [min(max(s, 1e-300), 1e300) for s in options if s > 0.0]
    if not good:
        return min(max(abs(float(centre)), 1e-300), 1e300) if centre else 1.0
    between: list[float] = np.geomspace(min(good), max(good), 7)[1:-1].tolist()
    different = floats[np.concatenate(([True], floats[1:] != floats[:-1]))]
    best, emptiest = good[0], floats.size * 100
    for scale in (*good, *between):
        fullest = _fullest(different, float(centre), scale) * 100 // floats.size
        if fullest < emptiest:
            best, emptiest = scale, fullest
        if not emptiest:
            break
    return best


def _fullest(different: Array, centre: float, scale: float) -> int:
    """How many different values share a cell at worst."""
    return int(np.bincount(squeezed(different, centre, scale, integer=False)).max())


def _heavy(values: Array) -> tuple[float | int, ...]:
    """Values that a large share of the ascending column has; at most 20."""
    least = max(HEAVY_COUNT, math.ceil(HEAVY_SHARE * values.size))
    if values.size < least:
        return ()
    first = values[: values.size - least + 1]
    heavy = first[first == values[least - 1 :]]
    return tuple(np.unique(heavy).tolist())


def runs(values: Array) -> tuple[Array, Array]:
    """Where each run of equal values begins in an ascending array, and how long it is."""
    if not values.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    inner = np.flatnonzero(values[1:] != values[:-1])
    borders = np.empty(inner.size + 2, dtype=np.int64)
    borders[0], borders[-1] = 0, values.size
    np.add(inner, 1, out=borders[1:-1])
    return borders[:-1], np.diff(borders)


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many values each cell holds, and what lies outside every cell."""

    cells: Array
    missing: int = 0
    below: int = 0
    above: int = 0
    minimum: float | int | None = None
    maximum: float | int | None = None


def histogram(grid: Grid, column: ColumnData) -> Histogram:
    """Count a numeric or date column on a grid in one pass over cache-sized blocks.

    `below` and `above` count minus and plus infinity; minimum and maximum are of the finite.
    """
    values = axis_values(column)
    counts = np.zeros(grid.size, dtype=np.int64)
    missing = below = above = 0
    lows: list[Any] = []
    highs: list[Any] = []
    for start in range(0, len(values), BLOCK):
        block = values[start : start + BLOCK]
        if column.kind is Kind.DATETIME:
            gone = block == _NAT
            if gone.any():
                missing += int(np.count_nonzero(gone))
                block = block[~gone]
        if not block.size:
            continue
        counts += np.bincount(grid.cells(block), minlength=grid.size)
        low, high = np.fmin.reduce(block), np.fmax.reduce(block)
        if block.dtype.kind == "f":
            missing += int(np.count_nonzero(np.isnan(block)))
            if not (np.isfinite(low) and np.isfinite(high)):
                below += int(np.count_nonzero(block == -np.inf))
                above += int(np.count_nonzero(block == np.inf))
                finite = block[np.isfinite(block)]
                if not finite.size:
                    continue
                low, high = finite.min(), finite.max()
        lows.append(low.item())
        highs.append(high.item())
    if values.dtype.kind == "f":
        first, last, nowhere = grid.cells(np.array([-np.inf, np.inf, np.nan]))
        counts[first] -= below
        counts[last] -= above
        counts[nowhere] -= missing
    return Histogram(
        counts,
        missing,
        below,
        above,
        min(lows, default=None),
        max(highs, default=None),
    )
