"""Importance by feature: a dot for each run on one scale from zero."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step, nice_ticks
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

_BOTTOM = 20


@dataclass(frozen=True)
class DotRow:
    """One feature: its name and a value for each series, None where there is none."""

    label: str
    values: tuple[float | None, ...]


class Dots(Chart):
    """Rows of dots; the series take colours and markers in the usual order."""

    def __init__(
        self,
        name: str = "",
        row_height: int = 19,
        label_width: int = 130,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty picture; `name` is the measure."""
        super().__init__(name, parent)
        self._row = row_height
        self._label_width = label_width
        self._rows: tuple[DotRow, ...] = ()
        self._series: tuple[str, ...] = ()
        self._highlighted = -1

    def set_rows(self, rows: Sequence[DotRow], series: Sequence[str]) -> None:
        """Show these features; `series` names the runs."""
        self._rows, self._series = tuple(rows), tuple(series)
        self.updateGeometry()
        self.tell()

    def highlight(self, series: int) -> None:
        """Bring a run forward; -1 is none."""
        self._highlighted = series
        self.update()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._rows:
            return f"{self._name}: nothing known yet."
        return f"{self._name}: {self._rows[0].label} weighs most of {len(self._rows)} features."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        return ["Feature", *self._series], [
            [row.label, *(numbers.plain(value) for value in row.values)] for row in self._rows
        ]

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        tall = max(1, len(self._rows)) * metrics.current().scaled(self._row)
        return QSize(380, tall + _BOTTOM)

    def minimumSizeHint(self) -> QSize:
        """Labels and a little room for dots."""
        return QSize(self._label_width + 100, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, labels and dots."""
        painter = QPainter(self)
        known = [v for row in self._rows for v in row.values if v is not None]
        if not known:
            self.paint_nothing(painter)
            return
        tall = metrics.current().scaled(self._row)
        plot = QRectF(self._label_width, 0, self.width() - self._label_width - 14, 0)
        plot.setBottom(len(self._rows) * tall)
        low, high = min(0.0, *known), max(0.0, *known)
        span = (high - low) or 1.0
        ticks = nice_ticks(low, high + span * 0.02, 4)
        decimals = decimals_for(nice_step(span, 4))
        for tick in ticks:
            line = round(plot.left() + (tick - low) / span * plot.width())
            painting.hairline(painter, line, plot.top(), line, plot.bottom(), "grid")
            words = QRectF(line - 30, plot.bottom() + 3, 60, _BOTTOM - 4)
            said = numbers.decimal(tick, decimals)
            painting.text(painter, words, said, "caption", "axis", "center", "none", numeric=True)
        for at, row in enumerate(self._rows):
            middle = at * tall + tall / 2.0
            label = QRectF(0, at * tall, self._label_width - 12, tall)
            painting.text(painter, label, row.label, "small", "text2", elide="middle")
            spots = [
                (n, plot.left() + (value - low) / span * plot.width())
                for n, value in enumerate(row.values)
                if value is not None
            ]
            if len(spots) > 1:
                ends = [x for _, x in spots]
                painting.hairline(painter, min(ends), middle, max(ends), middle, "line_strong")
            for n, x in reversed(spots):
                alpha = 1.0 if self._highlighted in {-1, n} else 0.35
                ink = colour(f"chart.{n}", alpha) if n < len(MARKERS) else colour("reference", 0.35)
                paint_marker(painter, QPointF(x, middle), MARKERS[n % len(MARKERS)], ink)
        self.paint_ring(painter)
