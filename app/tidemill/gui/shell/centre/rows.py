"""A notice in the centre: its mark, one line, one line of detail, when, and what can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.status import StatusMark
from tidemill.gui.shell.centre.state import NoticeRow

_MARKS = {"good": tr("Good news, or over"), "warn": tr("Look at it"), "bad": tr("Needs you")}


class NoticeView(QWidget):
    """Emits `opened(key, address)`, `snoozed(key, incident)`, `rolled_back(key, incident,
    version)` and `put_off(key, decision)`."""

    opened = Signal(str, str)
    snoozed = Signal(str, int)
    rolled_back = Signal(str, int, int)
    put_off = Signal(str, str)

    def __init__(self, row: NoticeRow) -> None:
        """Show a notice; an unread one has its line in strong."""
        super().__init__()
        self.row = row
        self.buttons: dict[str, Button] = {}
        unread = tr("Unread. ") if row.is_unread else ""
        self.setAccessibleName(f"{unread}{row.title}. {row.words}")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(10)
        mark = StatusMark(row.status, _MARKS[row.status])
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(8)
        role, tone = ("strong", "text") if row.is_unread else ("body", "text2")
        head.addWidget(Label(row.title, role, tone), 1)
        moment = Label(row.moment, "small", "text3", elide="none", numeric=True)
        moment.setToolTip(row.when)
        head.addWidget(moment)
        words.addLayout(head)
        if row.words:
            words.addWidget(Paragraph(row.words, "small", "text2"))
        self._add_buttons(words)
        line.addLayout(words, 1)

    def _add_buttons(self, words: QVBoxLayout) -> None:
        row, line = self.row, QHBoxLayout()
        line.setSpacing(6)
        if row.opens:
            self._add(line, "open", row.opens, "secondary").clicked.connect(self._on_open)
        if row.can_snooze:
            self._add(line, "snooze", tr("Snooze"), "ghost").clicked.connect(self._on_snooze)
        if row.roll_back_to is not None:
            text = tr("Roll back to v{roll_back_to}", roll_back_to=row.roll_back_to)
            self._add(line, "roll back", text, "ghost").clicked.connect(self._on_roll_back)
        if row.put_off:
            self._add(line, "put off", tr("Not now"), "ghost").clicked.connect(self._on_put_off)
        if self.buttons:
            line.addStretch(1)
            words.addSpacing(2)
            words.addLayout(line)

    def _add(self, line: QHBoxLayout, name: str, text: str, kind: str) -> Button:
        made = Button(text, None, "secondary" if kind == "secondary" else "ghost", height=28)
        made.setAccessibleName(f"{text}: {self.row.title}")
        self.buttons[name] = made
        line.addWidget(made)
        return made

    def _on_open(self) -> None:
        self.opened.emit(self.row.key, self.row.address)

    def _on_snooze(self) -> None:
        if self.row.incident_id is not None:
            self.snoozed.emit(self.row.key, self.row.incident_id)

    def _on_roll_back(self) -> None:
        if self.row.incident_id is not None and self.row.roll_back_to is not None:
            self.rolled_back.emit(self.row.key, self.row.incident_id, self.row.roll_back_to)

    def _on_put_off(self) -> None:
        self.put_off.emit(self.row.key, self.row.put_off)
