"""The alerts of a model: open ones first, each with what it says and how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.reason_sheet import ReasonSheet
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.pages.monitoring.state import AlertState

_MOST_CLOSED = 5


class AlertsCard(Card):
    """Emits `close_wanted(alert)`, `look_wanted(alert)` and `incident_wanted(incident)`."""

    incident_wanted = Signal(int)
    close_wanted = Signal(int)
    look_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty card; it hides while there are no alerts."""
        super().__init__((16, 12), 6, parent=parent)
        self._shown: tuple[AlertState, ...] | None = None
        self._note = Label("", "small", "text2")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(tr("Alerts"), "h3"))
        head.addWidget(self._note, 1)
        self.body.addLayout(head)
        self._rows: list[QWidget] = []
        self.setVisible(False)

    def show_alerts(self, alerts: tuple[AlertState, ...]) -> None:
        """Show the open alerts and the last closed ones."""
        if alerts == self._shown:
            return
        self._shown = alerts
        for row in self._rows:
            row.hide()
            row.deleteLater()
        still = [a for a in alerts if a.is_open]
        gone = [a for a in alerts if not a.is_open]
        self._note.set_text(
            tr("{integer} open, {n} closed", integer=numbers.integer(len(still)), n=len(gone))
        )
        self._rows = []
        for at, alert in enumerate((*still, *gone[:_MOST_CLOSED])):
            if at > 0:
                self._add(Divider())
            self._add(_AlertRow(alert, self))
        self.setVisible(bool(alerts))

    def rows(self) -> "list[_AlertRow]":
        """The rows shown, from the top."""
        return [row for row in self._rows if isinstance(row, _AlertRow)]

    def _add(self, row: QWidget) -> None:
        self._rows.append(row)
        self.body.addWidget(row)


class _AlertRow(QWidget):
    """Mark, message, what is known of its course, and what can be done."""

    def __init__(self, alert: AlertState, card: AlertsCard) -> None:
        super().__init__()
        self._alert, self._card = alert, card
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(10)
        status, word = "idle", tr("Closed")
        if alert.is_open:
            status, word = ("bad", tr("Critical")) if alert.is_critical else ("warn", tr("Warning"))
        mark = StatusMark("idle")
        mark.set_status(status, word)  # type: ignore[arg-type]
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Paragraph(alert.message, "body", "text" if alert.is_open else "text2"))
        words.addWidget(Paragraph(alert.about, "small", "text3"))
        row.addLayout(words, 1)
        self.look: Button | None = None
        self.close_button: Button | None = None
        self.incident: Button | None = None
        if alert.incident is not None:
            self.incident = Button(
                tr("Incident {incident}", incident=alert.incident), "siren", "ghost", height=28
            )
            self.incident.clicked.connect(self._on_incident)
            row.addWidget(self.incident)
        if alert.is_open:
            if alert.columns:
                self.look = Button(tr("Show"), "activity", "ghost", height=28)
                self.look.clicked.connect(self._on_look)
                row.addWidget(self.look)
            self.close_button = Button(tr("Close…"), None, "secondary", height=28)
            self.close_button.clicked.connect(self._on_close)
            row.addWidget(self.close_button)

    def _on_incident(self) -> None:
        self._card.incident_wanted.emit(self._alert.incident)

    def _on_look(self) -> None:
        self._card.look_wanted.emit(self._alert.id)

    def _on_close(self) -> None:
        self._card.close_wanted.emit(self._alert.id)


class CloseAlertSheet(ReasonSheet):
    """Asks what came of an alert."""

    def __init__(self, host: QWidget, alert: AlertState, recorded_as: str) -> None:
        """Show the alert that is to be closed."""
        super().__init__(
            host,
            tr("Close the alert"),
            alert.message,
            primary=tr("Close the alert"),
            label=tr("What came of it"),
            example=tr("For example: a new carrier flies since May; the model was retrained"),
            hint=tr("One line. It opens again if the same is found in newer data."),
            recorded_as=recorded_as,
        )
        self.alert_id = alert.id
