"""The sheet that explains one prediction: what each column did, what if, and rows like it."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.explanations import Explanation
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import head_row
from tidemill.gui.kit.choice import Choice
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.popover import Option
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets import explain_state as told
from tidemill.gui.sheets.explain_rows import ColumnRow

_PATIENCE_MS = 350
"""So long after the last step of a key or the wheel the changed row is explained."""

_SIMILAR = [
    TableColumn("row", tr("Row"), 90, sortable=False),
    TableColumn("label", tr("What became of it"), 130, sortable=False),
    TableColumn("said", tr("Said"), 110, sortable=False),
    TableColumn("distance", tr("Distance"), 80, "right", decimals=2, sortable=False),
    TableColumn("cells", tr("Values"), 260, stretch=1, sortable=False),
]


@dataclass(frozen=True)
class AskedRow:
    """A row to be explained, with the values that take the place of its own."""

    row: str
    changes: dict[str, Any] = field(default_factory=dict)


class ExplainSheet(Sheet):
    """Asks for a row; emits `wanted(AskedRow)`, and `any_wanted` for whichever row."""

    reopened_by = ("models.explain",)

    wanted = Signal(object)
    any_wanted = Signal()

    def __init__(self, host: QWidget, who: str, row: str = "") -> None:
        """Explain what `who`, a version or a run, says of a row."""
        super().__init__(
            host,
            tr("Why does {who} say so?", who=who),
            tr(
                "What each column of a row did, what would be said otherwise, and rows "
                "learned from that are like it."
            ),
            width=1040,
            cancel=tr("Close"),
        )
        self._found: Explanation | None = None
        self._asked = AskedRow(row)
        self._output: int | None = None
        self._rows: list[ColumnRow] = []
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._on_patience)
        self.closed.connect(self._patience.stop)
        self.field = Field(tr("A row: its identifier, or its number as #12"), "search", height=32)
        self.field.set_text(row)
        self.ask = Button(tr("Explain"), "scan-search", height=32)
        self.any = Button(tr("Random row"), "shuffle", "ghost", height=32)
        self.back = Button(tr("Back to the row"), "undo-2", "ghost", height=28)
        self.answer = Label("", "title")
        self.words = Paragraph("", "body", "text2")
        self.failure = ErrorPanel()
        self.failure.set_error("")
        self._classes = QWidget()
        self.output = Choice([], name=tr("Explained for"), height=28)
        self._parts = QWidget()
        self._list = QVBoxLayout()
        self.similar = LazyTable(
            _SIMILAR, selection="none", row_height=30, auto_height=True, name=tr("Rows like it")
        )
        self._similar_words = Paragraph("", "small", "text2")
        self._way = Paragraph("", "caption", "text3")
        self._lay_out()
        self.field.submitted.connect(self._on_asked)
        self.ask.clicked.connect(self._on_asked)
        self.any.clicked.connect(self.any_wanted)
        self.back.clicked.connect(self._on_back)
        self.output.chosen.connect(self._on_output)
        show_if(self._parts, False)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        line.addWidget(self.ask)
        line.addWidget(self.any)
        self.body.addLayout(line)
        self.body.addWidget(self.failure)
        column = self._parts_column = QVBoxLayout(self._parts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.answer, 1)
        classes = QHBoxLayout(self._classes)
        classes.setContentsMargins(0, 0, 0, 0)
        classes.addWidget(Label(tr("Explained for"), "small", "text2"))
        classes.addWidget(self.output, 1)
        self._classes.setMinimumWidth(240)
        head.addWidget(self._classes)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(self.words)
        self._head = Label("", "small", "text2")
        column.addLayout(head_row(tr("What each column did"), ""))
        column.addWidget(self._head)
        self._list.setSpacing(0)
        column.addLayout(self._list)
        self._rest = Label("", "small", "text2")
        column.addWidget(self._rest)
        column.addWidget(self._way)
        column.addLayout(head_row(tr("Rows like it"), ""))
        column.addWidget(self._similar_words)
        column.addWidget(self.similar)
        self.body.addWidget(self._parts)

    # What is shown

    def show_busy(self, is_busy: bool) -> None:
        """Say that the worker is at it; what was found stays."""
        self.ask.set_busy(is_busy)

    def show_row(self, row: str) -> None:
        """Take a row for the one that was typed, and have it explained."""
        self.field.set_text(row)
        self._on_asked()

    def show_problem(self, error: TidemillError) -> None:
        """Say why there is no answer; what was found before stays."""
        self.show_busy(False)
        self.failure.set_error(error.message, error.hint, error.detail)
        self.fit()

    def show_found(self, found: Explanation) -> None:
        """Draw an explanation."""
        self.show_busy(False)
        self.failure.set_error("")
        is_other = self._found is None or self._found.outputs != found.outputs
        self._found = found
        if is_other:
            self._output = None
            self.output.set_options(
                [Option(at, name) for at, name in enumerate(found.outputs)], found.chosen
            )
        elif self._output is None:
            self.output.set_value(found.chosen)
        show_if(self._classes, len(found.outputs) > 1)
        show_if(self.back, bool(found.changed))
        show_if(self._parts, True)
        self._draw()
        self._parts_column.activate()  # what was just put in counts
        self.body.activate()
        self.fit()

    def _shown_output(self, found: Explanation) -> int:
        return found.chosen if self._output is None else self._output

    def _draw(self) -> None:
        found = self._found
        if found is None:
            return
        at = self._shown_output(found)
        self.answer.set_text(told.answer_words(found, at))
        self.words.set_text(spoken(found.summary))
        self._head.set_text(told.heading(found, at))
        self._draw_columns(found, at)
        n, by = told.others(found, at)
        show_if(self._rest, n > 0)
        words = told.by_words(by, found.unit)
        self._rest.set_text(f"{numbers.plural(n, 'other column')} together {words}")
        self._way.set_text(f"{found.way}.")
        self._similar_words.set_text(found.similar_words)
        show_if(self.similar, bool(found.similar))
        self.similar.set_source(RowsSource(told.similar_rows(found)))

    def _draw_columns(self, found: Explanation, at: int) -> None:
        focused = next((one.part.name for one in self._rows if _has_focus(one)), "")
        for old in self._rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        ranked = found.ranked(at)[: told.MOST_ROWS]
        reach = max((abs(one.by[at]) for one in ranked), default=1.0)
        self._rows = [ColumnRow(one, at, reach, found.unit) for one in ranked]
        for row in self._rows:
            row.moved.connect(self._on_looked)
            row.changed.connect(self._on_changed)
            self._list.addWidget(row)
            row.show()
            if row.part.name == focused:
                (row.slider or row.choice or row).setFocus()

    def rows(self) -> list[ColumnRow]:
        """The columns as they are drawn, the strongest first."""
        return list(self._rows)

    # What a person does

    def _on_asked(self) -> None:
        row = self.field.text().strip()
        if row:
            self._want(AskedRow(row))

    def _on_back(self) -> None:
        self._want(AskedRow(self._asked.row))

    def _on_output(self, at: object) -> None:
        if isinstance(at, int):
            self._output = at
            self._draw()

    def _on_looked(self, name: str, shown: str) -> None:
        """Say at once what the course of answers says of the value."""
        found = self._found
        if found is None:
            return
        at = self._shown_output(found)
        part = next(one for one in found.columns if one.name == name)
        value = told.answer_at(part, shown, at)
        self.answer.set_text(told.answer_words(found, at, value))

    def _on_changed(self, name: str, plain: object) -> None:
        self._asked = AskedRow(self._asked.row, {**self._asked.changes, name: plain})
        self._patience.start()

    def _on_patience(self) -> None:
        self._want(self._asked)

    def _want(self, asked: AskedRow) -> None:
        self._patience.stop()
        self._asked = asked
        self.show_busy(True)
        self.wanted.emit(asked)


def _has_focus(row: ColumnRow) -> bool:
    control = row.slider or row.choice
    return control is not None and control.hasFocus()
