"""The list of datasets on the screen."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cells import ChipCell, StatusCell, TextCell, TwoLineCell
from tidemill.gui.kit.chips import ChipButton
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.segments import Segment, SegmentOption
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.columns_popover import ColumnsPopover
from tidemill.gui.pages.data.drop_strip import DropStrip
from tidemill.gui.pages.data.fitted import FittedTable
from tidemill.gui.pages.data.list_cards import DatasetCards
from tidemill.gui.pages.data.list_memory import ListLook
from tidemill.gui.pages.data.state import VIEWS, Line, ListState
from tidemill.gui.pages.data.waiting_files import WaitingFiles

_COLUMNS = (
    TableColumn("name", tr("Dataset"), 190, kind="two_line", stretch=3),
    TableColumn("version", tr("Version"), 60, tone="text2"),
    TableColumn("rows", tr("Rows"), 66, kind="number"),
    TableColumn("columns", tr("Columns"), 68, kind="number", tone="text2"),
    TableColumn("new_rows", tr("New rows"), 98, kind="bars"),
    TableColumn("checks", tr("Checks"), 156, kind="status_text", stretch=5),
    TableColumn("folder", tr("From"), 146, kind="mono", stretch=2, tone="text2"),
    TableColumn("models", tr("Used by"), 124, stretch=2),
    TableColumn("changed", tr("Changed"), 80, kind="time", tone="text2"),
)


_SHAPES = (
    SegmentOption("table", icon="table-2", name=tr("Table")),
    SegmentOption("cards", icon="layout-grid", name=tr("Cards")),
)


class ListView(QWidget):
    """Filter, counts, table and drop strip.

    Emits `opened(name)`, `filtered(words)`, `viewed(view)`, `sorted_by(column, is_rising)`,
    `files_wanted`, `again_wanted` and `looked_otherwise(ListLook)` after columns were hidden or
    the shape changed.
    """

    viewed = Signal(str)
    looked_otherwise = Signal(object)
    opened = Signal(str)
    filtered = Signal(str)
    sorted_by = Signal(str, bool)
    files_wanted = Signal()
    again_wanted = Signal()

    def __init__(self) -> None:
        """Draw the frame."""
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setSpacing(0)
        side = metrics.current().page_margin_table
        outer.setContentsMargins(side, 12, side, 20)
        self._stack = QStackedWidget()
        self._loading = Loading(tr("Reading the datasets"))
        self._error = ErrorPanel(action=tr("Try again"))
        self._error.acted.connect(self.again_wanted)
        self._empty = EmptyState(
            tr("Datasets will be here"),
            tr("Drop a CSV or Parquet file anywhere in the window."),
            tr("Choose a file"),
            "file-up",
            icon="database",
        )
        self._empty.acted.connect(self.files_wanted)
        failed = QWidget()
        column = QVBoxLayout(failed)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._error)
        column.addStretch(1)
        for part in (self._loading, failed, self._empty):
            self._stack.addWidget(part)
        self._full: QWidget | None = None
        self.waiting = WaitingFiles()
        outer.addWidget(self.waiting)
        outer.addWidget(self._stack, 1)
        self._shown: tuple[Line, ...] | None = None
        self._view = ""
        self._left_out: set[str] = set()
        self._wanted: ListLook | None = None

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = Field(tr("Filter by name, target, model or folder"), "list-filter")
        self.field.edit.setAccessibleName(tr("Filter datasets"))
        self.field.text_changed.connect(self.filtered)
        row.addWidget(self.field, 1)
        self.columns = Button(tr("Columns"), "columns-3")
        self.columns.clicked.connect(self.open_columns)
        row.addWidget(self.columns)
        self.shape = Segment(_SHAPES, "table", name=tr("View"))
        self.shape.changed.connect(self._on_shape)
        row.addWidget(self.shape)
        return row

    def _make_full(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_tools())
        column.addSpacing(9)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._count = Label("", "small", "text")
        self._note = Label("", "small", "text2")
        line.addWidget(self._count)
        line.addWidget(self._note, 1)
        line.addWidget(Label(tr("Saved views"), "small", "text3"))
        self.views = {words: ChipButton(words, "bookmark") for words in VIEWS}
        for words, chip in self.views.items():
            chip.setCheckable(True)
            chip.clicked.connect(partial(self._on_view, words))
            line.addWidget(chip)
        column.addLayout(line)
        column.addSpacing(9)
        self.fitted = FittedTable(_COLUMNS, tr("Datasets"), metrics.current().row_two_lines)
        self.table = self.fitted.table
        self.fitted.fitted.connect(self._make_room)
        self.table.activated_row.connect(self._on_row)
        self.table.sort_requested.connect(self.sorted_by)
        self._nothing = EmptyState(
            tr("No dataset matches"), tr("No dataset fits the filter."), tr("Clear the filter")
        )
        self._nothing.acted.connect(self._on_clear)
        column.addWidget(self.fitted, 1000)
        self.cards = DatasetCards()
        self.cards.opened.connect(self.opened)
        self.cards.hide()
        column.addWidget(self.cards, 1000)
        column.addWidget(self._nothing, 1000)
        column.addSpacing(14)
        self.strip = DropStrip()
        self.strip.clicked.connect(self.files_wanted)
        column.addWidget(self.strip)
        column.addStretch(1)
        return full

    def show_state(self, state: ListState) -> None:
        """Draw a state."""
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        at = {"loading": 0, "error": 1, "ready": 3 if state.lines else 2}[state.word]
        self.waiting.show_files(state.waiting)
        if at == 3:
            self._show_lines(state)
        self._stack.setCurrentIndex(at)

    def _show_lines(self, state: ListState) -> None:
        if self._full is None:
            self._full = self._make_full()
            self._stack.addWidget(self._full)
            self._take_look()
        if self.field.text() != state.words:
            self.field.set_text(state.words)
        self._count.set_text(state.counts[0])
        self._note.set_text(state.counts[1])
        self._view = state.view
        for words, chip in self.views.items():
            chip.setChecked(words == state.view)
        shown = state.shown
        if shown != self._shown:
            self._shown = shown
            self.fitted.set_source(RowsSource([row_of(line) for line in shown]))
        self._show_shape(shown)
        self._nothing.setVisible(not shown)
        if state.sort[0]:
            self.table.set_sort(*state.sort)
        self._make_room()

    def _show_shape(self, shown: tuple[Line, ...]) -> None:
        is_cards = self.shape.value() == "cards"
        self.fitted.setVisible(bool(shown) and not is_cards)
        self.cards.setVisible(bool(shown) and is_cards)
        self.columns.setVisible(not is_cards)
        if is_cards:
            self.cards.show_lines(shown)

    def is_drawn(self) -> bool:
        """Whether all that is to be seen is there."""
        return self._full is None or self.cards.is_drawn()

    def _on_shape(self, _shape: str) -> None:
        self._show_shape(self._shown or ())
        self._make_room()
        self.looked_otherwise.emit(self._look())

    def _look(self) -> ListLook:
        return ListLook(self.shape.value(), frozenset(self._left_out))

    def set_look(self, look: ListLook) -> None:
        """Show it as it was left."""
        self._wanted = look
        if self._full is not None:
            self._take_look()

    def _take_look(self) -> None:
        look, self._wanted = self._wanted, None
        if look is not None and look != self._look():
            if look.hidden:
                self._hide_columns(set(look.hidden))
            self.shape.set_value(look.shape)
            self._show_shape(self._shown or ())
            self._make_room()

    def focus_filter(self) -> bool:
        """Put the focus into the filter; False while there is nothing to filter."""
        if self._full is not None:
            self.field.edit.setFocus()
        return self._full is not None

    def open_columns(self) -> None:
        """Choose which columns the table has; the names always stay."""
        titles = {column.id: column.title for column in _COLUMNS[1:]}
        ticked = [name for name in titles if name not in self._left_out]
        popover = ColumnsPopover(self, titles, ticked)
        popover.changed.connect(self._on_columns)
        popover.closed.connect(popover.deleteLater)
        popover.open_below(self.columns, is_right_aligned=True)
        popover.list.setFocus()

    def _on_columns(self, ticked: object) -> None:
        assert isinstance(ticked, frozenset)
        self._hide_columns({c.id for c in _COLUMNS[1:]} - ticked)
        self.looked_otherwise.emit(self._look())

    def _hide_columns(self, hidden: set[str]) -> None:
        self._left_out = hidden & {c.id for c in _COLUMNS[1:]}
        n = len(self._left_out)
        self.columns.set_text(tr("Columns, {n} hidden", n=n) if n else tr("Columns"))
        self.table.set_columns([c for c in _COLUMNS if c.id not in self._left_out])
        self.fitted.set_source(RowsSource([row_of(line) for line in self._shown or ()]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the strip for as long as there is room for it."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        if self._full is None:
            return
        if self.shape.value() == "cards":
            self.strip.hide()
            return
        above = self.field.sizeHint().height() + self._count.sizeHint().height() + 18
        needed = above + self.fitted.wanted_height() + 14 + self.strip.sizeHint().height()
        self.fitted.setMaximumHeight(self.fitted.wanted_height())
        self.strip.setVisible(needed <= self.height() - 32)

    def _on_row(self, key: object) -> None:
        self.opened.emit(str(key))

    def _on_view(self, words: str, _is_on: bool = False) -> None:
        self.viewed.emit("" if words == self._view else words)

    def _on_clear(self) -> None:
        self.field.set_text("")
        self.filtered.emit("")
        self.viewed.emit("")


def row_of(line: Line) -> dict[str, object]:
    """A line as cells."""
    folder = TextCell(line.folder, icon="folder-search") if line.folder else None
    models = [ChipCell(name, "plain", "box") for name in line.models]
    is_query = line.origin.startswith("query: ")
    icon, role = ("plug", "mono") if is_query else (None, "body")
    by_hand = TextCell(line.origin, tone="text2", role=role, icon=icon)
    return {
        "id": line.name,
        "name": TwoLineCell(line.name, line.note, "database", has_tile=True),
        "version": f"v{line.version}",
        "rows": line.rows,
        "columns": line.columns,
        "new_rows": [0.0] * (12 - len(line.new_rows)) + [float(n) for n in line.new_rows],
        "checks": StatusCell(line.status, line.checks),
        "folder": folder or by_hand,
        "models": TextCell("", chips=models) if models else TextCell(tr("nothing yet"), "text2"),
        "changed": line.changed_at,
    }
