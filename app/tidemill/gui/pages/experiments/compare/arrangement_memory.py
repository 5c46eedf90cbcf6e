"""How a person arranged the plots, kept in a small file of their own, one line for each task."""

import json
import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base import atomic, places
from tidemill.base.errors import WorldError

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext

_log = logging.getLogger(__name__)


def file() -> Path:
    """Where it lies."""
    return places.settings_file().with_name("compare_plots.json")


def read(path: Path) -> dict[str, str]:
    """What was kept; nothing where the file is missing or odd."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(task): text for task, text in known.items() if isinstance(text, str)}


def write(path: Path, kept: dict[str, str]) -> None:
    """Keep it; a disk that refuses is noted in the log only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(path, json.dumps(kept, indent=1).encode())
    except (OSError, WorldError) as error:
        _log.info("The arrangement of plots could not be kept: %s", error)


class ArrangementMemory(QObject):
    """Reads the arrangements once and writes them as they change.

    `changed(kept)` tells what is kept now, task by task; `remembered()` that it was read, or that
    a saved view brought others, so that the plots are to be arranged anew.
    """

    remembered = Signal()
    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject) -> None:
        """Begin to read, off the GUI thread."""
        super().__init__(parent)
        self._context = context
        self._kept: dict[str, str] = {}
        self._is_writing, self._is_kept = False, True
        self.is_read = False
        path = file()
        context.operations.run("compare.arrangement", partial(_read, path), self._on_read)

    def _on_read(self, kept: dict[str, str]) -> None:
        if not self.is_read:
            self._kept = kept | self._kept
            self.is_read = True
            self.changed.emit(dict(self._kept))
            self.remembered.emit()

    def take(self, kept: Mapping[str, str]) -> None:
        """Arrange the plots as a saved view says: tasks it does not name as usual."""
        if self.is_read and kept == self._kept:
            return
        self._kept, self.is_read = dict(kept), True
        self._is_kept = False
        self._write_next()
        self.changed.emit(dict(kept))
        self.remembered.emit()

    def text(self, task: str) -> str | None:
        """What was arranged for a task; None where nobody arranged anything."""
        return self._kept.get(task)

    def keep(self, task: str, text: str | None) -> None:
        """Keep an arrangement; None is the usual again."""
        if self._kept.get(task) == text:
            return
        if text is None:
            self._kept.pop(task, None)
        else:
            self._kept[task] = text
        self._is_kept = False
        self._write_next()
        self.changed.emit(dict(self._kept))

    def _write_next(self) -> None:
        """Write one after the other: two at once could end in the wrong order."""
        if self._is_writing or self._is_kept:
            return
        self._is_writing, self._is_kept = True, True
        work = partial(_write, file(), dict(self._kept))
        self._context.operations.run("arrangement.keep", work, self._on_written)

    def _on_written(self, _done: None) -> None:
        self._is_writing = False
        self._write_next()


def _read(path: Path, _reporter: "Reporter") -> dict[str, str]:
    return read(path)


def _write(path: Path, kept: dict[str, str], _reporter: "Reporter") -> None:
    write(path, kept)
