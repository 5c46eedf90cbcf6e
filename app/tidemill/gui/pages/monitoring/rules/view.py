"""The editor of alert rules on the screen: list, sentence, limit, time machine, verdict."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.alert_rules import AlertRule
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.chart_table import ChartTable
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.chips import Chip
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.loading import Loading
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.padding import padded
from tidemill.gui.kit.scroll import VScroll
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.monitoring.rules.cards import MachineCard, SentenceCard, VerdictPart
from tidemill.gui.pages.monitoring.rules.fall_sheets import FallRuleSheet, MarkSheet
from tidemill.gui.pages.monitoring.rules.inspector import RulesInspector
from tidemill.gui.pages.monitoring.rules.rule_list import RuleList
from tidemill.gui.pages.monitoring.rules.state import NEW, RulesState
from tidemill.gui.pages.monitoring.rules.telling import moment_at
from tidemill.gui.pages.monitoring.rules.view_model import RulesViewModel
from tidemill.gui.pages.monitoring.undos import UndoChange
from tidemill.gui.shell.commands import Command
from tidemill.gui.shell.page import Crumb, HalfMade, PageContext, StateWord, address_of

PLACE = "alert-rules"
OF = "of"
"""Stands in an address where a rule's key would, before a model whose rules are listed."""
_PLACES = {"loading": 0, "error": 1, "empty": 2, "ready": 2}


