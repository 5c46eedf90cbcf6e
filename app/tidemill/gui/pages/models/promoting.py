"""Deciding on a version: owns the promotion sheet, from its opening to how it ended."""

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.models import ModelVersion
from tidemill.gui.pages.models.asked import AskedModel, ShownRehearsal
from tidemill.gui.pages.models.promotion_sheet import PromotionSheet
from tidemill.gui.pages.models.promotion_state import Circumstances, promotion_of
from tidemill.gui.pages.models.view_model import ModelsViewModel
from tidemill.gui.shell.page import PageContext


class Promoting(QObject):
    """Opens the sheet and carries out what is said in it.

    `leads(parts)` asks the page to show another part of itself, as an address behind its place.
    """

    leads = Signal(list)

    def __init__(self, context: PageContext, model: ModelsViewModel, asked: AskedModel) -> None:
        """No sheet yet."""
        super().__init__(model)
        self._context, self._model, self._asked = context, model, asked
        self.sheet: PromotionSheet | None = None
        asked.rehearsed.connect(self._on_rehearsed)
        model.promotion_failed.connect(self.set_error)
        model.gates_run.connect(self._on_gates_run)

    def open(self, *, is_rehearsal: bool = False) -> None:
        """Open the sheet that promotes the chosen version; nothing acts by itself."""
        state = self._model.state
        version = state.source(state.chosen)
        if version is None or state.now is None or self.sheet is not None:
            return
        champion = state.source(state.champion)
        around = Circumstances(
            state.is_four_eyes,
            state.agreements,
            state.deployments,
            state.people,
            state.newest_data,
        )
        person = self._context.workspace.person
        shown = promotion_of(version, champion, person, state.decimals, state.now, around)
        sheet = self.sheet = PromotionSheet(self._context.sheet_host, shown)
        sheet.promote_wanted.connect(self._on_promote)
        sheet.propose_wanted.connect(self._on_propose)
        sheet.gates_wanted.connect(self._on_gates_wanted)
        if shown.champion is not None:
            sheet.rehearsal.wanted.connect(self._asked.rehearse)
            sheet.rehearsal.costs_wanted.connect(self._asked.rehearse_with)
            sheet.rehearsal.row_opened.connect(self._on_row_opened)
            self._asked.read_rehearsal(version.model, version.number)
        sheet.closed.connect(self._on_sheet_closed)
        self._context.open_sheet(sheet)
        if is_rehearsal and shown.champion is not None:
            sheet.show_tab("rehearsal")

    def close(self) -> None:
        """Close the sheet, if it is open."""
        if self.sheet is not None:
            self.sheet.close_sheet()

    def set_error(self, error: TidemillError) -> None:
        """Say why it was not done: in the sheet, or over the page where it is gone."""
        if self.sheet is not None:
            self.sheet.set_error(error)
        else:
            self._context.problem(error)

    def _on_promote(self, note: str, reason: str, anyway: bool) -> None:
        if self.sheet is not None:
            self.sheet.set_working(True)
            shown = self.sheet.state
            self._model.promote(shown.name, shown.number, note, reason, anyway)

    def _on_propose(self, note: str) -> None:
        if self.sheet is not None:
            self.sheet.set_working(True)
            self._model.propose(self.sheet.state.name, self.sheet.state.number, note)

    def _on_gates_wanted(self) -> None:
        if self.sheet is not None:
            self.sheet.set_working(True)
            self._model.run_gates(self.sheet.state.name, self.sheet.state.number)

    def _on_gates_run(self, version: ModelVersion) -> None:
        self.close()
        self.leads.emit([version.model, str(version.number), "promote"])

    def _on_rehearsed(self, shown: ShownRehearsal) -> None:
        if self.sheet is not None:
            self.sheet.show_rehearsal(shown)

    def _on_row_opened(self, row: int) -> None:
        """Close the sheet and say why the row is decided otherwise."""
        found = self._asked.rehearsal.found
        if self.sheet is None or found is None:
            return
        name = next((one.id for one in found.rows if one.row == row), "") or str(row + 1)
        self.sheet.close_sheet()
        pair = f"{found.model}@{found.against}", f"{found.model}@{found.version}"
        self.leads.emit([found.model, str(found.version), "difference", str(found.against)])
        self._asked.explain(*pair, name, found.dataset)

    def _on_sheet_closed(self) -> None:
        self.sheet = None
