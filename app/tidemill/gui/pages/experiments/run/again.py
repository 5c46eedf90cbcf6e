"""Running a run again: asks the worker, waits in an operation, tells when it is over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from tidemill.base.errors import TidemillError
from tidemill.domain.reproductions import Outcome
from tidemill.gui.bridge.job_waiting import seen_done

if TYPE_CHECKING:
    from tidemill.base.progress import Reporter
    from tidemill.domain.jobs import Job
    from tidemill.gui.shell.page import PageContext

_GOOD = (Outcome.EQUAL, Outcome.CLOSE)


class Again(QObject):
    """`changed(is_running)` tells that it began and that it is over, well or not."""

    changed = Signal(bool)

    def __init__(self, context: "PageContext", key: str, parent: QObject) -> None:
        """Take the key of the operation that waits."""
        super().__init__(parent)
        self._context = context
        self._key = key
        self._is_running = False

    def start(self, run_id: str) -> None:
        """Begin, unless it goes on already."""
        if self._is_running:
            return
        self._tell(True)
        workspace = self._context.workspace

        def work(reporter: "Reporter") -> "Job":
            from tidemill.services import reproductions

            return seen_done(workspace, reproductions.ask(workspace, run_id), reporter)

        self._context.operations.run(self._key, work, self._on_done, self._on_failed)

    def forget(self) -> None:
        """Wait no more; the worker goes on."""
        self._is_running = False

    def _on_done(self, job: "Job") -> None:
        self._tell(False)
        outcome = (job.result.get("reproduction") or {}).get("outcome", Outcome.EQUAL)
        if outcome in _GOOD:
            self._context.toast(job.message)
        else:
            self._context.toast(job.message, "", None, "triangle-alert", "warn")

    def _on_failed(self, error: TidemillError) -> None:
        self._tell(False)
        self._context.problem(error)

    def _tell(self, is_running: bool) -> None:
        self._is_running = is_running
        self.changed.emit(is_running)
