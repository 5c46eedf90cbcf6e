"""The Rows tab: any number of rows, filtered, sorted, and read as they come into sight."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.popover import Popover
from tidemill.gui.pages.data.columns_popover import ColumnsPopover
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.rows_model import RowsModel, RowsWish
from tidemill.gui.pages.data.rows_table import RowsTable
from tidemill.gui.pages.data.where_field import WhereField

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.rows import RowsPage


class RowsTab(QWidget):
    """Emits `wish_changed` when other rows are shown: the address is another."""

    wish_changed = Signal()

    def __init__(self, context: "PageContext") -> None:
        """Draw nothing yet."""
        super().__init__()
        self.model = RowsModel(context, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(9)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.where = WhereField()
        self._columns = Button(tr("Columns"), "columns-3")
        self._columns.clicked.connect(self.open_columns)
        self._go = Button(tr("Go to row"), "corner-down-right")
        self._go.clicked.connect(self.open_go_to)
        row.addWidget(self.where, 1)
        row.addWidget(self._go)
        row.addWidget(self._columns)
        column.addLayout(row)
        self._count = Label("", "small", "text2")
        column.addWidget(self._count)
        self.rows = RowsTable(tr("Rows"))
        self.table = self.rows.table
        column.addWidget(self.rows, 1)
        self._shown: tuple[int, str] | None = None
        self._wanted = RowsWish()
        self._hidden: dict[str, frozenset[str]] = {}
        self._loaded: Loaded | None = None
        self._popover: Popover | None = None
        self._connect()

    def _connect(self) -> None:
        model, rows = self.model, self.rows
        model.matched.connect(self._on_matched)
        model.page_read.connect(self._on_page)
        model.wrong.connect(self._on_wrong)
        model.failed.connect(rows.fail)
        rows.page_wanted.connect(model.read)
        rows.again_wanted.connect(self._on_again)
        rows.sort_wanted.connect(model.sort)
        rows.hide_wanted.connect(self.hide_column)
        rows.columns_wanted.connect(self.open_columns)
        rows.acted.connect(self._on_clear)
        self.where.wanted.connect(model.filter)

    def show_state(self, loaded: Loaded) -> None:
        """Begin with the first rows when another version is shown."""
        self._loaded = loaded
        version = loaded.version
        now = (version.id, version.dataset)
        if self._shown == now:
            return
        is_same_dataset = self._shown is not None and self._shown[1] == version.dataset
        self._shown = now
        values = {c.name: [v for v, _ in c.top] for c in loaded.profile.columns if c.top}
        self.where.know(version.schema.names, values)
        wish = self._wanted
        if not wish.where and is_same_dataset:
            wish = RowsWish(where=self.model.wish.where)
        self._wanted = RowsWish()
        self.where.show_condition(wish.where)
        self.table.set_sorts([])
        self.model.open(version, wish)

    def want(self, where: str) -> None:
        """Show rows under a condition, now or when the version is there."""
        if self._shown is not None and self.model.version is not None:
            if where != self.model.wish.where:
                self.where.show_condition(where)
                self.model.filter(where)
        else:
            self._wanted = RowsWish(where=where)

    def is_waiting(self) -> bool:
        """Whether rows in sight are still to come."""
        return self._shown is not None and (self.rows.is_waiting() or self.model.is_busy())

    def forget(self) -> None:
        """Read anew when shown next."""
        self._shown = None
        self.rows.rest()

    def clear_filter(self) -> bool:
        """Show all rows in the order they came; whether any were left out or sorted."""
        if self.model.wish.is_plain and not self.where.text():
            return False
        self.table.set_sorts([])
        self.where.show_condition("")
        self.where.set_text("")
        if self.model.version is not None:
            self.model.open(self.model.version, RowsWish())
        return True

    # Columns and places

    def _hidden_now(self) -> frozenset[str]:
        name = self._loaded.version.dataset if self._loaded is not None else ""
        return self._hidden.get(name, frozenset())

    def hide_column(self, name: str) -> None:
        """Leave a column out."""
        self._hide({*self._hidden_now(), name})

    def _hide(self, hidden: Collection[str]) -> None:
        if self._loaded is None:
            return
        self._hidden[self._loaded.version.dataset] = frozenset(hidden)
        self.rows.hide_columns(hidden)
        self._columns.set_text(
            tr("Columns, {n} hidden", n=len(hidden)) if hidden else tr("Columns")
        )

    def open_columns(self) -> None:
        """Choose which columns are shown."""
        if self._loaded is None:
            return
        names = self._loaded.version.schema.names
        popover = ColumnsPopover(
            self,
            dict(zip(names, names, strict=True)),
            [n for n in names if n not in self._hidden_now()],
        )
        popover.changed.connect(self._on_ticked)
        self._open(popover, self._columns)
        popover.list.setFocus()

    def _on_ticked(self, ticked: object) -> None:
        assert isinstance(ticked, frozenset)
        assert self._loaded is not None
        self._hide([n for n in self._loaded.version.schema.names if n not in ticked])

    def open_go_to(self) -> None:
        """Ask for a row's number."""
        if self.model.version is None:
            return
        popover = _GoToPopover(self, self.model.version.rows)
        popover.wanted.connect(self.go_to)
        self._open(popover, self._go)
        popover.field.edit.setFocus()

    def go_to(self, number: int) -> None:
        """Go to a row by its number in the version, from 1."""
        place = self.model.place_of(number - 1)
        if place >= 0:
            self.rows.go_to(place)
        else:
            self._count.set_text(
                tr("Row {integer} is not among the rows shown.", integer=numbers.integer(number))
            )

    def _open(self, popover: Popover, anchor: QWidget) -> None:
        self._popover = popover
        popover.closed.connect(popover.deleteLater)
        popover.open_below(anchor, is_right_aligned=True)

    # What the model says

    def _on_matched(self) -> None:
        if self._loaded is None:
            return
        self.where.show_condition(self.model.wish.where)
        sort = self.model.wish.sort
        self.table.set_sorts([sort] if sort is not None else [])
        self._count.set_text(tr("Reading the rows"))
        self.rows.begin(self._loaded.version.schema, self._hidden_now(), keeps=True)
        self.wish_changed.emit()

    def _on_page(self, page: int, found: "RowsPage") -> None:
        wish = self.model.wish
        button = tr("Show all rows") if wish.where else ""
        words = tr("No row fulfils the condition") if wish.where else tr("This version has no rows")
        self.rows.empty.set_words(words, "", button)
        self.rows.take(page, found.rows, found.total, found.numbers)
        self._count.set_text(self._words(found.total))

    def _words(self, total: int) -> str:
        wish, version = self.model.wish, self.model.version
        assert version is not None
        order = tr("in the order they came")
        if wish.sort is not None:
            order = f"by {wish.sort[0]}, {'rising' if wish.sort[1] else 'falling'}"
        if not wish.where:
            return f"{numbers.plural(total, 'row')}, {order}"
        share = numbers.percent(total / version.rows) if version.rows else ""
        whole = numbers.integer(version.rows)
        return tr(
            "{integer} of {whole} rows ({share}), {order}",
            integer=numbers.integer(total),
            whole=whole,
            share=share,
            order=order,
        )

    def _on_wrong(self, error: TidemillError) -> None:
        if error.kind == "needs-you":
            self.where.show_wrong(error)
            if self.rows.total() == 0 and self.model.version is not None:
                self.model.open(self.model.version, RowsWish())
        else:
            self.rows.fail(error)

    def _on_again(self) -> None:
        if self.model.version is not None:
            self.model.open(self.model.version, self.model.wish)

    def _on_clear(self) -> None:
        self.clear_filter()

    def copy_cell(self, text: str) -> None:
        """Put a cell on the clipboard."""
        QGuiApplication.clipboard().setText(text)


class _GoToPopover(Popover):
    """Asks for a row's number; emits `wanted(number)`, from 1."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget, n_rows: int) -> None:
        super().__init__(parent, 10)
        self._n_rows = n_rows
        self.field = Field(f"1 to {numbers.integer(n_rows)}", label=tr("Go to row"), height=28)
        self.field.edit.setValidator(QIntValidator(1, 2_000_000_000, self))
        self.field.submitted.connect(self._on_submitted)
        self.field.setMinimumWidth(180)
        self.body.addWidget(self.field)

    def _on_submitted(self, *_words: object) -> None:
        text = self.field.text().strip()
        if not text.isdecimal() or not 1 <= int(text) <= self._n_rows:
            self.field.set_error(
                tr("There are rows 1 to {integer}.", integer=numbers.integer(self._n_rows))
            )
            return
        self.wanted.emit(int(text))
        self.close()
