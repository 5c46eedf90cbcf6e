"""The run's small pictures: metrics with intervals, the learning curve, plots of the hold-out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries, Mark
from tidemill.gui.kit.charts.forest import Forest, Interval
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.score_bars import ScoreBars

if TYPE_CHECKING:
    from tidemill.gui.kit.charts.curve_canvas import Runner
    from tidemill.services.evaluation import Judged, Line, Pictures
    from tidemill.services.run_evidence import LearningCurve, RunEvidence
    from tidemill.services.run_page import MetricRow, RunPage

MOST_METRICS = 6
MOST_OPENED = 200
"""A run may have thousands: more are in the list of runs, which reads only what is in sight."""
_RIVAL = "gold_fill"
_DASH = (5.0, 3.0)


def rival_words(page: "RunPage") -> str:
    """The version the run is held against: `v14`."""
    return "" if page.rival is None else f"v{page.rival.number}"


class Headed(Card):
    """A card with a title, a quiet subtitle that changes, and something at the right."""

    def __init__(self, title: str, trailing: QWidget | None = None) -> None:
        """Make the head."""
        super().__init__(spacing=6)
        row = self.head = QHBoxLayout()
        row.setSpacing(8)
        self.title = Label(title, "h3", elide="right")
        self.subtitle = Label("", "small", "text3")
        row.addWidget(self.title)
        row.addWidget(self.subtitle, 1, Qt.AlignmentFlag.AlignVCenter)
        if trailing is not None:
            row.addWidget(trailing)
        self.body.addLayout(row)


class MetricsCard(Headed):
    """Measures with value, half-width and interval on scales of their own; a button shows those
    that were logged besides.
    """

    def __init__(self) -> None:
        """Make it empty."""
        self.legend = Legend([])
        self.more = Button(tr("All"), kind="link", height=24)
        super().__init__(tr("Metrics"), self.legend)
        self.head.addWidget(self.more)
        self.forest = Forest(tr("Metrics"), None, is_own_scale=True, row_height=22)
        self.plain = KeyValues(key_role="body", spacing=3)
        self.empty = Paragraph(tr("No metric was logged yet."), "small", "text3")
        for part in (self.forest, self.plain, self.empty):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.more.clicked.connect(self._on_more)
        self._page: RunPage | None = None
        self._is_whole = False

    def show_page(self, page: "RunPage", missing: str) -> None:
        """Draw the measures; `missing` says why a version's values can't be held against them."""
        self._page = page
        n_rows = page.figures.n_hold_out
        said = tr("hold-out, {n_rows}, 95%", n_rows=numbers.plural(n_rows, "row")) if n_rows else ""
        self.subtitle.set_text(said)
        self.legend.setToolTip(spoken(missing))
        self._draw(page, missing)

    def _draw(self, page: "RunPage", missing: str) -> None:
        sure = [one for one in page.metrics if one.low is not None]
        others = [one for one in page.metrics if one.low is None]
        if not self._is_whole:
            sure = sure[:MOST_METRICS]
            others = others[: MOST_METRICS - len(sure)]
        sure, others = sure[:MOST_OPENED], others[:MOST_OPENED]
        self.forest.set_rows([_interval(one) for one in sure])
        show_if(self.forest, bool(sure))
        self.plain.set_rows([(one.title, _value(one)) for one in others])
        show_if(self.plain, bool(others))
        show_if(self.empty, not page.metrics)
        n = page.n_metrics
        self.more.set_text(
            tr("Fewer") if self._is_whole else tr("All {integer}", integer=numbers.integer(n))
        )
        show_if(self.more, n > MOST_METRICS)
        has_ticks = any(one.rival is not None for one in sure)
        words = (
            tr("{rival_words}, other rows", rival_words=rival_words(page))
            if "other rows" in missing
            else rival_words(page)
        )
        self.legend.set_entries([Entry(words, _RIVAL, "tick")] if has_ticks else [])

    def _on_more(self) -> None:
        self._is_whole = not self._is_whole
        if self._page is not None:
            self._draw(self._page, self.legend.toolTip())


def _interval(one: "MetricRow") -> Interval:
    low, high = one.low, one.high
    assert low is not None
    assert high is not None
    return Interval(
        one.title,
        one.value,
        low,
        high,
        numbers.decimal(one.value, one.decimals),
        tick=one.rival,
        spread=numbers.half_width(one.half_width, max(3, one.decimals - 1)),
    )


def _value(one: "MetricRow") -> str:
    return numbers.plain(one.value, 5)


class CurveCard(Headed):
    """How the run learned: a metric on rows held out and on those learned from, best step marked.

    Emits `all_wanted` for the Curves tab.
    """

    all_wanted = Signal()

    def __init__(self, run: "Runner") -> None:
        """Make it empty."""
        more = Button(tr("All curves"), kind="link", height=24)
        super().__init__(tr("Learning curve"), more)
        self.chart = CurveChart(tr("Learning curve"), run, "experiments.chart.overview", 150)
        self.empty = Paragraph("", "small", "text3")
        # The chart is as high as the card beside it makes this one.
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.empty)
        self.more = more
        more.clicked.connect(self.all_wanted)

    def show_curve(self, curve: "LearningCurve | None", is_loading: bool) -> None:
        """Draw a curve, or say why there is none."""
        show_if(self.chart, curve is not None)
        show_if(self.more, curve is not None)
        show_if(self.empty, curve is None)
        if curve is None:
            self.title.set_text(tr("Learning curve"))
            self.subtitle.set_text("")
            self.empty.set_text(
                tr("Reading the curves")
                if is_loading
                else tr(
                    "No metric was logged more than once. Log it with a step to see its course."
                )
            )
            return
        self.title.set_text(curve.title)
        self.subtitle.set_text(f"by {curve.word}")
        self.chart.set_heading(curve.title, f"by {curve.word}")
        x, y = curve.held.points()
        n_tail = "hold-out" if curve.training is not None else ""
        series = [CurveSeries("held", curve.title, x, y, "accent", end_label=n_tail)]
        if curve.training is not None:
            x, y = curve.training.points()
            series.append(
                CurveSeries(
                    "training", tr("Training"), x, y, "reference", (6, 3), end_label="training"
                )
            )
        self.chart.set_x_unit(f"{curve.word}s")
        self.chart.set_series(series)
        marks = []
        if curve.best_step is not None and curve.held.n > 2:
            marks = [
                Mark(
                    curve.best_step,
                    tr("best at {integer}", integer=numbers.integer(curve.best_step)),
                )
            ]
        self.chart.set_marks(marks)


class HoldOutCard(Headed):
    """Four plots of what the run said for rows it never saw, the version it is held against
    dashed; what is missing is said in place.
    """

    def __init__(self) -> None:
        """Make it empty."""
        self.legend = Legend([])
        super().__init__(tr("On the hold-out"), self.legend)
        self.row = QHBoxLayout()
        self.row.setSpacing(20)
        self.body.addLayout(self.row)
        self.empty = Paragraph("", "small", "text3")
        self.body.addWidget(self.empty)
        self.plots: list[QWidget] = []
        self._pictures: object = None

    def show_evidence(
        self, page: "RunPage", evidence: "RunEvidence | None", is_loading: bool
    ) -> None:
        """Draw the pictures; they are made anew only for others."""
        pictures = None if evidence is None else evidence.pictures
        missing = "" if evidence is None else evidence.missing.get("pictures", "")
        if evidence is None:
            missing = tr("Reading the hold-out answers") if is_loading else tr("Not read yet.")
        if pictures is not self._pictures:
            self._pictures = pictures
            for plot in self.plots:
                self.row.removeWidget(plot)
                plot.hide()
                plot.deleteLater()
            self.plots = [] if pictures is None else _plots(pictures, rival_words(page))
            for plot in self.plots:
                self.row.addWidget(plot, 1)
                plot.show()
        has_rival = pictures is not None and len(pictures.runs) > 1 and _has_lines(pictures.runs[1])
        entries = [Entry(tr("this run"), "accent")]
        if has_rival:
            entries.append(Entry(rival_words(page), _RIVAL, dash=_DASH))
        self.legend.set_entries(entries if self.plots else [])
        rows = pictures.rows if pictures is not None and self.plots else 0
        self.subtitle.set_text(
            tr("{n_rows}, never trained on", n_rows=numbers.plural(rows, "row")) if rows else ""
        )
        self.empty.set_text(_how_to(missing) if not self.plots else "")
        show_if(self.empty, not self.plots)


def _how_to(missing: str) -> str:
    if "kept no hold-out answers" in missing:
        return tr(
            "{missing} Log them with run.log_predictions(y_true, y_pred) to see them here.",
            missing=missing,
        )
    return missing or tr("There is nothing to draw for this kind of answer.")


def _has_lines(one: "Judged") -> bool:
    return any((one.roc, one.precision_recall, one.calibration, one.dots, one.residuals))


def _plots(pictures: "Pictures", rival: str) -> list[QWidget]:
    """The pictures there are, each with its title."""
    ours = pictures.runs[0]
    theirs = pictures.runs[1] if len(pictures.runs) > 1 else None
    made: list[QWidget] = []
    if ours.roc is not None:
        diagonal = CurveSeries("chance", tr("Chance"), [0, 1], [0, 1], "reference", (2, 2.4))
        lines = [diagonal, *_lines(ours.roc, None if theirs is None else theirs.roc, rival)]
        made.append(_titled("ROC", lines, tr("false alarms"), (0, 1)))
    if ours.precision_recall is not None:
        both = _lines(
            ours.precision_recall, None if theirs is None else theirs.precision_recall, rival
        )
        made.append(_titled(tr("Precision and recall"), both, "recall", (0, 1)))
    if ours.calibration is not None:
        diagonal = CurveSeries("right", tr("Right"), [0, 1], [0, 1], "reference", (2, 2.4))
        line = ours.calibration
        curve = CurveSeries(
            tr("this run"), tr("This run"), line.x, line.y, "accent", low=line.low, high=line.high
        )
        made.append(_titled(tr("Calibration"), [diagonal, curve], "predicted", (0, 1)))
    if len(ours.scores) == 2:
        bars = ScoreBars(tr("Scores"), ours.scores, pictures.levels)
        made.append(_with_title(tr("Scores"), bars))
    if ours.dots is not None:
        made.append(_with_title(tr("Actual and predicted"), _dots(ours.dots)))
    if ours.residuals_by is not None:
        line = ours.residuals_by
        curve = CurveSeries(
            tr("this run"), tr("Median"), line.x, line.y, "accent", low=line.low, high=line.high
        )
        made.append(_titled(tr("Error by prediction"), [curve], "predicted", None))
    if ours.residuals is not None:
        both = _lines(ours.residuals, None if theirs is None else theirs.residuals, rival)
        made.append(_titled(tr("Errors"), both, tr("predicted \N{MINUS SIGN} actual"), None))
    return made[:4]


def _lines(ours: "Line", theirs: "Line | None", rival: str) -> list[CurveSeries]:
    lines = []
    if theirs is not None:
        lines.append(CurveSeries("rival", rival, theirs.x, theirs.y, _RIVAL, _DASH))
    lines.append(CurveSeries(tr("this run"), tr("This run"), ours.x, ours.y, "accent"))
    return lines


def _dots(line: "Line") -> CurveChart:
    """Actual against predicted; on the diagonal they are the same."""
    x, y = np.asarray(line.x, dtype=float), np.asarray(line.y, dtype=float)
    ends = [float(min(x.min(), y.min())), float(max(x.max(), y.max()))]
    chart = CurveChart(tr("Actual and predicted"), height=132, x_unit="actual", n_y_ticks=3)
    chart.set_series(
        [
            CurveSeries("right", tr("Right"), ends, ends, "reference", (2, 2.4)),
            CurveSeries(tr("this run"), tr("This run"), x, y, "accent", is_dots=True),
        ]
    )
    return chart


def _titled(
    title: str, lines: Sequence[CurveSeries], unit: str, y_range: tuple[float, float] | None
) -> QWidget:
    n = 2 if y_range is not None else 3
    chart = CurveChart(title, height=132, x_unit=unit, y_range=y_range, n_y_ticks=n)
    chart.set_heading(title, tr("on the hold-out"))
    chart.set_series(lines)
    return _with_title(title, chart)


def _with_title(title: str, chart: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(title, "strong"))
    column.addWidget(chart)
    return holder
