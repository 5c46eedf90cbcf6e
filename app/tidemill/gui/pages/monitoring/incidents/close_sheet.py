"""Asks what came of an incident before it is closed, and whether it is kept as a gate."""

from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.switch import Switch
from tidemill.gui.pages.monitoring.incidents.state import IncidentState


class CloseIncidentSheet(Sheet):
    """`accepted` comes only with an `outcome()`; `is_kept()` says whether the gate is wanted."""

    def __init__(self, host: QWidget, state: IncidentState, recorded_as: str) -> None:
        """Show the incident that is to be closed."""
        super().__init__(
            host,
            f"Close incident {state.id}",
            f"{state.title}. Its open alerts are closed with it. It can be undone.",
            primary="Close the incident",
            width=640,
            recorded_as=recorded_as,
        )
        self.field = Field(
            "For example: the feed sent pence instead of pounds",
            label="What came of it",
            help="One line. Whoever sees the same again reads it.",
        )
        self.body.addWidget(self.field)
        self.switch = Switch("Keep as gate", name="Keep as gate for all later candidates")
        self.body.addWidget(self.switch)
        self._gate = Paragraph("", "body", "text")
        self._words = Paragraph("", "small", "text2")
        self.body.addWidget(self._gate)
        self.body.addWidget(self._words)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)
        self.primary.setEnabled(False)
        self.field.text_changed.connect(self._on_text)
        self.field.submitted.connect(self._on_submitted)
        self.show_state(state)

    def show_state(self, state: IncidentState) -> None:
        """Follow what is known of the gate, and what is under way."""
        self.primary.set_busy(state.is_busy)
        self.failure.set_error(state.failure)
        if state.gate is not None:
            self.switch.setChecked(state.gate.is_on)
            self.switch.setEnabled(False)
            said = "Kept already." if state.gate.is_on else "Kept, and switched off."
            self._gate.set_text(state.gate.sentence)
            self._words.set_text(said)
            return
        offer = state.offer
        can = offer is not None and offer.sentence is not None
        self.switch.setEnabled(can)
        if offer is None:
            self._gate.set_text("")
            self._words.set_text("Reading the past files for what gives its files away.")
        else:
            self._gate.set_text(offer.sentence or "")
            self._words.set_text(offer.words)

    def outcome(self) -> str:
        """The outcome as it was written."""
        return self.field.text().strip()

    def is_kept(self) -> bool:
        """Whether it is to be kept as a gate."""
        return self.switch.isEnabled() and self.switch.isChecked()

    def _on_text(self, _text: str) -> None:
        self.primary.setEnabled(bool(self.outcome()))

    def _on_submitted(self, _text: str) -> None:
        if self.outcome():
            self.accepted.emit()
