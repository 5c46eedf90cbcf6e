"""A watched folder on the screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.domain.automations import Mode
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chain import Chain, ChainStep
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.labels import Label, Run
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.automations.cards import CardState
from tidemill.gui.pages.automations.sentence import LinkChoice, Sentence
from tidemill.gui.pages.automations.words import MODE_CHIPS, MODE_RULES

_NO_MODEL = ""


class WatchCard(Card):
    """Emits what the person changes, each with the folder's key first."""

    switched = Signal(int, bool)
    mode_chosen = Signal(int, object)
    model_chosen = Signal(int, object)
    remove_wanted = Signal(int)
    copy_wanted = Signal(str)
    opened = Signal(int)

    def __init__(self, state: CardState, parent: QWidget | None = None) -> None:
        """Show a folder."""
        super().__init__((16, 12), 8, parent=parent)
        self._state: CardState | None = None
        self._key = state.id
        head = QHBoxLayout()
        head.setSpacing(9)
        self._mark = StatusMark("idle")
        self._title = Label("", "h2", elide="middle")
        self._chip = Chip("")
        self._words = Label("", "small", "text")
        self._about = Label("", "small", "text2")
        self.switch = Switch("", state.is_on, f"Watch {state.folder}")
        self.more = IconButton("ellipsis", f"More for {state.folder}")
        for first in (self._mark, self._title, self._chip):
            head.addWidget(first)
        head.addStretch(1)
        for last in (self._words, self._about, self.switch, self.more):
            head.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self.sentence = Sentence()
        self.body.addWidget(self.sentence)
        self.chain = Chain()
        self.body.addWidget(self.chain)
        self.switch.clicked.connect(self._on_switched)
        self.more.clicked.connect(self._on_more)
        self.chain.step_clicked.connect(self._on_step)
        self.show_state(state)

    def key(self) -> int:
        """The folder's key."""
        return self._key

    def show_state(self, state: CardState) -> None:
        """Draw what changed."""
        before, self._state = self._state, state
        # A switch that a person has just moved keeps its place until the store has answered.
        self.switch.setChecked(state.is_on)
        if before == state:
            return
        self._mark.set_status(state.status, state.words)
        self._title.set_text(state.title)
        text, tone, icon = MODE_CHIPS[state.mode]
        self._chip.set_chip(text, tone, icon)  # type: ignore[arg-type]
        self._chip.setVisible(state.model is not None)
        self._words.set_text(state.words)
        self._about.set_text(state.about)
        self.set_selected(state.status == "working")
        if before is None or _rule(before) != _rule(state):
            self._write_sentence(state)
        if before is None or before.steps != state.steps:
            self.chain.set_steps([ChainStep(s.text, s.icon, s.state) for s in state.steps])

    def _write_sentence(self, state: CardState) -> None:
        models = [Option(name, name, icon="box") for name in state.models]
        options = [*models, Option(_NO_MODEL, "no model", "only add the files")]
        model = LinkChoice(options, state.model or _NO_MODEL, "Model")
        model.chosen.connect(self._on_model)
        start: list[Run | LinkChoice] = [
            Run("When a file lands in ", tone="text2"),
            Run(state.folder, "mono", "text2"),
            Run(", check it, add it to ", tone="text2"),
            Run(state.dataset, "strong", "text2"),
        ]
        if state.model is None:
            parts = [*start, Run(" and retrain ", tone="text2"), model, Run(".", tone="text2")]
            self.sentence.set_parts(parts)
            return
        rules = [Option(m, words, note) for m, (words, note) in MODE_RULES.items()]
        mode = LinkChoice(rules, state.mode, "What happens then")
        mode.chosen.connect(self._on_mode)
        retrain, and_then = Run(", retrain ", tone="text2"), Run(" and ", tone="text2")
        self.sentence.set_parts([*start, retrain, model, and_then, mode, Run(".", tone="text2")])

    def _on_switched(self) -> None:
        self.switched.emit(self._key, self.switch.isChecked())

    def _on_model(self, model: str) -> None:
        self.model_chosen.emit(self._key, model or None)

    def _on_mode(self, mode: Mode) -> None:
        self.mode_chosen.emit(self._key, mode)

    def _on_step(self, _at: int) -> None:
        if self._state is not None and self._state.file_id is not None:
            self.opened.emit(self._state.file_id)

    def _on_more(self) -> None:
        menu = Menu(self)
        menu.add("Copy the folder's path", "copy", value="copy")
        menu.add("Stop watching", "trash-2", value="remove", tooltip="Files and versions stay")
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, True)

    def _on_menu(self, action: object) -> None:
        value = getattr(action, "data", lambda: None)()
        if value == "remove":
            self.remove_wanted.emit(self._key)
        elif value == "copy" and self._state is not None:
            self.copy_wanted.emit(self._state.whole_folder)


def _rule(state: CardState) -> tuple[object, ...]:
    return (state.folder, state.dataset, state.model, state.models, state.mode)
