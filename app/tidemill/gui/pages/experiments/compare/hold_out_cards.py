"""The plots of what the runs said for the rows held out, and of what they lean on."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.confusion import Confusion, ConfusionChart
from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries
from tidemill.gui.kit.charts.curve_crowd import MOST_LINES, NOBODY, Crowd
from tidemill.gui.kit.charts.dots import DotRow, Dots
from tidemill.gui.kit.charts.legend import Entry, categorical_entries
from tidemill.gui.kit.charts.marks import paint_marker
from tidemill.gui.kit.theme import colour
from tidemill.gui.kit.tokens import DASHES, MARKERS
from tidemill.gui.pages.experiments.compare.linking import Mask
from tidemill.gui.pages.experiments.compare.plot_card import PlotCard
from tidemill.gui.pages.experiments.compare.plot_specs import KINDS, PlotSpec
from tidemill.gui.pages.experiments.compare.scatter import Cloud, Scatter

if TYPE_CHECKING:
    from tidemill.services.evaluation import Judged, Line, Pictures

Floats = NDArray[np.float64]
Curve = tuple[int, "Line"]

TALL = 196
FULL = 460
_GRID = 201
_CHANCE = -1

Operate = Callable[..., object]
"""Runs work off the GUI thread: `Operations.run`."""


class RunCurvesCard(PlotCard):
    """Curves of the runs, perhaps over a reference; the one pointed at comes forward."""

    def __init__(
        self,
        spec: PlotSpec,
        title: str,
        subtitle: str,
        chart: CurveChart,
        curves: Sequence[CurveSeries],
        legend: Sequence[Entry],
        crowd: Crowd = NOBODY,
    ) -> None:
        """Draw `curves` and those of a crowd; their keys are the places of the runs."""
        super().__init__(spec, title, subtitle, chart, legend=legend)
        self.curves = chart
        self._all, self._crowd = tuple(curves), crowd
        self._known = {one.key for one in self._all}
        self._rows: Mask | None = None
        chart.set_series(self._all, crowd)
        chart.hovered.connect(self._on_hovered)
        chart.brushed.connect(self._on_brushed)

    def _on_hovered(self, key: Hashable) -> None:
        self.pointed.emit(key if isinstance(key, int) else -1)

    def _on_brushed(self, keys: list[Hashable]) -> None:
        places = [key for key in keys if isinstance(key, int) and key >= 0]
        self.brushed.emit(places or None)

    def highlight(self, run: int) -> None:
        """Bring a run's curve forward; -1 is none."""
        known = run in self._known or self._crowd.at(run) >= 0
        self.curves.highlight(run if run >= 0 and known else None)

    def restrict(self, rows: Mask | None) -> None:
        """Draw only the runs inside the brushes, and what stands for no run."""
        if rows is None and self._rows is None:
            return
        self._rows = rows
        shown = [one for one in self._all if _is_in(one.key, rows)]
        self.curves.set_series(shown, self._crowd.within(rows))

    def clear_brushes(self) -> None:
        """A brush over curves leaves nothing drawn here; the link holds it."""

    def is_drawn(self) -> bool:
        """Whether the curves are made ready and laid."""
        return self.curves.is_settled()


def _is_in(key: Hashable, rows: Mask | None) -> bool:
    if rows is None or not isinstance(key, int) or key < 0:
        return True
    return key < len(rows) and bool(rows[key])


def run_series(
    at: int,
    name: str,
    x: Floats,
    y: Floats,
    has_label: bool,
    low: ArrayLike | None = None,
    high: ArrayLike | None = None,
) -> CurveSeries:
    """A run's curve by its place: eight have a colour and a dash, the rest is quiet."""
    if at >= len(MARKERS):
        return CurveSeries(at, name, x, y, "reference", is_quiet=True)
    label = name if has_label else ""
    return CurveSeries(at, name, x, y, f"chart.{at}", DASHES[at], low, high, label)


