"""What becomes of a job's files when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import FileState
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
    """Files that still wait say why nothing became of them; they can be accepted or sent again."""
    for key in job.params.get("files", []):
        file = files.find(tx.connection, key)
        if file is None or file.state is not FileState.WAITING:
            continue
        if job.state is JobState.CANCELLED:
            state, outcome, reason = FileState.SKIPPED, "Skipped: cancelled", ""
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
