"""What a promotion changes: both values of each measure, the change, its interval."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.forest import paint_interval
from tidemill.gui.pages.models.promotion_state import Measure

_HEAD = 24
_ROW = 38
_LABEL = 160
_CELL = 76
_TONES = {True: ("good", "good_dot"), False: ("warn", "warn_dot"), None: ("text2", "text2")}


class ChangeChart(Chart):
    """Rows of measures; every row has a scale of its own, zero stands at one place in all.

    Better is to the right whatever the direction of the measure.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty picture."""
        super().__init__(tr("What changes"), parent)
        self._rows: tuple[Measure, ...] = ()
        self._heads = (tr("Champion"), tr("Candidate"))

    def set_rows(self, rows: Sequence[Measure], against: str, candidate: str) -> None:
        """Show these measures; `against` and `candidate` head the two columns."""
        self._rows, self._heads = tuple(rows), (against, candidate)
        self.updateGeometry()
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._rows:
            return tr("What changes: nothing could be compared.")
        better = sum(row.is_better is True for row in self._rows)
        worse = sum(row.is_better is False for row in self._rows)
        rest = len(self._rows) - better - worse
        return tr(
            "What changes: {better} measures better, {worse} worse, {rest} not certain.",
            better=better,
            worse=worse,
            rest=rest,
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn; the interval is of the gain, positive is better."""
        words = {True: "better", False: "worse", None: tr("not certain")}
        heads = [tr("Measure"), *self._heads, tr("Change"), tr("Gain, 95% interval"), tr("Verdict")]
        return heads, [
            [r.title, r.champion, r.candidate, r.change, r.interval, words[r.is_better]]
            for r in self._rows
        ]

    def _tall(self) -> int:
        return metrics.current().scaled(_ROW)

    def sizeHint(self) -> QSize:
        """As many rows as there are."""
        return QSize(540, _HEAD + max(1, len(self._rows)) * self._tall())

    def minimumSizeHint(self) -> QSize:
        """Labels, three numbers and a short scale."""
        return QSize(440, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, rows, the zero line and the intervals."""
        painter = QPainter(self)
        if not self._rows:
            self.paint_nothing(painter, tr("There was nothing to compare it with"))
            return
        label = min(_LABEL, max(110, self.width() - 3 * _CELL - 150))
        columns = [label + at * _CELL for at in range(3)]
        plot = QRectF(label + 3 * _CELL + 22, _HEAD, 0, len(self._rows) * self._tall())
        plot.setRight(self.width() - 12)
        zero = round(plot.left() + plot.width() * 0.36)
        self._paint_heads(painter, columns, zero)
        for at in range(1, len(self._rows)):
            top = _HEAD + at * self._tall()
            painting.hairline(painter, 0, top, self.width(), top, "line")
        painting.hairline(painter, zero - 1, _HEAD, zero + 1, plot.bottom(), "line_strong")
        for at, row in enumerate(self._rows):
            self._paint_row(painter, row, _HEAD + at * self._tall(), columns, plot, zero)
        self.paint_ring(painter)

    def _paint_heads(self, painter: QPainter, columns: Sequence[int], zero: int) -> None:
        for left, head in zip(columns, (*self._heads, tr("Change")), strict=True):
            rect = QRectF(left - 8, 0, _CELL + 8, _HEAD - 4)
            painting.text(painter, rect, head, "caption", "text2", "right")
        rect = QRectF(zero - 66, 0, 60, _HEAD - 4)
        painting.text(painter, rect, "worse", "caption", "text2", "right")
        rect = QRectF(zero + 6, 0, 60, _HEAD - 4)
        painting.text(painter, rect, "better", "caption", "text2")

    def _paint_row(
        self,
        painter: QPainter,
        row: Measure,
        top: float,
        columns: Sequence[int],
        plot: QRectF,
        zero: int,
    ) -> None:
        tall = self._tall()
        said, drawn = _TONES[row.is_better]
        half = (tall - 8) / 2
        painting.text(painter, QRectF(0, top + 4, columns[0], half), row.title, "strong", "text")
        below = QRectF(0, top + 4 + half, columns[0], half)
        painting.text(painter, below, row.direction, "small", "text3")
        cells = ((row.champion, "text2", "body"), (row.candidate, "text", "strong"))
        for left, (words, tone, role) in zip(
            columns, (*cells, (row.change, said, "body")), strict=True
        ):
            rect = QRectF(left, top, _CELL, tall)
            painting.text(painter, rect, words, role, tone, "right", "none", numeric=True)
        # Half of the longer side for each unit, so that both ends of every row have room.
        right, left_room = plot.right() - zero - 8, zero - plot.left() - 4
        unit = min(right, max(left_room / max(0.02, -row.low), 1.0)) if row.low < 0 else right
        middle = round(top + tall / 2) + 0.5
        places = [zero + share * unit for share in (row.low, row.gain, row.high)]
        paint_interval(painter, middle, places[0], places[1], places[2], drawn)
