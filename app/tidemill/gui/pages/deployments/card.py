"""A deployment on the screen: what answers where, how it is, what it is asked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.sparkline import Sparkline
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.facts import NoticeBox
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.title_button import TitleButton
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.deployments.figures import FactOf
from tidemill.gui.pages.deployments.state import CardState, Way
from tidemill.gui.pages.deployments.traffic import TrafficLine

_COURSE_WIDE, _COURSE_TALL = 88, 38
_WAYS: dict[Way, tuple[str, str]] = {
    "again": (tr("Try again"), "rotate-ccw"),
    "worker": (tr("Start the worker"), "play"),
    "settings": (tr("Change settings…"), "settings-2"),
    "log": (tr("See its log"), "file-text"),
}


class DeploymentCard(Card):
    """Emits what the person wants, with the deployment's name first.

    `wanted(name, what)` is one of `copy`, `settings`, `token`, `no token`, `model`, `log`,
    `again`, `worker`, `trial`, `verdict`, `promote` and `end`.
    """

    chosen = Signal(str)
    switched = Signal(str, bool)
    wanted = Signal(str, str)

    def __init__(self, state: CardState, parent: QWidget | None = None) -> None:
        """Show a deployment."""
        super().__init__((16, 12), 10, parent=parent)
        self._state = state
        self._drawn: CardState | None = None
        head = QHBoxLayout()
        head.setSpacing(10)
        self._tile = IconTile(state.icon)
        head.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.title = TitleButton(state.name)
        self._model, self._version = Chip("", "plain", "box"), Chip("")
        self._beside = Chip("", "candidate", "diamond")
        for part in (self.title, self._model, self._version, self._beside):
            line.addWidget(part)
        line.addStretch(1)
        words.addLayout(line)
        self.place = Label("", "monosmall", "text2", "middle")
        words.addWidget(self.place)
        head.addLayout(words, 1)
        self.mark = StatusMark("idle", "", is_word_shown=True, tone="text", role="strong")
        self.switch = Switch("", state.is_on, tr("{name} is on", name=state.name))
        self.copy = IconButton("copy", tr("Copy the address of {name}", name=state.name))
        self.more = IconButton("ellipsis", tr("More for {name}", name=state.name))
        for last in (self.mark, self.switch, self.copy, self.more):
            head.addWidget(last, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(head)
        self._trouble: NoticeBox | None = None
        self.body.addWidget(Divider())
        self.facts = FactLine()
        self.body.addWidget(self.facts)
        self.traffic: TrafficLine | None = None
        self.title.clicked.connect(self._on_title)
        self.switch.clicked.connect(self._on_switched)
        self.copy.clicked.connect(self._on_copy)
        self.more.clicked.connect(self._on_more)
        self.show_state(state, is_chosen=False, is_busy=False)

    def name(self) -> str:
        """The deployment's name."""
        return self._state.name

    def way(self, way: Way) -> Button | None:
        """The button of a way out of trouble, where it is offered."""
        buttons = self._trouble.findChildren(Button) if self._trouble is not None else []
        return next((b for b in buttons if b.words() == _WAYS[way][0]), None)

    def show_state(
        self, state: CardState, *, is_chosen: bool, is_busy: bool, verdict: str = ""
    ) -> None:
        """Draw what changed; `verdict` is what a trial has shown so far."""
        before, self._drawn = self._drawn, state
        self._state = state
        self.set_selected(is_chosen)
        self.switch.setEnabled(not is_busy)
        # A switch that a person has just moved keeps its place until the store has answered.
        if not is_busy:
            self.switch.setChecked(state.is_on)
        self._show_trial(state, verdict)
        if before == state:
            return
        self._model.set_chip(state.model, "plain", "box")
        self._version.set_chip(state.version, state.version_tone, state.version_icon)
        self.place.set_text(state.address)
        self.mark.set_status(state.status, state.words)
        show_if(self.copy, bool(state.address))
        self.facts.show_facts(state.facts)
        if before is None or (before.trouble, before.ways) != (state.trouble, state.ways):
            self._show_trouble(state)

    def _show_trial(self, state: CardState, verdict: str) -> None:
        trial = state.trial
        if trial is not None:
            if self.traffic is None:
                self.traffic = TrafficLine()
                self.traffic.wanted.connect(self._on_traffic)
                self.body.addWidget(self.traffic)
            self.traffic.show_trial(trial, verdict)
            self._beside.set_chip(f"v{trial.candidate}", "candidate", "diamond")
        show_if(self._beside, trial is not None)
        if self.traffic is not None:
            show_if(self.traffic, trial is not None)

    def _on_traffic(self, what: str) -> None:
        self.wanted.emit(self._state.name, what)

    def _show_trouble(self, state: CardState) -> None:
        if self._trouble is not None:
            self.body.removeWidget(self._trouble)
            self._trouble.hide()
            self._trouble.deleteLater()
            self._trouble = None
        if not state.trouble:
            return
        tone = "bad" if state.status == "bad" else "warn"
        icon = "octagon-alert" if tone == "bad" else "triangle-alert"
        buttons = []
        for way in state.ways:
            words, picture = _WAYS[way]
            button = Button(words, picture, "secondary", height=28)
            button.setProperty("way", way)
            button.clicked.connect(self._on_way)
            buttons.append(button)
        self._trouble = NoticeBox(icon, state.trouble, "", tone, buttons)
        self.body.insertWidget(1, self._trouble)
        self._trouble.show()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside its parts shows it in the inspector."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(self._state.name)
        super().mousePressEvent(event)

    def _on_way(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.wanted.emit(self._state.name, str(sender.property("way")))

    def _on_title(self) -> None:
        self.chosen.emit(self._state.name)

    def _on_switched(self) -> None:
        self.switched.emit(self._state.name, self.switch.isChecked())

    def _on_copy(self) -> None:
        self.wanted.emit(self._state.name, "copy")

    def _on_more(self) -> None:
        menu = Menu(self)
        if self._state.is_http:
            menu.add(tr("Change settings…"), "settings-2", value="settings")
            verb = tr("Make a new token…") if self._state.has_token else tr("Ask for a token…")
            menu.add(verb, "key-round", value="token")
            if self._state.has_token:
                menu.add(tr("Ask for no token"), "lock-open", value="no token")
            menu.addSeparator()
        trial = self._state.trial
        if trial is not None:
            menu.add(tr("Verdict: {words}…", words=trial.words), "scale", value="verdict")
            menu.add(tr("End the {kind}", kind=trial.kind), "circle-stop", value="end")
        elif self._state.is_http and self._state.is_on:
            menu.add(tr("Put a candidate beside it…"), "git-fork", value="trial")
        menu.add(f"Go to {self._state.model}", "box", value="model")
        menu.add(tr("See its log"), "file-text", value="log")
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, True)

    def _on_menu(self, action: object) -> None:
        value = str(getattr(action, "data", lambda: "")())
        if value:
            self.wanted.emit(self._state.name, value)


