"""The Versions tab: what each file brought, newest first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.cells import AvatarCell, ChipCell, StatusCell, TextCell
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.dataset_state import Loaded, VersionLine, version_lines
from tidemill.gui.pages.data.fitted import FittedTable

_COLUMNS = (
    TableColumn("version", "Version", 150, sortable=False, role="strong"),
    TableColumn("change", "Brought", 160, stretch=1, sortable=False),
    TableColumn("rows", "Rows", 90, kind="number", sortable=False),
    TableColumn("source", "From", 200, kind="mono", stretch=2, sortable=False, tone="text2"),
    TableColumn("checks", "Checks", 140, kind="status_text", sortable=False),
    TableColumn("by", "By", 130, kind="avatar", sortable=False),
    TableColumn("when", "Added", 76, kind="time", sortable=False, tone="text2"),
)


class VersionsTab(QWidget):
    """Emits `opened(number)` for a version to be shown."""

    opened = Signal(int)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        self.fitted = FittedTable(_COLUMNS, "Versions", metrics.current().row_roomy)
        self.table = self.fitted.table
        self.table.activated_row.connect(self._on_row)
        column.addWidget(self.fitted, 1)
        self._shown: tuple[VersionLine, ...] = ()

    def show_state(self, loaded: Loaded) -> None:
        """Draw all versions."""
        lines = version_lines(loaded)
        if lines != self._shown:
            self._shown = lines
            self.fitted.set_source(RowsSource([_cells(line) for line in lines]))

    def _on_row(self, key: object) -> None:
        if isinstance(key, int):
            self.opened.emit(key)


def _cells(line: VersionLine) -> dict[str, object]:
    chips = [ChipCell("shown", "accent")] if line.is_shown else []
    chips += [ChipCell(name, "champion") for name in line.champions]
    return {
        "id": line.number,
        "version": TextCell(line.title, chips=chips),
        "change": line.change,
        "rows": line.rows,
        "source": line.source,
        "checks": StatusCell(line.checks_status, line.checks),
        "by": AvatarCell(line.by, line.is_worker, with_name=True),
        "when": line.when,
    }
