"""The right side of the add sheet: where it goes, the chosen column, how the file is read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.columns import Role
from tidemill.domain.datasets import Series
from tidemill.gui.kit.checkbox import Radio
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.facts import KeyValues
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.add_state import (
    AS_FOUND,
    AS_TEXT,
    NEW,
    AddState,
    ColumnLine,
    chosen_line,
    fits,
)
from tidemill.services.adding import facts_in_words

ENCODINGS = ("utf-8", "cp1252", "latin-1", "utf-16", "cp1250", "shift_jis", "gb18030")
DELIMITERS = ((",", tr("Comma")), (";", tr("Semicolon")), ("\t", tr("Tab")), ("|", tr("Bar")))
_CHANGED_HERE = (tr("Encoding"), tr("Values parted by"), tr("Sheet or table"))


class AddChoices(QWidget):
    """Emits what a person chooses."""

    dataset_chosen = Signal(object)
    named = Signal(str)
    series_chosen = Signal(object)
    role_chosen = Signal(str, object)
    reading_chosen = Signal(str, str)
    part_chosen = Signal(object)
    encoding_chosen = Signal(object)
    delimiter_chosen = Signal(object)

    def __init__(self) -> None:
        """Draw the frame."""
        super().__init__()
        self._column: str | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(tr("Goes to"), "h3"))
        column.addWidget(self._make_place())
        column.addWidget(Divider())
        column.addWidget(self._make_column())
        self._line = Divider()
        column.addWidget(self._line)
        self._read_as = Label(tr("Read as"), "h3")
        column.addWidget(self._read_as)
        self._facts = KeyValues()
        column.addWidget(self._facts)
        self.part = Choice(icon="sheet", height=28, name=tr("Sheet or table"))
        self.encoding = Choice(icon="languages", height=28, name=tr("Encoding"))
        self.delimiter = Choice(icon="separator-vertical", height=28, name=tr("Values parted by"))
        for choice in (self.part, self.encoding, self.delimiter):
            column.addWidget(choice)
        column.addStretch(1)
        self.part.chosen.connect(self.part_chosen)
        self.encoding.chosen.connect(self.encoding_chosen)
        self.delimiter.chosen.connect(self.delimiter_chosen)

    def _make_place(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.dataset = Choice(name=tr("Dataset"))
        self.dataset.chosen.connect(self.dataset_chosen)
        self.name = Field(tr("Name of the new dataset"))
        self.name.edit.setAccessibleName(tr("Name of the new dataset"))
        self.name.text_changed.connect(self.named)
        self._note = Paragraph("", "small", "text3")
        self._series = QWidget()
        ways = QVBoxLayout(self._series)
        ways.setContentsMargins(0, 2, 0, 0)
        ways.setSpacing(6)
        self.append = Radio(tr("Later files add rows"), "", True)
        self.replace = Radio(tr("A later file is all rows"))
        self.append.clicked.connect(self._on_series)
        self.replace.clicked.connect(self._on_series)
        ways.addWidget(self.append)
        ways.addWidget(self.replace)
        for part in (self.dataset, self.name, self._note, self._series):
            column.addWidget(part)
        return holder

    def _make_column(self) -> QWidget:
        self._chosen = QWidget()
        column = QVBoxLayout(self._chosen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._column_title = Label("", "h3", elide="middle")
        self.reading = Choice(height=28, name=tr("Holds"))
        self.role = Choice(icon="tag", height=28, name=tr("Role"))
        self._column_note = Paragraph("", "small", "text3")
        for part in (self._column_title, self.reading, self.role, self._column_note):
            column.addWidget(part)
        self.reading.chosen.connect(self._on_reading)
        self.role.chosen.connect(self._on_role)
        return self._chosen

    def show_state(self, state: AddState) -> None:
        """Draw a state."""
        self._show_place(state)
        self._show_column(state, chosen_line(state))
        self._show_reading(state)

    def _show_place(self, state: AddState) -> None:
        looked, known = state.looked, state.known
        options = [Option(one.name, one.name, f"v{one.number}", "database") for one in looked.known]
        options.append(Option(NEW, tr("A new dataset"), icon="plus"))
        self.dataset.set_options(options, state.dataset)
        self.dataset.setEnabled(not looked.is_fixed)
        show_if(self.name, known is None)
        self.name.set_text(state.name)
        self.name.setEnabled(not looked.is_fixed)
        show_if(self._series, known is None)
        self.append.setChecked(state.series is Series.APPEND)
        self.replace.setChecked(state.series is Series.REPLACE)
        words = ""
        if known is not None and known.series is Series.APPEND:
            words = tr(
                "Its rows are added: version v{value} of {name}.",
                value=known.number + 1,
                name=known.name,
            )
        elif known is not None:
            words = tr(
                "It takes the place of {rows:,} rows as v{value}.",
                rows=known.rows,
                value=known.number + 1,
            )
        self._note.set_text(words)
        show_if(self._note, bool(words))

    def _show_column(self, state: AddState, line: ColumnLine | None) -> None:
        self._column = None if line is None else line.name
        show_if(self._chosen, line is not None)
        show_if(self._line, line is not None)
        if line is None:
            return
        self._column_title.set_text(line.name)
        said = state.options.date_order.get(line.name, AS_FOUND)
        words = line.words if said == AS_FOUND else tr("As found")
        options = [Option(AS_FOUND, words.capitalize()), Option(AS_TEXT, tr("Text as it stands"))]
        if said not in (AS_FOUND, AS_TEXT):
            options.append(Option(said, tr("Dates, {said}", said=said)))
        self.reading.set_options(options, said)
        self.reading.setEnabled(line.is_new)
        roles = [
            Option(role, str(role).capitalize(), is_enabled=fits(line.kind, role)) for role in Role
        ]
        self.role.set_options(roles, line.role)
        self.role.setEnabled(line.is_new)
        note = line.note
        if not line.is_new and state.known is not None and line.note.startswith("as in"):
            note = tr("{name} says so; change it on its Schema tab.", name=state.known.name)
        self._column_note.set_text(note)
        show_if(self._column_note, bool(note))

    def _show_reading(self, state: AddState) -> None:
        peek = state.peek
        shown = () if peek is None else facts_in_words(peek)
        show_if(self._read_as, bool(shown))
        is_text = peek is not None and bool(peek.facts.delimiter)
        self._facts.set_rows([pair for pair in shown if pair[0] not in _CHANGED_HERE])
        show_if(self.encoding, is_text)
        show_if(self.delimiter, is_text)
        parts = () if peek is None else peek.facts.parts
        show_if(self.part, len(parts) > 1)
        if peek is None:
            return
        chosen = state.options
        self.part.set_options([Option(part, part) for part in parts], peek.facts.part)
        found = f"{peek.facts.encoding.upper()}" if not chosen.encoding else tr("As detected")
        self.encoding.set_options(
            [
                Option("", found, "detected" if not chosen.encoding else ""),
                *(Option(one, one.upper()) for one in ENCODINGS),
            ],
            chosen.encoding,
        )
        names = dict(DELIMITERS)
        mark = peek.facts.delimiter
        found = names.get(mark, mark) if not chosen.delimiter else tr("As detected")
        self.delimiter.set_options(
            [Option("", found, "detected" if not chosen.delimiter else ""),
             *(Option(value, words) for value, words in DELIMITERS)],
            chosen.delimiter,
        )  # fmt: skip

    def _on_series(self) -> None:
        self.series_chosen.emit(Series.APPEND if self.append.isChecked() else Series.REPLACE)

    def _on_reading(self, said: str) -> None:
        if self._column is not None:
            self.reading_chosen.emit(self._column, said)

    def _on_role(self, role: Role) -> None:
        if self._column is not None:
            self.role_chosen.emit(self._column, role)
