"""Experiments on the screen: the list of runs, or some of them compared."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.domain.models import ModelVersion
from tidemill.domain.runs import Run
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.pages.experiments.commands import MOST_COMPARED, commands_of
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.gui.pages.experiments.inspector import RunInspector
from tidemill.gui.pages.experiments.run_table import RunTable
from tidemill.gui.pages.experiments.sheets import NameSheet
from tidemill.gui.pages.experiments.state import ExperimentsState
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, PageView, StateWord, address_of


class ExperimentsView(PageView):
    """The page Experiments."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts and begin to load."""
        super().__init__(context)
        self.train = Button("Train…", "play", "primary", height=30, parent=self)
        self.train.hide()
        self.train.clicked.connect(self.open_training)
        self.is_comparing = False
        self._wanted = ""
        self._opened: int | None = None
        self._archived: list[str] = []
        self._registering = ""
        self.sheet: NameSheet | None = None
        self._model = ExperimentsViewModel(context, self)
        self.runs = RunTable(self._model)
        self.compare = ComparePart(context, self)
        self.run = RunInspector(self)
        self.run.hide()
        self._error = ErrorPanel(action="Try again")
        self._empty = EmptyState(
            "Your runs will stand here",
            "Train on a dataset: each model that is tried becomes a run.",
            "Train…",
            "play",
            "flask-conical",
        )
        self._stack = QStackedWidget()
        for part in (self._around(Loading("Reading the runs", "table")), self._empty):
            self._stack.addWidget(part)
        for part in (self._around(self._error), self.runs, self.compare):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()
        self._draw(self._model.state)

    def _around(self, part: QWidget) -> QWidget:
        side = metrics.current().page_margin_table
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(side, side, side, side)
        column.addWidget(part)
        if isinstance(part, ErrorPanel):
            column.addStretch(1)
        return holder

    def _connect(self) -> None:
        self._model.changed.connect(self._on_state)
        self._model.registered.connect(self._on_registered)
        self._model.registering_failed.connect(self._on_register_failed)
        self._model.acted.connect(self._on_acted)
        self._model.found.connect(self._on_found)
        self._error.acted.connect(self._model.reload)
        self._empty.acted.connect(self.open_training)
        self.runs.acted.connect(self._on_bar)
        self.runs.opened.connect(self._on_opened)
        self.compare.changed.connect(self.frame_changed)
        self.compare.register_wanted.connect(self.register_compared)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place, then the comparison."""
        if not self.is_comparing:
            return [Crumb("Experiments")]
        return self.compare.crumbs()

    def bar_actions(self) -> list[QWidget]:
        """Train, or what a comparison offers."""
        if not self.is_comparing:
            return [self.train]
        return self.compare.bar_actions()

    def inspector(self) -> QWidget | None:
        """The run that was opened or is the current one."""
        if self.is_comparing or self._model.state.run(self._opened) is None:
            return None
        return self.run

    def show_address(self, parts: list[str]) -> None:
        """Nothing, `compare` with ids, or one run's id."""
        was_comparing = self.is_comparing
        self.is_comparing = parts[:1] == ["compare"] and len(parts) > 1
        if self.is_comparing:
            self.compare.show_runs(parts[1].split(","))
        elif parts:
            self._wanted = parts[0]
            self._open_wanted()
        if was_comparing != self.is_comparing or self.is_comparing:
            self._draw(self._model.state)
            self.frame_changed.emit()

    def _open_wanted(self) -> None:
        """Look up the run an address names once there is a list."""
        if self._wanted and self._model.state.listed is not None:
            wanted, self._wanted = self._wanted, ""
            self._model.look_up(wanted)

    def _on_found(self, key: int) -> None:
        self.runs.table.set_current(key)
        self._on_opened(key)

    def address(self) -> list[str]:
        """The comparison, or the list."""
        return ["compare", ",".join(self.compare.ids())] if self.is_comparing else []

    def state_word(self) -> StateWord:
        """Of what is shown: the list or the comparison."""
        return self.compare.state_word() if self.is_comparing else self._model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        if self.is_comparing:
            return self.compare.is_settled()
        return super().is_settled() and not self.context.operations.is_busy("experiments.")

    def commands(self) -> list[Command]:
        """What can be done here."""
        if self.is_comparing:
            return self.compare.commands()
        return commands_of(self, self._model.state)

    def focus_filter(self) -> bool:
        """Put the focus into the filter."""
        if self.is_comparing:
            return False
        self.runs.filter.setFocus()
        return True

    def step_back(self) -> bool:
        """Leave the comparison, or clear the selection."""
        if self.is_comparing:
            self.context.navigate("experiments")
            return True
        if self._model.state.selected:
            self.runs.table.clear_selection()
            return True
        return False

    def close_page(self) -> None:
        """Let go of the feed."""
        self._model.close()
        self.compare.close_page()
        self.context.operations.cancel_all("experiments.")
        super().close_page()

    # Drawing

    def _on_state(self, state: ExperimentsState) -> None:
        self._draw(state)
        self._open_wanted()
        self.frame_changed.emit()

    def _draw(self, state: ExperimentsState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, "Try again")
        if state.word == "ready":
            self.runs.show_state(state)
            if self._opened is not None and state.current is not None:
                self._opened = state.current
            self.run.show_run(state.run(self._opened))
        at = {"loading": 0, "empty": 1, "error": 2, "ready": 3}[state.word]
        self._stack.setCurrentIndex(4 if self.is_comparing else at)

    # Intentions

    def acted_on(self) -> tuple[int, ...]:
        """The runs a command is for: the selected ones, else the current one."""
        state = self._model.state
        if state.selected:
            return state.selected
        return () if state.current is None else (state.current,)

    def pin_words(self) -> str:
        """Pin, or Unpin where all are pinned."""
        return "Unpin" if self._are_pinned() else "Pin"

    def _are_pinned(self) -> bool:
        shown = [self._model.state.run(key) for key in self.acted_on()]
        return bool(shown) and all(one is not None and one.run.pinned for one in shown)

    def open_training(self) -> None:
        """Open the sheet that trains on the dataset that changed last."""
        self.context.navigate(address_of("data", "@train"))

    def compare_selected(self) -> None:
        """Compare the selected runs."""
        ids = self._model.ids(self.acted_on())
        if 2 <= len(ids) <= MOST_COMPARED:
            self.context.navigate(address_of("experiments", "compare", ",".join(ids)))

    def register(self) -> None:
        """Register the one run that is acted on."""
        shown = [self._model.state.run(key) for key in self.acted_on()]
        if len(shown) == 1 and shown[0] is not None:
            self._ask_model_name(shown[0].run)

    def register_compared(self, run_id: str) -> None:
        """Register a run of the comparison."""
        run = self.compare.run(run_id)
        if run is not None:
            self._ask_model_name(run)

    def _ask_model_name(self, run: Run) -> None:
        if self.sheet is not None:
            return
        person = self.context.workspace.person
        self._registering = run.id
        sheet = self._open_sheet(
            NameSheet(
                self.context.sheet_host,
                f"Register {run.name}",
                "It becomes the next version of a model, and its gates are run.",
                "Model",
                "Register",
                "box",
                run.experiment,
                f"Recorded as {person.display}, {person.role}",
            )
        )
        sheet.named.connect(self._on_model_named)

    def tag(self) -> None:
        """Ask for a tag and put it on the runs."""
        if self.acted_on() and self.sheet is None:
            sheet = self._open_sheet(
                NameSheet(self.context.sheet_host, "Tag runs", "", "Tag", "Tag", "tag")
            )
            sheet.named.connect(self._on_tag_named)

    def pin(self) -> None:
        """Keep the runs on top, or no longer."""
        self._model.pin(self.acted_on(), not self._are_pinned())

    def archive(self) -> None:
        """Hide the runs from the list."""
        keys = self.acted_on()
        self._archived = self._model.ids(keys)
        self._model.archive(keys)

    def toggle_groups(self) -> None:
        """Group the runs, or not."""
        self._model.group(not self._model.state.wish.is_grouped)

    def _open_sheet(self, sheet: NameSheet) -> NameSheet:
        self.sheet = sheet
        sheet.closed.connect(self._on_sheet_closed)
        self.context.open_sheet(sheet)
        return sheet

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _on_model_named(self, name: str) -> None:
        if self.sheet is not None:
            self.sheet.set_working(True)
            self._model.register(self._registering, name)

    def _on_tag_named(self, name: str) -> None:
        self._model.tag(self.acted_on(), name)
        if self.sheet is not None:
            self.sheet.close_sheet()

    def _on_registered(self, version: ModelVersion) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        self.context.toast(
            f"{version.label} is registered", "Open", _Open(self.context, version), "box"
        )

    def _on_register_failed(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.set_error(error)
        else:
            self.context.problem(error)

    def _on_acted(self, words: str) -> None:
        if words:
            self.context.toast(words, "Undo", _Restore(self._model, self._archived), "archive")

    def _on_bar(self, action: str) -> None:
        {
            "compare": self.compare_selected,
            "register": self.register,
            "tag": self.tag,
            "pin": self.pin,
            "archive": self.archive,
        }[action]()

    def _on_opened(self, key: object) -> None:
        if isinstance(key, int):
            self._opened = key
            self._model.point_at(key)
            self.run.show_run(self._model.state.run(key))
            self.frame_changed.emit()
            self.inspector_wanted.emit()


class _Open:
    """Goes to a version."""

    def __init__(self, context: PageContext, version: ModelVersion) -> None:
        self._context, self._version = context, version

    def __call__(self) -> None:
        version = self._version
        self._context.navigate(address_of("models", version.model, version.number))


class _Restore:
    """Brings archived runs back."""

    def __init__(self, model: ExperimentsViewModel, ids: list[str]) -> None:
        self._model, self._ids = model, list(ids)

    def __call__(self) -> None:
        self._model.restore(self._ids)
