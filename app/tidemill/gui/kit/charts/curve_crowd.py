"""Curves too many to be drawn as lines: how many pass through each pixel, and which is where.

A picture of thousands of lines costs what the lines are long and shows a block of one colour.
Counts cost what the picture is wide, tell where most curves run, and are made off the GUI thread;
the heights they are made from find the curve under the pointer at once. Plain values, no Qt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.pyramids import Floats
from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit.charts.curve_series import Axes, CurveSeries
from tidemill.gui.kit.charts.curve_view import View

Mask = NDArray[np.bool_]

MOST_LINES = 60
"""So many quiet curves are drawn as lines, in some 5 ms; more are a crowd."""

TONE = "reference"
FORWARD = "text"

_BLOCK = 1_000
_FAINTEST, _STRONGEST = 0.16, 0.75


@dataclass(frozen=True, eq=False)
class Crowd:
    """Curves that all look the same: `keys` (n,) rise and name them, with `names` and points."""

    keys: NDArray[np.int64]
    names: Sequence[str]
    x: Sequence[Floats]
    y: Sequence[Floats]

    def __len__(self) -> int:
        """How many curves there are."""
        return len(self.keys)

    def at(self, key: object) -> int:
        """The place of a curve by its key; -1 for none."""
        if not isinstance(key, int) or not len(self.keys):
            return -1
        at = int(np.searchsorted(self.keys, key))
        return at if at < len(self.keys) and self.keys[at] == key else -1

    def series(self, at: int, tone: str = TONE) -> CurveSeries:
        """One of them as a curve of its own."""
        return CurveSeries(
            int(self.keys[at]), self.names[at], self.x[at], self.y[at], tone, is_quiet=tone == TONE
        )

    def every(self) -> list[CurveSeries]:
        """All of them as curves of their own."""
        return [self.series(at) for at in range(len(self))]

    def within(self, rows: Mask | None) -> "Crowd":
        """Those whose keys a mask holds; all without one."""
        if rows is None or not len(self):
            return self
        known = self.keys < len(rows)
        inside = np.zeros(len(self), dtype=bool)
        inside[known] = rows[self.keys[known]]
        kept = np.flatnonzero(inside).tolist()
        return Crowd(
            self.keys[inside],
            [self.names[at] for at in kept],
            [self.x[at] for at in kept],
            [self.y[at] for at in kept],
        )


NOBODY = Crowd(np.empty(0, dtype=np.int64), (), (), ())


@dataclass(frozen=True, eq=False)
class ReadyCrowd:
    """A crowd's points as the axes count them, by rising place."""

    crowd: Crowd
    x: Sequence[Floats]
    y: Sequence[Floats]
    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None


def make_crowd_ready(
    crowd: Crowd, axes: Axes, smoothing: Smoothing, check: Callable[[], None] = lambda: None
) -> ReadyCrowd:
    """Transform and smooth the points, and find their ends; `check` may raise to stop."""
    xs, ys = [], []
    ends: list[tuple[float, float, float, float]] = []
    for at in range(len(crowd)):
        if at % 100 == 0:
            check()
        x = axes.place(crowd.x[at])
        y = np.asarray(crowd.y[at], dtype=np.float64)
        if len(x) > 1 and not bool(np.all(x[1:] >= x[:-1])):
            order = np.argsort(x, kind="stable")
            x, y = x[order], y[order]
        if smoothing.is_on and len(y) > 2:
            y = smoothing.of(y)
        y = axes.value(y)
        xs.append(x)
        ys.append(y)
        known = np.isfinite(x) & np.isfinite(y)
        if known.any():
            ends.append((x[known][0], x[known][-1], y[known].min(), y[known].max()))
    if not ends:
        return ReadyCrowd(crowd, xs, ys)
    low_x, high_x, low_y, high_y = np.array(ends).T
    return ReadyCrowd(
        crowd,
        xs,
        ys,
        (float(low_x.min()), float(high_x.max())),
        (float(low_y.min()), float(high_y.max())),
    )


