"""Closing the window while work goes on: first looked at, then asked, then done."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.gui.shell.closing_sheet import ClosingSheet
from tidemill.gui.shell.tray import come_up
from tidemill.gui.shell.window import Frame

if TYPE_CHECKING:
    from tidemill.gui.shell.desk_keeper import DeskKeeper
    from tidemill.gui.shell.session import Session
    from tidemill.services.closing import GoingOn
    from tidemill.services.workspace import Workspace


class Closing(QObject):
    """Decides whether the window may be closed at once; else asks, and closes it when answered."""

    def __init__(self, window: Frame, open_here: "Callable[[], Session | None]") -> None:
        """Nothing is asked yet; `open_here` tells which workspace is open."""
        super().__init__(window)
        self._window, self._open_here = window, open_here
        self.desk: DeskKeeper | None = None
        self.sheet: ClosingSheet | None = None
        self._before: tuple[str, ...] = ()

    def may_close(self) -> bool:
        """Whether nothing was at work when the status bar was last told; else it is looked at."""
        facts, session = self._window.status_bar.facts, self._open_here()
        is_quiet = facts.status != "working" and not facts.queued
        if session is None or session.workspace is None or is_quiet:
            return True
        if self.sheet is None:
            work = partial(_looked, session.workspace)
            operations = session.operations
            operations.run("shell.closing", work, self._on_looked, self._on_failed)
        return False

    def _on_looked(self, found: "GoingOn") -> None:
        window = self._window
        if not found.work:
            window.close_now()
            return
        desk = self.desk
        half_made = [] if desk is None else desk.half_made()
        self._before = () if desk is None else desk.desk.sheet
        sheet = self.sheet = ClosingSheet(window, found, half_made)
        ids = tuple(one.id for one in found.work)
        sheet.accepted.connect(window.close_now)
        sheet.stop_wanted.connect(partial(self._stop, ids))
        sheet.closed.connect(self._on_closed)
        come_up(window)  # it may be asked from the icon beside the clock
        window.open_sheet(sheet)

    def _on_failed(self, _error: TidemillError) -> None:
        """What can't be looked at holds nobody: the worker is a process of its own."""
        self._window.close_now()

    def _stop(self, ids: tuple[int, ...]) -> None:
        session, sheet = self._open_here(), self.sheet
        if session is None or session.workspace is None or sheet is None:
            return
        sheet.stop.set_busy(True)
        sheet.primary.setEnabled(False)
        work = partial(_stopped, session.workspace, ids)
        session.operations.change("shell.stop", work, self._on_stopped, self._on_refused)

    def _on_stopped(self, _n_asked: int) -> None:
        self._window.close_now()

    def _on_refused(self, error: TidemillError) -> None:
        if self.sheet is not None:
            self.sheet.close_sheet()
        self._window.problem(error)

    def _on_closed(self) -> None:
        """The person stays: what lay there before lies there again."""
        sheet, self.sheet = self.sheet, None
        if sheet is not None and sheet.is_left:
            any(self._window.commands.run(command) for command in self._before)


def _looked(workspace: "Workspace", _reporter: Reporter) -> "GoingOn":
    from tidemill.services import closing

    return closing.going_on(workspace)


def _stopped(workspace: "Workspace", ids: tuple[int, ...], _reporter: Reporter) -> int:
    from tidemill.services import closing

    return closing.stop(workspace, ids)
