"""The markers of series: four shapes, filled and hollow."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from tidemill.gui.kit.theme import colour


def paint_marker(
    painter: QPainter, centre: QPointF, marker: str, ink: QColor, size: float = 9.0
) -> None:
    """Paint a marker with a thin rim in the surface's colour, so that overlaps stay apart."""
    shape, _, kind = marker.partition("-")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    if kind == "hollow":
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(colour("surface"))
        size -= 1.6
    else:
        painter.setPen(QPen(colour("surface"), 1))
        painter.setBrush(ink)
    half = size / 2
    x, y = centre.x(), centre.y()
    if shape == "square":
        painter.drawRect(QRectF(x - half * 0.9, y - half * 0.9, size * 0.9, size * 0.9))
    elif shape == "triangle":
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, y - half),
                    QPointF(x + half, y + half * 0.85),
                    QPointF(x - half, y + half * 0.85),
                ]
            )
        )
    elif shape == "diamond":
        far = half * 1.15
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x, y - far), QPointF(x + far, y), QPointF(x, y + far), QPointF(x - far, y)]
            )
        )
    else:
        painter.drawEllipse(centre, half, half)
    painter.setPen(Qt.PenStyle.NoPen)
