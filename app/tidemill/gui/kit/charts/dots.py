"""A dot for each run in rows of one scale: importance by feature, a measure by slice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
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
_MOST_COLUMNS = 24
_MOST_DOTS = 200
"""Past so many in a row the quiet ones are stripes: where there are more, the stronger."""


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
        row_word: str = tr("Feature"),
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
        self._values = np.empty((0, 0))
        self._ends = (0.0, 1.0)
        self._highlighted = -1

    def set_rows(self, rows: Sequence[DotRow], series: Sequence[str]) -> None:
        """Show these features; `series` names the runs."""
        self._rows, self._series = tuple(rows), tuple(series)
        self._values = np.array([row.values for row in rows], dtype=np.float64, ndmin=2)
        self._ends = self._range()
        self.updateGeometry()
        self.tell()

    def highlight(self, series: int) -> None:
        """Bring a run forward; -1 is none."""
        self._highlighted = series
        self.update()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._rows:
            return tr("{name}: nothing known yet.", name=self._name)
        if self._has_zero:
            return tr(
                "{name}: {label} weighs most of {n} features.",
                name=self._name,
                label=self._rows[0].label,
                n=len(self._rows),
            )
        return tr(
            "{name}: {n} slices, weakest {label}.",
            name=self._name,
            n=len(self._rows),
            label=self._rows[0].label,
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        notes = [tr("Rows")] if any(row.note for row in self._rows) else []
        if len(self._series) > _MOST_COLUMNS:
            said = [
                tr("{label} ({note} rows)", label=row.label, note=row.note)
                if row.note
                else row.label
                for row in self._rows
            ]
            across = [[numbers.plain(v) for v in row.values] for row in self._rows]
            rows = [[name, *cells] for name, *cells in zip(self._series, *across, strict=True)]
            return [tr("Run"), *said], rows
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
        known = self._values[np.isfinite(self._values)]
        if not known.size:
            return 0.0, 1.0
        low, high = float(known.min()), float(known.max())
        if self._has_zero:
            return min(0.0, low), max(0.0, high)
        pad = (high - low) * 0.06 or abs(high) * 0.05 or 0.5
        return low - pad, high + pad

    def _xs(self, at: int, plot: QRectF) -> NDArray[np.float64]:
        """The pixels of a row's dots (series,), NaN where a series has none."""
        low, high = self._ends
        shares = (self._values[at] - low) / ((high - low) or 1.0)
        return np.asarray(plot.left() + shares * plot.width())

    def _has_values(self) -> bool:
        return bool(np.isfinite(self._values).any())

    def dot_near(self, place: QPointF) -> tuple[int, int] | None:
        """Row and series of the dot within 8 px of a place."""
        at = int(place.y() // metrics.current().scaled(self._row))
        if not 0 <= at < len(self._rows) or not self._has_values():
            return None
        away = np.abs(self._xs(at, self._plot()) - place.x())
        if not np.isfinite(away).any():
            return None
        best = int(np.nanargmin(away))
        return (at, best) if away[best] <= _NEAR else None

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
                self.say(event.globalPos(), said)
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
            self._paint_row(painter, self._xs(at, plot), middle)
        self.paint_ring(painter)

    def _paint_row(self, painter: QPainter, xs: NDArray[np.float64], middle: float) -> None:
        """Paint the dots of a row; the quiet ones as stripes where they are many."""
        known = np.flatnonzero(np.isfinite(xs))
        if len(known) > 1:
            low, high = float(xs[known].min()), float(xs[known].max())
            painting.hairline(painter, low, middle, high, middle, "line_strong")
        is_crowd = len(known) > _MOST_DOTS
        if is_crowd:
            _paint_stripes(painter, xs[known[known >= len(MARKERS)]], middle)
            known = known[(known < len(MARKERS)) | (known == self._highlighted)]
        # The one brought forward lies on top.
        for n in sorted(known.tolist(), key=lambda n: (n == self._highlighted, -n)):
            self._paint_dot(painter, n, QPointF(float(xs[n]), middle))

    def _paint_grid(self, painter: QPainter, plot: QRectF) -> None:
        low, high = self._ends
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


def _paint_stripes(painter: QPainter, xs: NDArray[np.float64], middle: float) -> None:
    """Paint how many dots lie at each pixel: the more, the stronger."""
    if not xs.size:
        return
    first = int(np.floor(xs.min()))
    counts = np.bincount((np.floor(xs) - first).astype(np.int64))
    shares = np.log1p(counts) / np.log1p(counts.max())
    for at in np.flatnonzero(counts).tolist():
        ink = colour("reference", 0.2 + 0.6 * float(shares[at]))
        painter.fillRect(QRectF(first + at, middle - 4, 1, 8), ink)
