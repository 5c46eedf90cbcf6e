"""What wrong decisions cost, asked for where a rehearsal tells of money."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.number_field import NumberField

_MOST = 6
_TOLD = tr(
    "What a wrong decision costs is kept with the model, and the rehearsal is held again with it."
)


class CostsRow(QWidget):
    """A field for each pair of truth and wrong decision; emits `wanted(amounts, unit)`."""

    wanted = Signal(dict, str)

    def __init__(self) -> None:
        """Without fields until the decisions are known."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        column.addLayout(self._grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.unit = Field(tr("Currency, such as £"), height=28)
        self.keep = Button(tr("Keep and rehearse"), "coins", height=28)
        self.keep.clicked.connect(self._on_keep)
        row.addWidget(self.unit, 1)
        row.addWidget(self.keep)
        column.addLayout(row)
        column.addWidget(Paragraph(_TOLD, "small", "text3"))
        self.fields: dict[str, NumberField] = {}
        self._parts: list[QWidget] = []
        self._kept: dict[str, float] = {}

    def show_costs(self, decisions: Sequence[str], costs: Mapping[str, float], unit: str) -> None:
        """Show what is set; fields stay as long as the decisions do."""
        pairs = [f"{truth}:{said}" for truth in decisions for said in decisions if truth != said]
        self._kept = dict(costs)
        self.setVisible(0 < len(pairs) <= _MOST)
        if pairs != list(self.fields):
            self._make_fields(pairs)
        for name, field in self.fields.items():
            field.set_value(costs.get(name))
        self.unit.set_text(unit)

    def amounts(self) -> dict[str, float]:
        """What is put in, and what was set for other pairs."""
        found = {name: amount for name, amount in self._kept.items() if name not in self.fields}
        for name, field in self.fields.items():
            value = field.value()
            if value is not None:
                found[name] = float(value)
        return found

    def _make_fields(self, pairs: Sequence[str]) -> None:
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.fields = [], {}
        for at, name in enumerate(pairs):
            truth, _, said = name.rpartition(":")
            words = Label(tr("{truth}, decided {said}", truth=truth, said=said), "small", "text2")
            field = NumberField(None, height=28)
            field.edit.setPlaceholderText("0")
            field.edit.setAccessibleName(
                tr("Cost of {truth}, decided {said}", truth=truth, said=said)
            )
            self._grid.addWidget(words, at, 0)
            self._grid.addWidget(field, at, 1)
            self._parts += [words, field]
            self.fields[name] = field

    def _on_keep(self) -> None:
        self.wanted.emit(self.amounts(), self.unit.text().strip())
