"""The pictures under a comparison, and the legend that brings one run forward in all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from tidemill.domain.recipes import Task
from tidemill.gui.kit import numbers, painting
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.line_chart import LineChart, Series, categorical
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.charts.ticks import decimals_for, nice_range, nice_step, nice_ticks
from tidemill.gui.kit.control import Control
from tidemill.gui.kit.fonts import face
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import DASHES, MARKERS
from tidemill.services.evaluation import Judged, Line, Pictures

_SIGN = 32


class LegendEntry(Control):
    """One run in the legend: line, marker, name."""

    def __init__(self, at: int, name: str) -> None:
        """Make the entry of the run at a place."""
        super().__init__(name)
        self.at = at

    def sizeHint(self) -> QSize:
        """Sign and name."""
        return QSize(_SIGN + 12 + round(face("small").width(self.words())) + 2, 24)

    def minimumSizeHint(self) -> QSize:
        """The whole entry."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line, marker and name."""
        painter = QPainter(self)
        middle = self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(painting.dashed(f"chart.{self.at}", 2, DASHES[self.at]))
        painter.drawLine(QPointF(2, middle), QPointF(2 + _SIGN, middle))
        spot = QPointF(2 + _SIGN / 2, middle)
        paint_marker(painter, spot, MARKERS[self.at], colour(f"chart.{self.at}"), 10)
        rect = QRectF(_SIGN + 9, 0, self.width() - _SIGN - 9, self.height())
        tone = "text" if self.is_hovered() else "text2"
        painting.text(painter, rect, self.words(), "small", tone, elide="none")
        if self.is_focus_shown():
            painting.box(painter, QRectF(self.rect()), 6, None, "focus", 2.0)


class RunLegend(QWidget):
    """All runs; emits `highlighted(index)` while the pointer or the focus is on one, else -1."""

    highlighted = Signal(int)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addStretch(1)
        self.entries: list[LegendEntry] = []

    def set_names(self, names: Sequence[str]) -> None:
        """Show these runs."""
        for entry in self.entries:
            self._row.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = []
        for at, name in enumerate(names[: len(MARKERS)]):
            entry = LegendEntry(at, name)
            entry.installEventFilter(self)
            self._row.insertWidget(at, entry)
            self.entries.append(entry)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow pointer and focus."""
        if isinstance(watched, LegendEntry):
            if event.type() in {QEvent.Type.Enter, QEvent.Type.FocusIn}:
                self.highlighted.emit(watched.at)
            elif event.type() in {QEvent.Type.Leave, QEvent.Type.FocusOut}:
                self.highlighted.emit(-1)
        return super().eventFilter(watched, event)


class ActualAndPredicted(Chart):
    """A dot a row held out, the truth across and what was said upwards, against the diagonal."""

    def __init__(self) -> None:
        """Make an empty picture."""
        super().__init__("Actual and predicted")
        self._lines: tuple[Line | None, ...] = ()
        self._names: tuple[str, ...] = ()
        self._highlighted = -1

    def set_lines(self, lines: Sequence[Line | None], names: Sequence[str]) -> None:
        """Show the dots of runs."""
        self._lines, self._names = tuple(lines), tuple(names)
        self.tell()

    def highlight(self, at: int) -> None:
        """Bring a run forward; -1 is none."""
        self._highlighted = at
        self.update()

    def description(self) -> str:
        """The picture in one sentence."""
        n = sum(len(line.x) for line in self._lines if line is not None)
        runs = numbers.plural(len(self._lines), "run")
        return f"{self.name()}: {numbers.plural(n, 'dot')} of {runs}."

    def as_table(self) -> Table:
        """Headers and rows of what is drawn."""
        return ["Run", "Actual", "Predicted"], [
            [name, numbers.plain(float(x)), numbers.plain(float(y))]
            for name, line in zip(self._names, self._lines, strict=True)
            if line is not None
            for x, y in zip(line.x, line.y, strict=True)
        ]

    def sizeHint(self) -> QSize:
        """Wider than high."""
        return QSize(420, 200)

    def minimumSizeHint(self) -> QSize:
        """Room for an axis and some dots."""
        return QSize(200, 200)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axes, diagonal and dots."""
        painter = QPainter(self)
        known = [line for line in self._lines if line is not None]
        if not known:
            self.paint_nothing(painter)
            return
        ends = [
            float(end) for line in known for a in (line.x, line.y) for end in (a.min(), a.max())
        ]
        low, high = nice_range(min(ends), max(ends), 4)
        plot = QRectF(46, 8, self.width() - 60, self.height() - 32)
        decimals = decimals_for(nice_step(high - low, 4))
        span = high - low
        for tick in nice_ticks(low, high, 4):
            share = (tick - low) / span
            y = round(plot.bottom() - share * plot.height())
            painting.hairline(painter, plot.left(), y, plot.right(), y, "grid")
            words = numbers.decimal(tick, decimals)
            side = QRectF(0, y - 8, 38, 16)
            painting.text(painter, side, words, "caption", "axis", "right", "none", numeric=True)
            below = QRectF(plot.left() + share * plot.width() - 30, plot.bottom() + 5, 60, 16)
            painting.text(painter, below, words, "caption", "axis", "center", "none", numeric=True)
        drawn = painting.dashed("reference", 1, (3, 3))
        painting.line(painter, plot.left(), plot.bottom(), plot.right(), plot.top(), drawn)
        painter.setPen(Qt.PenStyle.NoPen)
        for at, line in enumerate(self._lines):
            if line is None or self._highlighted not in {-1, at}:
                continue
            painter.setBrush(colour(f"chart.{at}", 0.35))
            for x, y in zip(line.x.tolist(), line.y.tolist(), strict=True):
                spot = QPointF(
                    plot.left() + (x - low) / span * plot.width(),
                    plot.bottom() - (y - low) / span * plot.height(),
                )
                painter.drawEllipse(spot, 2.2, 2.2)
        self.paint_ring(painter)


