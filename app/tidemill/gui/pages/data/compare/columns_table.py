"""The columns of a comparison, most changed first, and those whose schema differs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.version_diffs import VersionDiff
from tidemill.gui.kit import metrics
from tidemill.gui.kit.cells import (
    ChipCell,
    DistributionCell,
    NumberCell,
    RunCell,
    ScoreCell,
    TextCell,
)
from tidemill.gui.kit.empty import EmptyState
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.compare.state import (
    ColumnRow,
    SchemaRow,
    column_rows,
    schema_rows,
)
from tidemill.gui.pages.data.fitted import FittedTable

_COLUMNS = (
    TableColumn("name", tr("Column"), 190, stretch=2, sortable=False, role="strong"),
    TableColumn("shape", tr("Distribution"), 128, kind="distribution", sortable=False),
    TableColumn("psi", "PSI", 104, kind="score_bar", sortable=False, decimals=2, tone="text2"),
    TableColumn("missing", tr("Missing"), 128, "right", "runs", sortable=False),
    TableColumn("changed", tr("Changed"), 72, kind="number", sortable=False, tone="text2"),
    TableColumn("words", tr("What changed"), 196, stretch=3, sortable=False),
)
_SCHEMA = (
    TableColumn("name", tr("Column"), 190, stretch=1, sortable=False, role="strong"),
    TableColumn("change", tr("What happened"), 140, sortable=False),
    TableColumn("before", tr("Before"), 200, stretch=1, sortable=False, tone="text2"),
    TableColumn("after", tr("Now"), 200, stretch=1, sortable=False),
)


class ColumnsPart(QWidget):
    """Emits `chosen(column)`, and `opened(column)` on Enter or a double click."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fitted = FittedTable(_COLUMNS, tr("Columns compared"), metrics.current().row_profile)
        self.table = self.fitted.table
        self.table.current_changed.connect(self._on_current)
        self.table.activated_row.connect(self._on_opened)
        column.addWidget(self.fitted, 1)
        self._shown: tuple[ColumnRow, ...] = ()

    def show_diff(self, diff: VersionDiff, column: str | None, *, only_changed: bool) -> None:
        """Draw the columns with one of them chosen."""
        rows = column_rows(diff, only_changed=only_changed)
        if rows != self._shown:
            self._shown = rows
            self.fitted.set_source(RowsSource([_cells(row) for row in rows]))
        if column != self.table.current_key():
            self.table.set_current(column)
            if rows and column == rows[0].name:  # the table may not have its height yet
                self.table.verticalScrollBar().setValue(0)

    def _on_current(self, key: object) -> None:
        self.chosen.emit(str(key))

    def _on_opened(self, key: object) -> None:
        self.opened.emit(str(key))


def _cells(row: ColumnRow) -> dict[str, object]:
    shape: object = None
    token = "reference" if row.is_gone else "accent"
    if row.shares:
        shape = DistributionCell(shares=row.shares, reference=row.reference, token=token)
    elif row.counts:
        shape = DistributionCell(counts=row.counts, reference=row.reference, token=token)
    elif row.icon == "key-round":
        shape = "key"
    before, after = row.missing
    runs = [(before, "text2"), (" → ", "text3"), (after, row.missing_tone)]
    return {
        "id": row.name,
        "name": TextCell(row.label, icon=row.icon, chips=[ChipCell(*chip) for chip in row.chips]),
        "shape": shape,
        "psi": ScoreCell(row.psi, row.psi_share, True, row.psi_tone, row.psi_limit),
        "missing": RunCell(runs),
        "changed": NumberCell(row.changed),
        "words": TextCell(row.words, row.words_tone, None, row.words_icon, row.words_tone),
    }


class SchemaPart(QWidget):
    """Columns that came, went, or have another name or type; emits `chosen(column)`."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.fitted = FittedTable(_SCHEMA, tr("Schema compared"), metrics.current().row_profile)
        self.table = self.fitted.table
        self.table.current_changed.connect(self._on_current)
        self._same = EmptyState(tr("Both have the same columns"), tr("Names and types are equal."))
        column.addWidget(self.fitted, 1)
        column.addWidget(self._same, 1)

    def show_diff(self, diff: VersionDiff) -> None:
        """Draw what differs."""
        rows = schema_rows(diff)
        self.fitted.setVisible(bool(rows))
        self._same.setVisible(not rows)
        self.fitted.set_source(RowsSource([_schema_cells(row) for row in rows]))

    def _on_current(self, key: object) -> None:
        self.chosen.emit(str(key))


def _schema_cells(row: SchemaRow) -> dict[str, object]:
    return {
        "id": row.name,
        "name": TextCell(row.name, icon=row.icon),
        "change": TextCell(row.change, row.tone),
        "before": row.before,
        "after": row.after,
    }