class FactLine(QWidget):
    """Facts in equal columns, each with the course of the last hour beside it."""

    def __init__(self) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._facts: list[_Fact] = []

    def show_facts(self, facts: Sequence[FactOf]) -> None:
        """Draw facts; the widgets stay as long as their number does."""
        if len(facts) != len(self._facts):
            for old in self._facts:
                self._row.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._facts = [_Fact() for _ in facts]
            for fact in self._facts:
                self._row.addWidget(fact, 1)
                fact.show()
        for fact, state in zip(self._facts, facts, strict=True):
            fact.show_fact(state)
        show_if(self, bool(facts))

    def words(self) -> list[tuple[str, str, str]]:
        """Captions, values and notes."""
        return [fact.words() for fact in self._facts]


class _Fact(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        column = QVBoxLayout()
        column.setSpacing(1)
        self._caption = Label("", "caption", "text2")
        self._value = Label("", "h2", "text")
        self._note = Label("", "small", "text2")
        for label in (self._caption, self._value, self._note):
            column.addWidget(label)
        row.addLayout(column)
        at = metrics.current()
        self._course = Sparkline(height=at.scaled(_COURSE_TALL))
        self._course.setFixedWidth(at.scaled(_COURSE_WIDE))
        row.addWidget(self._course, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def show_fact(self, fact: FactOf) -> None:
        self._caption.set_text(fact.caption)
        self._value.set_text(fact.value)
        self._note.set_text(fact.note)
        explain(self, Number(fact.caption, fact.value))
        self._course.set_values(fact.course)
        name = tr("{caption} by minute in the last hour", caption=fact.caption)
        self._course.setAccessibleName(name)
        n_known = sum(value is not None for value in fact.course)
        show_if(self._course, n_known > 1)  # a point alone is no course

    def words(self) -> tuple[str, str, str]:
        return self._caption.text(), self._value.text(), self._note.text()
