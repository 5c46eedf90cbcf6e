"""The form for a new channel, with what people know: a mail server, an address, a file."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.segments import Segment
from tidemill.gui.shell.settings.notifications.state import NotificationsState

_KINDS = (
    ("mail", tr("Mail")),
    ("message", tr("Chat or webhook")),
    ("file", tr("File")),
    ("command", tr("Command")),
)
_MEANS = {
    "mail": tr("Sent by your own mail server. The password goes into this computer's keyring."),
    "message": "An address as apprise writes it, such as json://example.org/hook for a webhook or "
    "mmost://example.org/token for a chat. It goes into this computer's keyring.",
    "file": tr("Gets a line of JSON for each notice, from this computer."),
    "command": tr("Run on this computer, without a shell; it gets JSON on its standard input."),
}
_ADDRESSES = {
    "message": (tr("Address"), "jsons://example.org/hook"),
    "file": (tr("File"), "/var/log/tidemill.jsonl"),
    "command": (tr("Command"), tr("notify-team --from tidemill")),
}
_SECURE = (("starttls", "STARTTLS"), ("ssl", "TLS"), ("insecure", tr("Not encrypted")))


class AddingForm(Card):
    """Emits `wanted(name, kind, address)`, `mail_wanted(name, facts)` and `left` for Cancel."""

    wanted = Signal(str, str, str)
    mail_wanted = Signal(str, object)
    left = Signal()

    def __init__(self) -> None:
        """Make an empty form for mail."""
        super().__init__(padding=(14, 12), spacing=10)
        self._added = 0
        self.kind = Segment(_KINDS, "mail", name=tr("What kind of channel"))
        self.kind.changed.connect(self._on_kind)
        self.means = Paragraph(_MEANS["mail"], "small", "text2")
        self.name = Field(tr("Night shift"), label=tr("Name"))
        self.address = Field("", label=tr("Address"), is_mono=True)
        self.to = Field("team@example.org", label=tr("To"))
        self.from_whom = Field("alerts@example.org", label=tr("From"))
        self.server = Field("smtp.example.org:587", label=tr("Mail server"))
        self.login = Field("alerts@example.org", label=tr("Login"))
        self.password = Field(label=tr("Password"))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.secure = Choice(_SECURE, "starttls", name=tr("Encryption"))
        self.failure = Paragraph("", "small", "bad")
        self.add = Button(tr("Add channel"), "plus", height=32)
        self.cancel = Button(tr("Cancel"), None, "ghost", height=32)
        self.add.clicked.connect(self._on_add)
        self.cancel.clicked.connect(self.left)
        self._fields = (self.name, self.address, self.to, self.from_whom, self.server, self.login)
        for field in (*self._fields, self.password):
            field.submitted.connect(self._on_add)
        self._lay_out()
        self._on_kind("mail")

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self.kind)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(self.means)
        self.body.addWidget(self.name)
        self.mail = QWidget()
        column = QVBoxLayout(self.mail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.secure.setFixedWidth(160)
        for pair in ((self.to, self.from_whom), (self.server, self.login)):
            row = QHBoxLayout()
            row.setSpacing(12)
            for field in pair:
                row.addWidget(field, 1)
            column.addLayout(row)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.password, 1)
        row.addWidget(self.secure, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.body.addWidget(self.mail)
        self.body.addWidget(self.address)
        self.body.addWidget(self.failure)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.add)
        self.body.addLayout(foot)

    def show_state(self, state: NotificationsState) -> None:
        """Show whether it is being made, or why it could not be; empty once it is."""
        self.add.set_busy(state.is_adding)
        self.failure.set_text(state.failure)
        self.failure.setVisible(bool(state.failure))
        if state.added != self._added:
            self._added = state.added
            for field in (*self._fields, self.password):
                field.set_text("")
            self.left.emit()

    def _on_kind(self, kind: str) -> None:
        self.means.set_text(_MEANS[kind])
        self.mail.setVisible(kind == "mail")
        self.address.setVisible(kind != "mail")
        if kind != "mail":
            label, example = _ADDRESSES[kind]
            self.address.edit.setPlaceholderText(example)
            self.address.edit.setAccessibleName(label)

    def _on_add(self, *_words: object) -> None:
        kind = self.kind.value()
        if kind != "mail":
            self.wanted.emit(self.name.text(), kind, self.address.text())
            return
        facts = {
            "to": self.to.text(),
            "sender": self.from_whom.text(),
            "server": self.server.text(),
            "login": self.login.text(),
            "password": self.password.text(),
            "mode": str(self.secure.value()),
        }
        self.mail_wanted.emit(self.name.text(), facts)
