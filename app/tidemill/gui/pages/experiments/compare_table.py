"""The table of a comparison: one column a run, the first is the baseline."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.chips import paint_chip
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS
from tidemill.gui.pages.experiments.compare_state import CompareCell, CompareLine

_LABEL = 170
_NARROWEST = 150
_HEAD = 54
_ROW = 27
_TONES = {True: "good", False: "bad", None: "text2"}


class _Lines(QAbstractTableModel):
    """The rows as Qt asks for them: for screen readers, tests and copying."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[CompareLine, ...] = ()

    def set_lines(self, lines: tuple[CompareLine, ...]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self.lines else 1 + len(self.lines[0].cells)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        line = self.lines[index.row()]
        if index.column() == 0:
            return f"{line.title} {line.note}".strip()
        if not line.cells:
            return ""
        cell = line.cells[index.column() - 1]
        said = [cell.text, cell.delta, "best" if cell.is_best else "", *(c[0] for c in cell.chips)]
        return " ".join(part for part in said if part)


class _Delegate(QStyledItemDelegate):
    """Paints head, sections and values."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        if not isinstance(model, _Lines):
            return
        line, at = model.lines[index.row()], index.column() - 1
        rect = QRectF(option.rect)
        painter.save()
        if not line.cells:
            painting.fill(painter, rect, "subtle")
            if at < 0:
                room = rect.adjusted(10, 0, -4, 0)
                used = painting.text(painter, room, line.title, "caption", "text2")
                room.setLeft(room.left() + used + 8)
                painting.text(painter, room, line.note, "caption", "text3", numeric=True)
        elif line.is_head:
            if at >= 0:
                self._paint_head(painter, rect, line.cells[at], at)
        elif at < 0:
            painting.text(painter, rect.adjusted(10, 0, -8, 0), line.title, "body", "text2")
        else:
            self._paint_value(painter, rect, line.cells[at])
        edge = "line_strong" if line.is_head else "line"
        painting.hairline(
            painter, rect.left(), rect.bottom() - 1, rect.right() + 1, rect.bottom(), edge
        )
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, cell: CompareCell, at: int) -> None:
        spot = QPointF(rect.left() + 8, rect.top() + 19)
        ink = colour(f"chart.{at}")
        paint_marker(painter, spot, MARKERS[at], ink, 11)
        room = QRectF(rect.left() + 22, rect.top() + 9, rect.width() - 28, 20)
        used = painting.text(painter, room, cell.text, "h3", "text", elide="middle")
        left = room.left() + used + 8
        for words, tone, icon in cell.chips:
            left_over = rect.right() - left - 4
            if left_over < 30:
                break
            left += paint_chip(painter, left, spot.y(), words, tone, icon, room=left_over) + 5
        below = QRectF(rect.left() + 22, rect.top() + 28, rect.width() - 28, 17)
        painting.text(painter, below, cell.delta, "small", "text2")

    def _paint_value(self, painter: QPainter, rect: QRectF, cell: CompareCell) -> None:
        left = rect.left() + 22
        role = "strong" if cell.is_best else "body"
        room = QRectF(left, rect.top(), rect.right() - left - 4, rect.height())
        if cell.is_tinted:
            from tidemill.gui.kit.fonts import face

            wide = min(face("body", True).width(cell.text) + 12, room.width() + 6)
            ground = QRectF(left - 6, rect.center().y() - 10, wide, 20)
            painting.box(painter, ground, 5, "warn_tint")
        tone = "text2" if cell.is_quiet else "text"
        used = painting.text(painter, room, cell.text, role, tone, numeric=True)
        left += used + 7
        if cell.is_best:
            paint_icon(painter, QRectF(left, rect.center().y() - 7, 14, 14), "trophy", "gold")
            left += 20
        if cell.delta:
            ink = "text3" if cell.delta == "same" else _TONES[cell.is_better]
            left = max(left + 4, rect.left() + 84)
            room = QRectF(left, rect.top(), rect.right() - left, rect.height())
            painting.text(painter, room, cell.delta, "small", ink, numeric=True)


class CompareTable(QTableView):
    """Shows the rows of a comparison."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._lines = _Lines(self)
        self.setModel(self._lines)
        self._painter = _Delegate(self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName("Comparison")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)

    def set_lines(self, lines: tuple[CompareLine, ...]) -> None:
        """Show these rows."""
        self.clearSpans()
        self._lines.set_lines(lines)
        scaled = metrics.current().scaled
        for row, line in enumerate(lines):
            self.setRowHeight(row, scaled(_HEAD if line.is_head else _ROW))
        self._fit()
        self.setFixedHeight(self._full_height())

    def words(self, row: int, column: int) -> str:
        """What a cell says."""
        return str(self._lines.index(row, column).data())

    def _full_height(self) -> int:
        tall = sum(self.rowHeight(row) for row in range(self._lines.rowCount()))
        return tall + self.horizontalScrollBar().sizeHint().height() * self._is_wide()

    def _is_wide(self) -> bool:
        n_runs = self._lines.columnCount() - 1
        return _LABEL + n_runs * _NARROWEST > self.viewport().width()

    def _fit(self) -> None:
        n_runs = self._lines.columnCount() - 1
        if n_runs < 1:
            return
        self.setColumnWidth(0, _LABEL)
        each = max(_NARROWEST, (self.viewport().width() - _LABEL) // n_runs)
        for at in range(n_runs):
            self.setColumnWidth(1 + at, each)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the runs."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(600, self._full_height())