@dataclass(frozen=True, eq=False)
class Field:
    """A crowd in one window of one size.

    `heights` (curves, width) are the curves' pixels from the top, NaN where there is none;
    `counts` (height, width) how many curves pass through a pixel.
    """

    ready: ReadyCrowd
    view: View
    heights: NDArray[np.float32]
    counts: NDArray[np.float32]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.counts.shape[1], self.counts.shape[0]

    def opacity(self) -> Floats:
        """How strong each pixel is painted: what one curve passes is to be seen."""
        most = max(1.0, float(self.counts.max(initial=0.0)))
        share = np.log1p(self.counts) / np.log1p(most)
        strength = _FAINTEST + (_STRONGEST - _FAINTEST) * share
        return np.asarray(np.where(self.counts > 0.5, strength, 0.0), dtype=np.float64)

    def nearest(self, across: float, down: float, most: float) -> int:
        """The place of the curve nearest to a pixel, at most so many away; -1 for none."""
        column = int(across)
        if not 0 <= column < self.heights.shape[1] or not len(self.heights):
            return -1
        away = np.abs(self.heights[:, column] - down)
        if not np.isfinite(away).any():
            return -1
        at = int(np.nanargmin(away))
        return at if away[at] < most else -1

    def n_at(self, across: float) -> int:
        """How many curves have a value in a column."""
        column = int(across)
        if not 0 <= column < self.heights.shape[1]:
            return 0
        return int(np.isfinite(self.heights[:, column]).sum())

    def meeting(self, left: float, top: float, right: float, bottom: float) -> list[int]:
        """The places of the curves that pass through a rectangle of pixels."""
        first, last = max(0, int(left)), min(self.heights.shape[1], int(right) + 2)
        part = self.heights[:, first:last]
        if part.shape[1] == 0:
            return []
        low, high = np.fmin(part[:, :-1], part[:, 1:]), np.fmax(part[:, :-1], part[:, 1:])
        if part.shape[1] == 1:
            low = high = part
        return np.flatnonzero(((low <= bottom) & (high >= top)).any(axis=1)).tolist()


def lay(
    ready: ReadyCrowd,
    view: View,
    width: int,
    height: int,
    check: Callable[[], None] = lambda: None,
) -> Field:
    """Lay a crowd into a window: a value a column for each curve, and the counts of all."""
    n = len(ready.crowd)
    heights = np.full((n, width), np.nan, dtype=np.float32)
    counts = np.zeros(((height + 1), width), dtype=np.float64)
    columns = view.x0 + (np.arange(width) + 0.5) / width * view.wide
    for start in range(0, n, _BLOCK):
        check()
        for at in range(start, min(n, start + _BLOCK)):
            if len(ready.x[at]):
                values = np.interp(columns, ready.x[at], ready.y[at], left=np.nan, right=np.nan)
                heights[at] = (view.y1 - values) / view.tall * height
        counts += _steps(heights[start : start + _BLOCK], height)
    return Field(ready, view, heights, np.cumsum(counts, axis=0)[:height].astype(np.float32))


def _steps(heights: NDArray[np.float32], height: int) -> Floats:
    """Where stretches of curves begin (+1) and end (-1) in each column (height + 1, width)."""
    width = heights.shape[1]
    after = np.concatenate([heights[:, 1:], heights[:, -1:]], axis=1)
    low, high = np.fmin(heights, after), np.fmax(heights, after)
    known = np.isfinite(heights) & (high >= 0) & (low < height)
    column = np.broadcast_to(np.arange(width), heights.shape)[known]
    begin = np.clip(np.floor(low[known]), 0, height - 1).astype(np.int64)
    end = np.clip(np.floor(high[known]), 0, height - 1).astype(np.int64) + 1
    n = (height + 1) * width
    made = np.bincount(begin * width + column, minlength=n)
    made = made - np.bincount(end * width + column, minlength=n)
    return made.reshape(height + 1, width).astype(np.float64)
