"""Explaining what a version or a run says of a row, asked for from any page."""

import random
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.bridge.job_waiting import seen_done
from tidemill.gui.sheets.explain_sheet import AskedRow, ExplainSheet
from tidemill.gui.shell.commands import Command

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.explanations import Explanation
    from tidemill.domain.runs import Run
    from tidemill.gui.shell.page import PageContext


class Explaining(QObject):
    """Opens the sheet over a page and asks the worker; `sheet` is the open one."""

    def __init__(self, context: "PageContext", owner: str, parent: QObject) -> None:
        """Nothing is open yet; `owner` is the page's name, with which its operations begin."""
        super().__init__(parent)
        self._context, self._owner = context, owner
        self._address, self._data = "", ""
        self.sheet: ExplainSheet | None = None

    def open(self, address: str, who: str, row: str = "", data: str = "") -> None:
        """Explain rows for an address as `services.explaining` takes it, `row` at once.

        `data` is the version whose rows are meant, else the newest.
        """
        if self.sheet is not None:
            return
        self._address, self._data = address, data
        self.sheet = ExplainSheet(self._context.sheet_host, who, row)
        self.sheet.wanted.connect(self._on_wanted)
        self.sheet.any_wanted.connect(self._on_any)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)
        if row:
            self.sheet.show_row(row)

    def offers(self, run: "Run") -> list[Command]:
        """What can be done with a run: nothing unless it keeps a model that was trained here."""
        from tidemill.services.registry import MODEL_FILE

        if MODEL_FILE not in run.artifacts or run.dataset_version_id is None:
            return []
        act = partial(self.open, f"run:{run.id}", run.name)
        return [Command("run.explain", tr("Explain a prediction…"), "scan-search", act, "W")]

    def _on_wanted(self, asked: AskedRow) -> None:
        workspace, address, data = self._context.workspace, self._address, self._data

        def work(reporter: "Reporter") -> "Explanation":
            from tidemill.services import explaining

            key = explaining.ask(
                workspace, address, asked.row, data=data or None, changes=asked.changes
            )
            return explaining.of_job(seen_done(workspace, key, reporter))

        self._context.operations.run(
            f"{self._owner}.explain", work, self._on_found, self._on_problem
        )

    def _on_any(self) -> None:
        workspace, address, data = self._context.workspace, self._address, self._data

        def work(_reporter: "Reporter") -> str:
            from tidemill.services import explaining

            n = explaining.n_rows(workspace, address, data or None)
            return f"#{random.randrange(n) + 1}"

        self._context.operations.run(
            f"{self._owner}.explain.any", work, self._on_row, self._on_problem
        )

    def _on_row(self, row: str) -> None:
        if self.sheet is not None:
            self.sheet.show_row(row)

    def _on_found(self, found: "Explanation") -> None:
        if self.sheet is not None:
            self.sheet.show_found(found)

    def _on_problem(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.show_problem(error)

    def _on_closed(self) -> None:
        self.sheet = None
        self._context.operations.cancel_all(f"{self._owner}.explain")
