"""What becomes of a job's files when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import FileState
from tidemill.services.workspace import Workspace
from tidemill.store import files
from tidemill.store.engine import Transaction


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
                files.update(tx, key, state=state, outcome="Waiting to be read", reason="")
