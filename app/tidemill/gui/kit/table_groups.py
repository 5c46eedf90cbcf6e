"""Rows across a table: the headings of groups, folded rows, and cells that are still being read."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from tidemill.gui.kit import painting
from tidemill.gui.kit.cells import GroupRow
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.icons import paint_icon
from tidemill.gui.kit.table_brush import Band, Brush
from tidemill.gui.kit.table_header import TableHeader
from tidemill.gui.kit.table_model import TableColumn

_STEP = 18
_GAP = 10


class GroupPainter:
    """Paints group rows: chevron, title and note across, figures under columns that are free."""

    def __init__(self, head: TableHeader, columns: Sequence[TableColumn], has_checks: bool) -> None:
        """Paint under this head."""
        self._head = head
        self._is_mirrored = head.is_mirrored()
        self._columns = columns
        self._left = 46.0 if has_checks else 14.0
        self._visible = [
            head.logicalIndex(v)
            for v in range(head.count())
            if not head.isSectionHidden(head.logicalIndex(v))
        ]

    def paint(self, painter: QPainter, groups: Sequence[tuple[Band, GroupRow]]) -> None:
        """Paint some rows."""
        for band, group in groups:
            self._words(painter, band, group)

    def _words(self, painter: QPainter, band: Band, group: GroupRow) -> None:
        left = self._left + group.indent * _STEP
        middle = band.top + band.height / 2
        closed = "chevron-left" if self._is_mirrored else "chevron-right"
        name = "chevron-down" if group.is_open else closed
        paint_icon(painter, self._spot(QRectF(left, round(middle - 7), 14, 14)), name, "text2")
        left += 20
        room = QRectF(left, band.top, self._head.viewport().width() - left - 16, band.height)
        side = "right" if self._is_mirrored else "left"
        role = "strong" if group.is_fold else "h3"
        first = self._first_figure(group) if group.is_fold else None
        if first is not None:
            room.setRight(max(left + 40, first - _GAP))
        used = painting.text(
            painter, self._spot(room), group.title, role, "text", side, elide="middle"
        )
        end = left + used
        if group.note:
            room.setLeft(min(room.right(), end + _GAP))
            spot = self._spot(room)
            end = room.left() + painting.text(painter, spot, group.note, "small", "text2", side)
        if group.figures:
            self._figures(painter, band, group, end + _GAP)

    def _spot(self, rect: QRectF) -> QRectF:
        """Where on the screen a rectangle lies that is reckoned from the left."""
        if not self._is_mirrored:
            return rect
        placed = QRectF(rect)
        placed.moveLeft(self._head.viewport().width() - rect.right())
        return placed

    def _edges(self, logical: int) -> tuple[float, float]:
        """Where a column's content begins and ends, reckoned from the left."""
        left, right = self._head.content_edges(logical, self._visible)
        wide = self._head.viewport().width()
        return (wide - right, wide - left) if self._is_mirrored else (left, right)

    def _first_figure(self, group: GroupRow) -> float | None:
        """Where the first column with a figure begins."""
        for logical in self._visible:
            if self._columns[logical].id in group.figures:
                return self._edges(logical)[0]
        return None

    def _figures(self, painter: QPainter, band: Band, group: GroupRow, free: float) -> None:
        """Figures in the columns right of what is written, long or short as they fit."""
        look = face("small", True)
        frozen = self._head.frozen_width()
        for logical in self._visible:
            column = self._columns[logical]
            said = group.figures.get(column.id)
            left, right = self._edges(logical)
            if said is None or (not column.frozen and left < frozen):
                continue
            room = right - left + 8
            words = next((each for each in said if each and look.width(each) <= room), "")
            wide = look.width(words)
            is_at_end = column.side == "right" and not self._is_mirrored
            at = right - wide if is_at_end else left
            if words and at >= free and right <= self._head.viewport().width() + wide:
                spot = self._spot(QRectF(at, band.top, wide + 1, band.height))
                painting.text(painter, spot, words, "small", "text2", elide="none", numeric=True)


def paint_waiting(brush: Brush) -> None:
    """Grey blocks where cells are still being read."""
    wide = max(12.0, min(brush.width, 0.62 * brush.width if brush.width > 60 else brush.width))
    is_right = brush.column.side == "right" or brush.is_mirrored
    at = brush.right - wide if is_right else brush.left
    for band in brush.bands:
        tall = 8
        spot = QRectF(round(at), band.top + round((band.height - tall) / 2), round(wide), tall)
        painting.box(brush.painter, spot, 3, "sunken")
