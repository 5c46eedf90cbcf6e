"""Says that something learned with what has changed since, with the button that learns it anew."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.visibility import show_if


class OlderNote(QWidget):
    """A notice; emits `anew_wanted()`. Hidden while there is nothing to say."""

    anew_wanted = Signal()

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.anew: Button | None = None
        self._box: NoticeBox | None = None
        self._shown = ("", "", False)
        self.hide()

    def show_words(self, title: str, text: str, *, can_learn: bool) -> None:
        """Say this; an empty title says nothing. `can_learn` offers the button."""
        shown = (title, text, can_learn)
        show_if(self, bool(title))
        if shown == self._shown:
            return
        self._shown = shown
        if self._box is not None:
            self._column.removeWidget(self._box)
            self._box.hide()
            self._box.deleteLater()
            self._box = self.anew = None
        if not title:
            return
        if can_learn:
            self.anew = Button(tr("Train anew"), "dumbbell", height=28)
            self.anew.clicked.connect(self.anew_wanted)
        actions = [] if self.anew is None else [self.anew]
        self._box = NoticeBox("triangle-alert", title, text, "warn", actions)
        self._column.addWidget(self._box)
