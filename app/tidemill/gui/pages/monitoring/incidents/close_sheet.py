"""Asks what came of an incident before it is closed, and whether it is kept as a gate."""

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.reason_sheet import ReasonSheet
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.monitoring.incidents.state import IncidentState


class CloseIncidentSheet(ReasonSheet):
    """Asks for what came of it too; `is_kept()` says whether the gate is wanted."""

    reopened_by = ("incident.close",)

    def __init__(self, host: QWidget, state: IncidentState, recorded_as: str) -> None:
        """Show the incident that is to be closed."""
        super().__init__(
            host,
            tr("Close incident {id}", id=state.id),
            tr("{title}. Its open alerts are closed with it. It can be undone.", title=state.title),
            primary=tr("Close the incident"),
            label=tr("What came of it"),
            example=tr("For example: the feed sent pence instead of pounds"),
            hint=tr("One line. Whoever sees the same again reads it."),
            recorded_as=recorded_as,
        )
        self.switch = Switch(tr("Keep as gate"), name=tr("Keep as gate for all later candidates"))
        self._gate = Paragraph("", "body", "text")
        self._words = Paragraph("", "small", "text2")
        for part in (self.switch, self._gate, self._words):
            self.put(part)
        self.show_state(state)

    def show_state(self, state: IncidentState) -> None:
        """Follow what is known of the gate, and what is under way."""
        self.primary.set_busy(state.is_busy)
        self.failure.set_error(state.failure)
        if state.gate is not None:
            self.switch.setChecked(state.gate.is_on)
            self.switch.setEnabled(False)
            said = tr("Kept already.") if state.gate.is_on else tr("Kept, and switched off.")
            self._gate.set_text(state.gate.sentence)
            self._words.set_text(said)
            return
        offer = state.offer
        can = offer is not None and offer.sentence is not None
        self.switch.setEnabled(can)
        if offer is None:
            self._gate.set_text("")
            self._words.set_text(tr("Reading the past files for what gives its files away."))
        else:
            self._gate.set_text(offer.sentence or "")
            self._words.set_text(offer.words)

    def is_kept(self) -> bool:
        """Whether it is to be kept as a gate."""
        return self.switch.isEnabled() and self.switch.isChecked()
