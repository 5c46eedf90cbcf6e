"""Choosing a workspace: the recent ones in a menu, any other by its folder."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from tidemill.base.progress import Reporter
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.menu import Menu

_OPEN, _NEW = "open", "new"


class WorkspaceMenu(QObject):
    """Emits `chosen(Path, is_new_allowed)`."""

    chosen = Signal(object, bool)

    def __init__(self, window: QWidget, operations: Operations, anchor: QWidget) -> None:
        """Open menus under `anchor`."""
        super().__init__(window)
        self._window = window
        self._operations = operations
        self._anchor = anchor
        self._dialog: QFileDialog | None = None
        self.menu: Menu | None = None

    def ask(self, here: Path | None) -> None:
        """Open the menu; `here` is the folder that is open."""
        work = partial(_recent, str(here) if here is not None else "")
        self._operations.run("shell.recent", work, partial(self._open_menu, here))

    def choose(self, is_new: bool) -> None:
        """Choose a folder in the system's dialog."""
        if self._dialog is not None:
            self._dialog.deleteLater()
        title = "New workspace" if is_new else "Open a workspace"
        dialog = self._dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        dialog.fileSelected.connect(partial(self._on_folder, is_new))
        dialog.open()

    def _open_menu(self, here: Path | None, folders: list[str]) -> None:
        menu = self.menu = Menu(self._window)
        for folder in folders:
            is_here = here is not None and folder == str(here)
            name = Path(folder).name or folder
            menu.add(name, value=Path(folder), is_checked=is_here, tooltip=folder)
        menu.addSeparator()
        menu.add("Open a workspace…", "folder-open", value=_OPEN)
        menu.add("New workspace…", "folder-plus", value=_NEW)
        menu.triggered.connect(self._on_triggered)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.open_below(self._anchor)

    def _on_triggered(self, action: QAction) -> None:
        value = action.data()
        if isinstance(value, Path):
            self.chosen.emit(value, False)
        else:
            self.choose(is_new=value == _NEW)

    def _on_folder(self, is_new: bool, name: str) -> None:
        self.chosen.emit(Path(name), is_new)


def _recent(here: str, _reporter: Reporter) -> list[str]:
    """Folders opened lately, the open one first."""
    from tidemill.services import recent

    return list(dict.fromkeys([*([here] if here else []), *recent.recent_workspaces()]))
