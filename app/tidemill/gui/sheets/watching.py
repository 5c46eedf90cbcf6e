"""Watching a folder, asked for from any page: the choices are read, then the sheet opens there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.words import tr
from tidemill.gui.sheets.watch_sheet import WatchChoices, WatchSheet, load_choices

if TYPE_CHECKING:
    from tidemill.domain.watches import Watch
    from tidemill.gui.shell.page import PageContext


class FolderWatching(QObject):
    """Opens the sheet over a page and says what came of it; `sheet` is the open one."""

    def __init__(self, context: "PageContext", owner: str, parent: QObject) -> None:
        """Nothing is open yet; `owner` is the page's name, with which its operations begin."""
        super().__init__(parent)
        self._context = context
        self._owner = owner
        self._dataset: str | None = None
        self.sheet: WatchSheet | None = None

    def open(self, dataset: str | None = None) -> None:
        """Open the sheet; `dataset` is chosen to begin with."""
        self._dataset = dataset
        context = self._context
        context.operations.run(
            f"{self._owner}.choices", lambda _: load_choices(context), self._on_choices
        )

    def _on_choices(self, choices: WatchChoices) -> None:
        if self.sheet is not None:
            return
        self.sheet = WatchSheet(self._context, choices, self._dataset)
        self.sheet.watched.connect(self._on_watched)
        self.sheet.closed.connect(self._on_closed)
        self._context.open_sheet(self.sheet)

    def _on_watched(self, watch: "Watch") -> None:
        self._context.toast(
            tr("{name} is watched.", name=Path(watch.folder).name), icon="folder-search"
        )

    def _on_closed(self) -> None:
        self.sheet = None
