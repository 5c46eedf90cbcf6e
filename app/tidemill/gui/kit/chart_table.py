"""Any chart as a table: to read, to copy, to save as CSV."""

from typing import Protocol, runtime_checkable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.files import Bytes, FileWish, file_name, host_of
from tidemill.gui.kit.plain_text import csv_text
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn, TableSource

Table = tuple[list[str], list[list[str]]]
"""Headers and rows of words."""


class HasTable(Protocol):
    """What can become a table."""

    def as_table(self) -> Table:
        """Headers and rows of words."""


class LongRows(TableSource, Protocol):
    """Rows that are read as they are scrolled: too many to be held as words."""

    headers: list[str]


@runtime_checkable
class HasLongRows(Protocol):
    """What may hold more points than a table of words should."""

    def rows_source(self) -> LongRows | None:
        """Every point as rows; None where `as_table` holds all."""


class ChartTable(Sheet):
    """A sheet with a chart's numbers; the key V opens it."""

    keeps_draft = False

    def __init__(self, host: QWidget, chart: HasTable, title: str) -> None:
        """Show what `chart` draws over `host`."""
        headers, rows = chart.as_table()
        long = chart.rows_source() if isinstance(chart, HasLongRows) else None
        n = len(rows) if long is None else long.row_count()
        said = numbers.plural(n, "row")
        if long is not None:
            said += tr(
                "; copied and saved are the {integer} the picture shows",
                integer=numbers.integer(len(rows)),
            )
        super().__init__(host, title, said, width=900, cancel=tr("Close"))
        self._headers, self._rows = headers, rows
        self._title_words = title
        columns = [
            TableColumn(str(at), head, 110, "left" if at == 0 else "right", stretch=1)
            for at, head in enumerate(headers if long is None else long.headers)
        ]
        cells = [{str(at): word for at, word in enumerate(row)} for row in rows]
        source = RowsSource(cells) if long is None else long
        self.table = LazyTable(columns, source, selection="multi", name=title)
        self.table.setMinimumHeight(360)
        self.body.addWidget(self.table)
        copy = Button(tr("Copy"), "copy", "secondary", height=36)
        copy.clicked.connect(self.copy)
        self.add_to_foot(copy)
        if host_of(host) is not None:
            save = Button(tr("Save as CSV"), "download", "secondary", height=36)
            save.clicked.connect(self.save)
            self.add_to_foot(save)

    def csv_text(self) -> str:
        """The numbers as comma-separated text."""
        return csv_text(self._headers, self._rows)

    def copy(self) -> None:
        """Put everything on the clipboard with tabs between cells."""
        lines = ["\t".join(row) for row in [self._headers, *self._rows]]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.set_note(tr("Copied"), "check")

    def save(self) -> None:
        """Have the CSV written to where the person says."""
        host = host_of(self)
        if host is not None:
            name = f"{file_name(self._title_words)}.csv"
            data = self.csv_text().encode("utf-8")
            host.save_file(FileWish(tr("Save as CSV"), name, "CSV (*.csv)", Bytes(data)))
