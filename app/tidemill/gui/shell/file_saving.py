"""Files a person wants written: asks where to, writes off the GUI thread, tells when it is done."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit.files import FileWish
from tidemill.gui.shell.page import ToastFunction

_KEY = "shell.save"


class FileSaver(QObject):
    """Carries out one wish at a time; its dialog is the system's."""

    def __init__(
        self,
        window: QWidget,
        operations: Callable[[], Operations],
        toast: ToastFunction,
        problem: Callable[[TidemillError], None],
    ) -> None:
        """Save for a window; `operations` gives those of the workspace that is open."""
        super().__init__(window)
        self._window = window
        self._operations, self._toast, self._problem = operations, toast, problem
        self._dialog: QFileDialog | None = None
        self._wish: FileWish | None = None
        self._folder = ""

    def ask(self, wish: FileWish) -> None:
        """Ask where the file goes; the folder of the last one is offered."""
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._wish = wish
        start = str(Path(self._folder) / wish.name) if self._folder else wish.name
        dialog = self._dialog = QFileDialog(self._window, wish.title, start, wish.kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(wish.ending)
        dialog.selectFile(wish.name)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, name: str) -> None:
        wish, self._wish = self._wish, None
        if wish is not None and name:
            self.write(wish, Path(name))

    def write(self, wish: FileWish, path: Path) -> None:
        """Write a file in an operation; what was written can be opened from the toast."""
        self._folder = str(path.parent)
        done = partial(self._on_written, path)
        self._operations().run(f"{_KEY} {path}", partial(_written, wish, path), done, self._problem)

    def _on_written(self, path: Path, said: Sequence[str]) -> None:
        """What did not fit as it was stands below the file's name."""
        words = "\n".join(filter(None, (tr("Saved as {name}", name=path.name), " ".join(said))))
        looks = ("triangle-alert", "warn") if said else ("file-check", "good")
        self._toast(words, tr("Open"), partial(_open, path), *looks)


def _written(wish: FileWish, path: Path, reporter: Reporter) -> Sequence[str]:
    try:
        return wish.write(path, reporter) or ()
    except IsADirectoryError as error:
        raise NeedsYou(
            tr("{name} is a folder.", name=path.name), tr("Choose another name.")
        ) from error
    except PermissionError as error:
        raise NeedsYou(
            tr(
                "Can't write {name}: {parent} may not be written to.",
                name=path.name,
                parent=path.parent,
            ),
            tr("Choose another folder, or ask whoever owns it."),
        ) from error
    except OSError as error:
        raise WorldError(
            tr(
                "Can't write {name}: {lower}.",
                name=path.name,
                lower=(error.strerror or str(error)).lower(),
            ),
            tr("Is the disk full, or was it taken out? Save it again elsewhere."),
            detail=str(error),
        ) from error


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
