"""Predicted against actual, as a cloud of markers for each run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.ticks import decimals_for, nice_step, nice_ticks
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS

_BOTTOM = 22
_MOST = 900


@dataclass(frozen=True, eq=False)
class Cloud:
    """The rows of one run: its place among the runs, its name, actual and predicted values."""

    run: int
    name: str
    actual: NDArray[np.float64]
    predicted: NDArray[np.float64]

    def thinned(self, most: int) -> "Cloud":
        """Every so many rows, at most `most`."""
        step = max(1, -(-len(self.actual) // max(1, most)))
        return Cloud(self.run, self.name, self.actual[::step], self.predicted[::step])


class Scatter(Chart):
    """Clouds on one scale with the diagonal on which a prediction would be right."""

    def __init__(self, name: str = "", height: int = 190, parent: QWidget | None = None) -> None:
        """Make an empty picture."""
        super().__init__(name, parent)
        self._tall = height
        self._clouds: tuple[Cloud, ...] = ()
        self._every: dict[int, Cloud] = {}
        self._share = _MOST
        self._highlighted = -1
        self._range = (0.0, 1.0)

    def set_clouds(self, clouds: Sequence[Cloud]) -> None:
        """Show the first eight of these, and any other while it is brought forward.

        Together they draw at most 900 rows, so that the picture stays quick.
        """
        shown = clouds[: len(MARKERS)]
        self._share = _MOST // max(1, len(shown))
        self._clouds = tuple(cloud.thinned(self._share) for cloud in shown)
        self._every = {cloud.run: cloud for cloud in clouds[len(MARKERS) :]}
        every = [part for cloud in self._clouds for part in (cloud.actual, cloud.predicted)]
        if every and sum(part.size for part in every):
            both = np.concatenate(every)
            # A few far rows would press all the others together.
            low, high = (float(v) for v in np.quantile(both, [0.002, 0.998]))
            self._range = (low, high) if high > low else (low - 0.5, low + 0.5)
        self.tell()

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none."""
        if run != self._highlighted:
            self._highlighted = run
            self.update()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._clouds:
            return tr("{name}: nothing known yet.", name=self._name)
        parts = []
        for cloud in self._clouds:
            off = float(np.median(np.abs(cloud.predicted - cloud.actual)))
            parts.append(
                tr(
                    "{name} is off by {plain} in the middle row",
                    name=cloud.name,
                    plain=numbers.plain(off),
                )
            )
        return f"{self._name}: {'; '.join(parts)}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        clouds = self._drawn()
        rows = [
            [cloud.name, numbers.plain(float(actual)), numbers.plain(float(predicted))]
            for cloud in clouds
            for actual, predicted in zip(cloud.actual, cloud.predicted, strict=True)
        ]
        return [tr("Run"), tr("Actual"), tr("Predicted")], rows

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, self._tall)

    def minimumSizeHint(self) -> QSize:
        """Room for an axis and some dots."""
        return QSize(160, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, diagonal and clouds; the one brought forward last."""
        painter = QPainter(self)
        if not self._clouds:
            self.paint_nothing(painter)
            return
        low, high = self._range
        ticks = nice_ticks(low, high, 4)
        decimals = decimals_for(nice_step(high - low, 4))
        words = [numbers.decimal(tick, decimals) for tick in ticks]
        left = max(face("caption", True).width(each) for each in words) + 10 if words else 30.0
        plot = QRectF(left, 8, self.width() - left - 14, self.height() - 8 - _BOTTOM)
        for tick, said in zip(ticks, words, strict=True):
            share = (tick - low) / (high - low)
            y = round(plot.bottom() - share * plot.height())
            painting.hairline(painter, plot.left(), y, plot.right(), y, "grid")
            beside = QRectF(0, y - 8, plot.left() - 8, 16)
            painting.text(painter, beside, said, "caption", "axis", "right", "none", numeric=True)
            x = plot.left() + share * plot.width()
            label = f"{said} actual" if tick == ticks[-1] else said
            wide = face("caption", True).width(label)
            at = max(0.0, min(x - wide / 2, self.width() - wide - 1))
            below = QRectF(at, plot.bottom() + 5, wide + 1, _BOTTOM - 6)
            painting.text(painter, below, label, "caption", "axis", elide="none", numeric=True)
        painter.setClipRect(plot)
        diagonal = painting.dashed("reference", 1.5, (4, 3))
        painting.line(painter, plot.left(), plot.bottom(), plot.right(), plot.top(), diagonal)
        for cloud in sorted(self._drawn(), key=lambda one: one.run == self._highlighted):
            self._paint_cloud(painter, cloud, plot)
        painter.setClipping(False)
        self.paint_ring(painter)

    def _drawn(self) -> list[Cloud]:
        """The eight, and the run brought forward where it is another."""
        other = self._every.get(self._highlighted)
        return [*self._clouds, *([] if other is None else [other.thinned(self._share)])]

    def _paint_cloud(self, painter: QPainter, cloud: Cloud, plot: QRectF) -> None:
        low, high = self._range
        alpha = 0.7 if self._highlighted == -1 else 1.0 if self._highlighted == cloud.run else 0.15
        is_ours = cloud.run < len(MARKERS)
        ink = colour(f"chart.{cloud.run}" if is_ours else "text", alpha)
        marker = MARKERS[cloud.run] if is_ours else "circle"
        x = plot.left() + (cloud.actual - low) / (high - low) * plot.width()
        y = plot.bottom() - (cloud.predicted - low) / (high - low) * plot.height()
        for across, down in zip(x.tolist(), y.tolist(), strict=True):
            paint_marker(painter, QPointF(across, down), marker, ink, 6.5)
