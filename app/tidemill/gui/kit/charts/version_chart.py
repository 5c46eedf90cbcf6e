"""A measure by version: intervals, the champion's stair in gold, the candidate as a diamond.

Below stand marks where a version learned from other data or by other code than the one before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.ticks import decimals_for, nice_range, nice_step, nice_ticks
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_BOTTOM = 22
_TOP = 8
_LANE = 9
_CROWDED = 9.0
"""Pixels for a version under which points and intervals are drawn thin."""


@dataclass(frozen=True)
class VersionPoint:
    """One version: its label, value and interval, whether it was or is champion or candidate."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    was_champion: bool = False
    is_candidate: bool = False
    is_current: bool = False
    key: str = ""
    has_new_data: bool = False
    has_new_code: bool = False


class VersionChart(Chart):
    """Points in order of version; emits `version_chosen(index)` for a click, Left and Right."""

    version_chosen = Signal(int)

    def __init__(
        self,
        name: str = "",
        decimals: int | None = None,
        height: int = 152,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty chart; `name` is the measure, `decimals` those of the axis."""
        super().__init__(name, parent)
        self._points: tuple[VersionPoint, ...] = ()
        self._decimals = decimals
        self._tall = height
        self._chosen = -1

    def set_points(self, points: Sequence[VersionPoint]) -> None:
        """Show these versions from left to right."""
        self._points = tuple(points)
        self._chosen = -1
        self.tell()

    def set_chosen(self, index: int) -> None:
        """Mark a version without telling; -1 is none."""
        self._chosen = index
        self.update()

    def set_measure(self, name: str, decimals: int | None) -> None:
        """Say which measure is shown, and how its axis is written."""
        self._name, self._decimals = name, decimals
        self.setAccessibleName(tr("{name} by version", name=name))

    def _said(self, value: float | None) -> str:
        if self._decimals is None:
            return numbers.score(value)
        return numbers.decimal(value, self._decimals)

    def description(self) -> str:
        """The picture in one sentence."""
        known = [point for point in self._points if point.value is not None]
        if not known:
            return tr("{name} by version: nothing known yet.", name=self._name)
        first, last = known[0], known[-1]
        return tr(
            "{name} by version went from {said} ({label}) to {said2} ({label2}).",
            name=self._name,
            said=self._said(first.value),
            label=first.label,
            said2=self._said(last.value),
            label2=last.label,
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        role = {True: "candidate", False: ""}
        return [
            tr("Version"),
            self._name or tr("Value"),
            tr("Low"),
            tr("High"),
            tr("Role"),
            tr("New"),
        ], [
            [
                point.label,
                self._said(point.value),
                self._said(point.low),
                self._said(point.high),
                "champion" if point.was_champion else role[point.is_candidate],
                _new(point),
            ]
            for point in self._points
        ]

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(560, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for an axis and a few versions."""
        return QSize(180, self._tall)

    def _plot(self) -> QRectF:
        lanes = self._lanes() * _LANE
        return QRectF(42, _TOP, self.width() - 50, self.height() - _TOP - _BOTTOM - lanes)

    def _lanes(self) -> int:
        return sum(any(marks) for marks in self._marks())

    def _marks(self) -> tuple[list[bool], list[bool]]:
        points = self._points
        return [p.has_new_data for p in points], [p.has_new_code for p in points]

    def _x(self, at: int, plot: QRectF) -> float:
        step = plot.width() / max(1, len(self._points))
        return plot.left() + (at + 0.5) * step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the version under the pointer."""
        plot = self._plot()
        if not self._points:
            return
        step = plot.width() / len(self._points)
        at = int((event.position().x() - plot.left()) // step)
        if 0 <= at < len(self._points):
            self._choose(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk the versions."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._points:
            super().keyPressEvent(event)
            return
        at = self._chosen + step if self._chosen >= 0 else len(self._points) - 1
        if 0 <= at < len(self._points):
            self._choose(at)

    def _choose(self, at: int) -> None:
        self._chosen = at
        self.update()
        self.version_chosen.emit(at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, stair, whiskers and points."""
        painter = QPainter(self)
        ends = [
            end
            for point in self._points
            for end in (point.value, point.low, point.high)
            if end is not None
        ]
        if not ends:
            self.paint_nothing(painter)
            return
        plot = self._plot()
        low, high = nice_range(min(ends), max(ends), 4)
        self._paint_axis(painter, plot, low, high)
        self._paint_stair(painter, plot, low, high)
        self._paint_points(painter, plot, low, high)
        self._paint_marks(painter, plot)
        self.paint_ring(painter)

    def _paint_points(self, painter: QPainter, plot: QRectF, low: float, high: float) -> None:
        """Whiskers first, then the plain points, then those that were or may be champion."""
        step = plot.width() / max(1, len(self._points))
        is_crowded = step < _CROWDED
        if 0 <= self._chosen < len(self._points):
            x = self._x(self._chosen, plot)
            halo = QRectF(x - 11, plot.top() - 4, 22, plot.height() + 8)
            painting.box(painter, halo, 5, colour("selected", 0.8))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(colour("line_strong"), 1 if is_crowded else 2))
        painter.drawLines(
            [
                QLineF(
                    self._x(at, plot),
                    self._y(p.low, plot, low, high),
                    self._x(at, plot),
                    self._y(p.high, plot, low, high),
                )
                for at, p in enumerate(self._points)
                if p.value is not None and p.low is not None and p.high is not None
            ]
        )
        shown = list(enumerate(self._points))
        if is_crowded:
            plain = [(at, p) for at, p in shown if not p.was_champion and not p.is_candidate]
            dots = [
                QPointF(self._x(at, plot), self._y(p.value, plot, low, high))
                for at, p in plain
                if p.value is not None
            ]
            pen = QPen(colour("reference"), 3)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(dots)
            shown = [(at, p) for at, p in shown if p.was_champion or p.is_candidate]
        for at, point in shown:
            self._paint_point(painter, plot, at, point, low, high, is_crowded)

    def _paint_marks(self, painter: QPainter, plot: QRectF) -> None:
        """A tick under each version with new data, one below it for new code."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        top = plot.bottom() + _BOTTOM - 1
        wide = 6 if plot.width() / max(1, len(self._points)) >= _CROWDED else 2
        for marks, token in zip(self._marks(), ("accent", "candidate"), strict=True):
            if not any(marks):
                continue
            ink = colour(token)
            for at, is_marked in enumerate(marks):
                if is_marked:
                    x = round(self._x(at, plot) - wide / 2)
                    painter.fillRect(QRectF(x, top, wide, _LANE - 4), ink)
            top += _LANE

    def _y(self, value: float, plot: QRectF, low: float, high: float) -> float:
        return plot.bottom() - (value - low) / (high - low) * plot.height()

    def _paint_axis(self, painter: QPainter, plot: QRectF, low: float, high: float) -> None:
        step = nice_step(high - low, 4)
        decimals = self._decimals if self._decimals is not None else decimals_for(step)
        for tick in nice_ticks(low, high, 4):
            y = round(self._y(tick, plot, low, high))
            painting.hairline(painter, plot.left() - 4, y, plot.right(), y, "grid")
            words = QRectF(0, y - 8, 34, 16)
            said = numbers.decimal(tick, decimals)
            painting.text(painter, words, said, "caption", "axis", "right", "none", numeric=True)
        room = plot.width() / max(1, len(self._points))
        longest = max((point.label for point in self._points), key=len)
        widest = face("caption").width(longest) + 8
        every = max(1, -int(-widest // room))
        n_points = len(self._points)
        for at, point in enumerate(self._points):
            if (n_points - 1 - at) % every:
                continue
            band = QRectF(self._x(at, plot) - 40, plot.bottom() + 5, 80, _BOTTOM - 6)
            is_marked = point.is_candidate or point.is_current or at == self._chosen
            ink = "text" if is_marked else "axis"
            painting.text(painter, band, point.label, "caption", ink, "center", "none")

    def _paint_stair(self, painter: QPainter, plot: QRectF, low: float, high: float) -> None:
        stair: list[QPointF] = []
        level: float | None = None
        for at, point in enumerate(self._points):
            x = self._x(at, plot)
            if point.was_champion and point.value is not None:
                y = self._y(point.value, plot, low, high)
                if level is not None:
                    stair.append(QPointF(x, level))
                stair.append(QPointF(x, y))
                level = y
        if level is None:
            return
        stair.append(QPointF(self._x(len(self._points) - 1, plot), level))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("gold_fill"), 1.8))
        painter.drawPolyline(stair)

    def _paint_point(
        self,
        painter: QPainter,
        plot: QRectF,
        at: int,
        point: VersionPoint,
        low: float,
        high: float,
        is_crowded: bool,
    ) -> None:
        if point.value is None:
            return
        spot = QPointF(self._x(at, plot), self._y(point.value, plot, low, high))
        if point.is_candidate:
            paint_marker(painter, spot, "diamond", colour("candidate"), 11)
        elif point.was_champion:
            paint_marker(painter, spot, "circle", colour("champion"), 6 if is_crowded else 11)
        else:
            paint_marker(painter, spot, "circle", colour("reference"), 8)


def _new(point: VersionPoint) -> str:
    words = [
        word
        for word, is_new in (("data", point.has_new_data), ("code", point.has_new_code))
        if is_new
    ]
    return " and ".join(words)
