"""A course in the space of a word: one line, its last point marked, perhaps a limit."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.theme import brush, colour, pen

_DOT = 2.6


def _paths(
    rect: QRectF, values: Sequence[float | None], low: float, high: float
) -> list[list[QPointF]]:
    """The points of each stretch without a gap."""
    span = high - low or 1.0
    step = rect.width() / max(1, len(values) - 1)
    stretches: list[list[QPointF]] = [[]]
    for at, value in enumerate(values):
        if value is None or not math.isfinite(value):
            if stretches[-1]:
                stretches.append([])
            continue
        y = rect.bottom() - (value - low) / span * rect.height()
        stretches[-1].append(QPointF(rect.left() + at * step, y))
    return [stretch for stretch in stretches if stretch]


def paint_sparkline(
    painter: QPainter,
    rect: QRectF,
    values: Sequence[float | None],
    token: str = "accent",
    limit: float | None = None,
    is_filled: bool = True,
) -> None:
    """Paint a course into a rectangle; missing values are gaps."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    if not known:
        return
    low, high = min(known), max(known)
    if limit is not None:
        low, high = min(low, limit), max(high, limit)
    if high == low:
        low, high = low - 0.5, high + 0.5
    inner = rect.adjusted(1, _DOT + 1, -_DOT - 1, -_DOT - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    stretches = _paths(inner, values, low, high)
    if is_filled:
        for stretch in stretches:
            _fill(painter, stretch, rect, token)
    if limit is not None:
        y = round(inner.bottom() - (limit - low) / (high - low) * inner.height()) + 0.5
        drawn = painting.dashed("reference", 1, (3, 2.5))
        painting.line(painter, rect.left(), y, rect.right(), y, drawn)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen(token, 1.5))
    for stretch in stretches:
        painter.drawPolyline(stretch)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush(token))
    painter.drawEllipse(stretches[-1][-1], _DOT, _DOT)


def _fill(painter: QPainter, stretch: Sequence[QPointF], rect: QRectF, token: str) -> None:
    area = QPainterPath(QPointF(stretch[0].x(), rect.bottom()))
    for point in stretch:
        area.lineTo(point)
    area.lineTo(stretch[-1].x(), rect.bottom())
    area.closeSubpath()
    shade = QLinearGradient(0, rect.top(), 0, rect.bottom())
    shade.setColorAt(0, colour(token, 0.16))
    ending = QColor(colour(token))
    ending.setAlphaF(0.0)
    shade.setColorAt(1, ending)
    painter.fillPath(area, shade)


def paint_bars(
    painter: QPainter, rect: QRectF, values: Sequence[float | None], token: str = "accent"
) -> None:
    """Paint small bars from zero, the last one in full colour, the others at half strength."""
    known = [abs(v) for v in values if v is not None and math.isfinite(v)]
    if not known:
        return
    top = max(known) or 1.0
    step = rect.width() / len(values)
    wide = max(1.0, min(6.0, step - 1.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for at, value in enumerate(values):
        if value is None or not math.isfinite(value):
            continue
        tall = max(1.5, abs(value) / top * rect.height())
        alpha = 0.85 if at == len(values) - 1 else 0.45
        bar = QRectF(round(rect.left() + at * step), rect.bottom() - tall, wide, tall)
        painter.fillRect(bar, colour(token, alpha))


class Sparkline(QWidget):
    """A course as a widget."""

    def __init__(
        self,
        values: Sequence[float | None] = (),
        token: str = "accent",
        limit: float | None = None,
        name: str = "",
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        """Show a course; `name` says what it is of."""
        super().__init__(parent)
        self._values: list[float | None] = list(values)
        self._token = token
        self._limit = limit
        self._name = name
        self._tall = height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_values(values, token, limit)

    def set_values(
        self,
        values: Sequence[float | None],
        token: str | None = None,
        limit: float | None = None,
    ) -> None:
        """Change the course."""
        self._values = list(values)
        self._token = token or self._token
        self._limit = limit
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.description())
        self.update()

    def description(self) -> str:
        """The course in one sentence."""
        known = [v for v in self._values if v is not None and math.isfinite(v)]
        if not known:
            return f"{self._name or 'Course'}: nothing known yet."
        said = f"{self._name or 'Course'} went from {numbers.plain(known[0])} to "
        said += numbers.plain(known[-1])
        return (
            f"{said}; limit {numbers.plain(self._limit)}."
            if self._limit is not None
            else f"{said}."
        )

    def as_table(self) -> tuple[list[str], list[list[str]]]:
        """Headers and rows of what is drawn."""
        rows = [[str(at + 1), numbers.plain(value)] for at, value in enumerate(self._values)]
        return ["Step", self._name or "Value"], rows

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(160, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As short as need be."""
        return QSize(24, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the course."""
        painter = QPainter(self)
        paint_sparkline(painter, QRectF(self.rect()), self._values, self._token, self._limit)
