"""What is written down of a file in a batch folder that could not be scored, now or for good."""

from datetime import datetime, timedelta

from tidemill.domain.batches import BatchFile, BatchState
from tidemill.domain.jobs import Job, JobState
from tidemill.services import waits, whole_files
from tidemill.services.batch_folders import ANYWAY
from tidemill.services.workspace import Workspace
from tidemill.store import batch_files
from tidemill.store.engine import Transaction

TRIES = 3
"""So often the process that scores may die by itself while a file is open."""
TO_BE_TRIED = "Waiting to be tried again by itself: "
CRASHED = (
    "The process that scored {} ended unexpectedly {} times while the file was open. The file may "
    "be damaged, or too large for the memory of this computer."
)


def put_off(tx: Transaction, one: BatchFile, reason: str) -> None:
    """The world kept a file from being scored (a full disk, a share that is gone): later again."""
    now = tx.clock.now()
    rest = min(waits.LONGEST, max(waits.SHORTEST, (now - one.seen_at) / 4))
    wait(tx, one, f"{TO_BE_TRIED}{reason}", reason, now + rest)


def wait(tx: Transaction, one: BatchFile, outcome: str, reason: str, again: datetime) -> None:
    """Let the next look from a moment on hand a file on anew."""
    kept = {ANYWAY: True} if one.read.get(ANYWAY) else {}
    batch_files.update(
        tx,
        one.id,
        outcome=outcome,
        reason=reason,
        job_id=None,
        read={**whole_files.to_be_tried(again), **kept},
    )


def ended_badly(_workspace: Workspace, tx: Transaction, job: Job) -> None:
    """The files of a job that ended badly wait for another one, but for the one to blame.

    One that was open whenever the process died is not opened again by itself. Answers that are
    written are put in place by the next job whatever happened.
    """
    for one in batch_files.of_job(tx.connection, job.id):
        is_waiting = one.state is BatchState.WAITING
        if is_waiting and job.state is JobState.CANCELLED:
            _end(tx, one, BatchState.SKIPPED, "Skipped: cancelled", "")
        elif is_waiting and job.state is JobState.LOST and one.opened >= TRIES:
            reason = CRASHED.format(one.name, one.opened)
            _end(tx, one, BatchState.FAILED, f"Failed: {reason}", reason)
        elif is_waiting and job.state is JobState.FAILED:
            put_off(tx, one, job.error or "The job ended unexpectedly.")
        else:
            now = tx.clock.now()
            words = "Waiting to be scored" if is_waiting else one.outcome
            wait(tx, one, words, one.reason, now - timedelta(seconds=1))


def child_died(_workspace: Workspace, tx: Transaction, job: Job) -> None:
    """Count for the file that was open that the process died: it may be what killed it.

    A worker that is killed with its children is no file's fault, and does not count.
    """
    for one in batch_files.of_job(tx.connection, job.id):
        if one.state is BatchState.WAITING and one.work:
            batch_files.update(tx, one.id, opened=one.opened + 1)


def _end(tx: Transaction, one: BatchFile, state: BatchState, outcome: str, reason: str) -> None:
    batch_files.update(tx, one.id, state=str(state), outcome=outcome, reason=reason, job_id=None)
