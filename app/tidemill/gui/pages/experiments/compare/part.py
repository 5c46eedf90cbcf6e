"""The comparison as a second face of Experiments: heads, table, plots, and its part of the bar."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.runs import Run
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.chart_table import HasTable
from tidemill.gui.kit.charts.as_table import ChartTable
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.compare import export
from tidemill.gui.pages.experiments.compare.heads import HeadRow
from tidemill.gui.pages.experiments.compare.order import baseline_order, moved_order
from tidemill.gui.pages.experiments.compare.picker import RunPicker
from tidemill.gui.pages.experiments.compare.plots import PlotsPart
from tidemill.gui.pages.experiments.compare.state import (
    MOST,
    SEGMENTS,
    CompareState,
)
from tidemill.gui.pages.experiments.compare.table import CompareTable
from tidemill.gui.pages.experiments.compare.verdict import Verdict
from tidemill.gui.pages.experiments.compare.view_model import CompareViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, StateWord, address_of

if TYPE_CHECKING:
    from tidemill.services.run_list import RunList

_PLACE = address_of("experiments")
SELECTION = "@selection"
_REST_MS = 180
_LEAST_TABLE = 220


class ComparePart(QWidget):
    """Runs side by side over their plots.

    `show_runs` and `show_selection` say which. `changed` tells that crumbs, actions or commands
    are others now; `register_wanted(run id)` that the person wants the best run registered.
    """

    changed = Signal()
    register_wanted = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the part; nothing is read before `show_runs`."""
        super().__init__(parent)
        self._context = context
        self._model = CompareViewModel(context, self)
        self.link = self._model.link
        self.arrangements = self._model.memory
        self._frame: object = None
        self._switch = Switch(tr("Only differences"), True, text_side="left")
        self._switch.toggled.connect(self._model.show_only_differences)
        self._add = Button(tr("Add run"), "plus", height=30)
        self._add.clicked.connect(self.pick_run)
        self._export = Button(tr("Export"), "share", height=30)
        self._export.clicked.connect(self._open_export)
        self._register = Button(tr("Register"), "box", "primary", height=30)
        self._register.clicked.connect(self._on_register)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show_brushed_in_table)
        self._is_built = False

    def _ensure_built(self) -> None:
        """Make what is shown; a page that only lists runs does not wait for it."""
        if not self._is_built:
            self._is_built = True
            self._build()
            self._connect()
            self._show(self._model.state)

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._empty = EmptyState("", button=tr("Back to the runs"), button_icon="arrow-left")
        self._empty.acted.connect(self._back)
        self._loading = Loading(tr("Reading the runs"), "table")
        self._failed = QWidget()
        column = QVBoxLayout(self._failed)
        column.setContentsMargins(20, 20, 20, 20)
        self._error = ErrorPanel()
        self._error.acted.connect(self._model.reload)
        column.addWidget(self._error)
        column.addStretch(1)
        self._ready = QWidget()
        body = QVBoxLayout(self._ready)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        self.heads = HeadRow()
        self.verdict = Verdict()
        self.table = CompareTable()
        self.plots = PlotsPart(self._context, self.link)
        body.addWidget(self.heads)
        self._scroll = VScroll()
        self._rows = VScroll()
        self._rows.body.addWidget(self.table)
        self._rows.body.addStretch(1)
        self._scroll.body.addWidget(self.verdict)
        self._scroll.body.addWidget(self._made_find())
        self._scroll.body.addWidget(self._rows)
        self._scroll.body.addWidget(self.plots)
        self._scroll.body.addStretch(1)
        body.addWidget(self._scroll, 1)
        for face in (self._empty, self._loading, self._failed, self._ready):
            self._stack.addWidget(face)

    def _made_find(self) -> QWidget:
        """A search through the rows, for runs that logged very many names."""
        self._finding = QWidget()
        row = QHBoxLayout(self._finding)
        row.setContentsMargins(20, 8, 20, 8)
        self.find_row = LineEdit(tr("Find a metric or parameter"), "search", 28)
        self.find_row.setAccessibleName(tr("Find a metric or parameter"))
        self.find_row.setMaximumWidth(metrics.current().scaled(320))
        self.find_row.textChanged.connect(self._model.find_rows)
        row.addWidget(self.find_row, 1)
        row.addStretch(1)
        self._finding.hide()
        return self._finding

    def _connect(self) -> None:
        for source in (self.heads, self.table):
            source.pointed.connect(self.link.point)
        self.link.pointed.connect(self.table.highlight)
        self.link.brushed.connect(self._on_brushed)
        self.heads.baseline_wanted.connect(self._on_baseline)
        self.heads.run_wanted.connect(self._on_run)
        self.heads.removed.connect(self._on_removed)
        self.heads.moved.connect(self._on_moved)
        self.table.resized.connect(self._line_up)
        self.table.more_wanted.connect(self._model.show_more_rows)
        self.table.table_requested.connect(self.show_as_table)
        self.plots.table_wanted.connect(self._on_table)
        self.plots.retried.connect(self._model.reload)
        self.plots.arranged.connect(self._model.arrange)
        self.plots.usual_wanted.connect(self._model.arrange_as_usual)
        self.plots.segment_wanted.connect(self._on_segment)
        self.plots.pair_wanted.connect(self._model.show_pair)
        self.plots.full_changed.connect(self._on_full)
        self._model.changed.connect(self._show)

    # What the page asks for

    def use_list(self, every: "RunList") -> None:
        """Look columns up in a list that is open already."""
        self._model.use_list(every)

    def show_runs(self, ids: list[str], segment: str = "") -> None:
        """Compare these runs, by id; an empty list shows nothing."""
        self._ensure_built()
        self._model.show_segment(segment or "curves")
        self._model.show_runs(ids)

    def show_selection(self, keys: Sequence[int], segment: str = "") -> None:
        """Compare the selected runs, by key, any number."""
        self._ensure_built()
        self._model.show_segment(segment or "curves")
        self._model.show_keys(keys)

    def selection_known(self, keys: Sequence[int]) -> None:
        """The selection came after the address that asks for it."""
        state = self._model.state
        if state.is_selection and state.word == "empty" and len(keys) > 1:
            self._model.show_keys(keys)

    def show_address(self, parts: Sequence[str], selected: Callable[[], Sequence[int]]) -> None:
        """Go to `<id,id,…>` or `@selection`, perhaps with a segment behind it."""
        segment = parts[1] if len(parts) > 1 else ""
        if parts[:1] == [SELECTION]:
            self.show_selection(selected(), segment)
        else:
            self.show_runs(parts[0].split(",") if parts else [], segment)

    def address(self) -> list[str]:
        """Which runs, and the segment unless it is the plots."""
        state = self._model.state
        runs = SELECTION if state.is_selection else ",".join(state.ids)
        return [runs] if state.segment == SEGMENTS[0] else [runs, state.segment]

    def ids(self) -> list[str]:
        """The runs that were asked for."""
        return list(self._model.state.ids)

    def run(self, run_id: str) -> Run | None:
        """One of the runs that are compared."""
        return self._model.run(run_id)

    def crumbs(self) -> list[Crumb]:
        """Experiments, then how many are compared."""
        n = self._model.state.n_runs
        said = tr("Compare {n_runs}", n_runs=numbers.plural(n, "run")) if n else tr("Compare")
        return [Crumb(tr("Experiments"), _PLACE), Crumb(said)]

    def bar_actions(self) -> list[QWidget]:
        """The switch, Add run and Export, and Register where there is something to register."""
        state = self._model.state
        if state.word != "ready":
            return []
        found: list[QWidget] = [self._switch, self._add, self._export]
        return found if state.winner is None else [*found, self._register]

    def commands(self) -> list[Command]:
        """What can be done with the comparison as it is now."""
        state = self._model.state
        if state.word != "ready":
            return []
        is_long = any(section.n_left for section in state.sections)
        words = tr("Show everything") if state.is_only_differences else tr("Show only differences")
        found = [
            Command(
                "compare.differences", words, "list-filter", self._switch.toggle, "differences"
            ),
            Command("compare.table", tr("Show comparison as table"), "table", self.show_as_table),
            Command(
                "compare.add", tr("Add a run to the comparison…"), "plus", self.pick_run, "new"
            ),
        ]
        found += [
            Command(
                f"compare.export.{kind.id}",
                tr("Export: {words}", words=kind.words),
                kind.icon,
                _Export(self, kind.id),
            )
            for kind in export.KINDS
        ]
        if is_long:
            more = self._model.show_more_rows
            found.append(Command("compare.more", tr("Show more rows"), "chevron-down", more))
        if state.winner is not None:
            name = tr("Register {name}…", name=state.winner.name)
            found.insert(0, Command("compare.register", name, "box", self._on_register, "register"))
        return found

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self._model.state.word

    def is_settled(self) -> bool:
        """True when neither table nor pictures are being read."""
        is_drawn = self.state_word() != "ready" or self.plots.is_drawn()
        return self.state_word() != "loading" and not self._model.is_busy() and is_drawn

    def step_back(self) -> bool:
        """One plot over the page, then brushes and the run kept forward, give way to Esc."""
        return self.plots.grid.leave_full() or self.link.clear()

    def close_page(self) -> None:
        """Listen no more."""
        self._rest.stop()
        self._model.close()
        for action in (self._switch, self._add, self._export, self._register):
            if action.parent() is None:
                action.deleteLater()

    # Drawing

    def _show(self, state: CompareState) -> None:
        if state.word == "ready":
            self.heads.set_heads(state.heads)
            self.table.set_table(state.heads, state.sections)
            self.table.highlight(self.link.forward())
            self.verdict.set_words(state.verdict(), _table_words(state))
            is_long = any(section.n_left for section in state.sections)
            show_if(self._finding, is_long or bool(state.typed_row))
            if self.find_row.text() != state.typed_row:
                self.find_row.setText(state.typed_row)
            self.plots.show_state(state)
            self._on_brushed()
            self._fit()
            self._stack.setCurrentWidget(self._ready)
        elif state.word == "error" and state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
            self._stack.setCurrentWidget(self._failed)
        elif state.word == "loading":
            self._stack.setCurrentWidget(self._loading)
        else:
            self._empty.set_words(state.message, state.hint, tr("Back to the runs"))
            self._stack.setCurrentWidget(self._empty)
        self._switch.setChecked(state.is_only_differences)
        self._add.setEnabled(not state.is_selection)
        self._add.setToolTip(
            tr("Select more runs in the table of runs") if state.is_selection else ""
        )
        if state.winner is not None:
            self._register.set_text(tr("Register {name}", name=state.winner.name))
        frame = (state.word, state.n_runs, state.ids, state.winner, state.is_only_differences)
        if frame != self._frame:
            self._frame = frame
            self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the table to its share of the height."""
        super().resizeEvent(event)
        if self._is_built:
            self._fit()

    def _fit(self) -> None:
        """A long table scrolls by itself, so that the plots stay in reach."""
        wanted = self.table.sizeHint().height()
        most = max(_LEAST_TABLE, round(self.height() * 0.5))
        # A few lines more than fit are no reason to scroll.
        self._rows.setFixedHeight(wanted if wanted <= most + 60 else most)
        self._line_up()

    def _line_up(self) -> None:
        """Keep the heads over their columns whatever scroll bars there are."""
        self.heads.set_across(self.table.width())

    def _on_full(self, is_full: bool) -> None:
        for part in (self.heads, self.verdict, self._rows):
            show_if(part, not is_full)

    def bring_forward(self, run: int) -> None:
        """Draw one run before the others everywhere; -1 is none."""
        self.link.point(run)

    def leaveEvent(self, event: QEvent) -> None:
        """No run stays forward when the pointer is elsewhere."""
        super().leaveEvent(event)
        self.link.point(-1)

    def _on_brushed(self) -> None:
        places = [self.link.is_in(head.place) for head in self._model.state.heads]
        self.heads.show_brushed(places if len(places) == len(self.heads.buttons()) else ())
        self.table.show_brushed(places)
        if self._model.state.n_runs > MOST:
            self._rest.start()

    def _show_brushed_in_table(self) -> None:
        """Of many runs the table shows those that are brushed, once the brush rests."""
        rows = self.link.rows()
        chosen = range(MOST) if rows is None else np.flatnonzero(rows)[:MOST].tolist()
        self._model.show_in_table([int(place) for place in chosen])

    # Intentions

    def show_as_table(self) -> None:
        """Open the comparison as a table to copy or save."""
        self._on_table(self.table, tr("Comparison"))

    def _on_table(self, chart: HasTable, title: str) -> None:
        self._context.open_sheet(ChartTable(self._context.sheet_host, chart, title))

    def _on_register(self) -> None:
        winner = self._model.state.winner
        if winner is not None:
            self.register_wanted.emit(winner.run_id)

    def export_menu(self) -> Menu:
        """The files a comparison can become."""
        menu = Menu(self)
        for kind in export.KINDS:
            menu.add(kind.words, kind.icon, value=kind.id)
        menu.triggered.connect(self._on_export)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_export(self) -> None:
        self.export_menu().open_below(self._export, is_right_aligned=True)

    def _on_export(self, action: QAction) -> None:
        self.export_as(str(action.data()))

    def export_as(self, kind: str) -> None:
        """Have the comparison written to where the person says."""
        state = self._model.state
        table = [head.key for head in state.heads]
        self._context.save_file(export.wish_for(kind, self._context.workspace, state.keys, table))

    def pick_run(self) -> None:
        """Find a run to add."""
        picker = RunPicker(self._context, self._model.every(), self._full_ids(), self)
        picker.picked.connect(self._on_picked)
        picker.closed.connect(picker.deleteLater)
        picker.open_below(self._add, is_right_aligned=True)
        picker.field.setFocus()

    def _on_picked(self, run_id: str) -> None:
        self._go([*self._model.state.ids, run_id])

    def _on_segment(self, segment: str) -> None:
        self._model.show_segment(segment)
        self.changed.emit()

    def _back(self) -> None:
        self._context.navigate(_PLACE)

    def _on_run(self, run_id: str) -> None:
        self._context.navigate(address_of("experiments", run_id))

    def _on_baseline(self, run_id: str) -> None:
        self._go([*baseline_order(self._full_ids(), run_id)])

    def _on_moved(self, run_id: str, to: int) -> None:
        self._go([*moved_order(self._full_ids(), run_id, to)])

    def _on_removed(self, run_id: str) -> None:
        self._go([one for one in self._full_ids() if one != run_id])

    def _full_ids(self) -> list[str]:
        """The runs in the table in their order, and behind them what else was asked for."""
        state = self._model.state
        shown = [head.id for head in state.heads]
        if state.is_selection or len(state.ids) <= MOST:
            return shown
        return [*shown, *(one for one in state.ids if one not in shown)]

    def _go(self, ids: list[str]) -> None:
        if self._model.state.is_selection:
            self._model.reorder(ids)
            return
        self._context.navigate(address_of("experiments", "compare", ",".join(ids)))


class _Export:
    """Writes the comparison as one kind of file."""

    def __init__(self, part: ComparePart, kind: str) -> None:
        self._part, self._kind = part, kind

    def __call__(self) -> None:
        self._part.export_as(self._kind)


def _table_words(state: CompareState) -> str:
    """What stands in the table where there are more runs than fit."""
    if state.n_runs <= MOST:
        return ""
    return tr(
        "The table shows {n} of {n_runs}; brush in a plot to choose which.",
        n=len(state.heads),
        n_runs=numbers.plural(state.n_runs, "run"),
    )
