"""Who logs which runs, and whether they live: the state of a run is true.

A process on this computer is gone when the system knows it no longer. One on another computer
counts as gone once its heartbeat is `GONE_S` old; it comes back when it speaks again.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tidemill.base import places, programs
from tidemill.base.spool_files import SpoolFiles, listed
from tidemill.domain.runs import RunState
from tidemill.services.workspace import Workspace
from tidemill.store import histories, processes, run_states, run_writing, spool_marks
from tidemill.store.engine import Transaction
from tidemill.store.processes import Process
from tidemill.store.run_states import StateChange

KIND = "logging"
GONE_S = 60.0
_SILENT_S = 6.0
"""For how long one of this computer must have been silent as well: in a container of the same
name its number may mean nothing here."""


def is_dead_here(owner: Mapping[str, Any]) -> bool:
    """Whether a card is of a process of this computer that is gone."""
    pid, born = owner.get("pid"), owner.get("born")
    if owner.get("host") != programs.host() or not isinstance(pid, int):
        return False
    return not programs.is_alive(pid, float(born or 0.0))


def left_spools(workspace: Workspace) -> list[SpoolFiles]:
    """Spools of this person on this computer for the workspace, but those just begun."""
    folder = places.spool_folder(str(workspace.store.place))
    return [one for one in listed(folder) if not one.is_fresh() or is_dead_here(one.owner())]


def beat(workspace: Workspace, identity: str) -> None:
    """Say that a logging process lives; runs that were given up meanwhile run again."""
    with workspace.store.write() as tx:
        beat_in(tx, workspace, identity)


def beat_in(tx: Transaction, workspace: Workspace, identity: str) -> None:
    """The same in a transaction that is open for more."""
    if processes.beat(tx, identity, "logging"):
        return
    pid = os.getpid()
    now = tx.clock.now()
    born = programs.born(pid) or 0.0
    mark = workspace.store.file_mark()
    processes.insert(
        tx, Process(identity, KIND, pid, programs.host(), born, mark, now, now, "logging")
    )
    pks = run_states.of_process(tx.connection, identity, RunState.STOPPED)
    running = StateChange(RunState.RUNNING, process=identity)
    _change(tx, dict.fromkeys(pks, running))


def stopped(workspace: Workspace, identity: str, last_sign: float) -> None:
    """Say of the runs a process left behind that they stopped at its last sign."""
    moment = datetime.fromtimestamp(last_sign, UTC) if last_sign else workspace.clock.now()
    with workspace.store.write() as tx:
        _stop(tx, identity, moment)


def stop_gone(workspace: Workspace) -> int:
    """Say of the runs of processes that are gone that they stopped; return of how many."""
    with workspace.store.read() as connection:
        known = processes.every(connection, KIND)
    gone = [one for one in known if _is_gone(workspace, one)]
    for one in gone:
        with workspace.store.write() as tx:
            _stop(tx, one.id, one.heartbeat_at)
    return len(gone)


def forget_spool(workspace: Workspace, identity: str) -> None:
    """Forget how far a spool was taken over: it is gone."""
    with workspace.store.write() as tx:
        spool_marks.remove(tx, identity)


def goodbye(workspace: Workspace, identity: str, *, is_done: bool) -> None:
    """A process leaves; with `is_done` nothing of its spool is left either."""
    with workspace.store.write() as tx:
        processes.remove(tx, identity)
        if is_done:
            spool_marks.remove(tx, identity)


def _stop(tx: Transaction, identity: str, at: datetime) -> None:
    pks = run_states.of_process(tx.connection, identity, RunState.RUNNING)
    _change(tx, dict.fromkeys(pks, StateChange(RunState.STOPPED, at, process=identity)))
    histories.compact(tx, pks)
    processes.remove(tx, identity)


def _change(tx: Transaction, changes: Mapping[int, StateChange]) -> None:
    run_states.put_states(tx, changes)
    run_writing.changed(tx, changes.keys())


def _is_gone(workspace: Workspace, process: Process) -> bool:
    silent_s = (workspace.clock.now() - process.heartbeat_at).total_seconds()
    # Two computers that share a store may have one name: then the mark tells them apart.
    is_own = not workspace.is_shared or process.database == workspace.store.file_mark()
    if process.host == programs.host() and is_own:
        return silent_s > _SILENT_S and not programs.is_alive(process.pid, process.born)
    return silent_s > GONE_S
