"""What becomes of a job's files when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import FileState
from tidemill.services import waits
from tidemill.services.workspace import Workspace
from tidemill.store import activities, files
from tidemill.store.engine import Transaction

CRASHED = (
    "The process that read {} ended unexpectedly while the file was open. It is not opened again "
    "by itself: the file may be damaged, or too large for the memory of this computer."
)
TRIES = 2
"""How many tries that did not end a file has, whatever ended them."""


def ended_badly(_workspace: Any, tx: Transaction, job: Job) -> None:
    """Files that still wait say why nothing became of them; they can be accepted or sent again.

    Of several watched files only one can be to blame: the first that has no end yet, unless this
    job brought others to theirs. The rest goes on with the next look into the folder, as do all
    where it was the world (a full disk, a lock) that ended the job.
    """
    keys = job.params.get("files", [])
    found = files.find_many(tx.connection, keys)
    mine = [found[k] for k in keys if k in found and found[k].job_id == job.id]
    waiting = [f for f in mine if f.state is FileState.WAITING]
    has_moved_on = len(waiting) < len(mine) and job.state is JobState.LOST
    for place, file in enumerate(waiting):
        key = file.id
        if job.state is JobState.CANCELLED:
            state, outcome, reason = FileState.SKIPPED, "Skipped: cancelled", ""
        elif (
            file.watch_id is not None and job.state is JobState.FAILED and job.error_kind == "world"
        ):
            waits.put_off(tx, file, job.error or "The job ended unexpectedly.")
            continue
        elif file.watch_id is not None and (place > 0 or has_moved_on):
            waits.for_another_job(tx, file)
            continue
        else:
            state, reason = FileState.FAILED, job.error or "The job ended unexpectedly."
            outcome = f"Failed: {reason}"
        files.update(tx, key, state=str(state), outcome=outcome, reason=reason)


def child_died(_workspace: Any, tx: Transaction, job: Job) -> None:
    """Set aside the file that was open when the process reading it died.

    It may be what killed it (damaged, or too much for the memory there is), so it is not opened
    again unless a person asks.
    """
    for key in job.params.get("files", []):
        file = files.find(tx.connection, key)
        if file is None or file.state is not FileState.WAITING or not file.opened:
            continue
        reason = CRASHED.format(file.name)
        state = str(FileState.SET_ASIDE)
        files.update(tx, key, state=state, outcome=f"Set aside: {reason}", reason=reason)
        activities.add(
            tx,
            by=file.by,
            kind="file",
            subject=f"files/{key}",
            sentence=f"set {file.name} aside",
            note=reason,
            detail={"dataset": file.dataset},
        )


def wait_again(workspace: Workspace, job: Job) -> None:
    """Let the files of an ended job that a person tries again wait for it once more.

    Trying again starts a job's tries and progress anew; every file without a version is read
    again, for it, or what it was compared with, may be mended.
    """
    if job.attempts != 1 or job.progress > 0.0:
        return
    with workspace.store.write() as tx:
        for key in job.params["files"]:
            file = files.find(tx.connection, key)
            if file is not None and file.state not in (FileState.WAITING, FileState.ADDED):
                state = str(FileState.WAITING)
                words = "Waiting to be read"
                files.update(tx, key, state=state, outcome=words, reason="", opened=0)
