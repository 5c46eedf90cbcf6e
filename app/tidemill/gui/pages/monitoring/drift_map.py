"""The drift map: a heat map whose dots say what drifted, with the model's events through it."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.charts.heatmap import HeatMap, Stem
from tidemill.gui.pages.monitoring.state import TOP, ChartsState, EventState, drawn

EVENT_TOKENS = {"promotion": "gold_fill", "alert": "bad_dot", "retrained": "reference"}
LABEL_WIDTH = 118
DRIFTED = "drifted"
MOST_TIMES = 3.0
"""How many times its limit a finding about columns together has the strongest colour."""


class DriftMap(HeatMap):
    """Columns by looks. Emits `pointed(row, look)` as the pointer moves, -1 where it is not.

    A dot is a column that drifted on all evidence, not one whose PSI alone is over a limit.
    """

    pointed = Signal(int, int)

    def __init__(self, name: str = tr("Input drift"), parent: QWidget | None = None) -> None:
        """Make an empty map."""
        super().__init__(name, "PSI", LABEL_WIDTH, parent, DRIFTED, is_zoomable=True)

    def set_drift(self, charts: ChartsState) -> None:
        """Show each column's PSI by look."""
        cells, ticks = charts.cells, list(enumerate(charts.ticks))
        self.set_data(
            cells.names, charts.labels, cells.psi, top=TOP, ticks=ticks, marked=cells.drifted
        )
        self.set_stems([_stem(event) for event in drawn(charts.events)])

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


class AnswersStrip(DriftMap):
    """How far the champion's answers moved, over those of the candidate where one waits, on the
    scale of the map below."""

    def __init__(self, limit: float | None = None, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(tr("Prediction drift"), parent)
        self._far = limit
        self.set_ticked(False)

    def set_limit(self, limit: float | None) -> None:
        """From which PSI on the answers count as moved."""
        self._far = limit

    def set_drift(self, charts: ChartsState) -> None:
        """Show the answers' PSI by look."""
        names, answers = ["answers"], charts.answers.reshape(1, -1)
        if charts.candidate.has_any():
            names = ["champion", "candidate"]
            answers = np.vstack((charts.answers, charts.candidate.psi))
        far = math.inf if self._far is None else self._far
        self.set_data(names, charts.labels, answers, top=TOP, marked=answers >= far)
        self.set_stems([_stem(event) for event in drawn(charts.events)])


class TogetherStrip(DriftMap):
    """What the columns of each look tell together, in multiples of the limit of each finding."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty strip."""
        super().__init__(tr("Columns together"), parent)
        self.set_measure(tr("times the limit"))
        self.set_ticked(False)

    def set_drift(self, charts: ChartsState) -> None:
        """Show the findings by look."""
        wholes = charts.wholes
        self.set_data(
            wholes.names, charts.labels, wholes.times, top=MOST_TIMES, marked=wholes.drifted
        )
        self.set_stems([_stem(event) for event in drawn(charts.events)])


def events_at(charts: ChartsState, at: int) -> Sequence[EventState]:
    """What happened at a look."""
    last = len(charts.labels) - 1
    return [e for e in charts.events if at <= e.x < at + 1 or (at == last and e.x == at + 1)]


def _stem(event: EventState) -> Stem:
    """The line of an event; a retraining is quieter than what it led to."""
    return Stem(event.x, EVENT_TOKENS[event.kind], 0.5 if event.kind == "retrained" else 0.9)
