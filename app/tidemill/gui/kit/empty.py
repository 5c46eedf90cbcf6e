"""What stands where nothing is yet: what will be here, how it gets here, one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit.buttons import Button, ButtonKind
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.kit.visibility import show_if


class EmptyState(QWidget):
    """Two lines and at most one button in the middle of the place; emits `acted`."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        text: str = "",
        button: str = "",
        button_icon: str | None = None,
        icon: str | None = None,
        button_kind: ButtonKind = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        """Say what will be here; `icon` is a small drawing over it, a Lucide name."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon is not None:
            column.addWidget(IconTile(icon, size=40, icon_size=20, radius=10), 0, middle)
            column.addSpacing(6)
        self._title = Label(title, "h2", align="center")
        self._text = Paragraph(text, "body", "text2", align="center")
        self._text.setMaximumWidth(460)
        show_if(self._text, bool(text))
        column.addWidget(self._title, 0, middle)
        # Between stretches, not aligned: an aligned item is given the height of its words at the
        # whole width of the place, so that a second line would be cut off.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._text, 1000)
        row.addStretch(1)
        column.addLayout(row)
        self.button = Button(button, button_icon, button_kind)
        show_if(self.button, bool(button))
        self.button.clicked.connect(self._act)
        column.addSpacing(8)
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_words(self, title: str, text: str = "", button: str = "") -> None:
        """Change what is said."""
        self._title.set_text(title)
        self._text.set_text(text)
        show_if(self._text, bool(text))
        self.button.set_text(button)
        show_if(self.button, bool(button))

    def _act(self) -> None:
        self.acted.emit()
