"""What is decided from the answers: which class is taken for which, what each threshold costs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.charts.confusion import Confusion, ConfusionChart
from tidemill.gui.kit.charts.curve_chart import CurveChart, CurveSeries, Mark
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import Headed

if TYPE_CHECKING:
    from tidemill.services.run_decisions import Decisions
    from tidemill.services.run_evidence import RunEvidence
    from tidemill.services.run_page import RunPage


class DecisionsCard(Headed):
    """The confusion matrix, and for two classes what answers cost by the threshold from which yes
    is said. Hidden where numbers are told, or no answers were kept.
    """

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(tr("Decisions"))
        self.confusion = ConfusionChart(tr("Confusion"), 170)
        self.course = CurveChart(
            tr("Cost by threshold"), height=150, x_unit="threshold", n_y_ticks=3
        )
        self.words = Paragraph("", "small", "text2")
        self.right = QWidget()
        column = QVBoxLayout(self.right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.title_of_course = Label("", "strong")
        for part in (self.title_of_course, self.course, self.words):
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.confusion, 9)
        row.addWidget(self.right, 11)
        self.body.addLayout(row)
        self._shown: object = None

    def show_evidence(self, page: "RunPage", evidence: "RunEvidence | None") -> None:
        """Draw the decisions; what did not change is left alone."""
        pictures = None if evidence is None else evidence.pictures
        counts = None if pictures is None else pictures.runs[0].confusion
        show_if(self, counts is not None)
        if evidence is None or pictures is None or counts is None or evidence is self._shown:
            return
        self._shown = evidence
        self.confusion.set_runs(pictures.levels, [Confusion(0, page.run.name, counts)])
        n = int(counts.sum())
        said = tr("rows true, columns said; {n_rows} held out", n_rows=numbers.plural(n, "row"))
        self.subtitle.set_text(said)
        show_if(self.right, evidence.decisions is not None)
        if evidence.decisions is not None:
            self._draw(evidence.decisions)

    def _draw(self, found: "Decisions") -> None:
        title = (
            tr("Cost of an answer by threshold")
            if found.is_priced
            else tr("Wrong answers by threshold")
        )
        self.title_of_course.set_text(title)
        unit = f" {found.unit}" if found.unit else ""
        self.course.set_heading(
            title, tr("mean of {n_rows}", n_rows=numbers.plural(found.n_rows, "row"))
        )
        self.course.set_series([CurveSeries("cost", title, found.thresholds, found.cost, "accent")])
        best = float(found.thresholds[found.best])
        word = "cheapest" if found.is_priced else "fewest"
        self.course.set_marks([Mark(best, f"{word} at {best:.2f}")])
        self.words.set_text(_words(found, unit))


def _words(found: "Decisions", unit: str) -> str:
    """The cheapest threshold beside the model's own, in numbers."""
    best, usual = found.best, found.usual

    def told(at: int) -> str:
        if found.is_priced:
            return tr(
                "{plain}{unit} a row", plain=numbers.plain(float(found.cost[at]), 4), unit=unit
            )
        return f"{numbers.percent(float(found.cost[at]), 1)} wrong"

    at = float(found.thresholds[best])
    yes = found.levels[1]
    first = f"{yes} from {at:.2f} up: {told(best)}"
    counts = tr(
        "{integer} found, {integer2} missed, {integer3} false alarms",
        integer=numbers.integer(int(found.right_yes[best])),
        integer2=numbers.integer(int(found.wrong_no[best])),
        integer3=numbers.integer(int(found.wrong_yes[best])),
    )
    rest = (
        ""
        if best == usual
        else tr(" Its own, from {own:.2f} up: {told}.", own=found.own, told=told(usual))
    )
    return tr(
        "{first}; {counts}.{rest} Chosen on these very rows, so a little too good.",
        first=first,
        counts=counts,
        rest=rest,
    )
