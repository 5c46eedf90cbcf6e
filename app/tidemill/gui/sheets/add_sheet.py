"""The add sheet: what was detected in a file, what it asks, its columns, and where it goes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.divider import Divider
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.kit.visibility import show_if
from tidemill.gui.sheets.add_asked import Asked
from tidemill.gui.sheets.add_choices import AddChoices
from tidemill.gui.sheets.add_state import AddState, chosen_line, title_of
from tidemill.gui.sheets.add_tables import Columns, FirstRows
from tidemill.gui.sheets.add_view_model import AddViewModel

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.adding import Looked

_RIGHT = 292


class AddSheet(Sheet):
    """Emits `added(dataset, Added)` once the job is in the queue."""

    added = Signal(str, object)

    def __init__(self, context: "PageContext", looked: "Looked") -> None:
        """Make the sheet for what was looked at."""
        is_waiting = looked.source.file_id is not None
        self._source, self._kind = looked.source, "drop" if looked.dataset else "new"
        super().__init__(
            context.sheet_host,
            "",
            "",
            tr("Read it again") if is_waiting else tr("Add it"),
            "rotate-ccw" if is_waiting else "plus",
            width=1040,
            recorded_as=tr(
                "Reads, checks and adds it in the background. You can close this window."
            ),
            note_icon="cog",
        )
        self.model = AddViewModel(context, looked, self)
        self.asked, self.rows, self.columns = Asked(), FirstRows(), Columns()
        self.choices = AddChoices()
        self._error = ErrorPanel()
        self._failure = ErrorPanel()
        self.body.addLayout(self._make_form())
        self.body.addWidget(self._failure)
        self._connect()
        self._draw(self.model.state)

    def source(self) -> tuple[str, ...]:
        """The files that were dropped, or the one that waits; what was pasted is gone."""
        looked = self._source
        if looked.file_id is not None:
            return ("file", str(looked.file_id))
        files = tuple(str(file) for file in looked.files)
        return (self._kind, *files) if files else ()

    def _make_form(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(22)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for part in (self._error, self.asked, self.rows, self.columns):
            column.addWidget(part)
        column.addStretch(1)
        row.addWidget(left, 1)
        row.addWidget(Divider(is_vertical=True))
        self.choices.setFixedWidth(_RIGHT)
        row.addWidget(self.choices, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _connect(self) -> None:
        model, choices = self.model, self.choices
        model.changed.connect(self._draw)
        model.added.connect(self._on_added)
        self._error.acted.connect(model.again)
        self.asked.answered.connect(model.answer)
        self.asked.bad_rows_chosen.connect(model.choose_bad_rows)
        self.columns.chosen.connect(model.choose_column)
        choices.dataset_chosen.connect(model.choose_dataset)
        choices.named.connect(model.name_it)
        choices.series_chosen.connect(model.choose_series)
        choices.role_chosen.connect(model.choose_role)
        choices.reading_chosen.connect(model.read_column)
        choices.part_chosen.connect(model.choose_part)
        choices.encoding_chosen.connect(model.choose_encoding)
        choices.delimiter_chosen.connect(model.choose_delimiter)
        self.accepted.connect(model.add)
        self.closed.connect(model.close)

    def _draw(self, state: AddState) -> None:
        self.set_title(*title_of(state))
        error, failure = state.error, state.failure
        if error is not None:
            again = tr("Try again") if error.kind != "needs-you" else ""
            self._error.set_error(error.message, error.hint, error.detail, again)
        show_if(self._error, error is not None)
        show_if(self._failure, failure is not None)
        if failure is not None:
            self._failure.set_error(failure.message, failure.hint, failure.detail)
        is_shown = state.peek is not None and error is None
        show_if(self.rows, is_shown)
        show_if(self.columns, is_shown)
        if state.peek is not None and is_shown:
            line = chosen_line(state)
            self.rows.show_peek(state.peek)
            self.columns.show_state(state, None if line is None else line.name)
        self.asked.show_state(state)
        self.choices.show_state(state)
        is_crash = error is not None and state.looked.source.file_id is not None
        self.primary.setEnabled(not state.problem and (error is None or is_crash))
        self.primary.setToolTip(state.problem)
        self.primary.set_busy(state.is_adding)
        self.fit()

    def _on_added(self, dataset: str, added: object) -> None:
        self.close_sheet()
        self.added.emit(dataset, added)
