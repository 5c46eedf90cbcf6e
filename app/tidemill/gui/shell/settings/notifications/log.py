"""What was sent: each delivery in a row, with what can be asked for."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.padding import inset
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.shell.settings.notifications.state import DeliveryLine, NotificationsState


class _Row(QWidget):
    retried = Signal(int)
    sent_again = Signal(int, str)

    def __init__(self, line: DeliveryLine) -> None:
        super().__init__()
        self.line = line
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 7, 12, 7)
        row.setSpacing(10)
        row.addWidget(StatusMark(line.status, line.words))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(line.title, "strong"))
        words.addWidget(Label(line.words, "small", "text2"))
        row.addLayout(words, 1)
        moment = Label(line.moment, "small", "text3", elide="none", numeric=True)
        moment.setToolTip(line.when)
        row.addWidget(moment)
        self.button: Button | None = None
        if line.can_retry or line.can_send_again:
            text, icon = (
                (tr("Retry"), "refresh-cw") if line.can_retry else (tr("Send again"), "send")
            )
            self.button = Button(text, icon, "ghost", height=28)
            self.button.setAccessibleName(f"{text}: {line.title} by {line.channel}")
            self.button.clicked.connect(self._on_button)
            row.addWidget(self.button)

    def _on_button(self) -> None:
        if self.line.can_retry:
            self.retried.emit(self.line.id)
        elif self.line.notice_id is not None:
            self.sent_again.emit(self.line.notice_id, self.line.channel)


class DeliveryLog(Card):
    """Newest first. Emits `retry_wanted(id)`, `again_wanted(notice, channel)`, `more_wanted`."""

    retry_wanted = Signal(int)
    again_wanted = Signal(int, str)
    more_wanted = Signal()

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__(padding=(1, 1), spacing=0)
        self._shown: tuple[object, ...] = ()
        self.rows: list[_Row] = []
        self._empty = inset(Label(tr("Nothing was sent yet."), "body", "text2"), 14, 10, 14, 10)
        self.more = Button(tr("Show more"), "chevron-down", "ghost", height=28)
        self.more.clicked.connect(self.more_wanted)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.more)

    def show_state(self, state: NotificationsState) -> None:
        """Show the log; rows are made anew only where it changed."""
        self._empty.setVisible(not state.log)
        self.more.setVisible(state.n_hidden > 0)
        if state.log == self._shown:
            return
        self._shown = state.log
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        for at, line in enumerate(state.log):
            if at:
                self._list.addWidget(Divider())
            row = _Row(line)
            row.retried.connect(self.retry_wanted)
            row.sent_again.connect(self.again_wanted)
            self.rows.append(row)
            self._list.addWidget(row)
