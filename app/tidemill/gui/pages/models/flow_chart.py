"""What one version decides and the other makes of it, as bands; only flips are coloured."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.domain.rehearsals import Flow
from tidemill.gui.kit import metrics, numbers, painting
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.picture import Table
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour

_TALL, _GAP, _BAR, _SIDE, _FOOT, _THIN = 150, 12, 6, 96, 20, 3.0
_TONES = ("candidate", "info")
MOST_DECISIONS = 6
"""With more decisions than that bands say nothing; the words do."""


class FlowChart(Chart):
    """Bands from the former decisions at the left to the new ones at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until flows are shown."""
        super().__init__(tr("Decisions that flip"), parent)
        self._flows: tuple[Flow, ...] = ()
        self._ends = ("", "")

    def set_flows(self, flows: Sequence[Flow], before: str, after: str) -> None:
        """Show flows between the decisions of two versions, named by `before` and `after`."""
        self._flows, self._ends = tuple(flows), (before, after)
        self.tell()

    def decisions(self) -> list[str]:
        """The decisions from the top: those of the fewest rows first."""
        sizes: dict[str, int] = {}
        for flow in self._flows:
            sizes[flow.before] = sizes.get(flow.before, 0) + flow.n
            sizes.setdefault(flow.after, 0)
        return sorted(sizes, key=lambda name: sizes[name])

    def description(self) -> str:
        """How many go from which decision to which."""
        flips = [f for f in self._flows if f.before != f.after]
        if not flips:
            return tr("Decisions that flip: none.")
        said = ", ".join(f"{numbers.count(f.n)} from {f.before} to {f.after}" for f in flips)
        return tr(
            "Decisions that flip from {ends} to {ends2}: {said}.",
            ends=self._ends[0],
            ends2=self._ends[1],
            said=said,
        )

    def as_table(self) -> Table:
        """Each flow."""
        rows = [[f.before, f.after, numbers.integer(f.n)] for f in self._flows]
        return [f"{self._ends[0]} decides", f"{self._ends[1]} decides", tr("Rows")], rows

    def sizeHint(self) -> QSize:
        """As high as bands need."""
        return QSize(300, metrics.current().scaled(_TALL + _FOOT))

    def minimumSizeHint(self) -> QSize:
        """Narrow bands still say something."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what stays first, then the flips over it, then names and counts."""
        painter = QPainter(self)
        whole = sum(flow.n for flow in self._flows)
        if not whole:
            self.paint_nothing(painter)
            return
        names = self.decisions()
        left, right = self._sides(names, 0), self._sides(names, 1)
        wide = float(self.width())
        x1, x2 = _SIDE + _BAR, wide - _SIDE - _BAR
        bands = self._bands(names, left, right)
        flips = [flow for flow in self._flows if flow.before != flow.after]
        for is_flip in (False, True):
            for flow, (top1, tall1, top2, tall2) in bands:
                if (flow.before != flow.after) != is_flip:
                    continue
                tone = colour(_TONES[flips.index(flow) % 2], 0.75) if is_flip else colour("sunken")
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(tone)
                painter.drawPath(_band(x1, top1, tall1, x2, top2, tall2))
        for side, x, align in ((left, x1 - _BAR, "right"), (right, x2, "left")):
            self._paint_side(painter, names, side, x, align)
        self._paint_labels(painter, flips, (x1 + x2) / 2)
        foot = QRectF(0, self.height() - _FOOT, wide, _FOOT)
        painting.text(painter, foot, f"{self._ends[0]} decides", "caption", "text2")
        painting.text(painter, foot, f"{self._ends[1]} decides", "caption", "text2", "right")
        self.paint_ring(painter)

    def _sides(self, names: Sequence[str], end: int) -> dict[str, tuple[float, float, int]]:
        """Top, height and rows of each decision at one side."""
        sizes = dict.fromkeys(names, 0)
        for flow in self._flows:
            sizes[flow.after if end else flow.before] += flow.n
        room = self.height() - _FOOT - _GAP * (len(names) - 1)
        whole = sum(sizes.values())
        found, top = {}, 0.0
        for name in names:
            tall = room * sizes[name] / whole
            found[name] = (top, tall, sizes[name])
            top += tall + _GAP
        return found

    def _bands(
        self,
        names: Sequence[str],
        left: dict[str, tuple[float, float, int]],
        right: dict[str, tuple[float, float, int]],
    ) -> list[tuple[Flow, tuple[float, float, float, float]]]:
        """Where each flow leaves and arrives; a flip is seen however few rows it has."""
        at_left = {name: left[name][0] for name in names}
        at_right = {name: right[name][0] for name in names}
        sizes = {(flow.before, flow.after): flow for flow in self._flows}
        found = []
        for before in names:
            for after in names:
                flow = sizes.get((before, after))
                if flow is None:
                    continue
                tall1 = left[before][1] * flow.n / left[before][2]
                tall2 = right[after][1] * flow.n / right[after][2]
                least = 0.0 if before == after else _THIN
                found.append(
                    (flow, (at_left[before], max(least, tall1), at_right[after], max(least, tall2)))
                )
                at_left[before] += tall1
                at_right[after] += tall2
        return found

    def _paint_side(
        self,
        painter: QPainter,
        names: Sequence[str],
        side: dict[str, tuple[float, float, int]],
        x: float,
        align: str,
    ) -> None:
        for at, name in enumerate(names):
            top, tall, n = side[name]
            tone = "champion" if at == 0 else "reference"
            painting.box(painter, QRectF(x, top, _BAR, max(2.0, tall)), 2, tone)
            middle = min(max(top + tall / 2, 17), self.height() - _FOOT - 17)
            from_left = 0.0 if align == "right" else x + _BAR + 8
            words = QRectF(from_left, middle - 17, _SIDE - 8, 17)
            painting.text(painter, words, name, "strong", "text", elide="middle")
            words.translate(0, 17)
            painting.text(painter, words, numbers.count(n), "small", "text2", numeric=True)

    def _paint_labels(self, painter: QPainter, flips: Sequence[Flow], middle: float) -> None:
        shown = flips[:2]
        room = self.height() - _FOOT
        for at, flow in enumerate(shown):
            words = f"{numbers.count(flow.n)} now {flow.after}"
            wide = face("small").width(words) + 16
            top = room * (at + 1) / (len(shown) + 1) - 11
            box = QRectF(middle - wide / 2, top, wide, 22)
            painting.box(painter, box, 6, "surface", "line")
            token = "cand_text" if at % 2 == 0 else "info"
            painting.text(painter, box, words, "small", token, "center")


def _band(
    x1: float, top1: float, tall1: float, x2: float, top2: float, tall2: float
) -> QPainterPath:
    bend = (x2 - x1) / 2
    path = QPainterPath(QPointF(x1, top1))
    path.cubicTo(QPointF(x1 + bend, top1), QPointF(x2 - bend, top2), QPointF(x2, top2))
    path.lineTo(x2, top2 + tall2)
    end = QPointF(x1, top1 + tall1)
    path.cubicTo(QPointF(x2 - bend, top2 + tall2), QPointF(x1 + bend, top1 + tall1), end)
    path.closeSubpath()
    return path
