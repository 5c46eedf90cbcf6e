"""The cards of an incident's page: why, the column, the measure over time, alerts, earlier ones."""

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.charts.histogram import CategoryBars
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.line_chart import Event, Limit, LineChart, Series, Shade
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph, Run
from tidemill.gui.kit.progress import Bar
from tidemill.gui.kit.rows import EntryRow
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.pages.monitoring.distribution import BinBars
from tidemill.gui.pages.monitoring.incidents.state import (
    AlertRow,
    CauseRow,
    CauseState,
    ColumnState,
    CurveState,
    SimilarRow,
)

_MOST_BARS = 7
_HIGHEST = 240
_ESTIMATED = (5.0, 3.0)


class FilledCard(Card):
    """A card whose parts are made anew when what it shows changes."""

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__((16, 12), 6)
        self._shown: object = None
        self._holder = QWidget()
        self.body.addWidget(self._holder)

    def is_new(self, state: object) -> bool:
        """Whether a state differs from the one shown, which it is from now on."""
        if state == self._shown:
            return False
        self._shown = state
        return True

    def anew(self) -> QVBoxLayout:
        """Take everything out and return the layout to fill."""
        old, self._holder = self._holder, QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.body.replaceWidget(old, self._holder)
        old.hide()
        old.deleteLater()
        return column


class CauseCard(FilledCard):
    """The likely cause: columns with the share each explains, what is not explained last."""

    def show_cause(self, state: CauseState) -> None:
        """Show the shares, the kind and the evidence."""
        if not self.is_new(state):
            return
        body = self.anew()
        body.addLayout(_head(tr("Likely cause"), ""))
        if state.note:
            body.addWidget(Paragraph(state.note, "small", "text3"))
        for row in state.rows:
            _add_cause(body, row)
        if state.missing:
            body.addWidget(Paragraph(state.missing, "small", "text2"))
        if state.kind:
            body.addSpacing(2)
            body.addWidget(Paragraph(state.kind, "strong", "text"))
        for words in state.evidence:
            body.addWidget(Paragraph(words, "small", "text2"))
        if not state.kind:
            words = tr("What kind of change it is was not found out.")
            body.addWidget(Paragraph(words, "small", "text3"))
        body.addStretch(1)


def _add_cause(body: QVBoxLayout, row: CauseRow) -> None:
    line = QHBoxLayout()
    line.setSpacing(8)
    is_main = row.bar >= 0.5 and not row.is_rest and not row.is_better
    line.addWidget(Label(row.title, "strong" if is_main else "body"), 1)
    tone = "good" if row.is_better else "bad" if is_main else "text2"
    if row.words:
        line.addWidget(Label(row.words, "strong", tone, "none", True))
    body.addLayout(line)
    if row.note:
        body.addWidget(Label(spoken(row.note), "small", "text2"))
    if row.words:
        token = "good_dot" if row.is_better else "bad_dot" if is_main else "reference"
        body.addWidget(Bar(row.bar, token, name=f"{row.title}: {row.words}"))


class ColumnCard(FilledCard):
    """The guilty column before and after. `chart` is None while there is nothing to draw."""

    table_wanted = Signal(object)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.chart: Chart | None = None

    def show_column(self, state: ColumnState) -> None:
        """Show the column's distributions, or what is missing."""
        if not self.is_new(state):
            return
        body = self.anew()
        body.addLayout(_head(state.name, state.note))
        self.chart = None
        shares = state.distribution
        if shares is None:
            body.addWidget(Paragraph(state.missing, "small", "text2"))
            body.addStretch(1)
            return
        if len(shares.labels) <= _MOST_BARS:
            bars = CategoryBars(state.name)
            bars.set_data(shares.labels, shares.current, shares.reference)
            self.chart = bars
        else:
            bins = BinBars(state.name)
            bins.set_shares(shares.labels, shares.reference, shares.current)
            self.chart = bins
        self.chart.table_requested.connect(self._on_table)
        policy = QSizePolicy.Policy.Expanding
        self.chart.setSizePolicy(policy, policy)
        self.chart.setMaximumHeight(metrics.current().scaled(_HIGHEST))
        body.addWidget(self.chart, 1)
        entries = [Entry(state.before, "reference", "outline"), Entry(state.now, "accent", "box")]
        body.addWidget(Legend(entries))
        body.addStretch(1)

    def _on_table(self) -> None:
        self.table_wanted.emit(self.chart)


