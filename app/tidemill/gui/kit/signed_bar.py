"""A bar from a zero line: up to the right in orange, down to the left in blue."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.theme import brush, colour

_BAR, _ROOM = 14, 58


class SignedBar(QWidget):
    """One contribution beside its number; `reach` is the largest of those drawn to one scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none."""
        super().__init__(parent)
        self._by, self._reach, self._words = 0.0, 1.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bar(self, name: str, by: float, reach: float, words: str) -> None:
        """Show what `name` did."""
        self._by, self._reach, self._words = by, reach or 1.0, words
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a row."""
        return QSize(240, metrics.current().scaled(24))

    def minimumSizeHint(self) -> QSize:
        """Room for the number and some bar."""
        return QSize(140, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the zero line, the bar and its number."""
        painter = QPainter(self)
        at = metrics.current()
        tall, room = at.scaled(_BAR), at.scaled(_ROOM)
        half = max(1.0, self.width() / 2 - room)
        zero = round(self.width() / 2)
        wide = max(2.0, abs(self._by) / self._reach * half)
        top = (self.height() - tall) / 2
        box = QRectF(zero if self._by >= 0 else zero - wide, top, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setBrush(brush("high" if self._by >= 0 else "low"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._by >= 0:
            place, side = QRectF(box.right() + 5, 0, room, self.height()), "left"
        else:
            place, side = QRectF(box.left() - room - 5, 0, room, self.height()), "right"
        painting.text(painter, place, self._words, "caption", "text2", side, "none", True)
        painter.fillRect(QRectF(zero, 0, 1, self.height()), colour("control"))
