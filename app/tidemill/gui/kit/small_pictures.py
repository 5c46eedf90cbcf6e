"""Pictures in the space of a word, for cells of tables and for charts: courses, bars, shares."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPen, QPolygonF

from tidemill.gui.kit import painting
from tidemill.gui.kit.theme import brush, colour, current, pen

_DOT = 2.6
_PART_GAP = 2.0
_STRENGTHS = (0.85, 0.6, 0.4, 0.26, 0.16)


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


def paint_histogram(
    painter: QPainter,
    rect: QRectF,
    counts: Sequence[float],
    reference: Sequence[float] = (),
    token: str = "accent",
) -> None:
    """Paint bars from zero; the reference is a stepped outline on the same scale of shares."""
    if not counts:
        return
    whole, other = sum(counts) or 1.0, sum(reference) or 1.0
    shares = [count / whole for count in counts]
    outline = [count / other for count in reference]
    top = max([*shares, *outline]) or 1.0
    step = rect.width() / len(shares)
    gap = 1.0 if step > 4 else 0.5 if step > 2 else 0.0
    fill = colour(token, 0.85)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for at, share in enumerate(shares):
        tall = share / top * rect.height()
        if share > 0:
            bar = QRectF(rect.left() + at * step, rect.bottom() - tall, step - gap, max(1.0, tall))
            painter.fillRect(bar, fill)
    if outline:
        steps = []
        wide = rect.width() / len(outline)
        for at, share in enumerate(outline):
            y = rect.bottom() - share / top * rect.height()
            steps += [
                QPointF(rect.left() + at * wide, y),
                QPointF(rect.left() + (at + 1) * wide, y),
            ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("text3" if not current().is_dark else "text2"), 1.2))
        painter.drawPolyline(steps)


def paint_split_bar(
    painter: QPainter, rect: QRectF, shares: Sequence[float], token: str = "accent"
) -> None:
    """Paint parts in falling strength of one colour; shares need not sum to one."""
    whole = sum(share for share in shares if share > 0)
    if whole <= 0:
        return
    room = rect.width() - _PART_GAP * (len(shares) - 1)
    left = rect.left()
    for at, share in enumerate(shares):
        wide = max(1.5, room * max(0.0, share) / whole)
        part = QRectF(left, rect.top(), min(wide, rect.right() - left), rect.height())
        tone = colour(token, _STRENGTHS[min(at, len(_STRENGTHS) - 1)])
        painting.box(painter, part, 2, tone)
        left += wide + _PART_GAP


def paint_way(
    painter: QPainter, rect: QRectF, before: float, after: float, threshold: float | None
) -> None:
    """Paint two scores from 0 to 1 on a line: the champion's as a circle, the candidate's as a
    diamond, the way between, and the threshold across."""
    middle = round(rect.center().y()) + 0.5

    def place(score: float) -> float:
        return rect.left() + rect.width() * min(1.0, max(0.0, score))

    painting.hairline(painter, rect.left(), middle, rect.right(), middle, "line_strong")
    low, high = sorted((place(before), place(after)))
    way = QRectF(low, middle - 1.5, max(1.0, high - low), 3)
    painting.box(painter, way, 1.5, "reference")
    if threshold is not None:
        at = QRectF(round(place(threshold)) - 0.5, middle - 7, 1.5, 14)
        painting.box(painter, at, 0, "text2")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(colour("surface"), 1))
    painter.setBrush(colour("champion"))
    painter.drawEllipse(QPointF(place(before), middle), 4.5, 4.5)
    painter.setBrush(colour("candidate"))
    x = place(after)
    ends = ((0.0, -5.5), (5.5, 0.0), (0.0, 5.5), (-5.5, 0.0))
    painter.drawPolygon(QPolygonF([QPointF(x + dx, middle + dy) for dx, dy in ends]))
