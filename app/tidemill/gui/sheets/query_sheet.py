"""The sheet that asks a database: its URL, a query, the first rows, and the dataset they go to."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.datasets import Series
from tidemill.gui.kit import numbers
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field, TextArea
from tidemill.gui.kit.labels import Label
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.add_tables import FirstRows
from tidemill.gui.sheets.dataset_choice import NEW, DatasetChoice
from tidemill.gui.sheets.query_view_model import (
    Asked,
    QueryChoices,
    QueryState,
    QueryViewModel,
    table_of,
)

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext
    from tidemill.services import query_previews

_SERIES = (
    (Series.REPLACE, tr("The answer is all rows")),
    (Series.APPEND, tr("Its rows are added")),
)
_KEPT = tr(
    "Goes into this computer's keyring, never into the workspace. Empty: the one kept before."
)


class QuerySheet(Sheet):
    """Emits `added(dataset, Added)` once the worker was asked to take the rows in."""

    reopened_by = ("data.dataset.query", "data.query")

    added = Signal(str, object)

    def __init__(self, context: "PageContext", choices: QueryChoices) -> None:
        """Make the sheet; it begins with the last query of a dataset where there is one."""
        super().__init__(
            context.sheet_host,
            tr("From a database"),
            tr(
                "The rows that a query gives become a version of a dataset. The database is "
                "only read."
            ),
            tr("Take the rows in"),
            "plus",
            width=960,
            recorded_as=tr("Asks in the background, and keeps the query to run it again."),
            note_icon="cog",
        )
        self.model = QueryViewModel(context, self)
        self._dialog: QFileDialog | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        grid.setColumnMinimumWidth(0, 96)
        grid.setColumnStretch(1, 1)
        self.into = DatasetChoice(choices.datasets, choices.dataset or NEW)
        self.series = Segment(
            [(str(s), words) for s, words in _SERIES], name=tr("Each time it runs")
        )
        rows = (
            (tr("Database"), self._make_database(choices.url)),
            (tr("Password"), self._make_password()),
            (tr("Query"), self._make_query(choices.sql)),
            (tr("Dataset"), self.into),
            (tr("Each time"), self._make_series()),
        )
        for at, (caption, part) in enumerate(rows):
            label = Label(caption, "strong")
            label.setFixedHeight(32)
            grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, at, 1)
        self.body.addLayout(grid)
        self._series_label = label
        self.rows = FirstRows()
        self.rows.hide()
        self._error = ErrorPanel(parent=self)
        self._error.hide()
        self.body.addWidget(self._error)
        self.body.addWidget(self.rows)
        self._connect()
        self._show_series()

    def _make_database(self, url: str) -> QWidget:
        holder, row = _row()
        self.url = Field("postgresql://ada@server/shop", "database", text=url, is_mono=True)
        self.url.edit.setAccessibleName(tr("URL of the database"))
        self.browse = Button("SQLite file…")
        row.addWidget(self.url, 1)
        row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignTop)
        return holder

    def _make_password(self) -> QWidget:
        self.password = Field("", "key-round", help=_KEPT)
        self.password.edit.setAccessibleName(tr("Password"))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        return self.password

    def _make_query(self, sql: str) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.query = TextArea("select * from orders", 5, tr("Query"), is_mono=True)
        self.query.setPlainText(sql)
        self.show_rows = Button(tr("Show the first rows"), "table-2", height=28)
        self.stop = Button(tr("Stop"), None, "ghost", height=28)
        self.stop.hide()
        _, row = line = _row()
        row.addWidget(self.show_rows)
        row.addWidget(self.stop)
        row.addStretch(1)
        column.addWidget(self.query)
        column.addWidget(line[0])
        return holder

    def _make_series(self) -> QWidget:
        holder, row = _row()
        row.addWidget(self.series)
        row.addStretch(1)
        return holder

    def _connect(self) -> None:
        self.browse.clicked.connect(self._on_browse)
        self.url.text_changed.connect(self._on_url)
        self.url.edit.editingFinished.connect(self._on_url_done)
        self.query.textChanged.connect(self._on_query)
        self.show_rows.clicked.connect(self._on_show_rows)
        self.stop.clicked.connect(self.model.forget_rows)
        self.into.chosen.connect(self._show_series)
        self.accepted.connect(self._on_accepted)
        self.closed.connect(self.model.close)
        self.model.changed.connect(self._draw)
        self.model.split.connect(self._on_split)
        self.model.added.connect(self._on_added)

    def asked(self) -> Asked:
        """What stands in the fields."""
        series = Series(self.series.value()) if self.into.is_new() else None
        sql = self.query.text().strip()
        password = self.password.text()
        return Asked(self.url.text().strip(), password, sql, self.into.dataset(), series)

    # Drawing

    def _draw(self, state: QueryState) -> None:
        self.show_rows.set_busy(state.is_asking)
        show_if(self.stop, state.is_asking)
        self.primary.set_busy(state.is_adding)
        error = state.error
        if error is not None:
            self._error.set_error(error.message, error.hint, error.detail)
        show_if(self._error, error is not None)
        if state.rows is not None:
            self._show_rows(state.rows)
        show_if(self.rows, state.rows is not None)
        self.fit()

    def _show_rows(self, rows: "query_previews.FirstRows") -> None:
        n = numbers.plural(len(rows.rows), "row")
        words = (
            tr("All {n} of {source}", n=n, source=rows.source)
            if rows.is_all
            else tr("First {n} of {source}", n=n, source=rows.source)
        )
        columns = list(zip(rows.names, rows.are_numbers, strict=True))
        self.rows.show_table(
            words if rows.rows else tr("The query gives no rows"), columns, rows.rows
        )
        self.into.suggest(table_of(self.query.text()))

    def _show_series(self) -> None:
        """A dataset that is there goes on as it began."""
        for part in (self._series_label, self.series):
            part.setVisible(self.into.is_new())
        self.fit()

    # Intentions

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, tr("Choose a SQLite file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("SQLite (*.db *.sqlite *.sqlite3);;All files (*)")
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def _on_file(self, path: str) -> None:
        self.url.set_text(f"sqlite:///{Path(path).as_posix()}")

    def _on_url(self, _text: str) -> None:
        self.url.set_error("")
        self.model.forget_rows()

    def _on_url_done(self) -> None:
        self.model.take_apart(self.url.text().strip())

    def _on_split(self, url: str, password: str) -> None:
        self.url.set_text(url)
        self.password.set_text(password)

    def _on_query(self) -> None:
        self.model.forget_rows()

    def _is_asked(self) -> bool:
        asked = self.asked()
        self.url.set_error("" if asked.url else tr("Write the URL of the database."))
        self.query.set_wrong(not asked.sql)
        self.fit()
        return bool(asked.url and asked.sql)

    def _on_show_rows(self) -> None:
        if self._is_asked():
            self.model.show_rows(self.asked())

    def _on_accepted(self) -> None:
        is_asked, is_named = self._is_asked(), self.into.check()
        if is_asked and is_named:
            self.model.add(self.asked())

    def _on_added(self, dataset: str, added: object) -> None:
        self.close_sheet()
        self.added.emit(dataset, added)


def _row() -> tuple[QWidget, QHBoxLayout]:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    return holder, row
