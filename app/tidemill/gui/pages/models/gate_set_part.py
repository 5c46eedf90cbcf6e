"""Which gates a model's candidates pass: the set by its name, its gates, and their limits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.models.gate_set_state import GateSetState
from tidemill.gui.shell.gates.lines import GateLines


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
        self.lines = GateLines()
        self.lines.edited.connect(self._on_edited)
        self.lines.unwanted.connect(self.gate_unwanted)
        self.body.addWidget(self.lines)
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
        self.lines.show_rows(state.rows)
        self._on_edited()

    @property
    def fields(self) -> dict[tuple[int, str], NumberField]:
        """The limits' fields, by place and setting."""
        return self.lines.fields

    @property
    def removes(self) -> list[IconButton]:
        """The crosses, one a gate."""
        return self.lines.removes

    def changes(self) -> dict[tuple[int, str], float] | None:
        """The limits that are others now; None where one of them can't be."""
        return self.lines.changes()

    def _on_edited(self) -> None:
        self.keep.setEnabled(bool(self.changes()))

    def _on_set(self, name: object) -> None:
        if str(name) != self._shown.name:
            self.set_chosen.emit(str(name))

    def _on_keep(self) -> None:
        changes = self.changes()
        if changes:
            self.limits_kept.emit(changes)
