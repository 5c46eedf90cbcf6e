"""The table of every page: rows of fixed height, painted a column at a time.

A delegate is asked for each cell and takes four times as long; here one `paintEvent` reads the
visible block from the source, column by column, and paints it. `data()` of the model stays right
for accessibility, copying and tests.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Literal, cast

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QToolTip,
    QWidget,
)

from tidemill.gui.kit import metrics, numbers, painting, working
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.table_header import TableHeader
from tidemill.gui.kit.table_model import (
    CHECK,
    RowSelection,
    RowsSource,
    TableColumn,
    TableModel,
    TableSource,
)
from tidemill.gui.kit.table_paint import PAINTERS, Band, Brush, natural_width

__all__ = [
    "CHECK",
    "GroupRow",
    "LazyTable",
    "RowSelection",
    "RowsSource",
    "TableColumn",
    "TableModel",
    "TableSource",
]

Selecting = Literal["single", "multi", "none"]

_CHECK_COLUMN = TableColumn(CHECK, "", 40, kind="check", sortable=False, frozen=True)
_FIT_ROWS = 200


class LazyTable(QTableView):
    """Shows a source of any length.

    `single`: the current row is the selected one. `multi`: the current row has a frame, and rows
    are selected by Space, Ctrl, Shift or their checkbox. Selection and current row follow their
    keys when the rows change.

    Signals: `activated_row(key)` on Enter or a double click, `selection_changed(list of keys)`,
    `current_changed(key)`, `sort_requested(column id, is_ascending)`, `group_toggled(key)`,
    `cell_clicked(key, column id)`, `context_requested(key, global point)`,
    `column_menu_requested(column id, global point)`, `columns_changed()` after a person moved or
    resized one.
    """

    activated_row = Signal(object)
    selection_changed = Signal(list)
    current_changed = Signal(object)
    sort_requested = Signal(str, bool)
    group_toggled = Signal(object)
    cell_clicked = Signal(object, str)
    context_requested = Signal(object, QPoint)
    column_menu_requested = Signal(str, QPoint)
    columns_changed = Signal()

    def __init__(
        self,
        columns: Sequence[TableColumn],
        source: TableSource | None = None,
        selection: Selecting = "single",
        checks: bool = False,
        row_height: int | None = None,
        auto_height: bool = False,
        name: str = "Table",
        parent: QWidget | None = None,
    ) -> None:
        """Make a table; `row_height` is at 100 % text, `auto_height` shows all rows at once."""
        super().__init__(parent)
        self._selecting: Selecting = selection
        self._checks = checks
        self._base_height = row_height
        self._is_auto_height = auto_height
        self._selected = RowSelection()
        self._anchor = -1
        self._current: Hashable | None = None
        self._current_row = -1
        self._hovered = -1
        self._is_focus_shown = False
        self._is_fitting = False
        self._sized_by_hand: set[str] = set()
        self._working: list[QRect] = []
        self._model = TableModel(self)
        self._head = TableHeader(self)
        self.setHorizontalHeader(self._head)
        self.setModel(self._model)
        self._set_up(name)
        self.set_columns(columns)
        if source is not None:
            self.set_source(source)

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
        self._head.clicked_column.connect(self._on_head_clicked)
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

    # Content

    def row_height(self) -> int:
        """Height of a row at the present text size."""
        at = metrics.current()
        return at.row if self._base_height is None else at.scaled(self._base_height)

    def set_row_height(self, pixels: int | None) -> None:
        """Change the height of rows, given at 100 % text; None is the usual one."""
        self._base_height = pixels
        self.retheme()

    def retheme(self) -> None:
        """Take the new text size."""
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
        for at, column in enumerate(given):
            self._head.resizeSection(at, metrics.current().scaled(column.width))
        self._is_fitting = False
        self._sized_by_hand.clear()
        self._fit_stretch()

    def set_source(self, source: TableSource) -> None:
        """Replace the rows; the current row and the selection follow their keys."""
        keys = self.selected_keys() if len(self._selected) <= 5000 else []
        place = self.verticalScrollBar().value()
        self._model.set_source(source)
        self._selected.clear()
        for key in keys:
            row = source.row_of(key)
            if row >= 0:
                self._selected.add(row, row)
        self._current_row = -1 if self._current is None else source.row_of(self._current)
        if self._current_row < 0:
            self._current = None
        else:
            self._point_model()
        self._hovered = -1
        self.verticalScrollBar().setValue(place)
        self._show_checks()
        self.updateGeometry()
        self.viewport().update()
        if len(keys) != len(self._selected):
            self._tell_selection()

    def refresh(self) -> None:
        """Read the same source again after its rows changed."""
        self.set_source(self._model.source)

    def set_sort(self, column_id: str, is_ascending: bool) -> None:
        """Show which column the rows are sorted by."""
        self._head.set_sort(column_id, is_ascending)

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

    def set_column_widths(self, widths: dict[str, int]) -> None:
        """Bring kept widths back; those columns no longer stretch."""
        for column_id, wide in widths.items():
            at = self._model.column_at(column_id)
            if at >= 0 and column_id != CHECK:
                self._sized_by_hand.add(column_id)
                self._head.resizeSection(at, wide)
        self._fit_stretch()

    # Selection and current row

    def current_key(self) -> Hashable | None:
        """Key of the current row."""
        return self._current

    def current_row(self) -> int:
        """The current row, -1 if there is none."""
        return self._current_row

    def set_current(self, key: Hashable | None) -> None:
        """Make a row the current one without telling, and scroll to it."""
        row = -1 if key is None else self._model.source.row_of(key)
        self._current = key if row >= 0 else None
        self._current_row = row
        if row >= 0:
            self._point_model()
            self._scroll_to(row)
        self.viewport().update()

    def selected_keys(self) -> list[Hashable]:
        """Keys of the selected rows in the order of the table, group rows left out."""
        if self._selecting == "single":
            return [] if self._current is None else [self._current]
        source = self._model.source
        groups = set(source.group_rows())
        return [source.key(row) for row in self._selected if row not in groups]

    def select_keys(self, keys: Iterable[Hashable]) -> None:
        """Select these rows and no others, and tell."""
        self._selected.clear()
        for key in keys:
            row = self._model.source.row_of(key)
            if row >= 0:
                self._selected.add(row, row)
        self._changed_selection()

    def select_all(self) -> None:
        """Select every row."""
        if self._selecting == "multi" and self._model.rowCount():
            self._selected.clear()
            self._add_range(0, self._model.rowCount() - 1)
            self._changed_selection()

    def clear_selection(self) -> None:
        """Select nothing."""
        if len(self._selected):
            self._selected.clear()
            self._changed_selection()

    def is_row_selected(self, row: int) -> bool:
        """Whether a row is drawn selected."""
        if self._selecting == "single":
            return row == self._current_row
        return row in self._selected

    def _add_range(self, first: int, last: int) -> None:
        """Select a range, group rows in it left out."""
        start = first
        for group in self._model.source.group_rows():
            if start <= group <= last:
                if group > start:
                    self._selected.add(start, group - 1)
                start = group + 1
        if start <= last:
            self._selected.add(start, last)

    def _changed_selection(self) -> None:
        self._show_checks()
        self.viewport().update()
        self._tell_selection()

    def _tell_selection(self) -> None:
        self.selection_changed.emit(self.selected_keys())

    def _show_checks(self) -> None:
        if not self._checks:
            return
        rows = self._model.rowCount() - len(self._model.source.group_rows())
        n = len(self._selected)
        self._head.set_check_state("off" if n == 0 else "on" if n >= rows else "some")

    def _point_model(self) -> None:
        """Tell Qt's own current index, which screen readers follow."""
        at = 1 if self._checks and self._model.columnCount() > 1 else 0
        index = self._model.index(self._current_row, at)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _go(self, row: int, does_extend: bool = False) -> None:
        """Make a row the current one and tell; with Shift select from where it began."""
        n_rows = self._model.rowCount()
        if n_rows == 0:
            return
        row = max(0, min(n_rows - 1, row))
        if does_extend and self._selecting == "multi":
            if self._anchor < 0:
                self._anchor = max(0, self._current_row)
            self._selected.clear()
            self._add_range(min(self._anchor, row), max(self._anchor, row))
        else:
            self._anchor = row
        is_new = row != self._current_row
        self._current_row = row
        self._current = self._model.source.key(row)
        self._point_model()
        self._scroll_to(row)
        self.viewport().update()
        if does_extend and self._selecting == "multi":
            self._changed_selection()
        if is_new and self._model.source.group(row) is None:
            self.current_changed.emit(self._current)
            if self._selecting == "single":
                self._tell_selection()

    def _toggle(self, row: int) -> None:
        if self._selecting == "multi" and self._model.source.group(row) is None:
            self._selected.toggle(row)
            self._anchor = row
            self._changed_selection()

    def _scroll_to(self, row: int) -> None:
        tall, bar = self.row_height(), self.verticalScrollBar()
        top, room = row * tall, self.viewport().height()
        if top < bar.value():
            bar.setValue(top)
        elif top + tall > bar.value() + room:
            bar.setValue(top + tall - room)

    # Mouse

    def row_at(self, y: int) -> int:
        """The row at a height on the screen, -1 below the last."""
        row = (y + self.verticalScrollBar().value()) // max(1, self.row_height())
        return row if 0 <= row < self._model.rowCount() else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, toggle or extend by what is held down."""
        self._is_focus_shown = False
        row = self.row_at(event.position().toPoint().y())
        if row < 0 or event.button() != Qt.MouseButton.LeftButton:
            if row >= 0:
                self._go(row)
            return
        group = self._model.source.group(row)
        if group is not None:
            self._go(row)
            self.group_toggled.emit(group.key)
            return
        column = self._column_under(event.position().toPoint().x())
        held = event.modifiers()
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._go(row, True)
        elif held & Qt.KeyboardModifier.ControlModifier or column == CHECK:
            self._go(row)
            self._toggle(row)
        else:
            self._go(row)
        self.cell_clicked.emit(self._current, column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row, unless it was its checkbox."""
        at = event.position().toPoint()
        row = self.row_at(at.y())
        if row < 0 or self._model.source.group(row) is not None:
            return
        if self._column_under(at.x()) == CHECK:
            self._toggle(row)
        else:
            self.activated_row.emit(self._model.source.key(row))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing waits for the release."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self._hover(self.row_at(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            for each in (before, row):
                if each >= 0:
                    self.viewport().update(self._row_rect(each))

    def _row_rect(self, row: int) -> QRect:
        tall = self.row_height()
        top = row * tall - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), tall)

    def _column_under(self, x: int) -> str:
        at = self._head.column_under(x)
        return self._model.columns[at].id if 0 <= at < len(self._model.columns) else ""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._go(max(0, self.row_at(self.viewport().mapFromGlobal(event.globalPos()).y())))
        if self._current is not None:
            self.context_requested.emit(self._current, event.globalPos())

    def _on_head_clicked(self, column_id: str) -> None:
        if column_id == CHECK:
            if self._head.check_state == "on":
                self.clear_selection()
            else:
                self.select_all()
            return
        at = self._model.column_at(column_id)
        if at >= 0 and self._model.columns[at].sortable:
            is_same = self._head.sorted_by == column_id
            column = self._model.columns[at]
            first = not (column.kind == "score_bar" and column.higher_is_better)
            is_ascending = not self._head.is_ascending if is_same else first
            self._head.set_sort(column_id, is_ascending)
            self.sort_requested.emit(column_id, is_ascending)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select and open; every other key is left to the page."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        self._is_focus_shown = True
        target = self._target(key, control)
        if target is not None and not held & Qt.KeyboardModifier.AltModifier:
            self._go(target, bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif control and key == Qt.Key.Key_A and self._selecting == "multi":
            self.select_all()
        elif control and key == Qt.Key.Key_C:
            self.copy_rows()
        elif held == Qt.KeyboardModifier.NoModifier and self._acts(key):
            pass
        else:
            event.ignore()
            return
        event.accept()

    def _acts(self, key: Qt.Key) -> bool:
        """Do what a bare key does here; whether it was one of ours."""
        row = self._current_row
        group = self._model.source.group(row) if row >= 0 else None
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            if group is not None:
                self.group_toggled.emit(group.key)
            else:
                self.activated_row.emit(self._current)
        elif key == Qt.Key.Key_Space and row >= 0 and self._selecting == "multi":
            self._toggle(row)
        elif key == Qt.Key.Key_Escape and len(self._selected):
            self.clear_selection()
        elif group is not None and (
            (key == Qt.Key.Key_Left and group.is_open)
            or (key == Qt.Key.Key_Right and not group.is_open)
        ):
            self.group_toggled.emit(group.key)
        else:
            return False
        return True

    def _target(self, key: Qt.Key, control: bool) -> int | None:
        """The row a key goes to, or None if it goes nowhere."""
        row = self._current_row
        page = max(1, self.viewport().height() // self.row_height() - 1)
        if control and key not in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            return None
        steps = {
            Qt.Key.Key_Up: row - 1,
            Qt.Key.Key_K: row - 1,
            Qt.Key.Key_Down: row + 1,
            Qt.Key.Key_J: row + 1,
            Qt.Key.Key_PageUp: row - page,
            Qt.Key.Key_PageDown: row + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._model.rowCount() - 1,
        }
        return steps.get(key)

    def copy_rows(self) -> None:
        """Put the selected rows, or the current one, on the clipboard with tabs between cells."""
        rows = list(self._selected) or ([self._current_row] if self._current_row >= 0 else [])
        at = [i for i, column in enumerate(self._model.columns) if column.id != CHECK]
        lines = ["\t".join(self._model.columns[i].title for i in at)]
        lines += ["\t".join(self._model.text(row, i) for i in at) for row in rows[:10_000]]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame for focus that came by keyboard; there is always a current row then."""
        self._is_focus_shown = is_by_keyboard(event.reason(), self._is_focus_shown)
        super().focusInEvent(event)
        if self._is_focus_shown and self._current_row < 0 and self._model.rowCount():
            first = 0
            while (
                first < self._model.rowCount() - 1 and self._model.source.group(first) is not None
            ):
                first += 1
            self._go(first)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    # Size

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

    def _full_height(self) -> int:
        tall = self._model.rowCount() * self.row_height()
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.isVisible() else 0
        return (0 if self._head.isHidden() else metrics.current().table_head) + tall + extra

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
        self.columns_changed.emit()
        self.viewport().update()

    def fit_column(self, at: int) -> None:
        """Make a column as wide as what is visible in it."""
        first, last = self._visible_rows(self.viewport().rect())
        column = self._model.columns[at]
        values = self._model.source.block(first, min(last, first + _FIT_ROWS), column.id)
        self._head.resizeSection(at, natural_width(column, values) + 28)

    # Painting

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint everything where frozen columns would be moved along."""
        super().scrollContentsBy(dx, dy)
        self._hovered = -1
        if dx:
            self.viewport().update()
            self._head.viewport().update()

    def _visible_rows(self, area: QRect) -> tuple[int, int]:
        """The first row in an area and the one after the last."""
        tall, offset = self.row_height(), self.verticalScrollBar().value()
        first = max(0, (area.top() + offset) // tall)
        last = min(self._model.rowCount(), (area.bottom() + offset) // tall + 1)
        return first, max(first, last)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight: grounds, then columns, then the frame."""
        painter = QPainter(self.viewport())
        area = event.rect()
        painter.fillRect(area, painting.tint("surface"))
        first, last = self._visible_rows(area)
        self._working = []
        if first < last:
            offset, tall = self.verticalScrollBar().value(), self.row_height()
            bands, groups = [], []
            rows = []
            for row in range(first, last):
                band = Band(
                    row * tall - offset, tall, self.is_row_selected(row), row == self._hovered
                )
                group = self._model.source.group(row)
                self._paint_ground(painter, band, row, group is not None)
                if group is None:
                    bands.append(band)
                    rows.append(row - first)
                else:
                    groups.append((band, group))
            self._paint_columns(painter, first, last, bands, rows)
            for band, group in groups:
                self._paint_group(painter, band, group)
            self._paint_frame(painter)
        painter.end()
        if self._working:
            working.attach(self)
        else:
            working.detach(self)

    def turn_working(self) -> None:
        """Repaint only the turning rings."""
        for rect in self._working:
            self.viewport().update(rect)

    def _paint_ground(self, painter: QPainter, band: Band, row: int, is_group: bool) -> None:
        wide = self.viewport().width()
        ground = None
        if band.is_selected and not is_group:
            ground = "selected_hover" if band.is_hovered else "selected"
        elif band.is_hovered and not is_group:
            ground = "hover"
        elif is_group:
            ground = "subtle"
        rect = QRect(0, band.top, wide, band.height)
        if ground is not None:
            painter.fillRect(rect, painting.tint(ground))
        is_last = row == self._model.rowCount() - 1
        if not (is_last and self._is_auto_height):
            token = "selected_hover" if band.is_selected and not is_group else "line"
            bottom = band.top + band.height - 1
            painter.fillRect(QRect(0, bottom, wide, 1), painting.tint(token))

    def _paint_columns(
        self, painter: QPainter, first: int, last: int, bands: list[Band], rows: list[int]
    ) -> None:
        head = self._head
        visible = [
            head.logicalIndex(v)
            for v in range(head.count())
            if not head.isSectionHidden(head.logicalIndex(v))
        ]
        frozen, wide = head.frozen_width(), self.viewport().width()
        is_scrolled = head.offset() > 0
        for logical in visible:
            column = self._model.columns[logical]
            left, right = head.content_edges(logical, visible)
            if right < (0 if column.frozen else frozen) or left > wide:
                continue
            if not column.frozen and is_scrolled and frozen:
                painter.setClipRect(frozen, 0, wide - frozen, self.viewport().height())
            if column.id == CHECK:
                for band, row in zip(bands, rows, strict=True):
                    band.value = first + row in self._selected
            else:
                values: Sequence[Any] = self._model.source.block(first, last, column.id)
                for band, row in zip(bands, rows, strict=True):
                    band.value = values[row]
            brush = Brush(painter, column, left, right, bands)
            PAINTERS[column.kind](brush)
            self._working += brush.working
            painter.setClipping(False)
        if frozen and is_scrolled:
            painting.hairline(painter, frozen - 1, 0, frozen, self.viewport().height(), "line")

    def _paint_group(self, painter: QPainter, band: Band, group: GroupRow) -> None:
        left = (46.0 if self._checks else 14.0) + group.indent * 18
        middle = band.top + band.height / 2
        name = "chevron-down" if group.is_open else "chevron-right"
        paint_icon(painter, QRectF(left, round(middle - 7), 14, 14), name, "text2")
        left += 20
        room = QRectF(left, band.top, self.viewport().width() - left - 16, band.height)
        used = painting.text(painter, room, group.title, "h3", "text")
        if group.note:
            room.setLeft(left + used + 10)
            painting.text(painter, room, group.note, "small", "text2")

    def _paint_frame(self, painter: QPainter) -> None:
        if self._current_row < 0 or not self.hasFocus():
            return
        if self._selecting != "multi" and not self._is_focus_shown:
            return
        rect = QRectF(self._row_rect(self._current_row)).adjusted(0, -1, 0, 0)
        if self._current_row == 0:
            rect.setTop(rect.top() + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        token = painting.tint("focus")
        for edge in (
            QRectF(rect.left(), rect.top(), rect.width(), 2),
            QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2),
            QRectF(rect.left(), rect.top(), 2, rect.height()),
            QRectF(rect.right() - 2, rect.top(), 2, rect.height()),
        ):
            painter.fillRect(edge, token)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole text of a cell that is cut short, and full times."""
        if event.type() == QEvent.Type.ToolTip:
            told = cast(QHelpEvent, event)
            words = self._tip(told.pos())
            if words:
                QToolTip.showText(told.globalPos(), words, self.viewport())
            else:
                QToolTip.hideText()
                event.ignore()
            return True
        return super().viewportEvent(event)

    def _tip(self, spot: QPoint) -> str:
        row, at = self.row_at(spot.y()), self._head.column_under(spot.x())
        if row < 0 or at < 0 or self._model.source.group(row) is not None:
            return ""
        column = self._model.columns[at]
        if column.id == CHECK:
            return ""
        value = self._model.value(row, at)
        if column.kind == "time" and hasattr(value, "tzinfo"):
            return numbers.full_time(value)
        words = self._model.text(row, at)
        if column.kind in {"icon", "avatar", "status_text"}:
            return words
        room = self._head.sectionSize(at) - 20
        needed = natural_width(column, [value]) if words else 0
        head = face("caption").width(column.title) + 18
        return words if needed > room and needed > head + 1 else ""
