"""The Overview of a run: findings, metrics, curves, hold-out, decisions, columns, slices."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.older_note import OlderNote
from tidemill.gui.pages.experiments.run.decisions_card import DecisionsCard
from tidemill.gui.pages.experiments.run.findings_card import FindingsCard
from tidemill.gui.pages.experiments.run.forecast_card import ForecastCard
from tidemill.gui.pages.experiments.run.groups_card import GroupsCard
from tidemill.gui.pages.experiments.run.inputs_card import InputsCard
from tidemill.gui.pages.experiments.run.leaning_card import LeaningCard
from tidemill.gui.pages.experiments.run.plots import CurveCard, HoldOutCard, MetricsCard
from tidemill.gui.pages.experiments.run.search_card import SearchCard
from tidemill.gui.pages.experiments.run.small_cards import NestedCard, ParamsCard, SlicesCard
from tidemill.gui.pages.experiments.run.state import RunPageState
from tidemill.gui.sheets.worst_slices_panel import WorstSlicesPanel
from tidemill.services.slice_looks import FILE, why_not

if TYPE_CHECKING:
    from tidemill.gui.kit.charts.curve_canvas import Runner
    from tidemill.gui.shell.page import PageContext

_GAP = 10


class Overview(QWidget):
    """Draws the first tab; emits `tab_wanted(id)` and `run_wanted(id)`."""

    tab_wanted = Signal(str)
    run_wanted = Signal(str)

    def __init__(self, context: "PageContext") -> None:
        """Make the cards."""
        super().__init__()
        run: Runner = context.operations.run
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        self.older = OlderNote()
        self.findings = FindingsCard()
        self.search = SearchCard(run)
        self.metrics = MetricsCard()
        self.curve = CurveCard(run)
        self.forecast = ForecastCard()
        self.hold_out = HoldOutCard()
        self.groups = GroupsCard()
        self.decisions = DecisionsCard()
        self.leaning = LeaningCard()
        self.params = ParamsCard()
        self.slices = SlicesCard()
        self.worst = WorstSlicesPanel(context, "experiments.run.slices")
        self.inputs = InputsCard()
        self.nested = NestedCard()
        column.addWidget(self.older)
        column.addWidget(self.findings)
        column.addWidget(self.search)
        column.addLayout(_beside(self.metrics, 10, self.curve, 9))
        column.addWidget(self.forecast)
        column.addWidget(self.hold_out)
        column.addWidget(self.groups)
        column.addWidget(self.decisions)
        column.addWidget(self.leaning)
        column.addLayout(_beside(self.params, 9, self.slices, 11))
        column.addWidget(self.worst)
        column.addWidget(self.inputs)
        column.addWidget(self.nested)
        column.addStretch(1)
        self.curve.all_wanted.connect(self._on_curves)
        self.params.all_wanted.connect(self._on_params)
        self.nested.run_wanted.connect(self.run_wanted)
        self._drawn: tuple[object, ...] = ()

    def show_state(self, state: RunPageState) -> None:
        """Draw what is known; what did not change is left alone."""
        page, evidence = state.page, state.evidence
        if page is None:
            return
        now = (page, evidence, state.is_reading_evidence)
        if now == self._drawn:
            return
        self._drawn = now
        is_loading = evidence is None and state.is_reading_evidence
        words = tr("Looking at the run")
        if evidence is not None:
            words = tr("Nothing stands out.")
            if "pictures" in evidence.missing:
                words = tr(
                    "Nothing stands out in what was logged; hold-out answers would tell more."
                )
        elif not state.is_reading_evidence:
            words = tr("It could not be looked at.")
        older = page.older
        title, text = ("", "") if older is None else (older.words, older.details)
        self.older.show_words(title, text, can_learn=older is not None and older.now is not None)
        found = None if evidence is None else evidence.findings
        self.findings.show_findings(found, words)
        self.search.show_evidence(evidence)
        missing = "" if evidence is None else evidence.missing.get("rival", "")
        self.metrics.show_page(page, missing)
        self.curve.show_curve(None if evidence is None else evidence.curve, is_loading)
        self.forecast.show_evidence(evidence)
        self.hold_out.show_evidence(page, evidence, is_loading)
        self.decisions.show_evidence(page, evidence)
        self.leaning.show_evidence(page, evidence)
        self.params.show_page(page)
        self.groups.show_evidence(evidence)
        self.slices.show_evidence(evidence, is_loading)
        if why_not(page.run) is None:
            model = page.versions[-1].model if page.versions else ""
            self.worst.show_run(page.run.id, model, page.run.artifacts.get(FILE))
        else:
            self.worst.show_run("", "")
        self.inputs.show_page(page)
        self.nested.show_page(page)

    def is_drawn(self) -> bool:
        """Whether the learning curve and the trials are ready."""
        return self.curve.chart.is_settled() and self.search.chart.is_settled()

    def _on_curves(self) -> None:
        self.tab_wanted.emit("curves")

    def _on_params(self) -> None:
        self.tab_wanted.emit("parameters")


def _beside(left: QWidget, wide: int, right: QWidget, wider: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    row.addWidget(left, wide)
    row.addWidget(right, wider)
    return row
