"""A channel in the settings: what it is and how it goes; unfolded, what it tells and to whom."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.alert_rules import APPROVERS, EVERYONE
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import ChannelKind
from tidemill.gui.kit.buttons import Button, IconButton
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.shell.settings.notifications.state import ChannelLine
from tidemill.gui.shell.settings.quiet_hours import QuietHours
from tidemill.gui.shell.settings.section import SettingRow


class ChannelRow(Card):
    """Emits what is wanted: `change_wanted(name, values)`, `test_wanted(id, name)`,
    `remove_wanted(name)`."""

    change_wanted = Signal(str, object)
    test_wanted = Signal(int, str)
    remove_wanted = Signal(str)

    def __init__(self, line: ChannelLine) -> None:
        """Make a folded row; `show_line` fills it."""
        super().__init__(padding=(14, 10), spacing=6)
        self.line = line
        self._zone = "UTC"
        self._people: tuple[tuple[str, str], ...] = ()
        one = line.channel
        self.icon = IconLabel(line.icon)
        self.name = Label(one.name, "strong", elide="middle")
        self.address = Label("", "small", "text2", elide="middle")
        self.health = Label("", "small", "text2")
        self.test = Button(tr("Test"), "send", height=28)
        self.switch = Switch("", one.is_on, tr("Tell by {name}", name=one.name))
        self.fold = IconButton("chevron-down", tr("What {name} tells", name=one.name))
        self.answer = Paragraph("", "small", "text2")
        self.body.addLayout(self._make_head())
        self.body.addWidget(self.answer)
        self.details = QWidget()
        self.details.hide()
        self.body.addWidget(self.details)
        self._is_made = False
        self.test.clicked.connect(self._on_test)
        self.switch.clicked.connect(self._on_switch)
        self.fold.clicked.connect(self.toggle)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.icon)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.address)
        words.addWidget(self.health)
        row.addLayout(words, 1)
        for control in (self.test, self.switch, self.fold):
            row.addWidget(control)
        return row

    def show_line(self, line: ChannelLine, zone: str, people: tuple[tuple[str, str], ...]) -> None:
        """Show a channel as it is now; what is being typed stays."""
        self.line, self._zone = line, zone
        one = line.channel
        self.icon.set_icon(line.icon, "text2" if one.is_on else "text3")
        self.name.set_text(one.name)
        self.address.set_text(f"{one.address} · {line.told}" if one.address else line.told)
        self.health.set_text(line.health)
        self.health.set_tone(line.tone)
        self.test.set_busy(line.is_busy)
        self.test.setEnabled(line.is_here)
        self.switch.setChecked(one.is_on)
        self.answer.set_text(line.answer)
        self.answer.set_tone(line.answer_tone)
        show_if(self.answer, bool(line.answer))
        if people != self._people:
            self._people = people
            if self._is_made:
                self.whom.set_options(self._whoms(), one.for_whom)
        if self._is_made:
            self._fill()

    def toggle(self) -> None:
        """Unfold what it tells, or fold it."""
        if not self._is_made:
            self._make_details()
        is_open = self.details.isHidden()
        self.details.setVisible(is_open)
        self.fold.set_icon("chevron-up" if is_open else "chevron-down")

    def _make_details(self) -> None:
        self._is_made = True
        one = self.line.channel
        column = QVBoxLayout(self.details)
        column.setContentsMargins(28, 4, 0, 0)
        column.setSpacing(0)
        tells = (
            (str(Severity.WARNING), tr("Warnings and worse")),
            (str(Severity.CRITICAL), tr("Critical")),
        )
        self.least = Segment(tells, str(one.least), name=tr("What it tells"))
        self.least.changed.connect(self._on_least)
        column.addWidget(SettingRow(tr("Tells"), tr("Of incidents this severe"), self.least))
        self.whom = Choice(self._whoms(), one.for_whom, name=tr("Whom it is for"))
        self.whom.setFixedWidth(220)
        self.whom.chosen.connect(self._on_whom)
        means = tr("Only what these people are to be told goes there")
        column.addWidget(SettingRow(tr("For"), means, self.whom))
        column.addWidget(self._make_quiet())
        if one.kind is ChannelKind.MESSAGE:
            self.place = LineEdit(tr("A new address"), "key-round")
            self.place.setAccessibleName(tr("Another address"))
            self.place.setFixedWidth(300)
            self.place.returnPressed.connect(self._on_place)
            means = tr("Kept in this computer's keyring, never in the workspace; Enter saves")
            column.addWidget(SettingRow(tr("Address"), means, self.place))
        self.rename = LineEdit(tr("Name"))
        self.rename.setAccessibleName(tr("Name of the channel"))
        self.rename.setFixedWidth(220)
        self.rename.editingFinished.connect(self._on_rename)
        column.addWidget(SettingRow(tr("Name"), tr("As the log and Activity call it"), self.rename))
        self.remove = Button(tr("Remove"), "trash-2", "danger", height=28)
        self.remove.clicked.connect(self._on_remove)
        means = tr("What waits is not sent; what was sent stays in the log")
        column.addWidget(SettingRow(tr("Remove this channel"), means, self.remove))
        self._fill()

    def _make_quiet(self) -> QWidget:
        self.hours = QuietHours(tr("Quiet hours"))
        self.hours.chosen.connect(self._on_quiet)
        means = tr("What comes then is told afterwards, but for what stopped serving")
        return SettingRow(tr("Quiet hours"), means, self.hours)

    def _fill(self) -> None:
        one = self.line.channel
        self.least.set_value(str(one.least))
        self.whom.set_value(one.for_whom)
        self.hours.set_hours(one.quiet)
        if not self.rename.hasFocus():
            self.rename.setText(one.name)

    def _whoms(self) -> list[tuple[Any, str]]:
        return [(EVERYONE, tr("Everyone")), (APPROVERS, tr("Approvers")), *self._people]

    def _want(self, **values: Any) -> None:
        self.change_wanted.emit(self.line.channel.name, values)

    def _on_test(self) -> None:
        self.test_wanted.emit(self.line.channel.id, self.line.channel.name)

    def _on_switch(self) -> None:
        self._want(is_on=self.switch.isChecked())

    def _on_least(self, value: str) -> None:
        self._want(least=Severity(value))

    def _on_whom(self, value: object) -> None:
        self._want(for_whom=value)

    def _on_quiet(self, hours: tuple[str, ...]) -> None:
        self._want(quiet=hours, **({"zone": self._zone} if hours else {}))

    def _on_place(self) -> None:
        if address := self.place.text().strip():
            self.place.clear()
            self._want(address=address)

    def _on_rename(self) -> None:
        wanted = self.rename.text().strip()
        if wanted and wanted != self.line.channel.name:
            self._want(name=wanted)

    def _on_remove(self) -> None:
        self.remove_wanted.emit(self.line.channel.name)
