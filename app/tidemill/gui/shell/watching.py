"""What the shell itself keeps an eye on: the worker for the status bar, counts for the rail."""

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from tidemill.base.clock import monotonic
from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import spoken, tr
from tidemill.gui.bridge.feed import Behind, FeedWatch, Listener
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import numbers
from tidemill.gui.shell.page import Page
from tidemill.gui.shell.status_bar import Facts

if TYPE_CHECKING:
    from tidemill.domain.automations import Pause
    from tidemill.services.workers import WorkerState
    from tidemill.services.workspace import Workspace

_log = logging.getLogger(__name__)

_LOOK_EVERY_MS = 2000
_WEIGH_EVERY_S = 60.0
_STARTING_S = 15.0


def facts_of(
    state: "WorkerState",
    n_bytes: int | None,
    is_starting: bool = False,
    pause: "Pause | None" = None,
) -> Facts:
    """Put the worker's state into the words of the status bar; `pause` is that of everything."""
    known = Facts(
        queued=state.queued,
        folders=state.folders,
        n_bytes=n_bytes,
        is_paused=pause is not None,
    )
    if not state.is_running:
        if is_starting:
            return replace(known, status="working", word=tr("Worker is starting"))
        return replace(known, status="bad", word=tr("Worker is not running"), can_start=True)
    if not state.active and state.held:
        return replace(known, status="warn", word=tr("Worker waits"), doing=spoken(state.held))
    if not state.active and pause is not None:
        return replace(
            known, status="warn", word=tr("Everything is paused"), doing=spoken(pause.reason)
        )
    if not state.active and state.quiet:
        word = tr("Quiet hours")
        return replace(known, status="idle", word=word, doing=spoken(state.quiet), is_quiet=True)
    if not state.active:
        doing = tr("Nothing to do") if not state.queued else ""
        return replace(known, status="good", word=tr("Worker ready"), doing=doing)
    first = state.active[0]
    others = len(state.active) - 1
    doing = first.said or first.kind.replace(".", " ")
    if others:
        doing += tr(", and {integer} more", integer=numbers.integer(others))
    working = replace(known, status="working", word=tr("Worker running"), doing=doing)
    return replace(working, share=first.progress, job_id=first.id)


class ShellWatch(QObject):
    """Emits `facts(Facts)` and `badges(dict)` when they may have changed."""

    facts = Signal(object)
    badges = Signal(object)

    def __init__(
        self,
        workspace: "Workspace",
        operations: Operations,
        feed: FeedWatch,
        pages: Sequence[Page],
        parent: QObject | None = None,
    ) -> None:
        """Watch a workspace for pages that have badges."""
        super().__init__(parent)
        self._workspace = workspace
        self._operations = operations
        self._pages = [page for page in pages if page.badge is not None]
        self._n_bytes: int | None = None
        self._weighed_at = float("-inf")
        self._starting_until = 0.0
        self._status = Listener(
            feed,
            {"process", "job", "watch", "automation", "setting"},
            self,
            behind=Behind(operations, ("shell.status",)),
        )
        self._status.changed.connect(self.look)
        topics = frozenset[str]().union(*(page.badge_topics for page in self._pages))
        self._counts = Listener(
            feed, topics, self, pause_ms=500, behind=Behind(operations, ("shell.badges",))
        )
        self._counts.changed.connect(self.count)
        # A worker that was killed writes no news, so it is looked after now and then.
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self.look()
        self.count()

    def close(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._status.close()
        self._counts.close()

    def expect_worker(self) -> None:
        """A worker was just started: say so until it answers."""
        self._starting_until = monotonic() + _STARTING_S
        self.look()

    def look(self, _changed: object = None) -> None:
        """Ask for the worker's state, and now and then for the store's weight."""
        if self._operations.is_busy("shell.status"):
            return
        is_weighed = monotonic() - self._weighed_at > _WEIGH_EVERY_S
        work = partial(_looked, self._workspace, is_weighed)
        self._operations.run("shell.status", work, self._on_looked, self._on_failed)

    def count(self, _changed: object = None) -> None:
        """Ask every page for its badge."""
        if self._pages:
            work = partial(_counted, self._workspace, tuple(self._pages))
            self._operations.run("shell.badges", work, self._on_counted, self._on_failed)

    def _on_looked(self, found: "tuple[WorkerState, int | None, str, Pause | None]") -> None:
        state, n_bytes, database, pause = found
        if n_bytes is not None:
            self._n_bytes, self._weighed_at = n_bytes, monotonic()
        is_starting = monotonic() < self._starting_until
        facts = facts_of(state, self._n_bytes, is_starting, pause)
        self.facts.emit(replace(facts, database=database))

    def _on_counted(self, counts: dict[str, int]) -> None:
        self.badges.emit(counts)

    def _on_failed(self, error: TidemillError) -> None:
        _log.info("The status could not be read: %s", error)
        self.facts.emit(Facts("bad", tr("The workspace can't be read"), error.message))


def _looked(
    workspace: "Workspace", is_weighed: bool, reporter: Reporter
) -> "tuple[WorkerState, int | None, str, Pause | None]":
    from tidemill.services import red_pause, workers
    from tidemill.services import workspace as spaces

    n_bytes = None
    if is_weighed and workspace.is_shared:
        n_bytes = spaces.database_bytes(workspace)  # the files lie on a drive shared by many
    elif is_weighed:
        n_bytes = weight(workspace.folder, reporter)
    words = spaces.database_words(workspace)
    return workers.state(workspace), n_bytes, words, red_pause.paused(workspace)


def weight(folder: Path, reporter: Reporter) -> int:
    """Bytes that a folder and all below it take."""
    total = 0
    waiting = [folder]
    while waiting:
        reporter.check()
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        total += entry.stat(follow_symlinks=False).st_size
        except OSError:
            continue  # a file that went meanwhile weighs nothing
    return total


def _counted(workspace: "Workspace", pages: Sequence[Page], reporter: Reporter) -> dict[str, int]:
    counts = {}
    for page in pages:
        reporter.check()
        if page.badge is not None:
            counts[page.id] = page.badge(workspace)
    return counts
