"""Where a click on the Data pages leads: datasets, versions, rows, files, comparisons."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.gui.shell.page import address_of

if TYPE_CHECKING:
    from tidemill.gui.pages.data.view_model import DataViewModel
    from tidemill.gui.shell.page import PageContext


class Ways(QObject):
    """Goes to addresses; `model` says which dataset is open."""

    def __init__(self, context: "PageContext", model: "DataViewModel", parent: QObject) -> None:
        """Go nowhere yet."""
        super().__init__(parent)
        self._context, self._model = context, model

    def to_list(self) -> None:
        """All datasets."""
        self._context.navigate(address_of("data"))

    def to_dataset(self, name: str) -> None:
        """A dataset's newest version."""
        self._context.navigate(address_of("data", name))

    def to_newest(self) -> None:
        """The newest version of this dataset."""
        self.to_dataset(self._model.dataset.name)

    def to_version(self, number: int) -> None:
        """A version of this dataset."""
        self._context.navigate(address_of("data", self._model.dataset.name, number))

    def to_rows(self, number: int) -> None:
        """The rows of a version of this dataset."""
        self._context.navigate(address_of("data", self._model.dataset.name, number, "rows"))

    def to_versions(self, name: str) -> None:
        """The versions of a dataset."""
        self._context.navigate(address_of("data", name, "versions"))

    def to_comparison(self, before: int, after: int) -> None:
        """What differs between two versions of this dataset."""
        name = self._model.dataset.name
        self._context.navigate(address_of("data", name, "diff", f"{before}..{after}"))

    def to_file(self, file_id: int) -> None:
        """A file among all that arrived."""
        self._context.navigate(address_of("automations", "files", file_id))

    def to_look(self, file_id: int) -> None:
        """The sheet of a file that waits for a person."""
        self._context.look_at_file(file_id)
