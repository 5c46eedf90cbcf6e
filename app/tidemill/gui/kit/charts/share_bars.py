"""Shares of groups as bars against the share of all: for whom something is more than usual."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_ROW, _HEAD = 23, 22
_SHARE, _BAR, _COUNT = 48, 78, 44
_GAP = 8


@dataclass(frozen=True)
class Share:
    """One group: its name, the share of its `n` rows, and how many that are. `is_certain` says
    that it is more than chance."""

    label: str
    share: float
    count: int
    n: int
    is_certain: bool = True


class ShareBars(Chart):
    """A bar a group, the largest of them as long as there is room; a dashed line at all of them."""

    def __init__(self, name: str = "", heads: str = "", parent: QWidget | None = None) -> None:
        """Make an empty picture; `heads` is what is counted at the right."""
        super().__init__(name, parent)
        self._heads = heads
        self._rows: tuple[Share, ...] = ()
        self._whole = 0.0

    def set_shares(self, rows: Sequence[Share], whole: float) -> None:
        """Show groups, and the share of all rows."""
        self._rows, self._whole = tuple(rows), whole
        self.updateGeometry()
        self.tell()

    def description(self) -> str:
        """The picture in one sentence."""
        if not self._rows:
            return tr("{name}: nothing known yet.", name=self._name)
        told = ", ".join(f"{one.label} {numbers.percent(one.share)}" for one in self._rows)
        return tr(
            "{name}: {told}; all {whole}.",
            name=self._name,
            told=told,
            whole=numbers.percent(self._whole),
        )

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        headers = [
            tr("Group"),
            tr("Share"),
            self._heads or tr("Count"),
            tr("Rows"),
            tr("More than chance"),
        ]
        return headers, [
            [
                one.label,
                numbers.percent(one.share),
                numbers.integer(one.count),
                numbers.integer(one.n),
                "yes" if one.is_certain else tr("not sure"),
            ]
            for one in self._rows
        ]

    def sizeHint(self) -> QSize:
        """A line a group, and the heads."""
        scale = metrics.current().scaled
        return QSize(scale(300), scale(_HEAD) + len(self._rows) * scale(_ROW) + 4)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the numbers and some of the names."""
        scale = metrics.current().scaled
        return QSize(scale(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, shares, bars, counts, and the line of all."""
        painter = QPainter(self)
        if not self._rows:
            self.paint_nothing(painter)
            return
        scale = metrics.current().scaled
        count = QRectF(self.width() - scale(_COUNT), 0, scale(_COUNT), scale(_HEAD))
        bar = QRectF(count.left() - _GAP - scale(_BAR), 0, scale(_BAR), scale(_HEAD))
        share = QRectF(bar.left() - _GAP - scale(_SHARE), 0, scale(_SHARE), 0)
        most = max(self._whole, *(one.share for one in self._rows)) or 1.0
        for at, one in enumerate(self._rows):
            top = scale(_HEAD) + at * scale(_ROW)
            room = QRectF(0, top, share.left() - _GAP, scale(_ROW))
            painting.text(painter, room, one.label, "small", "text", elide="middle")
            room = QRectF(share.left(), top, share.width(), scale(_ROW))
            words = numbers.percent(one.share)
            painting.text(painter, room, words, "strong", "text", "right", numeric=True)
            line = QRectF(bar.left(), top + scale(_ROW) / 2 - 3, bar.width(), 6)
            painting.box(painter, line, 3, "sunken")
            line.setWidth(max(6.0, bar.width() * one.share / most))
            painting.box(painter, line, 3, "champion" if one.is_certain else "reference")
            room = QRectF(count.left(), top, count.width(), scale(_ROW))
            words = numbers.integer(one.count)
            painting.text(painter, room, words, "small", "text2", "right", numeric=True)
        self._paint_whole(painter, bar, most)
        painting.text(painter, count, self._heads, "caption", "text3", "right")
        self.paint_ring(painter)

    def event(self, event: QEvent) -> bool:
        """Tell the whole name of a group under the pointer, and of how many rows it is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            scale = metrics.current().scaled
            at = (event.pos().y() - scale(_HEAD)) // scale(_ROW)
            if 0 <= at < len(self._rows):
                one = self._rows[at]
                words = f"{one.label}: {numbers.integer(one.count)} of {numbers.integer(one.n)}"
                chance = tr("more than chance") if one.is_certain else tr("may be chance")
                self.say(event.globalPos(), f"{words}, {chance}")
                return True
        return super().event(event)

    def _paint_whole(self, painter: QPainter, bar: QRectF, most: float) -> None:
        """The line of all, with its words over the bars."""
        at = round(bar.left() + bar.width() * self._whole / most) + 0.5
        pen = QPen(colour("text2"), 1)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(round(at), round(bar.bottom()) - 3, round(at), self.height() - 4)
        words = f"all {numbers.percent(self._whole)}"
        wide = face("caption").width(words) + 2
        left = min(max(at - wide / 2, bar.left() - wide / 2), bar.right() - wide)
        room = QRectF(left, 0, wide, bar.height() - 3)
        painting.text(painter, room, words, "caption", "text2")
