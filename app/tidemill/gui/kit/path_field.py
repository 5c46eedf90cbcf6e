"""A field for a folder, a file to read or one to write, with the system's dialog beside it."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.buttons import Button
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.labels import Label


class PathField(QWidget):
    """A path that is typed or chosen. Emits `path_changed(text)` at each change."""

    path_changed = Signal(str)

    def __init__(
        self,
        label: str,
        kind: Literal["folder", "source", "file"] = "folder",
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make a field for a folder that is there, a `source` that is read, or a file to write."""
        super().__init__(parent)
        self._label, self._kind = label, kind
        self._dialog: QFileDialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(Label(label, "strong"))
        row = QHBoxLayout()
        row.setSpacing(8)
        words = tr("Path of a folder") if kind == "folder" else tr("Path of a file")
        self.field = Field(words, "folder" if kind == "folder" else "file-check", is_mono=True)
        self.field.edit.setAccessibleName(label)
        self.field.set_help(hint)
        self.field.text_changed.connect(self.path_changed)
        self.browse = Button(tr("Choose…"), tooltip=tr("Choose: {label}", label=label))
        self.browse.clicked.connect(self._on_browse)
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.browse, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.setFocusProxy(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The path as it stands there, without blanks around it."""
        return self.field.text().strip()

    def path(self) -> Path | None:
        """The path, None where there is none."""
        return Path(self.text()) if self.text() else None

    def set_path(self, path: str) -> None:
        """Put a path in."""
        self.field.set_text(path)

    def set_error(self, words: str) -> None:
        """Say below what is wrong; nothing says nothing."""
        self.field.set_error(words)

    def _on_browse(self) -> None:
        dialog = QFileDialog(self, self._label, self.text())
        if self._kind == "folder":
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
        elif self._kind == "source":
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setFileMode(QFileDialog.FileMode.AnyFile)
            dialog.selectFile(self.text())
        dialog.fileSelected.connect(self.set_path)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()
