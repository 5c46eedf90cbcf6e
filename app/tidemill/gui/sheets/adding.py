"""Opening the sheets that add data: for what was dropped, a file that waits, a database."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from tidemill.base.words import tr
from tidemill.gui.sheets.add_sheet import AddSheet
from tidemill.gui.sheets.model_sheet import ModelSheet
from tidemill.gui.sheets.query_sheet import QuerySheet
from tidemill.gui.sheets.query_view_model import QueryChoices, load_choices

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.adding import Looked
    from tidemill.services.dropping import Dropped
    from tidemill.services.dropping_models import DroppedModel
    from tidemill.services.workspace import Workspace


class FileAdding(QObject):
    """Looks, then opens the sheet; `sheet` is the open one. Emits `added(dataset, Added)`.

    A model file has a sheet of its own, `model_sheet`.
    """

    added = Signal(str, object)

    def __init__(self, context: "PageContext", owner: str, parent: QObject) -> None:
        """Nothing is open yet; `owner` is the page's name, with which its operations begin."""
        super().__init__(parent)
        self._context = context
        self._key = f"{owner}.add"
        self.sheet: AddSheet | QuerySheet | None = None
        self.model_sheet: ModelSheet | None = None

    def open_drop(self, dropped: "Dropped | DroppedModel") -> None:
        """Look closer at what was dropped or pasted."""
        from tidemill.services.dropping_models import DroppedModel

        if isinstance(dropped, DroppedModel):
            self._open_model(dropped)
            return
        self._open(partial(_of_drop, self._context.workspace, dropped))

    def open_file(self, file_id: int) -> None:
        """Look at a file that waits for an answer or was set aside."""
        self._open(partial(_of_file, self._context.workspace, file_id))

    def open_query(self, dataset: str | None) -> None:
        """Ask a database; the last query of a dataset is what the sheet begins with."""
        workspace = self._context.workspace
        self._context.operations.run(
            f"{self._key}.query",
            lambda _: load_choices(workspace, dataset),
            self._on_choices,
            self._context.problem,
        )

    def _on_choices(self, choices: QueryChoices) -> None:
        if self.sheet is None:
            self._hold(QuerySheet(self._context, choices))

    def _open_model(self, dropped: "DroppedModel") -> None:
        if self.model_sheet is not None:
            return
        self.model_sheet = ModelSheet(self._context, dropped)
        self.model_sheet.imported.connect(self._on_imported)
        self.model_sheet.closed.connect(self._on_model_closed)
        QTimer.singleShot(0, self._show_model)

    @Slot()
    def _show_model(self) -> None:
        if self.model_sheet is not None:
            self._context.open_sheet(self.model_sheet)

    def _on_imported(self, name: str) -> None:
        show = partial(self._context.navigate, "experiments")
        self._context.toast(tr("Importing {name}", name=name), tr("Show"), show, "box", "text2")

    def _on_model_closed(self) -> None:
        self.model_sheet = None

    def _open(self, look: "partial[Looked]") -> None:
        self._context.operations.run(self._key, look, self._on_looked, self._context.problem)

    def _on_looked(self, looked: "Looked") -> None:
        if self.sheet is None:
            self._hold(AddSheet(self._context, looked))

    def _hold(self, sheet: AddSheet | QuerySheet) -> None:
        self.sheet = sheet
        sheet.added.connect(self.added)
        sheet.closed.connect(self._on_closed)
        QTimer.singleShot(0, self._show)  # making and laying out are two short holds, not one long

    @Slot()
    def _show(self) -> None:
        if self.sheet is not None:
            self._context.open_sheet(self.sheet)

    def _on_closed(self) -> None:
        self.sheet = None


def _of_drop(workspace: "Workspace", dropped: "Dropped", _reporter: "Reporter") -> "Looked":
    from tidemill.services import adding

    return adding.of_drop(workspace, dropped)


def _of_file(workspace: "Workspace", file_id: int, _reporter: "Reporter") -> "Looked":
    from tidemill.services import adding

    return adding.of_file(workspace, file_id)
