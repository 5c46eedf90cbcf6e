"""The table of every page, of any length: who is current, what is selected, what keys do.

`data()` of its model stays right for accessibility, copying and tests; the painting is in
`table_canvas`, the columns are in `table_columns`.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Literal

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.control import is_by_keyboard
from tidemill.gui.kit.table_canvas import TableCanvas
from tidemill.gui.kit.table_model import (
    CHECK,
    RowSelection,
    RowsSource,
    TableColumn,
    TableModel,
    TableSource,
)

__all__ = [
    "CHECK",
    "GroupRow",
    "LazyTable",
    "RowSelection",
    "RowsSource",
    "Selecting",
    "TableColumn",
    "TableModel",
    "TableSource",
]

Selecting = Literal["single", "multi", "none"]


class LazyTable(TableCanvas):
    """Shows a source of any length.

    `single`: the current row is the selected one. `multi`: the current row has a frame, and rows
    are selected by Space, Ctrl, Shift or their checkbox. Selection and current row follow their
    keys when the rows change.

    Signals: `activated_row(key)` on Enter or a double click, `selection_changed(list of keys)`,
    `current_changed(key)`, `sort_requested(column id, is_ascending)`, `sort_added` the same for a
    further key (Shift and a click), `group_toggled(key)`,
    `cell_clicked(key, column id)`, `context_requested(key, global point)`,
    `column_menu_requested(column id, global point)`, `columns_changed()` after a person moved or
    resized one.
    """

    activated_row = Signal(object)
    selection_changed = Signal(list)
    current_changed = Signal(object)
    sort_requested = Signal(str, bool)
    sort_added = Signal(str, bool)
    group_toggled = Signal(object)
    cell_clicked = Signal(object, str)
    context_requested = Signal(object, QPoint)

    def __init__(
        self,
        columns: Sequence[TableColumn],
        source: TableSource | None = None,
        selection: Selecting = "single",
        checks: bool = False,
        row_height: int | None = None,
        auto_height: bool = False,
        name: str = tr("Table"),
        parent: QWidget | None = None,
    ) -> None:
        """Make a table; `row_height` is at 100 % text, `auto_height` shows all rows at once."""
        super().__init__(selection, checks, row_height, auto_height, name, parent)
        self._anchor = -1
        self._current: Hashable | None = None
        self._head.clicked_column.connect(self._on_head_clicked)
        self._head.added_column.connect(self._on_head_added)
        self.set_columns(columns)
        if source is not None:
            self.set_source(source)

    def _on_head_clicked(self, column_id: str) -> None:
        if column_id == CHECK:
            if self._head.check_state == "on":
                self.clear_selection()
            else:
                self.select_all()
            return
        at = self._model.column_at(column_id)
        if at >= 0 and self._model.columns[at].sortable:
            is_ascending = self._next_direction(column_id, self._head.sorts[:1])
            self._head.set_sort(column_id, is_ascending)
            self.sort_requested.emit(column_id, is_ascending)

    def _on_head_added(self, column_id: str) -> None:
        at = self._model.column_at(column_id)
        if column_id != CHECK and at >= 0 and self._model.columns[at].sortable:
            self.sort_added.emit(column_id, self._next_direction(column_id, self._head.sorts))

    def _next_direction(self, column_id: str, sorts: Sequence[tuple[str, bool]]) -> bool:
        """Whether a click sorts upwards: turned if sorted by already, else best first."""
        known = dict(sorts)
        if column_id in known:
            return not known[column_id]
        column = self._model.columns[self._model.column_at(column_id)]
        return not (column.is_best_first and column.higher_is_better)

    def set_source(self, source: TableSource) -> None:
        """Replace the rows; the current row and the selection follow their keys."""
        keys = self.selected_keys() if len(self._selected) <= 5000 else []
        self._take_source(source)
        self._selected.clear()
        for key in keys:
            row = source.row_of(key)
            if row >= 0:
                self._selected.add(row, row)
        self._show_checks()
        if len(keys) != len(self._selected):
            self._tell_selection()

    def _take_source(self, source: TableSource) -> None:
        """Show other rows; the current row follows its key, the place in the table stays."""
        place = self.verticalScrollBar().value()
        self._model.set_source(source)
        self._current_row = -1 if self._current is None else source.row_of(self._current)
        if self._current_row < 0:
            self._current = None
        else:
            self._point_model()
        self._hovered = -1
        self.verticalScrollBar().setValue(place)
        self.updateGeometry()
        self.viewport().update()

    def refresh(self) -> None:
        """Read the same source again after its rows changed."""
        self.set_source(self._model.source)

    def current_key(self) -> Hashable | None:
        """Key of the current row."""
        return self._current

    def set_current(self, key: Hashable | None) -> None:
        """Make a row the current one without telling, and scroll to it."""
        row = -1 if key is None else self._model.source.row_of(key)
        self._current = key if row >= 0 else None
        self._current_row = row
        if row >= 0:
            self._point_model()
            self._scroll_to(row)
        self.viewport().update()

    def keeps_rows(self) -> bool:
        """Whether rows are selected one by one, however many, beside the current one."""
        return self._selecting == "multi"

    def n_selected(self) -> int:
        """How many are selected, in sight or not."""
        return self._n_selected()

    def holds(self, key: Hashable) -> bool | None:
        """Whether a key is that of a row; None while there are no rows."""
        return self._model.source.row_of(key) >= 0 if self._model.rowCount() else None

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
            self._extend(row)
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

    def _extend(self, row: int) -> None:
        """Select from where Shift began to a row."""
        self._selected.clear()
        self._add_range(min(self._anchor, row), max(self._anchor, row))

    def _n_selected(self) -> int:
        """How many are selected, in sight or not."""
        return len(self._selected)

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the row's menu."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self._go(max(0, self.row_at(self.viewport().mapFromGlobal(event.globalPos()).y())))
        if self._current is not None:
            self.context_requested.emit(self._current, event.globalPos())

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
        elif key == Qt.Key.Key_Escape and self._n_selected():
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
