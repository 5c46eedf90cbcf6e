"""Asking for a gate: one of the catalogue, and its settings as a form."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.gate_sets import GateWish
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.shell.gates.form import GateForm
from tidemill.gui.shell.gates.offers import GateOffers


class GateAsking(QWidget):
    """Emits `edited` at each change, and `reformed` where another form took the place of one."""

    edited = Signal()
    reformed = Signal()

    def __init__(self, offered: GateOffers) -> None:
        """Ask with the first gate chosen."""
        super().__init__()
        self._offered = offered
        self._entries = {one.id: one for one in offered.entries}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(tr("Gate"), "strong"))
        options = [
            Option(one.id, spoken(one.title), icon="shield-check") for one in offered.entries
        ]
        self.gate = Choice(options, offered.entries[0].id, tr("Choose a gate"), name=tr("Gate"))
        self.gate.chosen.connect(self._on_gate)
        column.addWidget(self.gate)
        self._help = Paragraph("", "small", "text2")
        column.addWidget(self._help)
        holder = QWidget()
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(0, 4, 0, 0)
        column.addWidget(holder)
        self.form = self._make_form()

    def choose(self, gate: str) -> None:
        """Ask for the settings of a gate."""
        self.gate.set_value(gate)
        self._on_gate(gate)

    def wish(self) -> GateWish | None:
        """The gate as it is filled in; None while something is missing or can't be."""
        settings = self.form.settings()
        if settings is None or not self.form.is_whole():
            return None
        return GateWish(self.form.entry.id, settings)

    def _make_form(self) -> GateForm:
        entry = self._entries[self.gate.value()]
        self._help.set_text(spoken(entry.help))
        form = GateForm(entry, self._offered.columns, self._offered.rules)
        form.edited.connect(self.edited)
        self._holder.addWidget(form)
        form.show()  # what is not shown yet has no height
        return form

    def _on_gate(self, _gate: object) -> None:
        self._holder.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self.form = self._make_form()
        self.reformed.emit()
