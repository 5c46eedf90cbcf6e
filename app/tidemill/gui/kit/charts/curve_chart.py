"""Curves of any length over steps, time or another metric: pan, zoom, point at, brush."""

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from tidemill.domain.smoothing import Smoothing
from tidemill.gui.kit.charts.curve_canvas import CurveCanvas
from tidemill.gui.kit.charts.curve_moves import dragged, wheeled
from tidemill.gui.kit.charts.curve_series import Axes, CurveSeries, Mark
from tidemill.gui.kit.charts.curve_view import View

__all__ = ["Axes", "CurveChart", "CurveSeries", "Mark", "Smoothing"]

_NEAR = 14.0
"""How close in pixels the pointer has to be to a curve to bring it forward."""


class CurveChart(CurveCanvas):
    """A chart of curves.

    Emits `hovered(key)` for the curve under the pointer (None for none), `brushed(keys)` when a
    rectangle was drawn with Shift held, `pointed(x)` as the crosshair moves (None as it leaves).

    Dragging pans, the wheel zooms over x (with Shift over y) once the chart was clicked or while
    Ctrl is held: else it scrolls the page. A double click shows everything again.
    """

    hovered = Signal(object)
    brushed = Signal(object)
    pointed = Signal(object)

    def __init__(self, name: str = "", *args: Any, **kwargs: Any) -> None:
        """Make an empty chart; the arguments are those of `CurveCanvas`."""
        super().__init__(name, *args, **kwargs)
        self._hovered: Hashable | None = None
        self._pressed: QPointF | None = None
        self._pressed_view = View()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, draw the brush, or follow the pointer."""
        spot = event.position()
        if self._brush is not None and self._pressed is not None:
            self._brush = QRectF(self._pressed, spot).normalized().intersected(self.plot_rect())
            self.update()
        elif self._pressed is not None and self._home is not None:
            start, before = self._pressed, self._pressed_view
            moved = dragged(before, self._home, self.plot_rect(), start, spot)
            self.set_view(moved, is_told=True)
        else:
            self._point(spot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to pan, or with Shift to brush."""
        inside = self.plot_rect().contains(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._home is None or not inside:
            super().mousePressEvent(event)
            return
        self._pressed, self._pressed_view = event.position(), self._view
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._brush = QRectF(event.position(), event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End panning; a brush says which curves it met."""
        self._pressed = None
        if self._brush is None:
            super().mouseReleaseEvent(event)
            return
        brush, self._brush = self._brush, None
        self.update()
        self.brushed.emit(self.keys_in(brush))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show everything again."""
        self.reset_view()

    def leaveEvent(self, event: QEvent) -> None:
        """No crosshair without the pointer."""
        super().leaveEvent(event)
        self._pointer, self._crosshair = None, None
        self._hover(None)
        self.pointed.emit(None)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom, where the person means the chart and not the page."""
        is_meant = self.hasFocus() or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        turned = event.angleDelta().y() or event.angleDelta().x()
        if not is_meant or self._home is None or not turned:
            event.ignore()
            return
        moved = wheeled(self._view, self._home, self.plot_rect(), event)
        self.set_view(moved, is_told=True)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right pan, plus and minus zoom, 0 shows everything; V is the table."""
        home, view = self._home, self._view
        steps = {Qt.Key.Key_Left: -0.15, Qt.Key.Key_Right: 0.15}
        factors = {Qt.Key.Key_Plus: 0.7, Qt.Key.Key_Equal: 0.7, Qt.Key.Key_Minus: 1 / 0.7}
        key = Qt.Key(event.key())
        if home is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif key in steps:
            self.set_view(view.panned(steps[key], 0.0, home), is_told=True)
        elif key in factors:
            middle = (view.x0 + view.x1) / 2
            self.set_view(view.zoomed_x(factors[key], middle, home), is_told=True)
        elif key == Qt.Key.Key_0:
            self.reset_view()
        else:
            super().keyPressEvent(event)

    def keys_in(self, rect: QRectF) -> list[Hashable]:
        """The curves that pass through a rectangle of the picture."""
        found: list[Hashable] = [
            each.ready.series.key for each in self.drawn() if each.line.meets(rect)
        ]
        behind = self._behind.keys_in(rect, self._view, self.plot_rect())
        return list(dict.fromkeys([*found, *behind]))

    def _point(self, spot: QPointF) -> None:
        plot = self.plot_rect()
        if self._home is None or not plot.contains(spot):
            if self._crosshair is not None:
                self._pointer, self._crosshair = None, None
                self._hover(None)
                self.pointed.emit(None)
                self.update()
            return
        self._pointer = spot
        share = (spot.x() - plot.left()) / plot.width()
        self._crosshair = self._view.x0 + share * self._view.wide
        self._hover(self._key_near(spot))
        self.pointed.emit(self._axes.place_back(self._crosshair))
        self.update()

    def _key_near(self, spot: QPointF) -> Hashable | None:
        best, nearest = _NEAR, None
        for each in self.drawn():
            away = abs(each.line.y_at(spot.x()) - spot.y())
            if away < best:
                best, nearest = away, each.ready.series.key
        behind = self._behind.key_near(spot, self._view, self.plot_rect(), best)
        return nearest if behind is None else behind

    def _hover(self, key: Hashable | None) -> None:
        if key != self._hovered:
            self._hovered = key
            if len(self._series) + len(self._crowd) > 1:
                self.highlight(key)
            self.hovered.emit(key)
