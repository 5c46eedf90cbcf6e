"""One workspace open in the window, from opening to saying goodbye."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
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
from tidemill.gui.shell.desk import Drawer, drawer_of
from tidemill.gui.shell.page import parts_of

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
        self.drawer: Drawer | None = None
        """Where what the person left lying in this workspace is kept, if anything is."""
        self._first = ""
        self._modules: Mapping[str, str] = {}
        self._later: tuple[str, ...] = ()
        self._made: list[tuple[Workspace, str]] = []
        self._opened: Workspace | None = None
        self._first_imports, self._later_imports = Gradually(self), Gradually(self)
        self._first_imports.done.connect(self._on_ready)

    def open(
        self, first: str = "", later: Sequence[str] = (), modules: Mapping[str, str] | None = None
    ) -> None:
        """Begin; the module of the `first` page is imported before it is shown.

        `later` are those of the other pages, and what is heavy. With `modules`, by place, it is
        that of the page that was left where the window was cut off.
        """
        self._first, self._later, self._modules = first, tuple(later), modules or {}
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
        if self.drawer is not None:
            self.drawer.close()
        self.workspace = None
        return has_ended

    def rename_person(
        self,
        name: str,
        done: Callable[["Person"], None],
        failed: Callable[[TidemillError], None],
    ) -> None:
        """Give the person who acts here another name, and go on as who they are then."""
        if self.workspace is None:
            return
        work = partial(_renamed, self.workspace, replace(self.workspace.person, display=name))
        then = partial(self._act_as, done)
        self.operations.run("shell.person", work, then, failed)

    def _act_as(self, done: Callable[["Person"], None], person: "Person") -> None:
        if self.workspace is not None:
            self.workspace = self.workspace.acting_as(person)
            done(person)

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
            self._take_drawer(workspace)
        import_module("tidemill.services.news")
        return workspace, imports.brought([self._first] if self._first else [], reporter)

    def _take_drawer(self, workspace: "Workspace") -> None:
        drawer = self.drawer = drawer_of(workspace)
        if drawer is not None and drawer.desk.is_open:
            place = next(iter(parts_of(drawer.desk.address)), "")
            self._first = self._modules.get(place, self._first)

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


def _renamed(workspace: "Workspace", person: "Person", _reporter: Reporter) -> "Person":
    from tidemill.services import people

    return people.put(workspace, person)


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
