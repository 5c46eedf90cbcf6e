"""The sheet that adds a gate: choose one of the catalogue, fill in its settings."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.entries import GateEntry
from tidemill.domain.gate_sets import GateWish
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.pages.models.gate_form import GateForm

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class GateOffers:
    """The gates there are, the columns of the model's data (names with kinds), the rules of
    choice."""

    entries: tuple[GateEntry, ...]
    columns: tuple[tuple[str, str], ...] = ()
    rules: tuple[str, ...] = ()


def offers(workspace: "Workspace", model: str) -> GateOffers:
    """What can be chosen for a model; not for the window's own thread."""
    from tidemill.services import choosing, datasets, gate_sets, registry

    found = registry.find(workspace, model).model
    known = datasets.find_living(workspace, found.dataset)
    columns = () if known is None else known.dataset.schema.columns
    return GateOffers(
        tuple(sorted(gate_sets.entries().values(), key=lambda one: one.title)),
        tuple((one.name, str(one.kind)) for one in columns if one.name != found.target),
        tuple(one.name for one in choosing.every(workspace)),
    )


class GateSheet(Sheet):
    """Emits `wanted(GateWish)`; stays open until `close_sheet`, or shows why it can't be."""

    reopened_by = ("models.add_gate",)

    wanted = Signal(object)

    def __init__(self, host: QWidget, model: str, offered: GateOffers) -> None:
        """Make the sheet with the first gate chosen."""
        super().__init__(
            host,
            tr("Add a gate"),
            tr(
                "Every later candidate of {model} passes it. What was judged before keeps "
                "what it was told.",
                model=model,
            ),
            tr("Add the gate"),
            "shield-check",
        )
        self._offered = offered
        self._entries = {one.id: one for one in offered.entries}
        self.body.addWidget(Label(tr("Gate"), "strong"))
        options = [Option(one.id, one.title, icon="shield-check") for one in offered.entries]
        self.gate = Choice(options, offered.entries[0].id, tr("Choose a gate"), name=tr("Gate"))
        self.gate.chosen.connect(self._on_gate)
        self.body.addWidget(self.gate)
        self._help = Paragraph("", "small", "text2")
        self.body.addWidget(self._help)
        holder = QWidget()
        self._holder = QVBoxLayout(holder)
        self._holder.setContentsMargins(0, 4, 0, 0)
        self.body.addWidget(holder)
        self._error = ErrorPanel(parent=self)
        self._error.hide()
        self.body.addWidget(self._error)
        self.accepted.connect(self._on_accepted)
        self.form = self._make_form()

    def choose(self, gate: str) -> None:
        """Ask for the settings of a gate."""
        self.gate.set_value(gate)
        self._on_gate(gate)

    def _make_form(self) -> GateForm:
        entry = self._entries[self.gate.value()]
        self._help.set_text(entry.help)
        form = GateForm(entry, self._offered.columns, self._offered.rules)
        form.edited.connect(self._on_edited)
        self._holder.addWidget(form)
        form.show()  # what is not shown yet has no place in the sheet's height
        self.primary.setEnabled(form.is_whole())
        self.fit()
        return form

    def _on_gate(self, _gate: object) -> None:
        self._holder.removeWidget(self.form)
        self.form.hide()
        self.form.deleteLater()
        self._error.hide()
        self.form = self._make_form()

    def _on_edited(self) -> None:
        self._error.hide()
        self.primary.setEnabled(self.form.is_whole())

    def _on_accepted(self) -> None:
        settings = self.form.settings()
        if settings is not None and self.form.is_whole():
            self.primary.set_busy(True)
            self.wanted.emit(GateWish(self.form.entry.id, settings))

    def set_error(self, error: TidemillError) -> None:
        """Say why the gate can't be added as it was filled in."""
        self.primary.set_busy(False)
        self._error.set_error(error.message, error.hint, "", "")
        self._error.show()
        self.fit()
