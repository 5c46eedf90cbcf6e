"""Opens the sheet that trains on a version, and tells when training began."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.words import tr
from tidemill.gui.pages.data.train_sheet import TrainSheet
from tidemill.gui.shell.page import PageContext, address_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.datasets import DatasetVersion
    from tidemill.services.workspace import Workspace


class TrainOpening(QObject):
    """Emits `newest_found(name)` with the dataset that changed last, where there is one."""

    newest_found = Signal(str)

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        """Nothing is open yet."""
        super().__init__(parent)
        self._context = context
        self.sheet: TrainSheet | None = None

    def open(self, version: "DatasetVersion") -> None:
        """Open the sheet over a version."""
        sheet = TrainSheet(self._context, version)
        sheet.started.connect(self._on_started)
        sheet.closed.connect(self._on_closed)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def find_newest(self) -> None:
        """Look for the dataset that changed last."""
        work = partial(_newest, self._context.workspace)
        self._context.operations.run("data.newest", work, self._on_found)

    def _on_found(self, name: str) -> None:
        if name:
            self.newest_found.emit(name)

    def _on_started(self, label: str, job_id: int) -> None:
        self._context.toast(
            tr("Training on {label} has started.", label=label),
            tr("Show the job"),
            partial(self._context.navigate, address_of("automations", "jobs", job_id)),
            icon="dumbbell",
        )
        self._context.navigate("experiments")

    def _on_closed(self) -> None:
        self.sheet = None


def _newest(workspace: "Workspace", _reporter: "Reporter") -> str:
    from tidemill.services import datasets

    views = datasets.every(workspace)
    if not views:
        return ""
    return max(views, key=lambda view: view.newest.created_at).dataset.name
