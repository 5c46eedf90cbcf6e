"""A quiet line that says that something half-typed is there again, and drops it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.surfaces import IconLabel

RESTORED = tr("Restored what you had typed")


class RestoredLine(QWidget):
    """Hidden until there is something to say; emits `dropped` where the person wants it gone."""

    dropped = Signal()

    def __init__(self, left: int = 0, parent: QWidget | None = None) -> None:
        """Make the line, `left` pixels from the edge."""
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(left, 6, 12, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel("rotate-ccw-clock", "text2"))
        self._words = Label(RESTORED, "small", "text2", elide="none")
        row.addWidget(self._words)
        self.drop = Button(tr("Drop it"), None, "ghost", height=24)
        self.drop.clicked.connect(self._on_drop)
        row.addWidget(self.drop)
        row.addStretch(1)
        self.hide_it = IconButton("x", tr("Keep it and hide this line"), size=24, icon_size=14)
        self.hide_it.clicked.connect(self.hide)
        row.addWidget(self.hide_it)
        self.setAccessibleName(RESTORED)
        self.hide()

    def _on_drop(self) -> None:
        self.hide()
        self.dropped.emit()
