"""Files that wait for a person, over the list of datasets: a line each, a click to the sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.numbers import plural
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.state import WaitingFile

_MOST = 3


class WaitingFiles(QWidget):
    """Emits `looked(file id)`."""

    looked = Signal(int)

    def __init__(self) -> None:
        """Show nothing."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        self._card = Card((14, 8), 4, "subtle")
        column.addWidget(self._card)
        self._shown: tuple[WaitingFile, ...] = ()
        self._parts: list[QWidget] = []
        self.buttons: dict[int, Button] = {}
        self.hide()

    def show_files(self, files: Sequence[WaitingFile]) -> None:
        """Draw the files; without any nothing is seen."""
        now = tuple(files)
        show_if(self, bool(now))
        if now == self._shown:
            return
        self._shown = now
        for part in self._parts:
            self._card.body.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.buttons = {}
        self._parts = [self._line(file) for file in now[:_MOST]]
        if len(now) > _MOST:
            more = tr(
                "and {n_more_files}, under Automations",
                n_more_files=plural(len(now) - _MOST, "more file"),
            )
            self._parts.append(Label(more, "small", "text3"))
        for part in self._parts:
            self._card.body.addWidget(part)

    def _line(self, file: WaitingFile) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-help" if file.is_asked else "file-x-corner", "warn"))
        name = Label(f"{file.name} for {file.dataset}", "strong", elide="middle")
        row.addWidget(name)
        row.addWidget(Label(file.why, "small", "text2", elide="right"), 1)
        button = Button(
            tr("Answer…") if file.is_asked else tr("Look at it…"), None, "secondary", height=28
        )
        button.setObjectName(str(file.id))
        button.setAccessibleName(f"{button.text()} {file.name}")
        button.clicked.connect(self._on_clicked)
        row.addWidget(button)
        self.buttons[file.id] = button
        return holder

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.looked.emit(int(button.objectName()))
