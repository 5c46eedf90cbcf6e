"""Drift by feature and time: one cell a day, coloured by strength, a dot where over the limit."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts import heat_cells
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.curve_moves import dragged, wheeled
from tidemill.gui.kit.charts.curve_view import View
from tidemill.gui.kit.charts.heat_canvas import HeatCanvas, Stem
from tidemill.gui.kit.charts.heat_cells import Floats
from tidemill.gui.kit.charts.ramp import HeatLegend, ramp_colour

__all__ = ["HeatLegend", "HeatMap", "Stem", "ramp_colour"]

_DRAGGED = 4
"""From how many pixels on a press and a move are a drag, not a click."""


class HeatMap(HeatCanvas):
    """Rows by columns of numbers, missing cells left open.

    Emits `cell_selected(row, column)` for a click and for the arrow keys, and `hovered(column)`
    (-1 when the pointer leaves), by which other charts show the same time.

    Where it is zoomable the wheel zooms the columns, a drag pans and a double click shows all of
    them again; `link_x` lets charts of lines over the same columns follow, `x_moved(low, high)`
    tells the stretch in sight.
    """

    cell_selected = Signal(int, int)
    hovered = Signal(int)

    def __init__(
        self,
        name: str = "",
        measure: str = "PSI",
        label_width: int = 118,
        parent: QWidget | None = None,
        mark: str = "",
        is_zoomable: bool = False,
    ) -> None:
        """Make an empty map; `measure` is what the cells hold.

        `mark` is what a marked cell is, in words ("drifted"); without it a dot means over the
        limit.
        """
        super().__init__(name, label_width, parent)
        self._measure = measure
        self._mark = mark
        self._is_zoomable = is_zoomable
        self._limit: float | None = None
        self._pressed: tuple[QPoint, View] | None = None
        self._has_dragged = False
        self.setMouseTracking(True)

    def set_data(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        values: Sequence[Sequence[float | None]] | Floats,
        limit: float | None = None,
        top: float | None = None,
        ticks: Sequence[tuple[int, str]] = (),
        marked: Sequence[Sequence[bool]] | heat_cells.Bools | None = None,
    ) -> None:
        """Show values by row and column.

        `columns` name each column in words ("Thu 19 Nov"), `ticks` are the few written below the
        map as pairs of column and words; `top` is the value of the strongest colour. Cells that
        are `marked` have the dot; without it those over `limit` have.
        """
        is_same_axis = len(columns) == len(self._columns)
        self._rows, self._columns = tuple(rows), tuple(columns)
        self._values = heat_cells.as_array(values, len(self._columns))
        self._limit = limit
        if marked is None:
            far = math.inf if limit is None else limit
            self._marked = np.nan_to_num(self._values, nan=-math.inf) > far
        else:
            self._marked = np.asarray(marked, dtype=bool).reshape(self._values.shape)
        if not is_same_axis:
            self._view = self._home()
        known = self._values[np.isfinite(self._values)]
        most = max((limit or 0.0) * 1.5, 1e-9, float(known.max(initial=0.0)))
        self._top = top if top is not None else most
        self._ticks = dict(ticks)
        self._image = None
        if self._chosen is not None:
            row, column = self._chosen
            if row >= len(self._rows) or column >= len(self._columns):
                self._chosen = None
        self.updateGeometry()
        self.tell()

    def set_measure(self, measure: str) -> None:
        """What the cells hold, in words."""
        self._measure = measure

    def selected(self) -> tuple[int, int] | None:
        """The chosen row and column."""
        return self._chosen

    def set_selected(self, row: int, column: int) -> None:
        """Choose a cell without telling."""
        self._chosen = (row, column) if self._rows and self._columns else None
        self.tell()

    def clear_selected(self) -> None:
        """Choose nothing."""
        if self._chosen is not None:
            self._chosen = None
            self.tell()

    def description(self) -> str:
        """The map in one sentence."""
        if not self._rows:
            return tr("{name}: nothing known yet.", name=self._name)
        if self._chosen is not None:
            return self._say(*self._chosen)
        if self._limit is None and not self._mark:
            return tr(
                "{name}: {measure} of {n} features.",
                name=self._name,
                measure=self._measure,
                n=len(self._rows),
            )
        last: list[bool] = self._marked[:, -1].tolist() if self._columns else []
        over = [name for name, is_over in zip(self._rows, last, strict=True) if is_over]
        said = ", ".join(over[:3]) or "none"
        if self._mark:
            n = tr("{n} of {n2} features", n=len(over), n2=len(self._rows))
            return tr(
                "{name}: {n} {mark} at the end: {said}.",
                name=self._name,
                n=n,
                mark=self._mark,
                said=said,
            )
        return tr(
            "{name}: {n} of {n2} features over the limit of {decimal} at the end: {said}.",
            name=self._name,
            n=len(over),
            n2=len(self._rows),
            decimal=numbers.decimal(self._limit, 2),
            said=said,
        )

    def _say(self, row: int, column: int) -> str:
        found = float(self._values[row, column])
        value = found if math.isfinite(found) else None
        said = f"{self._rows[row]}, {self._columns[column]}: "
        if value is None and not self._mark:
            return said + tr("nothing known.")
        if self._mark:
            known = tr("not known") if value is None else numbers.decimal(value, 2)
            is_marked = self._marked[row, column]
            return f"{said}{self._measure} {known}, {'' if is_marked else 'not '}{self._mark}."
        said += f"{self._measure} {numbers.decimal(value, 2)}"
        if self._limit is None:
            return said + "."
        where = "over" if self._marked[row, column] else "under"
        return tr(
            "{said}, {where} the limit of {decimal}.",
            said=said,
            where=where,
            decimal=numbers.decimal(self._limit, 2),
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn; where marks have a word, a star stands for it."""
        star = " *" if self._mark else ""
        head = tr("Feature (* {mark})", mark=self._mark) if self._mark else tr("Feature")
        return [head, *self._columns], [
            [
                name,
                *(
                    numbers.decimal(value if math.isfinite(value) else None, 3)
                    + (star if is_marked else "")
                    for value, is_marked in zip(values, marked, strict=True)
                ),
            ]
            for name, values, marked in zip(
                self._rows, self._values.tolist(), self._marked.tolist(), strict=True
            )
        ]

    # Pointer and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose or to pan; a click on a label chooses its newest cell."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)  # the arrow keys walk on from here
        spot = event.position().toPoint()
        row = spot.y() // self.row_height()
        if self.cell_at(spot) is not None:
            self._pressed, self._has_dragged = (spot, self._view), False
        elif spot.x() < self._label_width and 0 <= row < len(self._rows) and self._columns:
            self._choose(row, len(self._columns) - 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the cell, unless the columns were dragged."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or self._has_dragged:
            super().mouseReleaseEvent(event)
            return
        cell = self.cell_at(pressed[0])
        if cell is not None:
            self._choose(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or tell the column under the pointer."""
        spot = event.position().toPoint()
        if self._pressed is not None and self._is_zoomable:
            start, view = self._pressed
            self._has_dragged |= abs(spot.x() - start.x()) >= _DRAGGED
            if self._has_dragged:
                places = self.plot_rect(), start.toPointF(), event.position()
                self._set_view(dragged(view, self._home(), *places))
                return
        cell = self.cell_at(spot)
        column = -1 if cell is None else cell[1]
        if column != self._crosshair:
            self.set_crosshair(column)
            self.hovered.emit(column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all columns again, where it is zoomable."""
        if self._is_zoomable and self.cell_at(event.position().toPoint()) is not None:
            self._set_view(self._home())
        else:
            super().mouseDoubleClickEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom the columns, or leave the wheel to the page."""
        if not self._is_zoomable or self.cell_at(event.position().toPoint()) is None:
            event.ignore()
            return
        home = self._home()
        self._set_view(wheeled(self._view, home, self.plot_rect(), event, is_tall_kept=True))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.set_crosshair(-1)
        self.hovered.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk the cells, Home and End go to the ends of a row."""
        key = Qt.Key(event.key())
        step = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Home: (0, -len(self._columns)),
            Qt.Key.Key_End: (0, len(self._columns)),
        }.get(key)
        if step is None or not self._rows or not self._columns:
            super().keyPressEvent(event)
            return
        row, column = self._chosen or (0, len(self._columns) - 1)
        if self._chosen is not None:
            row = max(0, min(len(self._rows) - 1, row + step[0]))
            column = max(0, min(len(self._columns) - 1, column + step[1]))
        self._choose(row, column)

    def _choose(self, row: int, column: int) -> None:
        self._chosen = (row, column)
        self._reveal(column)
        self.tell()
        self.cell_selected.emit(row, column)

    def _reveal(self, column: int) -> None:
        """Pan so far that a column is in sight."""
        low, high = self.shown_x_range()
        by = min(0.0, column - low) + max(0.0, column + 1 - high)
        if by:
            self.set_x_range(low + by, high + by)

    def event(self, event: QEvent) -> bool:
        """Tell the cell in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            if cell is not None:
                self.say(event.globalPos(), self._say(*cell))
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
