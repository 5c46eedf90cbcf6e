"""What leaves as files: the button that exports, and the files that left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.pages.deployments.export_card import ExportList
from tidemill.gui.pages.deployments.exported import ExportState
from tidemill.gui.pages.deployments.state import DeploymentsState
from tidemill.gui.sheets.export_sheet import Exportable
from tidemill.gui.sheets.exporting import Exporting
from tidemill.gui.shell.page import address_of

if TYPE_CHECKING:
    from tidemill.gui.shell.page import PageContext


class Exports(QObject):
    """The part of Deployments about exports: `button` for the bar, `files` for the page."""

    def __init__(self, context: "PageContext", page: QWidget) -> None:
        """Nothing has left yet."""
        super().__init__(page)
        self._context = context
        self._state = DeploymentsState()
        self.exporting = Exporting(context, "deployments", self)
        self.button = Button(tr("Export model"), "file-output", "ghost", height=30, parent=page)
        self.button.hide()  # until the top bar shows it
        self.button.clicked.connect(self.open)
        self.files = ExportList()
        self.files.wanted.connect(self._on_wanted)

    def show_state(self, state: DeploymentsState) -> None:
        """Draw the files that left."""
        self._state = state
        self.files.show_exports(state.exports)

    def open(self) -> None:
        """Ask which champion leaves in which form."""
        self.exporting.open(
            [
                Exportable(f"{one.name}@{one.champion}", f"{one.name} v{one.champion}", "champion")
                for one in self._state.models
            ]
        )

    def _on_wanted(self, one: ExportState, what: str) -> None:
        if what == "copy":
            self._context.copy(one.path)
        elif what == "folder":
            self.exporting.show_folder(one.path)
        elif what == "again":
            self.exporting.open([Exportable(one.address, f"{one.model} {one.version}")])
        elif what == "model":
            self._context.navigate(address_of("models", one.model, one.number))
