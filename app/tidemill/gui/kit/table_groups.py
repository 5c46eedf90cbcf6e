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
        name = "chevron-down" if group.is_open else "chevron-right"
        paint_icon(painter, QRectF(left, round(middle - 7), 14, 14), name, "text2")
        left += 20
        room = QRectF(left, band.top, self._head.viewport().width() - left - 16, band.height)
        role = "strong" if group.is_fold else "h3"
        first = self._first_figure(group) if group.is_fold else None
        if first is not None:
            room.setRight(max(left + 40, first - _GAP))
        used = painting.text(painter, room, group.title, role, "text", elide="middle")
        end = left + used
        if group.note:
            room.setLeft(min(room.right(), end + _GAP))
            end = room.left() + painting.text(painter, room, group.note, "small", "text2")
        if group.figures:
            self._figures(painter, band, group, end + _GAP)

    def _first_figure(self, group: GroupRow) -> float | None:
        """Where the first column with a figure begins."""
        for logical in self._visible:
            if self._columns[logical].id in group.figures:
                return self._head.content_edges(logical, self._visible)[0]
        return None

    def _figures(self, painter: QPainter, band: Band, group: GroupRow, free: float) -> None:
        """Figures in the columns right of what is written, long or short as they fit."""
        look = face("small", True)
        frozen = self._head.frozen_width()
        for logical in self._visible:
            column = self._columns[logical]
            said = group.figures.get(column.id)
            left, right = self._head.content_edges(logical, self._visible)
            if said is None or (not column.frozen and left < frozen):
                continue
            room = right - left + 8
            words = next((each for each in said if each and look.width(each) <= room), "")
            wide = look.width(words)
            side = column.side
            at = right - wide if side == "right" else left
            if words and at >= free and right <= self._head.viewport().width() + wide:
                spot = QRectF(at, band.top, wide + 1, band.height)
                painting.text(painter, spot, words, "small", "text2", elide="none", numeric=True)


def paint_waiting(brush: Brush) -> None:
    """Grey blocks where cells are still being read."""
    wide = max(12.0, min(brush.width, 0.62 * brush.width if brush.width > 60 else brush.width))
    at = brush.right - wide if brush.column.side == "right" else brush.left
    for band in brush.bands:
        tall = 8
        spot = QRectF(round(at), band.top + round((band.height - tall) / 2), round(wide), tall)
        painting.box(brush.painter, spot, 3, "sunken")