def in_crowd(curves: Sequence[tuple[int, Floats, Floats]], names: Sequence[str]) -> Crowd:
    """The runs past the eight that have colours where they are too many for lines."""
    rest = [one for one in curves if one[0] >= len(MARKERS)]
    if len(rest) <= MOST_LINES:
        return NOBODY
    places, xs, ys = zip(*rest, strict=True)
    return Crowd(np.array(places, dtype=np.int64), [names[at] for at in places], xs, ys)


def in_depth(series: Sequence[CurveSeries]) -> list[CurveSeries]:
    """The quiet curves first: what comes later lies on top."""
    return sorted(series, key=lambda one: not one.is_quiet)


def legend_of(pictures: "Pictures") -> list[Entry]:
    """What stands for the first eight runs in a saved picture."""
    return categorical_entries([run.name for run in pictures.runs[: len(MARKERS)]])


def rows_words(pictures: "Pictures") -> str:
    """How many rows the pictures rest on: `hold-out, 5,000 rows`."""
    found = sorted({run.rows for run in pictures.runs if run.rows})
    if not found:
        return "hold-out"
    if len(found) == 1:
        rows = numbers.plural(found[0], "row")
        return (
            tr("hold-out, {rows}", rows=rows)
            if pictures.is_same_rows
            else tr("hold-out, {rows} each", rows=rows)
        )
    return tr(
        "hold-out, {integer} to {integer2} rows",
        integer=numbers.integer(found[0]),
        integer2=numbers.integer(found[-1]),
    )


def notes_of(pictures: "Pictures") -> str:
    """What the reader of the plots must know: different rows, runs that kept nothing."""
    said = []
    if not pictures.is_same_rows:
        said.append(tr("Judged on different rows: part of a difference may come from the rows."))
    missing = list(dict.fromkeys(run.missing for run in pictures.runs if run.missing))
    said += missing[:3]
    if len(missing) > 3:
        said.append(
            tr("So did {n_other_runs}.", n_other_runs=numbers.plural(len(missing) - 3, "other run"))
        )
    return " ".join(said)


def on_grid(line: "Line", grid: Floats) -> Floats:
    """A curve at common places, so that all runs can be read off at one of them."""
    return np.asarray(np.interp(grid, line.x, line.y))


def _lines(pictures: "Pictures", part: "Callable[[Judged], Line | None]") -> list[Curve]:
    found = []
    for at, run in enumerate(pictures.runs):
        line = part(run)
        if line is not None:
            found.append((at, line))
    return found


def _share(value: float) -> str:
    return numbers.decimal(value, 2)


def _title(spec: PlotSpec) -> str:
    return KINDS[spec.kind].title


_made = count()


def _own(run: Operate) -> tuple[Operate, str]:
    """How a chart has its curves made ready: under a key of its own."""
    return run, f"compare.drawn.{next(_made)}"


def _chart(run: Operate, name: str, x_unit: str, **more: object) -> CurveChart:
    return CurveChart(name, *_own(run), height=TALL, y_format=_share, x_unit=x_unit, **more)


@dataclass(frozen=True, eq=False)
class Prepared:
    """What the cards need of all runs: curves by kind of plot, and the crowd of each."""

    curves: dict[str, list[Curve]]
    crowds: dict[str, Crowd]
    top: float


_PARTS: "dict[str, Callable[[Judged], Line | None]]" = {
    "roc": lambda run: run.roc,
    "precision_recall": lambda run: run.precision_recall,
    "calibration": lambda run: run.calibration,
    "residuals": lambda run: run.residuals,
    "actual": lambda run: run.dots,
}
_prepared: "WeakKeyDictionary[Pictures, Prepared]" = WeakKeyDictionary()


def prepare(pictures: "Pictures") -> Prepared:
    """Sort the curves of all runs by plot, once; for thousands of runs call it off the GUI thread.

    `Prepared.top` is the highest end of the calibration.
    """
    found = _prepared.get(pictures)
    if found is not None:
        return found
    names = [run.name for run in pictures.runs]
    curves = {kind: _lines(pictures, part) for kind, part in _PARTS.items()}
    crowds = {
        kind: in_crowd([(at, line.x, line.y) for at, line in lines], names)
        for kind, lines in curves.items()
        if kind != "actual"
    }
    ends = [part for _, line in curves["calibration"] for part in (line.x, line.y)]
    top = float(np.concatenate(ends).max()) if ends else 1.0
    made = Prepared(curves, crowds, top)
    _prepared[pictures] = made
    return made


