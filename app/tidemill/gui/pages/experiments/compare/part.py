"""The comparison as a second face of Experiments: heads, table, plots, and its part of the bar."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from tidemill.domain.runs import Run
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.as_table import ChartTable
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.experiments.compare.heads import HeadRow
from tidemill.gui.pages.experiments.compare.plots import PlotsPart
from tidemill.gui.pages.experiments.compare.state import CompareState, baseline_order
from tidemill.gui.pages.experiments.compare.table import CompareTable
from tidemill.gui.pages.experiments.compare.view_model import CompareViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, StateWord, address_of

_PLACE = address_of("experiments")


class ComparePart(QWidget):
    """Two to eight runs side by side.

    `show_runs` says which. `changed` tells that crumbs, actions or commands are others now;
    `register_wanted(run id)` that the person wants the best run registered.
    """

    changed = Signal()
    register_wanted = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the part; nothing is read before `show_runs`."""
        super().__init__(parent)
        self._context = context
        self._model = CompareViewModel(context, self)
        self._frame: object = None
        self._switch = Switch("Only differences", True, text_side="left")
        self._switch.toggled.connect(self._model.show_only_differences)
        self._register = Button("Register", "box", "primary", height=30)
        self._register.clicked.connect(self._on_register)
        self._build()
        self._model.changed.connect(self._show)
        self._show(self._model.state)

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._empty = EmptyState("", button="Back to the runs", button_icon="arrow-left")
        self._empty.acted.connect(self._back)
        self._loading = Loading("Reading the runs", "table")
        self._failed = QWidget()
        column = QVBoxLayout(self._failed)
        column.setContentsMargins(20, 20, 20, 20)
        self._error = ErrorPanel()
        self._error.acted.connect(self._model.reload)
        column.addWidget(self._error)
        column.addStretch(1)
        self._scroll = VScroll()
        self.heads = HeadRow()
        self.table = CompareTable()
        self.plots = PlotsPart()
        for part in (self.heads, self.table, self.plots):
            self._scroll.body.addWidget(part)
        self._scroll.body.addStretch(1)
        for face in (self._empty, self._loading, self._failed, self._scroll):
            self._stack.addWidget(face)
        for source in (self.heads, self.table, self.plots):
            source.pointed.connect(self.bring_forward)
        self.heads.baseline_wanted.connect(self._on_baseline)
        self.heads.run_wanted.connect(self._on_run)
        self.heads.removed.connect(self._on_removed)
        self.table.table_requested.connect(self.show_as_table)
        self.plots.table_wanted.connect(self._on_table)
        self.plots.retried.connect(self._model.reload)

    # What the page asks for

    def show_runs(self, ids: list[str]) -> None:
        """Compare these runs, by id; an empty list shows nothing."""
        self._model.show_runs(ids)

    def ids(self) -> list[str]:
        """The runs that were asked for."""
        return list(self._model.state.ids)

    def run(self, run_id: str) -> Run | None:
        """One of the runs that are compared."""
        return self._model.run(run_id)

    def crumbs(self) -> list[Crumb]:
        """Experiments, then how many are compared."""
        n = len(self._model.state.ids)
        said = f"Compare {numbers.plural(n, 'run')}" if n else "Compare"
        return [Crumb("Experiments", _PLACE), Crumb(said)]

    def bar_actions(self) -> list[QWidget]:
        """The switch, and Register where there is something to register."""
        state = self._model.state
        if state.word != "ready":
            return []
        return [self._switch] if state.winner is None else [self._switch, self._register]

    def commands(self) -> list[Command]:
        """What can be done with the comparison as it is now."""
        state = self._model.state
        if state.word != "ready":
            return []
        found = [
            Command(
                "compare.differences",
                "Show everything" if state.is_only_differences else "Show only differences",
                "list-filter",
                self._switch.toggle,
                "D",
            ),
            Command("compare.table", "Show comparison as table", "table", self.show_as_table),
        ]
        if state.winner is not None:
            name = f"Register {state.winner.name}…"
            found.insert(0, Command("compare.register", name, "box", self._on_register, "R"))
        return found

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self._model.state.word

    def is_settled(self) -> bool:
        """True when neither table nor pictures are being read."""
        is_drawn = self.state_word() != "ready" or self.plots.is_drawn()
        return self.state_word() != "loading" and not self._model.is_busy() and is_drawn

    def close_page(self) -> None:
        """Listen no more."""
        self._model.close()
        for action in (self._switch, self._register):
            if action.parent() is None:
                action.deleteLater()

    # Drawing

    def _show(self, state: CompareState) -> None:
        if state.word == "ready":
            self.heads.set_heads(state.heads)
            self.table.set_table(state.heads, state.sections)
            self.plots.show_state(state)
            self._stack.setCurrentWidget(self._scroll)
        elif state.word == "error" and state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, "Try again")
            self._stack.setCurrentWidget(self._failed)
        elif state.word == "loading":
            self._stack.setCurrentWidget(self._loading)
        else:
            self._empty.set_words(state.message, state.hint, "Back to the runs")
            self._stack.setCurrentWidget(self._empty)
        self._switch.setChecked(state.is_only_differences)
        if state.winner is not None:
            self._register.set_text(f"Register {state.winner.name}")
        frame = (state.word, state.ids, state.winner, state.is_only_differences)
        if frame != self._frame:
            self._frame = frame
            self.changed.emit()

    def bring_forward(self, run: int) -> None:
        """Draw one run before the others everywhere; -1 is none."""
        self.table.highlight(run)
        self.plots.highlight(run)

    def leaveEvent(self, event: QEvent) -> None:
        """No run stays forward when the pointer is elsewhere."""
        super().leaveEvent(event)
        self.bring_forward(-1)

    # Intentions

    def show_as_table(self) -> None:
        """Open the comparison as a table to copy or save."""
        self._on_table(self.table, "Comparison")

    def _on_table(self, chart: CompareTable, title: str) -> None:
        self._context.open_sheet(ChartTable(self._context.sheet_host, chart, title))

    def _on_register(self) -> None:
        winner = self._model.state.winner
        if winner is not None:
            self.register_wanted.emit(winner.run_id)

    def _back(self) -> None:
        self._context.navigate(_PLACE)

    def _on_run(self, run_id: str) -> None:
        self._context.navigate(address_of("experiments", run_id))

    def _on_baseline(self, run_id: str) -> None:
        self._go([*baseline_order(self._full_ids(), run_id)])

    def _on_removed(self, run_id: str) -> None:
        self._go([one for one in self._full_ids() if one != run_id])

    def _full_ids(self) -> list[str]:
        return [head.id for head in self._model.state.heads]

    def _go(self, ids: list[str]) -> None:
        self._context.navigate(address_of("experiments", "compare", ",".join(ids)))
