"""The tables of files and of jobs."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.gui.kit import numbers
from tidemill.gui.kit.cells import NumberCell, StatusCell, TextCell
from tidemill.gui.kit.table_model import TableColumn
from tidemill.gui.pages.automations.state import FileRow, JobRow

FILE_COLUMNS = (
    TableColumn("name", "File", 190, stretch=2, sortable=False, role="strong"),
    TableColumn("arrived", "Arrived", 100, sortable=False, tone="text2"),
    TableColumn("rows", "Rows", 72, kind="number", sortable=False),
    TableColumn("size", "Size", 72, kind="number", sortable=False, tone="text2"),
    TableColumn("happened", "What happened", 300, kind="status_text", stretch=5, sortable=False),
    TableColumn("version", "Version", 64, sortable=False, tone="text2"),
)
JOB_COLUMNS = (
    TableColumn("id", "Job", 56, kind="number", sortable=False, tone="text2"),
    TableColumn("title", "Kind", 130, sortable=False, role="strong"),
    TableColumn("subject", "About", 150, stretch=1, sortable=False),
    TableColumn("state", "State", 140, kind="status_text", sortable=False),
    TableColumn("message", "Message", 180, stretch=3, sortable=False, tone="text2"),
    TableColumn("asked", "Asked for", 96, sortable=False, tone="text2"),
    TableColumn("took", "Took", 64, align="right", sortable=False, tone="text2"),
)


def file_cells(rows: Sequence[FileRow]) -> list[Mapping[str, Any]]:
    """Cells of files, by column."""
    return [_file_cells(row) for row in rows]


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
