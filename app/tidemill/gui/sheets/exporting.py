"""Exporting a version, asked for from any page: the sheet, the worker's job, the proof."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.sheets.export_sheet import AskedExport, Exportable, ExportSheet, FormChoice

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.exporting import ExportCheck


class Exporting(QObject):
    """Opens the sheet over a page and carries out what it asks; `sheet` is the open one.

    An export goes on when its sheet is closed; a notice tells how it ended.
    """

    def __init__(self, context: "PageContext", owner: str, parent: QObject) -> None:
        """Nothing is open yet; `owner` is the page's name, with which its operations begin."""
        super().__init__(parent)
        self._context, self._owner = context, owner
        self._folder = Path.home()
        self._versions: tuple[Exportable, ...] = ()
        self.sheet: ExportSheet | None = None

    def open(self, versions: Sequence[Exportable]) -> None:
        """Ask for the form and the file of one of these versions, the first to begin with."""
        if not versions:
            return
        self._versions = tuple(versions)

        def work(_reporter: "Reporter") -> list[FormChoice]:
            from tidemill.services import exporting

            return [
                FormChoice(one.id, spoken(one.title), spoken(one.help), one.ending)
                for one in exporting.forms()
            ]

        run = self._context.operations.run
        run(f"{self._owner}.export.forms", work, self._on_forms, self._context.problem)

    def _on_forms(self, forms: list[FormChoice]) -> None:
        if self.sheet is not None:
            return
        recorded = tr("Recorded as {display}", display=self._context.workspace.person.display)
        self.sheet = ExportSheet(
            self._context.sheet_host, self._versions, forms, self._folder, recorded
        )
        self.sheet.looked.connect(self._on_looked)
        self.sheet.wanted.connect(self._on_wanted)
        self.sheet.opened.connect(self.show_folder)
        self.sheet.copied.connect(self._context.copy)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)
        asked = self.sheet.asked()
        if asked is not None:
            self._on_looked(asked)

    def _on_looked(self, asked: AskedExport) -> None:
        workspace = self._context.workspace

        def work(_reporter: "Reporter") -> "ExportCheck":
            from tidemill.services import exporting

            return exporting.check(workspace, asked.address, asked.form, asked.out)

        self._context.operations.run(
            f"{self._owner}.export.check",
            work,
            partial(self._on_checked, asked),
            partial(self._on_unusable, asked),
        )

    def _on_checked(self, asked: AskedExport, found: "ExportCheck") -> None:
        if self.sheet is not None:
            self.sheet.show_check(asked, found)

    def _on_unusable(self, asked: AskedExport, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.show_problem(asked, error)

    def _on_wanted(self, asked: AskedExport) -> None:
        workspace, sheet = self._context.workspace, self.sheet
        self._folder = asked.out.expanduser().absolute().parent

        def work(reporter: "Reporter") -> dict[str, Any]:
            from tidemill.services import exporting

            key = exporting.ask(workspace, asked.address, asked.form, asked.out)
            return dict(seen_done(workspace, key, reporter).result)

        # A key for each file: closing the sheet and exporting another ends nothing.
        self._context.operations.run(
            f"export {asked.address} {asked.form} {asked.out}",
            work,
            partial(self._on_done, sheet),
            partial(self._on_failed, sheet),
            progress=partial(self._on_progress, sheet),
        )

    def _on_progress(self, sheet: ExportSheet | None, share: float, message: str) -> None:
        if sheet is not None and sheet is self.sheet:
            sheet.show_progress(share, message)

    def _on_done(self, sheet: ExportSheet | None, result: dict[str, Any]) -> None:
        if sheet is not None and sheet is self.sheet:
            sheet.show_done(result)
            return
        path = Path(result["file"])
        open_it = partial(self.show_folder, result["file"])
        self._context.toast(
            tr("{name} is written", name=path.name), tr("Open its folder"), open_it, "file-check"
        )

    def _on_failed(self, sheet: ExportSheet | None, error: TidemillError) -> None:
        if sheet is not None and sheet is self.sheet:
            sheet.set_error(error)
        else:
            self._context.problem(error)

    def show_folder(self, path: str) -> None:
        """Open the folder of a file as the system does."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).parent)))

    def _on_closed(self) -> None:
        self.sheet = None