class Plots(QWidget):
    """The grid of pictures that fit the task."""

    def __init__(self) -> None:
        """Make it empty; charts are made when there is something to draw."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.charts: list[LineChart | Dots | ActualAndPredicted] = []
        self._cards: list[QWidget] = []

    def set_pictures(self, pictures: Pictures) -> None:
        """Draw the pictures."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.charts, self._cards = [], []
        rows = f"hold-out, {numbers.plural(pictures.rows, 'row')}"
        if pictures.task is Task.REGRESSION:
            self._add_regression(pictures, rows)
        elif pictures.task is not None:
            self._add_classes(pictures, rows)
        if pictures.features:
            dots = Dots("Importance")
            names = [run.name for run in pictures.runs]
            dots.set_rows([DotRow(name, values) for name, values in pictures.features], names)
            self._add("Importance", "permutation, how much worse without", dots)
        for run in pictures.runs:
            if run.missing:
                self._add_words(run.missing)

    def highlight(self, at: int) -> None:
        """Bring a run forward in every picture; -1 is none."""
        for chart in self.charts:
            chart.highlight(at)

    def _add_classes(self, pictures: Pictures, rows: str) -> None:
        whole = (0.0, 1.03)
        if pictures.task is Task.BINARY:
            roc = LineChart("ROC", y_range=whole)
            roc.set_series([*_lines(pictures.runs, "roc"), _diagonal()])
            self._add("ROC", f"true against false positives, {rows}", roc)
            both = LineChart("Precision and recall", x_unit="recall", y_range=whole)
            both.set_series(_lines(pictures.runs, "precision_recall"))
            self._add("Precision and recall", rows, both)
        said = LineChart("Calibration", x_unit="said", y_range=whole)
        said.set_series([*_lines(pictures.runs, "calibration", True), _diagonal()])
        self._add("Calibration", rows, said)

    def _add_regression(self, pictures: Pictures, rows: str) -> None:
        dots = ActualAndPredicted()
        dots.set_lines([run.dots for run in pictures.runs], [run.name for run in pictures.runs])
        self._add("Actual and predicted", rows, dots)
        left = LineChart("Residuals", x_unit="")
        left.set_series(_lines(pictures.runs, "residuals"))
        self._add("Residuals", f"predicted minus actual, {rows}", left)

    def _add(self, title: str, note: str, chart: LineChart | Dots | ActualAndPredicted) -> None:
        card = Card()
        card.add_head(title, note)
        card.body.addWidget(chart)
        card.body.addStretch(1)
        self.charts.append(chart)
        self._put(card)

    def _add_words(self, words: str) -> None:
        card = Card()
        card.body.addWidget(Paragraph(words, "small", "text2"))
        self._put(card)

    def _put(self, card: QWidget) -> None:
        at = len(self._cards)
        self._grid.addWidget(card, at // 2, at % 2)
        self._cards.append(card)
        self._grid.setColumnStretch(at % 2, 1)


def _lines(runs: Sequence[Judged], name: str, has_marker: bool = False) -> list[Series]:
    """One series a run in the order of the legend; a run without one keeps its place."""
    found = []
    for at, run in enumerate(runs):
        line: Line | None = getattr(run, name)
        x, y = ([float("nan")], [float("nan")]) if line is None else (line.x, line.y)
        found.append(categorical(at, run.name, x, y, has_marker))
    return found


def _diagonal() -> Series:
    return Series("by chance", [0.0, 1.0], [0.0, 1.0], "reference", (3, 3), 1.0)
