"""The queue's rules: asking, claiming with a lease, ending, cancelling, trying again."""

from datetime import timedelta

from tidemill.base.errors import Cancelled, NeedsYou, NotThere, TidemillError
from tidemill.domain.jobs import ACTIVE_STATES, MAX_ATTEMPTS, Job, JobRequest, JobState
from tidemill.jobs.kinds import Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, Transaction

LEASE_S = 15.0


def enqueue(tx: Transaction, request: JobRequest) -> int:
    """Put work into the queue, in the transaction of the fact that caused it.

    A request whose key is known returns the job that is there instead of making a second one.
    """
    if request.key is not None:
        known = rows.of_key(tx.connection, request.key)
        if known is not None:
            return known.id
    return rows.insert(tx, request)


def claim(store: Store, worker: str, only: tuple[str, ...] | None = None) -> Job | None:
    """Take the next job for a worker, with a lease; None when nothing can be done now.

    A job waits while an earlier open job of its lane is not done. `only` limits the kinds.
    """
    with store.write() as tx:
        open_jobs = rows.still_open(tx.connection)
        active = {j.lane for j in open_jobs if j.state in ACTIVE_STATES and j.lane}
        first_of_lane: dict[str, int] = {}
        for job in open_jobs:
            if job.lane and job.state is JobState.QUEUED:
                first_of_lane[job.lane] = min(job.id, first_of_lane.get(job.lane, job.id))
        for job in open_jobs:
            if job.state is not JobState.QUEUED or (only is not None and job.kind not in only):
                continue
            if job.lane and (job.lane in active or first_of_lane[job.lane] != job.id):
                continue
            if not rows.take(tx, job.id):
                continue
            now = tx.clock.now()
            rows.update(
                tx,
                job.id,
                state=str(JobState.CLAIMED),
                attempts=job.attempts + 1,
                claimed_by=worker,
                lease_until=now + timedelta(seconds=LEASE_S),
                started_at=job.started_at or now,
            )
            return rows.find(tx.connection, job.id)
    return None


def renew(store: Store, job: Job) -> None:
    """Keep a job's lease while its child lives."""
    with store.write() as tx:
        until = tx.clock.now() + timedelta(seconds=LEASE_S)
        rows.update(tx, job.id, attempt=job.attempts, lease_until=until)


def begin(store: Store, job_id: int, attempt: int) -> Job | None:
    """Mark a claimed job as running; None if this attempt is no longer wanted."""
    with store.write() as tx:
        if not rows.update(tx, job_id, attempt=attempt, state=str(JobState.RUNNING)):
            return None
        return rows.find(tx.connection, job_id)


def hold(tx: Transaction, job: Job) -> None:
    """Raise `Cancelled` if this try of a job was given up; call it where results are written.

    A child that hung, or whose computer slept past its lease, must not write beside the next try.
    """
    now = rows.find(tx.connection, job.id)
    if now is None or now.attempts != job.attempts:
        raise Cancelled


def succeed(
    store: Store,
    job: Job,
    result: dict[str, object],
    message: str,
    *,
    kinds: Kinds | None = None,
    workspace: object = None,
) -> bool:
    """End a job well; False if the attempt had been given up in the meantime."""
    with store.write() as tx:
        ended = rows.update(
            tx,
            job.id,
            attempt=job.attempts,
            state=str(JobState.SUCCEEDED),
            progress=1.0,
            message=message,
            result=result,
            lease_until=None,
            ended_at=tx.clock.now(),
        )
        after = rows.find(tx.connection, job.id)
        if ended and after is not None and kinds is not None:
            kinds.tell_end(workspace, tx, after)
        return ended


def fail(store: Store, kinds: Kinds, workspace: object, job: Job, error: TidemillError) -> bool:
    """End a job badly, with the sentence, and let its kind put its own house in order."""
    values = {"error_kind": error.kind, "error": error.message, "hint": error.hint}
    with store.write() as tx:
        if error.detail:
            lines = [(tx.clock.now(), line) for line in error.detail.splitlines()]
            rows.log(tx, job.id, lines)
        return _end(tx, kinds, workspace, job, JobState.FAILED, **values)


def cancelled(store: Store, kinds: Kinds, workspace: object, job: Job) -> bool:
    """End a job as the person asked."""
    with store.write() as tx:
        return _end(tx, kinds, workspace, job, JobState.CANCELLED, message="Cancelled")