class CurveCard(Card):
    """The measure by look, measured and estimated, with where the incident lies."""

    table_wanted = Signal(object)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__((16, 12), 6)
        self._state: CurveState | None = None
        self._title = Label(tr("Error"), "h3")
        self._note = Label("", "small", "text3")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addWidget(self._note, 1)
        self.legend = Legend()
        head.addWidget(self.legend)
        self.body.addLayout(head)
        self._missing = Paragraph("", "small", "text2")
        self.body.addWidget(self._missing)
        self.chart = LineChart(
            tr("Error"), y_format=self._value_words, x_format=self._look_words, height=168,
            is_zoomable=True, short_ticks=True, parent=self,
        )  # fmt: skip
        self.chart.table_requested.connect(self._on_table)
        self.body.addWidget(self.chart)
        self.body.addStretch(1)

    def show_curve(self, state: CurveState | None, missing: str) -> None:
        """Draw the curve, or say what is missing."""
        self._state = state
        self._missing.set_text(missing)
        self._missing.setVisible(state is None)
        for part in (self.chart, self.legend):
            part.setVisible(state is not None)
        self._title.set_text(tr("Error") if state is None else state.title)
        self._note.set_text("" if state is None else f"by {state.unit}")
        if state is None:
            return
        x = np.arange(len(state.labels), dtype=np.float64) + 0.5
        series, legend = [], []
        if state.estimated.has_any():
            line = state.estimated
            series.append(
                Series(
                    "estimated", x, line.value, "accent", _ESTIMATED, low=line.low, high=line.high
                )
            )
            legend.append(Entry("estimated", "accent", dash=_ESTIMATED))
        if state.measured.has_any():
            line = state.measured
            series.append(
                Series(state.title, x, line.value, marker="circle" if len(x) <= 24 else None)
            )
            legend.insert(0, Entry("measured"))
        self.chart.set_series(series)
        self.legend.set_entries(legend)
        limits = [] if state.limit is None else [Limit(state.limit, state.limit_words)]
        self.chart.set_limits(limits)
        events = [Event(at, label, "promotion") for at, label in state.events]
        if state.alert is not None:
            events.append(Event(state.alert, "", "alert", tr("The first alert")))
        self.chart.set_events(events)
        self.chart.set_shades([] if state.shade is None else [Shade(*state.shade)])
        self.chart.set_ends(0.0, float(len(x)))
        self.chart.set_heading(state.title, f"by {state.unit}", legend)

    def _value_words(self, value: float) -> str:
        state = self._state
        return numbers.plain(value) if state is None else state.measure.words(value)

    def _look_words(self, x: float) -> str:
        labels = () if self._state is None else self._state.labels
        return labels[int(x)] if 0 <= int(x) < len(labels) else ""

    def _on_table(self) -> None:
        self.table_wanted.emit(self.chart)


class AlertsOfIncident(FilledCard):
    """The alerts the incident gathered, the first on top."""

    def show_alerts(self, alerts: tuple[AlertRow, ...]) -> None:
        """Show them."""
        if not self.is_new(alerts):
            return
        body = self.anew()
        note = numbers.plural(len(alerts), "alert") + tr(" with one cause")
        body.addLayout(_head(tr("Alerts"), note if len(alerts) > 1 else ""))
        if not alerts:
            words = tr("Its alerts belong to another incident now.")
            body.addWidget(Paragraph(words, "small", "text2"))
        for at, alert in enumerate(alerts):
            if at > 0:
                body.addWidget(Divider())
            row = QHBoxLayout()
            row.setSpacing(10)
            mark = StatusMark(alert.status, alert.word)
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            words_of = QVBoxLayout()
            words_of.setSpacing(2)
            is_open = alert.status != "idle"
            tone = "text" if is_open else "text2"
            words_of.addWidget(Paragraph(alert.message, "body", tone))
            words_of.addWidget(Paragraph(alert.about, "small", "text3"))
            row.addLayout(words_of, 1)
            body.addLayout(row)


class SimilarCard(FilledCard):
    """Earlier incidents about the same and what came of them; emits `opened(incident)`."""

    opened = Signal(int)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self._ids: dict[QWidget, int] = {}
        self.rows: list[EntryRow] = []

    def show_similar(self, similar: tuple[SimilarRow, ...]) -> None:
        """Show them, newest first."""
        if not self.is_new(similar):
            return
        body = self.anew()
        self.rows, self._ids = [], {}
        body.addLayout(_head(tr("Earlier ones like it"), ""))
        if not similar:
            body.addWidget(Paragraph(tr("None of this model."), "small", "text2"))
        for one in similar[:5]:
            row = EntryRow(
                [
                    Run(
                        tr("Incident {id}: {title}", id=one.id, title=spoken(one.title)),
                        "strong",
                        "text",
                    )
                ],
                one.about,
            )
            row.clicked.connect(self._on_row)
            self._ids[row] = one.id
            self.rows.append(row)
            body.addWidget(row)

    def _on_row(self) -> None:
        sender = self.sender()
        if isinstance(sender, QWidget) and sender in self._ids:
            self.opened.emit(self._ids[sender])


def _head(title: str, note: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Label(title, "h3", elide="middle"))
    row.addWidget(Label(note, "small", "text3"), 1)
    return row