def _curves_card(
    spec: PlotSpec,
    pictures: "Pictures",
    chart: CurveChart,
    subtitle: str,
    reference: CurveSeries | None = None,
    has_grid: bool = True,
) -> PlotCard:
    ready = prepare(pictures)
    curves, crowd = ready.curves[spec.kind], ready.crowds[spec.kind]
    grid = np.linspace(0.0, 1.0, _GRID)
    has_label = 4 < len(curves) <= len(MARKERS)
    series = [] if reference is None else [reference]
    for at, line in curves:
        if at >= len(MARKERS) and len(crowd):
            break
        x, y = (grid, on_grid(line, grid)) if has_grid else (line.x, line.y)
        series.append(run_series(at, pictures.runs[at].name, x, y, has_label))
    series = in_depth(series)
    legend = legend_of(pictures)
    return RunCurvesCard(spec, _title(spec), subtitle, chart, series, legend, crowd)


def _roc(spec: PlotSpec, pictures: "Pictures", run: Operate) -> PlotCard:
    curves = prepare(pictures).curves[spec.kind]
    said = tr("true by false positives; {rows_words}", rows_words=rows_words(pictures))
    if not curves:
        return _missing(spec, said)
    line = np.linspace(0.0, 1.0, _GRID)  # as many points as the curves, to be read off beside them
    chance = CurveSeries(_CHANCE, tr("Chance"), line, line, "reference", (4, 3))
    chart = _chart(
        run, tr("True positives by false positives"), tr("false positives"), y_range=(0.0, 1.0)
    )
    return _curves_card(spec, pictures, chart, said, chance)


def _recall(spec: PlotSpec, pictures: "Pictures", run: Operate) -> PlotCard:
    curves = prepare(pictures).curves[spec.kind]
    if not curves:
        return _missing(spec, rows_words(pictures))
    chart = _chart(run, tr("Precision by recall"), "recall", y_range=(0.0, 1.0))
    return _curves_card(spec, pictures, chart, rows_words(pictures))


def _residuals(spec: PlotSpec, pictures: "Pictures", run: Operate) -> PlotCard:
    curves = prepare(pictures).curves[spec.kind]
    said = tr(
        "predicted minus actual, the ends hold what lies beyond; {rows_words}",
        rows_words=rows_words(pictures),
    )
    if not curves:
        return _missing(spec, said)
    chart = CurveChart(
        tr("Share of rows by predicted minus actual"),
        *_own(run),
        height=TALL,
        y_format=numbers.percent,
    )
    return _curves_card(spec, pictures, chart, said, has_grid=False)


class MarkedCurves(CurveChart):
    """Curves of few points, each point with the marker of its run."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the curves, and the markers over them."""
        super().paintEvent(event)
        painter = QPainter(self)
        plot, view = self.plot_rect(), self.view()
        forward = self.highlighted()
        for one in self.series():
            if not isinstance(one.key, int) or not 0 <= one.key < len(MARKERS):
                continue
            ink = colour(one.tone, 1.0 if forward in {None, one.key} else 0.35)
            for x, y in zip(*one.points(), strict=True):
                left = plot.left() + (x - view.x0) / view.wide * plot.width()
                top = plot.bottom() - (y - view.y0) / view.tall * plot.height()
                if plot.adjusted(-4, -4, 4, 4).contains(left, top):
                    paint_marker(painter, QPointF(left, top), MARKERS[one.key], ink, 8)
        painter.end()


