"""What a curve chart shows, made ready to be drawn: transformed, smoothed, its pyramids built.

Plain values, no Qt: making a million points ready takes longer than a frame, so charts have it
done in an operation.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tidemill.domain.pyramids import Floats, Pyramid, build
from tidemill.domain.smoothing import Smoothing

XKind = Literal["number", "time", "duration"]


@dataclass(frozen=True, eq=False)
class CurveSeries:
    """One curve. `key` names it for good: highlighting, brushing and hovering speak of keys.

    `tone` is a colour token. `low` and `high` make a band around it, in `band_tone` or its own.
    `end_label` stands at its last point. A quiet curve is drawn pale until it is brought forward.
    `is_dots` draws points alone, without lines between them; `is_filled` fades out below it.
    """

    key: Hashable
    name: str
    x: ArrayLike
    y: ArrayLike
    tone: str = "accent"
    dash: tuple[float, ...] = ()
    low: ArrayLike | None = None
    high: ArrayLike | None = None
    end_label: str = ""
    is_quiet: bool = False
    is_dots: bool = False
    width: float = 2.0
    band_tone: str = ""
    is_filled: bool = False

    def points(self) -> tuple[Floats, Floats]:
        """The places and values as arrays."""
        return np.asarray(self.x, dtype=np.float64), np.asarray(self.y, dtype=np.float64)

    @property
    def size(self) -> int:
        """How many points it has."""
        return len(self.points()[0])


@dataclass(frozen=True)
class Mark:
    """A place on the x axis with words: "best at 341"."""

    x: float
    label: str
    tone: str = "text2"


@dataclass(frozen=True)
class Axes:
    """How places and values become lengths: what x is, whether each axis is logarithmic."""

    x_kind: XKind = "number"
    is_x_log: bool = False
    is_y_log: bool = False

    def place(self, x: ArrayLike) -> Floats:
        """Places as the x axis counts them: their logarithm, or themselves."""
        return logarithms(x) if self.is_x_log else np.asarray(x, dtype=np.float64)

    def value(self, y: ArrayLike) -> Floats:
        """Values as the y axis counts them."""
        return logarithms(y) if self.is_y_log else np.asarray(y, dtype=np.float64)

    def place_back(self, x: float) -> float:
        """A place from what the axis counts."""
        return float(10.0**x) if self.is_x_log else x

    def value_back(self, y: float) -> float:
        """A value from what the axis counts."""
        return float(10.0**y) if self.is_y_log else y


def logarithms(values: ArrayLike) -> Floats:
    """Logarithms to base 10; what is 0 or less has none and is a gap."""
    every = np.asarray(values, dtype=np.float64)
    made = np.full(every.shape, np.nan)
    np.log10(every, out=made, where=every > 0)
    return made


@dataclass(frozen=True, eq=False)
class Ready:
    """A curve made ready. `shown` is what is drawn; `raw` stands behind it where it is smoothed.

    `n_odd` counts points that are not numbers, `n_below` those a logarithmic axis has no place
    for.
    """

    series: CurveSeries
    shown: Pyramid
    raw: Pyramid | None
    band: tuple[Pyramid, Pyramid] | None
    n_odd: int
    n_below: int


@dataclass(frozen=True, eq=False)
class ReadyCurves:
    """All curves of a chart made ready for one way of drawing them."""

    curves: tuple[Ready, ...] = ()
    axes: Axes = field(default_factory=Axes)
    smoothing: Smoothing = field(default_factory=Smoothing)

    def x_range(self) -> tuple[float, float] | None:
        """The first and the last place as the axis counts them."""
        ends = [each.shown.x_range() for each in self.curves]
        known = [end for end in ends if end is not None]
        return (min(e[0] for e in known), max(e[1] for e in known)) if known else None

    def y_range(self) -> tuple[float, float] | None:
        """The lowest and the highest value as the axis counts them, bands included."""
        pyramids = [each.shown for each in self.curves]
        # A raw curve behind a smooth one may leave the picture: its peaks are what is smoothed.
        pyramids += [part for each in self.curves if each.band for part in each.band]
        ends = [pyramid.y_range() for pyramid in pyramids]
        known = [end for end in ends if end is not None]
        return (min(e[0] for e in known), max(e[1] for e in known)) if known else None

    @property
    def n_odd(self) -> int:
        """Points that are not numbers."""
        return sum(each.n_odd for each in self.curves)

    @property
    def n_below(self) -> int:
        """Points a logarithmic axis has no place for."""
        return sum(each.n_below for each in self.curves)


def make_ready(
    series: Sequence[CurveSeries],
    axes: Axes,
    smoothing: Smoothing,
    before: ReadyCurves | None = None,
    check: Callable[[], None] = lambda: None,
) -> ReadyCurves:
    """Build what is drawn of each curve; what `before` holds of the same points is taken over.

    A curve that only grew has only its new blocks built. `check` is called between curves and
    may raise to stop.
    """
    known: Mapping[Hashable, Ready] = {}
    if before is not None and before.axes == axes and before.smoothing == smoothing:
        known = {each.series.key: each for each in before.curves}
    made = []
    for one in series:
        check()
        made.append(_ready(one, axes, smoothing, known.get(one.key)))
    return ReadyCurves(tuple(made), axes, smoothing)


def _ready(one: CurveSeries, axes: Axes, smoothing: Smoothing, before: Ready | None) -> Ready:
    x, y = one.points()
    if before is not None:
        old_x, old_y = before.series.points()
        n = len(old_x)
        is_same = n <= len(x) and _same(old_x, x[:n]) and _same(old_y, y[:n])
        if is_same and n == len(x) and _same_band(before.series, one):
            return replace(before, series=one)
        if is_same and before.raw is None and one.low is None and before.band is None:
            places, values = axes.place(x[n:]), axes.value(y[n:])
            n_odd, n_below = _left_out(x[n:], y[n:], axes)
            return Ready(
                one,
                before.shown.extended(places, values),
                None,
                None,
                before.n_odd + n_odd,
                before.n_below + n_below,
            )
    n_odd, n_below = _left_out(x, y, axes)
    places = axes.place(x)
    raw = build(places, axes.value(y))
    shown = raw
    if smoothing.is_on and raw.size > 2:
        order = slice(None) if bool(np.all(x[1:] >= x[:-1])) else np.argsort(x, kind="stable")
        shown = build(places[order], axes.value(smoothing.of(y[order])))
    band = None
    if one.low is not None and one.high is not None:
        band = (build(places, axes.value(one.low)), build(places, axes.value(one.high)))
    return Ready(one, shown, raw if shown is not raw else None, band, n_odd, n_below)


def _same(one: Floats, other: Floats) -> bool:
    return one is other or np.array_equal(one, other, equal_nan=True)


def _same_band(one: CurveSeries, other: CurveSeries) -> bool:
    return one.low is other.low and one.high is other.high


def _left_out(x: Floats, y: Floats, axes: Axes) -> tuple[int, int]:
    """Points that are not numbers, and those that a logarithmic axis has no place for."""
    is_number = np.isfinite(x) & np.isfinite(y)
    is_below: NDArray[np.bool_] = np.zeros(len(x), dtype=bool)
    if axes.is_x_log:
        is_below |= is_number & (x <= 0)
    if axes.is_y_log:
        is_below |= is_number & (y <= 0)
    return int(len(x) - np.count_nonzero(is_number)), int(np.count_nonzero(is_below))
