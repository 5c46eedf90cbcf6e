"""Which gates a model's candidates pass: the set by its name, and the limits of each gate."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import StatusCell
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.table import TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.models.gate_set_state import GateRow, GateSetState
from tidemill.gui.pages.models.version_rows import GateLine

_TITLE, _FIELD = 210, 120

GATE_COLUMNS = (
    TableColumn("gate", "Gate", 210, kind="status_text", sortable=False),
    TableColumn("value", "Value", 120, "right", sortable=False, tone="text2"),
    TableColumn("message", "What it found", 320, stretch=1, sortable=False, tone="text2"),
)


def gate_cells(gate: GateLine) -> dict[str, object]:
    """What a gate said of a version, under `GATE_COLUMNS`."""
    return {
        "gate": StatusCell(
            "good" if gate.is_passed else "bad",
            gate.title,
            icon="circle-check" if gate.is_passed else "octagon-minus",
        ),
        "value": gate.value,
        "message": gate.message,
    }


class GateSetPart(Card):
    """Draws a set and takes other limits.

    Emits `set_chosen(name)`, and `limits_kept(changes)` with values by (gate's place, setting).
    """

    set_chosen = Signal(str)
    limits_kept = Signal(object)

    def __init__(self) -> None:
        """Empty until a model is shown."""
        super().__init__()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Candidates pass the set", "h3", elide="none"))
        self.sets = Choice(look="button", height=28, name="Set of gates")
        self.sets.chosen.connect(self._on_set)
        head.addWidget(self.sets)
        head.addStretch(1)
        self.keep = Button("Keep limits", "check", height=28)
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
        self._parts, self.fields = [], {}
        for row in state.rows:
            self._add_gate(row)
        self._on_value(None)

    def _add_gate(self, row: GateRow) -> None:
        at = self._grid.rowCount()
        title = Label(row.title, "strong")
        title.setToolTip(row.help)
        self._put(title, at, 0)
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
