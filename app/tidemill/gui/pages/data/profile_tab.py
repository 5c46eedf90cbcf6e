"""The Profile tab: a line of facts, then every column at a glance."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.cells import ChipCell, DistributionCell, NumberCell, TextCell
from tidemill.gui.kit.facts import Fact, FactRow
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.dataset_state import DatasetState, FactWords, Loaded, facts_of
from tidemill.gui.pages.data.fitted import FittedTable
from tidemill.gui.pages.data.profile_state import ROLE_CHIPS, ProfileRow, profile_rows


def _columns(since: str) -> list[TableColumn]:
    return [
        TableColumn("name", "Column", 198, stretch=1, sortable=False, role="strong"),
        TableColumn("shape", "Distribution", 124, kind="distribution", sortable=False),
        TableColumn("missing", "Missing", 64, kind="number", sortable=False),
        TableColumn("distinct", "Distinct", 72, kind="number", sortable=False, tone="text2"),
        TableColumn("minimum", "Min", 64, kind="number", sortable=False, tone="text2"),
        TableColumn("median", "Median", 70, kind="number", sortable=False),
        TableColumn("maximum", "Max", 66, kind="number", sortable=False, tone="text2"),
        TableColumn("change", since, 190, stretch=1, sortable=False),
    ]


class ProfileTab(QWidget):
    """Emits `chosen(column)` when a person chooses a column."""

    chosen = Signal(str)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        self._facts = FactRow()
        column.addWidget(self._facts)
        self._since = "Note"
        self.fitted = FittedTable(
            _columns(self._since), "Columns of the dataset", metrics.current().row_profile
        )
        self.table = self.fitted.table
        self.table.current_changed.connect(self._on_current)
        column.addWidget(self.fitted, 1)
        self._shown: tuple[ProfileRow, ...] = ()
        self._shown_facts: tuple[FactWords, ...] = ()

    def show_state(self, state: DatasetState, loaded: Loaded) -> None:
        """Draw the profile of the shown version."""
        facts = facts_of(loaded)
        if facts != self._shown_facts:
            self._shown_facts = facts
            self._facts.set_facts([Fact(f.caption, f.value, f.note) for f in facts])
        since = f"Since v{loaded.former.number}" if loaded.former is not None else "Note"
        if since != self._since:
            self._since = since
            self.table.set_columns(_columns(since))
        rows = profile_rows(loaded)
        if rows != self._shown:
            self._shown = rows
            self.fitted.set_source(RowsSource([_cells(row) for row in rows]))
        if state.column != self.table.current_key():
            self.table.set_current(state.column)

    def _on_current(self, key: object) -> None:
        self.chosen.emit(str(key))


def _cells(row: ProfileRow) -> dict[str, object]:
    chips = [ChipCell(*ROLE_CHIPS[row.role])] if row.role in ROLE_CHIPS else []
    shape = None
    if row.counts:
        shape = DistributionCell(counts=row.counts)
    elif row.shares:
        shape = DistributionCell(shares=row.shares)
    missing_role = "strong" if row.missing_tone == "warn" else None
    return {
        "id": row.name,
        "name": TextCell(row.name, icon=row.icon, chips=chips),
        "shape": shape,
        "missing": NumberCell(row.missing, row.missing_tone, missing_role),
        "distinct": row.distinct,
        "minimum": row.minimum,
        "median": row.median,
        "maximum": row.maximum,
        "change": TextCell(row.change, row.change_tone, None, row.change_icon, row.change_tone),
    }
