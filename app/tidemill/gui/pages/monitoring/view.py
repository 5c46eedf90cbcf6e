"""Monitoring on the screen: draws the state, sends what the person means to the view model."""

from collections.abc import Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.cuts import Cut
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.files import FileWish, file_name
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.segments import Segment
from tidemill.gui.pages.monitoring.accept_sheet import AcceptSheet
from tidemill.gui.pages.monitoring.alerts import AlertsCard, CloseAlertSheet
from tidemill.gui.pages.monitoring.board import BoardView
from tidemill.gui.pages.monitoring.board_state import BoardState
from tidemill.gui.pages.monitoring.cell_inspector import CellInspector
from tidemill.gui.pages.monitoring.charts import ChartsCard
from tidemill.gui.pages.monitoring.chunk_sheet import ChunkSheet
from tidemill.gui.pages.monitoring.commands import commands_of
from tidemill.gui.pages.monitoring.fact_row import FactRow
from tidemill.gui.pages.monitoring.facts import BUSINESS, FactState
from tidemill.gui.pages.monitoring.incidents.view import IncidentPart
from tidemill.gui.pages.monitoring.mute_sheet import MuteSheet
from tidemill.gui.pages.monitoring.rules.state import NEW
from tidemill.gui.pages.monitoring.rules.view import OF, RulesPart
from tidemill.gui.pages.monitoring.rules.view import PLACE as RULES
from tidemill.gui.pages.monitoring.state import PERIODS, MonitoringState
from tidemill.gui.pages.monitoring.undos import UndoChange
from tidemill.gui.pages.monitoring.value_facts import ValueFacts
from tidemill.gui.pages.monitoring.value_sheet import COSTS, ValueSheet
from tidemill.gui.pages.monitoring.view_model import MonitoringViewModel
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import (
    SCHEME,
    Crumb,
    HalfMade,
    PageContext,
    PageView,
    StateWord,
    address_of,
)

_LOOK = "look-"
"""Before the key of a look in an address, where its rows came with no version of the data."""


_PLACES = {"loading": 0, "error": 1, "empty": 2, "ready": 3}
_BOARD = 4
_Part = TypeVar("_Part", IncidentPart, RulesPart)
PageSheet = ChunkSheet | CloseAlertSheet | AcceptSheet | MuteSheet | ValueSheet


