"""A comparison as files: a report to open anywhere, and its table for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tidemill.base.words import tr
from tidemill.gui.kit.files import FileWish

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.services.workspace import Workspace


@dataclass(frozen=True)
class ExportKind:
    """A kind of file, in the words of the menu and of the dialog."""

    id: str
    words: str
    icon: str
    ending: str
    filter: str


KINDS = (
    ExportKind("html", tr("Report as HTML…"), "file-code", "html", "HTML (*.html)"),
    ExportKind("csv", tr("Table as CSV…"), "file-spreadsheet", "csv", "CSV (*.csv)"),
    ExportKind("xlsx", tr("Table as Excel…"), "file-spreadsheet", "xlsx", "Excel (*.xlsx)"),
    ExportKind("latex", tr("Table as LaTeX…"), "file-type", "tex", "LaTeX (*.tex)"),
)


def wish_for(
    kind_id: str, workspace: "Workspace", keys: Sequence[int], table: Sequence[int]
) -> FileWish:
    """What is to be written: the report of all `keys`, or the table of the runs that stand in it.

    The first run of each is the baseline.
    """
    kind = next(one for one in KINDS if one.id == kind_id)
    name = tr("comparison of {n} runs.{ending}", n=len(keys), ending=kind.ending)
    if kind.id == "html":
        write = partial(_report, workspace, tuple(keys))
        return FileWish(tr("Export the comparison"), name, kind.filter, write)
    write_table = partial(_table, workspace, tuple(table), kind.id)
    return FileWish(tr("Export the table"), name, kind.filter, write_table)


def _report(
    workspace: "Workspace", keys: tuple[int, ...], path: Path, reporter: "Reporter"
) -> None:
    from tidemill.services import comparison_report

    comparison_report.write(workspace, keys, path, reporter)


def _table(
    workspace: "Workspace", keys: tuple[int, ...], kind: Any, path: Path, reporter: "Reporter"
) -> tuple[str, ...]:
    from tidemill.services import comparing, run_exports

    found = comparing.compare(workspace, keys)
    return run_exports.write_comparison(path, found, kind, reporter=reporter).said
