"""Raw values of a column beside the cells they fall into, for figures that want exactness.

Where a figure is known but for a few cells, only the values in those are sorted.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.cells import Grid, axis_values
from tidemill.domain.columns import Kind
from tidemill.domain.frames import ColumnData
from tidemill.domain.moments import RunningMoments

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]

_BLOCK = 32_768  # values a step: the work arrays stay in the second-level cache
_NAT = np.iinfo(np.int64).min
_EXACT = 2**52  # whole numbers up to here and their differences are exact as float64


@dataclass(frozen=True, eq=False)
class PlacedValues:
    """The finite values of a column, in the order of the rows, and each one's cell.

    `short_of` says for each cell how far its values are below the cell's upper border, in
    quarters of the column's unit and as a mean over all values: sum of (border - value) / 4n.
    None where whole numbers are too large for that to be exact.
    """

    values: Array
    cells: npt.NDArray[np.uint16]
    short_of: Floats | None

    def within(self, wanted: npt.NDArray[np.bool_]) -> Array:
        """The values in the wanted cells, in the order of the rows; `wanted` is by cell."""
        found: Array = self.values[wanted[self.cells]]
        return found

    def moments(self) -> tuple[float | None, float | None]:
        """Mean and standard deviation (over n)."""
        running = RunningMoments()
        for start in range(0, self.values.size, _BLOCK):
            running.add(self.values[start : start + _BLOCK])
        return running.figures()


def placed(grid: Grid, column: ColumnData, borders: Floats) -> PlacedValues:
    """Place a numeric or date column; `borders` are the finite upper borders of the cells."""
    values = _finite(axis_values(column), column.kind is Kind.DATETIME)
    cells = np.empty(values.size, dtype=np.uint16)
    is_exact = values.dtype.kind == "f" or _is_small(values)
    short_of = np.zeros(grid.size) if is_exact and values.size else None
    quarters = borders / 4.0
    for start in range(0, values.size, _BLOCK):
        block = values[start : start + _BLOCK]
        places = grid.cells(block)
        cells[start : start + _BLOCK] = places
        if short_of is not None:
            away = quarters[places]  # border and value are near: their difference is exact
            away -= block * 0.25
            away *= 1.0 / values.size
            short_of += np.bincount(places, away, grid.size)
    return PlacedValues(values, cells, short_of)


def _finite(values: Array, is_time: bool) -> Array:
    if is_time:
        gone = values == _NAT
        return values[~gone] if gone.any() else values
    if values.dtype.kind == "f":
        there = np.isfinite(values)
        return values if there.all() else values[there]
    return values


def _is_small(values: Array) -> bool:
    return not values.size or max(abs(int(values.min())), abs(int(values.max()))) <= _EXACT
