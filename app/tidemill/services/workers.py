"""Which worker is at it, starting one, and windows that want one."""

import os
import subprocess
import threading
from dataclasses import dataclass
from datetime import timedelta

from tidemill.base import programs, spill_folders
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id
from tidemill.domain.jobs import Job
from tidemill.jobs import queue, resting
from tidemill.jobs.leases import Leases
from tidemill.services import script_folders, trash
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import feed, files, processes
from tidemill.store import jobs as job_rows
from tidemill.store.processes import Process

STALE_S = 15.0
LEAVING_S = 20.0
SOON_S = 900.0
WORKER, STANDBY = "worker", "standby"
QUIET = "Quiet: "
"""What the message of a worker begins with that begins no heavy job now."""
HELD = "Waiting: "
"""What the message of a worker begins with that begins no new job."""


_FAILED_STARTS = 2
"""So many in a row that end with an error as they begin are told instead of tried again."""


@dataclass(frozen=True)
class _OnItsWay:
    """A worker that this process started and has not seen at work yet."""

    process: subprocess.Popen[bytes]
    n_failed: int


_ON_THEIR_WAY: dict[str, _OnItsWay] = {}
_STARTING = threading.Lock()


@dataclass(frozen=True)
class WorkerState:
    """What the status bar says of the worker."""

    is_running: bool
    message: str
    active: tuple[Job, ...]
    queued: int
    folders: int

    @property
    def held(self) -> str:
        """Why no new job is begun, in a sentence; empty while jobs are."""
        return self.message.removeprefix(HELD) if self.message.startswith(HELD) else ""

    @property
    def quiet(self) -> str:
        """What quiet hours hold back, in a sentence; empty outside them."""
        return self.message.removeprefix(QUIET) if self.message.startswith(QUIET) else ""


def alive(workspace: Workspace, kind: str = "worker") -> list[Process]:
    """Processes of a kind that have the store open and live; on other hosts, by heartbeat."""
    with workspace.store.read() as connection:
        known = processes.every(connection, kind)
    return [p for p in known if _lives(workspace, p)]


def _lives(workspace: Workspace, process: Process) -> bool:
    if process.host == programs.host():
        if process.database == workspace.store.file_mark():
            return programs.is_alive(process.pid, process.born)
        if not workspace.is_shared:  # it has the original of a copy open
            return False
    age = (workspace.clock.now() - process.heartbeat_at).total_seconds()
    return age < STALE_S


def _is_here(workspace: Workspace, process: Process) -> bool:
    """Whether a process is on this computer and has this very store open."""
    mark = workspace.store.file_mark()
    return process.host == programs.host() and process.database == mark


def end(workspace: Workspace, among: list[Process] | None = None) -> bool:
    """End the workers, or some of them; True if there was one.

    What they are at goes back into the queue. Those on other computers stay; where there are only
    such, `NeedsYou` is raised, and `WorldError` for one that does not leave.
    """
    if among is None:  # those that stand by first: one of them would take over
        among = [*alive(workspace, STANDBY), *alive(workspace)]
    here = [process for process in among if process.host == programs.host()]
    if among and not here:
        raise NeedsYou(
            f"The worker runs on {among[0].host} (process {among[0].pid}).",
            "End it there.",
        )
    for process in here:
        if not programs.end(process.pid, process.born, LEAVING_S):
            raise WorldError(
                f"The worker (process {process.pid}) did not leave.",
                "Wait until what it is at is done, or ask the account that started it.",
            )
    return bool(here)


def register(workspace: Workspace, kind: str) -> str:
    """Say that this process has the store open; dead ones of its kind are struck off."""
    identity = new_id()
    pid = os.getpid()
    now = workspace.clock.now()
    with workspace.store.write() as tx:
        for other in processes.every(tx.connection, kind):
            if not _lives(workspace, other):
                processes.remove(tx, other.id)
        born = programs.born(pid) or 0.0
        processes.insert(
            tx,
            Process(
                identity,
                kind,
                pid,
                programs.host(),
                born,
                workspace.store.file_mark(),
                now,
                now,
                "starting",
            ),
        )
    return identity


def take_over(workspace: Workspace, identity: str) -> Process | None:
    """Let a worker that stands by begin; returns the one it has to wait for, None if it may.

    On a shared store it always may: it helps. In a folder one worker is at work at a time, and
    another takes its place when it is gone.
    """
    with workspace.store.write() as tx:
        if not workspace.is_shared:
            for other in processes.every(tx.connection, WORKER):
                if other.id != identity and _lives(workspace, other):
                    return other
                processes.remove(tx, other.id)
        processes.turn(tx, identity, WORKER)
    return None


