"""The inspector of an incident: what can be done, the gate, the first diagnosis."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.monitoring.incidents.state import (
    DeedState,
    IncidentState,
    RowDeeds,
)
from tidemill.gui.pages.monitoring.incidents.view_model import SPANS


class IncidentInspector(Inspector):
    """Emits what the person wants; each row is None where it can't be done."""

    retrain_wanted = Signal()
    retrain_without_wanted = Signal()
    set_aside_wanted = Signal()
    label_wanted = Signal(str)
    roll_back_wanted = Signal()
    accept_wanted = Signal()
    mute_wanted = Signal(str, bool)
    snooze_wanted = Signal(int)
    wake_wanted = Signal()
    owner_wanted = Signal(str)
    close_wanted = Signal()
    gate_wanted = Signal(bool)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(tr("What you can do"))
        self._shown: tuple[object, ...] | None = None
        self._deeds: DeedState | None = None
        self.retrain: Button | None = None
        self.retrain_other: ActionRow | None = None
        self.set_aside: ActionRow | None = None
        self.label: ActionRow | None = None
        self._dataset = ""
        self.roll_back: ActionRow | None = None
        self.accept: ActionRow | None = None
        self.mute: ActionRow | None = None
        self.snooze: ActionRow | None = None
        self.owner: ActionRow | None = None
        self.close_row: ActionRow | None = None
        self.gate: Switch | None = None

    def show_state(self, state: IncidentState) -> None:
        """Show an incident; filled anew only when something of it changed."""
        about_rows = None if state.rows is None else state.rows.deeds
        parts = (state.about, state.is_open, state.deeds, state.gate, state.offer, state.steps)
        key = (state.id, *parts, about_rows, state.failure)
        if self.retrain is not None:
            self.retrain.set_busy(state.is_busy)
        if key == self._shown or state.deeds is None:
            return
        self._shown, self._deeds = key, state.deeds
        held = next((name for name, part in self._parts().items() if part and part.hasFocus()), "")
        self.set_head(tr("What you can do"), state.about)
        self.clear()
        self._add_deeds(state, state.deeds)
        self._add_gate(state)
        self._add_steps(state)
        again = self._parts().get(held)
        if again is not None and again.isEnabled():
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _parts(self) -> dict[str, QWidget | None]:
        """What can be acted on, by what it does: it keeps the focus when filled anew."""
        return {
            "retrain": self.retrain,
            "retrain other": self.retrain_other,
            "set aside": self.set_aside,
            "label": self.label,
            "roll back": self.roll_back,
            "accept": self.accept,
            "mute": self.mute,
            "snooze": self.snooze,
            "owner": self.owner,
            "close": self.close_row,
            "gate": self.gate,
        }

    def _add_deeds(self, state: IncidentState, deeds: DeedState) -> None:
        body = self.add_section()
        about = RowDeeds() if state.rows is None else state.rows.deeds
        without, means = about.retrain
        if not deeds.is_broken:
            without = ""
        title = without or tr("Retrain {model}", model=state.model)
        self.retrain = Button(title, "refresh-cw", "primary", height=36)
        self.retrain.set_stretching(True)
        self.retrain.set_busy(state.is_busy)
        wanted = self.retrain_without_wanted if without else self.retrain_wanted
        self.retrain.clicked.connect(wanted)
        body.addWidget(self.retrain)
        said = means if without else deeds.retrain
        if said:
            body.addWidget(Paragraph(said, "small", "text2"))
        if means and not about.retrain[0]:
            body.addWidget(
                Paragraph(tr("Without its rows: {means}", means=means), "small", "text3")
            )
        if state.failure:
            body.addWidget(ErrorPanel(state.failure))
        body = self.add_section()
        body.setSpacing(2)
        self.roll_back = self.accept = self.mute = self.snooze = None
        self.owner = self.close_row = None
        self._add_about_rows(body, state, about)
        if deeds.roll_back_to is not None:
            self.roll_back = ActionRow(
                "undo-2",
                tr("Roll back to v{roll_back_to}", roll_back_to=deeds.roll_back_to),
                deeds.roll_back,
            )
            self.roll_back.clicked.connect(self.roll_back_wanted)
            body.addWidget(self.roll_back)
        else:
            words = tr("There is no former champion to roll back to.")
            body.addWidget(Paragraph(words, "small", "text3"))
        if state.is_open:
            self._add_open(body, deeds)
        if deeds.column:
            self.mute = self._mute_row(deeds)
            self.mute.clicked.connect(self._on_mute)
            body.addWidget(self.mute)

    def _add_about_rows(self, body: QVBoxLayout, state: IncidentState, about: RowDeeds) -> None:
        """What can be done about the rows; the reason where it can't."""
        self.retrain_other = self.set_aside = self.label = None
        self._dataset = about.dataset
        title, words = about.retrain
        if title and state.deeds is not None:
            is_broken = state.deeds.is_broken
            if is_broken:
                title, words = tr("Retrain on all rows"), state.deeds.retrain
            wanted = self.retrain_wanted if is_broken else self.retrain_without_wanted
            self.retrain_other = ActionRow("refresh-cw", title, words)
            self.retrain_other.clicked.connect(wanted)
            body.addWidget(self.retrain_other)
        if about.set_aside[0]:
            self.set_aside = ActionRow("file-x", about.set_aside[0], about.set_aside[1])
            self.set_aside.clicked.connect(self.set_aside_wanted)
            body.addWidget(self.set_aside)
        if about.label[0]:
            self.label = ActionRow("tags", about.label[0], about.label[1])
            self.label.clicked.connect(self._on_label)
            body.addWidget(self.label)
        for name, words in (about.set_aside, about.label):
            if words and not name:
                body.addWidget(Paragraph(words, "small", "text3"))

    def _on_label(self) -> None:
        self.label_wanted.emit(self._dataset)

    def _add_open(self, body: QVBoxLayout, deeds: DeedState) -> None:
        """What can be done only while it is open."""
        if deeds.accept_version is not None:
            about = tr("New reference from {accept_from} on", accept_from=deeds.accept_from)
            self.accept = ActionRow("flag", tr("Accept as normal…"), about)
            self.accept.clicked.connect(self.accept_wanted)
            body.addWidget(self.accept)
        if deeds.snoozed:
            self.snooze = ActionRow("alarm-clock", tr("End the snooze"), deeds.snoozed)
            self.snooze.clicked.connect(self.wake_wanted)
        else:
            self.snooze = ActionRow("alarm-clock", tr("Snooze"), tr("Off Home for a while"))
            self.snooze.clicked.connect(self._on_snooze)
        body.addWidget(self.snooze)
        names = dict(deeds.owners)
        whose = names.get(deeds.owner, deeds.owner)
        self.owner = ActionRow("user", tr("Owner"), whose or tr("Nobody yet"))
        self.owner.clicked.connect(self._on_owner)
        body.addWidget(self.owner)
        self.close_row = ActionRow("circle-check", tr("Close incident…"), tr("Say what came of it"))
        self.close_row.clicked.connect(self.close_wanted)
        body.addWidget(self.close_row)

    def _mute_row(self, deeds: DeedState) -> ActionRow:
        if deeds.muted:
            return ActionRow(
                "bell", tr("Listen to {column} again", column=deeds.column), deeds.muted
            )
        return ActionRow(
            "bell-off", tr("Mute {column}…", column=deeds.column), tr("For 2 weeks, with a reason")
        )

    def _add_gate(self, state: IncidentState) -> None:
        gate, offer = state.gate, state.offer
        self.gate = None
        if gate is None and not state.is_open:
            return
        body = self.add_section()
        self.gate = Switch(tr("Keep as gate"), gate is not None and gate.is_on)
        self.gate.setAccessibleName(tr("Keep as gate for all later candidates"))
        body.addWidget(self.gate)
        if gate is not None:
            body.addWidget(Paragraph(gate.sentence, "body", "text"))
            said = (
                tr("Every later candidate is judged by it.") if gate.is_on else tr("Switched off.")
            )
            body.addWidget(Paragraph(said, "small", "text2"))
        elif offer is None:
            words = tr("Reading the past files for what gives its files away.")
            body.addWidget(Paragraph(words, "small", "text2"))
        else:
            if offer.sentence:
                body.addWidget(Paragraph(offer.sentence, "body", "text"))
            body.addWidget(Paragraph(offer.words, "small", "text2"))
        can = gate is not None or (offer is not None and offer.sentence is not None)
        self.gate.setEnabled(can)
        self.gate.toggled.connect(self.gate_wanted)

    def _add_steps(self, state: IncidentState) -> None:
        body = self.add_section(tr("First diagnosis"), trailing=None)
        if not state.steps:
            words = tr("The worker has not looked at its rows, or there are none.")
            body.addWidget(Paragraph(words, "small", "text2"))
            return
        last = len(state.steps) - 1
        steps = [
            Step(spoken(step.title), spoken(step.words), step.at, is_current=at == last)
            for at, step in enumerate(state.steps)
        ]
        body.addWidget(Timeline(steps))

    def _on_mute(self) -> None:
        if self._deeds is not None:
            self.mute_wanted.emit(self._deeds.column, not self._deeds.muted)

    def _on_snooze(self) -> None:
        self.snooze_menu().open_below(self.snooze or self)

    def _on_owner(self) -> None:
        self.owner_menu().open_below(self.owner or self)

    def snooze_menu(self) -> Menu:
        """For how long."""
        menu = Menu(self)
        for words, days in SPANS.items():
            menu.add(words, value=days)
        menu.triggered.connect(self._on_span)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def owner_menu(self) -> Menu:
        """Whose it may be."""
        menu, deeds = Menu(self), self._deeds
        if deeds is not None:
            for login, name in deeds.owners:
                menu.add(name, value=login, is_checked=login == deeds.owner)
            menu.add(tr("Nobody"), value="", is_checked=not deeds.owner)
        menu.triggered.connect(self._on_person)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_span(self, action: QAction) -> None:
        self.snooze_wanted.emit(int(action.data()))

    def _on_person(self, action: QAction) -> None:
        self.owner_wanted.emit(str(action.data()))