def gave_up(
    store: Store,
    kinds: Kinds,
    workspace: object,
    job: Job,
    reason: str,
    *,
    died_at_work: bool = False,
) -> JobState:
    """Say that whoever worked on a job is gone: back into the queue, or lost with its reason.

    A job goes back if its kind may repeat, it was tried fewer than three times, and nobody
    asked to cancel it. `died_at_work` where its process died while its worker lived on: what it
    had open may be to blame.
    """
    with store.write() as tx:
        if job.cancel_asked:
            _end(tx, kinds, workspace, job, JobState.CANCELLED, message="Cancelled")
            return JobState.CANCELLED
        repeatable = job.kind in kinds and kinds[job.kind].is_repeatable
        rows.log(tx, job.id, [(tx.clock.now(), reason)])
        on_death = kinds[job.kind].on_death if died_at_work and job.kind in kinds else None
        if on_death is not None:
            on_death(workspace, tx, job)
        if repeatable and job.attempts < MAX_ATTEMPTS:
            rows.update(
                tx,
                job.id,
                attempt=job.attempts,
                state=str(JobState.QUEUED),
                claimed_by=None,
                lease_until=None,
                message=f"{reason} Trying again.",
            )
            return JobState.QUEUED
        tries = "once" if job.attempts == 1 else f"{job.attempts} times"
        _end(
            tx,
            kinds,
            workspace,
            job,
            JobState.LOST,
            error_kind="world",
            error=f"{reason} It was tried {tries}.",
            hint="Look at the log, then try it again.",
        )
        return JobState.LOST


def give_back(store: Store, job: Job) -> None:
    """Put a claimed job that nobody began back into the queue; the try does not count."""
    with store.write() as tx:
        rows.update(
            tx,
            job.id,
            attempt=job.attempts,
            state=str(JobState.QUEUED),
            attempts=job.attempts - 1,
            claimed_by=None,
            lease_until=None,
        )


def ask_cancel(store: Store, kinds: Kinds, workspace: object, job_id: int) -> Job:
    """Ask an open job to stop; a queued one ends at once."""
    with store.write() as tx:
        job = _known(rows.find(tx.connection, job_id), job_id)
        if job.state is JobState.QUEUED:
            _end(tx, kinds, workspace, job, JobState.CANCELLED, message="Cancelled")
        elif job.is_open:
            rows.update(tx, job_id, cancel_asked=True)
        else:
            raise NeedsYou(f"Job {job_id} has already ended ({job.state}).")
        return _known(rows.find(tx.connection, job_id), job_id)


def retry(store: Store, job_id: int) -> Job:
    """Put a job that failed, was cancelled or got lost back into the queue."""
    with store.write() as tx:
        job = _known(rows.find(tx.connection, job_id), job_id)
        if job.is_open or job.state is JobState.SUCCEEDED:
            raise NeedsYou(
                f"Job {job_id} is {job.state} and can't be tried again.",
                "Only a failed, cancelled or lost job can.",
            )
        rows.update(
            tx,
            job_id,
            state=str(JobState.QUEUED),
            attempts=0,
            claimed_by=None,
            lease_until=None,
            cancel_asked=False,
            progress=0.0,
            message="",
            error=None,
            error_kind=None,
            hint=None,
            ended_at=None,
        )
        return _known(rows.find(tx.connection, job_id), job_id)


def abandoned(store: Store, living: frozenset[str]) -> list[Job]:
    """Jobs being worked on by nobody: their worker is not among the living, or the lease ended."""
    with store.read() as connection:
        now = store.clock.now()
        return [
            job
            for job in rows.active(connection)
            if job.claimed_by not in living or (job.lease_until and job.lease_until < now)
        ]


def _end(
    tx: Transaction,
    kinds: Kinds,
    workspace: object,
    job: Job,
    state: JobState,
    **values: object,
) -> bool:
    attempt = None if job.state is JobState.QUEUED else job.attempts
    ended = rows.update(
        tx,
        job.id,
        attempt=attempt,
        state=str(state),
        lease_until=None,
        ended_at=tx.clock.now(),
        **values,
    )
    after = rows.find(tx.connection, job.id)
    if ended and after is not None:
        kinds.tell_end(workspace, tx, after)
    return ended


def _known(job: Job | None, job_id: int) -> Job:
    if job is None:
        raise NotThere("job", job_id)
    return job
