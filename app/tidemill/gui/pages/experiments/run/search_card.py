"""What a search tried: trials by order and by setting, the best line, what matters and is left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.metrics import metric
from tidemill.domain.runs import RunState
from tidemill.domain.search_trials import TrialState, course_of_best, finished
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed
from tidemill.gui.pages.experiments.run.search_slices import SearchSlices

if TYPE_CHECKING:
    from tidemill.gui.kit.charts.curve_canvas import Runner
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.searching import Search

_SIDE = 260


class SearchCard(Headed):
    """Shown for the run of a search alone; it follows the trials while they are made."""

    stop_wanted = Signal()

    def __init__(self, run: "Runner") -> None:
        """Make it empty."""
        tip = tr("The fold at work is ended first; then the best settings are fitted")
        self.stop = Button(tr("Stop and keep the best"), "square", height=28, tooltip=tip)
        super().__init__(tr("What was tried"), self.stop)
        self.stop.clicked.connect(self.stop_wanted)
        self.chart = CurveChart(tr("What was tried"), run, "experiments.chart.search", 190)
        self.chart.set_x_unit("trials")
        self.shares = KeyValues()
        self.said = Paragraph("", "small", "text2")
        self.side = QWidget()
        self.side.setFixedWidth(metrics.current().scaled(_SIDE))
        side = QVBoxLayout(self.side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(Label(tr("What matters"), "strong"))
        side.addWidget(self.shares)
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.chart, 1)
        row.addWidget(self.side)
        self.body.addLayout(row)
        self.slices = SearchSlices()
        self.body.addWidget(self.slices)
        self.body.addWidget(self.said)
        self._shown: object = None

    def show_evidence(self, evidence: "RunEvidence | None") -> None:
        """Draw the trials so far; what did not change is left alone."""
        found = None if evidence is None else evidence.search
        show_if(self, found is not None)
        if evidence is None or found is None or found is self._shown:
            return
        self._shown = found
        show_if(self.stop, found.run.state is RunState.RUNNING and not found.ended)
        self.stop.setEnabled(not found.is_stopping)
        self.stop.setText(tr("Stopping") if found.is_stopping else tr("Stop and keep the best"))
        self.subtitle.set_text(_count(found))
        self.chart.set_heading(tr("What was tried"), self.subtitle.text())
        self.chart.set_series(_series(found))
        self.slices.show_search(found)
        shares = found.insights.importances or {}
        self.shares.set_rows([(name, numbers.percent(one, 0)) for name, one in shares.items()])
        show_if(self.side, bool(shares))
        said = " ".join([*evidence.outlook, *([found.ended] if found.ended else [])])
        self.said.set_text(said)
        show_if(self.said, bool(said))


def _count(found: "Search") -> str:
    words = (
        f"{numbers.integer(len(found.trials))} of {numbers.plural(found.plan.n_trials, 'trial')}"
    )
    states = [one.state for one in found.trials]
    for state, said in ((TrialState.PRUNED, tr("given up")), (TrialState.FAILED, "failed")):
        if n := states.count(state):
            words += f", {numbers.integer(n)} {said}"
    title = metric(found.recipe.task, found.measure).title
    return tr(
        "{words}, {title} over {n_folds}",
        words=words,
        title=title,
        n_folds=numbers.plural(found.plan.n_folds, "fold"),
    )


def _series(found: "Search") -> list[CurveSeries]:
    """The finished trials as points, and the best of them so far as a line."""
    done = finished(found.trials)
    course = course_of_best(found.trials, found.up)
    best_x, best_y = [x for x, _ in course], [y for _, y in course]
    x, y = [one.number for one in done], [one.mean for one in done]
    return [
        CurveSeries("trials", tr("Trial"), x, y, "text2", is_dots=True),
        CurveSeries("best", tr("Best so far"), best_x, best_y, "accent", end_label="best"),
    ]
