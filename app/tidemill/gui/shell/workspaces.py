"""Choosing a workspace: the recent ones in a menu, any other by its folder."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from tidemill.base.database_urls import DatabaseUrl, Place, name_of, place_of
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.menu import Menu

_OPEN, _SHARED, _NEW = "open", "shared", "new"


class WorkspaceMenu(QObject):
    """Emits `chosen(Place, is_new_allowed)`, and `shared_asked` for one by its URL."""

    chosen = Signal(object, bool)
    shared_asked = Signal()

    def __init__(self, window: QWidget, operations: Operations, anchor: QWidget) -> None:
        """Open menus under `anchor`."""
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._anchor = anchor
        self._dialog: QFileDialog | None = None
        self.menu: Menu | None = None

    def ask(self, here: Place | None) -> None:
        """Open the menu; `here` is the one that is open."""
        work = partial(_recent, here)
        self._operations.run("shell.recent", work, partial(self._open_menu, here))

    def choose(self, is_new: bool) -> None:
        """Choose a folder in the system's dialog."""
        if self._dialog is not None:
            self._dialog.deleteLater()
        title = tr("New workspace") if is_new else tr("Open a workspace")
        dialog = self._dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(partial(self._on_folder, is_new))
        dialog.open()

    def _open_menu(self, here: Place | None, recent: list[Place]) -> None:
        menu = self.menu = Menu(self._window)
        for place in recent:
            name = name_of(place) + (" (shared)" if isinstance(place, DatabaseUrl) else "")
            menu.add(name, value=place, is_checked=place == here, tooltip=str(place))
        menu.addSeparator()
        menu.add(tr("Open a workspace…"), "folder-open", value=_OPEN)
        menu.add(tr("Open a shared workspace…"), "database", value=_SHARED)
        menu.add(tr("New workspace…"), "folder-plus", value=_NEW)
        menu.triggered.connect(self._on_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self._anchor)

    def _on_triggered(self, action: QAction) -> None:
        value = action.data()
        if isinstance(value, Path | DatabaseUrl):
            self.chosen.emit(value, False)
        elif value == _SHARED:
            self.shared_asked.emit()
        else:
            self.choose(is_new=value == _NEW)

    def _on_folder(self, is_new: bool, name: str) -> None:
        self.chosen.emit(Path(name), is_new)


def _recent(here: Place | None, _reporter: Reporter) -> list[Place]:
    """Workspaces opened lately, the open one first: it also knows its password."""
    from tidemill.services import recent

    lately = [place_of(text) for text in recent.recent_workspaces()]
    return list(dict.fromkeys([*([here] if here else []), *lately]))
