"""Facts: a label over a value, rows of key and value, a tile with a status."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.cards import Card, CardButton
from tidemill.gui.kit.explained import Number, explain
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.status import Status, StatusMark
from tidemill.gui.kit.surfaces import IconLabel
from tidemill.gui.kit.visibility import show_if


def _is_number(words: str) -> bool:
    """Whether tabular figures are right for these words: in text they push the hyphens apart."""
    return bool(words) and not any(letter.isalpha() for letter in words[:3])


def _explain(widget: QWidget, caption: str, value: str, number: Number | None = None) -> None:
    """Let a number explain itself, by the words over it where nothing better is said."""
    if number is not None or any(letter.isdigit() for letter in value):
        explain(widget, number or Number(caption, value))


class Fact(QWidget):
    """A caption over a value, and a quiet note after it."""

    def __init__(
        self,
        caption: str,
        value: str,
        note: str = "",
        tone: str = "text",
        role: str = "h2",
        parent: QWidget | None = None,
    ) -> None:
        """Show one fact."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._caption = Label(caption, "caption", "text2")
        self._value = Label(value, role, tone, numeric=_is_number(value))
        self._note = Label(note, "small", "text3")
        column.addWidget(self._caption)
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._note, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        _explain(self, caption, value)

    def set_fact(self, value: str, note: str = "", tone: str = "text") -> None:
        """Change value and note."""
        _explain(self, self._caption.text(), value)
        self._value.set_text(value)
        self._value.set_tone(tone)
        self._note.set_text(note)


class FactRow(QWidget):
    """Several facts in equal columns."""

    def __init__(self, facts: Sequence[Fact] = (), parent: QWidget | None = None) -> None:
        """Lay the facts side by side."""
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._facts: list[Fact] = []
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[Fact]) -> None:
        """Replace the facts."""
        for fact in self._facts:
            self._row.removeWidget(fact)
            fact.hide()
            fact.deleteLater()
        self._facts = list(facts)
        for fact in self._facts:
            self._row.addWidget(fact, 1)


@dataclass(frozen=True)
class KeyValue:
    """A row of a key and its value; `was` is the former value, quieter and before it.

    `number` explains the value where the key alone does not say enough.
    """

    key: str
    value: str
    was: str = ""
    tone: str = "text"
    role: str = "body"
    icon: str | None = None
    icon_tone: str = "text2"
    number: Number | None = None


_LEAST_KEY = 96


class KeyValues(QWidget):
    """Rows of key and value as in inspectors: key at the left, value at the right edge."""

    def __init__(
        self,
        rows: Sequence[KeyValue | tuple[str, str]] = (),
        key_role: str = "small",
        spacing: int = 6,
        parent: QWidget | None = None,
    ) -> None:
        """Show the rows."""
        super().__init__(parent)
        self._key_role = key_role
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(spacing)
        self._rows: list[QWidget] = []
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[KeyValue | tuple[str, str]]) -> None:
        """Replace the rows."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = []
        for given in rows:
            made = self._make(given if isinstance(given, KeyValue) else KeyValue(*given))
            self._column.addWidget(made)
            self._rows.append(made)
            made.show()

    def _make(self, row: KeyValue) -> QWidget:
        holder = QWidget(self)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        if row.icon is not None:
            line.addWidget(IconLabel(row.icon, row.icon_tone))
            line.addWidget(Label(row.key, "body"))
        else:
            name = Label(row.key, self._key_role, "text2")
            # A long value gives way to its name, never the name to the value.
            least = metrics.current().scaled(_LEAST_KEY)
            name.setMinimumWidth(min(name.sizeHint().width(), least))
            line.addWidget(name)
        line.addStretch(1)
        if row.was:
            line.addWidget(Label(row.was, "small", "text3"))
        is_numeric = _is_number(row.value) and not row.role.startswith("mono")
        value = Label(row.value, row.role, row.tone, "middle", is_numeric, "right")
        line.addWidget(value)
        holder.setAccessibleName(f"{row.key}: {row.value}")
        _explain(holder, row.key, row.value, row.number)
        return holder


class FactCard(CardButton):
    """A tile as on Monitoring: caption and status mark, a value in words, a note. Clickable."""

    def __init__(
        self,
        caption: str,
        value: str,
        note: str = "",
        status: Status | None = None,
        word: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Show one fact with its status; `word` says the status for screen readers."""
        super().__init__(f"{caption}: {value}, {note}", (14, 11), 2, parent=parent)
        head = QHBoxLayout()
        self._caption = Label(caption, "small", "text2")
        head.addWidget(self._caption, 1)
        self._mark = StatusMark(status or "idle", word)
        show_if(self._mark, status is not None)
        head.addWidget(self._mark)
        self.body.addLayout(head)
        self._value = Label(value, "h2")
        self._note = Label(note, "small", "text2")
        self.body.addWidget(self._value)
        self.body.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        _explain(self, caption, f"{value} {note}")

    def set_quiet(self, is_quiet: bool) -> None:
        """Grey what is known of nothing."""
        self._value.set_tone("text3" if is_quiet else "text")

    def set_fact(
        self, value: str, note: str = "", status: Status | None = None, word: str = ""
    ) -> None:
        """Change value, note and status."""
        self._value.set_text(value)
        self._note.set_text(note)
        show_if(self._mark, status is not None)
        if status is not None:
            self._mark.set_status(status, word)
        self.setAccessibleName(f"{self._caption.text()}: {value}, {note}")
        _explain(self, self._caption.text(), f"{value} {note}")


class NoticeBox(Card):
    """A quiet box with an icon, a line that matters, a sentence, and what can be done."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        tone: str = "warn",
        actions: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Show a notice in a tone: warn, bad, good, info or text2."""
        super().__init__((14, 11), 8, "subtle", parent)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Paragraph(title, "strong" if text else "body", "text"))
        if text:
            words.addWidget(Paragraph(text, "small", "text2"))
        if actions:
            line = QHBoxLayout()
            line.setSpacing(6)
            for action in actions:
                line.addWidget(action)
            line.addStretch(1)
            words.addSpacing(3)
            words.addLayout(line)
        row.addLayout(words, 1)
        self.body.addLayout(row)
