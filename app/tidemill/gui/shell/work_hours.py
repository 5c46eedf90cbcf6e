"""What goes on and what waits: everything automatic, and heavy jobs in quiet hours."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from tidemill.base.errors import TidemillError
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.gui.bridge.operations import Operations

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace


class Shows(Protocol):
    """What the window does for this."""

    def workspace(self) -> "Workspace | None": ...
    def operations(self) -> Operations | None: ...
    def toast(
        self,
        text: str,
        action: str = "",
        on_action: Callable[[], None] | None = None,
        icon: str = "circle-check",
        tone: str = "good",
    ) -> None: ...
    def problem(self, error: TidemillError) -> None: ...


class WorkHours(QObject):
    """Does what the status bar, the icon beside the clock and the palette ask of the worker."""

    def __init__(self, window: QObject, shows: Shows) -> None:
        """Act on the window's workspace, whichever that is."""
        super().__init__(window)
        self._shows = shows

    def resume_all(self) -> None:
        """Let everything automatic go on."""
        self._do(_resumed, self._on_resumed)

    def run_now(self) -> None:
        """Let heavy jobs go on until the present quiet hours end."""
        self._do(run_now, self._on_running)

    def rest_again(self) -> None:
        """Let quiet hours hold heavy jobs back again."""
        self._do(rest_again, self._on_resting)

    def _do(self, act: Callable[["Workspace"], None], done: Callable[[object], None]) -> None:
        workspace, operations = self._shows.workspace(), self._shows.operations()
        if workspace is None or operations is None:
            return
        at = workspace

        def work(_reporter: Reporter) -> None:
            act(at)

        operations.change("shell.work_hours", work, done, self._shows.problem)

    def _on_resumed(self, _nothing: object) -> None:
        self._shows.toast(tr("Everything automatic goes on."), icon="play")

    def _on_running(self, _nothing: object) -> None:
        words = tr("Heavy jobs go on until the quiet hours end.")
        self._shows.toast(words, tr("Keep quiet"), self.rest_again, "play")

    def _on_resting(self, _nothing: object) -> None:
        self._shows.toast(tr("Heavy jobs wait until the quiet hours end."), icon="moon")


def _resumed(workspace: "Workspace") -> None:
    from tidemill.services import red_pause

    red_pause.resume_all(workspace)


def run_now(workspace: "Workspace") -> None:
    """As `WorkHours.run_now`; not for the window's own thread."""
    from tidemill.services import work_hours

    work_hours.run_now(workspace)


def rest_again(workspace: "Workspace") -> None:
    """As `WorkHours.rest_again`; not for the window's own thread."""
    from tidemill.services import work_hours

    work_hours.rest_again(workspace)
