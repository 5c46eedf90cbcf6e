"""What lies over the curves: markers, limits, events with their flags, crosshair, end labels."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import painting
from tidemill.gui.kit.charts.line_place import LinePlace
from tidemill.gui.kit.charts.line_series import Series, nearest
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.chips import chip_width, paint_chip
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_KINDS = {
    "promotion": ("gold_fill", "champion", "crown"),
    "alert": ("bad_dot", "bad", "bell"),
    "retrained": ("reference", "plain", "refresh-cw"),
    "note": ("reference", "plain", None),
}


_NEAR = 64
"""How far in pixels a flag may be moved from its line to stand beside another."""


def free_stem(x: int, taken: set[int]) -> int:
    """Where the line of an event is drawn: beside another of the same moment, not over it."""
    while x in taken:
        x += 1
    taken.add(x)
    return x


class Overlay(QWidget):
    """Transparent for the mouse; painted from its chart."""

    def __init__(self, place: LinePlace, parent: QWidget) -> None:
        """Lie over a chart, which is both."""
        super().__init__(parent)
        self._chart = place
        self._crosshair: float | None = None
        self._has_tip = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def crosshair(self) -> float | None:
        """The place marked."""
        return self._crosshair

    def set_crosshair(self, x: float | None, has_tip: bool) -> None:
        """Mark a place; `has_tip` writes the values there."""
        if x != self._crosshair or has_tip != self._has_tip:
            self._crosshair, self._has_tip = x, has_tip
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint everything over the curves."""
        chart = self._chart
        if not chart.series():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        plot = chart.plot_rect()
        for one in chart.series():
            self._paint_points(painter, one, plot)
        for limit in chart.limits():
            y = round(chart.to_y(limit.value)) + 0.5
            if plot.top() - 1 <= y <= plot.bottom() + 1:
                drawn = painting.dashed(limit.token, 1.5, (5, 3))
                painting.line(painter, plot.left(), y, plot.right(), y, drawn)
                rect = QRectF(plot.left() + 6, y - 17, plot.width() - 8, 16)
                ink = "bad" if limit.token == "bad_dot" else "text2"
                painting.text(painter, rect, limit.label, "caption", ink)
        self._paint_events(painter, plot)
        for shade in chart.shades():
            right = min(plot.right(), chart.to_x(shade.end))
            if shade.label and right > plot.left():
                left = max(plot.left(), chart.to_x(shade.start))
                wide = face("caption").width(shade.label) + 2
                # The label stands in the stretch if it fits, else before it.
                at = left + 6 if right - left > wide + 8 else left - wide - 6
                rect = QRectF(at, plot.bottom() - 19, wide, 16)
                painting.text(painter, rect, shade.label, "caption", "text2", elide="none")
        self._paint_end_labels(painter, plot)
        if self._crosshair is not None:
            self._paint_crosshair(painter, plot, self._crosshair)

    def _paint_points(self, painter: QPainter, one: Series, plot: QRectF) -> None:
        chart = self._chart
        x, y = one.points()
        inside = plot.adjusted(-6, -6, 6, 6)
        ink = colour(one.token)
        if one.marker is not None:
            for a, b in zip(x, y, strict=True):
                spot = QPointF(chart.to_x(a), chart.to_y(b)) if np.isfinite(b) else QPointF(-99, 0)
                if inside.contains(spot):
                    paint_marker(painter, spot, one.marker, ink, 8)
        known = np.flatnonzero(np.isfinite(y))
        if one.has_last_dot and known.size:
            last = known[-1]
            spot = QPointF(chart.to_x(x[last]), chart.to_y(y[last]))
            if inside.contains(spot):
                paint_marker(painter, spot, "circle", ink, 10)

    def _paint_events(self, painter: QPainter, plot: QRectF) -> None:
        chart = self._chart
        free_from = -100.0
        stems: set[int] = set()
        for event in sorted(chart.events(), key=lambda each: each.x):
            x = chart.to_x(event.x)
            if not plot.left() - 1 <= x <= plot.right() + 1:
                continue
            token, tone, icon = _KINDS.get(event.kind, _KINDS["note"])
            top = plot.top() if event.kind != "retrained" else plot.top() + 4
            bar = QRectF(free_stem(round(x), stems), top - 3, 1, plot.bottom() - top + 3)
            painter.fillRect(bar, colour(token))
            if event.kind == "retrained" and not event.label:
                continue
            wide = chip_width(event.label, tone, icon)
            left = min(max(0.0, round(x - wide / 2)), self.width() - wide)
            # Two events of one moment stand side by side; a flag far from its line would lie.
            left = max(left, free_from) if free_from - left <= _NEAR else left
            if left >= free_from and left + wide <= self.width():
                paint_chip(painter, left, plot.top() - 14, event.label, tone, icon)
                free_from = left + wide + 4

    def _paint_end_labels(self, painter: QPainter, plot: QRectF) -> None:
        chart = self._chart
        spots: list[tuple[float, Series]] = []
        for one in chart.series():
            values = one.points()[1]
            known = values[np.isfinite(values)]
            if one.end_label and known.size:
                spots.append((chart.to_y(float(known[-1])), one))
        below = -100.0
        for y, one in sorted(spots, key=lambda pair: pair[0]):
            # Labels that would overlap move apart downwards.
            place = max(y, below + 14)
            below = place
            rect = QRectF(plot.right() + 6, place - 8, self.width() - plot.right() - 6, 16)
            ink = "accent_text" if one.token == "accent" else "text2"
            painting.text(painter, rect, one.end_label, "caption", ink)

    def _paint_crosshair(self, painter: QPainter, plot: QRectF, at: float) -> None:
        chart = self._chart
        x = chart.to_x(at)
        if not plot.left() - 1 <= x <= plot.right() + 1:
            return
        painter.fillRect(QRectF(round(x), plot.top(), 1, plot.height()), colour("text", 0.5))
        lines: list[tuple[str, str, QColor]] = []
        for one in chart.series():
            xs, ys = one.points()
            index = nearest(xs, at)
            if index >= 0 and np.isfinite(ys[index]) and abs(xs[index] - at) <= self._reach(xs):
                ink = colour(one.token)
                spot = QPointF(chart.to_x(xs[index]), chart.to_y(ys[index]))
                if plot.adjusted(-1, -1, 1, 1).contains(spot):
                    paint_marker(painter, spot, "circle", ink, 8)
                lines.append((one.name, chart.y_text(float(ys[index])), ink))
        if self._has_tip and lines:
            self._paint_tip(painter, plot, x, chart.x_text(at), lines)

    def _reach(self, xs: np.ndarray) -> float:
        """How far from the crosshair a point still counts: half the usual step."""
        return float(np.median(np.diff(xs))) * 0.6 if xs.size > 1 else np.inf

    def _paint_tip(
        self,
        painter: QPainter,
        plot: QRectF,
        x: float,
        head: str,
        lines: list[tuple[str, str, QColor]],
    ) -> None:
        look, digits = face("small"), face("small", True)
        names = max(look.width(name) for name, _, _ in lines)
        values = max(digits.width(value) for _, value, _ in lines)
        wide = max(names + values + 44, look.width(head) + 20)
        tall = 24 + 17 * len(lines) + 5
        left = x + 10 if x + 10 + wide < self.width() else x - 10 - wide
        rect = QRectF(max(0.0, left), plot.top() + 4, wide, tall)
        painting.box(painter, rect, 7, "raised", "line_strong")
        inner = QRectF(rect.left() + 10, rect.top() + 5, wide - 20, 17)
        painting.text(painter, inner, head, "small", "text3")
        for at, (name, value, ink) in enumerate(lines):
            row = QRectF(inner.left(), rect.top() + 23 + 17 * at, inner.width(), 17)
            painter.setPen(QPen(ink, 2))
            y = row.center().y()
            painter.drawLine(QPointF(row.left(), y), QPointF(row.left() + 8, y))
            painting.text(painter, row.adjusted(14, 0, 0, 0), name, "small", "text2")
            painting.text(painter, row, value, "small", "text", "right", "none", numeric=True)
