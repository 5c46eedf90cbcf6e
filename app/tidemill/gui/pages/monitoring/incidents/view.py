"""The page of an incident on the screen, read from top to bottom without a click."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.facts import FactCard
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.pages.monitoring.accept_sheet import AcceptSheet
from tidemill.gui.pages.monitoring.facts import FactState
from tidemill.gui.pages.monitoring.incidents.cards import (
    AlertsOfIncident,
    CauseCard,
    ColumnCard,
    CurveCard,
    SimilarCard,
)
from tidemill.gui.pages.monitoring.incidents.close_sheet import CloseIncidentSheet
from tidemill.gui.pages.monitoring.incidents.inspector import IncidentInspector
from tidemill.gui.pages.monitoring.incidents.row_cards import ExamplesCard, SlicesCard
from tidemill.gui.pages.monitoring.incidents.state import IncidentState
from tidemill.gui.pages.monitoring.incidents.telling import COSTS
from tidemill.gui.pages.monitoring.incidents.view_model import IncidentViewModel
from tidemill.gui.pages.monitoring.mute_sheet import MuteSheet
from tidemill.gui.pages.monitoring.undos import UndoChange
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, PageContext, StateWord, address_of

_PLACES = {"loading": 0, "error": 1, "ready": 2}


class IncidentPart(QWidget):
    """The part of Monitoring that shows one incident; `frame_changed` as that of a page."""

    frame_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the parts; nothing is loaded before an incident was asked for."""
        super().__init__(parent)
        self.context = context
        self.link = Button(tr("Copy link"), "link", "ghost", height=30, parent=self)
        self.close_button = Button(tr("Close incident…"), "check", height=30, parent=self)
        for part in (self.link, self.close_button):
            part.hide()  # until the top bar shows it
        self.sheet: CloseIncidentSheet | AcceptSheet | MuteSheet | None = None
        self._error = ErrorPanel(action=tr("Try again"))
        self.cause, self.column = CauseCard(), ColumnCard()
        self.curve, self.alerts, self.similar = CurveCard(), AlertsOfIncident(), SimilarCard()
        self.slices, self.examples = SlicesCard(), ExamplesCard()
        self.inspector = IncidentInspector()
        self.inspector.setParent(self)
        self.inspector.hide()
        self.facts: list[FactCard] = []
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(padded(Loading(tr("Reading the incident"), "chart")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._make_ready())
        self.view_model = IncidentViewModel(context, self)
        self._connect()

    def _make_ready(self) -> QWidget:
        margin = metrics.current().page_margin_table
        area = VScroll((margin, 16, margin, margin), 12)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._mark = StatusMark("idle")
        self._title = Label("", "title", elide="middle")
        self._chip = Chip("")
        head.addWidget(self._mark)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(head)
        self._sentence = Paragraph("", "body", "text2")
        words.addWidget(self._sentence)
        area.body.addLayout(words)
        self._fact_row = QHBoxLayout()
        self._fact_row.setSpacing(10)
        area.body.addLayout(self._fact_row)
        row = QHBoxLayout()
        row.setSpacing(10)
        for stretch, cards in (
            (2, (self.cause, self.alerts)),
            (3, (self.column, self.slices, self.curve, self.similar)),
        ):
            column = QVBoxLayout()
            column.setSpacing(10)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, stretch)
        area.body.addLayout(row)
        area.body.addWidget(self.examples)
        area.body.addStretch(1)
        return area

    def _connect(self) -> None:
        model, inspector = self.view_model, self.inspector
        model.changed.connect(self._on_state)
        model.told.connect(self._on_told)
        self._error.acted.connect(model.reload)
        self.link.clicked.connect(self.copy_link)
        self.close_button.clicked.connect(self.ask_to_close)
        self.similar.opened.connect(self._on_similar)
        self.column.table_wanted.connect(self.show_as_table)
        self.curve.table_wanted.connect(self.show_as_table)
        self.slices.table_wanted.connect(self.show_as_table)
        self.examples.all_wanted.connect(self._on_rows)
        inspector.retrain_without_wanted.connect(model.retrain_without)
        inspector.set_aside_wanted.connect(model.set_aside)
        inspector.label_wanted.connect(self._on_label)
        inspector.retrain_wanted.connect(model.retrain)
        inspector.roll_back_wanted.connect(model.roll_back)
        inspector.accept_wanted.connect(self.ask_to_accept)
        inspector.mute_wanted.connect(self._on_mute)
        inspector.snooze_wanted.connect(model.snooze)
        inspector.wake_wanted.connect(model.wake)
        inspector.owner_wanted.connect(model.own)
        inspector.close_wanted.connect(self.ask_to_close)
        inspector.gate_wanted.connect(model.keep_gate)

    # What the page asks

    def crumbs(self) -> list[Crumb]:
        """The place, the model, the incident."""
        state = self.view_model.state
        name = tr("Incident {id}", id=state.id)
        if not state.model:
            return [Crumb(tr("Monitoring"), "monitoring"), Crumb(name)]
        model = Crumb(state.model, address_of("monitoring", state.model))
        return [Crumb(tr("Monitoring"), "monitoring"), model, Crumb(name)]

    def bar_actions(self) -> list[QWidget]:
        """The link, and closing while it is open."""
        state = self.view_model.state
        if state.word != "ready":
            return []
        return [self.link, self.close_button] if state.is_open else [self.link]

    def shown_inspector(self) -> QWidget | None:
        """What can be done."""
        return self.inspector if self.view_model.state.word == "ready" else None

    def address(self) -> list[str]:
        """The incident."""
        return ["incidents", str(self.view_model.state.id)]

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self.view_model.state.word

    def commands(self) -> list[Command]:
        """What can be done here."""
        state, model = self.view_model.state, self.view_model
        if state.word != "ready" or state.deeds is None:
            return []
        found = [
            Command(
                "incident.retrain",
                tr("Retrain {model}", model=state.model),
                "refresh-cw",
                model.retrain,
            ),
            Command("incident.link", tr("Copy the incident's link"), "link", self.copy_link),
        ]
        if state.deeds.roll_back_to is not None:
            title = tr(
                "Roll back {model} to v{roll_back_to}",
                model=state.model,
                roll_back_to=state.deeds.roll_back_to,
            )
            found.append(Command("incident.roll_back", title, "undo-2", model.roll_back))
        if state.is_open:
            title = tr("Close incident {id}…", id=state.id)
            found.append(Command("incident.close", title, "circle-check", self.ask_to_close))
        return found

    def focus_content(self) -> bool:
        """The best action."""
        if self.view_model.state.word != "ready" or self.inspector.retrain is None:
            return False
        self.inspector.retrain.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # Drawing

    def _on_state(self, state: IncidentState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "ready":
            self._draw(state)
        if isinstance(self.sheet, CloseIncidentSheet):
            self.sheet.show_state(state)
        elif self.sheet is not None:
            self.sheet.primary.set_busy(state.is_busy)
            self.sheet.failure.set_error(state.failure)
        self._stack.setCurrentIndex(_PLACES[state.word])
        self.frame_changed.emit()

    def _draw(self, state: IncidentState) -> None:
        words, tone = state.chip
        self._mark.set_status(state.status, words)
        self._title.set_text(state.title)
        self._chip.set_chip(words, tone)
        self._sentence.set_text(state.sentence)
        self._draw_facts(state.facts)
        if state.cause is not None:
            self.cause.show_cause(state.cause)
        if state.column is not None:
            self.column.show_column(state.column)
        self.curve.show_curve(state.curve, state.curve_missing)
        if state.slices is not None:
            self.slices.show_slices(state.slices)
        self.examples.show_examples(None if state.rows is None else state.rows.examples)
        self.alerts.show_alerts(state.alerts)
        self.similar.show_similar(state.similar)
        self.inspector.show_state(state)
        self.close_button.setEnabled(not state.is_busy)

    def _draw_facts(self, facts: tuple[FactState, ...]) -> None:
        if len(self.facts) != len(facts):
            for fact in facts[len(self.facts) :]:
                card = FactCard(fact.caption, fact.value, fact.note, fact.status, fact.word)
                card.clicked.connect(self._on_fact)
                self.facts.append(card)
                self._fact_row.addWidget(card, 1)
        for card, fact in zip(self.facts, facts, strict=True):
            card.set_fact(fact.value, fact.note, fact.status, fact.word)
            card.set_quiet(not fact.is_tied)

    # Intentions

    def copy_link(self) -> None:
        """Copy the incident's address."""
        self.context.copy(address_of("incidents", self.view_model.state.id))
        self.context.toast(tr("Link copied"))

    def show_as_table(self, chart: Chart) -> None:
        """Open a chart's numbers."""
        title = tr("{name}, incident {id}", name=chart.name(), id=self.view_model.state.id)
        self.context.open_sheet(ChartTable(self.context.sheet_host, chart, title))

    def ask_to_close(self) -> None:
        """Ask what came of the incident."""
        state = self.view_model.state
        if state.word != "ready" or not state.is_open:
            return
        self._open(CloseIncidentSheet(self.context.sheet_host, state, self._as_whom()))

    def ask_to_accept(self) -> None:
        """Ask why what came since is the new normal."""
        state = self.view_model.state
        if state.deeds is None or state.deeds.accept_version is None:
            return
        look, version = state.deeds.accept_from, state.deeds.accept_version
        host = self.context.sheet_host
        self._open(AcceptSheet(host, state.model, look, version, self._as_whom()))

    def _on_mute(self, column: str, is_on: bool) -> None:
        if not is_on:
            self.view_model.listen(column)
            return
        model, host = self.view_model.state.model, self.context.sheet_host
        self._open(MuteSheet(host, model, column, self._as_whom()))

    def _open(self, sheet: CloseIncidentSheet | AcceptSheet | MuteSheet) -> None:
        self.sheet = sheet
        sheet.accepted.connect(self._on_accepted)
        sheet.closed.connect(self._on_sheet_closed)
        self.context.open_sheet(sheet)

    def _as_whom(self) -> str:
        return tr("Recorded as {display}", display=self.context.workspace.person.display)

    def _on_accepted(self) -> None:
        if isinstance(self.sheet, CloseIncidentSheet):
            self.view_model.close_incident(self.sheet.reason(), self.sheet.is_kept())
        elif isinstance(self.sheet, MuteSheet):
            self.view_model.mute(self.sheet.column, self.sheet.reason(), self.sheet.days())
        elif self.sheet is not None:
            self.view_model.accept(self.sheet.version, self.sheet.reason())

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _on_told(self, words: str, change: int | None) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        if change is None:
            self.context.toast(words)
        else:
            self.context.toast(words, tr("Undo"), UndoChange(self.view_model, change))

    def _on_similar(self, incident_id: int) -> None:
        self.context.navigate(address_of("incidents", incident_id))

    def _on_rows(self, version: str) -> None:
        """The rows of the data in which the examples lie."""
        name, _, number = version.rpartition("@")
        self.context.navigate(address_of("data", name, number, "rows"))

    def _on_label(self, dataset: str) -> None:
        """The Label tab with exactly these rows."""
        asked = f"?incident={self.view_model.state.id}"
        self.context.navigate(address_of("data", dataset, "label", asked))

    def _on_fact(self) -> None:
        """Go to where the fact comes from: the model's page, or its costs."""
        state, sender = self.view_model.state, self.sender()
        if not isinstance(sender, FactCard) or sender not in self.facts:
            return
        fact = state.facts[self.facts.index(sender)]
        place = "models" if fact.caption == COSTS and not fact.is_tied else "monitoring"
        self.context.navigate(address_of(place, state.model))
