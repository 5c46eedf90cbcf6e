"""The board of many models: one row each, worst first; a filter, an order, Enter opens."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import metrics, numbers
from tidemill.gui.kit.cells import NumberCell, SparkCell, StatusCell, TextCell
from tidemill.gui.kit.filter_field import FilterField
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.pages.monitoring.board_state import BoardRow, BoardState, shown_rows

_COLUMNS = (
    TableColumn("health", tr("Health"), 120, kind="status_text", frozen=True),
    TableColumn("model", tr("Model"), 200, stretch=2, role="strong", frozen=True),
    TableColumn("champion", tr("Champion"), 84, sortable=False),
    TableColumn("drift", tr("Input"), 130, stretch=1, starts_best=True),
    TableColumn("psi", tr("Largest PSI"), 92, kind="number", decimals=2, starts_best=True),
    TableColumn("metric", tr("Metric"), 90, sortable=False),
    TableColumn("value", tr("Now"), 84, kind="number", decimals=4, starts_best=True),
    TableColumn("worth", tr("Worth"), 90, align="right", sortable=False),
    TableColumn("course", tr("Course"), 140, kind="sparkline", stretch=1, sortable=False),
    TableColumn("alerts", tr("Open alerts"), 92, kind="number", decimals=0, starts_best=True),
)


class _Rows(RowsSource):
    """The board's rows; what a cell holds is made when it is painted."""

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of a column from one row to the one before another."""
        rows = super().block(first, last, "row")
        return [cell_of(row, column) for row in rows]


class BoardView(QWidget):
    """Emits `opened(model)`."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty board."""
        super().__init__(parent)
        self._state: BoardState | None = None
        self._sort, self._is_ascending = "health", False
        margin = metrics.current().page_margin_table
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, 16, margin, margin)
        column.setSpacing(12)
        self.filter = FilterField(tr("Filter models, such as churn critical"))
        self.words = Label("", "small", "text2")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.filter, 1)
        row.addWidget(self.words)
        column.addLayout(row)
        self.table = LazyTable(_COLUMNS, name=tr("Models, worst first"))
        column.addWidget(self.table, 1)
        self.filter.text_changed.connect(self._on_text)
        self.filter.list_wanted.connect(self.table.setFocus)
        self.table.sort_requested.connect(self._on_sort)
        self.table.activated_row.connect(self._on_open)
        self.table.set_sort("health", False)

    def show_board(self, state: BoardState) -> None:
        """Show all models."""
        self._state = state
        self._fill()

    def _fill(self) -> None:
        if self._state is None:
            return
        rows: list[Mapping[str, Any]] = list(
            shown_rows(self._state, self.filter.text(), self._sort, self._is_ascending)
        )
        self.table.set_source(_Rows(rows))
        n = len(rows)
        words = self._state.words
        if n < len(self._state.rows):
            words = f"{numbers.integer(n)} of {words}"
        self.words.set_text(words)

    def _on_text(self, _text: str) -> None:
        self._fill()

    def _on_sort(self, column: str, is_ascending: bool) -> None:
        self._sort, self._is_ascending = column, is_ascending
        self._fill()

    def _on_open(self, model: object) -> None:
        self.opened.emit(str(model))


def cell_of(row: BoardRow, column: str) -> Any:
    """What a cell of the board holds."""
    tone = {"bad": "bad", "warn": "warn"}.get(row.health, "accent")
    cells: dict[str, Any] = {
        "health": StatusCell(row.health, row.word),
        "model": row.model,
        "champion": TextCell(row.champion or "none", None if row.champion else "text3"),
        "drift": TextCell(row.drift, "bad" if row.n_drifted > 0 else "text2"),
        "psi": row.psi,
        "metric": row.metric,
        "value": row.value,
        "worth": row.worth,
        "course": SparkCell(row.course, tone) if any(v is not None for v in row.course) else None,
        "alerts": NumberCell(row.n_alerts or None, "bad" if row.n_alerts else None),
    }
    return cells[column]
