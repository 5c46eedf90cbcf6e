"""The list of runs: filter, grouping, columns, the table and the bar that floats over it."""

from collections.abc import Hashable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.cells import WAITING
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.selection_bar import SelectionBar
from tidemill.gui.kit.table import CHECK
from tidemill.gui.kit.table_keyed import KeyedTable
from tidemill.gui.pages.experiments.cells import TONE
from tidemill.gui.pages.experiments.columns import asked, table_columns
from tidemill.gui.pages.experiments.commands import bar_actions
from tidemill.gui.pages.experiments.header_menu import header_menu
from tidemill.gui.pages.experiments.renaming import NameEditor
from tidemill.gui.pages.experiments.scatter.part import ScatterPart
from tidemill.gui.pages.experiments.source import RunSource
from tidemill.gui.pages.experiments.state import ExperimentsState, selected_words
from tidemill.gui.pages.experiments.tools import Tools
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.shell.page import PageContext

_HOLD_MS = 400


class RunTable(QWidget):
    """Draws the list. Emits `acted(id)` for the floating bar, `opened(key)` for Enter,
    `menu_wanted(global point)` for a row's menu, `renamed(key, name)`.
    """

    acted = Signal(str)
    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    renamed = Signal(int, str)

    def __init__(self, context: PageContext, model: ExperimentsViewModel) -> None:
        """Make the parts over a view model."""
        super().__init__()
        self._model = model
        self._drawn: dict[str, object] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        self.tools = Tools(model)
        self.filter = self.tools.filter
        column.addWidget(self.tools)
        self._problem = ErrorPanel()
        self._problem.set_error("")
        column.addWidget(self._problem)
        self.table = KeyedTable(model.state.selection, tr("Runs"))
        self.table.tone_column = TONE
        self.table.set_columns_movable(True)
        self._no_match = EmptyState(
            tr("No run matches"),
            tr("Loosen the filter to see runs again."),
            tr("Clear the filter"),
            "x",
        )
        self._no_match.acted.connect(self._clear_filter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._no_match)
        self.scatter = ScatterPart(context, model)
        self.scatter.opened.connect(self.opened)
        self._stack.addWidget(self.scatter)
        column.addWidget(self._stack, 1)
        self.bar = SelectionBar(self)
        self.bar.acted.connect(self.acted)
        self.bar.cleared.connect(self.table.clear_selection)
        self.editor = NameEditor(self.table)
        self.editor.named.connect(self.renamed)
        self._is_menu_open = False
        self._hold = QTimer(self)
        self._hold.setInterval(_HOLD_MS)
        self._hold.timeout.connect(self._tell_hold)
        self._connect()

    def focus_list(self) -> None:
        """Put the focus onto the runs, as a key does."""
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        table, model = self.table, self._model
        self.filter.list_wanted.connect(self.focus_list)
        table.selection_wanted.connect(model.select)
        table.current_changed.connect(self._on_current)
        table.sort_requested.connect(model.sort_by)
        table.sort_added.connect(model.sort_within)
        table.group_toggled.connect(model.toggle_group)
        table.activated_row.connect(self.opened)
        table.context_requested.connect(self._on_context)
        table.column_menu_requested.connect(self._on_column_menu)
        table.columns_changed.connect(self._on_columns_changed)
        table.viewport().installEventFilter(self)
        model.source_made.connect(self._on_source)
        model.rows_read.connect(table.viewport().update)

    # Drawing

    def show_state(self, state: ExperimentsState) -> None:
        """Draw the list; what did not change is left alone."""
        self.tools.show_state(state)
        if self._is_new("problem", state.problem):
            problem = state.problem
            said = ("",) if problem is None else (problem.message, problem.hint)
            self._problem.set_error(*said)
        listed = state.listed
        if listed is None:
            return
        arrangement = state.arrangement
        self._draw_columns(state)
        statistics = arrangement.statistics
        names = {asked(c, statistics): c for c in (*state.columns, "name")}
        sorts = [(names.get(name, name), not down) for name, down in state.wish.sort]
        self.table.set_sorts(sorts)
        self.table.select(state.selection, state.n_selected_shown)
        is_empty = listed.matching == 0 and listed.arranged.outline.is_whole
        if is_empty:
            self._say_empty(state)
        is_scatter = arrangement.kind == "scatter"
        self._stack.setCurrentIndex(1 if is_empty else 2 if is_scatter else 0)
        self.scatter.show_state(state)
        actions = bar_actions(state)
        n_shown = state.n_selected_shown if state.wish.trashed else len(state.selection)
        self.bar.show_for(n_shown, actions, selected_words(state))

    def _draw_columns(self, state: ExperimentsState) -> None:
        arrangement, listed = state.arrangement, state.listed
        assert listed is not None
        shown = (
            state.columns,
            listed.facets.main,
            dict(arrangement.statistics),
            arrangement.frozen,
        )
        if self._is_new("columns", shown):
            made = table_columns(
                state.columns, listed.facets, arrangement.statistics, arrangement.frozen
            )
            self._drawn["widths"] = None
            self.table.set_columns(made)
        if self._is_new("widths", dict(arrangement.widths)):
            self.table.set_column_widths(dict(arrangement.widths))

    def _say_empty(self, state: ExperimentsState) -> None:
        if state.wish.trashed:
            self._no_match.set_words(
                tr("The trash is empty"),
                tr("Runs you delete wait here until you empty it."),
                tr("Back to the runs"),
            )
        else:
            words = tr("Loosen the filter to see runs again.")
            button = tr("Clear the filter") if state.wish.where else tr("Show archived runs")
            self._no_match.set_words(tr("No run matches"), words, button)

    def _is_new(self, part: str, shown: object) -> bool:
        if part in self._drawn and self._drawn[part] == shown:
            return False
        self._drawn[part] = shown
        return True

    def _on_source(self, source: RunSource, is_new: bool) -> None:
        """New rows: a person's own wish begins at the top, news leave what is in sight."""
        self.editor.cancel()
        row = self.table.current_row()
        self.table.set_source(source)
        if not is_new and row >= 0 and self.table.current_row() < 0:
            self.table.stand_at(row)  # the run is gone: who works by keys goes on at its place
        if is_new or self._model.state.arrangement.follow:
            self.table.verticalScrollBar().setValue(0)

    def has_read_rows(self) -> bool:
        """Whether the cells of all rows in sight are there; those that are not are asked for."""
        source = self.table.source()
        first = self.table.row_at(0)
        if not isinstance(source, RunSource) or first < 0:
            return True
        end = self.table.row_at(self.table.viewport().height() - 1) + 1 or source.row_count()
        shown = [column.id for column in self.table.table_model().columns if column.id != CHECK]
        return not any(WAITING in source.block(first, end, column) for column in shown)

    # Intentions

    def _clear_filter(self) -> None:
        wish = self._model.state.wish
        if wish.trashed:
            self._model.show_trash(False)
        elif wish.where:
            self._model.filter("")
        else:
            self._model.show_archived(True)

    def _on_current(self, key: object) -> None:
        self._model.point_at(key if isinstance(key, int) else None)

    def _on_columns_changed(self) -> None:
        """A person moved or resized a column."""
        state = self._model.state
        widths = self.table.hand_widths()
        shown = [column for column in self.table.column_order() if column in state.columns]
        self._drawn["widths"] = widths
        self._model.size_columns(widths)
        if shown != list(state.columns):
            self._model.show_columns(shown)

    def _on_column_menu(self, column: str, spot: QPoint) -> None:
        menu = header_menu(self._model, column, self._fit, self)
        if menu is not None:
            self.hold_for(menu)
            menu.popup(spot)

    def _fit(self, column: str) -> None:
        at = self.table.table_model().column_at(column)
        if at >= 0:
            self.table.fit_column(at)

    def _on_context(self, key: Hashable, spot: QPoint) -> None:
        self.menu_wanted.emit(key, spot)

    def rename_current(self) -> None:
        """Write the current run's name anew, where it stands."""
        key = self.table.current_key()
        if isinstance(key, int):
            self.editor.open(key)

    # Holding the order while a person points at it

    def hold_for(self, menu: QObject) -> None:
        """Leave the order as it is while a menu is open."""
        self._is_menu_open = True
        menu.aboutToHide.connect(self._on_menu_closed)  # type: ignore[attr-defined]
        self._tell_hold()

    def _on_menu_closed(self) -> None:
        self._is_menu_open = False
        self._tell_hold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note whether the pointer rests on rows."""
        if watched is self.table.viewport():
            if event.type() == QEvent.Type.MouseMove:
                self._model.listing.hold(True)
                self._hold.start()
            elif event.type() == QEvent.Type.Leave:
                self._hold.stop()
                self._model.listing.hold(self._is_menu_open)
        return super().eventFilter(watched, event)

    def _tell_hold(self) -> None:
        """The pointer may have gone without a word, as when the window loses it."""
        viewport = self.table.viewport()
        is_inside = viewport.isVisible() and viewport.rect().contains(
            viewport.mapFromGlobal(QCursor.pos())
        )
        if not is_inside:
            self._hold.stop()
        is_open = self._is_menu_open or self.editor.isVisible()
        self._model.listing.hold(is_open or (is_inside and self._hold.isActive()))
