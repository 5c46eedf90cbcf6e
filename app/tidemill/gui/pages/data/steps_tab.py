"""The Prepare tab: the steps every row of a dataset goes through, as sentences in their order."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.progress import Progress
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.data.steps_state import StepCard, StepsState, cards_of

_WORDS = tr(
    "Every file goes through these steps in this order, and so do raw rows that "
    "a model scores. A change makes a new version of all rows; the rows as they "
    "came are kept."
)


class StepsTab(QWidget):
    """Emits `add_wanted`, `edit_wanted(id)`, `switched(id, is on)`, `moved(id, by)`.

    `again_wanted` asks to read the steps once more, `prepare_wanted` to prepare once more.
    """

    add_wanted = Signal()
    edit_wanted = Signal(int)
    switched = Signal(int, bool)
    moved = Signal(int, int)
    again_wanted = Signal()
    prepare_wanted = Signal()

    def __init__(self) -> None:
        """Draw nothing yet."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.empty = EmptyState(
            tr("No steps yet"),
            tr(
                "Steps rename, fill, filter or derive columns. Each is a sentence, runs on "
                "every later file, and can be undone by itself."
            ),
            tr("Add a step…"),
            "plus",
            "list-checks",
        )
        self.empty.acted.connect(self.add_wanted)
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.again_wanted)
        self._stack = QStackedWidget()
        for part in (Loading(tr("Reading the steps")), _on_top(self._error), self._make_full()):
            self._stack.addWidget(part)
        self._stack.addWidget(self.empty)
        outer.addWidget(self._stack)
        self._shown: object = None
        self._cards: list[QWidget] = []
        self.switches: dict[int, Switch] = {}
        self.edits: dict[int, IconButton] = {}

    def _make_full(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Paragraph(_WORDS, "small", "text2"), 1)
        self.add = Button(tr("Add a step…"), "plus")
        self.add.clicked.connect(self.add_wanted)
        head.addWidget(self.add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._progress = Progress(None, name=tr("Preparing"))
        self._message = Label("", "small", "text2")
        self._busy = QWidget()
        busy = QVBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.setSpacing(4)
        busy.addWidget(self._message)
        busy.addWidget(self._progress)
        column.addWidget(self._busy)
        self.failure = ErrorPanel(action=tr("Prepare again"))
        self.failure.acted.connect(self.prepare_wanted)
        column.addWidget(self.failure)
        self._area = VScroll((0, 2, 0, 20), 8)
        column.addWidget(self._area, 1)
        return full

    def show_state(self, state: StepsState) -> None:
        """Draw a state."""
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        at = {"loading": 0, "error": 1, "ready": 2}[state.word]
        if state.word == "ready" and not state.lines and state.failure is None:
            at = 3
        self._stack.setCurrentIndex(at)
        show_if(self._busy, state.is_busy)
        self._message.set_text(state.message or tr("Waiting for the worker"))
        if state.is_busy:
            self._progress.set_share(state.share)
        else:
            self._progress.restart()
        failure = state.failure
        if failure is not None:
            self.failure.set_error(
                failure.message, failure.hint, failure.detail, tr("Prepare again")
            )
        elif state.is_pending and not state.is_busy:
            self.failure.set_error(
                tr("The newest version was not prepared by these steps."),
                tr("The worker may be about to, or it failed."),
                "",
                tr("Prepare again"),
            )
        show_if(self.failure, failure is not None or (state.is_pending and not state.is_busy))
        cards = cards_of(state.lines)
        if (cards, state.is_busy) != self._shown:
            self._shown = (cards, state.is_busy)
            self._draw(cards, state.is_busy)

    def _draw(self, cards: tuple[StepCard, ...], is_busy: bool) -> None:
        body = self._area.body
        while body.count():
            body.takeAt(0)
        for one in self._cards:
            one.hide()
            one.deleteLater()
        self.switches, self.edits = {}, {}
        self._cards = [self._card(card, is_busy) for card in cards]
        for one in self._cards:
            body.addWidget(one)
        body.addStretch(1)
        self.add.setEnabled(not is_busy)

    def _card(self, one: StepCard, is_busy: bool) -> QWidget:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(12)
        tone = "text2" if one.is_on else "disabled"
        row.addWidget(IconTile(one.icon, "sunken", tone), 0, Qt.AlignmentFlag.AlignVCenter)
        number = Label(one.number, "strong", "text3", numeric=True, align="right", elide="none")
        number.setFixedWidth(22)
        row.addWidget(number)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Label(one.title, "strong", "text" if one.is_on else "text3"))
        words.addWidget(
            Label(one.problem, "small", "bad") if one.problem else Label(one.note, "small", "text3")
        )
        row.addLayout(words, 1)
        for button in self._buttons(one):
            button.setEnabled(button.isEnabled() and not is_busy)
            row.addWidget(button)
        card.body.addLayout(row)
        return card

    def _buttons(self, one: StepCard) -> list[QWidget]:
        up = IconButton("arrow-up", tr("Move up: {title}", title=one.title))
        up.setEnabled(one.can_rise)
        up.clicked.connect(partial(self._on_move, one.id, -1))
        down = IconButton("arrow-down", tr("Move down: {title}", title=one.title))
        down.setEnabled(one.can_sink)
        down.clicked.connect(partial(self._on_move, one.id, 1))
        edit = IconButton("pencil", tr("Change: {title}", title=one.title))
        edit.setEnabled(one.can_edit)
        edit.clicked.connect(partial(self._on_edit, one.id))
        self.edits[one.id] = edit
        switch = Switch("", one.is_on, tr("In force: {title}", title=one.title))
        switch.setToolTip(tr("Undo this step") if one.is_on else tr("Do this step again"))
        switch.toggled.connect(partial(self.switched.emit, one.id))
        self.switches[one.id] = switch
        return [up, down, edit, switch]

    def _on_move(self, step_id: int, by: int, _checked: bool = False) -> None:
        self.moved.emit(step_id, by)

    def _on_edit(self, step_id: int, _checked: bool = False) -> None:
        self.edit_wanted.emit(step_id)


def _on_top(part: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 14, 0, 0)
    column.addWidget(part)
    column.addStretch(1)
    return holder
