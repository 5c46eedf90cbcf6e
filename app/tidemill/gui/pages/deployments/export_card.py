"""A version that left as a file, on the screen: where it lies, how it was proved, how old it is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.card import FactLine
from tidemill.gui.pages.deployments.exported import ExportState


class ExportCard(Card):
    """Emits `wanted(key, what)`: `copy`, `folder`, `again` or `model`."""

    wanted = Signal(str, str)

    def __init__(self, state: ExportState, parent: QWidget | None = None) -> None:
        """Show an exported file."""
        super().__init__((16, 12), 10, parent=parent)
        self.state = state
        self._drawn: ExportState | None = None
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconTile("file-output"), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._title = Label("", "h2", elide="middle")
        self._model, self._version = Chip("", "plain", "box"), Chip("")
        for part in (self._title, self._model, self._version):
            line.addWidget(part)
        line.addStretch(1)
        words.addLayout(line)
        self._place = Label("", "monosmall", "text2", "middle")
        words.addWidget(self._place)
        head.addLayout(words, 1)
        self.mark = StatusMark("idle", "", is_word_shown=True, tone="text", role="strong")
        self.copy = IconButton("copy", tr("Copy its path"))
        self.more = IconButton("ellipsis", tr("More for {title}", title=state.title))
        for last in (self.mark, self.copy, self.more):
            head.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.body.addWidget(Divider())
        self.facts = FactLine()
        self.body.addWidget(self.facts)
        self.copy.clicked.connect(self._on_copy)
        self.more.clicked.connect(self._on_more)
        self.show_state(state)

    def show_state(self, state: ExportState) -> None:
        """Draw what changed."""
        self.state = state
        if state == self._drawn:
            return
        self._drawn = state
        self._title.set_text(state.title)
        self._model.set_chip(state.model, "plain", "box")
        self._version.set_chip(state.version, state.version_tone, state.version_icon)
        self._place.set_text(state.place)
        self.mark.set_status(state.status, state.words)
        self.facts.show_facts(state.facts)
        show_if(self.copy, state.is_here)

    def _on_copy(self) -> None:
        self.wanted.emit(self.state.key, "copy")

    def _on_more(self) -> None:
        menu = Menu(self)
        if self.state.is_here:
            menu.add(tr("Open its folder"), "folder-open", value="folder")
        menu.add(tr("Export again\u2026"), "file-output", value="again")
        menu.add(f"Go to {self.state.model} {self.state.version}", "box", value="model")
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, True)

    def _on_menu(self, action: object) -> None:
        value = str(getattr(action, "data", lambda: "")())
        if value:
            self.wanted.emit(self.state.key, value)


class ExportList(QWidget):
    """The exported files below the deployments. Emits `wanted(ExportState, what)`."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """No files yet."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.cards: list[ExportCard] = []

    def show_exports(self, exports: Sequence[ExportState]) -> None:
        """Draw files; a card stays as long as its file does."""
        if [card.state.key for card in self.cards] != [one.key for one in exports]:
            for old in self.cards:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.cards = [ExportCard(one) for one in exports]
            for made in self.cards:
                made.wanted.connect(self._on_wanted)
                self._column.addWidget(made)
        for card, one in zip(self.cards, exports, strict=True):
            card.show_state(one)
        show_if(self, bool(exports))

    def _on_wanted(self, key: str, what: str) -> None:
        card = next((one for one in self.cards if one.state.key == key), None)
        if card is not None:
            self.wanted.emit(card.state, what)
