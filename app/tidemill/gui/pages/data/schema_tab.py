"""The Schema tab: what every column holds, and what it is for."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.columns import Column, Kind, Role
from tidemill.gui.kit import metrics
from tidemill.gui.kit.cells import TextCell
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.table import RowsSource, TableColumn
from tidemill.gui.pages.data.dataset_state import Loaded
from tidemill.gui.pages.data.fitted import FittedTable
from tidemill.gui.pages.data.profile_state import KIND_ICONS, ROLE_NOTES
from tidemill.gui.pages.data.role_menu import role_menu

_COLUMNS = (
    TableColumn("name", tr("Column"), 190, stretch=2, sortable=False, role="strong"),
    TableColumn("kind", tr("Holds"), 116, sortable=False, tone="text2"),
    TableColumn("role", tr("Role"), 118, sortable=False),
    TableColumn("means", tr("Which means"), 290, stretch=3, sortable=False, tone="text2"),
    TableColumn("note", tr("Note"), 120, stretch=2, sortable=False, tone="text2"),
)
_KINDS = {
    Kind.NUMERIC: "numbers",
    Kind.CATEGORICAL: "categories",
    Kind.DATETIME: "dates",
    Kind.BOOLEAN: tr("yes or no"),
    Kind.TEXT: "text",
}


class SchemaTab(QWidget):
    """Emits `role_chosen(column, Role)`; a click on a role, or Enter, opens the choice."""

    role_chosen = Signal(str, object)

    def __init__(self) -> None:
        """Draw an empty table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        words = tr("Roles hold for this and all later versions. Click a role to change it.")
        column.addWidget(Paragraph(words, "small", "text2"))
        self.fitted = FittedTable(_COLUMNS, tr("Schema"), metrics.current().row_roomy)
        self.table = self.fitted.table
        self.table.activated_row.connect(self._on_row)
        self.table.cell_clicked.connect(self._on_cell)
        column.addWidget(self.fitted, 1)
        self._columns: dict[str, Column] = {}
        self.menu: Menu | None = None

    def show_state(self, loaded: Loaded) -> None:
        """Draw the schema of the shown version."""
        columns = {column.name: column for column in loaded.schema.columns}
        if columns != self._columns:
            self._columns = columns
            self.fitted.set_source(RowsSource([_cells(c) for c in columns.values()]))

    def _on_cell(self, key: object, column: str) -> None:
        if column == "role":
            self.open_roles(str(key))

    def _on_row(self, key: object) -> None:
        self.open_roles(str(key))

    def open_roles(self, name: str) -> None:
        """Open the choice of roles under a column's row."""
        column = self._columns[name]
        menu = role_menu(self, column, self.role_chosen.emit)
        self.menu = menu
        menu.popup(self._spot(name))

    def _spot(self, name: str) -> QPoint:
        row = self.table.source().row_of(name)
        left = self.table.columnViewportPosition(2)
        bottom = self.table.rowViewportPosition(row) + self.table.row_height()
        return self.table.viewport().mapToGlobal(QPoint(left, bottom))


def _cells(column: Column) -> dict[str, object]:
    kind = (
        tr("whole numbers") if column.whole and column.kind is Kind.NUMERIC else _KINDS[column.kind]
    )
    tone = "accent_text" if column.role is not Role.FEATURE else "text"
    return {
        "id": column.name,
        "name": TextCell(column.name, icon=KIND_ICONS[column.kind]),
        "kind": kind,
        "role": TextCell(str(column.role).capitalize(), tone, icon="chevrons-up-down"),
        "means": ROLE_NOTES[column.role],
        "note": TextCell(column.note, "text2"),
    }
