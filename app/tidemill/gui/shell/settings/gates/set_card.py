"""A set of gates: its name, who passes it, and opened its gates with their limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.entries import GateEntry
from tidemill.domain.gate_sets import GateSet, GateWish
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.numbers import plural
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.gates.asking import GateAsking
from tidemill.gui.shell.gates.lines import GateLines
from tidemill.gui.shell.gates.offers import GateOffers
from tidemill.gui.shell.gates.rows import GateRow, rows_of

_MOST_NAMED = 4


@dataclass(frozen=True)
class SetLine:
    """A set as it is shown; `is_ours` the standard one, which stays as it is."""

    name: str
    rows: tuple[GateRow, ...]
    models: tuple[str, ...]
    is_ours: bool
    is_default: bool

    @property
    def sentence(self) -> str:
        """How many gates it has, and whose candidates pass it."""
        n_gates = plural(len(self.rows), "gate", "gates")
        if not self.models:
            return tr("{n_gates}, passed by no model", n_gates=n_gates)
        named = ", ".join(self.models[:_MOST_NAMED])
        more = len(self.models) - _MOST_NAMED
        if more > 0:
            named = tr("{named} and {more} more", named=named, more=more)
        return tr("{n_gates}, passed by {named}", n_gates=n_gates, named=named)


def line_of(
    gates: GateSet,
    models: Sequence[str],
    is_ours: bool,
    is_default: bool,
    entries: Mapping[str, GateEntry],
) -> SetLine:
    """The line of a set."""
    return SetLine(gates.name, rows_of(gates, entries), tuple(models), is_ours, is_default)


class SetCard(Card):
    """Draws a set, closed at first.

    Emits `limits_kept(name, changes)`, `gate_wanted(name, GateWish)`, `gate_unwanted(name,
    GateWish)`, `going(name)`, and `offers_wanted(name)` where a gate is to be chosen.
    """

    limits_kept = Signal(str, object)
    gate_wanted = Signal(str, object)
    gate_unwanted = Signal(str, object)
    offers_wanted = Signal(str)
    going = Signal(str)
    changed = Signal()

    def __init__(self, may_change: bool) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._may = may_change
        self.line: SetLine | None = None
        self._asking: GateAsking | None = None
        self.body.addWidget(self._head())
        self.opened = QWidget()
        column = QVBoxLayout(self.opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.note = Paragraph("", "small", "text3")
        column.addWidget(self.note)
        self.lines = GateLines()
        self.lines.edited.connect(self._on_edited)
        self.lines.unwanted.connect(self._on_unwanted)
        column.addWidget(self.lines)
        self._slot = QVBoxLayout()
        column.addLayout(self._slot)
        column.addWidget(self._foot())
        self.body.addWidget(self.opened)
        self.opened.hide()

    def _head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(1)
        title = QHBoxLayout()
        title.setSpacing(8)
        self.name = Label("", "strong")
        self.default = Chip(tr("Default"), "accent")
        title.addWidget(self.name)
        title.addWidget(self.default)
        title.addStretch(1)
        words.addLayout(title)
        self.means = Paragraph("", "small", "text2")
        words.addWidget(self.means)
        row.addLayout(words, 1)
        self.open = Button(tr("Show"), height=28)
        self.open.clicked.connect(self._on_open)
        self.remove = IconButton("trash-2", tr("Delete the set"), size=28)
        self.remove.clicked.connect(self._on_remove)
        row.addWidget(self.open)
        row.addWidget(self.remove)
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.add = Button(tr("Add a gate"), "plus", height=28)
        self.add.clicked.connect(self._on_add)
        self.leave = Button(tr("Cancel"), kind="ghost", height=28)
        self.leave.clicked.connect(self.stop_asking)
        self.keep = Button(tr("Keep limits"), "check", height=28)
        self.keep.clicked.connect(self._on_keep)
        row.addStretch(1)
        for button in (self.leave, self.add, self.keep):
            row.addWidget(button)
        self.leave.hide()
        self._foot_row = foot
        return foot

    def show_line(self, line: SetLine) -> None:
        """Draw it; what is typed stays as long as the gates do."""
        before, self.line = self.line, line
        is_fixed = line.is_ours or not self._may
        self.name.set_text(line.name)
        self.means.set_text(line.sentence)
        show_if(self.default, line.is_default)
        show_if(self.remove, not is_fixed)
        is_free = not line.models and not line.is_default
        self.remove.setEnabled(is_free)
        self.remove.setAccessibleName(tr("Delete the set {name}", name=line.name))
        why = tr("Models pass it, or it is the default: let another take its place first")
        self.remove.setToolTip(tr("Delete the set") if is_free else why)
        self.open.setAccessibleName(tr("Gates of {name}", name=line.name))
        show_if(self._foot_row, not is_fixed)
        if line.is_ours:
            self.note.set_text(tr("The standard set stays as it is; make a set of your own of it."))
        show_if(self.note, line.is_ours)
        if before is None or before.rows != line.rows:
            self.lines.show_rows(line.rows, is_fixed=is_fixed)
            self.stop_asking()
        self._on_edited()

    def ask(self, offered: GateOffers) -> None:
        """Ask which gate is to be added."""
        if self._asking is not None:
            return
        self._asking = GateAsking(offered)
        self._asking.edited.connect(self._on_asked)
        self._asking.reformed.connect(self._on_asked)
        self._slot.addWidget(self._asking)
        self._asking.show()
        self.leave.show()
        self.add.set_text(tr("Add the gate"))
        self._on_asked()
        self._asking.gate.setFocus()

    @property
    def asking(self) -> GateAsking | None:
        """What asks for a gate to add, while it does."""
        return self._asking

    def stop_asking(self) -> None:
        """Ask for no gate any more."""
        if self._asking is not None:
            self._slot.removeWidget(self._asking)
            self._asking.hide()
            self._asking.deleteLater()
            self._asking = None
        self.leave.hide()
        self.add.set_text(tr("Add a gate"))
        self.add.setEnabled(True)
        self.changed.emit()

    def _on_asked(self) -> None:
        self.add.setEnabled(self._asking is None or self._asking.wish() is not None)
        self.changed.emit()

    def _on_open(self) -> None:
        is_open = self.opened.isHidden()
        self.opened.setVisible(is_open)
        self.open.set_text(tr("Hide") if is_open else tr("Show"))
        self.changed.emit()

    def _on_add(self) -> None:
        assert self.line is not None
        if self._asking is None:
            self.offers_wanted.emit(self.line.name)
        elif (wish := self._asking.wish()) is not None:
            self.gate_wanted.emit(self.line.name, wish)

    def _on_edited(self) -> None:
        self.keep.setEnabled(bool(self.lines.changes()))

    def _on_keep(self) -> None:
        changes = self.lines.changes()
        if changes and self.line is not None:
            self.limits_kept.emit(self.line.name, changes)

    def _on_unwanted(self, wish: GateWish) -> None:
        assert self.line is not None
        self.gate_unwanted.emit(self.line.name, wish)

    def _on_remove(self) -> None:
        assert self.line is not None
        self.going.emit(self.line.name)
