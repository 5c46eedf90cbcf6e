"""The drift map: a heat map whose dots say what drifted, with the model's events through it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.charts.heatmap import HeatMap, Stem
from tidemill.gui.pages.monitoring.state import TOP, ColumnRow, EventState

EVENT_TOKENS = {"promotion": "gold_fill", "alert": "bad_dot", "retrained": "reference"}
LABEL_WIDTH = 118
DRIFTED = "drifted"


class DriftMap(HeatMap):
    """Columns by chunks. Emits `pointed(row, chunk)` as the pointer moves, -1 where it is not.

    A dot is a column that drifted on all evidence, not one whose PSI alone is over a limit.
    """

    pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty map."""
        super().__init__("Input drift", "PSI", LABEL_WIDTH, parent, DRIFTED)

    def set_drift(
        self,
        rows: Sequence[ColumnRow],
        labels: Sequence[str],
        ticks: Sequence[str],
        events: Sequence[EventState],
    ) -> None:
        """Show each column's PSI by chunk."""
        self.set_data(
            [row.name for row in rows],
            labels,
            [row.psi for row in rows],
            top=TOP,
            ticks=list(enumerate(ticks)),
            marked=[row.drifted for row in rows],
        )
        self.set_stems([_stem(event) for event in events])

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


def _stem(event: EventState) -> Stem:
    """The line of an event; a retraining is quieter than what it led to."""
    return Stem(event.x, EVENT_TOKENS[event.kind], 0.5 if event.kind == "retrained" else 0.9)
