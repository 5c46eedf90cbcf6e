"""The cards of the plots: one picture each, of all runs; made when there is something to draw."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from tidemill.domain.recipes import Task
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.base import Chart, Table
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.line_chart import LineChart, Series, categorical
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import MARKERS
from tidemill.gui.pages.experiments.compare.scatter import Cloud, Scatter

if TYPE_CHECKING:
    from tidemill.services.evaluation import Judged, Line, Pictures

Floats = NDArray[np.float64]
Curve = tuple[int, "Line"]
Maker = Callable[[], "PlotCard"]

_GRID = 201
_NEAR = 14.0
_PLAIN = 4
_TALL = 190


class PlotCard(Card):
    """A title, what it says and on how many rows, and the picture.

    Emits `pointed(run)`, -1 for none, and `table_wanted(chart, title)`.
    """

    pointed = Signal(int)
    table_wanted = Signal(object, str)

    def __init__(self, title: str, subtitle: str, chart: Chart | None, missing: str = "") -> None:
        """Frame a chart; without one `missing` stands in its place."""
        super().__init__(spacing=6)
        self.title = title
        self.chart = chart
        self.add_head(title, subtitle)
        if chart is None:
            self.body.addStretch(1)
            self.body.addWidget(Label(missing, "small", "text3", align="center"))
            self.body.addStretch(1)
            self.setMinimumHeight(120)
            return
        self.body.addWidget(chart)
        self.body.addStretch(1)
        chart.table_requested.connect(self._on_table)

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none."""
        if isinstance(self.chart, Dots | Scatter):
            self.chart.highlight(run)

    def _on_table(self) -> None:
        self.table_wanted.emit(self.chart, self.title)


