"""What becomes of a job's runs when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.runs import RunState
from tidemill.store import runs
from tidemill.store.engine import Transaction

_ENDS = {
    JobState.CANCELLED: RunState.CANCELLED,
    JobState.LOST: RunState.STOPPED,
    JobState.FAILED: RunState.FAILED,
}


def ended_badly(_workspace: Any, tx: Transaction, job: Job) -> None:
    """Runs that the job began and did not end get their true state."""
    runs.ended(tx, runs.unfinished_of_job(tx.connection, job.id), _ENDS[job.state], job.error)
