"""The little key that shows a shortcut."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.fonts import face

_PAD = 5
_HEIGHT = 18


def key_cap_width(keys: str) -> float:
    """Width of a cap in pixels."""
    return max(round(face("caption").width(keys)) + 2 * _PAD, metrics.current().scaled(_HEIGHT))


def paint_key_cap(
    painter: QPainter,
    left: float,
    middle: float,
    keys: str,
    ground: str | QColor = "sunken",
    ink: str | QColor = "text2",
) -> float:
    """Paint a cap whose left edge and vertical middle are given; its width."""
    tall = metrics.current().scaled(_HEIGHT)
    rect = QRectF(left, round(middle - tall / 2), key_cap_width(keys), tall)
    painting.box(painter, rect, 4, ground)
    painting.text(painter, rect, keys, "caption", ink, "center", "none")
    return rect.width()


class KeyCap(QLabel):
    """A shortcut beside what it does, `Ctrl K`."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        """Show the keys as given."""
        super().__init__(parent)
        self.setText(keys)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The cap's size."""
        return QSize(round(key_cap_width(self.text())), metrics.current().scaled(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A cap does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cap."""
        painter = QPainter(self)
        paint_key_cap(painter, 0, self.height() / 2, self.text())
