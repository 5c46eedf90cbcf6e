"""The base of charts that are a window on curves.

The curves are painted once and kept as a picture until the window, the data or the theme change;
what follows the pointer is painted over it without painting them again.
"""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.curve_layer import CurveLayer, Drawn, draw
from tidemill.gui.kit.charts.curve_series import ReadyCurves
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.picture import is_saving

_STILL_MS = 140


class ViewCanvas(Chart):
    """Curves seen through a window that can be panned and zoomed.

    Emits `view_changed(view)` after panning and zooming by a person. Those who build on it set
    what is ready and home, say where the curves lie and paint them.
    """

    view_changed = Signal(object)

    def __init__(self, name: str = "", height: int = 200, parent: QWidget | None = None) -> None:
        """Make an empty chart of this height; `name` says what it shows."""
        super().__init__(name, parent)
        self._tall = height
        self._ready = ReadyCurves()
        self._home: View | None = None
        self._view = View()
        self._layer = CurveLayer()
        self._drawn: list[Drawn] | None = None
        self._placed: tuple[tuple[int, int], QRectF] | None = None
        self._picture: QPixmap | None = None
        self._is_moving = False
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL_MS)
        self._still.timeout.connect(self._on_still)

    # The window on the curves

    def view(self) -> View:
        """The window on the curves, as the axes count."""
        return self._view

    def set_view(self, view: View, *, is_told: bool = False) -> None:
        """Show a window on the curves; `is_told` emits `view_changed` as a person's zoom does."""
        if view != self._view:
            self._view = view
            self._is_moving = True
            self._still.start()
            self._forget()
            if is_told:
                self.view_changed.emit(view)

    def reset_view(self) -> None:
        """Show everything again."""
        if self._home is not None:
            self.set_view(self._home, is_told=True)

    def retheme(self) -> None:
        """Paint the curves anew in the theme's colours."""
        self._picture, self._placed = None, None
        self.update()

    def _forget(self) -> None:
        self._drawn = None
        self._picture = None
        self._placed = None
        self.update()

    def _on_still(self) -> None:
        self._is_moving = False
        self._picture = None
        self.update()

    # Places

    def set_height(self, height: int) -> None:
        """Take another height."""
        self._tall = height
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for an axis and a little curve."""
        return QSize(160, self._tall)

    def plot_rect(self) -> QRectF:
        """Where the curves lie."""
        size = (self.width(), self.height())
        if self._placed is None or self._placed[0] != size:
            self._placed = size, self._place()
        return QRectF(self._placed[1])

    def _place(self) -> QRectF:
        """Where the curves lie, from the size and what is written around them."""
        raise NotImplementedError

    def to_x(self, place: float) -> float:
        """The pixel of a place, as the axis counts it."""
        plot = self.plot_rect()
        return plot.left() + (place - self._view.x0) / (self._view.wide or 1.0) * plot.width()

    def to_y(self, value: float) -> float:
        """The pixel of a value, as the axis counts it."""
        plot = self.plot_rect()
        return plot.bottom() - (value - self._view.y0) / (self._view.tall or 1.0) * plot.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._forget()

    # Painting

    def drawn(self) -> list[Drawn]:
        """The curves in pixels."""
        if self._drawn is None:
            self._drawn = draw(self._ready, self._view, self.plot_rect())
        return self._drawn

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the kept picture of the curves, and over it what follows the pointer."""
        painter = QPainter(self)
        why = self._nothing()
        if why is not None:
            self.paint_nothing(painter, why)
            self.paint_ring(painter)
            return
        if is_saving(painter, self):
            self._paint_curves(painter)
        else:
            painter.drawPixmap(0, 0, self._kept_picture())
        self._paint_pointer(painter, self.plot_rect())
        self.paint_ring(painter)

    def _nothing(self) -> str | None:
        """Why there is nothing to draw; None where there is."""
        raise NotImplementedError

    def _kept_picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            self._paint_curves(painter)
            painter.end()
            self._picture = made
        return self._picture

    def _paint_curves(self, painter: QPainter) -> None:
        """Paint axes and curves: all that does not follow the pointer."""
        raise NotImplementedError

    def _paint_pointer(self, painter: QPainter, plot: QRectF) -> None:
        """Paint what follows the pointer."""
        raise NotImplementedError
