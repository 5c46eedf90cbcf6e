"""The section Notifications: channels, a new one, and what was sent."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.channels import ChannelKind
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.switch import Switch
from tidemill.gui.shell.settings.notifications.adding import AddingForm
from tidemill.gui.shell.settings.notifications.channel_row import ChannelRow
from tidemill.gui.shell.settings.notifications.kind_table import KindTable
from tidemill.gui.shell.settings.notifications.log import DeliveryLog
from tidemill.gui.shell.settings.notifications.state import NotificationsState
from tidemill.gui.shell.settings.notifications.view_model import NotificationsViewModel
from tidemill.gui.shell.settings.quiet_hours import QuietHours
from tidemill.gui.shell.settings.section import Desk, SettingRow

_QUIET = tr("Nothing but Stopped serving in between")
_DIFFER = tr("Some channels have hours of their own; these are for all of them")


class NotificationsPart(QWidget):
    """Draws the state; sends what is wanted to the view-model."""

    def __init__(self, desk: Desk) -> None:
        """Load at once."""
        super().__init__()
        assert desk.context is not None
        self._desk = desk
        self.view_model = NotificationsViewModel(desk.context, self)
        self.rows: dict[int, ChannelRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._add_choices(column)
        self._add_channels(column)
        self._add_digest_and_log(column)
        column.addStretch(1)
        self.view_model.changed.connect(self.show_state)
        self.show_state(self.view_model.state)

    def _add_choices(self, column: QVBoxLayout) -> None:
        self.kinds = KindTable()
        self.kinds.kinds_chosen.connect(self._on_kinds)
        self.kinds.when_chosen.connect(self.view_model.choose_when)
        column.addWidget(self.kinds)
        self.quiet = QuietHours(tr("Quiet hours of all channels"))
        self.quiet.chosen.connect(self.view_model.choose_quiet)
        quiet = SettingRow(tr("Quiet hours"), _QUIET, self.quiet)
        self.quiet_means = quiet.means
        column.addWidget(quiet)

    def _add_channels(self, column: QVBoxLayout) -> None:
        self.channels = QVBoxLayout()
        self.channels.setSpacing(8)
        self.said = Label("", "small", "text2")
        self.undo = Button(tr("Undo"), "undo-2", "link", height=24)
        self.undo.clicked.connect(self.view_model.undo)
        self.new = Button(tr("Add a channel"), "plus", height=28)
        self.new.clicked.connect(self.open_form)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(tr("Channels"), "h3"))
        line.addStretch(1)
        line.addWidget(self.said)
        line.addWidget(self.undo)
        line.addWidget(self.new)
        column.addLayout(line)
        self.failure = Paragraph("", "small", "bad")
        column.addWidget(self.failure)
        self.form = AddingForm()
        self.form.hide()
        self.form.wanted.connect(self.view_model.add)
        self.form.mail_wanted.connect(self._on_mail)
        self.form.left.connect(self.close_form)
        column.addWidget(self.form)
        column.addLayout(self.channels)

    def _add_digest_and_log(self, column: QVBoxLayout) -> None:
        self.digest = Switch("", True, tr("One digest instead"))
        self.digest.clicked.connect(self._on_digest)
        means = tr("Several notices to the same mail or chat within 10 minutes become one")
        column.addWidget(SettingRow(tr("One digest instead"), means, self.digest))
        column.addSpacing(6)
        column.addWidget(Label(tr("What was sent"), "h3"))
        self.log = DeliveryLog()
        self.log.retry_wanted.connect(self.view_model.retry)
        self.log.again_wanted.connect(self.view_model.send_again)
        self.log.more_wanted.connect(self.view_model.show_more)
        column.addWidget(self.log)

    def show_state(self, state: NotificationsState) -> None:
        """Draw all of it."""
        self.kinds.setVisible(bool(state.lines))
        self.kinds.show_state(state)
        self.quiet.set_hours(state.quiet or ())
        self.quiet_means.set_text(_DIFFER if state.quiet is None else _QUIET)
        self.digest.setChecked(state.is_digested)
        self._show_channels(state)
        self.said.set_text(state.said)
        self.undo.setVisible(state.undo is not None)
        self.failure.set_text(state.failure)
        self.failure.setVisible(bool(state.failure) and self.form.isHidden())
        self.form.show_state(state)
        self.log.setVisible(state.word == "ready")
        self.log.show_state(state)

    def _show_channels(self, state: NotificationsState) -> None:
        wanted = [line.channel.id for line in state.lines]
        for gone in [key for key in self.rows if key not in wanted]:
            row = self.rows.pop(gone)
            self.channels.removeWidget(row)
            row.hide()
            row.deleteLater()
        for at, line in enumerate(state.lines):
            key = line.channel.id
            if key not in self.rows:
                self.rows[key] = self._made(ChannelRow(line))
                self.channels.insertWidget(at, self.rows[key])
            self.rows[key].show_line(line, state.zone, state.people)

    def _made(self, row: ChannelRow) -> ChannelRow:
        row.change_wanted.connect(self._on_change)
        row.test_wanted.connect(self._on_test)
        row.remove_wanted.connect(self.view_model.remove)
        return row

    def open_form(self) -> None:
        """Ask for a new channel."""
        self.form.show()
        self.new.setEnabled(False)
        self.failure.hide()
        self.form.name.setFocus()

    def close_form(self) -> None:
        """Ask for none."""
        self.form.hide()
        self.new.setEnabled(True)

    def reset(self) -> None:
        """Back to what is told from the start; channels stay."""
        self.view_model.reset()

    def _on_kinds(self, name: str, kinds: tuple[str, ...]) -> None:
        self.view_model.change(name, kinds=kinds)

    def _on_digest(self) -> None:
        self.view_model.choose_digest(self.digest.isChecked())

    def _on_change(self, name: str, values: dict[str, object]) -> None:
        self.view_model.change(name, **values)

    def _on_mail(self, name: str, facts: dict[str, str]) -> None:
        self.view_model.add_mail(name, **facts)

    def _on_test(self, channel_id: int, name: str) -> None:
        if self.rows[channel_id].line.channel.kind is ChannelKind.DESKTOP:
            self.view_model.test_desktop(channel_id, self._desk.test_desktop)
        else:
            self.view_model.test(channel_id, name)
