"""Deleting versions with a way back: from the list of versions and from a comparison."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit.labels import Paragraph
from tidemill.gui.kit.sheet import Sheet

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

KEY = "data.versions.delete"


class VersionActs(QObject):
    """Puts versions into the trash and brings them back; emits `gone(address)`, `back(address)`."""

    gone = Signal(str)
    back = Signal(str)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Nothing is under way."""
        super().__init__(parent)
        self._context = context
        self._address = ""
        self._words = ""
        self.sheet: Sheet | None = None

    def delete(self, address: str, words: str = "") -> None:
        """Put a version into the trash; `words` say what that means here.

        Where something stands on it, a person is asked first.
        """
        self._address, self._words = address, words
        self._run(anyway=False)

    def restore(self, address: str) -> None:
        """Bring a version back from the trash."""
        work = partial(_restore, self._context.workspace, address)
        self._context.operations.change(KEY, work, self._on_back, self._context.problem)

    def _run(self, *, anyway: bool) -> None:
        work = partial(_delete, self._context.workspace, self._address, anyway)
        self._context.operations.change(KEY, work, self._on_gone, self._on_refused)

    def _on_gone(self, address: str) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        label = address.replace("@", " v")
        more = f" {self._words}" if self._words else ""
        self._context.toast(
            tr("{label} is in the trash.{more}", label=label, more=more),
            tr("Undo"),
            partial(self.restore, address),
            icon="trash-2",
        )
        self.gone.emit(address)

    def _on_back(self, address: str) -> None:
        self._context.toast(tr("{replace} is back.", replace=address.replace("@", " v")))
        self.back.emit(address)

    def _on_refused(self, error: TidemillError) -> None:
        if error.kind != "needs-you" or "anyway" not in error.hint or self.sheet is not None:
            self._context.problem(error)
            return
        label = self._address.replace("@", " v")
        sheet = Sheet(
            self._context.sheet_host,
            tr("Delete {label}", label=label),
            error.message,
            tr("Delete anyway"),
            "trash-2",
            560,
            primary_kind="danger",
        )
        sheet.body.addWidget(Paragraph(error.hint, "body", "text2"))
        sheet.accepted.connect(self._on_anyway)
        sheet.closed.connect(self._on_closed)
        self.sheet = sheet
        self._context.open_sheet(sheet)

    def _on_anyway(self) -> None:
        if self.sheet is not None:
            self.sheet.primary.set_busy(True)
        self._run(anyway=True)

    def _on_closed(self) -> None:
        self.sheet = None


def _delete(workspace: object, address: str, anyway: bool, _reporter: "Reporter") -> str:
    from tidemill.services import dataset_trash
    from tidemill.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    return dataset_trash.delete(workspace, address, anyway=anyway).address


def _restore(workspace: object, address: str, _reporter: "Reporter") -> str:
    from tidemill.services import dataset_trash
    from tidemill.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    return dataset_trash.restore(workspace, address).address
