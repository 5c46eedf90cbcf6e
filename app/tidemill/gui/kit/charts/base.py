"""What every chart can do: say itself in a sentence, become a table, be reached by keyboard."""

import csv
import io
from abc import abstractmethod

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from tidemill.gui.kit import painting
from tidemill.gui.kit.control import is_by_keyboard

Table = tuple[list[str], list[list[str]]]
"""Headers and rows of words."""


class Chart(QWidget):
    """A picture of data. Emits `table_requested` for the key V."""

    table_requested = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        """Make an empty chart; `name` says what it is of."""
        super().__init__(parent)
        self._name = name
        self._is_focus_shown = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def name(self) -> str:
        """What the chart is of."""
        return self._name

    @abstractmethod
    def description(self) -> str:
        """The picture in one sentence."""

    @abstractmethod
    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""

    def as_csv(self) -> str:
        """What is drawn as comma-separated text."""
        headers, rows = self.as_table()
        made = io.StringIO()
        writer = csv.writer(made)
        writer.writerow(headers)
        writer.writerows(rows)
        return made.getvalue()

    def tell(self) -> None:
        """Bring the description up to date after the data changed, and repaint."""
        self.setAccessibleDescription(self.description())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """V asks for the table."""
        if event.key() == Qt.Key.Key_V and not event.modifiers():
            self.table_requested.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether focus came by keyboard."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Repaint without the ring."""
        super().focusOutEvent(event)
        self.update()

    def paint_ring(self, painter: QPainter) -> None:
        """Paint the focus ring, if it is due."""
        if self.hasFocus() and self._is_focus_shown:
            painting.box(painter, QRectF(self.rect()), 6, None, "focus", 2.0)

    def paint_nothing(self, painter: QPainter, words: str = "Nothing known yet") -> None:
        """Say in the picture's place that there is nothing to draw, and why."""
        painting.text(painter, QRectF(self.rect()), words, "small", "text3", "center")
