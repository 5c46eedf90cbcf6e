"""Which part of its curves a chart shows, and what its axes say. Pure functions and values."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.curve_series import Axes
from tidemill.gui.kit.charts.ticks import (
    decimals_for,
    nice_range,
    nice_step,
    ticks_of,
    time_label,
    time_ticks,
)

Ticks = list[tuple[float, str]]

_MOST_ZOOM = 1e-7
_DURATIONS = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
    3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """A window on the curves, in what the axes count: logarithms on a logarithmic axis."""

    x0: float = 0.0
    x1: float = 1.0
    y0: float = 0.0
    y1: float = 1.0

    @property
    def wide(self) -> float:
        """How much of the x axis is in sight."""
        return self.x1 - self.x0

    @property
    def tall(self) -> float:
        """How much of the y axis is in sight."""
        return self.y1 - self.y0

    def panned(self, x: float, y: float, home: "View") -> "View":
        """Moved by shares of its size, as far as something of the curves stays in sight."""
        by_x = _held(x * self.wide, self.x0, self.x1, home.x0, home.x1)
        by_y = _held(y * self.tall, self.y0, self.y1, home.y0, home.y1)
        return View(self.x0 + by_x, self.x1 + by_x, self.y0 + by_y, self.y1 + by_y)

    def zoomed_x(self, factor: float, around: float, home: "View") -> "View":
        """Made narrower (below 1) or wider about a place; never wider than everything."""
        x0, x1 = _zoomed(self.x0, self.x1, factor, around, home.x0, home.x1)
        return View(x0, x1, self.y0, self.y1)

    def zoomed_y(self, factor: float, around: float, home: "View") -> "View":
        """Made flatter or taller about a value; never taller than everything."""
        y0, y1 = _zoomed(self.y0, self.y1, factor, around, home.y0, home.y1)
        return View(self.x0, self.x1, y0, y1)


def _held(by: float, low: float, high: float, home_low: float, home_high: float) -> float:
    """A step that leaves at least half the window on what there is."""
    half = (high - low) / 2
    return min(max(by, home_low - half - low), home_high + half - high)


def _zoomed(
    low: float, high: float, factor: float, around: float, home_low: float, home_high: float
) -> tuple[float, float]:
    home = home_high - home_low
    wanted = max((high - low) * factor, home * _MOST_ZOOM)
    if wanted >= home:
        return home_low, home_high
    share = (around - low) / ((high - low) or 1.0)
    made = around - share * wanted
    return made, made + wanted


def spanning(
    one: tuple[float, float] | None, other: tuple[float, float] | None
) -> tuple[float, float] | None:
    """The range that holds two; None where there is neither."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def home_of(
    x: tuple[float, float] | None,
    y: tuple[float, float] | None,
    axes: Axes,
    fixed_y: tuple[float, float] | None,
    n_ticks: int,
) -> View | None:
    """The window that shows everything, y from round values; None without a point."""
    if x is None or y is None:
        return None
    x0, x1 = x
    if x1 <= x0:
        x0, x1 = x0 - 0.5, x1 + 0.5
    low, high = y
    if fixed_y is not None:
        return View(x0, x1, *fixed_y)
    if axes.is_y_log:
        air = (high - low) * 0.05 or 0.5
        return View(x0, x1, low - air, high + air)
    bottom = nice_range(low, high, n_ticks)[0]
    # The lowest tick is labelled; above the data a little air is enough.
    return View(x0, x1, bottom, high + (high - bottom or 1.0) * 0.07)


def y_ticks(
    view: View, axes: Axes, most: int, words: Callable[[float], str] | None = None
) -> Ticks:
    """Where the horizontal lines are, as the axis counts, and what stands beside them."""
    if axes.is_y_log:
        return _log_ticks(view.y0, view.y1, most, words or numbers.plain)
    step = nice_step(view.tall, most)
    return [(tick, _said(tick, step, words)) for tick in ticks_of(view.y0, view.y1, step)]


def x_ticks(view: View, axes: Axes, most: int) -> Ticks:
    """Where places are named, as the axis counts, and what stands there."""
    if axes.is_x_log:
        words = numbers.duration if axes.x_kind == "duration" else numbers.plain
        return _log_ticks(view.x0, view.x1, most, words)
    if axes.x_kind == "time":
        found = time_ticks(view.x0, view.x1, most)
        if len(found) > 1:
            return [(tick, time_label(tick, view.wide)) for tick in found]
        step = duration_step(view.wide, most)
        return [(t, _clock(t, step)) for t in ticks_of(view.x0, view.x1, step)]
    if axes.x_kind == "duration":
        step = duration_step(view.wide, most)
        return [(t, _passed(t, step)) for t in ticks_of(view.x0, view.x1, step)]
    step = nice_step(view.wide, most)
    return [(tick, _count(tick, step)) for tick in ticks_of(view.x0, view.x1, step)]


def duration_step(span: float, most: int) -> float:
    """Seconds between ticks of a length of time: round in seconds, minutes, hours or days."""
    if span / max(1, most) < 1:
        return nice_step(span, most)
    fitting = [step for step in _DURATIONS if span / step <= most]
    return float(fitting[0]) if fitting else 604_800 * nice_step(span / 604_800, most)


def _said(tick: float, step: float, words: Callable[[float], str] | None) -> str:
    if words is not None:
        return words(tick)
    if abs(tick) >= 1e6 or 0 < step < 1e-5:
        return numbers.plain(tick)
    return numbers.decimal(tick, decimals_for(step))


def _count(tick: float, step: float) -> str:
    """A step: `400`, `20,000`, `1.5 M`; a part of one only where that is the distance of ticks."""
    if step < 1:
        return "0" if tick == 0 else numbers.decimal(tick, decimals_for(step))
    if abs(tick) >= 1e6 and step >= 1e4:
        return numbers.count(tick)
    return numbers.integer(tick)


def _passed(tick: float, step: float) -> str:
    if tick == 0:
        return "0"
    if step < 1:
        return numbers.duration(tick)
    if step % 86_400 == 0:
        return f"{numbers.integer(tick / 86_400)} d"
    if step % 3600 == 0:
        return f"{numbers.integer(tick / 3600)} h"
    return f"{numbers.integer(tick / 60)} min" if step % 60 == 0 else numbers.duration(tick)


def _clock(seconds: float, step: float) -> str:
    from datetime import UTC, datetime

    when = datetime.fromtimestamp(seconds, UTC).astimezone()
    return when.strftime("%H:%M:%S" if step < 60 else "%H:%M")


def _log_ticks(low: float, high: float, most: int, words: Callable[[float], str]) -> Ticks:
    """Powers of ten; within few of them 1, 2 and 5; within one, round values."""
    if high - low > most:
        step = max(1.0, math.ceil((high - low) / max(1, most)))
        return [(tick, words(10.0**tick)) for tick in ticks_of(low, high, step)]
    factors = (1.0, 2.0, 5.0) if (high - low) * 3 <= most + 1 else (1.0,)
    found = [
        (power + math.log10(factor), words(factor * 10.0**power))
        for power in range(math.floor(low), math.ceil(high) + 1)
        for factor in factors
        if low <= power + math.log10(factor) <= high
    ]
    if len(found) >= 2:
        return found
    ends = 10.0**low, 10.0**high
    values = ticks_of(*ends, nice_step(ends[1] - ends[0], most))
    return [(math.log10(value), words(value)) for value in values if value > 0]
