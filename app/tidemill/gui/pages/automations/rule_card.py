"""An automation, or a watched folder, on the screen."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chain import Chain, ChainStep
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.entry_popover import EntryPopover
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.sentence import Sentence
from tidemill.gui.kit.sentence_parts import Offer
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.title_button import TitleButton
from tidemill.gui.pages.automations.cards import CardState
from tidemill.gui.pages.automations.words import MODE_CHIPS

Asks = Callable[[int, str], Offer]


class RuleCard(Card):
    """Emits what the person wants, with the card's key first."""

    switched = Signal(str, bool)
    changed = Signal(int, str, object)
    chosen = Signal(str)
    wanted = Signal(str, str)
    renamed = Signal(int, str)
    opened = Signal(int)

    def __init__(self, state: CardState, asks: Asks, parent: QWidget | None = None) -> None:
        """Show an automation or a folder; `asks` says what can be chosen for a part of it."""
        super().__init__((16, 12), 8, parent=parent)
        self._state = state
        self._drawn: CardState | None = None
        self._asks = asks
        self._naming: EntryPopover | None = None
        head = QHBoxLayout()
        head.setSpacing(9)
        self._mark = StatusMark("idle")
        self.title = TitleButton("")
        self._chip = Chip("")
        self._words = Label("", "small", "text")
        self._about = Label("", "small", "text2")
        self.switch = Switch("", state.is_on, tr("{name} is on", name=state.title))
        self.more = IconButton("ellipsis", tr("More for {title}", title=state.title))
        for first in (self._mark, self.title, self._chip):
            head.addWidget(first)
        head.addStretch(1)
        for last in (self._words, self._about, self.switch, self.more):
            head.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.sentence = Sentence("link", self._offer)
        self.sentence.chosen.connect(self._on_changed)
        self.body.addWidget(self.sentence)
        self.chain = Chain()
        self.body.addWidget(self.chain)
        self.title.clicked.connect(self._on_title)
        self.switch.clicked.connect(self._on_switched)
        self.more.clicked.connect(self._on_more)
        self.chain.step_clicked.connect(self._on_step)
        self.show_state(state, is_chosen=False)

    def key(self) -> str:
        """The card's key."""
        return self._state.key

    def show_state(self, state: CardState, *, is_chosen: bool) -> None:
        """Draw what changed."""
        before, self._drawn = self._drawn, state
        self._state = state
        # A switch that a person has just moved keeps its place until the store has answered.
        self.switch.setChecked(state.is_on)
        self.set_selected(is_chosen)
        if before == state:
            return
        self._mark.set_status(state.status, state.words)
        self.title.set_text(state.title)
        self.title.setToolTip(tr("Show its runs") if state.automation_id is not None else "")
        if state.mode is not None:
            text, tone, icon = MODE_CHIPS[state.mode]
            self._chip.set_chip(text, tone, icon)
        self._chip.setVisible(state.mode is not None)
        self._words.set_text(state.words)
        self._about.set_text(state.about)
        self.sentence.set_parts(state.parts)
        if before is None or before.steps != state.steps:
            self.chain.set_steps([ChainStep(s.text, s.icon, s.state) for s in state.steps])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside its parts shows what it is about."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._state.key)
        super().mousePressEvent(event)

    def _offer(self, key: str) -> Offer:
        one = self._state.automation_id
        return Offer() if one is None else self._asks(one, key)

    def _on_title(self) -> None:
        self.chosen.emit(self._state.key)

    def _on_switched(self) -> None:
        self.switched.emit(self._state.key, self.switch.isChecked())

    def _on_changed(self, key: str, value: object) -> None:
        if key == "gates":
            self.wanted.emit(self._state.key, "gates")
        elif self._state.automation_id is not None:
            self.changed.emit(self._state.automation_id, key, value)

    def _on_step(self, at: int) -> None:
        """A step of a file's way opens the file, any other the automation's runs."""
        of_file = self._state.steps[at].key in ("files", "check", "data")
        if self._state.file_id is not None and of_file:
            self.opened.emit(self._state.file_id)
        else:
            self.chosen.emit(self._state.key)

    def _on_more(self) -> None:
        menu = Menu(self)
        if self._state.automation_id is not None:
            menu.add(tr("Run now"), "play", value="run")
            menu.add(tr("Change…"), "pencil", value="change")
            menu.add(tr("Rename"), "text-cursor-input", value="rename")
        else:
            menu.add(tr("Make an automation of it…"), "workflow", value="make")
        if self._state.folder:
            menu.add(tr("Copy the folder's path"), "copy", value="copy")
        menu.addSeparator()
        if self._state.automation_id is not None:
            menu.add(tr("Remove"), "trash-2", value="remove", tooltip=tr("Its runs stay"))
        else:
            menu.add(
                tr("Stop watching"),
                "trash-2",
                value="unwatch",
                tooltip=tr("Files and versions stay"),
            )
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, True)

    def _on_menu(self, action: object) -> None:
        value = str(getattr(action, "data", lambda: "")())
        if value == "rename":
            self.ask_name()
        elif value:
            self.wanted.emit(self._state.key, value)

    def ask_name(self) -> None:
        """Ask for another name."""
        if self._state.automation_id is None:
            return
        self._naming = EntryPopover(
            tr("Name"), tr("What it is called"), self._state.title, (), None, self
        )
        self._naming.taken.connect(self._on_named)
        self._naming.closed.connect(self._naming.deleteLater)
        self._naming.open_for(self.more, True)

    def _on_named(self, name: object) -> None:
        words = str(name).strip()
        if self._state.automation_id is not None and words and words != self._state.title:
            self.renamed.emit(self._state.automation_id, words)
