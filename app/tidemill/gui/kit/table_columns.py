"""The columns of a table: which there are, how wide they are, how they share the room."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from tidemill.gui.kit import metrics
from tidemill.gui.kit.table_header import TableHeader
from tidemill.gui.kit.table_model import CHECK, TableColumn, TableModel, TableSource
from tidemill.gui.kit.table_pictures import natural_width

_CHECK_COLUMN = TableColumn(CHECK, "", 40, kind="check", sortable=False, frozen=True)
_FIT_ROWS = 200


class ColumnsView(QTableView):
    """A table view that knows its columns and sizes; it paints nothing yet."""

    column_menu_requested = Signal(str, QPoint)
    columns_changed = Signal()

    def __init__(
        self,
        checks: bool,
        row_height: int | None,
        auto_height: bool,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make a view; see `LazyTable`."""
        super().__init__(parent)
        self._checks = checks
        self._base_height = row_height
        self._is_auto_height = auto_height
        self._most_rows: int | None = None
        self._is_fitting = False
        self._sized_by_hand: set[str] = set()
        self._model = TableModel(self)
        self._head = TableHeader(self)
        self.setHorizontalHeader(self._head)
        self.setModel(self._model)
        self._set_up(name)

    def _set_up(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setMinimumSize(0, 0)
        side = self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setMinimumSectionSize(1)
        side.setDefaultSectionSize(self.row_height())
        self._head.menu_requested.connect(self.column_menu_requested)
        self._head.sectionResized.connect(self._on_resized)
        self._head.sectionMoved.connect(self._on_moved)
        self._head.sectionHandleDoubleClicked.connect(self.fit_column)
        across = QSizePolicy.Policy.Expanding
        self.setSizePolicy(
            across,
            QSizePolicy.Policy.Fixed if self._is_auto_height else QSizePolicy.Policy.Expanding,
        )
        if self._is_auto_height:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.horizontalScrollBar().rangeChanged.connect(self._on_range)

    def row_height(self) -> int:
        """Height of a row at the present text size and density."""
        at = metrics.current()
        return at.row if self._base_height is None else at.dense(self._base_height)

    def set_row_height(self, pixels: int | None) -> None:
        """Change the height of rows, given at 100 % text; None is the usual one."""
        self._base_height = pixels
        self.retheme()

    def retheme(self) -> None:
        """Take the new text size and density."""
        self.verticalHeader().setDefaultSectionSize(self.row_height())
        self._head.updateGeometry()
        self.updateGeometry()
        self._fit_stretch()
        self.viewport().update()
        self._head.viewport().update()

    def table_model(self) -> TableModel:
        """The Qt model, for tests and accessibility."""
        return self._model

    def head(self) -> TableHeader:
        """The head."""
        return self._head

    def source(self) -> TableSource:
        """Where the rows come from."""
        return self._model.source

    def columns(self) -> list[TableColumn]:
        """The columns, the one with the checkboxes left out."""
        return [column for column in self._model.columns if column.id != CHECK]

    def set_columns(self, columns: Sequence[TableColumn]) -> None:
        """Replace the columns."""
        given = list(columns)
        if self._checks:
            given.insert(0, _CHECK_COLUMN)
        self._model.set_columns(given)
        self._is_fitting = True
        for at in range(self._head.count()):
            self._head.moveSection(self._head.visualIndex(at), at)
        for at, column in enumerate(given):
            self._head.resizeSection(at, metrics.current().scaled(column.width))
        self._is_fitting = False
        self._sized_by_hand.clear()
        self._fit_stretch()

    def sorts(self) -> list[tuple[str, bool]]:
        """Which columns the rows are sorted by, as pairs of id and "ascending"."""
        return list(self._head.sorts)

    def set_sort(self, column_id: str, is_ascending: bool) -> None:
        """Show which column the rows are sorted by."""
        self._head.set_sort(column_id, is_ascending)

    def set_sorts(self, sorts: Sequence[tuple[str, bool]]) -> None:
        """Show which columns the rows are sorted by, as pairs of id and "ascending"."""
        self._head.set_sorts(sorts)

    def set_columns_movable(self, is_movable: bool) -> None:
        """Let captions be dragged."""
        self._head.setSectionsMovable(is_movable)

    def column_order(self) -> list[str]:
        """Ids of the columns as they stand."""
        ids = [
            self._model.columns[self._head.logicalIndex(v)].id for v in range(self._head.count())
        ]
        return [each for each in ids if each != CHECK]

    def column_widths(self) -> dict[str, int]:
        """Widths by column id, to be kept."""
        return {
            column.id: self._head.sectionSize(at) for at, column in enumerate(self._model.columns)
        }

    def hand_widths(self) -> dict[str, int]:
        """Widths of the columns that a person sized."""
        return {name: w for name, w in self.column_widths().items() if name in self._sized_by_hand}

    def set_column_widths(self, widths: dict[str, int]) -> None:
        """Bring kept widths back; those columns no longer stretch."""
        for column_id, wide in widths.items():
            at = self._model.column_at(column_id)
            if at >= 0 and column_id != CHECK:
                self._sized_by_hand.add(column_id)
                self._head.resizeSection(at, wide)
        self._fit_stretch()

    # Selection and current row

    def sizeHint(self) -> QSize:
        """All rows where the height is automatic, else a usual table."""
        if self._is_auto_height:
            return QSize(400, self._full_height())
        return QSize(400, 300)

    def minimumSizeHint(self) -> QSize:
        """All rows where the height is automatic, else a head and three rows."""
        if self._is_auto_height:
            return QSize(80, self._full_height())
        return QSize(80, metrics.current().table_head + 3 * self.row_height())

    def set_most_rows(self, rows: int | None) -> None:
        """Let an automatic height end at some rows; the others are scrolled to in the table."""
        self._most_rows = rows
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(off if rows is None else on)
        self.updateGeometry()

    def _full_height(self) -> int:
        shown = self._model.rowCount()
        if self._most_rows is not None:
            shown = min(shown, self._most_rows)
        tall = shown * self.row_height()
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return (0 if self._head.isHidden() else metrics.current().table_head) + tall + extra

    def _on_range(self, _low: int, _high: int) -> None:
        """The bar below comes or goes, and the height with it."""
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self._fit_stretch()

    def _fit_stretch(self) -> None:
        """Give what is left to the columns that stretch; take it back where it is short."""
        if self._is_fitting or not self._model.columns:
            return
        columns = self._model.columns
        scaled = metrics.current().scaled
        loose = [
            at
            for at, column in enumerate(columns)
            if column.stretch > 0
            and column.id not in self._sized_by_hand
            and not self._head.isSectionHidden(at)
        ]
        if not loose:
            return
        fixed = sum(
            self._head.sectionSize(at)
            for at in range(len(columns))
            if at not in loose and not self._head.isSectionHidden(at)
        )
        room = self.viewport().width() - fixed - sum(scaled(columns[at].width) for at in loose)
        whole = sum(columns[at].stretch for at in loose)
        self._is_fitting = True
        given = 0
        for order, at in enumerate(loose):
            part = max(0, room) * columns[at].stretch // whole
            if order == len(loose) - 1:
                part = max(0, room) - given
            given += part
            self._head.resizeSection(at, scaled(columns[at].width) + part)
        self._is_fitting = False

    def _on_resized(self, at: int, _before: int, _now: int) -> None:
        if not self._is_fitting and 0 <= at < len(self._model.columns):
            self._sized_by_hand.add(self._model.columns[at].id)
            self._fit_stretch()
            self.columns_changed.emit()
        self.viewport().update()

    def _on_moved(self, _logical: int, _before: int, _now: int) -> None:
        if not self._is_fitting:
            self.columns_changed.emit()
        self.viewport().update()

    def _visible_rows(self, area: QRect) -> tuple[int, int]:
        """The first row in an area and the one after the last."""
        tall, offset = self.row_height(), self.verticalScrollBar().value()
        first = max(0, (area.top() + offset) // tall)
        last = min(self._model.rowCount(), (area.bottom() + offset) // tall + 1)
        return first, max(first, last)

    def fit_column(self, at: int) -> None:
        """Make a column as wide as what is visible in it."""
        first, last = self._visible_rows(self.viewport().rect())
        column = self._model.columns[at]
        values = self._model.source.block(first, min(last, first + _FIT_ROWS), column.id)
        self._head.resizeSection(at, natural_width(column, values) + 28)
