"""The section Gates: the default set, every set with its gates and bounds, and a new one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.gate_sets import STANDARD_NAME, GateWish
from tidemill.domain.people import PersonRole
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.gates.offers import GateOffers, offers
from tidemill.gui.shell.settings.gates.set_card import SetCard, SetLine, line_of
from tidemill.gui.shell.settings.section import Desk, SettingRow

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

_TOPIC = "model"
Act = Callable[["Workspace", Any], object]


@dataclass(frozen=True)
class Done:
    """What is told of a change, and the entry that takes it back."""

    told: str
    change: int | None = None


class GatesPart(QWidget):
    """Follows what colleagues and commands change; each change stands in Activity."""

    def __init__(self, desk: Desk) -> None:
        """Begin to read the sets."""
        super().__init__()
        assert desk.context is not None
        self._context = desk.context
        person = desk.context.workspace.person
        self._may = person.role is not PersonRole.VIEWER
        self._may_choose = person.can_approve
        self._change: int | None = None
        self.cards: dict[str, SetCard] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.default = Choice(name=tr("Default gates"))
        self.default.setFixedWidth(200)
        self.default.setEnabled(self._may_choose)
        self.default.chosen.connect(self._on_default)
        self.default_row = SettingRow(tr("Default gates"), _means(self._may_choose), self.default)
        column.addWidget(self.default_row)
        self._add_new(column)
        self.said = Label("", "small", "good")
        self.undo = Button(tr("Undo"), "undo-2", "link", height=24)
        self.undo.clicked.connect(self._on_undo)
        column.addWidget(self._line(self.said, self.undo))
        self.problem = ErrorPanel(parent=self)
        for part in (self.said, self.undo, self.problem):
            part.hide()
        column.addWidget(self.problem)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        column.addLayout(self._cards)
        column.addStretch(1)
        self._context.feed.news.connect(self._on_news)
        self._context.feed.reload.connect(self.load)
        self.load()

    def _add_new(self, column: QVBoxLayout) -> None:
        self.name = LineEdit(tr("Name of a new set"))
        self.name.setAccessibleName(tr("Name of a new set of gates"))
        self.name.textChanged.connect(self._on_named)
        self.name.returnPressed.connect(self._on_create)
        self.like = Choice(look="button", height=28, name=tr("Begins as"))
        self.create_ = Button(tr("Make a set"), "plus", height=28)
        self.create_.setEnabled(False)
        self.create_.clicked.connect(self._on_create)
        column.addSpacing(4)
        column.addWidget(Label(tr("Sets of gates"), "h3"))
        words = tr("What a candidate has to pass before it may be promoted, as lists with a name.")
        barred = "" if self._may else tr(" They are for members to change.")
        column.addWidget(Paragraph(words + barred, "small", "text2"))
        new = self._line(
            self.name, Label(tr("begins as"), "small", "text2", elide="none"), self.like,
            self.create_,
        )  # fmt: skip
        self.name.setFixedWidth(220)
        column.addWidget(new)
        show_if(new, self._may)

    def _line(self, *parts: QWidget) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        return line

    def load(self) -> None:
        """Read the sets."""
        work = partial(_read, self._context.workspace)
        self._context.operations.run("settings.gates.read", work, self._on_read, self._fail)

    def _on_news(self, news: list[object]) -> None:
        if any(getattr(one, "topic", "") == _TOPIC for one in news):
            self.load()

    def _on_read(self, lines: tuple[SetLine, ...]) -> None:
        options = [Option(line.name, line.name) for line in lines]
        usual = next((line.name for line in lines if line.is_default), None)
        self.default.set_options(options, usual)
        names = {line.name for line in lines}
        chosen = self.like.value() if self.like.value() in names else STANDARD_NAME
        self.like.set_options(options, chosen)
        for gone in [name for name in self.cards if name not in names]:
            card = self.cards.pop(gone)
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, line in enumerate(lines):
            if line.name not in self.cards:
                self.cards[line.name] = self._made()
                self._cards.insertWidget(at, self.cards[line.name])
                self.cards[line.name].show()
            self.cards[line.name].show_line(line)
        self._refit()

    def _made(self) -> SetCard:
        card = SetCard(self._may)
        card.limits_kept.connect(self._on_limits)
        card.gate_wanted.connect(self._on_gate)
        card.gate_unwanted.connect(self._on_no_gate)
        card.offers_wanted.connect(self._on_offers)
        card.going.connect(self._on_going)
        card.changed.connect(self._refit)
        return card

    def _refit(self) -> None:
        """Let the sheet be as high as what stands in it, once that is laid out."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        above: QWidget | None = self
        while above is not None and not isinstance(above, Sheet):
            above = above.parentWidget()
        if above is not None:
            above.fit()

    # --- what is wanted ------------------------------------------------------------------------

    def _on_default(self, name: object) -> None:
        told = tr("{name} is the default now.", name=name)
        self._do(lambda ws, sets: sets.use_by_default(ws, str(name)), told)

    def _on_named(self, words: str) -> None:
        self.create_.setEnabled(bool(words.strip()))

    def _on_create(self) -> None:
        name, like = self.name.text().strip(), str(self.like.value())
        if name:
            told = tr("{name} is made.", name=name)
            self._do(lambda ws, sets: sets.create(ws, name, like), told, self._on_created)

    def _on_created(self, done: Done) -> None:
        self.name.clear()
        self._on_done(done)

    def _on_limits(self, name: str, limits: Mapping[tuple[int, str], float]) -> None:
        told = tr("{name} has other limits now.", name=name)
        self._do(lambda ws, sets: sets.change_limits(ws, name, limits), told)

    def _on_gate(self, name: str, wish: GateWish) -> None:
        told = tr("{name} has one gate more.", name=name)
        self._do(lambda ws, sets: sets.add(ws, name, wish), told)

    def _on_no_gate(self, name: str, wish: GateWish) -> None:
        told = tr("{name} has one gate less.", name=name)
        self._do(lambda ws, sets: sets.take(ws, name, wish), told)

    def _on_going(self, name: str) -> None:
        told = tr("{name} is gone.", name=name)
        self._do(lambda ws, sets: sets.drop(ws, name), told)

    def _on_offers(self, name: str) -> None:
        work = partial(_offered, self._context.workspace, name)
        self._context.operations.run("settings.gates.offers", work, self._on_offered, self._fail)

    def _on_offered(self, found: tuple[str, GateOffers]) -> None:
        name, offered = found
        if name in self.cards:
            self.cards[name].ask(offered)

    def _on_undo(self) -> None:
        if self._change is not None:
            self._run(partial(_undone, self._context.workspace, self._change), self._on_done)

    def _do(self, act: Act, told: str, done: Callable[[Done], None] | None = None) -> None:
        self._run(partial(_did, self._context.workspace, act, told), done or self._on_done)

    def _run(self, work: Callable[[Reporter], Done], done: Callable[[Done], None]) -> None:
        for part in (self.problem, self.said, self.undo):  # what they tell of is overtaken
            part.hide()
        self._context.operations.change("settings.gates", work, done, self._on_failed)

    def _on_done(self, done: Done) -> None:
        self._change = done.change
        self.said.set_text(done.told)
        self.said.show()
        self.undo.setVisible(done.change is not None)
        self.load()

    def _on_failed(self, error: TidemillError) -> None:
        self._fail(error)
        if self.cards:  # what is so, not what was tried
            usual = [
                name for name, card in self.cards.items() if card.line and card.line.is_default
            ]
            self.default.set_value(usual[0] if usual else None)

    def _fail(self, error: TidemillError) -> None:
        self.problem.set_error(error.message, error.hint, error.detail)
        self.problem.show()
        self._refit()


