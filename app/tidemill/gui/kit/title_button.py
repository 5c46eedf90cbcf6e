"""The name of a card as a button, so that the keyboard can choose the card."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from tidemill.gui.kit import metrics
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.painting import box
from tidemill.gui.kit.theme import colour


class TitleButton(Control):
    """The name of a card: a button that shows the card's subject in the inspector."""

    def __init__(self, words: str) -> None:
        """Show a name."""
        super().__init__(words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """The words."""
        return QSize(round(face("h2").width(self._words)) + 2, metrics.current().scaled(24))

    def minimumSizeHint(self) -> QSize:
        """A long name is shortened."""
        return QSize(60, metrics.current().scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words, and the ring while the keyboard is here."""
        painter = QPainter(self)
        look = face("h2")
        painter.setFont(look.font)
        painter.setPen(colour("text"))
        words = look.elided(self._words, self.width(), "middle")
        painter.drawText(0, round(look.baseline(0, self.height())), words)
        if self.is_focus_shown():
            box(painter, self.frame(), 4, None, "focus", 2.0)
