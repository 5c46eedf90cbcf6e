"""The selection outlives the window: it is kept in a small file of the person's, a store each."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base import atomic, hashing, places
from tidemill.base.errors import WorldError
from tidemill.gui.pages.experiments.selection import RunSelection

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

_log = logging.getLogger(__name__)
_PAUSE_MS = 500


def selection_file(workspace: "Workspace") -> Path:
    """Where the selection of a workspace's runs lies."""
    named = hashing.of_bytes(str(workspace.folder).encode())[:24]
    return places.settings_file().with_name("selections") / f"{named}.keys"


def read(path: Path) -> RunSelection:
    """What was kept; nothing where the file is missing or odd."""
    try:
        data = path.read_bytes()
    except OSError:
        return RunSelection()
    usable = len(data) - len(data) % 8
    return RunSelection.of(np.frombuffer(data[:usable], dtype="<i8"))


def write(path: Path, selection: RunSelection) -> None:
    """Keep a selection; a disk that refuses is noted in the log only."""
    try:
        if not len(selection):
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, selection.keys.astype("<i8").tobytes())
    except (OSError, WorldError) as error:
        _log.info("The selection could not be kept: %s", error)


class SelectionMemory(QObject):
    """Brings back the last selection, `remembered(RunSelection)`, and keeps new ones."""

    remembered = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Read what was kept, off the GUI thread."""
        super().__init__(parent)
        self._context = context
        self._path = selection_file(context.workspace)
        self._kept: RunSelection | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._write)
        path = self._path

        def work(_reporter: "Reporter") -> RunSelection:
            return read(path)

        context.operations.run("experiments.list.selection", work, self._on_read)

    def _on_read(self, selection: RunSelection) -> None:
        if self._kept is None and len(selection):
            self.remembered.emit(selection)

    def keep(self, selection: RunSelection) -> None:
        """Keep a selection, once it has rested."""
        self._kept = selection
        self._soon.start()

    def _write(self) -> None:
        kept, path = self._kept, self._path
        if kept is None:
            return

        def work(_reporter: "Reporter") -> None:
            write(path, kept)

        self._context.operations.run("experiments.keep.selection", work, _nothing)

    def close(self) -> None:
        """Keep what is not kept yet; a small file, so it is written here."""
        if self._soon.isActive() and self._kept is not None:
            self._soon.stop()
            write(self._path, self._kept)


def _nothing(_done: None) -> None:
    """There is nothing to do once it is kept."""
