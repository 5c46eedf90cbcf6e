"""Why did this score change? One row between two versions, in the part Difference of a model."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.models import asked_state as rows
from tidemill.gui.pages.models.asked import ShownChange

_COLUMNS = [
    TableColumn("column", "Column", 160, stretch=1, sortable=False),
    TableColumn("before", "Before", 110, sortable=False),
    TableColumn("after", "After", 110, sortable=False),
    TableColumn("data", "Data", 90, "right", "delta", sortable=False, term="Part of the data"),
    TableColumn("model", "Model", 90, "right", "delta", sortable=False, term="Part of the model"),
    TableColumn("total", "Both", 90, "right", "delta", sortable=False, term="Whole change"),
]


class ScoreChangePart(Card):
    """Asks for a row and shows what its data and the model did; emits `why_wanted(row)`."""

    why_wanted = Signal(str)

    def __init__(self) -> None:
        """Ask for a row."""
        super().__init__((1, 1))
        head = QVBoxLayout()
        head.setContentsMargins(14, 12, 14, 8)
        head.setSpacing(6)
        head.addLayout(head_row("Why did this score change?", "by column, data and model"))
        line = QHBoxLayout()
        self.field = Field("A row: its identifier, or its number", "search", height=30)
        self.field.submitted.connect(self._on_asked)
        self.ask = Button("Explain", "split", height=30)
        self.ask.clicked.connect(self._on_asked)
        line.addWidget(self.field, 1)
        line.addWidget(self.ask)
        head.addLayout(line)
        self.words = Paragraph("", "small", "text2")
        head.addWidget(self.words)
        self.body.addLayout(head)
        self.table = LazyTable(
            _COLUMNS, selection="none", row_height=30, auto_height=True, name="What each column did"
        )
        self.body.addWidget(self.table)
        self.show_change(ShownChange())

    def show_change(self, shown: ShownChange) -> None:
        """Draw what was found out."""
        found, problem = shown.found, shown.problem
        self.ask.set_busy(shown.is_busy)
        if shown.row:
            self.field.set_text(shown.row)
        self.field.set_error("" if problem is None else f"{problem.message} {problem.hint}")
        waiting = "Asking both versions…" if shown.is_busy else ""
        self.words.set_text(waiting if found is None else found.summary)
        self.words.setVisible(bool(waiting or found is not None))
        self.table.setVisible(found is not None)
        if found is not None:
            self.table.set_source(RowsSource(rows.change_rows(found)))

    def _on_asked(self) -> None:
        if self.field.text().strip():
            self.why_wanted.emit(self.field.text().strip())
