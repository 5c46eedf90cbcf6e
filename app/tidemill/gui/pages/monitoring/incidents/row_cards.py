"""The cards about an incident's rows: the parts that suffer most, and rows that show it best."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.charts.forest import Forest, Interval
from tidemill.gui.kit.labels import Label, Paragraph
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.monitoring.incidents.cards import FilledCard
from tidemill.gui.pages.monitoring.incidents.state import ExamplesState, SliceRow, SlicesState

_NARROW, _WIDE = 96, 150


class SlicesCard(FilledCard):
    """Affected slices, worst first; emits `table_wanted(chart)`."""

    table_wanted = Signal(object)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.chart: Forest | None = None

    def show_slices(self, state: SlicesState) -> None:
        """Show the parts against what was lost before, or why there are none."""
        if not self.is_new(state):
            return
        body = self.anew()
        body.addLayout(_head(tr("Affected slices"), state.note))
        self.chart = None
        if state.missing:
            body.addWidget(Paragraph(state.missing, "small", "text2"))
            return
        self.chart = Forest(
            tr("Affected slices"), state.before, state.before_words, ("", "", "rows"), row_height=26
        )
        self.chart.set_rows([_interval(row, state.before) for row in state.rows])
        self.chart.table_requested.connect(self._on_table)
        body.addWidget(self.chart)

    def _on_table(self) -> None:
        self.table_wanted.emit(self.chart)


def _interval(row: SliceRow, before: float | None) -> Interval:
    tone = "accent"
    if before is not None and row.low > before:
        tone = "bad_dot"
    return Interval(
        row.words, row.value, row.low, row.high, row.said, tone, numbers.integer(row.n),
        is_strong=tone == "bad_dot",
    )  # fmt: skip


class ExamplesCard(FilledCard):
    """Example rows; emits `all_wanted(version)`."""

    all_wanted = Signal(str)

    def __init__(self) -> None:
        """Make it empty."""
        super().__init__()
        self.table: LazyTable | None = None
        self.all_button: Button | None = None
        self._version = ""

    def show_examples(self, state: ExamplesState | None) -> None:
        """Show the rows, or why there are none; None while they are read."""
        if not self.is_new(state):
            return
        body = self.anew()
        head = _head(tr("Example rows"), "" if state is None else state.note)
        body.addLayout(head)
        self.table = self.all_button = None
        if state is None or state.missing:
            words = tr("Reading the rows.") if state is None else state.missing
            body.addWidget(Paragraph(words, "small", "text2"))
            return
        self._version = state.version
        if state.version:
            self.all_button = Button(tr("Open the rows"), "table", "ghost", height=28)
            self.all_button.clicked.connect(self._on_all)
            head.addWidget(self.all_button)
        columns = [_column(name, state) for name in state.columns]
        rows = [dict(zip(state.columns, row, strict=True)) for row in state.rows]
        self.table = LazyTable(
            columns,
            RowsSource(rows),
            "none",
            row_height=30,
            auto_height=True,
            name=tr("Example rows"),
        )
        body.addWidget(self.table)

    def _on_all(self) -> None:
        self.all_wanted.emit(self._version)


def _column(name: str, state: ExamplesState) -> TableColumn:
    is_number = name in state.numeric
    is_answer = name.startswith("with ")
    width = _WIDE if is_answer or not is_number else _NARROW
    side = "right" if is_number else None
    return TableColumn(name, name, width, side, sortable=False, tooltip=name)


def _head(title: str, note: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Label(title, "h3", elide="none"))
    row.addWidget(Label(note, "small", "text3"), 1)
    return row
