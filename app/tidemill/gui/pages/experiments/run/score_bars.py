"""How probabilities lie for two outcomes: bars over each other, the second in front."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

if TYPE_CHECKING:
    from tidemill.services.evaluation import Line

_BOTTOM = 22
_TOP = 22


class ScoreBars(Chart):
    """Two histograms of the probability said, as shares of all rows."""

    def __init__(
        self,
        name: str,
        scores: "Sequence[Line]",
        levels: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """Show the histograms; `levels` name the two outcomes."""
        super().__init__(name, parent)
        self._scores = [np.asarray(one.y, dtype=float) for one in scores]
        self._middles = np.asarray(scores[0].x, dtype=float)
        names = tuple(levels) if len(levels) == 2 else ("wrong", "right")
        self._names = names
        self.set_heading(name, tr("share of rows by the probability said"))
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        said = []
        for name, values in zip(self._names, self._scores, strict=True):
            total = float(values.sum())
            if total > 0:
                mean = float((values * self._middles).sum() / total)
                said.append(
                    tr("{name} rows were given {mean:.2f} on average", name=name, mean=mean)
                )
        return f"{self._name}: {'; '.join(said) or 'nothing known yet'}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        rows = [
            [numbers.decimal(middle, 4), *(numbers.percent(v, 2) for v in values)]
            for middle, *values in zip(self._middles, *self._scores, strict=True)
        ]
        return [tr("Probability"), *self._names], rows

    def sizeHint(self) -> QSize:
        """As high as the pictures beside it."""
        return QSize(220, 132)

    def minimumSizeHint(self) -> QSize:
        """Room for some bars."""
        return QSize(120, 132)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, the words of both outcomes and the ends."""
        painter = QPainter(self)
        plot = QRectF(0, _TOP, self.width() - 4, self.height() - _TOP - _BOTTOM)
        top = max(float(values.max()) for values in self._scores) or 1.0
        n = len(self._middles)
        wide = plot.width() / n
        inks = (colour("reference", 0.45), colour("accent", 0.85))
        for values, ink in zip(self._scores, inks, strict=True):
            for at, value in enumerate(values.tolist()):
                if value <= 0:
                    continue
                tall = max(1.0, value / top * plot.height())
                left = round(plot.left() + at * wide)
                right = round(plot.left() + (at + 1) * wide) - 1
                bar = QRectF(left, plot.bottom() - tall, max(1, right - left), tall)
                painter.fillRect(bar, ink)
        painting.hairline(painter, 0, plot.bottom(), plot.right(), plot.bottom(), "grid")
        self._paint_words(painter, plot, inks)
        self.paint_ring(painter)

    def _paint_words(self, painter: QPainter, plot: QRectF, inks: Sequence[QColor]) -> None:
        left = 0.0
        for name, ink in zip(self._names, inks, strict=True):
            painter.fillRect(QRectF(left, 5, 10, 10), ink)
            room = QRectF(left + 15, 0, self.width() - left - 15, 20)
            used = painting.text(painter, room, name, "caption", "text2")
            left += used + 27
        below = QRectF(0, plot.bottom() + 5, self.width(), 16)
        painting.text(painter, below, "0", "caption", "axis", numeric=True)
        painting.text(painter, below, "0.5", "caption", "axis", "center", numeric=True)
        words = tr("score 1")
        room = below.adjusted(0, 0, -max(0.0, 4 - face("caption").width("1") / 2), 0)
        painting.text(painter, room, words, "caption", "axis", "right", numeric=True)
