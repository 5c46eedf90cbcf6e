"""Drift by feature and time: one cell a day, coloured by strength, a dot where over the limit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.line_overlay import free_stem
from tidemill.gui.kit.charts.ramp import HeatLegend, ramp_colour
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

__all__ = ["HeatLegend", "HeatMap", "ramp_colour"]

_ROW = 20
_BOTTOM = 22
_IMAGE_FROM = 5000


@dataclass(frozen=True)
class Stem:
    """A line through all rows, `x` columns from the left."""

    x: float
    token: str
    opacity: float = 0.9


class HeatMap(Chart):
    """Rows by columns of numbers, missing cells left open.

    Emits `cell_selected(row, column)` for a click and for the arrow keys, and `hovered(column)`
    (-1 when the pointer leaves), by which other charts show the same time.
    """

    cell_selected = Signal(int, int)
    hovered = Signal(int)

    def __init__(
        self,
        name: str = "",
        measure: str = "PSI",
        label_width: int = 118,
        parent: QWidget | None = None,
        mark: str = "",
    ) -> None:
        """Make an empty map; `measure` is what the cells hold.

        `mark` is what a marked cell is, in words ("drifted"); without it a dot means over the
        limit.
        """
        super().__init__(name, parent)
        self._measure = measure
        self._mark = mark
        self._marked: tuple[tuple[bool, ...], ...] = ()
        self._stems: tuple[Stem, ...] = ()
        self._label_width = label_width
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._values: list[list[float | None]] = []
        self._ticks: dict[int, str] = {}
        self._limit: float | None = None
        self._top = 0.3
        self._chosen: tuple[int, int] | None = None
        self._crosshair = -1
        self._image: QImage | None = None
        self.setMouseTracking(True)

    def set_data(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Sequence[Sequence[float | None]],
        limit: float | None = None,
        top: float | None = None,
        ticks: Sequence[tuple[int, str]] = (),
        marked: Sequence[Sequence[bool]] | None = None,
    ) -> None:
        """Show values by row and column.

        `columns` name each column in words ("Thu 19 Nov"), `ticks` are the few written below the
        map as pairs of column and words; `top` is the value of the strongest colour. Cells that
        are `marked` have the dot; without it those over `limit` have.
        """
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._values = [list(row) for row in values]
        self._limit = limit
        if marked is None:
            self._marked = tuple(tuple(self._is_over(v) for v in row) for row in self._values)
        else:
            self._marked = tuple(tuple(row) for row in marked)
        known = [v for row in self._values for v in row if v is not None and math.isfinite(v)]
        self._top = top if top is not None else max([*known, (limit or 0) * 1.5, 1e-9])
        self._ticks = dict(ticks)
        self._image = None
        if self._chosen is not None:
            row, column = self._chosen
            if row >= len(self._rows) or column >= len(self._columns):
                self._chosen = None
        self.updateGeometry()
        self.tell()

    def set_stems(self, stems: Sequence[Stem]) -> None:
        """Draw lines through all rows: events of charts that share the axis."""
        self._stems = tuple(stems)
        self.update()

    def _is_over(self, value: float | None) -> bool:
        return self._limit is not None and value is not None and value > self._limit

    def retheme(self) -> None:
        """Make the picture anew in the new colours."""
        self._image = None

    def selected(self) -> tuple[int, int] | None:
        """The chosen row and column."""
        return self._chosen

    def set_selected(self, row: int, column: int) -> None:
        """Choose a cell without telling."""
        self._chosen = (row, column) if self._rows and self._columns else None
        self.tell()

    def set_crosshair(self, column: int) -> None:
        """Mark a column; -1 is none."""
        if column != self._crosshair:
            self._crosshair = column
            self.update()

    def description(self) -> str:
        """The map in one sentence."""
        if not self._rows:
            return f"{self._name}: nothing known yet."
        if self._chosen is not None:
            return self._say(*self._chosen)
        if self._limit is None and not self._mark:
            return f"{self._name}: {self._measure} of {len(self._rows)} features."
        marks = zip(self._rows, self._marked, strict=True)
        over = [name for name, row in marks if row and row[-1]]
        said = ", ".join(over[:3]) or "none"
        if self._mark:
            n = f"{len(over)} of {len(self._rows)} features"
            return f"{self._name}: {n} {self._mark} at the end: {said}."
        return (
            f"{self._name}: {len(over)} of {len(self._rows)} features over the limit of "
            f"{numbers.decimal(self._limit, 2)} at the end: {said}."
        )

    def _say(self, row: int, column: int) -> str:
        value = self._values[row][column]
        said = f"{self._rows[row]}, {self._columns[column]}: "
        if value is None and not self._mark:
            return said + "nothing known."
        if self._mark:
            known = "not known" if value is None else numbers.decimal(value, 2)
            is_marked = self._marked[row][column]
            return f"{said}{self._measure} {known}, {'' if is_marked else 'not '}{self._mark}."
        said += f"{self._measure} {numbers.decimal(value, 2)}"
        if self._limit is None:
            return said + "."
        where = "over" if self._is_over(value) else "under"
        return f"{said}, {where} the limit of {numbers.decimal(self._limit, 2)}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn; where marks have a word, a star stands for it."""
        star = " *" if self._mark else ""
        head = f"Feature (* {self._mark})" if self._mark else "Feature"
        return [head, *self._columns], [
            [
                name,
                *(
                    numbers.decimal(value, 3) + (star if is_marked else "")
                    for value, is_marked in zip(values, marked, strict=True)
                ),
            ]
            for name, values, marked in zip(self._rows, self._values, self._marked, strict=True)
        ]

    # Places

    def _row_height(self) -> int:
        return metrics.current().scaled(_ROW)

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        return QSize(560, max(1, len(self._rows)) * self._row_height() + _BOTTOM)

    def minimumSizeHint(self) -> QSize:
        """Labels and a strip of cells."""
        return QSize(self._label_width + 120, self.sizeHint().height())

    def plot_rect(self) -> QRectF:
        """Where the cells lie, for other charts to stand over."""
        tall = len(self._rows) * self._row_height()
        return QRectF(self._label_width, 0, self.width() - self._label_width - 1, tall)

    def _edge(self, column: int) -> int:
        plot = self.plot_rect()
        return round(plot.left() + plot.width() * column / max(1, len(self._columns)))

    def _cell(self, row: int, column: int) -> QRect:
        left, right = self._edge(column), self._edge(column + 1)
        gap = 1 if right - left > 3 else 0
        tall = self._row_height()
        return QRect(left, row * tall, right - left - gap, tall - 1)

    def cell_at(self, spot: QPoint) -> tuple[int, int] | None:
        """The row and column under a point."""
        plot = self.plot_rect()
        if not self._columns or not plot.contains(spot.toPointF()):
            return None
        row = spot.y() // self._row_height()
        column = int((spot.x() - plot.left()) / plot.width() * len(self._columns))
        return row, min(len(self._columns) - 1, column)

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell, or the newest one of a label."""
        spot = event.position().toPoint()
        cell = self.cell_at(spot)
        row = spot.y() // self._row_height()
        if cell is None and spot.x() < self._label_width and 0 <= row < len(self._rows):
            cell = (row, len(self._columns) - 1)
        if cell is not None and self._columns:
            self._choose(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the column under the pointer."""
        cell = self.cell_at(event.position().toPoint())
        column = -1 if cell is None else cell[1]
        if column != self._crosshair:
            self.set_crosshair(column)
            self.hovered.emit(column)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.set_crosshair(-1)
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk the cells, Home and End go to the ends of a row."""
        key = Qt.Key(event.key())
        step = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Home: (0, -len(self._columns)),
            Qt.Key.Key_End: (0, len(self._columns)),
        }.get(key)
        if step is None or not self._rows or not self._columns:
            super().keyPressEvent(event)
            return
        row, column = self._chosen or (0, len(self._columns) - 1)
        if self._chosen is not None:
            row = max(0, min(len(self._rows) - 1, row + step[0]))
            column = max(0, min(len(self._columns) - 1, column + step[1]))
        self._choose(row, column)

    def _choose(self, row: int, column: int) -> None:
        self._chosen = (row, column)
        self.tell()
        self.cell_selected.emit(row, column)

    def event(self, event: QEvent) -> bool:
        """Tell the cell in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            if cell is not None:
                QToolTip.showText(event.globalPos(), self._say(*cell), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint labels, cells, dots, ticks and the chosen cell."""
        painter = QPainter(self)
        if not self._rows or not self._columns:
            self.paint_nothing(painter)
            return
        chosen_row = self._chosen[0] if self._chosen is not None else -1
        tall = self._row_height()
        for row, name in enumerate(self._rows):
            label = QRectF(0, row * tall, self._label_width - 4, tall - 1)
            if row == chosen_row:
                painting.box(painter, label, 4, "selected")
            ink = "text" if row == chosen_row else "text2"
            inner = label.adjusted(8, 0, -4, 0)
            painting.text(painter, inner, name, "small", ink, elide="middle")
        self._paint_cells(painter)
        self._paint_ticks(painter)
        self._paint_stems(painter)
        self._paint_marks(painter)
        self.paint_ring(painter)

    def _share(self, value: float | None) -> float | None:
        if value is None or not math.isfinite(value):
            return None
        return min(1.0, max(0.0, value / self._top))

    def _paint_cells(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if len(self._rows) * len(self._columns) > _IMAGE_FROM:
            if self._image is None:
                self._image = self._picture()
            painter.drawImage(self.plot_rect(), self._image)
        for row, values in enumerate(self._values):
            for column, value in enumerate(values):
                share = self._share(value)
                cell = self._cell(row, column)
                if self._image is None and share is not None:
                    painter.fillRect(cell, ramp_colour(share))
                if self._marked[row][column] and cell.width() >= 6:
                    dot = QRectF(0, 0, 4, 4)
                    dot.moveCenter(QRectF(cell).center())
                    painting.box(painter, dot, 2, "ramp_dot")
                    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _picture(self) -> QImage:
        made = QImage(len(self._columns), len(self._rows), QImage.Format.Format_ARGB32)
        made.fill(Qt.GlobalColor.transparent)
        for row, values in enumerate(self._values):
            for column, value in enumerate(values):
                share = self._share(value)
                if share is not None:
                    made.setPixelColor(column, row, ramp_colour(share))
        return made

    def _paint_ticks(self, painter: QPainter) -> None:
        bottom = self.plot_rect().bottom()
        free_from = -1.0
        for column, words in sorted(self._ticks.items()):
            x = self._edge(column)
            wide = face("caption").width(words)
            left = min(float(x), self.width() - wide - 1)
            if left < free_from:
                continue
            painting.hairline(painter, x, bottom, x, bottom + 4, "line_strong")
            rect = QRectF(left, bottom + 3, wide + 1, _BOTTOM - 3)
            painting.text(painter, rect, words, "caption", "axis", elide="none")
            free_from = left + wide + 12

    def _paint_stems(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        plot, taken = self.plot_rect(), set[int]()
        for stem in sorted(self._stems, key=lambda each: each.x):
            x = plot.left() + plot.width() * stem.x / len(self._columns)
            at = free_stem(min(round(x), round(plot.right()) - 1), taken)
            painter.fillRect(QRectF(at, 0, 1, plot.bottom()), colour(stem.token, stem.opacity))

    def _paint_marks(self, painter: QPainter) -> None:
        if 0 <= self._crosshair < len(self._columns):
            middle = (self._edge(self._crosshair) + self._edge(self._crosshair + 1)) // 2
            rect = QRectF(middle, 0, 1, self.plot_rect().bottom())
            painter.fillRect(rect, colour("text", 0.5))
        if self._chosen is None:
            return
        row, column = self._chosen
        tall = self._row_height()
        band = QRectF(self._label_width - 1, row * tall - 1, self.plot_rect().width() + 2, tall + 1)
        painting.box(painter, band, 3, None, "accent", 1.5)
        cell = QRectF(self._cell(row, column)).adjusted(-1.5, -1.5, 1.5, 1.5)
        painting.box(painter, cell, 3, None, "text", 2.0)
