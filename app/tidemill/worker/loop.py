"""The worker's loop: look into folders and at triggers, claim jobs, keep children at work."""

import logging
import signal
import threading
from types import FrameType

from tidemill.base.clock import monotonic
from tidemill.base.errors import WorldError
from tidemill.base.programs import own_command
from tidemill.jobs.children import Runner
from tidemill.jobs.leases import Leases
from tidemill.services import (
    batch_scans,
    deliveries,
    news,
    noticing,
    probation,
    run_intake,
    silent_folders,
    watching,
    workers,
)
from tidemill.services.job_kinds import kinds
from tidemill.services.monitoring import alerting, answered_looks
from tidemill.services.trigger_look import Look
from tidemill.services.workspace import Workspace
from tidemill.worker.care import Care
from tidemill.worker.door import Door
from tidemill.worker.folders import Folders, Hints
from tidemill.worker.services import Services

TICK_S = 0.1
SCAN_S = 1.0
BEAT_S = 3.0
AGES_S = 600.0
"""How often it is looked whether data is late."""
ANSWERS_S = 30.0
"""How often it is looked whether rows that were only answered are due for monitoring."""
TELL_S = 20.0
"""How often it is looked whether somebody is to be told where no news says so."""
LOOK_S = 2.0
"""How often the queue is looked at where no news says so: a job's time may have come."""
STAND_BY_S = 0.5
PATIENCE_S = 0.2
"""How long a tick waits for a folder that does not answer; its answer is taken at a later one."""
DONE_S = 0.25
LINGER_S = 3.0
TOLD_AGAIN_S = 60.0

log = logging.getLogger(__name__)


