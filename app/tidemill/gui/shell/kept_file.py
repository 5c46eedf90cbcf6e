"""Small things that outlive the window: each lies in a file of the person's, one for each store."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base import atomic, hashing, places
from tidemill.base.errors import TidemillError, WorldError

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.workspace import Workspace

_log = logging.getLogger(__name__)
_PAUSE_MS = 500


def file_for(workspace: "Workspace", folder: str, ending: str) -> Path:
    """Where something is kept about a workspace."""
    named = hashing.of_bytes(str(workspace.folder).encode())[:24]
    return places.settings_file().with_name(folder) / f"{named}.{ending}"


def put(path: Path, data: bytes) -> None:
    """Keep bytes, nothing where there are none; a disk that refuses is noted in the log only."""
    try:
        if not data:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, data)
    except (OSError, WorldError) as error:
        _log.info("%s could not be kept: %s", path.name, error)


def got(path: Path) -> bytes:
    """What was kept; nothing where the file is missing or can't be read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


class KeptFile(QObject):
    """Reads a value once, `remembered(value)`, and keeps new ones within half a second.

    Who keeps another before it was read has decided already: then `remembered(None)` tells only
    that reading is over.
    """

    remembered = Signal(object)

    def __init__(
        self,
        context: "PageContext",
        path: Path,
        read: Callable[[Path], Any],
        write: Callable[[Path, Any], None],
        parent: QObject,
        owner: str,
    ) -> None:
        """Begin to read, off the GUI thread; `owner` is the page whose operations these are."""
        super().__init__(parent)
        self._context, self._path = context, path
        self._owner = owner
        self._kept: Any = None
        self._n_kept = 0
        self._file = _InOrder(path, write)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._write)
        work = partial(_read, read, path)
        key = f"{owner}.list.kept.{path.parent.name}"
        context.operations.run(key, work, self._on_read, self._on_unread)

    def _on_read(self, value: object) -> None:
        self.remembered.emit(value if self._kept is None else None)

    def _on_unread(self, error: TidemillError) -> None:
        _log.info("%s could not be read: %s", self._path.name, error)
        self.remembered.emit(None)

    def keep(self, value: object) -> None:
        """Keep a value soon; of several that follow each other quickly the newest alone."""
        self._kept = value
        self._n_kept += 1
        if not self._soon.isActive():
            self._soon.start()

    def _write(self) -> None:
        work = partial(_write, self._file, self._n_kept, self._kept)
        key = f"{self._owner}.keep.{self._path.parent.name}"
        self._context.operations.run(key, work, _nothing)

    def close(self) -> None:
        """Keep what is not kept yet; a small file, so it is written here."""
        if self._soon.isActive():
            self._soon.stop()
            self._file.put(self._n_kept, self._kept)


class _InOrder:
    """Writes values into a file, by threads that may overtake each other: the newest one stays."""

    def __init__(self, path: Path, write: Callable[[Path, Any], None]) -> None:
        self._path, self._write = path, write
        self._n_put = 0
        self._lock = threading.Lock()

    def put(self, number: int, value: object) -> None:
        """Write the value of a number, unless one of a higher number is written already."""
        with self._lock:
            if number > self._n_put:
                self._write(self._path, value)
                self._n_put = number


def _read(read: Callable[[Path], Any], path: Path, _reporter: "Reporter") -> Any:
    return read(path)


def _write(file: _InOrder, number: int, value: object, _reporter: "Reporter") -> None:
    file.put(number, value)


def _nothing(_done: None) -> None:
    """There is nothing to do once it is kept."""
