"""One workspace open in the window, from opening to saying goodbye."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.database_urls import Place
from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.gui.bridge.feed import FeedWatch
from tidemill.gui.bridge.operations import Operations
from tidemill.gui.kit import explained
from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.shell import imports

if TYPE_CHECKING:
    from tidemill.domain.people import Person
    from tidemill.domain.terms import Term
    from tidemill.services.workspace import Workspace

_log = logging.getLogger(__name__)


class Session(QObject):
    """Opens a workspace off the GUI thread; emits `opened` or `failed(TidemillError)`.

    The window is registered in the store, so that the worker knows somebody looks on.
    """

    opened = Signal()
    failed = Signal(object)
    worker_started = Signal()

    def __init__(
        self,
        place: Place,
        is_new_allowed: bool = True,
        starts_worker: bool = True,
        is_remembered: bool = True,
        parent: QObject | None = None,
    ) -> None:
        """Prepare to open `place`, which is made a workspace if that is allowed."""
        super().__init__(parent)
        self.place = place
        self.whereabouts = ""
        self.operations = Operations(self)
        self.workspace: Workspace | None = None
        self.feed: FeedWatch | None = None
        self._is_new_allowed = is_new_allowed
        self._starts_worker = starts_worker
        self._is_remembered = is_remembered
        self._first = ""
        self._later: tuple[str, ...] = ()
        self._made: list[tuple[Workspace, str]] = []
        self._opened: Workspace | None = None
        self._first_imports, self._later_imports = Gradually(self), Gradually(self)
        self._first_imports.done.connect(self._on_ready)

    def open(self, first: str = "", later: Sequence[str] = ()) -> None:
        """Begin; the module of the `first` page is imported before it is shown.

        `later` are those of the other pages, and what is heavy.
        """
        self._first, self._later = first, tuple(later)
        self.operations.run("session.open", self._open, self._on_opened, self._on_failed)

    def is_busy(self) -> bool:
        """Whether it still opens, or imports what may be wanted next."""
        imports_left = self._first_imports.is_busy() or self._later_imports.is_busy()
        return imports_left or self.operations.is_busy("session.")

    def ensure_worker(self) -> None:
        """Start a worker if none lives."""
        if self.workspace is not None:
            work = partial(_ensured, self.workspace)
            self.operations.run("session.worker", work, self._on_worker)

    def close(self) -> bool:
        """End threads, strike the window off, close the store; True if all ended in time."""
        self._first_imports.start(())
        self._later_imports.start(())
        has_ended = self.operations.close()
        if self.feed is not None:
            self.feed.close()
        for workspace, identity in self._made:
            _goodbye(workspace, identity)
        self._made.clear()
        self.workspace = None
        return has_ended

    def act_as(self, person: "Person") -> None:
        """Go on as a person whose name changed."""
        if self.workspace is not None:
            self.workspace = self.workspace.acting_as(person)

    def _open(self, reporter: Reporter) -> "tuple[Workspace, tuple[str, ...]]":
        """Open in a thread; what was opened is kept, so that `close` finds it in any case."""
        from tidemill.services import recent, workers
        from tidemill.services import workspace as spaces

        open_it = spaces.create if self._is_new_allowed else spaces.open_existing
        workspace = open_it(self.place)
        self._made.append((workspace, ""))
        reporter.check()
        self._made[-1] = (workspace, workers.register(workspace, "window"))
        self.whereabouts = spaces.whereabouts(workspace)
        if self._is_remembered:
            recent.remember(self.place)
        import_module("tidemill.services.news")
        return workspace, imports.brought([self._first] if self._first else [], reporter)

    def _on_opened(self, opened: "tuple[Workspace, tuple[str, ...]]") -> None:
        self._opened, left = opened
        if left:
            self._first_imports.start([partial(imports.imported, name) for name in left])
        else:
            self._on_ready()

    def _on_ready(self) -> None:
        from tidemill.services import news

        assert self._opened is not None
        self.workspace = self._opened
        self.feed = FeedWatch(partial(news.Reader, self.workspace), self)
        self.feed.start()
        if self._starts_worker:
            self.ensure_worker()
        self.opened.emit()
        work = partial(imports.brought, self._later)
        self.operations.run("session.warm", work, self._on_brought, _nothing_said)

    def _on_brought(self, left: tuple[str, ...]) -> None:
        self._later_imports.start([partial(imports.imported, name) for name in left])
        self.operations.run("session.glossary", _glossary, explained.learn, _nothing_said)

    def _on_failed(self, error: TidemillError) -> None:
        self.failed.emit(error)

    def _on_worker(self, was_started: bool) -> None:
        if was_started:
            self.worker_started.emit()


def _ensured(workspace: "Workspace", _reporter: Reporter) -> bool:
    from tidemill.services import workers

    return workers.ensure(workspace)


def _glossary(_reporter: Reporter) -> "Callable[[str], Term | None]":
    from tidemill.services import glossary

    glossary.terms()  # read here, so that whoever points at a number does not wait
    return glossary.find


def _nothing_said(error: TidemillError) -> None:
    _log.info("Importing ahead failed: %s", error.detail or error)


def _goodbye(workspace: "Workspace", identity: str) -> None:
    from tidemill.services import workers

    try:
        if identity:
            workers.unregister(workspace, identity)
    except TidemillError as error:
        # A window that could not say goodbye is struck off by the next process that looks.
        _log.info("The window could not say goodbye: %s", error)
    workspace.close()
