"""The inspector of Monitoring: one column on one look, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import IconButton
from tidemill.gui.kit.charts.histogram import CategoryBars
from tidemill.gui.kit.charts.legend import Entry, Legend
from tidemill.gui.kit.charts.sparkline import Sparkline
from tidemill.gui.kit.facts import KeyValue, KeyValues
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.pages.monitoring.cell import CellState, Distribution
from tidemill.gui.pages.monitoring.distribution import BinBars
from tidemill.gui.pages.monitoring.state import AlertState, MonitoringState
from tidemill.gui.pages.monitoring.times import ANSWERED

_MOST_BARS = 7
_NOT_IN_DATA = tr(
    "They came with no version of the data, so they can't be opened there or accepted as normal."
)


class CellInspector(Inspector):
    """Emits `stepped(by)`, `retrain_wanted`, `data_wanted`, `accept_wanted`, `close_wanted(alert)`.

    `mute_wanted(column, is_on)` asks that no rule speaks of a column, or that they do again;
    `rule_wanted(column)` for an alert rule about it.
    """

    stepped = Signal(int)
    retrain_wanted = Signal()
    data_wanted = Signal()
    close_wanted = Signal(int)
    mute_wanted = Signal(str, bool)
    rule_wanted = Signal(str)
    accept_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__("", "", parent)
        self._shown: tuple[object, ...] | None = None
        self._alert_id = -1
        self.retrain: ActionRow | None = None
        self.close_alert: ActionRow | None = None
        self.mute: ActionRow | None = None
        self.rule: ActionRow | None = None
        self.accept: ActionRow | None = None
        self._mute = ("", False)
        self.earlier: IconButton | None = None
        self.later: IconButton | None = None

    def show_state(self, state: MonitoringState, until: str) -> None:
        """Show the chosen cell; filled anew only when something of it changed."""
        cell = state.cell
        if cell is None:
            return
        key = (cell, state.alerts, state.model, until, len(state.labels), state.muted)
        if key == self._shown:
            return
        had_focus = _step_of(self)
        self._shown = key
        self.set_head(cell.column, cell.kind)
        self.clear()
        self._add_figure(cell)
        self._add_distribution(cell, len(state.labels))
        if cell.answered_by:
            body = self.add_section(tr("Where the rows came from"))
            for words in cell.answered_by:
                body.addWidget(Paragraph(f"{words}.", "small", "text2"))
            body.addWidget(Paragraph(_NOT_IN_DATA, "small", "text3"))
        if cell.figures:
            body = self.add_section()
            body.addWidget(KeyValues([KeyValue(f.key, f.value, f.was) for f in cell.figures]))
        if cell.together:
            body = self.add_section(tr("Columns together"))
            for line in cell.together:
                body.addWidget(Paragraph(line, "small", "text2"))
        self._add_actions(state, cell, until)
        if had_focus is not None:
            again = self.earlier if had_focus < 0 else self.later
            if again is not None and again.isEnabled():
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_figure(self, cell: CellState) -> None:
        body = self.add_section()
        row = QHBoxLayout()
        row.setSpacing(10)
        tone = "bad" if cell.is_drifted else "text"
        row.addWidget(Label(numbers.decimal(cell.psi, 2), "metric", tone, numeric=True))
        limit = (
            ""
            if cell.limit is None
            else tr(", limit {decimal}", decimal=numbers.decimal(cell.limit, 2))
        )
        row.addWidget(
            Label(
                tr("PSI in {period}{limit}", period=_period(cell), limit=limit), "small", "text2"
            ),
            1,
        )
        body.addLayout(row)
        if len(cell.course) > 1:
            token = "bad_dot" if cell.is_drifted else "accent"
            name = tr("PSI of {column}", column=cell.column)
            body.addWidget(Sparkline(cell.course[: cell.at + 1], token, cell.limit, name))
        for reason in cell.reasons:
            body.addWidget(Paragraph(_sentence(reason), "body", "text"))
        if not cell.is_drifted:
            body.addWidget(
                Paragraph(tr("Not drifted: what changed may be chance, or is too small."))
            )
        if cell.note:
            body.addWidget(Paragraph(cell.note, "small", "text3"))

    def _add_distribution(self, cell: CellState, n_looks: int) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.earlier = IconButton("chevron-left", tr("Earlier look"), size=24)
        self.later = IconButton("chevron-right", tr("Later look"), size=24)
        self.earlier.setEnabled(cell.at > 0)
        self.later.setEnabled(cell.at + 1 < n_looks)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        row.addWidget(Label(cell.label, "small", "text2"))
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        body = self.add_section(tr("Distribution"), trailing=holder)
        if not cell.is_whole:
            body.addWidget(Paragraph(tr("Reading this look's distributions."), "small", "text3"))
            return
        if cell.distribution is None:
            body.addWidget(
                Paragraph(tr("The distributions of this look were not kept."), "small", "text3")
            )
            return
        body.addWidget(_picture(cell.column, cell.distribution))
        legend = [
            Entry(_reference(cell), "reference", "outline"),
            Entry(f"{_period(cell)}, {numbers.plural(cell.n_current, 'row')}", "accent", "box"),
        ]
        body.addWidget(Legend(legend))

    def _add_actions(self, state: MonitoringState, cell: CellState, until: str) -> None:
        body = self.add_section(tr("What you can do"))
        body.setSpacing(2)
        about = tr("On data up to {until}", until=until) if until else tr("On all data there is")
        self.retrain = ActionRow("refresh-cw", tr("Retrain {model}", model=state.model), about)
        self.retrain.clicked.connect(self.retrain_wanted)
        body.addWidget(self.retrain)
        self.accept = None
        if cell.dataset_version:
            see = ActionRow(
                "database", tr("See the rows"), tr("The data of {label}", label=cell.label)
            )
            see.clicked.connect(self.data_wanted)
            body.addWidget(see)
            about = tr("New reference from {label}", label=cell.label)
            self.accept = ActionRow("flag", tr("Accept as normal…"), about)
            self.accept.clicked.connect(self.accept_wanted)
            body.addWidget(self.accept)
        muted = next((one for one in state.muted if one.column == cell.column), None)
        self._mute = (cell.column, muted is None)
        icon, title, text = "bell-off", tr("Mute this column…"), tr("For 2 weeks, with a reason")
        if muted is not None:
            icon, title, text = "bell", tr("Listen to this column again"), muted.words
        self.rule = ActionRow(
            "bell-plus", tr("Alert me when…"), tr("A rule of its own, tried on what was")
        )
        self.rule.clicked.connect(self._on_rule)
        body.addWidget(self.rule)
        self.mute = ActionRow(icon, title, text)
        self.mute.clicked.connect(self._on_mute)
        body.addWidget(self.mute)
        alert = alert_of(state, cell.column)
        self.close_alert = None
        if alert is not None:
            self._alert_id = alert.id
            self.close_alert = ActionRow(
                "circle-check", tr("Close the alert…"), tr("Say what came of it")
            )
            self.close_alert.clicked.connect(self._on_close_alert)
            body.addWidget(self.close_alert)

    def _on_earlier(self) -> None:
        self.stepped.emit(-1)

    def _on_later(self) -> None:
        self.stepped.emit(1)

    def _on_rule(self) -> None:
        self.rule_wanted.emit(self._mute[0])

    def _on_mute(self) -> None:
        self.mute_wanted.emit(*self._mute)

    def _on_close_alert(self) -> None:
        self.close_wanted.emit(self._alert_id)


def alert_of(state: MonitoringState, column: str) -> AlertState | None:
    """The open alert that names a column; else any open one."""
    still = [a for a in state.alerts if a.is_open]
    return next((a for a in still if column in a.columns), still[0] if still else None)


def _step_of(inspector: CellInspector) -> int | None:
    """Which of the two step buttons has the focus."""
    if inspector.earlier is not None and inspector.earlier.hasFocus():
        return -1
    if inspector.later is not None and inspector.later.hasFocus():
        return 1
    return None


def _picture(column: str, shares: Distribution) -> QWidget:
    if len(shares.labels) <= _MOST_BARS:
        bars = CategoryBars(column)
        bars.set_data(shares.labels, shares.current, shares.reference)
        return bars
    bins = BinBars(column)
    bins.set_shares(shares.labels, shares.reference, shares.current)
    return bins


def _period(cell: CellState) -> str:
    """When the rows of the look were, where there is no room to say that they were answered."""
    return cell.label.removesuffix(ANSWERED)


def _reference(cell: CellState) -> str:
    rows = f", {numbers.count(cell.n_reference)}" if cell.n_reference else ""
    is_training = cell.reference.startswith("training data")
    return f"{'training' if is_training else cell.reference}{rows}"


def _sentence(words: str) -> str:
    return words if words.endswith(".") else words + "."
