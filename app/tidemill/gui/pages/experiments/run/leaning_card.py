"""What a run leans on: what shuffling each column costs, and how its answers move with them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries
from tidemill.gui.kit.charts.forest import Forest, Interval
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed
from tidemill.services.runs import metric_title

if TYPE_CHECKING:
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_leaning import Leaning
    from tidemill.services.run_page import RunPage
    from tidemill.services.training.partial_dependence import Dependence

MOST_COLUMNS = 6
MOST_COURSES = 3
_SPREADS = 2
"""So many standard deviations over the repeats are drawn to either side."""


class LeaningCard(Headed):
    """Columns from the heaviest down, and courses of the first; hidden where nothing is kept."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(tr("What it leans on"))
        self.row = QHBoxLayout()
        self.row.setSpacing(20)
        self.body.addLayout(self.row)
        self.parts: list[QWidget] = []
        self._shown: object = None

    def show_evidence(self, page: "RunPage", evidence: "RunEvidence | None") -> None:
        """Draw what was kept; what did not change is left alone."""
        leaning = None if evidence is None else evidence.leaning
        show_if(self, bool(leaning))
        if not leaning or leaning is self._shown:
            return
        self._shown = leaning
        for part in self.parts:
            self.row.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.parts = [_forest(leaning), *(_course(one, page) for one in _drawn(leaning))]
        for part in self.parts:
            self.row.addWidget(part, 1)
            part.show()
        measure = metric_title(page.run.params.get("metric") or page.main or "", _task(page))
        rows = numbers.plural(leaning.n_rows, "row") if leaning.n_rows else "rows"
        self.subtitle.set_text(
            tr("{measure} lost by shuffling a column, {rows} held out", measure=measure, rows=rows)
        )


def _task(page: "RunPage") -> str | None:
    return page.run.params.get("task")


def _drawn(leaning: "Leaning") -> "list[Dependence]":
    """The first courses that can be drawn: those of numbers, and of columns with levels."""
    return [one for one in leaning.dependences if one.kind != "datetime"][:MOST_COURSES]


def _forest(leaning: "Leaning") -> QWidget:
    forest = Forest(tr("What it leans on"), 0.0, row_height=22)
    forest.set_rows(
        [
            Interval(
                name, value, value - _SPREADS * sd, value + _SPREADS * sd, numbers.decimal(value, 4)
            )
            for name, value, sd in leaning.weights[:MOST_COLUMNS]
        ]
    )
    return _headed(tr("Columns"), forest)


def _course(one: "Dependence", page: "RunPage") -> QWidget:
    """The mean answer by the column's value, others as they are; the middle half of the rows."""
    at = _answer(one)
    low, mean, high = ([row[at] for row in side] for side in (one.low, one.mean, one.high))
    said = _said(one, page)
    if one.kind == "numeric":
        chart = CurveChart(one.column, height=132, x_unit=one.column, n_y_ticks=3)
        chart.set_heading(one.column, said)
        x = [float(value) for value in one.at]
        chart.set_series(
            [CurveSeries(tr("this run"), tr("This run"), x, mean, "accent", low=low, high=high)]
        )
        return _headed(one.column, chart, said)
    forest = Forest(one.column, None, row_height=22)
    rows = zip(one.at, mean, low, high, strict=True)
    forest.set_rows(
        [Interval(str(v), m, a, b, numbers.plain(m, 3)) for v, m, a, b in rows][:MOST_COLUMNS]
    )
    return _headed(one.column, forest, said)


def _answer(one: "Dependence") -> int:
    """The answer that is drawn: of several classes the one that moves most."""
    moves = [max(side) - min(side) for side in zip(*one.mean, strict=True)]
    return moves.index(max(moves))


def _said(one: "Dependence", page: "RunPage") -> str:
    return one.levels[_answer(one)] if one.levels else page.run.params.get("target", "")


def _headed(title: str, chart: QWidget, words: str = "") -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(6)
    head.addWidget(Label(title, "strong", elide="right"))
    if words:
        head.addWidget(Label(words, "small", "text3", elide="right"), 1)
    column.addLayout(head)
    column.addWidget(chart)
    column.addStretch(1)
    return holder
