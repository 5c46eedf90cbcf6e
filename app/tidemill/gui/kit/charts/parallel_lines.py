"""The numbers behind parallel coordinates: places on axes, brushes, density. Plain numpy, no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Cells = NDArray[np.int32]

N_CELLS = 96
"""How many cells an axis has in a density image, the lane of missing values not counted."""


@dataclass(frozen=True, eq=False)
class Axis:
    """A column as an axis: a value for each row (n,), NaN where it is missing.

    With `labels` the values are codes into them. `is_log` needs values over zero: others are drawn
    as missing. `is_measure` marks the axis that the others are read against.
    """

    name: str
    title: str
    values: Floats
    labels: tuple[str, ...] = ()
    is_log: bool = False
    is_flipped: bool = False
    is_measure: bool = False

    @cached_property
    def scaled(self) -> Floats:
        """The values on the axis' own scale: logarithms where it is logarithmic."""
        values = np.asarray(self.values, dtype=float)
        if not self.is_log:
            return np.where(np.isfinite(values), values, np.nan)
        safe = np.where(values > 0, values, np.nan)
        return np.where(np.isfinite(safe), np.log10(safe), np.nan)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The lowest and highest place on that scale; categories have room at their ends."""
        if self.labels:
            return -0.5, len(self.labels) - 0.5
        known = self.scaled[np.isfinite(self.scaled)]
        if not known.size:
            return 0.0, 1.0
        low, high = float(known.min()), float(known.max())
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    @cached_property
    def shares(self) -> Floats:
        """How far up each row stands, from 0 to 1 (n,); NaN where it is missing."""
        low, high = self.ends
        shares = (self.scaled - low) / (high - low)
        return 1.0 - shares if self.is_flipped else shares

    @cached_property
    def cells(self) -> Cells:
        """The cell of each row from the bottom (n,); the one after the last is missing."""
        shares = self.shares
        inside = np.nan_to_num(shares, nan=0.0) * N_CELLS
        cells = np.clip(inside, 0, N_CELLS - 1).astype(np.int32)
        cells[np.isnan(shares)] = N_CELLS
        return cells

    @property
    def can_be_log(self) -> bool:
        """Whether a logarithmic scale would show most of it."""
        if self.labels:
            return False
        known = self.values[np.isfinite(self.values)]
        return bool(known.size) and bool((known > 0).all()) and float(known.max()) > 0

    def value_at(self, share: float) -> float:
        """The value at a height."""
        low, high = self.ends
        place = low + (1.0 - share if self.is_flipped else share) * (high - low)
        return float(10.0**place) if self.is_log else place

    def flipped(self) -> "Axis":
        """The same upside down."""
        return replace(self, is_flipped=not self.is_flipped)

    def logged(self, is_log: bool) -> "Axis":
        """The same on a logarithmic scale, or back on a plain one."""
        return replace(self, is_log=is_log and self.can_be_log)


@dataclass(frozen=True)
class Brush:
    """A stretch of an axis from the bottom up, in shares; `is_missing` is the lane of NaN."""

    low: float
    high: float
    is_missing: bool = False

    def moved(self, by: float) -> "Brush":
        """The same stretch elsewhere, inside the axis."""
        by = max(-self.low, min(1.0 - self.high, by))
        return Brush(self.low + by, self.high + by)

    def holds(self, shares: Floats) -> Mask:
        """Which rows lie in it (n,)."""
        if self.is_missing:
            return np.asarray(np.isnan(shares))
        slack = 1e-9  # the ends of an axis belong to it
        with np.errstate(invalid="ignore"):
            return np.asarray((shares >= self.low - slack) & (shares <= self.high + slack))


def brushed(axes: Sequence[Axis], brushes: Mapping[str, Brush]) -> Mask | None:
    """The rows inside every brush (n,); None without brushes."""
    found: Mask | None = None
    for axis in axes:
        brush = brushes.get(axis.name)
        if brush is not None:
            held = brush.holds(axis.shares)
            found = held if found is None else found & held
    return found


def pair_counts(left: Axis, right: Axis, rows: Mask | None = None) -> NDArray[np.int64]:
    """How many rows go from each cell of one axis to each of the next (cells + 1, cells + 1)."""
    a, b = left.cells, right.cells
    if rows is not None:
        a, b = a[rows], b[rows]
    n = N_CELLS + 1
    counts = np.bincount(a.astype(np.int64) * n + b, minlength=n * n)
    return np.asarray(counts.reshape(n, n))


def density(counts: NDArray[np.int64], heights: Floats, wide: int, tall: int) -> Floats:
    """How many lines pass each pixel between two axes (tall, wide), the top row first.

    `heights` are the pixels of the cells' middles (cells + 1,). All lines of a pair of cells are
    one line with a weight, so the work does not grow with the rows.
    """
    starts, ends = np.nonzero(counts)
    weights = counts[starts, ends].astype(float)
    image = np.zeros((tall, wide))
    y0, y1 = heights[starts], heights[ends]
    for x in range(wide):
        share = x / max(1, wide - 1)
        rows = np.clip(np.rint(y0 + (y1 - y0) * share), 0, tall - 1).astype(np.int64)
        image[:, x] = np.bincount(rows, weights, minlength=tall)
    return image


def opacity(image: Floats) -> Floats:
    """Counts as opacity from 0 to 1: by the logarithm, so that one line is still seen."""
    top = float(image.max())
    if top <= 0:
        return image
    shown = np.log1p(image) / np.log1p(top)
    return np.asarray(np.where(image > 0, 0.12 + 0.88 * shown, 0.0))


def nearest_row(
    axes: Sequence[Axis],
    at: int,
    share: float,
    height: float,
    rows: Mask | None,
    reach: float,
) -> int:
    """The row whose line passes nearest to a place between two axes; -1 if none is near.

    `at` is the axis left of the place, `share` how far it lies towards the next, `height` how far
    up, `reach` how far a line may pass, all in shares.
    """
    left, right = axes[at].shares, axes[min(at + 1, len(axes) - 1)].shares
    places = left + (right - left) * share
    far = np.abs(places - height)
    if rows is not None:
        far = np.where(rows, far, np.inf)
    far = np.where(np.isnan(far), np.inf, far)
    if not far.size:
        return -1
    found = int(np.argmin(far))
    return found if far[found] <= reach else -1
