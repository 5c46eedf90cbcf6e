"""The Parameters of a run: searchable, those that differ from the champion's marked."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.cells import ChipCell
from tidemill.gui.kit.fields import LineEdit
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.metrics import current
from tidemill.gui.kit.switch import Switch
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.pages.experiments.run.plots import rival_words
from tidemill.gui.pages.experiments.run.state import RunPageState
from tidemill.services.run_page import ParamRow


class ParamsTab(QWidget):
    """Draws the third tab."""

    def __init__(self) -> None:
        """Make the bar and the table."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = LineEdit(tr("Find a parameter"), "search", 28)
        self.search.setMaximumWidth(current().scaled(260))
        self.search.textChanged.connect(self._draw)
        self.only = Switch(tr("Only differences"), False)
        self.only.toggled.connect(self._draw)
        self.count = Label("", "small", "text3")
        row.addWidget(self.search, 1)
        row.addWidget(self.only)
        row.addWidget(self.count)
        row.addStretch(1)
        column.addLayout(row)
        self.table = LazyTable(
            _columns(""), selection="multi", auto_height=True, name=tr("Parameters")
        )
        card = Card((1, 1))
        card.body.addWidget(self.table)
        column.addWidget(card)
        self.empty = Label("", "body", "text2")
        column.addWidget(self.empty)
        column.addStretch(1)
        self._card = card
        self._rows: tuple[ParamRow, ...] = ()
        self._label: str | None = None

    def show_state(self, state: RunPageState) -> None:
        """Draw the parameters of the run."""
        page = state.page
        if page is None:
            return
        label = rival_words(page) if page.rival_run is not None else ""
        if label != self._label:
            self._label = label
            self.table.set_columns(_columns(label))
        if page.params != self._rows:
            self._rows = page.params
            self._draw()
        show_if(self.only, bool(label))

    def _draw(self, _value: object = None) -> None:
        words = self.search.text().lower().split()
        found = [
            row
            for row in self._rows
            if all(w in f"{row.name} {row.value or ''}".lower() for w in words)
            and (row.differs or not self.only.isChecked())
        ]
        self.table.set_source(RowsSource([_cells(row) for row in found]))
        self.count.set_text(
            tr(
                "{n} of {total}",
                n=numbers.integer(len(found)),
                total=numbers.integer(len(self._rows)),
            )
            if len(found) < len(self._rows)
            else ""
        )
        self.empty.set_text(
            tr("No parameter fits.") if self._rows else tr("This run logged no parameter.")
        )
        show_if(self.empty, not found)
        show_if(self._card, bool(found))

    def focus_search(self) -> None:
        """Put the focus into the search."""
        self.search.setFocus()


def _columns(label: str) -> list[TableColumn]:
    columns = [
        TableColumn("name", tr("Parameter"), 240, sortable=False, role="strong"),
        TableColumn("value", tr("This run"), 240, sortable=False, stretch=1),
    ]
    if label:
        columns += [
            TableColumn("rival", label, 240, sortable=False, stretch=1, tone="text2"),
            TableColumn("differs", "", 110, kind="chips", sortable=False),
        ]
    return columns


def _cells(row: ParamRow) -> dict[str, object]:
    chips = [ChipCell("differs", "warn")] if row.differs else []
    return {
        "id": row.name,
        "name": row.name,
        "value": row.value,
        "rival": row.rival,
        "differs": chips,
    }
