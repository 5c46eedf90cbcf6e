"""Where two versions were judged on different rows: lets both answer rows neither learned from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.pages.models.told_state import Told

_WORDS = tr("Both can answer rows that neither learned from, and be compared on those.")


class CommonRows(QWidget):
    """There only while both lack rows that they answered; `wanted` to have them answered."""

    wanted = Signal()

    def __init__(self) -> None:
        """Make it unseen."""
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.words = Paragraph("", "small", "text2")
        self.ask = Button(tr("Compare on common rows"), "scale", height=30)
        self.ask.clicked.connect(self.wanted)
        row.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.ask)
        self.hide()

    def show_told(self, told: Told) -> None:
        """Draw what is known."""
        is_needed = told.diff is not None and told.diff.lacks_shared_rows
        self.words.set_text(told.answering or _WORDS)
        self.setVisible(is_needed)
        self.ask.set_busy(bool(told.answering))
