"""Keeps what the notification centre shows up to date; `changed` tells of a new picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.gui.bridge.feed import Behind, Listener
from tidemill.gui.shell.centre.state import CentreState, Which, state_of

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.gui.shell.page import PageContext
    from tidemill.services.notice_centre import Entry
    from tidemill.services.workspace import Workspace

TOPICS = {
    "notice",
    "seen notice",
    "incident",
    "alert",
    "channel",
    "comment",
    "file",
    "job",
    "model",
    "setting",
}
_KEY = "shell.centre.load"
_PAUSE_MS = 1000


@dataclass(frozen=True)
class Loaded:
    """What the services say: all entries, and by which channels people are told as well."""

    entries: "tuple[Entry, ...]"
    channels: tuple[str, ...]
    now: datetime


class CentreViewModel(QObject):
    """Holds the picture, also while the centre is closed: the bell counts."""

    changed = Signal(object)

    def __init__(self, context: "PageContext", parent: QObject | None = None) -> None:
        """Load at once and at news."""
        super().__init__(parent)
        self._context = context
        self.state = CentreState()
        self._loaded: Loaded | None = None
        self._which: Which = "mine"
        behind = Behind(context.operations, (_KEY,))
        self._news = Listener(context.feed, TOPICS, self, pause_ms=_PAUSE_MS, behind=behind)
        self._news.changed.connect(self.reload)
        self.reload()

    def close(self) -> None:
        """Listen no more."""
        self._news.close()

    def reload(self, _changed: object = None) -> None:
        """Ask the services again."""
        work = partial(_load, self._context.workspace)
        self._context.operations.run(_KEY, work, self._on_loaded, self._on_failed)

    def choose(self, which: Which) -> None:
        """Show what is for the person, or everything."""
        self._which = which
        self._draw()

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._draw()

    def _on_failed(self, error: TidemillError) -> None:
        """Say so where nothing is known yet; else what is known stays, and the next news asks."""
        if self._loaded is None:
            self._set(CentreState("error", self._which, failure=error.message))

    def _draw(self) -> None:
        if self._loaded is not None:
            known = self._loaded
            self._set(state_of(known.entries, known.channels, self._which, known.now))

    def _set(self, state: CentreState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit(state)


def _load(workspace: "Workspace", _reporter: "Reporter") -> Loaded:
    from tidemill.services import channels, notice_centre

    named: Sequence[str] = [one.name for one in channels.every(workspace) if one.is_on]
    found = tuple(notice_centre.entries(workspace))
    return Loaded(found, tuple(named), workspace.clock.now())
