"""Says over the list of Activity that an entry was altered."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.visibility import show_if

_MEANING = tr(
    "Each entry seals the one before it, so a single changed byte shows. Whoever "
    "can write to the store can do that; a backup from before shows what stood "
    "there."
)


class AlteredNotice(QWidget):
    """Hidden as long as the chain of seals holds. Emits `wanted(entry id)`."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to say yet."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._box: NoticeBox | None = None
        self._said = ""
        self._entry_id: int | None = None
        self.opener: Button | None = None

    def show_entry(self, words: str, entry_id: int | None) -> None:
        """Say which entry was altered; nothing says nothing."""
        if (words, entry_id) != (self._said, self._entry_id):
            self._said, self._entry_id = words, entry_id
            self._draw()
        show_if(self, bool(words))

    def words(self) -> str:
        """What is said."""
        return self._said

    def _draw(self) -> None:
        if self._box is not None:
            self._column.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
            self._box = self.opener = None
        if self._said:
            self.opener = Button(
                tr("Open entry {entry_id}", entry_id=self._entry_id), "arrow-up-right", height=28
            )
            self.opener.clicked.connect(self._on_open)
            self._box = NoticeBox("octagon-alert", self._said, _MEANING, "bad", [self.opener])
            self._column.addWidget(self._box)
            self._box.show()

    def _on_open(self) -> None:
        if self._entry_id is not None:
            self.wanted.emit(self._entry_id)
