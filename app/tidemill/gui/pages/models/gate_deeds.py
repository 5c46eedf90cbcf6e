"""The tab Gates: reads what gates said, changes the set, owns the sheet that adds one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.pages.models.gate_runs import RunsOfGates
from tidemill.gui.pages.models.gate_sheet import GateSheet
from tidemill.gui.pages.models.model_part import ModelPart
from tidemill.gui.pages.models.state import ModelsState
from tidemill.gui.pages.models.view_model import ModelsViewModel
from tidemill.gui.sheets.worst_slices_panel import WorstSlicesPanel
from tidemill.gui.shell.gates.offers import GateOffers, offers
from tidemill.gui.shell.page import PageContext

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter


class GateDeeds(QObject):
    """Carries out what is said on the tab; the sheet closes once the gate stands in the set.

    `failed(error)` tells why something of the model was not done, where no sheet of ours says so.
    """

    failed = Signal(object)

    def __init__(self, context: PageContext, model: ModelsViewModel, part: ModelPart) -> None:
        """No sheet yet, and nothing read."""
        super().__init__(model)
        self._context, self._model, self._part = context, model, part
        self._runs = RunsOfGates(context, self)
        self._for = ""
        self.sheet: GateSheet | None = None
        self.slices: WorstSlicesPanel | None = None
        self._runs.changed.connect(part.gate_runs.show_runs)
        part.gate_runs.run_chosen.connect(self._runs.look_at)
        part.gate_set.set_chosen.connect(model.use_gates)
        part.gate_set.limits_kept.connect(model.keep_limits)
        part.gate_set.gate_wanted.connect(self.open)
        part.gate_set.gate_unwanted.connect(model.take_gate)
        model.marked.connect(self._on_marked)
        model.mark_failed.connect(self._on_failed)

    def show(self, state: ModelsState) -> None:
        """Read what gates said of the chosen version, where that is not known yet."""
        version = state.source(state.chosen)
        if version is not None:
            newest = state.log[0].id if state.log else 0
            self._runs.show(state.name, version.number, version.gates, newest)
            if self.slices is None:
                self.slices = WorstSlicesPanel(self._context, "models.slices")
                self._part.add_slices(self.slices)
            self.slices.show_run(version.run_id, state.name, newest)

    def open(self) -> None:
        """Ask which gate is to be added to the shown model's set."""
        workspace, name = self._context.workspace, self._model.state.name
        if not name or self.sheet is not None:
            return
        self._for = name

        def work(_reporter: "Reporter") -> GateOffers:
            return offers(workspace, (name,))

        self._context.operations.run("models.offers", work, self._on_offered, self._context.problem)

    def _on_offered(self, offered: GateOffers) -> None:
        if self._model.state.name != self._for or self.sheet is not None:
            return
        self.sheet = GateSheet(self._context.sheet_host, self._for, offered)
        self.sheet.wanted.connect(self._model.add_gate)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)

    def _on_marked(self, _change: object) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()

    def _on_failed(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.set_error(error)
        else:
            self.failed.emit(error)

    def _on_closed(self) -> None:
        self.sheet = None
