"""Strokes that every painted control shares: crisp lines, rounded boxes, text, the focus ring."""

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour, pen


def tint(token: str | QColor) -> QColor:
    """A token's colour, or the colour itself."""
    return colour(token) if isinstance(token, str) else token


def fill(painter: QPainter, rect: QRect | QRectF, token: str | QColor) -> None:
    """Fill a rectangle on whole pixels."""
    painter.fillRect(rect, tint(token))


def hairline(painter: QPainter, x1: float, y1: float, x2: float, y2: float, token: str) -> None:
    """Draw a 1 px line along whole pixels: the pixel row or column at x1, y1 is filled."""
    wide = max(1.0, x2 - x1)
    tall = max(1.0, y2 - y1)
    painter.fillRect(QRectF(round(x1), round(y1), round(wide), round(tall)), colour(token))


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill_token: str | QColor | None,
    edge_token: str | QColor | None = None,
    width: float = 1.0,
) -> None:
    """Draw a rounded box whose edge lies inside the rectangle, so that it stays crisp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    inset = width / 2 if edge_token is not None else 0.0
    inner = rect.adjusted(inset, inset, -inset, -inset)
    if edge_token is None:
        painter.setPen(Qt.PenStyle.NoPen)
    elif isinstance(edge_token, str):
        painter.setPen(pen(edge_token, width))
    else:
        painter.setPen(QPen(edge_token, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill_token is None else QBrush(tint(fill_token)))
    corner = max(0.0, radius - inset)
    painter.drawRoundedRect(inner, corner, corner)


def focus_ring(painter: QPainter, rect: QRectF, radius: float) -> QRectF:
    """Draw the ring along the rectangle's edge; the rectangle left for the control inside.

    The ring takes 2 px and leaves a gap of 1, so it is never clipped by what lies around.
    """
    box(painter, rect, radius + 2, None, "focus", 2.0)
    return rect.adjusted(3, 3, -3, -3)


def as_written(painter: QPainter) -> None:
    """Let texts run as their own letters do, whichever way the window lies.

    Else full stops and digits of a left-to-right text would stand at its other end.
    """
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)


def beginning(widget: QWidget, align: str) -> str:
    """Where a text is set that is asked for at the left or right: the other side, if mirrored."""
    if widget.layoutDirection() != Qt.LayoutDirection.RightToLeft:
        return align
    return {"left": "right", "right": "left"}.get(align, align)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    role: str = "body",
    token: str | QColor = "text",
    align: str = "left",
    elide: str = "right",
    numeric: bool = False,
) -> float:
    """Draw one line, centred from top to bottom, shortened if it does not fit; its width."""
    look = face(role, numeric)
    shown = look.elided(words, rect.width(), elide)
    wide = look.width(shown)
    left = rect.left()
    if align == "right":
        left = rect.right() - wide
    elif align == "center":
        left = rect.left() + (rect.width() - wide) / 2
    painter.setFont(look.font)
    painter.setPen(tint(token))
    as_written(painter)
    painter.drawText(QPointF(left, look.baseline(rect.top(), rect.height())), shown)
    return wide


def line(painter: QPainter, x1: float, y1: float, x2: float, y2: float, drawn: QPen) -> None:
    """Draw a smooth line with a pen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(drawn)
    painter.drawLine(QLineF(x1, y1, x2, y2))


def dashed(token: str, width: float, dash: tuple[float, ...], alpha: float = 1.0) -> QPen:
    """A pen with a dash given in pixels; empty is solid."""
    made = QPen(pen(token, width, alpha))
    if dash:
        # Qt counts dashes in pen widths.
        made.setDashPattern([part / width for part in dash])
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
    return made
