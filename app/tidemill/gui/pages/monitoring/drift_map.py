"""The drift map: a heat map whose dots say what drifted, with the model's events through it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Table
from tidemill.gui.kit.charts.heatmap import HeatLegend, HeatMap
from tidemill.gui.kit.theme import colour
from tidemill.gui.pages.monitoring.state import TOP, ColumnRow, EventState

EVENT_TOKENS = {"promotion": "gold_fill", "alert": "bad_dot", "retrained": "reference"}
LABEL_WIDTH = 118


class DriftMap(HeatMap):
    """Columns by chunks. Emits `pointed(row, chunk)` as the pointer moves, -1 where it is not.

    A dot is a column that drifted on all evidence, not one whose PSI alone is over a limit.
    """

    pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty map."""
        super().__init__("Input drift", "PSI", LABEL_WIDTH, parent)
        self._drifted: tuple[tuple[bool, ...], ...] = ()
        self._events: tuple[EventState, ...] = ()

    def set_drift(
        self,
        rows: Sequence[ColumnRow],
        labels: Sequence[str],
        ticks: Sequence[str],
        events: Sequence[EventState],
    ) -> None:
        """Show each column's PSI by chunk."""
        self._drifted = tuple(row.drifted for row in rows)
        self._events = tuple(events)
        self.set_data(
            [row.name for row in rows],
            labels,
            [row.psi for row in rows],
            top=TOP,
            ticks=list(enumerate(ticks)),
        )

    def description(self) -> str:
        """The map in one sentence: the chosen cell, or what drifted last."""
        if not self._rows or not self._columns or self._chosen is not None:
            return super().description()
        over = [n for n, d in zip(self._rows, self._drifted, strict=True) if d[-1]]
        said = ", ".join(over[:3]) or "none"
        return f"{self._name}: {len(over)} of {len(self._rows)} columns drifted at the end: {said}."

    def _say(self, row: int, column: int) -> str:
        value = self._values[row][column]
        said = f"{self._rows[row]}, {self._columns[column]}: "
        if value is None:
            said += "PSI not known"
        else:
            said += f"PSI {numbers.decimal(value, 2)}"
        return f"{said}, drifted." if self._drifted[row][column] else f"{said}, not drifted."

    def as_table(self) -> Table:
        """One row a column, one column a chunk; a star marks what drifted."""
        rows = []
        for name, values, drifted in zip(self._rows, self._values, self._drifted, strict=True):
            cells = [
                numbers.decimal(value, 3) + (" *" if has_drifted else "")
                for value, has_drifted in zip(values, drifted, strict=True)
            ]
            rows.append([name, *cells])
        return ["Column (* drifted)", *self._columns], rows

    def event(self, event: QEvent) -> bool:
        """The page's own tip says more than Qt's."""
        if event.type() == QEvent.Type.ToolTip:
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the cell under the pointer."""
        super().mouseMoveEvent(event)
        cell = self.cell_at(event.position().toPoint())
        self.pointed.emit(*((-1, -1) if cell is None else cell))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is gone."""
        super().leaveEvent(event)
        self.pointed.emit(-1, -1)

    def _paint_marks(self, painter: QPainter) -> None:
        for row, drifted in enumerate(self._drifted):
            for column, has_drifted in enumerate(drifted):
                cell = QRectF(self._cell(row, column))
                if has_drifted and cell.width() >= 6:
                    dot = QRectF(0, 0, 4, 4)
                    dot.moveCenter(cell.center())
                    painting.box(painter, dot, 2, "ramp_dot")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        plot = self.plot_rect()
        for event in self._events:
            x = plot.left() + plot.width() * event.x / max(1, len(self._columns))
            line = QRectF(min(round(x), round(plot.right()) - 1), 0, 1, plot.bottom())
            painter.fillRect(
                line, colour(EVENT_TOKENS[event.kind], 0.5 if event.kind == "retrained" else 0.9)
            )
        super()._paint_marks(painter)


class DriftLegend(HeatLegend):
    """The scale, and that a dot means drifted."""

    def _words(self) -> tuple[str, str, str]:
        first, last, _ = super()._words()
        return first, last, "drifted"