class RulesPart(QWidget):
    """The part of Monitoring with the alert rules; `frame_changed` as that of a page."""

    frame_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        """Make the parts; nothing is loaded before the rules were asked for."""
        super().__init__(parent)
        self.context = context
        self.test = Button(tr("Send a test"), "send", "ghost", height=30, parent=self)
        self.discard = Button(tr("Discard"), height=30, parent=self)
        self.save = Button(tr("Save rule"), "check", "primary", height=30, parent=self)
        for part in (self.test, self.discard, self.save):
            part.hide()  # until the top bar shows it
        self.sheet: FallRuleSheet | MarkSheet | None = None
        self.view_model = RulesViewModel(context, self)
        self.list = RuleList()
        self.inspector = RulesInspector(self.view_model.offer)
        self.inspector.setParent(self)
        self.inspector.hide()
        self._error = ErrorPanel(action=tr("Try again"))
        self._stack = QStackedWidget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._stack.addWidget(padded(Loading(tr("Reading the alert rules"), "text")))
        self._stack.addWidget(padded(self._error))
        self._stack.addWidget(self._make_ready())
        self._connect()

    def _make_ready(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        area = VScroll((22, 16, 22, 22), 10)
        row.addWidget(area, 1)
        area.body.addLayout(self._make_head())
        self._failure = ErrorPanel(parent=area.content)
        area.body.addWidget(self._failure)
        self._meanwhile = Paragraph("", "small", "warn")
        area.body.addWidget(self._meanwhile)
        self.sentence = SentenceCard(self.view_model.offer)
        self.machine = MachineCard()
        self.verdict = VerdictPart()
        for card in (self.sentence, self.machine, self.verdict):
            area.body.addWidget(card)
        area.body.addStretch(1)
        return holder

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(3)
        line = QHBoxLayout()
        line.setSpacing(8)
        self._title = Label("", "title", elide="middle")
        self._chip = Chip("", "warn", "pencil")
        line.addWidget(self._title)
        line.addWidget(self._chip)
        line.addStretch(1)
        words.addLayout(line)
        self._note = Label("", "body", "text2")
        words.addWidget(self._note)
        head.addLayout(words, 1)
        self.on = Switch(name=tr("On"))
        self.more = IconButton("ellipsis", tr("More for this rule"))
        head.addWidget(self.on)
        head.addWidget(self.more)
        return head

    def _connect(self) -> None:
        model, inspector = self.view_model, self.inspector
        model.changed.connect(self._on_state)
        model.told.connect(self._on_told)
        model.moved_on.connect(self.frame_changed)
        self._error.acted.connect(model.reload)
        self.list.chosen.connect(model.choose_rule)
        self.list.model_chosen.connect(model.choose_model)
        self.list.new_wanted.connect(self.begin)
        self.sentence.sentence.chosen.connect(model.choose)
        self.sentence.track.moved.connect(model.set_limit)
        self.sentence.track.bars.table_requested.connect(self._on_table)
        self.machine.chart.limit_moved.connect(model.set_limit)
        self.machine.chart.table_requested.connect(self._on_table)
        self.machine.chart.bell_clicked.connect(self._on_bell)
        self.machine.period_chosen.connect(model.show_period)
        self.verdict.use_wanted.connect(model.use_better)
        inspector.chosen.connect(model.choose)
        inspector.alert_chosen.connect(self.machine.chart.set_crosshair)
        inspector.falls_wanted.connect(self.ask_for_falls)
        inspector.mark_wanted.connect(self.ask_to_mark)
        self.test.clicked.connect(model.send_test)
        self.discard.clicked.connect(model.discard)
        self.save.clicked.connect(model.save)
        self.on.clicked.connect(self._on_switch)
        self.more.clicked.connect(self._on_more)

    # What the page asks

    def show_address(self, parts: list[str]) -> None:
        """`[KEY|of [MODEL [COLUMN]]]`: a rule, or the rules of a model; `new` begins one."""
        key = parts[0] if parts and parts[0] != OF else None
        model = parts[1] if len(parts) > 1 else None
        self.view_model.show(key, model, parts[2] if len(parts) > 2 else "")

    def crumbs(self) -> list[Crumb]:
        """The place, the rules, the rule."""
        state = self.view_model.state
        found = [Crumb(tr("Monitoring"), "monitoring")]
        if state.only:
            found.append(Crumb(state.only, address_of("monitoring", state.only)))
        if state.word != "ready" or not state.title:
            return [*found, Crumb(tr("Alert rules"))]
        return [*found, Crumb(tr("Alert rules"), address_of(PLACE)), Crumb(state.title)]

    def bar_actions(self) -> list[QWidget]:
        """Try the channels; forget or keep what was changed."""
        state = self.view_model.state
        if state.word != "ready" or not state.key:
            return []
        return [self.test, self.discard, self.save] if state.is_changed else [self.test]

    def shown_inspector(self) -> QWidget | None:
        """The replayed alerts."""
        state = self.view_model.state
        return self.inspector if state.word == "ready" and state.key else None

    def address(self) -> list[str]:
        """The rule and, where only a model's are listed, the model."""
        state = self.view_model.state
        return [PLACE, state.key or OF, *([state.only] if state.only else [])]

    def half_made(self) -> HalfMade | None:
        """The rule shown, where it was changed and is not kept."""
        rule = self.view_model.half_made()
        if rule is None:
            return None
        key = self.view_model.state.key
        return HalfMade(self.view_model.state.title, {"key": key, "rule": rule.to_dict()})

    def take_up(self, made: Mapping[str, Any]) -> bool | None:
        """Go on with the rule; None for what another release kept."""
        try:
            key, said = str(made["key"]), made["rule"]
            rule = AlertRule.of_settings(
                said["id"], said["model"], said["is_on"], said["key"], said
            )
        except (KeyError, TypeError, ValueError):
            return None
        return self.view_model.take_up(key, rule)

    def state_word(self) -> StateWord:
        """Whether there is something to show."""
        return self.view_model.state.word

    def commands(self) -> list[Command]:
        """What can be done here."""
        state, model = self.view_model.state, self.view_model
        if state.word != "ready":
            return []
        found = [Command("rules.new", tr("New alert rule"), "plus", self.begin, "new")]
        if not state.key:
            return found
        if state.is_changed:
            found += [
                Command("rules.save", tr("Save rule"), "check", model.save, "save"),
                Command("rules.discard", tr("Discard what was changed"), "undo-2", model.discard),
            ]
        turn = tr("Switch the rule off") if state.is_on else tr("Switch the rule on")
        found += [
            Command("rules.switch", turn, "power", self._on_turn),
            Command(
                "rules.test", tr("Send a test of this rule's channels"), "send", model.send_test
            ),
            Command("rules.copy", tr("Copy this rule to a new one"), "copy-plus", model.duplicate),
            Command("rules.link", tr("Copy link"), "link", self.copy_link),
            Command(
                "rules.falls",
                tr("Change what counts as a real fall…"),
                "sliders-horizontal",
                self.ask_for_falls,
            ),
        ]
        if state.can_remove:
            found.append(Command("rules.remove", tr("Remove the rule"), "trash-2", model.remove))
        return found

    def focus_content(self) -> bool:
        """The list of rules."""
        if self.view_model.state.word != "ready":
            return False
        self.list.focus_chosen()
        return True

    # Drawing

    def _on_state(self, state: RulesState) -> None:
        if state.error is not None:
            error = state.error
            self._error.set_error(error.message, error.hint, error.detail, tr("Try again"))
        if state.word == "ready":
            self._draw(state)
        self._stack.setCurrentIndex(_PLACES[state.word])
        self.frame_changed.emit()

    def _draw(self, state: RulesState) -> None:
        self._title.set_text(state.title)
        self._chip.set_chip(
            tr("Not saved yet") if state.is_new else tr("Changed, not saved"), "warn", "pencil"
        )
        show_if(self._chip, state.is_changed)
        can_drag = state.limit is not None and state.track is not None
        note = tr("Drag the limit here or in the chart. Nothing is sent while you try.")
        self._note.set_text(note if can_drag else tr("Nothing is sent while you try."))
        self.on.setChecked(state.is_on)
        self.on.setAccessibleName(tr("On") if state.is_on else tr("Off"))
        sheet = self.sheet
        if sheet is not None:
            sheet.primary.set_busy(state.is_busy)
            sheet.failure.set_error(state.failure)
        self._failure.set_error("" if sheet is not None else state.failure or state.missing)
        self._meanwhile.set_text(state.meanwhile)
        show_if(self._meanwhile, bool(state.meanwhile))
        self.list.show_state(state)
        self.sentence.show_state(state)
        self.machine.show_state(state)
        self.verdict.show_state(state)
        self.inspector.show_state(state)
        self.save.set_busy(state.is_busy)
        self.save.setEnabled(not state.missing)
        self.save.setToolTip(state.missing)

    # Intentions

    def begin(self) -> None:
        """Begin a new rule; the focus goes to its first part."""
        self.view_model.begin()
        links = self.sentence.sentence.links()
        if links:
            links[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def copy_link(self) -> None:
        """Copy the rule's address."""
        self.context.copy(address_of(PLACE, self.view_model.state.key))
        self.context.toast(tr("Link copied"))

    def ask_for_falls(self) -> None:
        """Ask what counts as a real fall of the model."""
        state = self.view_model.state
        if state.fall_rule is None:
            return
        host, person = self.context.sheet_host, self.context.workspace.person
        recorded = tr("Recorded as {display}", display=person.display)
        self._open(FallRuleSheet(host, state.model, state.fall_rule, recorded))

    def ask_to_mark(self) -> None:
        """Ask for days of a real fall; those under the crosshair to begin with."""
        state = self.view_model.state
        if state.track is None:
            return
        at = self.machine.chart.crosshair()
        day = moment_at(at if at is not None else state.track.ends[1])
        recorded = tr("Recorded as {display}", display=self.context.workspace.person.display)
        self._open(MarkSheet(self.context.sheet_host, state.model, day, recorded))

    def _open(self, sheet: FallRuleSheet | MarkSheet) -> None:
        self.sheet = sheet
        sheet.accepted.connect(self._on_accepted)
        sheet.closed.connect(self._on_sheet_closed)
        self.context.open_sheet(sheet)

    def _on_accepted(self) -> None:
        sheet = self.sheet
        if isinstance(sheet, FallRuleSheet):
            rule = sheet.rule()
            if rule is not None:
                self.view_model.set_fall_rule(rule)
        elif sheet is not None:
            span = sheet.span()
            if span is not None:
                self.view_model.mark(*span, sheet.is_fall())

    def _on_sheet_closed(self) -> None:
        self.sheet = None

    def _on_told(self, words: str, change: int | None) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        if change is None:
            self.context.toast(words)
        else:
            self.context.toast(words, tr("Undo"), UndoChange(self.view_model, change))

    def _on_switch(self) -> None:
        self.view_model.switch(self.on.isChecked())

    def _on_turn(self) -> None:
        self.view_model.switch(not self.view_model.state.is_on)

    def _on_bell(self, index: int) -> None:
        track = self.view_model.state.track
        if track is not None and index < len(track.bells):
            self.machine.chart.set_crosshair(track.bells[index][0])

    def _on_table(self) -> None:
        chart = self.sender()
        if isinstance(chart, Chart):
            title = f"{chart.name()}, {self.view_model.state.title}"
            self.context.open_sheet(ChartTable(self.context.sheet_host, chart, title))

    def _on_more(self) -> None:
        state = self.view_model.state
        menu = Menu(self)
        menu.add(tr("Copy to a new rule"), "copy-plus", value="copy")
        menu.add(tr("Copy link"), "link", value="link", is_enabled=state.key != NEW)
        menu.addSeparator()
        why = "" if state.can_remove else tr("A rule that Tidemill brings can only be switched off")
        menu.add(tr("Remove"), "trash-2", value="remove", is_enabled=state.can_remove, tooltip=why)
        menu.triggered.connect(self._on_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self.more, True)

    def _on_menu(self, action: QAction) -> None:
        deeds = {
            "copy": self.view_model.duplicate,
            "link": self.copy_link,
            "remove": self.view_model.remove,
        }
        deeds[action.data()]()
