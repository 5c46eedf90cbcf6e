"""The one tooltip of the charts: what is known of the chunk under the pointer."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.fonts import face


class ChartTip(QWidget):
    """A dark box with a head and lines, transparent for the mouse."""

    def __init__(self, parent: QWidget) -> None:
        """Make a hidden tip over its parent."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._head = ""
        self._lines: tuple[str, ...] = ()
        self.hide()

    def lines(self) -> tuple[str, ...]:
        """What is written, the head first."""
        return (self._head, *self._lines)

    def show_at(self, x: int, y: int, head: str, lines: Sequence[str]) -> None:
        """Show words right of a place, or left of it where there is no room."""
        self._head, self._lines = head, tuple(lines)
        size = self.sizeHint()
        left = x + 12
        parent = self.parentWidget()
        if parent is not None and left + size.width() > parent.width():
            left = x - 12 - size.width()
        if parent is not None:
            y = max(4, min(y, parent.height() - size.height() - 6))
        self.setGeometry(max(0, left), y, size.width(), size.height())
        self.raise_()
        self.show()
        self.update()

    def _line_height(self) -> int:
        return metrics.current().scaled(17)

    def sizeHint(self) -> QSize:
        """As wide as the longest line."""
        wide = max(
            face("small_strong").width(self._head),
            *(face("small").width(line) for line in self._lines),
            0.0,
        )
        return QSize(round(wide) + 21, self._line_height() * (1 + len(self._lines)) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint box and lines."""
        painter = QPainter(self)
        painting.box(painter, QRectF(self.rect()), 6, "tip_bg")
        tall = self._line_height()
        row = QRectF(10, 6, self.width() - 20, tall)
        painting.text(painter, row, self._head, "small_strong", "tip_text", elide="none")
        for line in self._lines:
            row.translate(0, tall)
            painting.text(painter, row, line, "small", "tip_text", elide="none")