def beat(workspace: Workspace, identity: str, message: str) -> None:
    """Say "still here" and what is being done."""
    with workspace.store.write() as tx:
        processes.beat(tx, identity, message)


def unregister(workspace: Workspace, identity: str) -> None:
    """Say goodbye."""
    with workspace.store.write() as tx:
        processes.remove(tx, identity)


def living(workspace: Workspace) -> frozenset[str]:
    """Identities of the workers that live."""
    return frozenset(p.id for p in alive(workspace))


def look_after(workspace: Workspace, identity: str, leases: Leases, at_work: list[int]) -> bool:
    """Put jobs that nobody works on any more back into the queue; True for the first worker.

    That one, of several, looks after folders and rules. What a killed worker let stand still goes
    on, finds that out, and leaves; a script that outlived its runner is ended. `at_work` are the
    jobs of this worker's own children.
    """
    with workspace.store.read() as connection:
        every = processes.every(connection)
    known = [p for p in every if p.kind == WORKER]
    near = {p.id for p in known if _is_here(workspace, p)}
    here = frozenset(p.id for p in known if p.id in near and _lives(workspace, p))
    elsewhere = {p.id for p in known if workspace.is_shared} - near
    believed = here | elsewhere | {identity}
    resting.wake_left(workspace.store, every, believed)
    left = leases.left(identity, at_work, believed, here)
    for job in left:
        reason = "The worker that was at it is gone."
        queue.gave_up(workspace.store, kinds(), workspace, job, reason)
    script_folders.sweep(workspace, here | {identity})
    return next((p.id == identity for p in known if _lives(workspace, p)), False)


def recover(workspace: Workspace, identity: str) -> Leases:
    """Take up what a dead worker left: its jobs go back into the queue, its scraps go away.

    Returns the leases to go on watching with.
    """
    leases = Leases(workspace.store)
    look_after(workspace, identity, leases, [])
    if living(workspace) == {identity}:
        workspace.blobs.sweep_scratch(workspace.clock.now())
    spill_folders.sweep()
    trash.finish(workspace)
    return leases


def tidy(workspace: Workspace) -> None:
    """Prune old news and fold the write-ahead log into the file."""
    with workspace.store.write() as tx:
        feed.prune(tx)
    workspace.store.checkpoint()


def state(workspace: Workspace) -> WorkerState:
    """What the worker is doing now."""
    living = alive(workspace)
    with workspace.store.read() as connection:
        active = job_rows.active(connection)
        waiting = job_rows.n_queued(connection)
        folders = sum(1 for w in files.watches(connection) if w.is_on)
    return WorkerState(
        bool(living),
        living[0].message if living else "",
        tuple(active),
        waiting,
        folders,
    )


def told(state: WorkerState) -> str:
    """What the worker is doing, in a sentence."""
    if not state.is_running:
        return "No worker is at work."
    if state.held:
        return state.held
    if not state.active and state.quiet:
        return state.quiet
    if not state.active:
        return "A worker is there and has nothing to do."
    words = ", ".join(f"job {job.id} ({job.said or job.kind})" for job in state.active)
    return f"At work: {words}."


def has_work(workspace: Workspace, only: tuple[str, ...] | None = None) -> bool:
    """Whether something is being done or will be within minutes by itself; of what is to come
    `only` some kinds count, where they are named."""
    until = workspace.clock.now() + timedelta(seconds=SOON_S)
    with workspace.store.read() as connection:
        active = job_rows.active(connection)
        to_come = job_rows.n_to_come(connection, until, only)
    return to_come > 0 or any(not job.is_paused for job in active)


def ensure(workspace: Workspace) -> bool:
    """Start a worker in the background if none lives; True if one was started.

    It ends when nothing is left to do and no window or watched folder needs it. While one that
    was started is still on its way no other is; `WorldError` where two in a row ended with an
    error before they were seen at work.
    """
    place = str(workspace.place)
    if alive(workspace):
        _ON_THEIR_WAY.pop(place, None)
        return False
    with _STARTING:
        one = _ON_THEIR_WAY.get(place)
        code = 0 if one is None else one.process.poll()
        if one is not None and code is None:
            return False
        failed = (one.n_failed if one is not None else 0) + 1 if code and code > 0 else 0
        log_file = workspace.folder / "logs" / "worker.log"
        if failed >= _FAILED_STARTS:
            _ON_THEIR_WAY.pop(place)
            raise WorldError("The worker ended with an error as it began.", f"See {log_file}.")
        log_file.parent.mkdir(parents=True, exist_ok=True)
        command = programs.own_command("-w", place, "worker", "--leave-when-idle")
        with log_file.open("ab") as log:
            process = programs.start_apart(command, workspace.environment(), log)
        _ON_THEIR_WAY[place] = _OnItsWay(process, failed)
    return True
