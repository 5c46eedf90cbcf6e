"""Experiments on the screen: the list of runs, one run, or some of them compared."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.pages.experiments.acts import RunActs
from tidemill.gui.pages.experiments.commands import commands_of
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.pages.experiments.inspector import RunInspector
from tidemill.gui.pages.experiments.row_menu import list_menu, row_menu
from tidemill.gui.pages.experiments.run_table import RunTable
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.pages.experiments.run.part import RunPart


class ExperimentsView(PageView):
    """The page Experiments."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts and begin to load."""
        super().__init__(context)
        self.train = Button(tr("Train…"), "play", "primary", height=30, parent=self)
        self.train.hide()
        self.empty_trash = Button(
            tr("Empty the trash…"), "trash-2", "danger", height=30, parent=self
        )
        self.empty_trash.hide()
        self.is_comparing = False
        self.is_on_run = False
        self._model = ExperimentsViewModel(context, self)
        self.runs = RunTable(context, self._model)
        self.acts = RunActs(context, self._model, self.runs, self)
        self.compare = ComparePart(context, self)
        self.compare.use_list(self._model.listing.every)
        self._compared = self._model.state.arrangement.compared
        self.compare.arrangements.changed.connect(self._model.show_compared)
        self._one: RunPart | None = None
        self.run = RunInspector(self)
        self.run.hide()
        self._error = ErrorPanel(action=tr("Try again"))
        self._empty = EmptyState(
            tr("Your runs will stand here"),
            tr("Train on a dataset: each model that is tried becomes a run."),
            tr("Train…"),
            "play",
            "flask-conical",
        )
        self._stack = QStackedWidget()
        for part in (padded(Loading(tr("Reading the runs"), "table")), self._empty):
            self._stack.addWidget(part)
        for part in (padded(self._error), self.runs, self.compare):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._draw(self._model.state)

    def _connect(self) -> None:
        self._model.changed.connect(self._on_state)
        self.train.clicked.connect(self.acts.open_training)
        self.empty_trash.clicked.connect(self.acts.empty_trash)
        self.runs.tools.saved.more_wanted.connect(self._on_more)
        self._error.acted.connect(self._model.reload)
        self._empty.acted.connect(self.acts.open_training)
        self.runs.acted.connect(self.acts.do)
        self.runs.opened.connect(self._on_opened)
        self.runs.menu_wanted.connect(self._on_menu)
        self.runs.tools.compare_wanted.connect(self.acts.compare)
        self.compare.changed.connect(self.frame_changed)
        self.compare.register_wanted.connect(self._register_compared)

    # What the shell asks

    @property
    def one(self) -> "RunPart":
        """The page of one run, made when the first is shown."""
        if self._one is None:
            from tidemill.gui.pages.experiments.run.part import RunPart

            self._one = RunPart(self.context, self)
            self._one.changed.connect(self.frame_changed)
            self._one.register_wanted.connect(self.acts.ask_model_name)
            self._stack.addWidget(self._one)
        return self._one

    def _face(self) -> "ComparePart | RunPart | None":
        """What stands in the list's place: a comparison or one run."""
        if self.is_comparing:
            return self.compare
        return self.one if self.is_on_run else None

    def crumbs(self) -> list[Crumb]:
        """The place, then the comparison or the run."""
        face = self._face()
        if face is not None:
            return face.crumbs()
        if self._model.state.wish.trashed:
            return [Crumb(tr("Experiments")), Crumb(tr("Trash"))]
        return [Crumb(tr("Experiments"))]

    def bar_actions(self) -> list[QWidget]:
        """Train, or what a comparison or a run offers."""
        face = self._face()
        if face is not None:
            return face.bar_actions()
        return [self.empty_trash if self._model.state.wish.trashed else self.train]

    def inspector(self) -> QWidget | None:
        """What is known of the runs that are acted on, or the lineage of the one shown."""
        if self.is_on_run:
            return self.one.inspector()
        return self.run if not self.is_comparing and len(self._model.state.acted_on) else None

    def show_address(self, parts: list[str]) -> None:
        """Nothing, `?` and a view, `compare` with ids, or one run's id with one of its tabs."""
        before = self._face()
        if parts and parts[0].startswith("?"):
            self.acts.lists.show_line(address_of("experiments") + parts[0])
            parts = []
        self.is_comparing = parts[:1] == ["compare"] and len(parts) > 1
        self.is_on_run = bool(parts) and not self.is_comparing
        if self.is_comparing:
            self.compare.show_address(parts[1:], self._selected_keys)
        elif self.is_on_run:
            self.one.show_run(parts[0], parts[1] if len(parts) > 1 else "overview")
            self._hand_walk()
        if before is not self._face() or self._face() is not None:
            self._draw(self._model.state)
            self.frame_changed.emit()

    def _selected_keys(self) -> list[int]:
        return self._model.state.selection.to_list()

    def _hand_walk(self) -> None:
        """Let Up and Down of a run's page go through the list as it stands."""
        listed = self._model.state.listed
        if listed is not None:
            self.one.walk_in(listed.arranged.outline.keys)

    def address(self) -> list[str]:
        """The comparison, the run, or the list."""
        if self.is_on_run:
            return self.one.address()
        return ["compare", *self.compare.address()] if self.is_comparing else []

    def state_word(self) -> StateWord:
        """Of what is shown: the list, the run or the comparison."""
        face = self._face()
        return self._model.state.word if face is None else face.state_word()

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        face = self._face()
        if face is not None:
            return face.is_settled()
        is_busy = self._model.listing.is_busy() or self.context.operations.is_busy("experiments.")
        return super().is_settled() and not is_busy and self._has_rows()

    def _has_rows(self) -> bool:
        """Whether no row in sight is still a grey block."""
        state = self._model.state
        is_table = state.word == "ready" and state.arrangement.kind == "table"
        return not is_table or self.runs.has_read_rows()

    def commands(self) -> list[Command]:
        """What can be done here."""
        face = self._face()
        return commands_of(self.acts, self._model.state) if face is None else face.commands()

    def focus_content(self) -> bool:
        """Put the focus onto the list of runs."""
        if self.is_on_run or self.is_comparing:
            return False
        self.runs.focus_list()
        return True

    def focus_filter(self) -> bool:
        """Put the focus into the filter."""
        if self.is_on_run:
            return self.one.focus_filter()
        if self.is_comparing:
            return False
        self.runs.filter.setFocus()
        return True

    def step_back(self) -> bool:
        """Leave the run, the comparison or the trash, or clear the selection."""
        if self._face() is not None:
            if not (self.is_comparing and self.compare.step_back()):
                self.context.navigate("experiments")
            return True
        if len(self._model.state.selection):
            self.runs.table.clear_selection()
            return True
        if self._model.state.wish.trashed:
            self._model.show_trash(False)
            return True
        return False

    def close_page(self) -> None:
        """Let go of the feed."""
        self._model.close()
        self.acts.close()
        self.compare.close_page()
        if self._one is not None:
            self._one.close_page()
        self.context.operations.cancel_all("experiments.")
        super().close_page()

    # Drawing

    def _on_state(self, state: ExperimentsState) -> None:
        if state.arrangement.compared != self._compared:
            self._compared = state.arrangement.compared
            self.compare.arrangements.take(self._compared)
        self._draw(state)
        if self.is_on_run:
            self._hand_walk()
        if self.is_comparing:
            self.compare.selection_known(self._selected_keys())
        self.frame_changed.emit()

    def _draw(self, state: ExperimentsState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "ready":
            self.runs.show_state(state)
            self.run.show_about(state.about)
        at = {"loading": 0, "empty": 1, "error": 2, "ready": 3}[state.word]
        face = self._face()
        if face is None:
            self._stack.setCurrentIndex(at)
        else:
            self._stack.setCurrentWidget(face)

    # Intentions

    def _register_compared(self, run_id: str) -> None:
        run = self.compare.run(run_id)
        if run is not None:
            self.acts.ask_model_name(run)

    def _on_opened(self, key: object) -> None:
        if isinstance(key, int):
            workspace = self.context.workspace

            def work(_reporter: "Reporter") -> str:
                from tidemill.services import runs

                found = runs.find(workspace, [key])
                return found[0].id if found else ""

            self.context.operations.run("experiments.list.open", work, self._on_found)

    def _on_found(self, run_id: str) -> None:
        if run_id:
            self.context.navigate(address_of("experiments", run_id))

    def _on_more(self, spot: QPoint) -> None:
        self.acts.lists.open_menu(list_menu(self.acts, self._model, self), spot)

    def _on_menu(self, key: object, spot: QPoint) -> None:
        menu = row_menu(self.acts, self._model, self.runs.table, key, self)
        self.runs.hold_for(menu)
        menu.popup(spot)
