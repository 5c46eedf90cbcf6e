"""What can be said of better and worse, under the heads: never more than the rows tell."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import spoken
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if


class Verdict(QWidget):
    """A finding in words with a quiet line under it; takes no room without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(8)
        self._icon = IconLabel("scale", "text2")
        row.addWidget(self._icon)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.words = Paragraph("", "small", "text")
        self.table_words = Paragraph("", "small", "text3")
        column.addWidget(self.words)
        column.addWidget(self.table_words)
        row.addLayout(column, 1)
        self.hide()

    def set_words(self, words: str, table_words: str) -> None:
        """Say these; empty ones take no room."""
        words, table_words = spoken(words), spoken(table_words)
        self.words.set_text(words)
        self.table_words.set_text(table_words)
        show_if(self.words, bool(words))
        show_if(self.table_words, bool(table_words))
        show_if(self, bool(words or table_words))
        self.setAccessibleName(f"{words} {table_words}".strip())
