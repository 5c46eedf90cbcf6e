"""A table of any number of rows, read a page at a time: what tabs and comparisons show rows in."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.domain.columns import Kind, Schema
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.table import LazyTable, TableColumn
from tidemill.gui.pages.data.paged_rows import NUMBER, PagedRows

_PAUSE_MS = 30
_WIDTHS = {Kind.NUMERIC: 104, Kind.BOOLEAN: 84, Kind.DATETIME: 150}
_BESIDE_HEAD = 24
"""What a head has beside its words: the paddings of its cell."""


class RowsTable(QWidget):
    """Emits `page_wanted(page)` for rows that came into sight and are not there yet.

    `sort_wanted(column, is ascending)` after a click on a head, `hide_wanted(column)` and
    `columns_wanted` from its menu, `again_wanted` after a failure, `acted` for the button of the
    empty state.
    """

    page_wanted = Signal(int)
    sort_wanted = Signal(str, bool)
    hide_wanted = Signal(str)
    columns_wanted = Signal()
    again_wanted = Signal()
    acted = Signal()

    def __init__(self, name: str = tr("Rows")) -> None:
        """Draw nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = LazyTable([], selection="multi", name=name)
        self.table.sort_requested.connect(self.sort_wanted)
        self.table.column_menu_requested.connect(self._on_head_menu)
        self.table.context_requested.connect(self._on_row_menu)
        card = Card((1, 1))
        card.body.addWidget(self.table)
        self.error = ErrorPanel(action=tr("Try again"))
        self.error.acted.connect(self.again_wanted)
        failed = QWidget()
        failed_column = QVBoxLayout(failed)
        failed_column.setContentsMargins(0, 0, 0, 0)
        failed_column.addWidget(self.error)
        failed_column.addStretch(1)
        self.empty = EmptyState(tr("No rows here"))
        self.empty.acted.connect(self.acted)
        self._stack = QStackedWidget()
        for part in (Loading(tr("Reading the rows")), card, failed, self.empty):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)
        self._source: PagedRows | None = None
        self._schema = Schema(())
        self._hidden: frozenset[str] = frozenset()
        self._wanted = 0
        self._asked: int | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._ask)

    def begin(self, schema: Schema, hidden: Collection[str] = (), *, keeps: bool = False) -> None:
        """Other rows: ask for the first page; `keeps` leaves the former ones in sight meanwhile."""
        self._source = None
        self._schema, self._hidden = schema, frozenset(hidden)
        if not keeps or self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(0)
        self._later.stop()
        self._asked = self._wanted = 0
        self.page_wanted.emit(0)

    def hide_columns(self, hidden: Collection[str]) -> None:
        """Leave columns out, without reading anything."""
        if frozenset(hidden) != self._hidden:
            self._hidden = frozenset(hidden)
            self._show_columns()

    def take(
        self,
        page: int,
        rows: Sequence[Sequence[Any]],
        total: int,
        row_numbers: Sequence[int] = (),
        former: Mapping[tuple[int, int], Any] | None = None,
    ) -> None:
        """Show a page that was read."""
        self._asked = None
        if self._source is None or self._source.row_count() != total:
            self._source = PagedRows(self._schema.names, total, self._note)
            self._source.put(page, rows, row_numbers, former)
            self._show_columns()
            self.table.set_source(self._source)
            self.table.verticalScrollBar().setValue(0)
            self._stack.setCurrentIndex(1 if total else 3)
        else:
            self._source.put(page, rows, row_numbers, former)
        self.table.viewport().update()

    def _show_columns(self) -> None:
        sorts = list(self.table.head().sorts)
        self.table.set_columns(columns_of(self._schema, self._hidden))
        self.table.set_sorts(sorts)

    def fail(self, error: TidemillError) -> None:
        """Say why the rows can't be read."""
        self._asked = None
        again = "" if error.kind == "needs-you" else tr("Try again")
        self.error.set_error(error.message, error.hint, error.detail, again)
        self._stack.setCurrentIndex(2)

    def is_waiting(self) -> bool:
        """Whether rows in sight are still to come."""
        return self._asked is not None or self._later.isActive()

    def rest(self) -> None:
        """Ask for nothing more."""
        self._later.stop()
        self._asked = None

    def go_to(self, row: int) -> None:
        """Make the row at a place the current one."""
        self.table.set_current(row)
        self.table.setFocus()

    def total(self) -> int:
        """How many rows there are, 0 while that is not known."""
        return 0 if self._source is None else self._source.row_count()

    def _note(self, page: int) -> None:
        self._wanted = page
        if self._asked != page and not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        if self._source is not None and not self._source.holds(self._wanted):
            self._asked = self._wanted
            self.page_wanted.emit(self._wanted)

    def _on_head_menu(self, column: str, at: QPoint) -> None:
        if column == NUMBER:
            return
        menu = Menu(self)
        menu.add(tr("Sort up"), "arrow-up").triggered.connect(_Told(self.sort_wanted, column, True))
        menu.add(tr("Sort down"), "arrow-down").triggered.connect(
            _Told(self.sort_wanted, column, False)
        )
        menu.add(tr("Hide this column"), "eye-off").triggered.connect(
            _Told(self.hide_wanted, column)
        )
        menu.add(tr("Choose columns…"), "columns-3").triggered.connect(self.columns_wanted)
        menu.popup(at)

    def _on_row_menu(self, _key: object, at: QPoint) -> None:
        menu = Menu(self)
        menu.add(tr("Copy rows"), "copy", "Ctrl+C").triggered.connect(self.table.copy_rows)
        menu.add(tr("Select all"), "check-check", "Ctrl+A").triggered.connect(self.table.select_all)
        menu.popup(at)


class _Told:
    """Emits a signal with words known beforehand, whatever an action says."""

    def __init__(self, signal: Any, *words: object) -> None:
        self._signal, self._words = signal, words

    def __call__(self, *_: object) -> None:
        self._signal.emit(*self._words)


def columns_of(schema: Schema, hidden: Collection[str] = ()) -> list[TableColumn]:
    """The row's number, then every column that is not hidden."""
    look = face("caption")
    first = TableColumn(
        NUMBER, tr("Row"), 76, "right", "number", sortable=False, tone="text3", frozen=True
    )
    return [
        first,
        *(
            TableColumn(
                column.name,
                column.name,
                max(_WIDTHS.get(column.kind, 130), round(look.width(column.name)) + _BESIDE_HEAD),
                "right" if column.kind is Kind.NUMERIC else None,
            )
            for column in schema.columns
            if column.name not in hidden
        ),
    ]
