"""The work folder of a script's job, and what a killed try leaves in it: rows, a running script.

A script is no child of the worker's but has processes of its own, so that it can outlive whoever
ran it. The next try ends it first; where there is none, or it waits, the worker does.
"""

import shutil
from collections.abc import Collection
from pathlib import Path

from tidemill.base import atomic, hashing
from tidemill.domain.jobs import ACTIVE_STATES, Job
from tidemill.services import script_processes
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as rows
from tidemill.store.blobs import LEFT_S

_CARD = "process"


def card(folder: Path) -> Path:
    """The file in a work folder that says which process is the script."""
    return folder / _CARD


def begin(workspace: Workspace, job: Job) -> tuple[Path, bool]:
    """An empty work folder for a try of a job.

    Also whether the script of the try before was still running; it was ended then.
    """
    folder = _all(workspace) / str(job.id)
    was_there = script_processes.end_leftover(card(folder))
    remove(folder)
    folder.mkdir(parents=True)
    return folder, was_there


def shared(workspace: Workspace, code: str) -> Path:
    """A file with code that scripts are run by, written once: another may be reading it now."""
    data = code.encode()
    path = _all(workspace) / f"{hashing.of_bytes(data)[:12]}.py"
    if not path.exists():
        atomic.write_bytes(path, data)
    return path


def remove(folder: Path) -> None:
    """Remove a work folder with what is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(workspace: Workspace, here: Collection[str]) -> list[int]:
    """End scripts whose runner is gone, and remove the folders of jobs that have ended.

    `here` are the workers of this computer that live: what they work on stays as it is. Returns
    the jobs whose script was still running.
    """
    ended = []
    atomic.sweep(_all(workspace), workspace.clock.now().timestamp() - LEFT_S)
    for folder in _all(workspace).glob("[0-9]*"):
        if not folder.name.isdecimal():  # a file that scripts are run by
            continue
        key = int(folder.name)
        with workspace.store.read() as connection:
            job = rows.find(connection, key)
        if job is not None and job.state in ACTIVE_STATES and job.claimed_by in here:
            continue
        latest = None if job is None else job.attempts
        if script_processes.end_leftover(card(folder), latest):
            ended.append(key)
        if job is None or not job.is_open:
            remove(folder)
    return ended


def _all(workspace: Workspace) -> Path:
    return workspace.folder / "steps"