def _means(may_choose: bool) -> str:
    words = tr("What candidates pass where no other set was chosen for their model")
    return words if may_choose else tr("{words}. For an approver to choose.", words=words)


def _read(workspace: "Workspace", _reporter: Reporter) -> tuple[SetLine, ...]:
    from tidemill.services import gate_sets

    entries = gate_sets.entries()
    return tuple(
        line_of(one.gates, one.models, one.is_ours, one.is_default, entries)
        for one in gate_sets.every(workspace)
    )


def _offered(workspace: "Workspace", name: str, _reporter: Reporter) -> tuple[str, GateOffers]:
    """What can be chosen for a set: the columns of the models that pass it, or of all models."""
    from tidemill.services import gate_sets

    models = gate_sets.find(workspace, name).models
    known = models or tuple(m for one in gate_sets.every(workspace) for m in one.models)
    return name, offers(workspace, known)


def _did(workspace: "Workspace", act: Act, told: str, _reporter: Reporter) -> Done:
    """Make a change; with it comes what takes it back, where something changed."""
    from tidemill.services import gate_sets, undoing

    before = undoing.last(workspace)
    act(workspace, gate_sets)
    change = undoing.last(workspace)
    is_new = change is not None and (before is None or change.id != before.id)
    return Done(told, change.id if change is not None and is_new else None)


def _undone(workspace: "Workspace", change: int, _reporter: Reporter) -> Done:
    from tidemill.services import undoing

    undone = undoing.undo(workspace, change)
    return Done(tr("Taken back: {sentence}", sentence=undone.words))