class Worker:
    """One worker on one workspace.

    `until_idle`: leave when nothing is left to do and no watched file waits. `leave_when_idle`:
    leave when, beyond that, no window is open, no watched or batch folder and no service is on,
    MLflow's interface need not stay and no trigger may start anything by itself.
    """

    def __init__(
        self, workspace: Workspace, *, until_idle: bool = False, leave_when_idle: bool = False
    ) -> None:
        self._workspace = workspace
        self._wake = threading.Event()
        self._scanner = watching.Scanner(workspace, PATIENCE_S, self._wake.set)
        self._batches = batch_scans.BatchScanner(workspace, PATIENCE_S, self._wake.set)
        self._until_idle, self._leave_when_idle = until_idle, leave_when_idle
        self._is_stopping = False
        self._idle_since: float | None = None
        self._next_scan = self._next_beat = self._next_look = self._next_done = 0.0
        self._next_ages = self._next_telling = self._next_answers = 0.0
        self._waiting = 0
        self._told = ("", 0.0)
        self._is_first = True
        self._care = Care(workspace)
        self._triggers = Look(workspace)
        self._services = Services(workspace)
        self._door = Door(workspace)

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
        identity = workers.register(workspace, workers.STANDBY)
        try:
            if self._stand_by(identity):
                self._work(identity)
        finally:
            workers.unregister(workspace, identity)
            workers.tidy(workspace)

    def _stand_by(self, identity: str) -> bool:
        """Wait until no other is at work here; False if this one is to leave before."""
        is_told = False
        while not self._is_stopping:
            try:
                other = workers.take_over(self._workspace, identity)
                if other is None:
                    return True
                if self._leave_when_idle or (self._until_idle and self._has_nothing()):
                    return False
                if not is_told:
                    log.warning(
                        "A worker is already at work on this workspace (process %d). "
                        "This one stands by and takes its place when it is gone.",
                        other.pid,
                    )
                is_told = True
            except WorldError as error:
                self._tell(error)
            self._wake.wait(STAND_BY_S)
        return False

    def _has_nothing(self) -> bool:
        waiting = watching.scan(self._workspace).waiting
        waiting += batch_scans.scan(self._workspace).waiting
        return not waiting and not workers.has_work(self._workspace)

    def _work(self, identity: str) -> None:
        workspace = self._workspace
        reader = news.Reader(workspace)
        folders = Folders(self._wake)
        runner = Runner(
            workspace.store,
            kinds(),
            workspace,
            identity,
            own_command("-w", str(workspace.place), "run-job"),
            environment=workspace.environment(),
        )
        try:
            leases = workers.recover(workspace, identity)
            self._loop(identity, reader, folders, runner, leases)
        finally:
            runner.close()
            folders.close()
            self._scanner.close()
            self._batches.close()
            reader.close()

    def _loop(
        self,
        identity: str,
        reader: news.Reader,
        folders: Folders,
        runner: Runner,
        leases: Leases,
    ) -> None:
        look = True
        while not self._is_stopping:
            try:
                items = reader.poll()
                self._scanner.heard(items)
                self._batches.heard(items)
                topics = {"job", "watch"} if items is None else {n.topic for n in items}
                look = look or not topics.isdisjoint(("job", "watch"))
                if "watch" in topics:
                    self._next_scan = 0.0
                if not topics.isdisjoint(("notice", "delivery", "channel")):
                    self._next_beat = self._next_telling = 0.0
                self._triggers.hear(items)
                self._care.hear(items)
                self._services.hear(items)
                self._services.tick()
                self._door.hear(items)
                self._door.tick()
                runner.policy = self._care.policy()
                if self._is_first:
                    self._look_into_folders(folders, runner)
                    if self._batches.scan().waiting:
                        runner.rouse()
                    self._triggers.now()
                n_before = len(runner.jobs)
                busy = runner.tick(look=look or self._is_time_to_look())
                look = len(runner.jobs) < n_before  # a slot is free
                self._beat(identity, runner, leases)
                if self._is_first and not busy:
                    self._care.tidy_a_little()
                if self._is_done(busy=busy or look):
                    return
            except WorldError as error:
                self._tell(error)
            self._wake.wait(TICK_S)
            self._wake.clear()

    def _tell(self, error: WorldError) -> None:
        """Say what is in the way, once and then once in a while: it is met at every tick."""
        words, now = f"{error.message} {error.hint}", monotonic()
        if words != self._told[0] or now - self._told[1] > TOLD_AGAIN_S:
            self._told = (words, now)
            log.warning("%s", words)

    def _is_time_to_look(self) -> bool:
        if monotonic() < self._next_look:
            return False
        self._next_look = monotonic() + LOOK_S
        return True

    def _look_into_folders(self, folders: Folders, runner: Runner) -> None:
        hints = folders.hints()
        is_due = monotonic() >= self._next_scan
        if hints == Hints() and not is_due and not self._scanner.has_answers:
            return
        if is_due:
            self._next_scan = monotonic() + SCAN_S
        found = self._scanner.scan(hints.closed, stirred=hints.stirred, polled=folders.polled)
        folders.follow(self._scanner.watches(), self._scanner.marks())
        self._waiting = found.waiting
        if (silent := self._scanner.silent()) and runner.jobs:
            caught = silent_folders.caught(self._workspace, runner.jobs, silent)
            runner.postpone(caught, silent_folders.PUT_BACK, silent_folders.AGAIN_S)
        if found.waiting:  # there will be a job once the file is whole
            runner.rouse()

    def _beat(self, identity: str, runner: Runner, leases: Leases) -> None:
        if monotonic() < self._next_beat:
            return
        self._next_beat = monotonic() + BEAT_S
        jobs = runner.jobs
        held, quiet = self._care.held, self._care.quiet
        ready = f"{workers.HELD}{held}" if held else f"{workers.QUIET}{quiet}" if quiet else "ready"
        workers.beat(self._workspace, identity, jobs[0].kind if jobs else ready)
        run_intake.collect(self._workspace)
        probation.look_all(self._workspace)
        if monotonic() >= self._next_telling:
            self._next_telling = monotonic() + TELL_S
            noticing.look(self._workspace)
            deliveries.look(self._workspace)
        if monotonic() >= self._next_ages:
            self._next_ages = monotonic() + AGES_S
            alerting.look_at_ages(self._workspace)
        if monotonic() >= self._next_answers:
            self._next_answers = monotonic() + ANSWERS_S
            answered_looks.ask_all(self._workspace)
        at_work = [job.id for job in jobs]
        self._is_first = workers.look_after(self._workspace, identity, leases, at_work)

    def _is_done(self, *, busy: bool) -> bool:
        if not (self._until_idle or self._leave_when_idle):
            return False
        if busy or self._waiting or self._batches.last.waiting:
            self._idle_since = None
            return False
        if monotonic() < self._next_done:
            return False
        self._next_done = monotonic() + DONE_S
        # One that is to leave when all is done does not stay for what waits for the morning.
        only = kinds().light if self._until_idle and self._care.quiet else None
        if workers.has_work(self._workspace, only):
            self._idle_since = None
            return False
        if self._until_idle:
            return not (self._is_first and self._triggers.at_once())
        is_needed = (
            workers.state(self._workspace).folders
            or self._triggers.is_needed
            or self._services.is_needed
            or self._door.is_needed
            or self._batches.is_needed
        )
        if is_needed or workers.alive(self._workspace, "window"):
            self._idle_since = None
            return False
        if self._idle_since is None:
            self._idle_since = monotonic()
        return monotonic() - self._idle_since > LINGER_S
