"""A table in a card that is as high as its rows, and scrolls where the page has less room."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tidemill.gui.kit import metrics
from tidemill.gui.kit.cards import Card
from tidemill.gui.kit.table import LazyTable, Selecting, TableColumn, TableSource


class FittedTable(QWidget):
    """The table is in `table`; what lies below it moves up when it is short.

    Emits `fitted` when the height it wants may be another one.
    """

    fitted = Signal()

    def __init__(
        self,
        columns: Sequence[TableColumn],
        name: str,
        row_height: int | None = None,
        selection: Selecting = "single",
        checks: bool = False,
    ) -> None:
        """Make an empty table; `row_height` is at 100 % text."""
        super().__init__()
        self.table = LazyTable(
            columns, selection=selection, checks=checks, row_height=row_height, name=name
        )
        self._card = Card((1, 1))
        # The card's lower edge lies on the last row's hairline.
        self._card.body.setContentsMargins(1, 1, 1, 0)
        self._card.body.addWidget(self.table)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._card, 1000)
        self._column.addStretch(1)
        self.table.horizontalScrollBar().rangeChanged.connect(self._on_range)

    def set_source(self, source: TableSource) -> None:
        """Show these rows."""
        self.table.set_source(source)
        self.retheme()

    def wanted_height(self) -> int:
        """Height at which all rows are seen."""
        rows = self.table.source().row_count()
        bar = self.table.horizontalScrollBar()
        more = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return metrics.current().table_head + rows * self.table.row_height() + 1 + more

    def retheme(self) -> None:
        """Fit the card to the rows at the present text size."""
        self._card.setMaximumHeight(self.wanted_height())
        self.fitted.emit()

    def _on_range(self, _low: int, _high: int) -> None:
        """Make room for the bar under a table that is wider than the page."""
        self.retheme()
