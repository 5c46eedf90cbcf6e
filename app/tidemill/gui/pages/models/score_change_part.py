"""Why did this score change? One row between two versions, in the part Difference of a model."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from tidemill.base.words import spoken, tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.cards import Card, head_row
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.models import asked_state as rows
from tidemill.gui.pages.models.asked import ShownChange

_COLUMNS = [
    TableColumn("column", tr("Column"), 160, stretch=1, sortable=False),
    TableColumn("before", tr("Before"), 110, sortable=False),
    TableColumn("after", tr("After"), 110, sortable=False),
    TableColumn(
        "data", tr("Data"), 90, "right", "delta", sortable=False, term=tr("Part of the data")
    ),
    TableColumn(
        "model", tr("Model"), 90, "right", "delta", sortable=False, term=tr("Part of the model")
    ),
    TableColumn("total", tr("Both"), 90, "right", "delta", sortable=False, term=tr("Whole change")),
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
        head.addLayout(head_row(tr("Why did this score change?"), tr("by column, data and model")))
        line = QHBoxLayout()
        self.field = Field(tr("A row: its identifier, or its number"), "search", height=30)
        self.field.submitted.connect(self._on_asked)
        self.ask = Button(tr("Explain"), "split", height=30)
        self.ask.clicked.connect(self._on_asked)
        line.addWidget(self.field, 1)
        line.addWidget(self.ask)
        head.addLayout(line)
        self.words = Paragraph("", "small", "text2")
        head.addWidget(self.words)
        self.body.addLayout(head)
        self.table = LazyTable(
            _COLUMNS,
            selection="none",
            row_height=30,
            auto_height=True,
            name=tr("What each column did"),
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
        waiting = tr("Asking both versions…") if shown.is_busy else ""
        self.words.set_text(waiting if found is None else spoken(found.summary))
        self.words.setVisible(bool(waiting or found is not None))
        self.table.setVisible(found is not None)
        if found is not None:
            self.table.set_source(RowsSource(rows.change_rows(found)))

    def _on_asked(self) -> None:
        if self.field.text().strip():
            self.why_wanted.emit(self.field.text().strip())
