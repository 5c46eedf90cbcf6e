"""Curves over numbers or time: lines with bands, limits, events, a crosshair and a shared axis.

The curves are pyqtgraph's, which draws many points quickly and knows ranges and zooming. Grid,
axis text, bands and everything over the curves is painted here, to the pixel.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts import line_ground as ground
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.line_overlay import Overlay
from tidemill.gui.kit.charts.line_series import (
    Event,
    Limit,
    Series,
    Shade,
    categorical,
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
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

__all__ = ["Event", "Limit", "LineChart", "Series", "Shade", "categorical"]

_FLAGS = 26
_DOWNSAMPLE_FROM = 4000


class LineChart(Chart):
    """A chart of one or more lines.

    Emits `hovered(x)` as the pointer moves (None when it leaves) and `range_changed(low, high)`
    when a person zooms or pans. Charts of one time axis are joined with `link_x`.
    """

    hovered = Signal(object)
    range_changed = Signal(float, float)

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
        super().__init__(name, parent)
        self._x_kind = x_kind
        self._y_format, self._x_format, self._x_unit = y_format, x_format, x_unit
        self._tall, self._left, self._right = height, left_width, right_width
        self._is_zoomable, self._has_x_axis = is_zoomable, shows_x_axis
        self._fixed_y, self._n_y = y_range, y_ticks
        self._has_short_ticks = short_ticks
        self._series: tuple[Series, ...] = ()
        self._limits: tuple[Limit, ...] = ()
        self._events: tuple[Event, ...] = ()
        self._shades: tuple[Shade, ...] = ()
        self._curves: list[Any] = []
        self._highlighted = -1
        self._y = (0.0, 1.0)
        self._y_step = 0.25
        self._home: tuple[float, float] | None = None
        self._plot: Any = pg.PlotWidget(self, background=None, enableMenu=False)
        self._set_up_plot()
        self.overlay = Overlay(self, self)
        self._lay_out()

    def _set_up_plot(self) -> None:
        item = self._plot.getPlotItem()
        item.hideButtons()
        # pyqtgraph makes its menu without a parent, even when it is off; it would outlive us.
        item.ctrlMenu.setParent(self._plot, item.ctrlMenu.windowFlags())
        for side in ("left", "bottom", "top", "right"):
            item.hideAxis(side)
        item.layout.setContentsMargins(0, 0, 0, 0)
        item.setContentsMargins(0, 0, 0, 0)
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.viewport().setAutoFillBackground(False)
        self._plot.setBackgroundBrush(Qt.BrushStyle.NoBrush)
        self._plot.setCacheMode(self._plot.CacheModeFlag.CacheNone)
        self._plot.setMouseTracking(True)
        self._plot.viewport().installEventFilter(self)
        box = item.getViewBox()
        box.setDefaultPadding(0)
        box.setMouseEnabled(x=self._is_zoomable, y=False)
        box.disableAutoRange()
        box.sigXRangeChanged.connect(self._on_range)
        box.sigRangeChangedManually.connect(self._on_manual)
        self._box: Any = box

    # What is shown

    def set_series(self, series: Sequence[Series]) -> None:
        """Show these lines; keeps the range a person zoomed to if the ends are the same."""
        self._series = tuple(series)
        for curve in self._curves:
            self._plot.removeItem(curve)
        self._curves = []
        for one in self._series:
            x, y = one.points()
            curve = pg.PlotCurveItem(antialias=True)
            if one.is_stepped:
                # A stair needs one more edge than values.
                edges = np.append(x, x[-1:] + (x[-1:] - x[-2:-1] if x.size > 1 else 1.0))
                curve.setData(edges, y, stepMode="center", connect="finite")
            else:
                curve = pg.PlotDataItem(antialias=x.size < _DOWNSAMPLE_FROM)
                curve.setData(x, y, connect="finite")
                if x.size >= _DOWNSAMPLE_FROM:
                    curve.setDownsampling(auto=True, method="peak")
            self._plot.addItem(curve, ignoreBounds=True)
            if x.size >= _DOWNSAMPLE_FROM and not one.is_stepped:
                curve.setClipToView(True)
            self._curves.append(curve)
        self._pen_curves()
        self._set_ranges()
        self.tell()

    def set_limits(self, limits: Sequence[Limit]) -> None:
        """Show these limits."""
        self._limits = tuple(limits)
        self._set_ranges()
        self.tell()

    def set_events(self, events: Sequence[Event]) -> None:
        """Show these events."""
        self._events = tuple(events)
        self._lay_out()
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
        self._pen_curves()
        self.overlay.update()

    def set_crosshair(self, x: float | None) -> None:
        """Mark a place, for charts that follow another's pointer."""
        self.overlay.set_crosshair(x, False)

    def link_x(self, other: "LineChart") -> None:
        """Share the other chart's axis: zooming and panning move both."""
        self._box.setXLink(other._box)

    def set_x_range(self, low: float, high: float) -> None:
        """Show a stretch of the axis."""
        self._box.setXRange(low, high, padding=0)

    def shown_x_range(self) -> tuple[float, float]:
        """The stretch of the axis in sight."""
        low, high = self._box.viewRange()[0]
        return float(low), float(high)

    def reset_range(self) -> None:
        """Show everything again."""
        if self._home is not None:
            self._box.setXRange(*self._home, padding=0)

    def retheme(self) -> None:
        """Make the pens anew."""
        self._pen_curves()
        self._lay_out()

    def _pen_curves(self) -> None:
        for at, (one, curve) in enumerate(zip(self._series, self._curves, strict=True)):
            is_quiet = self._highlighted not in {-1, at}
            width = one.width + 0.25 if self._highlighted == at else one.width
            made = QPen(colour(one.token, 0.35 if is_quiet else 1.0), width)
            # A cosmetic pen keeps its width in pixels whatever the scale of the view.
            made.setCosmetic(True)
            made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            made.setCapStyle(Qt.PenCapStyle.FlatCap if one.dash else Qt.PenCapStyle.RoundCap)
            if one.dash:
                made.setDashPattern([part / width for part in one.dash])
            curve.setPen(made)
            curve.setZValue(10 if self._highlighted == at else 0)
            if self._highlighted == at:
                halo = QPen(colour("surface"), 4.5)
                halo.setCosmetic(True)
                curve.setShadowPen(halo)
            else:
                curve.setShadowPen(None)

    def _set_ranges(self) -> None:
        found = value_range(self._series, self._limits)
        if self._fixed_y is not None:
            self._y = self._fixed_y
            self._y_step = nice_step(self._y[1] - self._y[0], self._n_y)
        elif found is not None:
            low, high = nice_range(found[0], found[1], self._n_y)
            self._y_step = nice_step(found[1] - found[0] or high - low, self._n_y)
            # The lowest tick is labelled; above the data a little air is enough.
            self._y = (low, max(low, found[1]) + (found[1] - low or 1.0) * 0.07)
        self._box.setYRange(*self._y, padding=0)
        ends = x_range(self._series, self._shades)
        if ends is not None and ends != self._home:
            low, high = ends
            if low == high:
                low, high = low - 0.5, high + 0.5
            self._home = (low, high)
            self._box.setXRange(low, high, padding=0)
        self._lay_out()

    # Words

    def description(self) -> str:
        """The chart in one sentence."""
        for one in self._series:
            y = one.points()[1]
            known = y[np.isfinite(y)]
            if known.size:
                said = f"{self._name or one.name} went from {self.y_text(float(known[0]))} to "
                said += self.y_text(float(known[-1]))
                if self._limits:
                    said += f"; limit {self.y_text(self._limits[0].value)}"
                return said + "."
        return f"{self._name}: nothing known yet."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn: one row a place, one column a line."""
        places = sorted({float(x) for one in self._series for x in one.points()[0]})
        columns = []
        for one in self._series:
            x, y = one.points()
            columns.append(dict(zip(x.tolist(), y.tolist(), strict=True)))
        head = ["Time" if self._x_kind == "time" else self._x_unit or "At"]
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

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for an axis and a little curve."""
        return QSize(160, self._tall)

    def plot_rect(self) -> QRectF:
        """Where the curves lie."""
        left = self._left if self._left is not None else self._axis_width()
        labels = [one.end_label for one in self._series if one.end_label]
        right = self._right
        if labels:
            right = max(right, round(max(face("caption").width(each) for each in labels)) + 12)
        top = _FLAGS if self._events else 8
        bottom = ground.AXIS_HEIGHT if self._has_x_axis else 6
        wide, tall = self.width() - left - right, self.height() - top - bottom
        return QRectF(left, top, max(10, wide), max(10, tall))

    def to_x(self, value: float) -> float:
        """The pixel of a place on the axis."""
        plot = self.plot_rect()
        low, high = self.shown_x_range()
        return plot.left() + (value - low) / ((high - low) or 1.0) * plot.width()

    def to_y(self, value: float) -> float:
        """The pixel of a value."""
        plot = self.plot_rect()
        low, high = self._y
        return plot.bottom() - (value - low) / ((high - low) or 1.0) * plot.height()

    def y_ticks(self) -> list[tuple[float, str]]:
        """Values of the horizontal lines and what is written beside them."""
        words = None if self._has_short_ticks else self._y_format
        return value_ticks(self._y[0], self._y[1], self._y_step, words)

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay curves and overlay out."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        place = self.plot_rect().toRect()
        self._plot.setGeometry(place)
        self.overlay.setGeometry(self.rect())
        self.overlay.raise_()
        self.overlay.update()
        self.update()

    def _on_range(self, _box: Any, _range: Any) -> None:
        self.update()
        self.overlay.update()

    def _on_manual(self, _axes: Any) -> None:
        low, high = self.shown_x_range()
        self.range_changed.emit(low, high)

    # Pointer

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer over the curves; leave the wheel to the page unless zoomable."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._point(event.position().x())
        elif kind == QEvent.Type.Leave:
            self.overlay.set_crosshair(None, False)
            self.hovered.emit(None)
        elif kind == QEvent.Type.MouseButtonDblClick and self._is_zoomable:
            self.reset_range()
            self.range_changed.emit(*self.shown_x_range())
            return True
        elif kind == QEvent.Type.Wheel and not self._is_zoomable:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _point(self, pixel: float) -> None:
        low, high = self.shown_x_range()
        wide = self.plot_rect().width()
        place = low + pixel / wide * (high - low)
        best = None
        for one in self._series:
            x = one.points()[0]
            at = nearest(x, place)
            if at >= 0 and (best is None or abs(x[at] - place) < abs(best - place)):
                best = float(x[at])
        if best is not None:
            self.overlay.set_crosshair(best, True)
            self.hovered.emit(best)

    # Painting under the curves

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shades, grid, axis text, bands and fills."""
        painter = QPainter(self)
        if not self._series:
            self.paint_nothing(painter)
            return
        ground.paint_shades(painter, self)
        ground.paint_y_axis(painter, self, self.y_ticks())
        if self._has_x_axis:
            ground.paint_x_axis(painter, self, self._x_ticks(), self._x_unit, self.width())
        painter.setClipRect(self.plot_rect())
        for one in self._series:
            ground.paint_band(painter, self, one)
            if one.is_filled and len(self._series) == 1:
                ground.paint_fill(painter, self, one)
        painter.setClipping(False)
        self.paint_ring(painter)
