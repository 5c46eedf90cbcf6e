"""What the add sheet asks: questions only a person can answer, and what to do with bad rows."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import spoken, tr
from tidemill.domain.reading import Question
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.checkbox import Radio
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.add_state import BAD_ROWS, AddState, answer_note

_ANSWERS = {
    "day first": tr("Day first"),
    "month first": tr("Month first"),
    "text": tr("Keep it as text"),
}


class Ways(QWidget):
    """Several answers of which one counts, each with what comes of it. Emits `chosen(value)`."""

    chosen = Signal(str)

    def __init__(self, ways: Sequence[tuple[str, str, str]], name: str) -> None:
        """Show value, words and note of each; none is chosen."""
        super().__init__()
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(6)
        self.radios: dict[str, Radio] = {}
        for value, words, note in ways:
            radio = Radio(words, note)
            radio.setObjectName(value)
            radio.clicked.connect(self._on_clicked)
            self.radios[value] = radio
            column.addWidget(radio)

    def set_value(self, value: str | None) -> None:
        """Choose without telling; nothing where it was not said yet."""
        for known, radio in self.radios.items():
            if radio.isChecked() != (known == value):
                radio.setAutoExclusive(False)
                radio.setChecked(known == value)
                radio.setAutoExclusive(True)

    def _on_clicked(self) -> None:
        radio = self.sender()
        if isinstance(radio, Radio):
            self.chosen.emit(radio.objectName())


class AskedCard(Card):
    """A question with its examples and answers. Emits `answered(Question, str)`."""

    answered = Signal(object, str)

    def __init__(self, question: Question) -> None:
        """Ask."""
        super().__init__((14, 11), 4, "subtle")
        self.question = question
        self.body.addWidget(Paragraph(question.text.replace("`", ""), "strong", "text"))
        if question.examples:
            shown = "  ".join(question.examples)
            self.body.addWidget(Paragraph(shown, "monosmall", "text2"))
        ways = [
            (choice, _ANSWERS.get(choice, choice), answer_note(question, choice))
            for choice in question.choices
        ]
        self.ways = Ways(ways, question.text)
        self.ways.chosen.connect(self._on_chosen)
        self.body.addWidget(self.ways)

    def _on_chosen(self, said: str) -> None:
        self.answered.emit(self.question, said)


class Asked(QWidget):
    """All that is asked. Emits `answered(Question, str)` and `bad_rows_chosen(str)`."""

    answered = Signal(object, str)
    bad_rows_chosen = Signal(str)

    def __init__(self) -> None:
        """Ask nothing yet."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(10)
        column.addLayout(self._questions)
        self.cards: list[AskedCard] = []
        self._bad = Card((14, 11), 4, "subtle")
        self._bad_title = Paragraph("", "strong", "text")
        self._bad_reason = Paragraph("", "body", "text2")
        self._bad_text = Paragraph("", "monosmall", "text2")
        self.bad_rows = Ways(BAD_ROWS, tr("Rows that do not fit"))
        self.bad_rows.chosen.connect(self.bad_rows_chosen)
        for part in (self._bad_title, self._bad_reason, self._bad_text, self.bad_rows):
            self._bad.body.addWidget(part)
        column.addWidget(self._bad)

    def show_state(self, state: AddState) -> None:
        """Draw what is asked and what was said."""
        if state.questions != tuple(card.question for card in self.cards):
            self._ask(state.questions)
        for card in self.cards:
            card.ways.set_value(state.answer(card.question))
        bad, is_aside = state.bad, bool(state.looked.reason) and not state.looked.questions
        words = bad_words(state)
        self._bad_title.set_text(words[0])
        self._bad_reason.set_text(words[1])
        self._bad_text.set_text("" if bad is None else bad.text)
        show_if(self._bad_reason, bool(words[1]))
        show_if(self._bad_text, bad is not None and bool(bad.text))
        self.bad_rows.set_value(state.options.bad_rows)
        show_if(self._bad, bad is not None or is_aside or bool(state.options.bad_rows))
        show_if(self, bool(self.cards) or not self._bad.isHidden())

    def _ask(self, questions: Sequence[Question]) -> None:
        for card in self.cards:
            self._questions.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [AskedCard(question) for question in questions]
        for card in self.cards:
            card.answered.connect(self.answered)
            self._questions.addWidget(card)


def bad_words(state: AddState) -> tuple[str, str]:
    """What is said of rows that do not fit: a title, and what was expected."""
    bad, reason = state.bad, spoken(state.looked.reason)
    if reason and not state.looked.questions:
        more = "" if bad is None or spoken(bad.reason) in reason else spoken(bad.reason)
        return reason.replace("`", ""), more.replace("`", "")
    if bad is None:
        return tr("Rows that do not fit"), tr(
            "None in the first rows; the rest is still to be read."
        )
    assert state.peek is not None
    n = len(state.peek.bad_rows)
    word = state.peek.facts.row_word.capitalize()
    more = tr(", and {value} more", value=n - 1) if n > 1 else ""
    where = "" if state.peek.is_all else tr(" in the first rows")
    return tr(
        "{word} {line:,} does not fit{more}{where}",
        word=word,
        line=bad.line,
        more=more,
        where=where,
    ), spoken(bad.reason).replace("`", "")
