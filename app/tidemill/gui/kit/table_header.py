"""The head of a table: captions, the sorted column with an arrow, a box that selects all."""

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.checkbox import CheckState, paint_check
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.table_model import CHECK, TableModel

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

_ARROW = 12


class TableHeader(QHeaderView):
    """Painted from tokens. Drag a caption to reorder, an edge to resize, double-click to fit.

    `clicked_column(id)` asks to sort by a column, `added_column(id)` (Shift held) to sort by it
    within what is sorted already. `sorts` are the columns sorted by, first key first.
    """

    clicked_column = Signal(str)
    added_column = Signal(str)
    menu_requested = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a head for a table."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.sorts: list[tuple[str, bool]] = []
        self.check_state: CheckState = "off"
        self._pressed_at: QPoint | None = None
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setStretchLastSection(False)

    def setModel(self, model: "QAbstractItemModel | None") -> None:
        """Take a selection model of our own: Qt would ask every row for each change else."""
        super().setModel(model)
        if model is not None:
            self.setSelectionModel(QItemSelectionModel(model, self))

    def table_model(self) -> TableModel | None:
        """The model, if it is one of ours."""
        model = self.model()
        return model if isinstance(model, TableModel) else None

    def sizeHint(self) -> QSize:
        """As wide as its columns, as high as a table's head.

        Qt would measure every caption, and asks at each change of a column's width.
        """
        return QSize(self.length(), metrics.current().table_head)

    def set_sort(self, column_id: str, is_ascending: bool) -> None:
        """Show which column the rows are sorted by."""
        self.set_sorts([(column_id, is_ascending)])

    def set_sorts(self, sorts: Sequence[tuple[str, bool]]) -> None:
        """Show which columns the rows are sorted by, as pairs of id and "ascending"."""
        if list(sorts) != self.sorts:
            self.sorts = list(sorts)
            self.viewport().update()

    def set_check_state(self, state: CheckState) -> None:
        """Show whether none, some or all rows are selected."""
        if state != self.check_state:
            self.check_state = state
            self.viewport().update()

    def is_mirrored(self) -> bool:
        """Whether the first column stands at the right."""
        return self.isRightToLeft()

    def frozen_width(self) -> int:
        """Width of the columns that stay where rows begin."""
        model = self.table_model()
        if model is None:
            return 0
        wide = 0
        for visual in range(self.count()):
            logical = self.logicalIndex(visual)
            if not model.columns[logical].frozen:
                break
            wide += self.sectionSize(logical)
        return wide

    def section_left(self, logical: int) -> int:
        """Where a column begins on the screen, frozen ones always at their place."""
        model = self.table_model()
        if model is not None and model.columns[logical].frozen:
            left = self.sectionPosition(logical)
            if self.is_mirrored():
                left = self.viewport().width() - left - self.sectionSize(logical)
            return left
        return self.sectionViewportPosition(logical)

    def free_span(self) -> tuple[int, int]:
        """Where the columns that move begin and end on the screen: beside the frozen ones."""
        wide, frozen = self.viewport().width(), self.frozen_width()
        return (0, wide - frozen) if self.is_mirrored() else (frozen, wide)

    def is_over_frozen(self, x: int) -> bool:
        """Whether a place on the screen lies on the frozen columns."""
        first, end = self.free_span()
        return x >= end if self.is_mirrored() else x < first

    def column_under(self, x: int) -> int:
        """The column at a place on the screen, -1 if there is none."""
        model = self.table_model()
        if model is None:
            return -1
        if self.is_over_frozen(x):
            by = self.offset() if self.is_mirrored() else -self.offset()
            return int(self.logicalIndexAt(x + by))
        return int(self.logicalIndexAt(x))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()
        is_over_frozen = self.is_over_frozen(event.position().toPoint().x())
        if not (self.offset() > 0 and is_over_frozen):
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click in place, not on an edge, asks to sort."""
        super().mouseReleaseEvent(event)
        began, self._pressed_at = self._pressed_at, None
        if began is None or (event.position().toPoint() - began).manhattanLength() > 3:
            return
        if self.cursor().shape() == Qt.CursorShape.SplitHCursor:
            return
        model = self.table_model()
        at = self.column_under(began.x())
        if model is not None and at >= 0:
            is_added = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.added_column if is_added else self.clicked_column).emit(model.columns[at].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the column's menu."""
        model = self.table_model()
        at = self.column_under(event.pos().x())
        if model is not None and at >= 0:
            self.menu_requested.emit(model.columns[at].id, event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground, captions and the line below."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), painting.tint("surface"))
        model = self.table_model()
        if model is not None and self.count() == len(model.columns):
            visible = [
                self.logicalIndex(visual)
                for visual in range(self.count())
                if not self.isSectionHidden(self.logicalIndex(visual))
            ]
            frozen = self.frozen_width()
            free, end = self.free_span()
            painter.setClipRect(free, 0, end - free, self.height())
            in_sight = self.in_sight(visible)
            for logical in in_sight:
                if not model.columns[logical].frozen:
                    self._paint_caption(painter, model, logical, visible)
            painter.setClipping(False)
            for logical in in_sight:
                if model.columns[logical].frozen:
                    self._paint_caption(painter, model, logical, visible)
            if frozen and self.offset() > 0:
                edge = self.frozen_edge()
                painting.hairline(painter, edge, 0, edge + 1, self.height(), "line")
        bottom = self.height() - 1
        painting.hairline(painter, 0, bottom, self.viewport().width(), bottom, "line")

    def frozen_edge(self) -> int:
        """Where the line between frozen columns and the others lies on the screen."""
        free, end = self.free_span()
        return end if self.is_mirrored() else free - 1

    def _paint_caption(
        self, painter: QPainter, model: TableModel, logical: int, visible: list[int]
    ) -> None:
        column = model.columns[logical]
        left, right = self.content_edges(logical, visible)
        tall = self.height() - 1
        if column.id == CHECK:
            side = metrics.current().checkbox
            left = right - side if self.is_mirrored() else left
            spot = QRectF(left, round((tall - side) / 2), side, side)
            paint_check(painter, spot, self.check_state)
            return
        rank = next((at for at, (name, _) in enumerate(self.sorts) if name == column.id), -1)
        is_sorted = rank >= 0
        ink = "text" if is_sorted else "text2"
        look = face("caption")
        number = str(rank + 1) if is_sorted and len(self.sorts) > 1 else ""
        arrow = _ARROW + 3 + look.width(number) if is_sorted else 0
        room = QRectF(left, 0, right - left, tall)
        if column.side == "right" or (self.is_mirrored() and column.side == "left"):
            wide = min(look.width(column.title), room.width() - arrow)
            words = QRectF(room.right() - wide - 0.5, 0, wide + 0.5, tall)
            painting.text(painter, words, column.title, "caption", ink, "right", "middle")
            spot_left = words.left() - arrow
        else:
            room.setWidth(room.width() - arrow)
            used = painting.text(painter, room, column.title, "caption", ink, column.side, "middle")
            spot_left = room.left() + used + 3
            if column.side == "center":
                spot_left = room.center().x() + used / 2 + 3
        if is_sorted:
            name = "arrow-up" if self.sorts[rank][1] else "arrow-down"
            spot = QRectF(spot_left, (tall - _ARROW) / 2, _ARROW, _ARROW)
            paint_icon(painter, spot, name, "text")
            if number:
                beside = QRectF(spot.right(), 0, look.width(number) + 1, tall)
                painting.text(painter, beside, number, "caption", "text", elide="none")

    def in_sight(self, visible: list[int]) -> list[int]:
        """Those of the columns that lie on the screen, frozen ones always; there may be thousands.

        `visible` are all columns that are not hidden, as they stand.
        """
        model, wide = self.table_model(), self.viewport().width()
        free, end = self.free_span()
        places = (max(0, min(free, wide - 1)), max(0, min(end, wide) - 1))
        ends = sorted(self.visualIndexAt(x) for x in places)
        if model is None or ends[0] < 0:
            return visible
        shown = [self.logicalIndex(visual) for visual in range(ends[0], ends[1] + 1)]
        shown = [logical for logical in shown if not self.isSectionHidden(logical)]
        lead = list(takewhile(lambda logical: model.columns[logical].frozen, visible))
        return [*lead, *(logical for logical in shown if logical not in lead)]

    def content_edges(self, logical: int, visible: list[int]) -> tuple[float, float]:
        """Where a column's content begins and ends on the screen."""
        left = self.section_left(logical)
        right = left + self.sectionSize(logical)
        first, last = visible[0], visible[-1]
        if self.is_mirrored():
            first, last = last, first
        return left + (16 if logical == first else 10), right - (16 if logical == last else 10)
