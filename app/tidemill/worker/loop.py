"""The worker's loop: look into folders and at triggers, claim jobs, keep children at work."""

import logging
import signal
import threading
from types import FrameType

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.base.programs import own_command
from tidemill.jobs import queue
from tidemill.jobs.children import Runner
from tidemill.services import news, run_intake, watching, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.worker.folders import Folders, Hints

TICK_S = 0.1
SCAN_S = 1.0
BEAT_S = 3.0
LINGER_S = 3.0

log = logging.getLogger(__name__)


class Worker:
    """One worker on one workspace.

    `until_idle`: leave when nothing is left to do and no watched file waits. `leave_when_idle`:
    leave when, beyond that, no window is open, no watched folder is on and no trigger may start
    anything by itself.
    """

    def __init__(
        self, workspace: Workspace, *, until_idle: bool = False, leave_when_idle: bool = False
    ) -> None:
        self._workspace = workspace
        self._scanner = watching.Scanner(workspace)
        self._until_idle, self._leave_when_idle = until_idle, leave_when_idle
        self._is_stopping = False
        self._wake = threading.Event()
        self._idle_since: float | None = None
        self._next_scan = self._next_beat = 0.0
        self._waiting = 0
        self._triggers = Look(workspace)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Leave at the next tick; what is being done goes back into the queue.

        Only a flag: a signal may come while this thread holds the lock of its own event, and
        setting that event then would wait for ever.
        """
        self._is_stopping = True

    def stop_on_signals(self) -> None:
        """Leave in order when the system asks."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)

    def run(self) -> None:
        """Work until told to stop, or as the options say."""
        workspace = self._workspace
        identity = workers.register(workspace, "worker", only_one=True)
        reader = news.Reader(workspace)
        folders = Folders(self._wake)
        command = own_command("-w", str(workspace.place), "run-job")
        runner = Runner(
            workspace.store,
            kinds(),
            workspace,
            identity,
            command,
            environment=workspace.environment(),
        )
        try:
            workers.recover(workspace, identity)
            self._loop(identity, reader, folders, runner)
        finally:
            runner.close()
            folders.close()
            reader.close()
            workers.unregister(workspace, identity)
            workers.tidy(workspace)

    def _loop(self, identity: str, reader: news.Reader, folders: Folders, runner: Runner) -> None:
        look = True
        while not self._is_stopping:
            try:
                items = reader.poll()
                self._scanner.heard(items)
                look = look or items is None or any(n.topic in ("job", "watch") for n in items)
                self._look_into_folders(folders)
                self._triggers.hear(items)
                self._triggers.now()
                n_before = len(runner.jobs)
                busy = runner.tick(look=look)
                look = len(runner.jobs) < n_before  # a slot is free
                self._beat(identity, runner)
                if self._is_done(busy=busy or look):
                    return
            except WorldError as error:
                log.warning("%s %s", error.message, error.hint)
            self._wake.wait(TICK_S)
            self._wake.clear()

    def _look_into_folders(self, folders: Folders) -> None:
        hints = folders.hints()
        if hints == Hints() and monotonic() < self._next_scan:
            return
        self._next_scan = monotonic() + SCAN_S
        folders.follow(self._scanner.watches())
        found = self._scanner.scan(hints.closed, stirred=hints.stirred, polled=folders.polled)
        self._waiting = found.waiting

    def _beat(self, identity: str, runner: Runner) -> None:
        if monotonic() < self._next_beat:
            return
        self._next_beat = monotonic() + BEAT_S
        jobs = runner.jobs
        workers.beat(self._workspace, identity, jobs[0].kind if jobs else "ready")
        run_intake.collect(self._workspace)
        for job in queue.abandoned(self._workspace.store, workers.living(self._workspace)):
            reason = "The worker that was at it is gone."
            queue.gave_up(self._workspace.store, kinds(), self._workspace, job, reason)

    def _is_done(self, *, busy: bool) -> bool:
        if not (self._until_idle or self._leave_when_idle):
            return False
        state = workers.state(self._workspace)
        if busy or self._waiting or state.active or state.queued:
            self._idle_since = None
            return False
        if self._until_idle:
            return not self._triggers.at_once()
        if state.folders or self._triggers.is_needed or workers.alive(self._workspace, "window"):
            self._idle_since = None
            return False
        if self._idle_since is None:
            self._idle_since = monotonic()
        return monotonic() - self._idle_since > LINGER_S
