"""The tables of files and of jobs."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import GroupRow, NumberCell, StatusCell, TextCell
from tidemill.gui.kit.table_model import TableColumn
from tidemill.gui.pages.automations.file_rows import FileRow
from tidemill.gui.pages.automations.state import JobRow

FILE_COLUMNS = (
    TableColumn("name", tr("File"), 190, stretch=2, sortable=False, role="strong"),
    TableColumn("arrived", tr("Arrived"), 100, sortable=False, tone="text2"),
    TableColumn("rows", tr("Rows"), 72, kind="number", sortable=False),
    TableColumn("size", tr("Size"), 72, kind="number", sortable=False, tone="text2"),
    TableColumn(
        "happened", tr("What happened"), 300, kind="status_text", stretch=5, sortable=False
    ),
    TableColumn("version", tr("Version"), 74, sortable=False, tone="text2"),
)
JOB_COLUMNS = (
    TableColumn("id", tr("Job"), 56, kind="number", sortable=False, tone="text2"),
    TableColumn("title", tr("Kind"), 130, sortable=False, role="strong"),
    TableColumn("subject", tr("About"), 150, stretch=1, sortable=False),
    TableColumn("state", tr("State"), 140, kind="status_text", sortable=False),
    TableColumn("message", tr("Message"), 180, stretch=3, sortable=False, tone="text2"),
    TableColumn("asked", tr("Asked for"), 96, sortable=False, tone="text2"),
    TableColumn("took", tr("Took"), 64, align="right", sortable=False, tone="text2"),
)


class FileSource:
    """Files as rows of a table, of which only those that are painted become cells."""

    def __init__(self, rows: Sequence[FileRow]) -> None:
        """Take the rows in order."""
        self._rows = rows
        self._places = {row.id: at for at, row in enumerate(rows)}
        self._cells: dict[int, dict[str, Any]] = {}

    def row_count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows in one column."""
        return [self._at(at).get(column) for at in range(first, min(last, len(self._rows)))]

    def _at(self, row: int) -> dict[str, Any]:
        found = self._cells.get(row)
        if found is None:
            found = self._cells[row] = _file_cells(self._rows[row])
        return found

    def key(self, row: int) -> Hashable:
        """The key of a file."""
        return self._rows[row].id

    def row_of(self, key: Hashable) -> int:
        """Where a file stands, -1 if it is gone."""
        return self._places.get(key, -1) if isinstance(key, int) else -1

    def group_rows(self) -> Sequence[int]:
        """There are none."""
        return ()

    def group(self, _row: int) -> GroupRow | None:
        """There is none."""
        return None


def _file_cells(row: FileRow) -> dict[str, Any]:
    tone = "text2" if row.is_quiet else None
    return {
        "id": row.id,
        "name": TextCell(row.name, tone, icon="file-spreadsheet", icon_tone="text2"),
        "arrived": row.arrived,
        "rows": NumberCell(None if row.rows is None else numbers.count(row.rows)),
        "size": NumberCell(numbers.size(row.n_bytes)),
        "happened": StatusCell(row.status, row.happened, row.progress),
        "version": row.version or None,
    }


def job_cells(rows: Sequence[JobRow]) -> list[Mapping[str, Any]]:
    """Cells of jobs, by column."""
    return [
        {
            "key": row.id,
            "id": NumberCell(numbers.integer(row.id)),
            "title": row.title,
            "subject": row.subject or None,
            "state": StatusCell(row.status, row.state, row.progress),
            "message": row.message,
            "asked": row.asked,
            "took": row.took or None,
        }
        for row in rows
    ]
