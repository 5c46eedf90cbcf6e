"""A dot for each run in rows of one scale: importance by feature, a measure by slice."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step, nice_ticks
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

_BOTTOM = 20
_RIGHT = 14.0
_NEAR = 8.0


@dataclass(frozen=True)
class DotRow:
    """One row: its name and a value for each series, None where there is none.

    `note` stands at the right, such as how many rows a slice has.
    """

    label: str
    values: tuple[float | None, ...]
    note: str = ""


class Dots(Chart):
    """Rows of dots; the series take colours and markers in the usual order.

    Emits `pointed(series)` for the dot under the pointer, -1 for none.
    """

    pointed = Signal(int)

    def __init__(
        self,
        name: str = "",
        row_height: int = 19,
        label_width: int = 130,
        parent: QWidget | None = None,
        has_zero: bool = True,
        row_word: str = "Feature",
    ) -> None:
        """Make an empty picture; `name` is the measure.

        `has_zero` keeps zero on the scale; `row_word` is what a row is.
        """
        super().__init__(name, parent)
        self._has_zero, self._row_word = has_zero, row_word
        self.setMouseTracking(True)
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
        if self._has_zero:
            return f"{self._name}: {self._rows[0].label} weighs most of {len(self._rows)} features."
        return f"{self._name}: {len(self._rows)} slices, weakest {self._rows[0].label}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        notes = ["Rows"] if any(row.note for row in self._rows) else []
        return [self._row_word, *self._series, *notes], [
            [
                row.label,
                *(numbers.plain(value) for value in row.values),
                *([row.note] if notes else []),
            ]
            for row in self._rows
        ]

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        tall = max(1, len(self._rows)) * metrics.current().scaled(self._row)
        return QSize(380, tall + _BOTTOM)

    def minimumSizeHint(self) -> QSize:
        """Labels and a little room for dots."""
        return QSize(self._label_width + 100, self.sizeHint().height())

    # Places

    def _plot(self) -> QRectF:
        tall = metrics.current().scaled(self._row)
        notes = max((face("caption", True).width(row.note) for row in self._rows), default=0.0)
        right = _RIGHT + (notes + 10 if notes else 0)
        plot = QRectF(self._label_width, 0, self.width() - self._label_width - right, 0)
        plot.setBottom(len(self._rows) * tall)
        return plot

    def _range(self) -> tuple[float, float]:
        known = [v for row in self._rows for v in row.values if v is not None]
        if self._has_zero:
            return min(0.0, *known), max(0.0, *known)
        low, high = min(known), max(known)
        pad = (high - low) * 0.06 or abs(high) * 0.05 or 0.5
        return low - pad, high + pad

    def _spots(self, at: int, plot: QRectF) -> list[tuple[int, float]]:
        """The series of a row with the pixels of their dots."""
        low, high = self._range()
        span = (high - low) or 1.0
        return [
            (n, plot.left() + (value - low) / span * plot.width())
            for n, value in enumerate(self._rows[at].values)
            if value is not None
        ]

    def _has_values(self) -> bool:
        return any(v is not None for row in self._rows for v in row.values)

    def dot_near(self, place: QPointF) -> tuple[int, int] | None:
        """Row and series of the dot within 8 px of a place."""
        at = int(place.y() // metrics.current().scaled(self._row))
        if not 0 <= at < len(self._rows) or not self._has_values():
            return None
        spots = self._spots(at, self._plot())
        near = [(abs(x - place.x()), n) for n, x in spots if abs(x - place.x()) <= _NEAR]
        return (at, min(near)[1]) if near else None

    # Pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which run is pointed at."""
        super().mouseMoveEvent(event)
        found = self.dot_near(event.position())
        self.pointed.emit(-1 if found is None else found[1])

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Say a dot in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.dot_near(QPointF(event.pos()))
            if found is None:
                QToolTip.hideText()
            else:
                row = self._rows[found[0]]
                said = (
                    f"{self._series[found[1]]}, {row.label}: {numbers.plain(row.values[found[1]])}"
                )
                QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, labels and dots."""
        painter = QPainter(self)
        if not self._has_values():
            self.paint_nothing(painter)
            return
        tall = metrics.current().scaled(self._row)
        plot = self._plot()
        self._paint_grid(painter, plot)
        for at, row in enumerate(self._rows):
            middle = at * tall + tall / 2.0
            label = QRectF(0, at * tall, self._label_width - 12, tall)
            painting.text(painter, label, row.label, "small", "text2", elide="middle")
            if row.note:
                beside = QRectF(plot.right() + 4, at * tall, self.width() - plot.right() - 6, tall)
                painting.text(painter, beside, row.note, "caption", "text3", "right", numeric=True)
            spots = self._spots(at, plot)
            if len(spots) > 1:
                ends = [x for _, x in spots]
                painting.hairline(painter, min(ends), middle, max(ends), middle, "line_strong")
            # The one brought forward lies on top.
            for n, x in sorted(spots, key=self._depth):
                self._paint_dot(painter, n, QPointF(x, middle))
        self.paint_ring(painter)

    def _depth(self, spot: tuple[int, float]) -> tuple[bool, int]:
        return spot[0] == self._highlighted, -spot[0]

    def _paint_grid(self, painter: QPainter, plot: QRectF) -> None:
        low, high = self._range()
        span = (high - low) or 1.0
        decimals = decimals_for(nice_step(span, 4))
        for tick in nice_ticks(low, high + span * (0.02 if self._has_zero else 0.0), 4):
            line = round(plot.left() + (tick - low) / span * plot.width())
            painting.hairline(painter, line, plot.top(), line, plot.bottom(), "grid")
            words = QRectF(line - 30, plot.bottom() + 3, 60, _BOTTOM - 4)
            said = numbers.decimal(tick, decimals)
            painting.text(painter, words, said, "caption", "axis", "center", "none", numeric=True)

    def _paint_dot(self, painter: QPainter, n: int, spot: QPointF) -> None:
        alpha = 1.0 if self._highlighted in {-1, n} else 0.35
        if n < len(MARKERS):
            paint_marker(painter, spot, MARKERS[n], colour(f"chart.{n}", alpha))
        else:
            # Past eight the rest is quiet and alike.
            ink = colour("text") if n == self._highlighted else colour("reference", 0.35)
            paint_marker(painter, spot, "circle", ink, 7)
