"""Any chart as a table: to read, to copy, to save as CSV."""

import csv
import io
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.table import LazyTable, RowsSource, TableColumn

Table = tuple[list[str], list[list[str]]]
"""Headers and rows of words."""


class HasTable(Protocol):
    """What can become a table."""

    def as_table(self) -> Table:
        """Headers and rows of words."""


class ChartTable(Sheet):
    """A sheet with a chart's numbers; the key V opens it."""

    def __init__(self, host: QWidget, chart: HasTable, title: str) -> None:
        """Show what `chart` draws over `host`."""
        headers, rows = chart.as_table()
        super().__init__(host, title, f"{len(rows)} rows", width=900, cancel="Close")
        self._headers, self._rows = headers, rows
        self._title_words = title
        columns = [
            TableColumn(str(at), head, 110, "left" if at == 0 else "right", stretch=1)
            for at, head in enumerate(headers)
        ]
        cells = [{str(at): word for at, word in enumerate(row)} for row in rows]
        self.table = LazyTable(columns, RowsSource(cells), selection="multi", name=title)
        self.table.setMinimumHeight(360)
        self.body.addWidget(self.table)
        copy = Button("Copy", "copy", "secondary", height=36)
        copy.clicked.connect(self.copy)
        save = Button("Save as CSV", "download", "secondary", height=36)
        save.clicked.connect(self.save)
        self.add_to_foot(copy)
        self.add_to_foot(save)

    def csv_text(self) -> str:
        """The numbers as comma-separated text."""
        made = io.StringIO()
        writer = csv.writer(made)
        writer.writerow(self._headers)
        writer.writerows(self._rows)
        return made.getvalue()

    def copy(self) -> None:
        """Put everything on the clipboard with tabs between cells."""
        lines = ["\t".join(row) for row in [self._headers, *self._rows]]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self.set_note("Copied", "check")

    def save(self) -> None:
        """Ask where to, and write the CSV."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Save as CSV", f"{self._title_words}.csv", "CSV (*.csv)"
        )
        if name:
            try:
                Path(name).write_text(self.csv_text(), encoding="utf-8", newline="")
            except OSError as failed:
                self.set_note(f"Can't write {Path(name).name}: {failed.strerror}.", "octagon-alert")
            else:
                self.set_note(f"Saved as {Path(name).name}", "check")
