"""Which gates a model's candidates pass: the set by its name, its gates, and their limits."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.models.gate_set_state import GateRow, GateSetState

_TITLE, _FIELD = 210, 120


class GateSetPart(Card):
    """Draws a set and takes other limits.

    Emits `set_chosen(name)`, `limits_kept(changes)` with values by (gate's place, setting),
    `gate_wanted` for one gate more, and `gate_unwanted(GateWish)` for one less.
    """

    set_chosen = Signal(str)
    gate_wanted = Signal()
    gate_unwanted = Signal(object)
    limits_kept = Signal(object)

    def __init__(self) -> None:
        """Empty until a model is shown."""
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("Candidates pass the set"), "h3", elide="none"))
        self.sets = Choice(look="button", height=28, name=tr("Set of gates"))
        self.sets.chosen.connect(self._on_set)
        head.addWidget(self.sets)
        head.addStretch(1)
        self.add = Button(tr("Add a gate…"), "plus", height=28)
        self.add.clicked.connect(self.gate_wanted)
        head.addWidget(self.add)
        self.keep = Button(tr("Keep limits"), "check", height=28)
        self.keep.clicked.connect(self._on_keep)
        head.addWidget(self.keep)
        self.body.addLayout(head)
        self.note = Paragraph("", "small", "text3")
        self.body.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, _TITLE)
        self._grid.setColumnStretch(3, 1)
        self.body.addLayout(self._grid)
        self.fields: dict[tuple[int, str], NumberField] = {}
        self.removes: list[IconButton] = []
        self._parts: list[QWidget] = []
        self._shown = GateSetState()

    def show_set(self, state: GateSetState) -> None:
        """Draw it; what is typed stays as long as the set does."""
        show_if(self, bool(state.name))
        if state == self._shown:
            return
        self._shown = state
        self.sets.set_options([Option(name, name) for name in state.names], state.name)
        self.note.set_text(state.note)
        show_if(self.note, bool(state.note))
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.fields, self.removes = [], {}, []
        for row in state.rows:
            self._add_gate(row)
        self._on_value(None)

    def _add_gate(self, row: GateRow) -> None:
        at = self._grid.rowCount()
        title = Label(row.title, "strong")
        title.setToolTip(row.help)
        self._put(title, at, 0)
        remove = IconButton("x", tr("Take away {title}", title=row.title), size=24, icon_size=14)
        remove.setEnabled(len(self._shown.rows) > 1)
        remove.clicked.connect(partial(self.gate_unwanted.emit, row.wish))
        self._put(remove, at, 4)
        self.removes.append(remove)
        if row.words:
            self._put(Label(row.words, "small", "text2"), at, 1, 3)
            at += 1
        for line, limit in enumerate(row.limits, start=at):
            words = Label(limit.title, "small", "text2")
            words.setToolTip(limit.help)
            self._put(words, line, 1)
            step = 1.0 if limit.is_whole else 0.01
            field = NumberField(limit.value, limit.low, limit.high, step, limit.is_whole, height=28)
            field.setFixedWidth(_FIELD)
            field.edit.setAccessibleName(f"{row.title}, {limit.title}")
            field.value_changed.connect(self._on_value)
            self._put(field, line, 2)
            self.fields[limit.place, limit.id] = field

    def _put(self, part: QWidget, row: int, column: int, wide: int = 1) -> None:
        self._grid.addWidget(part, row, column, 1, wide)
        part.show()
        self._parts.append(part)

    def changes(self) -> dict[tuple[int, str], float] | None:
        """The limits that are others now; None where one of them can't be."""
        found = {}
        for row in self._shown.rows:
            for limit in row.limits:
                value = self.fields[limit.place, limit.id].value()
                if value is None:
                    return None
                if value != limit.value:
                    found[limit.place, limit.id] = value
        return found

    def _on_value(self, _value: object) -> None:
        self.keep.setEnabled(bool(self.changes()))

    def _on_set(self, name: object) -> None:
        if str(name) != self._shown.name:
            self.set_chosen.emit(str(name))

    def _on_keep(self) -> None:
        changes = self.changes()
        if changes:
            self.limits_kept.emit(changes)
