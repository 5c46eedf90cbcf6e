"""Curves over numbers or time: lines with bands, limits, events, a crosshair and a shared axis."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts import line_ground as ground
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.curve_layer import JOINED_UP_TO
from tidemill.gui.kit.charts.curve_moves import dragged, wheeled
from tidemill.gui.kit.charts.curve_series import Axes, make_ready
from tidemill.gui.kit.charts.curve_view import View, home_of
from tidemill.gui.kit.charts.line_overlay import event_at, paint_crosshair_at, paint_over
from tidemill.gui.kit.charts.line_series import (
    Event,
    Limit,
    Series,
    Shade,
    categorical,
    curves_of,
    nearest,
    value_range,
    x_range,
)
from tidemill.gui.kit.charts.ticks import (
    nice_range,
    nice_step,
    time_label,
    time_ticks,
    value_ticks,
)
from tidemill.gui.kit.charts.view_canvas import ViewCanvas
from tidemill.gui.kit.fonts import face

__all__ = ["Event", "Limit", "LineChart", "Series", "Shade", "categorical"]

_FLAGS = 26
_HASTY_FROM = JOINED_UP_TO / 2
"""Lines of fewer pixels than this look the same while they move: a frame has time for them."""

_JOIN = 3.0
"""What a point of a line costs, in pixels of line."""


class LineChart(ViewCanvas):
    """A chart of one or more lines.

    Emits `hovered(x)` as the pointer moves (None when it leaves) and `range_changed(low, high)`
    when a person zooms or pans. Charts of one time axis are joined with `link_x`; `x_moved(low,
    high)` tells them when the stretch in sight changed, whoever changed it. `event_clicked(index)`
    comes for a click on an event's line or flag.

    Where it is zoomable, dragging pans, the wheel zooms and a double click shows everything again.
    """

    hovered = Signal(object)
    range_changed = Signal(float, float)
    x_moved = Signal(float, float)
    event_clicked = Signal(int)

    def __init__(
        self,
        name: str = "",
        x_kind: Literal["number", "time"] = "number",
        y_format: Callable[[float], str] | None = None,
        x_format: Callable[[float], str] | None = None,
        x_unit: str = "",
        height: int = 168,
        is_zoomable: bool = False,
        left_width: int | None = None,
        right_width: int = 14,
        shows_x_axis: bool = True,
        y_range: tuple[float, float] | None = None,
        y_ticks: int = 4,
        short_ticks: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty chart; `name` says what it shows.

        Times are seconds since 1970. `x_unit` is written on the last tick. `left_width` fixes the
        room for axis text, so that charts stand exactly over each other; `y_range` fixes the
        ends, else they are round numbers around the data.
        """
        super().__init__(name, height, parent)
        self._x_kind = x_kind
        self._y_format, self._x_format, self._x_unit = y_format, x_format, x_unit
        self._left, self._right = left_width, right_width
        self._is_zoomable, self._has_x_axis = is_zoomable, shows_x_axis
        self._fixed_y, self._n_y = y_range, y_ticks
        self._ends: tuple[float, float] | None = None
        self._has_short_ticks = short_ticks
        self._series: tuple[Series, ...] = ()
        self._limits: tuple[Limit, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._shades: tuple[Shade, ...] = ()
        self._highlighted = -1
        self._y_step = 0.25
        self._crosshair: float | None = None
        self._has_tip = self._is_pointed = False
        self._pressed: QPointF | None = None
        self._pressed_view = View()
        self.setMouseTracking(True)
        self.view_changed.connect(self._on_person)

    # What is shown

    def set_series(self, series: Sequence[Series]) -> None:
        """Show these lines; keeps the range a person zoomed to if the ends are the same."""
        self._series = tuple(series)
        self._ready = make_ready(curves_of(self._series), Axes(), Smoothing(), self._ready)
        self._set_ranges()
        self.tell()

    def set_ends(self, low: float, high: float) -> None:
        """Let the axis reach from `low` to `high`, whatever the lines and shades do."""
        self._ends = low, high
        self._set_ranges()

    def set_limits(self, limits: Sequence[Limit]) -> None:
        """Show these limits."""
        self._limits = tuple(limits)
        self._set_ranges()
        self.tell()

    def set_events(self, events: Sequence[Event]) -> None:
        """Show these events."""
        self._events = tuple(events)
        self._forget()
        self.tell()

    def set_shades(self, shades: Sequence[Shade]) -> None:
        """Show these shaded stretches."""
        self._shades = tuple(shades)
        self._set_ranges()
        self.tell()

    def series(self) -> tuple[Series, ...]:
        """The lines shown."""
        return self._series

    def limits(self) -> tuple[Limit, ...]:
        """The limits shown."""
        return self._limits

    def events(self) -> tuple[Event, ...]:
        """The events shown."""
        return self._events

    def shades(self) -> tuple[Shade, ...]:
        """The shaded stretches shown."""
        return self._shades

    def highlight(self, index: int) -> None:
        """Bring a line forward and quieten the others; -1 is none."""
        self._highlighted = index
        self._picture = None
        self.update()

    def crosshair(self) -> float | None:
        """The place marked."""
        return self._crosshair

    def set_crosshair(self, x: float | None) -> None:
        """Mark a place, for charts that follow another's pointer."""
        self._mark(x, False)

    def _mark(self, x: float | None, has_tip: bool) -> None:
        if (x, has_tip) != (self._crosshair, self._has_tip):
            self._crosshair, self._has_tip = x, has_tip
            self.update()

    # The stretch in sight

    def link_x(self, other: "LineChart") -> None:
        """Share the other chart's axis: zooming and panning move both."""
        self._follow(*other.shown_x_range())
        other.x_moved.connect(self._follow)
        self.x_moved.connect(other._follow)

    def set_x_range(self, low: float, high: float) -> None:
        """Show a stretch of the axis."""
        self.set_view(replace(self._view, x0=low, x1=high))

    def shown_x_range(self) -> tuple[float, float]:
        """The stretch of the axis in sight."""
        return self._view.x0, self._view.x1

    def reset_range(self) -> None:
        """Show everything again."""
        if self._home is not None:
            self.set_view(self._home)

    def set_view(self, view: View, *, is_told: bool = False) -> None:
        """Show a window on the curves, here and in linked charts."""
        super().set_view(view, is_told=is_told)
        self.x_moved.emit(*self.shown_x_range())

    def _follow(self, low: float, high: float) -> None:
        # Charts tell each other: what is there already is not told on.
        if (low, high) != self.shown_x_range():
            self.set_x_range(low, high)

    def _on_person(self, _view: View) -> None:
        self.range_changed.emit(*self.shown_x_range())

    def _set_ranges(self) -> None:
        found, ends = value_range(self._series, self._limits), self._ends
        ends = ends or x_range(self._series, self._shades)
        if found is not None or self._fixed_y is not None:
            self._y_step = self._step_of(found or (0.0, 1.0))
        before = self._home
        home = home_of(ends, found or (0.0, 1.0), Axes(), self._fixed_y, self._n_y)
        if home is not None:
            self._home = home
            is_same = before is not None and (before.x0, before.x1) == (home.x0, home.x1)
            self._view = replace(self._view, y0=home.y0, y1=home.y1) if is_same else home
        self._forget()
        self.x_moved.emit(*self.shown_x_range())

    def _step_of(self, found: tuple[float, float]) -> float:
        low, high = found if self._fixed_y is None else self._fixed_y
        if low == high:
            low, high = nice_range(low, high, self._n_y)
        return nice_step(high - low, self._n_y)

    # Words

    def description(self) -> str:
        """The chart in one sentence."""
        for one in self._series:
            y = one.points()[1]
            known = y[np.isfinite(y)]
            if known.size:
                said = tr(
                    "{value} went from {y_text} to ",
                    value=self._name or one.name,
                    y_text=self.y_text(float(known[0])),
                )
                said += self.y_text(float(known[-1]))
                if self._limits:
                    said += tr("; limit {y_text}", y_text=self.y_text(self._limits[0].value))
                return said + "."
        return tr("{name}: nothing known yet.", name=self._name)

    def as_table(self) -> Table:
        """Headers and rows of what is drawn: one row a place, one column a line."""
        places = sorted({float(x) for one in self._series for x in one.points()[0]})
        columns = []
        for one in self._series:
            x, y = one.points()
            columns.append(dict(zip(x.tolist(), y.tolist(), strict=True)))
        head = [tr("Time") if self._x_kind == "time" else self._x_unit or tr("At")]
        rows = [
            [self.x_text(place), *(numbers.plain(column.get(place), 6) for column in columns)]
            for place in places
        ]
        return head + [one.name for one in self._series], rows

    def y_text(self, value: float) -> str:
        """A value as the axis and the tooltip write it."""
        if self._y_format is not None:
            return self._y_format(value)
        return numbers.plain(value)

    def x_text(self, value: float) -> str:
        """A place as the tooltip writes it."""
        if self._x_format is not None:
            return self._x_format(value)
        if self._x_kind == "time":
            low, high = self.shown_x_range()
            return time_label(value, high - low)
        return numbers.plain(value)

    # Places

    def _place(self) -> QRectF:
        left = self._left if self._left is not None else self._axis_width()
        labels = [one.end_label for one in self._series if one.end_label]
        right = self._right
        if labels:
            right = max(right, round(max(face("caption").width(each) for each in labels)) + 12)
        top = _FLAGS if any(event.has_flag for event in self._events) else 8
        bottom = ground.AXIS_HEIGHT if self._has_x_axis else 6
        wide, tall = self.width() - left - right, self.height() - top - bottom
        return QRectF(left, top, max(10, wide), max(10, tall))

    def y_ticks(self) -> list[tuple[float, str]]:
        """Values of the horizontal lines and what is written beside them."""
        words = None if self._has_short_ticks else self._y_format
        return value_ticks(self._view.y0, self._view.y1, self._y_step, words)

    def _x_ticks(self) -> list[tuple[float, str]]:
        low, high = self.shown_x_range()
        most = max(2, int(self.plot_rect().width() / 76))
        if self._x_kind == "time":
            return [(tick, time_label(tick, high - low)) for tick in time_ticks(low, high, most)]
        return value_ticks(low, high, nice_step(high - low, min(most, 5)), self._x_format, True)

    def _axis_width(self) -> int:
        look = face("caption", True)
        widest = max((look.width(words) for _, words in self.y_ticks()), default=20.0)
        return round(widest + 10)

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or follow the pointer over the curves."""
        spot, plot = event.position(), self.plot_rect()
        if self._pressed is not None and self._home is not None:
            moved = dragged(self._pressed_view, self._home, plot, self._pressed, spot)
            self.set_view(moved, is_told=True)
        elif plot.contains(spot):
            self._point(spot.x())
        else:
            self._unpoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, where that is wanted."""
        inside = self._is_zoomable and self.plot_rect().contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self._pressed, self._pressed_view = event.position(), self._view
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning; a click on an event tells it."""
        is_click = self._pressed is None or self._view == self._pressed_view
        self._pressed = None
        at = event_at(self, event.position()) if is_click else -1
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.event_clicked.emit(at)
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything again, where it is zoomable."""
        if self._is_zoomable:
            self.reset_view()
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, or leave the wheel to the page."""
        if not self._is_zoomable or self._home is None:
            event.ignore()
            return
        moved = wheeled(self._view, self._home, self.plot_rect(), event, is_tall_kept=True)
        self.set_view(moved, is_told=True)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """No crosshair without the pointer."""
        super().leaveEvent(event)
        self._unpoint()

    def _point(self, pixel: float) -> None:
        plot = self.plot_rect()
        place = self._view.x0 + (pixel - plot.left()) / plot.width() * self._view.wide
        best = None
        for one in self._series:
            x = one.points()[0]
            at = nearest(x, place)
            if at >= 0 and (best is None or abs(x[at] - place) < abs(best - place)):
                best = float(x[at])
        if best is not None:
            self._is_pointed = True
            self._mark(best, True)
            self.hovered.emit(best)

    def _unpoint(self) -> None:
        if self._is_pointed:
            self._is_pointed = False
            self._mark(None, False)
            self.hovered.emit(None)

    # Painting

    def _nothing(self) -> str | None:
        return tr("Nothing known yet") if not self._series or self._home is None else None

    def _paint_curves(self, painter: QPainter) -> None:
        plot = self.plot_rect()
        ground.paint_shades(painter, self)
        ground.paint_y_axis(painter, self, self.y_ticks())
        if self._has_x_axis:
            ground.paint_x_axis(painter, self, self._x_ticks(), self._x_unit, self.width())
        drawn = self.drawn()
        cost = sum(each.line.length + _JOIN * len(each.line.x) for each in drawn)
        is_hasty = self._is_moving and cost > _HASTY_FROM
        forward = None if self._highlighted < 0 else self._highlighted
        self._layer.paint(painter, drawn, plot, forward, is_hasty)
        paint_over(painter, self, self.width())

    def _paint_pointer(self, painter: QPainter, _plot: QRectF) -> None:
        if self._crosshair is not None:
            paint_crosshair_at(painter, self, self.width(), self._crosshair, self._has_tip)
