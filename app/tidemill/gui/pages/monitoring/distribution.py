"""Shares by value or by bin, of the training data and of one look at new rows."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.histogram import paint_histogram

_BOTTOM = 20


class BinBars(Chart):
    """Many bins: bars for now, the training data as a stepped outline, the ends labelled."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty picture of a column."""
        super().__init__(name, parent)
        self._labels: tuple[str, ...] = ()
        self._reference: tuple[float, ...] = ()
        self._current: tuple[float, ...] = ()

    def set_shares(
        self, labels: Sequence[str], reference: Sequence[float], current: Sequence[float]
    ) -> None:
        """Show shares from 0 to 1 by bin."""
        self._labels = tuple(labels)
        self._reference, self._current = tuple(reference), tuple(current)
        self.tell()

    def description(self) -> str:
        """The bin that moved most, in one sentence."""
        if not self._labels:
            return tr("{name}: nothing known yet.", name=self._name)
        moves = [abs(a - b) for a, b in zip(self._current, self._reference, strict=True)]
        at = max(range(len(moves)), key=moves.__getitem__)
        return tr(
            "{name}: {labels} moved most, from {reference} to {current}.",
            name=self._name,
            labels=self._labels[at],
            reference=numbers.percent(self._reference[at]),
            current=numbers.percent(self._current[at]),
        )

    def as_table(self) -> Table:
        """One row a bin."""
        rows = zip(self._labels, self._reference, self._current, strict=True)
        return [tr("Value"), tr("Training data"), tr("Now")], [
            [label, numbers.percent(before), numbers.percent(now)] for label, before, now in rows
        ]

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(260, 140)

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(120, 140)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, outline and the labels of both ends."""
        painter = QPainter(self)
        plot = QRectF(0, 6, self.width(), self.height() - _BOTTOM - 6)
        if not self._labels:
            self.paint_nothing(painter)
            return
        paint_histogram(painter, plot, self._current, self._reference)
        base = plot.bottom()
        painting.hairline(painter, 0, base, plot.right(), base, "line_strong")
        half = self.width() / 2 - 4
        left = QRectF(0, base + 3, half, _BOTTOM - 4)
        right = QRectF(self.width() - half, base + 3, half, _BOTTOM - 4)
        painting.text(painter, left, self._labels[0], "caption", "axis", numeric=True)
        painting.text(painter, right, self._labels[-1], "caption", "axis", "right", numeric=True)
        self.paint_ring(painter)
