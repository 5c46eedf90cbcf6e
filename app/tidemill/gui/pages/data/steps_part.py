"""The part of a dataset's page that holds its steps: the tab, what it does, and its sheet."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.step_sheet import StepSheet
from tidemill.gui.pages.data.steps_state import StepsState
from tidemill.gui.pages.data.steps_tab import StepsTab
from tidemill.gui.pages.data.steps_view_model import StepsViewModel
from tidemill.gui.shell.page import PageContext


class StepsPart(QWidget):
    """Shows the steps of the dataset that is open and opens the sheet that makes one."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; `show_dataset` begins to load."""
        super().__init__()
        self._context = context
        self.tab = StepsTab()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tab)
        self.model = StepsViewModel(context, self)
        self.sheet: StepSheet | None = None
        self._edited: int | None = None
        model, tab = self.model, self.tab
        model.changed.connect(self._draw)
        model.kept.connect(self._on_kept)
        model.refused.connect(self._on_refused)
        model.prepared.connect(self._on_prepared)
        tab.add_wanted.connect(self.open_new)
        tab.edit_wanted.connect(self.open_step)
        tab.switched.connect(model.switch)
        tab.moved.connect(model.move)
        tab.again_wanted.connect(model.reload)
        tab.prepare_wanted.connect(model.again)

    def show_dataset(self, loaded: Loaded) -> None:
        """Show the steps of a dataset."""
        if loaded.view.dataset.name != self.model.state.name:
            self.model.open(loaded.view.dataset.name)

    def is_busy(self) -> bool:
        """Whether anything is under way."""
        is_waiting = self.sheet is not None and self.sheet.is_waiting()
        return self.model.is_busy() or is_waiting

    def close_part(self) -> None:
        """Let go of the feed."""
        self.model.close()

    def open_new(self) -> None:
        """Open the sheet that adds a step."""
        self._edited = None
        self._open(StepSheet(self._context, self.model.state.name))

    def open_step(self, step_id: int) -> None:
        """Open the sheet that changes a step."""
        lines = self.model.state.lines
        places = [at for at, line in enumerate(lines) if line.step.id == step_id]
        if places:
            self._edited = step_id
            step = lines[places[0]].step
            self._open(StepSheet(self._context, self.model.state.name, step, places[0]))

    def _open(self, sheet: StepSheet) -> None:
        sheet.wanted.connect(self._on_wanted)
        sheet.closed.connect(self._on_closed)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def _on_wanted(self, kind: str, settings: object) -> None:
        assert isinstance(settings, dict)
        if self._edited is None:
            self.model.add(kind, settings)
        else:
            self.model.change(self._edited, settings)

    def _on_kept(self) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()

    def _on_refused(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.fail(error)

    def _on_closed(self) -> None:
        self.sheet = None

    def _on_prepared(self, words: str) -> None:
        self._context.toast(
            f"{words}.", tr("Undo"), partial(self._context.run_command, "undo"), icon="list-checks"
        )

    def _draw(self, state: StepsState) -> None:
        self.tab.show_state(state)
