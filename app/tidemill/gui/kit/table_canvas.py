"""The painting of a table: rows of fixed height, a column at a time.

A delegate is asked for each cell and takes four times as long; here one `paintEvent` reads the
visible block from the source, column by column, and paints it.
"""

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.gui.kit import explained, numbers, painting, working
from tidemill.gui.kit.cells import WAITING
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.table_brush import Band, Brush
from tidemill.gui.kit.table_columns import ColumnsView
from tidemill.gui.kit.table_groups import GroupPainter, paint_waiting
from tidemill.gui.kit.table_model import CHECK, RowSelection
from tidemill.gui.kit.table_paint import PAINTERS
from tidemill.gui.kit.table_pictures import natural_width


class TableCanvas(ColumnsView):
    """A table view that paints itself; who is current and selected is decided by `LazyTable`."""

    def __init__(
        self,
        selection: str,
        checks: bool,
        row_height: int | None,
        auto_height: bool,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make a view; see `LazyTable`."""
        super().__init__(checks, row_height, auto_height, name, parent)
        self._selecting = selection
        self._selected = RowSelection()
        self._current_row = -1
        self._hovered = -1
        self._is_focus_shown = False
        self.tone_column = ""
        """The column whose cells are tokens of the rows' colours; empty paints none."""
        self._working: list[QRect] = []

    def current_row(self) -> int:
        """The current row, -1 if there is none."""
        return self._current_row

    def is_row_selected(self, row: int) -> bool:
        """Whether a row is drawn selected."""
        if self._selecting == "single":
            return row == self._current_row
        return row in self._selected

    def row_at(self, y: int) -> int:
        """The row at a height on the screen, -1 below the last."""
        row = (y + self.verticalScrollBar().value()) // max(1, self.row_height())
        return row if 0 <= row < self._model.rowCount() else -1

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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint everything where frozen columns would be moved along."""
        super().scrollContentsBy(dx, dy)
        self._hovered = -1
        if dx:
            self.viewport().update()
            self._head.viewport().update()

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
                is_heading = group is not None and not group.is_fold
                self._paint_ground(painter, band, row, is_heading)
                if group is None:
                    bands.append(band)
                    rows.append(row - first)
                else:
                    groups.append((band, group))
            self._paint_tones(painter, first, last, bands, rows)
            self._paint_columns(painter, first, last, bands, rows)
            if groups:
                GroupPainter(self._head, self._model.columns, self._checks).paint(painter, groups)
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
        free, end = head.free_span()
        is_scrolled, is_mirrored = head.offset() > 0, head.is_mirrored()
        for logical in head.in_sight(visible):
            column = self._model.columns[logical]
            left, right = head.content_edges(logical, visible)
            begin, stop = (0, wide) if column.frozen else (free, end)
            if right < begin or left > stop:
                continue
            if not column.frozen and is_scrolled and frozen:
                painter.setClipRect(free, 0, end - free, self.viewport().height())
            read = bands
            if column.id == CHECK:
                for band in bands:
                    band.value = band.is_selected
            else:
                values: Sequence[Any] = self._model.source.block(first, last, column.id)
                for band, row in zip(bands, rows, strict=True):
                    band.value = values[row]
                if any(band.value is WAITING for band in bands):
                    read = [band for band in bands if band.value is not WAITING]
                    waiting = [band for band in bands if band.value is WAITING]
                    blocks = Brush(painter, column, left, right, waiting, is_mirrored=is_mirrored)
                    paint_waiting(blocks)
            brush = Brush(painter, column, left, right, read, is_mirrored=is_mirrored)
            PAINTERS[column.kind](brush)
            self._working += brush.working
            painter.setClipping(False)
        if frozen and is_scrolled:
            edge = head.frozen_edge()
            painting.hairline(painter, edge, 0, edge + 1, self.viewport().height(), "line")

    def _paint_tones(
        self, painter: QPainter, first: int, last: int, bands: list[Band], rows: list[int]
    ) -> None:
        """Paint the mark at the left edge of rows that a person gave a colour."""
        if not self.tone_column:
            return
        tones = self._model.source.block(first, last, self.tone_column)
        for band, row in zip(bands, rows, strict=True):
            tone = tones[row]
            if isinstance(tone, str):
                left = self.viewport().width() - 4 if self._head.is_mirrored() else 0
                painter.fillRect(QRect(left, band.top + 3, 4, band.height - 7), painting.tint(tone))

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
            number = self.explained_at(told.pos())
            if number is not None and explained.show(told.globalPos(), number, self.viewport()):
                return True
            words = self._tip(told.pos())
            if words:
                QToolTip.showText(told.globalPos(), words, self.viewport())
            else:
                QToolTip.hideText()
                event.ignore()
            return True
        return super().viewportEvent(event)

    def explained_at(self, spot: QPoint) -> explained.Number | None:
        """The number in the cell under a place in the viewport."""
        row, at = self.row_at(spot.y()), self._head.column_under(spot.x())
        if row < 0 or at < 0 or self._model.columns[at].id == CHECK:
            return None
        return self._model.number(row, at)

    def numbers_told(self) -> list[explained.Number]:
        """The numbers of the current row, or of the first one."""
        row = max(0, self.current_row())
        if row >= self._model.rowCount():
            return []
        found = (self._model.number(row, at) for at in range(self._model.columnCount()))
        return [one for one in found if one is not None]

    def _tip(self, spot: QPoint) -> str:
        row, at = self.row_at(spot.y()), self._head.column_under(spot.x())
        if row < 0 or at < 0:
            return ""
        column = self._model.columns[at]
        group = self._model.source.group(row)
        if group is not None:
            told = group.figures.get(column.id)
            return f"{column.title}: {told[0]}" if told else f"{group.title} {group.note}".strip()
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
