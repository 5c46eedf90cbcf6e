"""The Rows tab: any number of rows, read a page at a time as they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.domain.columns import Kind, Schema
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.table import LazyTable, TableColumn
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.view_model import ROWS_A_PAGE

if TYPE_CHECKING:
    from tidemill.services.rows import RowsPage

_KEPT = 24
_PAUSE_MS = 30
_NUMBER = "#"
_WIDTHS = {Kind.NUMERIC: 104, Kind.BOOLEAN: 84, Kind.DATETIME: 150}
_BESIDE_HEAD = 24
"""What a head has beside its words: the paddings of its cell."""


class PagedRows:
    """A table's source that holds the pages seen last and asks for those it lacks.

    `want(page)` is called while painting, so it must only take a note.
    """

    def __init__(self, names: Sequence[str], total: int, want: Callable[[int], None]) -> None:
        """Hold no rows yet."""
        self._places = {name: at for at, name in enumerate(names)}
        self._total = total
        self._want = want
        self._pages: OrderedDict[int, Sequence[Sequence[Any]]] = OrderedDict()

    def put(self, page: int, rows: Sequence[Sequence[Any]]) -> None:
        """Keep a page; the one not seen for longest goes."""
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)

    def holds(self, page: int) -> bool:
        """Whether a page is there."""
        return page in self._pages

    def row_count(self) -> int:
        """How many rows the version has."""
        return self._total

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """Cells of some rows; nothing where the page is still to come."""
        if column == _NUMBER:
            return [numbers.integer(row + 1) for row in range(first, last)]
        place = self._places[column]
        return [self._cell(row, place) for row in range(first, last)]

    def _cell(self, row: int, place: int) -> str:
        page, at = divmod(row, ROWS_A_PAGE)
        rows = self._pages.get(page)
        if rows is None:
            self._want(page)
            return ""
        self._pages.move_to_end(page)
        return value_text(rows[at][place]) if at < len(rows) else ""

    def key(self, row: int) -> Hashable:
        """A row is named by its number."""
        return row

    def row_of(self, key: Hashable) -> int:
        """The number itself."""
        return key if isinstance(key, int) and 0 <= key < self._total else -1

    def group_rows(self) -> Sequence[int]:
        """There are none."""
        return ()

    def group(self, row: int) -> GroupRow | None:  # noqa: ARG002 - the protocol's shape
        """There is none."""
        return None


def value_text(value: object) -> str:
    """A value as it stands in its row; missing is a dash."""
    if value is None:
        return numbers.MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value).replace("-", numbers.MINUS)
    if isinstance(value, float):
        return numbers.plain(value, 8).replace(",", "")
    if isinstance(value, datetime):
        shown = value.isoformat(sep=" ", timespec="seconds")
        return shown.removesuffix(":00").removesuffix(" 00:00")
    return str(value)


class RowsTab(QWidget):
    """Emits `page_wanted(page)` for rows that came into sight and are not there yet."""

    page_wanted = Signal(int)

    def __init__(self) -> None:
        """Draw nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(9)
        self._count = Label("", "small", "text2")
        column.addWidget(self._count)
        self.table = LazyTable([], selection="single", name="Rows")
        self._card = Card((1, 1))
        self._card.body.addWidget(self.table)
        self._error = ErrorPanel(action="Try again")
        self._error.acted.connect(self._on_again)
        failed = QWidget()
        failed_column = QVBoxLayout(failed)
        failed_column.setContentsMargins(0, 0, 0, 0)
        failed_column.addWidget(self._error)
        failed_column.addStretch(1)
        self._stack = QStackedWidget()
        for part in (Loading("Reading the rows"), self._card, failed):
            self._stack.addWidget(part)
        column.addWidget(self._stack, 1)
        self._version = 0
        self._source: PagedRows | None = None
        self._wanted = 0
        self._asked: int | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_PAUSE_MS)
        self._later.timeout.connect(self._ask)

    def show_state(self, loaded: Loaded) -> None:
        """Begin with the first rows when another version is shown."""
        if loaded.version.id == self._version:
            return
        self._version = loaded.version.id
        schema = loaded.version.schema
        self._source = PagedRows(schema.names, loaded.version.rows, self._note)
        self._count.set_text(f"{numbers.integer(loaded.version.rows)} rows, in the order they came")
        self.table.set_columns(_columns(schema))
        self._stack.setCurrentIndex(0)
        self._asked = 0
        self.page_wanted.emit(0)

    def take(self, page: int, found: "RowsPage") -> None:
        """Show a page that was read."""
        self._asked = None
        if self._source is None:
            return
        is_first = self._stack.currentIndex() != 1
        self._source.put(page, found.rows)
        if is_first:
            self.table.set_source(self._source)
            self._stack.setCurrentIndex(1)
        self.table.viewport().update()

    def fail(self, error: TidemillError) -> None:
        """Say why the rows can't be read."""
        self._asked = None
        self._error.set_error(error.message, error.hint, error.detail, "Try again")
        self._stack.setCurrentIndex(2)

    def is_waiting(self) -> bool:
        """Whether rows in sight are still to come."""
        return self._asked is not None or self._later.isActive()

    def forget(self) -> None:
        """Read anew when shown next."""
        self._version = 0
        self._later.stop()

    def _note(self, page: int) -> None:
        self._wanted = page
        if self._asked != page and not self._later.isActive():
            self._later.start()

    def _ask(self) -> None:
        if self._source is not None and not self._source.holds(self._wanted):
            self._asked = self._wanted
            self.page_wanted.emit(self._wanted)

    def _on_again(self) -> None:
        self._stack.setCurrentIndex(0)
        self.page_wanted.emit(self._wanted)


def _columns(schema: Schema) -> list[TableColumn]:
    look = face("caption")
    first = TableColumn(
        _NUMBER, "Row", 76, "right", "number", sortable=False, tone="text3", frozen=True
    )
    return [
        first,
        *(
            TableColumn(
                column.name,
                column.name,
                max(_WIDTHS.get(column.kind, 130), round(look.width(column.name)) + _BESIDE_HEAD),
                kind="number" if column.kind is Kind.NUMERIC else "text",
                sortable=False,
            )
            for column in schema.columns
        ),
    ]
