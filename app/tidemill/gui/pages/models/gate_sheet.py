"""The sheet that adds a gate: choose one of the catalogue, fill in its settings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.gates.asking import GateAsking
from tidemill.gui.shell.gates.form import GateForm
from tidemill.gui.shell.gates.offers import GateOffers


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
        self._asking = GateAsking(offered)
        self._asking.edited.connect(self._on_edited)
        self._asking.reformed.connect(self._on_reformed)
        self.gate = self._asking.gate
        self.body.addWidget(self._asking)
        self._error = ErrorPanel(parent=self)
        self._error.hide()
        self.body.addWidget(self._error)
        self.accepted.connect(self._on_accepted)
        self._on_reformed()

    @property
    def form(self) -> GateForm:
        """The settings of the chosen gate."""
        return self._asking.form

    def choose(self, gate: str) -> None:
        """Ask for the settings of a gate."""
        self._asking.choose(gate)

    def _on_reformed(self) -> None:
        self._on_edited()
        self.fit()

    def _on_edited(self) -> None:
        self._error.hide()
        self.primary.setEnabled(self._asking.wish() is not None)

    def _on_accepted(self) -> None:
        wish = self._asking.wish()
        if wish is not None:
            self.primary.set_busy(True)
            self.wanted.emit(wish)

    def set_error(self, error: TidemillError) -> None:
        """Say why the gate can't be added as it was filled in."""
        self.primary.set_busy(False)
        self._error.set_error(error.message, error.hint, "", "")
        self._error.show()
        self.fit()