def _calibration(spec: PlotSpec, pictures: "Pictures", run: Operate) -> PlotCard:
    curves = prepare(pictures).curves[spec.kind]
    said = rows_words(pictures)
    if pictures.levels and str(pictures.task) == "multiclass":
        said = tr("of the class that was said; {said}", said=said)
    if not curves:
        return _missing(spec, said)
    top = min(1.0, np.ceil(prepare(pictures).top * 10) / 10)
    diagonal = np.linspace(0.0, top, _GRID)
    ideal = CurveSeries(_CHANCE, tr("As said"), diagonal, diagonal, "reference", (4, 3))
    chart = MarkedCurves(
        tr("Share that came true by probability said"), *_own(run),
        height=TALL, y_format=_share, x_unit="said", y_range=(0.0, top),
    )  # fmt: skip
    return _curves_card(spec, pictures, chart, said, ideal, has_grid=False)


class MarksCard(PlotCard):
    """A plot whose chart tells and takes the run that stands forward by its place."""

    def __init__(
        self,
        spec: PlotSpec,
        subtitle: str,
        chart: Dots | Scatter | ConfusionChart,
        legend: Sequence[Entry],
    ) -> None:
        """Frame the chart."""
        super().__init__(spec, _title(spec), subtitle, chart, legend=legend)
        self._marks = chart
        if not isinstance(chart, Scatter):
            chart.pointed.connect(self.pointed)

    def highlight(self, run: int) -> None:
        """Bring a run forward; -1 is none."""
        self._marks.highlight(run)


def _actual(spec: PlotSpec, pictures: "Pictures", _run: Operate) -> PlotCard:
    clouds = prepare(pictures).curves[spec.kind]
    said = rows_words(pictures)
    if not clouds:
        return _missing(spec, said)
    chart = Scatter(tr("Predicted by actual"), height=TALL)
    chart.set_clouds([Cloud(at, pictures.runs[at].name, line.x, line.y) for at, line in clouds])
    if len(clouds) > len(MARKERS):
        said = tr(
            "{said}; 8 of {n:,} runs, others when they are pointed at", said=said, n=len(clouds)
        )
    return MarksCard(spec, said, chart, legend_of(pictures))


def _confusion(spec: PlotSpec, pictures: "Pictures", _run: Operate) -> PlotCard:
    said = tr(
        "rows true, columns said; change against the baseline; {rows_words}",
        rows_words=rows_words(pictures),
    )
    known = [
        Confusion(at, run.name, run.confusion)
        for at, run in enumerate(pictures.runs)
        if run.confusion is not None
    ]
    if not known:
        return _missing(spec, said)
    chart = ConfusionChart(tr("Confusion"))
    chart.set_runs(pictures.levels, known)
    if len(known) > len(MARKERS):
        said = tr(
            "{said}; 8 of {n:,} runs, others when they are pointed at", said=said, n=len(known)
        )
    return MarksCard(spec, said, chart, legend_of(pictures))


def _importance(spec: PlotSpec, pictures: "Pictures", _run: Operate) -> PlotCard:
    said = tr("permutation, what shuffling a column costs")
    leaned = [(name, values) for name, values in pictures.features if any(values)]
    if not leaned:
        return PlotCard(spec, _title(spec), said, None, tr("None of these runs kept importances"))
    kept = sum(bool(run.importances) for run in pictures.runs)
    if kept < len(pictures.runs):
        said = tr("{said}; kept by {kept} of {n} runs", said=said, kept=kept, n=len(pictures.runs))
    chart = Dots(tr("Importance"))
    names = [run.name for run in pictures.runs]
    chart.set_rows([DotRow(name, values) for name, values in leaned], names)
    return MarksCard(spec, said, chart, legend_of(pictures))


def _missing(spec: PlotSpec, said: str) -> PlotCard:
    words = tr("None of these runs kept hold-out answers to draw")
    return PlotCard(spec, _title(spec), said, None, words)


MAKERS: "dict[str, Callable[[PlotSpec, Pictures, Operate], PlotCard]]" = {
    "roc": _roc,
    "precision_recall": _recall,
    "calibration": _calibration,
    "confusion": _confusion,
    "actual": _actual,
    "residuals": _residuals,
    "importance": _importance,
}
"""What makes the card of each kind of plot that rests on the hold-out rows."""
