"""A scatter of two columns, perhaps coloured by a third: dots, density above 20,000, a brush.

Drag to brush a box, click to let it go. The first `n_front` rows are the compared ones and carry
their markers; the Pareto front is a stair through the rows that no other beats in both columns.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.brushed import BrushedChart, as_shares
from tidemill.gui.kit.charts.brushes import in_both
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.parallel_lines import Axis, Floats, Mask
from tidemill.gui.kit.charts.parallel_paint import value_words
from tidemill.gui.kit.charts.point_ground import DENSE_FROM, PointGround, colour_of
from tidemill.gui.kit.charts.point_numbers import axis_ticks, inside, nearest_point, pareto
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

__all__ = ["DENSE_FROM", "Axis", "PointCloud"]

_BOTTOM = 38
_TOP = 20
_REACH = 9.0
_MOST_IN_TABLE = 5_000
_MOST_FRONT = 2_000


class PointCloud(BrushedChart):
    """Rows as points over two axes.

    Emits `pointed(row)` (-1 for none), `brushed(rows)` with a mask over all rows or None, and
    `activated(row)` for a double click or Enter.
    """

    pointed = Signal(int)
    activated = Signal(int)

    def __init__(self, name: str = "", height: int = 260, parent: QWidget | None = None) -> None:
        """Make an empty chart."""
        super().__init__(name, parent)
        self._tall = height
        self._x: Axis | None = None
        self._y: Axis | None = None
        self._colour: Axis | None = None
        self._names: Sequence[str] = ()
        self._n_front = 0
        self._pareto: tuple[bool, bool] | None = None
        self._front_rows: tuple[int, ...] = ()
        self._box: tuple[float, float, float, float] | None = None
        self._outside: Mask | None = None
        self._start: QPointF | None = None
        self._highlighted = -1
        self._walked = -1
        self._ground = PointGround(self)
        self.setMouseTracking(True)

    # What is shown

    def set_points(
        self,
        x: Axis,
        y: Axis,
        colour_by: Axis | None = None,
        names: Sequence[str] = (),
        n_front: int = 0,
        better: tuple[bool, bool] | None = None,
    ) -> None:
        """Show these columns of the same rows.

        `better` says whether more is better in x and in y, and draws the Pareto front.
        """
        self._x, self._y, self._colour = x, y, colour_by
        self._names, self._n_front, self._pareto = names, n_front, better
        self._box, self._walked = None, -1
        self._front_rows = ()
        if better is not None:
            found = pareto(x.values, y.values, *better)
            self._front_rows = tuple(found.tolist())
        self._refresh()

    def pareto_rows(self) -> tuple[int, ...]:
        """The rows of the Pareto front, best in x first."""
        return self._front_rows

    def set_box(self, box: tuple[float, float, float, float] | None) -> None:
        """Brush a box (left, right, low, high, in shares), or none, and tell."""
        self._box = box
        self._refresh()
        self.brushed.emit(self.brushed_rows())

    def box(self) -> tuple[float, float, float, float] | None:
        """The brushed box (left, right, low, high, in shares), None without one."""
        return self._box

    def clear_brushes(self) -> None:
        """Take the brush away, and tell."""
        if self._box is not None:
            self.set_box(None)

    def kept_brushes(self) -> list[list[Any]]:
        """The brushed box."""
        return [] if self._box is None else [list(self._box)]

    def brush_again(self, kept: list[list[Any]]) -> bool | None:
        """Brush the box."""
        if self._x is None or self._y is None:
            return False
        shares = as_shares(kept[0], 4) if kept else None
        if shares is None:
            return None
        left, right, low, high = shares
        self.set_box((left, right, low, high))
        return True

    def brushed_rows(self) -> Mask | None:
        """The rows in the box (n,); None without one."""
        if self._box is None or self._x is None or self._y is None:
            return None
        return inside(self._x.shares, self._y.shares, *self._box)

    def restrict(self, rows: Mask | None) -> None:
        """Quieten the rows that another plot's brush leaves out; None quietens none."""
        if rows is not None or self._outside is not None:
            self._outside = rows
            self._refresh()

    def shown_rows(self) -> Mask | None:
        """The rows inside the brushes here and elsewhere; None for all."""
        here = self.brushed_rows()
        return here if self._x is None else in_both(here, self._outside, len(self._x.values))

    def highlight(self, row: int) -> None:
        """Bring a row forward; -1 is none."""
        if row != self._highlighted:
            self._highlighted = row
            self.update()

    def is_drawn(self) -> bool:
        """Whether all points have been drawn; many are drawn over several turns."""
        return self._ground.is_complete()

    def retheme(self) -> None:
        """Draw the points in the new colours."""
        self._refresh()

    def _refresh(self) -> None:
        if self._x is not None and self._y is not None:
            behind = 0 if self._colour is not None else min(self._n_front, _MOST_FRONT)
            self._ground.redraw(
                self.plot_rect(), self._x, self._y, self._colour, self.shown_rows(), behind
            )
        self.tell()

    # Words

    def description(self) -> str:
        """The picture in one sentence."""
        if self._x is None or self._y is None:
            return tr("{name}: nothing known yet.", name=self._name)
        known = np.isfinite(self._x.shares) & np.isfinite(self._y.shares)
        said = f"{self._name}: {numbers.plural(int(known.sum()), 'run')}, "
        said += f"{self._y.title} by {self._x.title}"
        if self._colour is not None:
            said += tr(", coloured by {title}", title=self._colour.title)
        if not known.all():
            said += tr("; {integer} lack a value", integer=numbers.integer(int((~known).sum())))
        rows = self.shown_rows()
        if rows is not None:
            said += tr("; {integer} brushed", integer=numbers.integer(int(rows.sum())))
        if 0 <= self._walked < len(known):
            said += f"; at {self._tip(self._walked)}"
        return said + "."

    def _tip(self, row: int) -> str:
        name = self._names[row] if row < len(self._names) else numbers.integer(row + 1)
        parts = [
            f"{axis.title}: {value_words(axis, row)}"
            for axis in (self._x, self._y, self._colour)
            if axis is not None
        ]
        return ", ".join([name, *parts])

    def as_table(self) -> Table:
        """The rows inside the brushes, at most 5,000."""
        columns = [axis for axis in (self._x, self._y, self._colour) if axis is not None]
        n = len(columns[0].values) if columns else 0
        rows = self.shown_rows()
        chosen = (np.arange(n) if rows is None else np.flatnonzero(rows))[:_MOST_IN_TABLE]
        made = []
        for row in chosen.tolist():
            name = self._names[row] if row < len(self._names) else numbers.integer(row + 1)
            made.append([name, *(value_words(axis, row) for axis in columns)])
        return [tr("Run"), *(axis.title for axis in columns)], made

    # Places

    def plot_rect(self) -> QRectF:
        """Where the points lie."""
        left = 30.0
        if self._y is not None:
            look = face("caption", True)
            widths = [look.width(said) for _, said in axis_ticks(self._y, 5)]
            left = min(self.width() * 0.3, max([20.0, *widths]) + 12)
        wide = max(20.0, self.width() - left - 16)
        return QRectF(left, _TOP, wide, max(20.0, self.height() - _TOP - _BOTTOM))

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for the axes and some points."""
        return QSize(200, self._tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the points at the new size."""
        super().resizeEvent(event)
        self._refresh()

    def _spot(self, plot: QRectF, x: float, y: float) -> QPointF:
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())

    def row_near(self, place: QPointF) -> int:
        """The row whose point lies within 9 px of a place; -1 is none."""
        if self._x is None or self._y is None:
            return -1
        plot = self.plot_rect()
        at = (
            (place.x() - plot.left()) / plot.width(),
            (plot.bottom() - place.y()) / plot.height(),
        )
        x, y = self._x.shares, self._y.shares
        rows = self.shown_rows()
        if rows is not None:
            x = np.where(rows, x, np.nan)
        return nearest_point(x, y, plot.width(), plot.height(), at, _REACH)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, points, front and brush."""
        painter = QPainter(self)
        if self._x is None or self._y is None:
            self.paint_nothing(painter)
            return
        plot = self.plot_rect()
        self._paint_axes(painter, plot, self._x, self._y)
        self._ground.paint(painter)
        x, y = self._x.shares, self._y.shares
        self._paint_pareto(painter, plot, x, y)
        self._paint_front(painter, plot, x, y)
        if self._box is not None:
            left, right, low, high = self._box
            rect = QRectF(self._spot(plot, left, high), self._spot(plot, right, low))
            painting.box(painter, rect, 3, colour("accent", 0.10), "accent", 1.5)
        for row in {self._highlighted, self._walked if self.hasFocus() else -1} - {-1}:
            if row < len(x) and np.isfinite(x[row]) and np.isfinite(y[row]):
                spot = self._spot(plot, float(x[row]), float(y[row]))
                painter.setPen(QPen(colour("text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(spot, 8, 8)
        self.paint_ring(painter)

    def _paint_axes(self, painter: QPainter, plot: QRectF, x: Axis, y: Axis) -> None:
        for share, said in axis_ticks(y, 5):
            at = round(plot.bottom() - share * plot.height())
            painting.hairline(painter, plot.left(), at, plot.right(), at, "grid")
            rect = QRectF(0, at - 8, plot.left() - 8, 16)
            painting.text(painter, rect, said, "caption", "axis", "right", "middle", numeric=True)
        for share, said in axis_ticks(x, max(2, int(plot.width() / 90))):
            wide = min(face("caption", True).width(said), plot.width() / 2)
            left = plot.left() + share * plot.width() - wide / 2
            left = max(0.0, min(left, self.width() - wide - 1))
            rect = QRectF(left, plot.bottom() + 4, wide + 1, 15)
            painting.text(painter, rect, said, "caption", "axis", elide="middle", numeric=True)
        rect = QRectF(0, 0, self.width() * 0.6, 16)
        painting.text(painter, rect, y.title, "caption", "text2", elide="middle")
        rect = QRectF(plot.left(), self.height() - 17, plot.width(), 16)
        painting.text(painter, rect, x.title, "caption", "text2", "right", "middle")
        if self._colour is not None and not self._colour.labels:
            self._paint_scale(painter, self._colour)

    def _paint_scale(self, painter: QPainter, axis: Axis) -> None:
        """The scale of the colours, at the top right."""
        ends = [numbers.plain(axis.value_at(share), 3) for share in (0.0, 1.0)]
        right = self.width() - 16.0
        look = face("caption", True)
        rect = QRectF(right - look.width(ends[1]) - 1, 0, look.width(ends[1]) + 1, 16)
        painting.text(painter, rect, ends[1], "caption", "axis", elide="none", numeric=True)
        left = rect.left() - 70
        for step in range(16):
            cell = QRectF(left + step * 4, 4, 4, 8)
            painter.fillRect(cell, colour_of(axis, step / 15))
        rect = QRectF(0, 0, left - 6, 16)
        words = f"{axis.title}  {ends[0]}"
        painting.text(painter, rect, words, "caption", "axis", "right", "left", numeric=True)

    def _paint_pareto(self, painter: QPainter, plot: QRectF, x: Floats, y: Floats) -> None:
        spots = [self._spot(plot, float(x[row]), float(y[row])) for row in self._front_rows]
        painter.setPen(painting.dashed("text2", 1.5, (4, 3)))
        for one, other in pairwise(spots):
            corner = QPointF(one.x(), other.y())
            painter.drawLine(one, corner)
            painter.drawLine(corner, other)
        painter.setPen(QPen(colour("text2"), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for spot in spots:
            painter.drawEllipse(spot, 5.5, 5.5)

    def _paint_front(self, painter: QPainter, plot: QRectF, x: Floats, y: Floats) -> None:
        rows = self.shown_rows()
        n = min(self._n_front, _MOST_FRONT, len(x))
        order = [row for row in reversed(range(n)) if row != self._highlighted]
        if 0 <= self._highlighted < n:
            order.append(self._highlighted)
        for row in order:
            if not (np.isfinite(x[row]) and np.isfinite(y[row])):
                continue
            spot = self._spot(plot, float(x[row]), float(y[row]))
            is_in = rows is None or bool(rows[row])
            quiet = self._highlighted not in {-1, row}
            if row < len(MARKERS):
                alpha = 0.12 if not is_in else 0.35 if quiet else 1.0
                paint_marker(painter, spot, MARKERS[row], colour(f"chart.{row}", alpha), 11)
            elif self._colour is None:
                ink = (
                    colour("text")
                    if row == self._highlighted
                    else colour("reference", 0.55 if is_in else 0.1)
                )
                paint_marker(painter, spot, "circle", ink, 7)

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        if event.button() == Qt.MouseButton.LeftButton and self._x is not None:
            self._start = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the box on, or tell which point is under the pointer."""
        if self._start is None:
            self.pointed.emit(self.row_near(event.position()))
            return
        if (event.position() - self._start).manhattanLength() > 4:
            plot = self.plot_rect()
            across = sorted((self._start.x(), event.position().x()))
            down = sorted((self._start.y(), event.position().y()))
            left, right = ((x - plot.left()) / plot.width() for x in across)
            high, low = ((plot.bottom() - y) / plot.height() for y in down)
            self.set_box((left, right, low, high))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the box; a click lets it go."""
        start, self._start = self._start, None
        if start is not None and (event.position() - start).manhattanLength() <= 4:
            self.clear_brushes()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row under the pointer."""
        row = self.row_near(event.position())
        if row >= 0:
            self.activated.emit(row)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the points by x, Enter opens one, Esc lets the brush go."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None and self._x is not None and self._y is not None:
            self._walk(step, self._x.shares, self._y.shares)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._walked >= 0:
            self.activated.emit(self._walked)
        elif event.key() == Qt.Key.Key_Escape and self._box is not None:
            self.clear_brushes()
        else:
            super().keyPressEvent(event)

    def _walk(self, step: int, x: Floats, y: Floats) -> None:
        known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        if not known.size:
            return
        order = known[np.argsort(x[known], kind="stable")]
        found = np.flatnonzero(order == self._walked)
        at = int(found[0]) + step if found.size else 0
        self._walked = int(order[max(0, min(len(order) - 1, at))])
        self.pointed.emit(self._walked)
        self.tell()

    def event(self, event: QEvent) -> bool:
        """Say a point in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self.row_near(QPointF(event.pos()))
            if row >= 0:
                self.say(event.globalPos(), self._tip(row).replace(", ", "\n"))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
