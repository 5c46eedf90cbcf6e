"""The inspector of the editor: the replayed alerts, what counts as a real fall, who is told."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.inspector import Inspector
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.rows import ListRow
from tidemill.gui.kit.sentence import Asks, Sentence
from tidemill.gui.kit.sentence_parts import Said
from tidemill.gui.kit.surfaces import IconTile
from tidemill.gui.pages.monitoring.rules.state import AlertRow, RulesState, Setting

_LOOKS = {
    "found": ("bell-ring", "good_tint", "good"),
    "unfounded": ("bell", "sunken", "text2"),
    "missed": ("circle-x", "bad_tint", "bad"),
}
_MOST = 60
"""How many alerts stand here; a rule that gives more is told by its number."""


class RulesInspector(Inspector):
    """Emits `alert_chosen(place)`, `falls_wanted`, `mark_wanted(row)`, `chosen(key, value)`."""

    alert_chosen = Signal(float)
    falls_wanted = Signal()
    mark_wanted = Signal()
    chosen = Signal(str, object)

    def __init__(self, asks: Asks, parent: QWidget | None = None) -> None:
        """Make it empty; `asks` says what can be chosen for a part."""
        super().__init__(
            tr("Replayed alerts"), tr("newest first; a click marks it in the chart"), parent
        )
        self._asks = asks
        self._shown: tuple[object, ...] = ()
        self.alerts: list[AlertButton] = []
        self.settings: dict[str, Sentence] = {}
        self.change: Button | None = None
        self.mark: Button | None = None

    def show_state(self, state: RulesState) -> None:
        """Show what belongs to a rule; filled anew only where something of it changed."""
        key = (state.key, state.alerts, state.fall_words, state.settings, state.track_note)
        if key == self._shown:
            return
        focused = next((k for k, s in self.settings.items() if s.link(k).hasFocus()), None)
        self._shown = key
        self.clear()
        self._add_alerts(state)
        if state.fall_rule is not None:
            self._add_falls(state)
        self._add_settings(state.settings)
        if focused in self.settings:
            self.settings[focused].link(focused).setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_alerts(self, state: RulesState) -> None:
        body = self.add_section()
        body.setSpacing(1)
        self.alerts = []
        for row in state.alerts[:_MOST]:
            made = AlertButton(row)
            made.picked.connect(self.alert_chosen)
            self.alerts.append(made)
            body.addWidget(made)
        if not state.alerts:
            words = tr("None") if state.track is not None else state.track_note or tr("None")
            body.addWidget(Paragraph(words, "small", "text2"))
        elif len(state.alerts) > _MOST:
            words = tr("{value} older ones are in the chart.", value=len(state.alerts) - _MOST)
            body.addWidget(Paragraph(words, "small", "text2"))

    def _add_falls(self, state: RulesState) -> None:
        body = self.add_section(tr("What counts as a real fall"))
        body.addWidget(Paragraph(state.fall_words, "small", "text2"))
        row = QHBoxLayout()
        row.setSpacing(6)
        self.change = Button(tr("Change…"), "sliders-horizontal", "ghost", height=28)
        self.mark = Button(tr("Mark one by hand…"), "flag", "ghost", height=28)
        self.change.clicked.connect(self.falls_wanted)
        self.mark.clicked.connect(self.mark_wanted)
        row.addWidget(self.change)
        row.addWidget(self.mark)
        row.addStretch(1)
        body.addLayout(row)

    def _add_settings(self, settings: tuple[Setting, ...]) -> None:
        body = self.add_section(tr("When it alerts"))
        body.setSpacing(2)
        self.settings = {}
        wide, tall = metrics.current().scaled(84), metrics.current().scaled(24)
        for one in settings:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addStrut(tall)  # what can be changed and what can't stand at one pitch
            name = Label(one.name, "small", "text2")
            name.setFixedWidth(wide)
            row.addWidget(name)
            if isinstance(one.part, Said):
                row.addWidget(Label(one.part.text, "body", elide="right"), 1)
            else:
                part = Sentence("link", self._asks)
                part.set_parts((one.part,))
                part.chosen.connect(self.chosen)
                self.settings[one.part.key] = part
                row.addWidget(part, 1)
            body.addLayout(row)


class AlertButton(ListRow):
    """A replayed alert, or a fall that was missed. Emits `picked(place)`."""

    picked = Signal(float)

    def __init__(self, alert: AlertRow) -> None:
        """Show it."""
        super().__init__(f"{alert.day}: {alert.words}. {alert.note}", 44, 4)
        self.alert = alert
        icon, tint, tone = _LOOKS[alert.kind]
        self.row.addWidget(IconTile(icon, tint, tone, 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        head = QHBoxLayout()
        head.addWidget(Label(alert.day, "strong"))
        head.addWidget(Label(alert.words, "small", "text2", align="right"), 1)
        words.addLayout(head)
        quiet = "text2" if alert.kind == "unfounded" else tone
        words.addWidget(Label(alert.note, "small", quiet))
        self.row.addLayout(words, 1)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.picked.emit(self.alert.at)
