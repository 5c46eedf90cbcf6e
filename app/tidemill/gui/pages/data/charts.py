"""The histogram of a column of dates, whose axis is told in days, months or years."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.histogram import paint_histogram
from tidemill.gui.pages.data.profile_state import date_words

_BOTTOM = 20


class DateHistogram(Chart):
    """Bars over time; edges are in seconds since 1970, the former version is an outline."""

    def __init__(self, name: str, height: int = 132, parent: QWidget | None = None) -> None:
        """Show nothing yet; `name` is the column's."""
        super().__init__(name, parent)
        self._tall = height
        self._edges: tuple[float, ...] = ()
        self._counts: tuple[float, ...] = ()
        self._reference: tuple[float, ...] = ()

    def set_data(
        self, edges: Sequence[float], counts: Sequence[float], reference: Sequence[float] = ()
    ) -> None:
        """Show counts between edges (one more edge than counts)."""
        self._edges, self._counts = tuple(edges), tuple(counts)
        self._reference = tuple(reference)
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._edges:
            return tr("Rows of {name}: nothing known yet.", name=self._name)
        low, high = self._edges[0], self._edges[-1]
        first, last = date_words(low, high - low), date_words(high, high - low)
        return tr("Rows of {name} from {first} to {last}.", name=self._name, first=first, last=last)

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        rows = []
        for at, count in enumerate(self._counts):
            step = self._edges[at + 1] - self._edges[at]
            row = [date_words(self._edges[at], step), numbers.integer(count)]
            rows.append([*row, numbers.integer(self._reference[at])] if self._reference else row)
        return [tr("From"), tr("Rows"), *([tr("Rows before")] if self._reference else [])], rows

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(260, self._tall)

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(120, self._tall)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars, base line and labels."""
        painter = QPainter(self)
        rect = QRectF(0, 4, self.width(), self.height() - _BOTTOM - 4)
        paint_histogram(painter, rect, self._counts, self._reference)
        base = rect.bottom()
        painting.hairline(painter, rect.left(), base, rect.right(), base, "line_strong")
        line = QRectF(rect.left(), base + 3, rect.width(), _BOTTOM - 4)
        low, high = self._edges[0], self._edges[-1]
        for value, align in ((low, "left"), ((low + high) / 2, "center"), (high, "right")):
            words = date_words(value, high - low)
            painting.text(painter, line, words, "caption", "axis", align, numeric=True)
        self.paint_ring(painter)
