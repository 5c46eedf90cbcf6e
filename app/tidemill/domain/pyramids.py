"""Min/max pyramids: a curve of a million points drawn from a few thousand, its extremes kept.

Level k of a pyramid holds the lowest and the highest value of each block of 4^k points. A picture
asks for a window and a width in pixels; blocks that are wider than a pixel are opened, narrower
ones stand for all their points. So a peak of one point is in every picture it falls into.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

STEP = 4
"""How many blocks of a level make one of the next."""


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A curve by rising x. Values that are not finite are gaps (NaN).

    `lows[k]` and `highs[k]` are the extremes of blocks of `STEP ** (k + 1)` points; a block is
    NaN only where all its points are. `n_odd` counts the points left out because a place or a
    value is not a number.
    """

    x: Floats
    y: Floats
    lows: tuple[Floats, ...]
    highs: tuple[Floats, ...]
    n_odd: int

    @property
    def size(self) -> int:
        """How many points there are, gaps included."""
        return len(self.x)

    def x_range(self) -> tuple[float, float] | None:
        """The first and the last place; None without points."""
        return (float(self.x[0]), float(self.x[-1])) if self.size else None

    def y_range(self) -> tuple[float, float] | None:
        """The lowest and the highest value; None where there is none."""
        low = self.lows[-1] if self.lows else self.y
        high = self.highs[-1] if self.highs else self.y
        known = np.isfinite(low)
        if not known.any():
            return None
        return float(low[known].min()), float(high[known].max())

    def extended(self, x: ArrayLike, y: ArrayLike) -> "Pyramid":
        """This curve with more points behind it; only the blocks at the end are made anew.

        Points that do not lie behind the last one make the whole pyramid anew.
        """
        more_x, more_y, n_odd = _cleaned(x, y)
        if len(more_x) == 0:
            return self if n_odd == 0 else _with_odd(self, n_odd)
        is_behind = not self.size or more_x[0] >= self.x[-1]
        if not is_behind or not _is_rising(more_x):
            return build(np.concatenate([self.x, more_x]), np.concatenate([self.y, more_y]))
        all_y = np.concatenate([self.y, more_y])
        lows, highs = _levels(all_y, self)
        all_x = np.concatenate([self.x, more_x])
        return Pyramid(all_x, all_y, lows, highs, self.n_odd + n_odd)

    def window(self, low: float, high: float, width: int) -> tuple[Floats, Floats]:
        """What to draw of the stretch from `low` to `high` in `width` pixels: at most four points
        a pixel.

        The lowest and the highest value of each pixel are among them. The point before and the
        one behind the stretch are given too, so that lines run out of the picture; gaps are NaN.
        """
        if not self.size or not high > low:
            return np.empty(0), np.empty(0)
        first = max(0, int(np.searchsorted(self.x, low, "left")) - 1)
        last = min(self.size, int(np.searchsorted(self.x, high, "right")) + 1)
        pixel = (high - low) / max(1, width)
        if last - first <= 2 * width:
            return self.x[first:last], self.y[first:last]
        begin, lows, highs = self._blocks(first, last, pixel)
        place = np.floor((self.x[begin] - low) / pixel)
        # A stretch may begin with the single point before it; it has a column of its own.
        return _by_column(place, self.x[begin], lows, highs)

    def _blocks(
        self, first: int, last: int, pixel: float
    ) -> tuple[NDArray[np.int64], Floats, Floats]:
        """Blocks that cover the points `first` to `last`, none wider than a pixel: where each
        begins, its lowest and highest value.
        """
        level = len(self.lows)
        size = STEP**level
        at = np.arange(first // size, -(-last // size), dtype=np.int64)
        done: list[tuple[NDArray[np.int64], Floats, Floats]] = []
        while True:
            begin = at * size
            if level == 0:
                done.append((at, self.y[at], self.y[at]))
                break
            end = np.minimum(begin + size, self.size) - 1
            # A block across the window's ends is opened: what lies outside is not drawn.
            is_open = self.x[end] - self.x[begin] > pixel
            is_open |= (begin < first) | (end >= last)
            kept = at[~is_open]
            done.append((kept * size, self.lows[level - 1][kept], self.highs[level - 1][kept]))
            level -= 1
            size //= STEP
            children = (at[is_open, None] * STEP + np.arange(STEP)).ravel()
            begins = children * size
            at = children[(begins < last) & (begins + size > first)]
        begin = np.concatenate([each[0] for each in done])
        lows = np.concatenate([each[1] for each in done])
        highs = np.concatenate([each[2] for each in done])
        order = np.argsort(begin, kind="stable")
        return begin[order], lows[order], highs[order]


def build(x: ArrayLike, y: ArrayLike) -> Pyramid:
    """The pyramid of a curve; places in any order are sorted, equal ones keep theirs.

    Takes about 10 ms a million points that are in order.
    """
    xs, ys, n_odd = _cleaned(x, y)
    if not _is_rising(xs):
        order = np.argsort(xs, kind="stable")
        xs, ys = xs[order], ys[order]
    lows, highs = _levels(ys, None)
    return Pyramid(xs, ys, lows, highs, n_odd)


def _with_odd(pyramid: Pyramid, n_odd: int) -> Pyramid:
    return Pyramid(pyramid.x, pyramid.y, pyramid.lows, pyramid.highs, pyramid.n_odd + n_odd)


def _is_rising(x: Floats) -> bool:
    return bool(np.all(x[1:] >= x[:-1]))


def _cleaned(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats, int]:
    """Points whose place is a number, values that are none as NaN, how many were odd."""
    xs = np.asarray(x, dtype=np.float64)
    ys = np.asarray(y, dtype=np.float64)
    if xs.shape != ys.shape or xs.ndim != 1:
        raise ValueError(f"places and values differ: {xs.shape} and {ys.shape}")
    has_place, has_value = np.isfinite(xs), np.isfinite(ys)
    n_odd = int(len(xs) - np.count_nonzero(has_place & has_value))
    if n_odd:
        ys = np.where(has_value, ys, np.nan)[has_place]
        xs = xs[has_place]
    return xs, ys, n_odd


def _levels(y: Floats, before: Pyramid | None) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Extremes level by level; of a pyramid of the points' beginning, full blocks are taken."""
    lows: list[Floats] = []
    highs: list[Floats] = []
    low = high = y
    n_same = 0 if before is None else before.size
    while len(low) > STEP:
        n_same //= STEP
        kept = before is not None and len(lows) < len(before.lows)
        n_kept = n_same if kept else 0
        new_low = _coarser(low[n_kept * STEP :], np.fmin)
        new_high = _coarser(high[n_kept * STEP :], np.fmax)
        if before is not None and n_kept:
            new_low = np.concatenate([before.lows[len(lows)][:n_kept], new_low])
            new_high = np.concatenate([before.highs[len(highs)][:n_kept], new_high])
        low, high = new_low, new_high
        lows.append(low)
        highs.append(high)
    return tuple(lows), tuple(highs)


def _coarser(values: Floats, extreme: np.ufunc) -> Floats:
    """The extreme of each four values; the last block may be short. NaN only where all are."""
    whole = len(values) // STEP * STEP
    four = values[:whole].reshape(-1, STEP)
    made: Floats = extreme(extreme(four[:, 0], four[:, 1]), extreme(four[:, 2], four[:, 3]))
    if whole < len(values):
        made = np.append(made, extreme.reduce(values[whole:]))
    return made


def _by_column(place: Floats, x: Floats, lows: Floats, highs: Floats) -> tuple[Floats, Floats]:
    """Two points a pixel column, its lowest and highest value, with gaps where there was one.

    A column that begins or ends with a gap keeps it, so that no line crosses a missing stretch
    that is wider than the pixel it begins in.
    """
    starts = np.flatnonzero(np.concatenate([[True], place[1:] != place[:-1]]))
    ends = np.append(starts[1:], len(place)) - 1
    low = np.fmin.reduceat(lows, starts)
    high = np.fmax.reduceat(highs, starts)
    is_falling = lows[ends] < lows[starts]
    one, other = np.where(is_falling, high, low), np.where(is_falling, low, high)
    opens, closes = np.isnan(lows[starts]), np.isnan(lows[ends])
    nothing = np.full(len(starts), np.nan)
    is_drawn = np.stack([opens, np.ones_like(opens), low != high, closes], axis=1)
    at = np.stack([x[starts], x[starts], x[ends], x[ends]], axis=1)
    values = np.stack([nothing, one, other, nothing], axis=1)
    return at[is_drawn], values[is_drawn]
