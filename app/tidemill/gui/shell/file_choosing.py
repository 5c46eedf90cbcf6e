"""Files to add: chosen in the system's dialog, or pasted as if they were dropped."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tidemill.gui.shell.dropping import files_in, name_filter

if TYPE_CHECKING:
    from tidemill.gui.shell.dropping import DropController


class FileChooser(QObject):
    """Hands what is chosen or pasted to `drops`."""

    def __init__(self, window: QWidget, drops: "DropController") -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._window, self._drops = window, drops
        self._dialog: QFileDialog | None = None

    def choose(self, title: str, mode: QFileDialog.FileMode) -> None:
        """Open the system's dialog."""
        if self._dialog is not None:
            self._dialog.deleteLater()
        dialog = self._dialog = QFileDialog(self._window, title, "", name_filter())
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def paste(self) -> None:
        """Take the table on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData()
        if files := files_in(mime):
            self._drops.add(files)
        elif mime is not None and mime.hasText():
            self._drops.paste(mime.text(), mime.html() if mime.hasHtml() else None)

    def _on_files(self, names: list[str]) -> None:
        self._drops.add([Path(name) for name in names])