class _Marks(QWidget):
    """Where more than four curves share a picture, each carries its marker at places of its own."""

    def __init__(self, chart: LineChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        runs = [one for one in self._chart.series() if one.token.startswith("chart.")]
        if len(runs) <= _PLAIN or any(one.marker for one in runs):
            return
        painter = QPainter(self)
        low, high = self._chart.shown_x_range()
        for at, one in enumerate(runs):
            run = int(one.token.removeprefix("chart."))
            for share in (0.06, 0.36, 0.66):
                x = low + (share + 0.3 * at / len(runs)) * (high - low)
                y = float(np.interp(x, *one.points()))
                spot = QPointF(self._chart.to_x(x), self._chart.to_y(y))
                paint_marker(painter, spot, MARKERS[run], colour(one.token), 8)


class CurveChart(LineChart):
    """Curves of several runs that says itself, and whose table names its axis."""

    def __init__(self, name: str, x_name: str, **more: Any) -> None:
        """Make an empty chart; `x_name` is what stands on the axis across."""
        super().__init__(name, **more)
        self._x_name = x_name
        self._marks = _Marks(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the markers over the curves."""
        super().resizeEvent(event)
        self._marks.setGeometry(self.rect())
        self._marks.raise_()

    def description(self) -> str:
        """The chart in one sentence."""
        names = ", ".join(one.name for one in self.series())
        return f"{self.name()} for {names}." if names else f"{self.name()}: nothing known yet."

    def as_table(self) -> Table:
        """One row a place, one column a line."""
        headers, rows = super().as_table()
        return [self._x_name, *headers[1:]], rows


class CurveCard(PlotCard):
    """Curves of the runs, perhaps over a reference; the one pointed at comes forward."""

    def __init__(
        self,
        title: str,
        subtitle: str,
        chart: LineChart,
        curves: list[tuple[int, Series]],
        reference: Series | None = None,
    ) -> None:
        """Draw `curves`, each with the place of its run."""
        super().__init__(title, subtitle, chart)
        self.lines = chart
        self._runs = [run for run, _ in curves]
        shown = [series for _, series in curves]
        # The reference lies under the curves, and so comes first.
        self._before = 0 if reference is None else 1
        chart.set_series(shown if reference is None else [reference, *shown])
        view = chart.findChild(QAbstractScrollArea)
        if view is not None:
            view.viewport().installEventFilter(self)

    def highlight(self, run: int) -> None:
        """Bring a run's curve forward; -1 is none."""
        at = self._runs.index(run) + self._before if run in self._runs else -1
        self.lines.highlight(at)

    def curve(self, run: int) -> Series:
        """The line of a run that has one."""
        return self.lines.series()[self._runs.index(run) + self._before]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Find the curve under the pointer."""
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            inside = QPointF(self.lines.plot_rect().toRect().topLeft())
            self.pointed.emit(self.run_near(event.position() + inside))
        elif event.type() == QEvent.Type.Leave:
            self.pointed.emit(-1)
        return super().eventFilter(watched, event)

    def run_near(self, place: QPointF) -> int:
        """The run whose curve passes within 14 px above or below a place; -1 is none."""
        chart = self.lines
        low, high = chart.shown_x_range()
        plot = chart.plot_rect()
        x = low + (place.x() - plot.left()) / max(1.0, plot.width()) * (high - low)
        best, nearest = -1, _NEAR
        for run, series in zip(self._runs, chart.series()[self._before :], strict=True):
            xs, ys = series.points()
            if not xs.size or not xs[0] <= x <= xs[-1]:
                continue
            far = abs(chart.to_y(float(np.interp(x, xs, ys))) - place.y())
            if far < nearest:
                best, nearest = run, far
        return best


def makers_for(pictures: "Pictures") -> list[Maker]:
    """What makes the cards that have a meaning for the runs' task, in reading order.

    Each is to be called in a turn of its own, so that the window stays quick meanwhile.
    """
    said = rows_words(pictures)
    drawn: list[Callable[[Pictures, str], PlotCard]] = []
    if pictures.task is Task.REGRESSION:
        drawn = [_scatter_card, _residual_card]
    elif pictures.task is Task.MULTICLASS:
        drawn, said = [_calibration_card], f"of the class that was said; {said}"
    elif pictures.task is Task.BINARY:
        drawn = [_roc_card, _recall_card, _calibration_card]
    return [*(partial(make, pictures, said) for make in drawn), partial(_importance_card, pictures)]


def rows_words(pictures: "Pictures") -> str:
    """How many rows the pictures rest on: `hold-out, 5,000 rows`."""
    found = sorted({run.rows for run in pictures.runs if run.rows})
    if not found:
        return "hold-out"
    if len(found) == 1:
        rows = numbers.plural(found[0], "row")
        return f"hold-out, {rows}" if pictures.is_same_rows else f"hold-out, {rows} each"
    return f"hold-out, {numbers.integer(found[0])} to {numbers.integer(found[-1])} rows"


def _lines(pictures: "Pictures", part: "Callable[[Judged], Line | None]") -> list[Curve]:
    found = []
    for at, run in enumerate(pictures.runs):
        line = part(run)
        if line is not None:
            found.append((at, line))
    return found


def on_grid(line: "Line", grid: Floats) -> Floats:
    """A curve at common places, so that all runs can be read off at one of them."""
    return np.asarray(np.interp(grid, line.x, line.y))


def _gridded(pictures: "Pictures", curves: list[Curve]) -> list[tuple[int, Series]]:
    grid = np.linspace(0.0, 1.0, _GRID)
    return [
        (at, categorical(at, pictures.runs[at].name, grid, on_grid(line, grid)))
        for at, line in curves
    ]


def _share(value: float) -> str:
    return numbers.decimal(value, 2)


def _chart(name: str, x_name: str, tall: int = _TALL, **more: Any) -> LineChart:
    return CurveChart(name, x_name, y_format=_share, height=tall, **more)


def _roc_card(pictures: "Pictures", said: str) -> PlotCard:
    curves = _lines(pictures, lambda run: run.roc)
    if not curves:
        return _missing_card("ROC", said)
    ends = np.array([0.0, 1.0])
    chance = Series("Chance", ends, ends, "reference", (4, 3), 1.5)
    name = "True positives by false positives"
    chart = _chart(name, "False positives", y_range=(0.0, 1.0))
    return CurveCard(
        "ROC", f"true by false positives; {said}", chart, _gridded(pictures, curves), chance
    )


def _recall_card(pictures: "Pictures", said: str) -> PlotCard:
    title = "Precision and recall"
    curves = _lines(pictures, lambda run: run.precision_recall)
    if not curves:
        return _missing_card(title, said)
    chart = _chart("Precision by recall", "Recall", y_range=(0.0, 1.0), x_unit="recall")
    return CurveCard(title, said, chart, _gridded(pictures, curves))


def _calibration_card(pictures: "Pictures", said: str) -> PlotCard:
    curves = _lines(pictures, lambda run: run.calibration)
    if not curves:
        return _missing_card("Calibration", said)
    top = max(float(max(line.x.max(), line.y.max())) for _, line in curves)
    top = min(1.0, np.ceil(top * 10) / 10)
    ends = np.array([0.0, top])
    ideal = Series("As said", ends, ends, "reference", (4, 3), 1.5)
    series = [
        (at, categorical(at, pictures.runs[at].name, line.x, line.y, has_marker=True))
        for at, line in curves
    ]
    # Beside the importances, and as tall.
    tall = max(_TALL, 20 + 19 * len(pictures.features))
    name = "Share that came true by probability said"
    chart = _chart(name, "Said", tall, y_range=(0.0, top), x_unit="said")
    return CurveCard("Calibration", said, chart, series, ideal)


def _residual_card(pictures: "Pictures", said: str) -> PlotCard:
    title = "Residuals"
    curves = _lines(pictures, lambda run: run.residuals)
    if not curves:
        return _missing_card(title, said)
    series = [(at, categorical(at, pictures.runs[at].name, line.x, line.y)) for at, line in curves]
    chart = CurveChart(
        "Share of rows by predicted minus actual",
        "Predicted minus actual",
        y_format=numbers.percent,
        height=_TALL,
    )
    return CurveCard(
        title, f"predicted minus actual, the ends hold what lies beyond; {said}", chart, series
    )


def _scatter_card(pictures: "Pictures", said: str) -> PlotCard:
    title = "Actual and predicted"
    clouds = _lines(pictures, lambda run: run.dots)
    if not clouds:
        return _missing_card(title, said)
    chart = Scatter("Predicted by actual", height=_TALL)
    chart.set_clouds([Cloud(at, pictures.runs[at].name, line.x, line.y) for at, line in clouds])
    return PlotCard(title, said, chart)


def _importance_card(pictures: "Pictures") -> PlotCard:
    said = "permutation, what shuffling a column costs"
    leaned = [(name, values) for name, values in pictures.features if any(values)]
    if not leaned:
        return PlotCard("Importance", said, None, "None of these runs kept importances")
    kept = sum(bool(run.importances) for run in pictures.runs)
    if kept < len(pictures.runs):
        said = f"{said}; kept by {kept} of {len(pictures.runs)} runs"
    chart = Dots("Importance")
    names = [run.name for run in pictures.runs]
    chart.set_rows([DotRow(name, values) for name, values in leaned], names)
    return PlotCard("Importance", said, chart)


def _missing_card(title: str, said: str) -> PlotCard:
    return PlotCard(title, said, None, "None of these runs kept hold-out answers to draw")


def notes_of(pictures: "Pictures") -> str:
    """What the reader of the plots must know: different rows, runs that kept nothing."""
    said = []
    if not pictures.is_same_rows:
        said.append("Judged on different rows: part of a difference may come from the rows.")
    said += dict.fromkeys(run.missing for run in pictures.runs if run.missing)
    return " ".join(said)