class MonitoringView(PageView):
    """The page Monitoring."""

    def __init__(self, context: PageContext) -> None:
        """Make the parts; the shell's first address begins to load."""
        super().__init__(context)
        self.model_choice = Choice([], look="button", height=30, name=tr("Model"), parent=self)
        self.chip = Chip("", "champion", parent=self)
        periods = [(period, period) for period in PERIODS]
        self.period = Segment(periods, tr("8 weeks"), height=30, name=tr("Period"), parent=self)
        self.alert_rules = IconButton("bell-ring", tr("Alert rules of this model"), parent=self)
        self.report = IconButton("file-down", tr("Save as a report…"), parent=self)
        self.retrain = Button(tr("Retrain"), "refresh-cw", "primary", height=30, parent=self)
        for part in (self.model_choice, self.chip, self.period, self.alert_rules, self.report,
                     self.retrain):  # fmt: skip
            part.hide()  # until the top bar shows it
        self.sheet: PageSheet | None = None
        self._error = ErrorPanel(action=tr("Try again"))
        self._empty = EmptyState("", icon="activity")
        self.charts = ChartsCard()
        self.alerts = AlertsCard()
        self.board = BoardView()
        self._part: IncidentPart | RulesPart | None = None
        self._made: list[IncidentPart | RulesPart] = []
        self.cell_inspector = CellInspector()
        self.cell_inspector.setParent(self)
        self.cell_inspector.hide()
        self.facts = FactRow()
        self._failure = ErrorPanel(parent=self)
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(padded(Loading(tr("Reading what was measured"), "chart")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._make_ready())
        self._stack.addWidget(self.board)
        self.view_model = MonitoringViewModel(context, self)
        self._connect()
        self._draw(self.view_model.state)

    @cached_property
    def incident(self) -> IncidentPart:
        """The page of an incident; made when one is first shown."""
        return self._joined(IncidentPart(self.context))

    @cached_property
    def rules(self) -> RulesPart:
        """The alert rules; made when they are first shown."""
        return self._joined(RulesPart(self.context))

    def _joined(self, part: _Part) -> _Part:
        self._made.append(part)
        self._stack.addWidget(part)
        part.frame_changed.connect(self.frame_changed)
        return part

    def _make_ready(self) -> QWidget:
        margin = metrics.current().page_margin_table
        area = VScroll((margin, 16, margin, margin), 12)
        area.body.addWidget(self._failure)
        area.body.addWidget(self.facts)
        area.body.addWidget(self.charts)
        area.body.addWidget(self.alerts)
        area.body.addStretch(1)
        return area

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._on_state)
        model.board_changed.connect(self._on_board)
        model.told.connect(self._on_told)
        self.board.opened.connect(self._on_model)
        self.model_choice.chosen.connect(self._on_model)
        self.period.changed.connect(model.show_period)
        self.alert_rules.clicked.connect(self.show_rules)
        self.report.clicked.connect(self.save_report)
        self.retrain.clicked.connect(model.retrain)
        self._error.acted.connect(model.reload)
        self._empty.acted.connect(self._on_empty)
        self.facts.opened.connect(self._on_fact)
        self.charts.cell_chosen.connect(self._on_cell)
        self.charts.table_wanted.connect(self.show_as_table)
        self.charts.all_wanted.connect(model.show_all_columns)
        self.charts.event_opened.connect(self._on_event)
        self.alerts.close_wanted.connect(self.ask_to_close)
        self.alerts.look_wanted.connect(model.show_alert)
        self.alerts.incident_wanted.connect(self._on_incident)
        self.cell_inspector.stepped.connect(model.step)
        self.cell_inspector.retrain_wanted.connect(model.retrain)
        self.cell_inspector.mute_wanted.connect(self._on_mute)
        self.cell_inspector.rule_wanted.connect(self._on_rule)
        self.cell_inspector.accept_wanted.connect(self.ask_to_accept)
        self.charts.compared.chosen.connect(model.compare_with)
        self.charts.value_wanted.connect(model.ask_for_value)
        model.value_read.connect(self._on_value_read)
        self.charts.chunks_wanted.connect(model.ask_for_cut)
        model.cut_read.connect(self._on_cut_read)
        self.cell_inspector.data_wanted.connect(self._on_data)
        self.cell_inspector.close_wanted.connect(self.ask_to_close)

    # What the shell asks

    def crumbs(self) -> list[Crumb]:
        """The place and the model; the board is the place itself."""
        if self._part is not None:
            return self._part.crumbs()
        name = self.view_model.state.model
        here = [Crumb(tr("Monitoring"), "monitoring" if name else "")]
        return [*here, Crumb(name)] if name else here

    def bar_actions(self) -> list[QWidget]:
        """The model, the period, and retraining."""
        if self._part is not None:
            return self._part.bar_actions()
        state = self.view_model.state
        several: list[QWidget] = [self.model_choice] if len(state.models) > 1 else []
        if state.word != "ready" or self.view_model.board is not None:
            return several
        return [self.chip, *several, self.period, self.alert_rules, self.report, self.retrain]

    def inspector(self) -> QWidget | None:
        """The chosen cell."""
        if self._part is not None:
            return self._part.shown_inspector()
        state = self.view_model.state
        return self.cell_inspector if state.word == "ready" and state.cell is not None else None

    def show_address(self, parts: list[str]) -> None:
        """Nothing is the board, `MODEL[/COLUMN[/DATA VERSION]]` a model and a cell of it.

        `alerts/ID` is where an alert began, `incidents/ID` the page of an incident,
        `alert-rules/KEY` a rule.
        """
        is_incident = len(parts) == 2 and parts[0] == "incidents" and parts[1].isdecimal()
        is_rules = parts[:1] == [RULES]
        wanted = self.incident if is_incident else self.rules if is_rules else None
        if wanted is not self._part:
            self._part = wanted
            self._draw(self.view_model.state)
        for part in self._made:
            if part is not wanted:
                part.view_model.leave()
        if is_incident:
            self.incident.view_model.show_incident(int(parts[1]))
            return
        if is_rules:
            self.rules.show_address(parts[1:])
            return
        if len(parts) == 2 and parts[0] == "alerts" and parts[1].isdecimal():
            self.view_model.show_alert(int(parts[1]))
            return
        column = parts[1] if len(parts) > 1 else ""
        has_version = len(parts) > 2 and parts[2].isdecimal()
        version = int(parts[2]) if has_version else None
        look = parts[2].removeprefix(_LOOK) if len(parts) > 2 else ""
        chunk_id = int(look) if look.isdecimal() and version is None else None
        self.view_model.show_model(parts[0] if parts else None, column, version, chunk_id)

    def address(self) -> list[str]:
        """The model and, where one is chosen, the cell."""
        if self._part is not None:
            return self._part.address()
        state = self.view_model.state
        if not state.model:
            return []
        if state.cell is None or state.word != "ready":
            return [state.model]
        # Rows that were only answered have no version: several looks would share the address.
        look = str(state.cell.dataset_version or f"{_LOOK}{state.cell.chunk_id}")
        return [state.model, state.cell.column, look]

    def half_made(self) -> HalfMade | None:
        """The alert rule that was changed and is not kept."""
        return self._part.half_made() if isinstance(self._part, RulesPart) else None

    def take_up(self, made: Mapping[str, Any]) -> bool | None:
        """Go on with the alert rule."""
        return self._part.take_up(made) if isinstance(self._part, RulesPart) else None

    def drop_half_made(self) -> None:
        """Forget what was changed of the alert rule."""
        if isinstance(self._part, RulesPart):
            self._part.view_model.discard()

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        if self._part is not None:
            return self._part.state_word()
        return self.view_model.state.word

    def is_settled(self) -> bool:
        """Nothing is loading and nothing under way."""
        return super().is_settled() and not self.view_model.is_busy()

    def commands(self) -> list[Command]:
        """What can be done here."""
        if self._part is not None:
            return self._part.commands()
        return commands_of(
            self.view_model,
            self.show_drift_table,
            self.save_report,
            self.show_rules,
            partial(self.context.navigate, address_of(RULES, NEW)),
        )

    def focus_filter(self) -> bool:
        """The board's filter."""
        if self.view_model.board is None or self._part is not None:
            return False
        self.board.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def focus_content(self) -> bool:
        """The board's table, or the map."""
        if self._part is not None:
            return self._part.focus_content()
        if self.view_model.state.word != "ready":
            return False
        part = self.charts.map if self.view_model.board is None else self.board.table
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def close_page(self) -> None:
        """Let go of the feed."""
        for part in self._made:
            part.view_model.close()
        self.view_model.close()
        super().close_page()

    # Drawing

    def _on_state(self, state: MonitoringState) -> None:
        self._draw(state)
        self.frame_changed.emit()

    def _draw(self, state: MonitoringState) -> None:
        self.model_choice.set_options([(name, name) for name in state.models], state.model or None)
        self.chip.set_chip(f"{state.champion} champion", "champion")
        self.period.set_value(state.period)
        self.retrain.set_busy(state.is_busy)
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.blank is not None:
            self._empty.set_words(state.blank.title, state.blank.text, state.blank.button)
        if state.word == "ready" and state.charts is not None:
            self.facts.show_facts(state.facts)
            self.charts.show_state(state, self.view_model.psi_limit())
            self.alerts.show_alerts(state.alerts)
            self.cell_inspector.show_state(state, self.view_model.until())
        sheet = self.sheet
        if sheet is not None:
            sheet.primary.set_busy(state.is_busy)
            sheet.failure.set_error(state.failure)
        self._failure.set_error("" if sheet is not None else state.failure)
        is_board = state.word == "ready" and self.view_model.board is not None
        place = _BOARD if is_board else _PLACES[state.word]
        self._stack.setCurrentIndex(place)
        if self._part is not None:
            self._stack.setCurrentWidget(self._part)

    def _on_board(self, state: BoardState) -> None:
        self.board.show_board(state)

    # Intentions

    def show_as_table(self, chart: Chart) -> None:
        """Open a chart's numbers."""
        title = f"{chart.name()} of {self.view_model.state.model}"
        self.context.open_sheet(ChartTable(self.context.sheet_host, chart, title))

    def show_drift_table(self) -> None:
        """Open the drift map's numbers."""
        self.show_as_table(self.charts.map)

    def show_rules(self) -> None:
        """Go to the alert rules of the model."""
        self.context.navigate(address_of(RULES, OF, self.view_model.state.model))

    def save_report(self) -> None:
        """Write the page as one HTML file to where the person says."""
        workspace, name = self.context.workspace, self.view_model.state.model

        def write(path: Path, _reporter: Reporter) -> None:
            from tidemill.services import monitoring_report

            monitoring_report.write(workspace, name, path)

        suggested = f"{file_name(f'{name} monitoring')}.html"
        self.context.save_file(FileWish(tr("Save as a report"), suggested, "HTML (*.html)", write))

    def ask_to_close(self, alert_id: int) -> None:
        """Ask what came of an alert."""
        found = next((a for a in self.view_model.state.alerts if a.id == alert_id), None)
        if found is None:
            return
        person = self.context.workspace.person
        as_whom = tr("Recorded as {display}", display=person.display)
        self._open(CloseAlertSheet(self.context.sheet_host, found, as_whom))

    def ask_to_mute(self, column: str) -> None:
        """Ask why nobody wants to hear of a column, and for how long."""
        as_whom = tr("Recorded as {display}", display=self.context.workspace.person.display)
        model = self.view_model.state.model
        self._open(MuteSheet(self.context.sheet_host, model, column, as_whom))

    def _on_mute(self, column: str, is_on: bool) -> None:
        if is_on:
            self.ask_to_mute(column)
        else:
            self.view_model.listen(column)

    def _on_value_read(self, facts: ValueFacts) -> None:
        if facts.model == self.view_model.state.model and self._part is None:
            as_whom = tr("Recorded as {display}", display=self.context.workspace.person.display)
            self._open(ValueSheet(self.context.sheet_host, facts, as_whom))

    def _on_cut_read(self, name: str, cut: Cut) -> None:
        if name == self.view_model.state.model and self._part is None:
            as_whom = tr("Recorded as {display}", display=self.context.workspace.person.display)
            self._open(ChunkSheet(self.context.sheet_host, name, cut, as_whom))

    def ask_to_accept(self) -> None:
        """Ask why what came since the chosen look is the new normal."""
        state = self.view_model.state
        if state.cell is None or not state.cell.dataset_version:
            return
        as_whom = tr("Recorded as {display}", display=self.context.workspace.person.display)
        look, version = state.cell.label, state.cell.dataset_version
        host = self.context.sheet_host
        self._open(AcceptSheet(host, state.model, look, version, as_whom))

    def _open(self, sheet: PageSheet) -> None:
        self.sheet = sheet
        sheet.accepted.connect(self._on_reason)
        sheet.closed.connect(self._on_sheet_closed)
        self.context.open_sheet(sheet)

    def _on_reason(self) -> None:
        if isinstance(self.sheet, AcceptSheet):
            self.view_model.accept(self.sheet.version, self.sheet.reason())
        elif isinstance(self.sheet, ValueSheet):
            self._keep_value(self.sheet)
        elif isinstance(self.sheet, ChunkSheet):
            self.view_model.cut_by(self.sheet.unit(), self.sheet.n_rows())
        elif isinstance(self.sheet, MuteSheet):
            self.view_model.mute(self.sheet.column, self.sheet.reason(), self.sheet.days())
        elif self.sheet is not None:
            self.view_model.close_alert(self.sheet.alert_id, self.sheet.reason())

    def _keep_value(self, sheet: ValueSheet) -> None:
        if sheet.kind() == COSTS:
            unit = sheet.unit.text().strip()
            self.view_model.set_costs(sheet.amounts(), sheet.decided_from(), unit)
        else:
            self.view_model.add_figure(sheet.figure())

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _on_told(self, words: str, change: int | None) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        if change is None:
            self.context.toast(words)
        else:
            self.context.toast(words, tr("Undo"), UndoChange(self.view_model, change))

    def _on_model(self, name: str) -> None:
        self.context.navigate(address_of("monitoring", name))

    def _on_empty(self) -> None:
        blank = self.view_model.state.blank
        if blank is None:
            return
        if blank.address == "@files":
            self.context.choose_files()
        else:
            self.context.navigate(blank.address)

    def _on_cell(self, row: int, at: int) -> None:
        self.view_model.choose(row, at)
        self.inspector_wanted.emit()

    def _on_incident(self, incident_id: int) -> None:
        self.context.navigate(address_of("incidents", incident_id))

    def _on_rule(self, column: str) -> None:
        model = self.view_model.state.model
        self.context.navigate(address_of(RULES, NEW, model, column))

    def _on_event(self, address: str) -> None:
        self.context.navigate(f"{SCHEME}{address}")

    def _on_fact(self, fact: FactState) -> None:
        caption = fact.caption
        if caption == BUSINESS and not self.charts.worth.isVisible():
            self.view_model.ask_for_value()
            return
        charts = {tr("Input data"): self.charts.map, tr("Predictions"): self.charts.answers}
        wanted = charts.get(caption, self.charts.line)
        if caption == BUSINESS:
            wanted = self.charts.worth
        shown = wanted if wanted.isVisible() else self.charts.map
        shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_data(self) -> None:
        state = self.view_model.state
        if state.cell is not None and state.cell.dataset_version:
            self.context.navigate(address_of("data", state.dataset, state.cell.dataset_version))
