"""Shadows as nine patches, drawn once from stacked rounded boxes and then only copied.

A `QGraphicsDropShadowEffect` renders its whole widget again at each repaint; these cost nothing.
"""

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.theme import current, on_forget

_LEVELS = {1: (4, 16, 0.12), 2: (10, 36, 0.16), 3: (22, 64, 0.20)}
"""Drop, blur in pixels and strength: 1 drawer, 2 floating bar, menu, popover; 3 sheet, palette."""


def reach(level: int) -> int:
    """How far a shadow goes beyond its box, in pixels."""
    drop, blur, _ = _LEVELS[level]
    return drop + blur // 2


@lru_cache(maxsize=16)
def _patch(radius: int, blur: int, strength: float, rgb: str) -> QPixmap:
    spread = blur // 2
    side = 2 * (2 * spread + radius) + 1
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    steps = 2 * spread
    ink = QColor(rgb)
    reached = 0.0
    for step in range(1, steps + 1):
        part = step / steps
        # A smooth step from nothing at the rim to full strength half a blur inside the box.
        wanted = strength * part * part * (3 - 2 * part)
        layer = (wanted - reached) / (1 - reached)
        reached = wanted
        ink.setAlphaF(max(0.0, min(1.0, layer)))
        painter.setBrush(ink)
        inset = part * 2 * spread
        corner = max(1.0, radius + spread - inset)
        painter.drawRoundedRect(
            QRectF(inset, inset, side - 2 * inset, side - 2 * inset), corner, corner
        )
    painter.end()
    return made


def paint_shadow(painter: QPainter, box: QRectF, radius: int, level: int = 2) -> None:
    """Paint the shadow of a rounded box; paint the box itself over it."""
    drop, blur, strength = _LEVELS[level]
    tokens = current()
    strong = min(0.85, strength * tokens.shadow_strength * 1.25)
    patch = _patch(radius, blur, strong, tokens.shadow)
    spread = blur // 2
    target = box.translated(0, drop).adjusted(-spread, -spread, spread, spread)
    cut = min((patch.width() - 1) // 2, int(target.width() // 2), int(target.height() // 2))
    _nine(painter, target, patch, cut)


def _nine(painter: QPainter, target: QRectF, patch: QPixmap, cut: int) -> None:
    side = patch.width()
    xs = (target.left(), target.left() + cut, target.right() - cut, target.right())
    ys = (target.top(), target.top() + cut, target.bottom() - cut, target.bottom())
    us = (0, cut, side - cut, side)
    for i in range(3):
        for j in range(3):
            painter.drawPixmap(
                QRectF(QPointF(xs[i], ys[j]), QPointF(xs[i + 1], ys[j + 1])),
                patch,
                QRectF(us[i], us[j], us[i + 1] - us[i], us[j + 1] - us[j]),
            )


class Shadow(QWidget):
    """The shadow of a floating sibling: lies under it, follows it, lets the mouse through."""

    def __init__(self, target: QWidget, radius: int = 12, level: int = 2) -> None:
        """Follow `target`, which must have a parent."""
        super().__init__(target.parentWidget())
        self._target = target
        self._radius = radius
        self._level = level
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setVisible(target.isVisible())
        target.installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        far = reach(self._level)
        place: QRect = self._target.geometry()
        self.setGeometry(place.adjusted(-far, -far, far, far))
        self.stackUnder(self._target)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the target's moves, sizes and visibility."""
        kind = event.type()
        if watched is self._target:
            if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.ZOrderChange}:
                self._follow()
            elif kind == QEvent.Type.Show:
                self._follow()
                self.show()
            elif kind == QEvent.Type.Hide:
                self.hide()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shadow."""
        painter = QPainter(self)
        far = reach(self._level)
        inner = QRectF(self.rect()).adjusted(far, far, -far, -far)
        paint_shadow(painter, inner, self._radius, self._level)


on_forget(_patch.cache_clear)
