"""Which worker is at it, starting one, and windows that want one."""

import os
import subprocess
import sys
from dataclasses import dataclass

from tidemill.base import programs
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.ids import new_id
from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.services import trash
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import feed, files, processes
from tidemill.store import jobs as job_rows
from tidemill.store.processes import Process

STALE_S = 15.0
LEAVING_S = 20.0


@dataclass(frozen=True)
class WorkerState:
    """What the status bar says of the worker."""

    is_running: bool
    message: str
    active: tuple[Job, ...]
    queued: int
    folders: int


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


def end(workspace: Workspace, among: list[Process] | None = None) -> bool:
    """End the workers, or some of them; True if there was one.

    What they are at goes back into the queue. Raises `NeedsYou` for one on another computer and
    `WorldError` for one that does not leave.
    """
    leaving = alive(workspace) if among is None else among
    for process in leaving:
        if process.host != programs.host():
            raise NeedsYou(
                f"The worker runs on {process.host} (process {process.pid}).",
                "End it there.",
            )
        if not programs.end(process.pid, process.born, LEAVING_S):
            raise WorldError(
                f"The worker (process {process.pid}) did not leave.",
                "Wait until what it is at is done, or ask the account that started it.",
            )
    return bool(leaving)


def register(workspace: Workspace, kind: str, *, only_one: bool = False) -> str:
    """Say that this process has the store open; dead ones of this computer are struck off.

    With `only_one`, raises `NeedsYou` if another of the kind lives.
    """
    identity = new_id()
    pid = os.getpid()
    now = workspace.clock.now()
    with workspace.store.write() as tx:
        for other in processes.every(tx.connection, kind):
            if _lives(workspace, other):
                if only_one:
                    where = "" if other.host == programs.host() else f" on {other.host}"
                    raise NeedsYou(
                        f"A {kind} is already at work on this workspace"
                        f" (process {other.pid}{where}).",
                        "One is enough; end that one first if you want another.",
                    )
            else:
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


def recover(workspace: Workspace, identity: str) -> None:
    """Take up what a dead worker left: its jobs go back into the queue, its scraps go away."""
    for job in queue.abandoned(workspace.store, living(workspace)):
        reason = "The worker that was at it is gone."
        queue.gave_up(workspace.store, kinds(), workspace, job, reason)
    if living(workspace) == {identity}:
        workspace.blobs.sweep_scratch(workspace.clock.now())
    trash.finish(workspace)


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
        waiting = len(job_rows.still_open(connection)) - len(active)
        folders = sum(1 for w in files.watches(connection) if w.is_on)
    return WorkerState(
        bool(living),
        living[0].message if living else "",
        tuple(active),
        waiting,
        folders,
    )


def ensure(workspace: Workspace) -> bool:
    """Start a worker in the background if none lives; True if one was started.

    It ends when nothing is left to do and no window or watched folder needs it.
    """
    if alive(workspace):
        return False
    logs = workspace.folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    command = programs.own_command("-w", str(workspace.place), "worker", "--leave-when-idle")
    environment = {**programs.own_environment(), **workspace.environment()}
    with (logs / "worker.log").open("ab") as log:
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                creationflags=flags,
                env=environment,
            )
        else:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=environment,
            )
    return True
