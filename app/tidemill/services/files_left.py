"""What becomes of a job's files when it ends badly."""

from typing import Any

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.watches import FileState
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
