"""Confusion matrices side by side: the baseline's shares, the others' difference to it.

Each row is a true class and adds up to 100 %. A difference is blue where a run says the class less
often than the baseline and orange where more often, as for all signed differences; what is on the
diagonal is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.theme import colour, mix
from tidemill.gui.kit.tokens import MARKERS

_GAP = 16
_HEAD = 22
_FOOT = 20
_MOST_WORDS = 6
_MOST = 8
_SMALLEST = 92.0


@dataclass(frozen=True, eq=False)
class Confusion:
    """One run's counts (classes, classes): a row for each true class, a column for each said."""

    run: int
    name: str
    counts: NDArray[np.int64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Counts as shares of their true class; NaN where there is no such row."""
        whole = self.counts.sum(axis=1, keepdims=True).astype(float)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(np.where(whole > 0, self.counts / whole, np.nan))


class ConfusionChart(Chart):
    """Matrices of the same classes, eight at a time; the first is the baseline.

    Of more runs the last matrix is that of the one brought forward, so that each can be seen.
    Emits `pointed(run)` for the matrix under the pointer, -1 for none.
    """

    pointed = Signal(int)

    def __init__(self, name: str = "", height: int = 190, parent: QWidget | None = None) -> None:
        """Make an empty chart."""
        super().__init__(name, parent)
        self._tall = height
        self._levels: tuple[str, ...] = ()
        self._runs: tuple[Confusion, ...] = ()
        self._every: dict[int, Confusion] = {}
        self._highlighted = -1
        self._cell = (0, 0, 0)
        self._has_cell = False
        self.setMouseTracking(True)

    def set_runs(self, levels: Sequence[str], runs: Sequence[Confusion]) -> None:
        """Show these; `levels` are the classes in the order of the counts."""
        self._levels, self._runs = tuple(levels), tuple(runs)[:_MOST]
        self._every = {one.run: one for one in runs}
        self._has_cell = False
        self.updateGeometry()
        self.tell()

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none."""
        if run == self._highlighted:
            return
        self._highlighted = run
        if run in self._every and all(one.run != run for one in self._runs):
            self._runs = (*self._runs[: _MOST - 1], self._every[run])
            self.tell()
        self.update()

    def shown(self) -> tuple[Confusion, ...]:
        """The runs whose matrices are seen."""
        return self._runs

    # Words

    def description(self) -> str:
        """The chart in one sentence."""
        if not self._runs:
            return tr("{name}: nothing known yet.", name=self._name)
        if self._has_cell:
            return self._say(*self._cell) + "."
        said = [
            tr(
                "{name} is right on {right}",
                name=one.name,
                right=numbers.percent(_right(one.counts)),
            )
            for one in self._runs
        ]
        return tr("{name}: {names} of the rows.", name=self._name, names=", ".join(said))

    def _say(self, at: int, truth: int, guess: int) -> str:
        one = self._runs[at]
        share = float(one.shares[truth, guess])
        words = tr(
            "{name}: {levels} taken for {levels2}, {integer} rows, {share}",
            name=one.name,
            levels=self._levels[truth],
            levels2=self._levels[guess],
            integer=numbers.integer(int(one.counts[truth, guess])),
            share=numbers.percent(share),
        )
        if at == 0:
            return words
        change = float(share - self._runs[0].shares[truth, guess])
        return tr(
            "{words}, {delta_percent} against {name}",
            words=words,
            delta_percent=numbers.delta_percent(change),
            name=self._runs[0].name,
        )

    def as_table(self) -> Table:
        """One row for each run and pair of classes."""
        rows = []
        for at, one in enumerate(self._every.values()):
            shares, base = one.shares, self._runs[0].shares
            for truth, level in enumerate(self._levels):
                for guess, said in enumerate(self._levels):
                    change = "" if at == 0 else f"{shares[truth, guess] - base[truth, guess]:.4f}"
                    count = str(int(one.counts[truth, guess]))
                    share = f"{shares[truth, guess]:.4f}"
                    rows.append([one.name, level, said, count, share, change])
        return [
            tr("Run"),
            tr("True"),
            tr("Said"),
            tr("Rows"),
            tr("Share"),
            tr("Change to the baseline"),
        ], rows

    # Places

    def _per_line(self, width: int) -> int:
        n = len(self._runs) or 1
        most = max(1, min(n, int((width + _GAP) / (_SMALLEST + 40 + _GAP))))
        return -(-n // -(-n // most))  # as many lines as it takes, filled evenly

    def _lines(self) -> int:
        return -(-len(self._runs) // self._per_line(max(1, self.width()))) if self._runs else 1

    def sizeHint(self) -> QSize:
        """A line of matrices, or more where there is no room beside each other."""
        return QSize(420, self._lines() * self._tall)

    def minimumSizeHint(self) -> QSize:
        """One matrix."""
        return QSize(180, self.sizeHint().height())

    def resizeEvent(self, _event: object) -> None:
        """Take more lines where it is narrow."""
        if self.sizeHint().height() != self.height():
            self.updateGeometry()

    def _matrix(self, at: int) -> QRectF:
        """Where the cells of a matrix lie."""
        n = self._per_line(self.width())
        row, column = divmod(at, n)
        wide = (self.width() - (n - 1) * _GAP) / n
        tall = self._tall - _HEAD - _FOOT - 10
        label = min(64.0, max(face("caption").width(level) for level in self._levels) + 8)
        side = min(wide - label, tall * 1.9)
        left = column * (wide + _GAP) + label
        return QRectF(left, row * self._tall + _HEAD, max(30.0, side), max(30.0, tall))

    def _at(self, place: QPointF) -> tuple[int, int, int] | None:
        k = len(self._levels)
        for at in range(len(self._runs)):
            rect = self._matrix(at)
            if rect.contains(place):
                guess = int((place.x() - rect.left()) / rect.width() * k)
                truth = int((place.y() - rect.top()) / rect.height() * k)
                return at, min(k - 1, truth), min(k - 1, guess)
        return None

    # Pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which run is pointed at."""
        found = self._at(event.position())
        self.pointed.emit(-1 if found is None else self._runs[found[0]].run)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.pointed.emit(-1)

    def event(self, event: QEvent) -> bool:
        """Say a cell in a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            if found is None:
                QToolTip.hideText()
            else:
                self.say(event.globalPos(), self._say(*found))
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk the cells, from one matrix into the next."""
        moves = {
            Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
        }  # fmt: skip
        move = moves.get(Qt.Key(event.key()))
        if move is None or not self._runs:
            super().keyPressEvent(event)
            return
        at, truth, guess = self._cell
        k = len(self._levels)
        if self._has_cell:
            truth = max(0, min(k - 1, truth + move[0]))
            step = at * k + guess + move[1]
            at, guess = divmod(max(0, min(len(self._runs) * k - 1, step)), k)
        self._cell, self._has_cell = (at, truth, guess), True
        self.pointed.emit(self._runs[at].run)
        self.tell()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the matrices."""
        painter = QPainter(self)
        if not self._runs:
            self.paint_nothing(painter)
            return
        base = self._runs[0].shares
        changes = [one.shares - base for one in self._runs[1:]]
        far = max([float(np.nanmax(np.abs(each))) for each in changes if each.size] or [0.0])
        for at, one in enumerate(self._runs):
            self._paint_matrix(painter, at, one, base, max(far, 0.01))
        self.paint_ring(painter)

    def _paint_matrix(
        self,
        painter: QPainter,
        at: int,
        one: Confusion,
        base: NDArray[np.float64],
        far: float,
    ) -> None:
        rect, k = self._matrix(at), len(self._levels)
        painter.setOpacity(1.0 if self._highlighted in {-1, one.run} else 0.35)
        self._paint_head(painter, one, rect)
        wide, tall = rect.width() / k, rect.height() / k
        shares = one.shares
        for truth in range(k):
            for guess in range(k):
                cell = QRectF(rect.left() + guess * wide, rect.top() + truth * tall, wide, tall)
                inner = cell.adjusted(0.5, 0.5, -0.5, -0.5)
                share = float(shares[truth, guess])
                change = float(share - base[truth, guess])
                painting.fill(painter, inner, _ground(at, share, change, far))
                if k <= _MOST_WORDS:
                    self._paint_cell(painter, inner, at, share, change)
                if self._has_cell and self.hasFocus() and self._cell == (at, truth, guess):
                    painting.box(painter, cell, 2, None, "focus", 2.0)
        if k <= _MOST_WORDS:
            self._paint_labels(painter, rect, wide, tall)
        painter.setOpacity(1.0)

    def _paint_head(self, painter: QPainter, one: Confusion, rect: QRectF) -> None:
        top = rect.top() - _HEAD
        is_ours = one.run < len(MARKERS)
        ink = colour(f"chart.{one.run}") if is_ours else colour("reference")
        spot = QPointF(rect.left() + 5, top + 9)
        paint_marker(painter, spot, MARKERS[one.run] if is_ours else "circle", ink, 9)
        room = QRectF(rect.left() + 15, top, max(10.0, rect.width() - 15), 18)
        painting.text(painter, room, one.name, "caption", "text2", elide="middle")

    def _paint_cell(
        self, painter: QPainter, cell: QRectF, at: int, share: float, change: float
    ) -> None:
        if np.isnan(share):
            painting.text(painter, cell, numbers.MISSING, "caption", "text3", "center")
            return
        said = numbers.percent(share)
        if at == 0 or cell.height() < 34:
            words = said if at == 0 else numbers.delta_percent(change)
            painting.text(painter, cell, words, "small", "text", "center", "none", numeric=True)
            return
        half = QRectF(cell.left(), cell.center().y() - 16, cell.width(), 16)
        painting.text(painter, half, said, "small", "text", "center", "none", numeric=True)
        half.moveTop(half.top() + 16)
        words = numbers.delta_percent(change)
        painting.text(painter, half, words, "caption", "text2", "center", "none", numeric=True)

    def _paint_labels(self, painter: QPainter, rect: QRectF, wide: float, tall: float) -> None:
        for place, level in enumerate(self._levels):
            left = QRectF(rect.left() - 66, rect.top() + place * tall, 60, tall)
            painting.text(painter, left, level, "caption", "axis", "right", "middle")
            below = QRectF(rect.left() + place * wide, rect.bottom() + 3, wide, 16)
            painting.text(painter, below, level, "caption", "axis", "center", "middle")


def _right(counts: NDArray[np.int64]) -> float:
    n = int(counts.sum())
    return float(np.trace(counts)) / n if n else float("nan")


def _ground(at: int, share: float, change: float, far: float) -> QColor:
    if np.isnan(share):
        return colour("sunken")
    if at == 0:
        return mix(colour("subtle"), colour("accent"), 0.06 + 0.4 * share)
    return signed_colour(change / far)


def signed_colour(share: float) -> QColor:
    """The colour of a signed difference from -1 to 1: blue through the surface to orange."""
    end = colour("low") if share < 0 else colour("high")
    return mix(colour("surface"), end, 0.55 * min(1.0, abs(share)))
