"""What becomes of a job's runs when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.runs import RunState
from tidemill.domain.watches import FileState
from tidemill.store import files, runs
from tidemill.store.engine import Transaction

_ENDS = {
    JobState.CANCELLED: RunState.CANCELLED,
    JobState.LOST: RunState.STOPPED,
    JobState.FAILED: RunState.FAILED,
}


def ended_badly(_workspace: Any, tx: Transaction, job: Job) -> None:
    """Runs that the job began and did not end get their true state; its file says so too."""
    runs.ended(tx, runs.unfinished_of_job(tx.connection, job.id), _ENDS[job.state], job.error)
    file_id = job.params.get("file")
    file = None if file_id is None else files.find(tx.connection, file_id)
    if file is not None and file.state is FileState.ADDED:
        words = "cancelled" if job.state is JobState.CANCELLED else (job.error or "failed")
        files.update(tx, file.id, outcome=f"Added; retraining: {words}")
