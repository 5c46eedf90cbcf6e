"""The cells, labels and lines of a heat map: where they lie, which are in sight, how they look."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.charts import heat_cells
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.heat_cells import Floats
from tidemill.gui.kit.charts.line_chart import LineChart
from tidemill.gui.kit.charts.line_overlay import free_stem
from tidemill.gui.kit.charts.picture import is_saving
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_ROW = 20
_BOTTOM = 22
_DOT_FROM = 6


@dataclass(frozen=True)
class Stem:
    """A line through all rows, `x` columns from the left."""

    x: float
    token: str
    opacity: float = 0.9


class HeatCanvas(Chart):
    """Rows by columns of cells. Those who build on it fill it and say it in words.

    `x_moved(low, high)` tells the stretch of columns in sight.
    """

    x_moved = Signal(float, float)

    def __init__(self, name: str, label_width: int, parent: QWidget | None = None) -> None:
        """Make it empty; the names of rows have `label_width` pixels."""
        super().__init__(name, parent)
        self._label_width = label_width
        self._has_ticks = True
        self._marked: heat_cells.Bools = np.zeros((0, 0), dtype=bool)
        self._stems: tuple[Stem, ...] = ()
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._values: Floats = np.zeros((0, 0))
        self._ticks: dict[int, str] = {}
        self._top = 0.3
        self._chosen: tuple[int, int] | None = None
        self._crosshair = -1
        self._view = View()
        self._image: QImage | None = None

    def set_stems(self, stems: Sequence[Stem]) -> None:
        """Draw lines through all rows: events of charts that share the axis."""
        self._stems = tuple(stems)
        self.update()

    def set_ticked(self, is_ticked: bool) -> None:
        """Whether there is room for ticks below the cells."""
        self._has_ticks = is_ticked
        self.updateGeometry()

    def set_crosshair(self, column: int) -> None:
        """Mark a column; -1 is none."""
        if column != self._crosshair:
            before, self._crosshair = self._crosshair, column
            for at in (before, column):
                if 0 <= at < len(self._columns):
                    middle = self.middle_of(at)
                    self.update(middle - 1, 0, 3, self.height())

    def retheme(self) -> None:
        """Make the picture anew in the new colours."""
        self._image = None

    # The stretch in sight

    def _home(self) -> View:
        return View(0.0, float(max(1, len(self._columns))), 0.0, 1.0)

    def link_x(self, other: LineChart) -> None:
        """Share the axis of a chart whose places are columns: zooming and panning move both."""
        other.x_moved.connect(self.set_x_range)
        self.x_moved.connect(other.set_x_range)

    def shown_x_range(self) -> tuple[float, float]:
        """The stretch of columns in sight, from the first one's left edge."""
        return self._view.x0, self._view.x1

    def set_x_range(self, low: float, high: float) -> None:
        """Show a stretch of the columns, here and in linked charts."""
        self._set_view(View(low, high, 0.0, 1.0))

    def _set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._image = None
            self.update()
            self.x_moved.emit(view.x0, view.x1)

    # Places

    def row_height(self) -> int:
        """How high a row is, in pixels."""
        return metrics.current().scaled(_ROW)

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        below = _BOTTOM if self._has_ticks else 0
        return QSize(560, max(1, len(self._rows)) * self.row_height() + below)

    def minimumSizeHint(self) -> QSize:
        """Labels and a strip of cells."""
        return QSize(self._label_width + 120, self.sizeHint().height())

    def plot_rect(self) -> QRectF:
        """Where the cells lie, for other charts to stand over."""
        tall = len(self._rows) * self.row_height()
        return QRectF(self._label_width, 0, self.width() - self._label_width - 1, tall)

    def _x(self, place: float) -> float:
        """The pixel of a place on the axis of columns."""
        plot = self.plot_rect()
        return plot.left() + plot.width() * (place - self._view.x0) / (self._view.wide or 1.0)

    def _edge(self, column: int) -> int:
        return round(self._x(column))

    def middle_of(self, column: int) -> int:
        """The pixel in the middle of a column."""
        return (self._edge(column) + self._edge(column + 1)) // 2

    def _cell(self, row: int, column: int) -> QRect:
        left, right = self._edge(column), self._edge(column + 1)
        gap = 1 if right - left > 3 else 0
        tall = self.row_height()
        return QRect(left, row * tall, right - left - gap, tall - 1)

    def _columns_in(self, left: float, right: float) -> range:
        """The columns that lie between two pixels, as far as they are in sight."""
        plot = self.plot_rect()
        per = self._view.wide / (plot.width() or 1.0)
        low = self._view.x0 + (max(left, plot.left()) - plot.left()) * per
        high = self._view.x0 + (min(right, plot.right()) - plot.left()) * per
        return range(max(0, math.floor(low)), min(len(self._columns), math.ceil(high)))

    def cell_at(self, spot: QPoint) -> tuple[int, int] | None:
        """The row and column under a point."""
        plot = self.plot_rect()
        if not self._columns or not plot.contains(spot.toPointF()):
            return None
        row = spot.y() // self.row_height()
        share = (spot.x() - plot.left()) / plot.width()
        column = math.floor(self._view.x0 + share * self._view.wide)
        return (row, column) if 0 <= column < len(self._columns) else None

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the picture for the new width."""
        super().resizeEvent(event)
        self._image = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint labels, cells, dots, ticks and the chosen cell, as far as they are asked for."""
        painter = QPainter(self)
        if not self._rows or not self._columns:
            self.paint_nothing(painter)
            return
        area = event.rect()
        if is_saving(painter, self):
            area = self.rect()
        tall = self.row_height()
        rows = range(max(0, area.top() // tall), min(len(self._rows), area.bottom() // tall + 1))
        if area.left() < self._label_width:
            self._paint_labels(painter, rows)
        self._paint_cells(painter, rows)
        self._paint_dots(painter, rows, self._columns_in(area.left() - 4.0, area.right() + 4.0))
        if self._has_ticks:
            self._paint_ticks(painter)
        self._paint_stems(painter)
        self._paint_marks(painter)
        self.paint_ring(painter)

    def _paint_labels(self, painter: QPainter, rows: range) -> None:
        chosen_row = self._chosen[0] if self._chosen is not None else -1
        tall = self.row_height()
        for row in rows:
            label = QRectF(0, row * tall, self._label_width - 4, tall - 1)
            if row == chosen_row:
                painting.box(painter, label, 4, "selected")
            ink = "text" if row == chosen_row else "text2"
            inner = label.adjusted(8, 0, -4, 0)
            painting.text(painter, inner, self._rows[row], "small", ink, elide="middle")

    def _paint_cells(self, painter: QPainter, rows: range) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        plot, tall = self.plot_rect().toRect(), self.row_height()
        ratio = painter.deviceTransform().m11()
        image = self._image
        if image is None or image.width() != round(plot.width() * ratio):
            shown = self._view.x0, self._view.x1
            image = heat_cells.picture(self._values, self._top, shown, plot.width(), ratio)
            self._image = image if not is_saving(painter, self) else None
        for row in rows:
            place = QRect(plot.left(), row * tall, plot.width(), tall - 1)
            painter.drawImage(place, image, QRect(0, row, image.width(), 1))

    def _paint_dots(self, painter: QPainter, rows: range, columns: range) -> None:
        if len(columns) == 0 or self._cell(0, columns[0]).width() < _DOT_FROM:
            return
        part = self._marked[rows.start : rows.stop, columns.start : columns.stop]
        dot = QRectF(0, 0, 4, 4)
        painter.setClipRect(self.plot_rect())
        for row, column in np.argwhere(part).tolist():
            cell = self._cell(rows.start + row, columns.start + column)
            dot.moveCenter(QRectF(cell).center())
            painting.box(painter, dot, 2, "ramp_dot")
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_ticks(self, painter: QPainter) -> None:
        plot = self.plot_rect()
        bottom, free_from = plot.bottom(), plot.left() - 12
        for column, words in sorted(self._ticks.items()):
            x = self._edge(column)
            wide = face("caption").width(words)
            left = min(float(x), self.width() - wide - 1)
            if left < free_from or x > plot.right():
                continue
            painting.hairline(painter, x, bottom, x, bottom + 4, "line_strong")
            rect = QRectF(left, bottom + 3, wide + 1, _BOTTOM - 3)
            painting.text(painter, rect, words, "caption", "axis", elide="none")
            free_from = left + wide + 12

    def _paint_stems(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        plot, taken = self.plot_rect(), set[int]()
        for stem in sorted(self._stems, key=lambda each: each.x):
            x = round(self._x(stem.x))
            if not plot.left() - 1 <= x <= plot.right() + 1:
                continue
            at = free_stem(min(x, round(plot.right()) - 1), taken)
            painter.fillRect(QRectF(at, 0, 1, plot.bottom()), colour(stem.token, stem.opacity))

    def _paint_marks(self, painter: QPainter) -> None:
        plot = self.plot_rect()
        painter.setClipRect(plot.adjusted(-3, -3, 3, 3))
        if 0 <= self._crosshair < len(self._columns):
            rect = QRectF(self.middle_of(self._crosshair), 0, 1, plot.bottom())
            painter.fillRect(rect, colour("text", 0.5))
        if self._chosen is not None:
            row, column = self._chosen
            tall = self.row_height()
            band = QRectF(self._label_width - 1, row * tall - 1, plot.width() + 2, tall + 1)
            painting.box(painter, band, 3, None, "accent", 1.5)
            cell = QRectF(self._cell(row, column)).adjusted(-1.5, -1.5, 1.5, 1.5)
            painting.box(painter, cell, 3, None, "text", 2.0)
        painter.setClipping(False)
