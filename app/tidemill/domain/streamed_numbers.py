"""Numbers and dates of a table that is too long to hold a column of: summarised in two passes.

The first pass finds what needs no order (extremes, missing, mean, spread, zeros, how many differ)
and a sample from which the cells are made; the second counts the cells. Exact are: rows, missing,
infinite, minimum, maximum, zeros, mean and standard deviation but for rounding, the counts of the
cells and of the values in `top`, and all of it where every whole number has a cell of its own.
Quantiles lie in the cell that holds the true one. How many values differ is exact up to
`distinct_counts.KEPT`, and beyond within a standard error of 1 %.
"""

import numpy as np
import numpy.typing as npt

from tidemill.domain.bins import number_bins
from tidemill.domain.cell_spreads import CellSpread
from tidemill.domain.cells import Array, Grid, WholeGrid, axis_values, grid_for, histogram, runs
from tidemill.domain.columns import Kind
from tidemill.domain.content import mixed_values
from tidemill.domain.distinct_counts import DistinctSketch
from tidemill.domain.distributions import N_TOP, ColumnReference
from tidemill.domain.frames import ColumnData
from tidemill.domain.moments import QUANTILES, RunningMoments

Ints = npt.NDArray[np.int64]

SAMPLE = 65_536
_SEED = 20_240_229
_NAT = np.iinfo(np.int64).min


def sample_rows(n_rows: int, size: int = SAMPLE) -> Ints:
    """Numbers of the rows that the sample takes, ascending; the same for a number of rows."""
    if n_rows <= size:
        return np.arange(n_rows)
    return np.sort(np.random.default_rng(_SEED).choice(n_rows, size, replace=False, shuffle=False))


class NumberScan:
    """The first pass over a column: everything but its cells."""

    def __init__(self, name: str, kind: Kind) -> None:
        self.name, self.kind = name, kind
        self.n = 0
        self.zeros = 0
        self.minimum: int | float | None = None
        self.maximum: int | float | None = None
        self.moments = RunningMoments()
        self.sketch = DistinctSketch()
        self._sample: list[Array] = []
        self._odd: float | None = None
        self._is_float = False

    def add(self, column: ColumnData, sampled: Ints) -> None:
        """Take in a block; `sampled` are the numbers of its rows, from 0, that the sample takes."""
        values = axis_values(column)
        self.n += len(values)
        is_there = _is_there(values, self.kind)
        taken = sampled[is_there[sampled]]
        self._sample.append(values[taken])
        good = values[is_there]
        self._is_float = self._is_float or values.dtype.kind == "f"
        if not good.size:
            return
        low, high = good.min().item(), good.max().item()
        self.minimum = low if self.minimum is None else min(low, self.minimum)
        self.maximum = high if self.maximum is None else max(high, self.maximum)
        self.moments.add(good)
        self.zeros += int(np.count_nonzero(good == 0)) if self.kind is Kind.NUMERIC else 0
        if self._odd is None and good.dtype.kind == "f":
            odd = np.flatnonzero(good != np.floor(good))
            self._odd = float(good[odd[0]]) if odd.size else None
        self.sketch.add(mixed_values(column)[is_there])

    def ordered_sample(self) -> Array:
        """Finite values, ascending: a sample, both extremes and a number that is not whole, if any.

        With these the cells that suit the sample suit all values.
        """
        dtype = np.float64 if self._is_float else np.int64
        if self.minimum is None or self.maximum is None:
            return np.zeros(0, dtype=dtype)
        ends = [self.minimum, self.maximum, *([] if self._odd is None else [self._odd])]
        parts = [part.astype(dtype) for part in self._sample]
        return np.sort(np.concatenate([*parts, np.array(ends, dtype)]))

    def ends(self) -> tuple[int | float | None, int | float | None]:
        """Minimum and maximum in the form that all values have."""
        if self._is_float and self.minimum is not None and self.maximum is not None:
            return float(self.minimum), float(self.maximum)
        return self.minimum, self.maximum


def _is_there(values: Array, kind: Kind) -> npt.NDArray[np.bool_]:
    if kind is Kind.DATETIME:
        return np.asarray(values != _NAT)
    return np.isfinite(values)


class NumberCount:
    """The second pass over a column: how many values every cell holds."""

    def __init__(self, scan: NumberScan) -> None:
        ordered = scan.ordered_sample()
        self._scan = scan
        self.grid: Grid = grid_for(ordered)
        self._cells = np.zeros(self.grid.size, dtype=np.int64)
        self._missing = self._below = self._above = 0
        starts, lengths = runs(ordered)
        most = np.argsort(-lengths, kind="stable")[:N_TOP]
        self._named: Array = np.sort(ordered[starts[most]])
        self._times = np.zeros(self._named.size, dtype=np.int64)

    def add(self, column: ColumnData) -> None:
        """Take in a block."""
        found = histogram(self.grid, column)
        self._cells += found.cells
        self._missing += found.missing
        self._below += found.below
        self._above += found.above
        if not isinstance(self.grid, WholeGrid) and self._named.size:
            values = axis_values(column)
            at = np.minimum(np.searchsorted(self._named, values), self._named.size - 1)
            hits = self._named[at] == values
            self._times += np.bincount(at[hits], minlength=self._times.size)

    def reference(self) -> ColumnReference:
        """The column's summary."""
        scan = self._scan
        mean, sd = scan.moments.figures()
        minimum, maximum = scan.ends()
        if scan.minimum == scan.maximum:
            sd = None if sd is None else 0.0
        distinct, top = self._different()
        return ColumnReference(
            name=scan.name,
            kind=scan.kind,
            n=scan.n,
            missing=self._missing,
            cells=self._cells,
            bins=number_bins(self._cells, self.grid.atoms),
            below=self._below,
            above=self._above,
            distinct=distinct,
            minimum=minimum,
            maximum=maximum,
            mean=mean,
            sd=sd,
            quantiles=self._quantiles(),
            zeros=scan.zeros,
            top=top,
            grid=self.grid,
        )

    def _different(self) -> tuple[int, tuple[tuple[float | int, int], ...]]:
        """How many values differ, and the most frequent ones."""
        if isinstance(self.grid, WholeGrid):  # its values all have a cell of their own
            atoms = self._cells[self.grid.atoms]
            values = np.arange(self.grid.n_values) + self.grid.low
            if isinstance(self._scan.ends()[0], float):
                values = values.astype(np.float64)
            order = np.argsort(-atoms, kind="stable")[:N_TOP]
            named = zip(values[order].tolist(), atoms[order].tolist(), strict=True)
            return int(np.count_nonzero(atoms)), tuple((v, n) for v, n in named if n)
        order = np.argsort(-self._times, kind="stable")
        named = zip(self._named[order].tolist(), self._times[order].tolist(), strict=True)
        return self._scan.sketch.n_distinct(), tuple((v, n) for v, n in named if n)

    def _quantiles(self) -> tuple[float, ...] | None:
        """Quantiles as in `moments.quantiles`, of values spread evenly over their cell."""
        scan = self._scan
        if scan.minimum is None or scan.maximum is None:
            return None
        spread = CellSpread.of(self.grid, self._cells, scan.minimum, scan.maximum)
        total = int(self._cells.sum())
        found = []
        for share in QUANTILES:
            place = share * (total - 1)
            lower = int(place)
            low = spread.value_at(lower)
            high = spread.value_at(min(lower + 1, total - 1))
            part = place - lower
            found.append(low if low == high else low * (1.0 - part) + high * part)
        found[0], found[-1] = float(scan.minimum), float(scan.maximum)
        return tuple(found)
