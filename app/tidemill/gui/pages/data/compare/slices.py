"""Slices of the rows as bars with their shares: where a change comes from."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.version_diffs import Slice
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.progress import paint_bar

_LINE = 23
_NAME, _FIGURE = 0.45, 52


class SliceBars(Chart):
    """One line a level: name, bar, share; the guilty one in amber."""

    def __init__(self, name: str, slices: Sequence[Slice], parent: QWidget | None = None) -> None:
        """Show the slices; `name` says of what."""
        super().__init__(name, parent)
        self._slices = tuple(slices)
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        said = ", ".join(f"{s.level} {numbers.percent(s.after)}" for s in self._slices)
        return f"{self._name}: {said}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        rows = [
            [
                s.level,
                numbers.integer(s.rows),
                numbers.percent(s.before),
                numbers.percent(s.after),
            ]
            for s in self._slices
        ]
        return [tr("Slice"), tr("Rows"), tr("Before"), tr("Now")], rows

    def sizeHint(self) -> QSize:
        """A line a slice."""
        return QSize(260, metrics.current().scaled(_LINE) * len(self._slices))

    def minimumSizeHint(self) -> QSize:
        """As narrow as an inspector."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, bars and shares."""
        painter = QPainter(self)
        tall = metrics.current().scaled(_LINE)
        most = max([s.after for s in self._slices] + [1e-9])
        look = face("strong")
        widest = max((look.width(s.level) for s in self._slices), default=0.0) + 12
        name = min(max(56.0, widest), self.width() * _NAME)
        for at, one in enumerate(self._slices):
            line = QRectF(0, at * tall, self.width(), tall)
            role = "strong" if one.is_guilty else "body"
            painting.text(
                painter,
                QRectF(0, line.top(), name - 8, tall),
                one.level,
                role,
                "text",
                elide="middle",
            )
            middle = line.center().y()
            bar = QRectF(name, round(middle - 3), self.width() - name - _FIGURE, 6)
            token = "warn_dot" if one.is_guilty else "reference"
            paint_bar(painter, bar, one.after / most, token)
            figure = QRectF(self.width() - _FIGURE, line.top(), _FIGURE, tall)
            tone = "warn" if one.is_guilty else "text2"
            words = numbers.percent(one.after)
            painting.text(painter, figure, words, "body", tone, "right", numeric=True)
        self.paint_ring(painter)
