"""The queue's rules: asking, claiming with a lease, ending, cancelling, trying again."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from tidemill.base.errors import Cancelled, NeedsYou, NotThere, TidemillError, WorldError
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import (
    ACTIVE_STATES,
    LONGEST_WAIT_S,
    MAX_ATTEMPTS,
    Job,
    JobRequest,
    JobState,
)
from tidemill.jobs import chains
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


def claim(
    store: Store,
    worker: str,
    only: tuple[str, ...] | None = None,
    *,
    fits: Callable[[Job], bool] = lambda _: True,
) -> Job | None:
    """Take the next job for a worker, with a lease; None when nothing can be done now.

    A job waits while an earlier open job of its lane is not done, until its time has come, until
    what it waits for has ended well, and while it is paused. `only` limits the kinds; `fits` says
    whether there is room for a job now.
    """
    now = store.clock.now()
    at_latest = now + timedelta(seconds=LONGEST_WAIT_S)
    with store.read() as connection:  # most looks find nothing, and no writer needs to wait
        if not rows.claimable(connection, now, at_latest, only):
            return None
    with store.write() as tx:
        for job in rows.claimable(tx.connection, now, at_latest, only):
            if not fits(job) or not rows.take(tx, job.id):
                continue
            now = tx.clock.now()
            rows.update(
                tx,
                job.id,
                state=str(JobState.CLAIMED),
                attempts=job.attempts + 1,
                claimed_by=worker,
                lease_until=now + timedelta(seconds=LEASE_S),
                not_before=None,
                started_at=job.started_at or now,
            )
            return rows.find(tx.connection, job.id)
    return None


def renew(store: Store, jobs: Sequence[Job]) -> list[Job]:
    """Keep the leases of jobs whose children live; returns those that were given up meanwhile.

    What a computer that slept worked on may be at its next try elsewhere: its child must end.
    """
    with store.write() as tx:
        until = tx.clock.now() + timedelta(seconds=LEASE_S)
        ended = [
            job
            for job in jobs
            if not rows.update(tx, job.id, attempt=job.attempts, lease_until=until)
        ]
        return [job for job in ended if not _ended_well(tx, job)]


def _ended_well(tx: Transaction, job: Job) -> bool:
    now = rows.find(tx.connection, job.id)
    return now is not None and now.attempts == job.attempts and now.state is JobState.SUCCEEDED


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
    """End a job well; False if the attempt had been given up in the meantime.

    What a step of an automation leads to, such as a promotion, is on disk when this returns.
    """
    with store.write(durable=job.automation_run_id is not None) as tx:
        ended = rows.update(
            tx,
            job.id,
            attempt=job.attempts,
            state=str(JobState.SUCCEEDED),
            is_paused=False,
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
    """End a job badly, with the sentence, and let its kind put its own house in order.

    Trouble of the world in a job that nobody waits for is tried again after a while instead, as
    often as its kind says.
    """
    values = {"error_kind": error.kind, "error": error.message, "hint": error.hint}
    with store.write() as tx:
        if error.detail:
            lines = [(tx.clock.now(), line) for line in error.detail.splitlines()]
            rows.log(tx, job.id, lines)
        wait_s = _wait_s(tx, kinds, job) if isinstance(error, WorldError) else None
        if wait_s is None:
            return _end(tx, kinds, workspace, job, JobState.FAILED, **values)
        words = f"{error.message} Tried again in {wait_s:.0f} s."
        rows.log(tx, job.id, [(tx.clock.now(), f"Try {job.attempts}: {words}")])
        return rows.update(
            tx,
            job.id,
            attempt=job.attempts,
            state=str(JobState.QUEUED),
            claimed_by=None,
            lease_until=None,
            not_before=tx.clock.now() + timedelta(seconds=wait_s),
            message=words,
        )


def _wait_s(tx: Transaction, kinds: Kinds, job: Job) -> float | None:
    """How long to wait before the next try of a job the world came in the way of."""
    now = rows.find(tx.connection, job.id)
    asked_to_stop = now is not None and now.cancel_asked
    if asked_to_stop or job.kind not in kinds or not job.is_unattended:
        return None
    kind = kinds[job.kind]
    return kind.retry.wait_s(job.attempts) if kind.retry and kind.is_repeatable else None


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


def postpone(store: Store, job: Job, words: str, wait_s: float) -> None:
    """Put a job that the world keeps from going on back for a while; the try does not count."""
    with store.write() as tx:
        rows.log(tx, job.id, [(tx.clock.now(), words)])
        rows.update(
            tx,
            job.id,
            attempt=job.attempts,
            state=str(JobState.QUEUED),
            attempts=job.attempts - 1,
            claimed_by=None,
            lease_until=None,
            not_before=tx.clock.now() + timedelta(seconds=wait_s),
            message=words,
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


def pause(store: Store, job_id: int) -> Job:
    """Let an open job rest: a queued one is not begun, the child of a running one stands still."""
    return _rest(store, job_id, is_paused=True)


def resume(store: Store, job_id: int) -> Job:
    """Go on with a paused job, where it stood if its child is still there."""
    return _rest(store, job_id, is_paused=False)


def _rest(store: Store, job_id: int, *, is_paused: bool) -> Job:
    with store.write() as tx:
        job = _known(rows.find(tx.connection, job_id), job_id)
        if not job.is_open:
            raise NeedsYou(f"Job {job_id} has already ended ({job.state}).")
        if job.is_paused == is_paused:
            words = "is paused already" if is_paused else "is not paused"
            raise NeedsYou(f"Job {job_id} {words}.")
        rows.update(tx, job_id, is_paused=is_paused)
        rows.log(tx, job_id, [(tx.clock.now(), "Paused" if is_paused else "Resumed")])
        return _known(rows.find(tx.connection, job_id), job_id)


_FRESH: dict[str, Any] = {
    "state": str(JobState.QUEUED),
    "attempts": 0,
    "claimed_by": None,
    "lease_until": None,
    "not_before": None,
    "cancel_asked": False,
    "is_paused": False,
    "progress": 0.0,
    "message": "",
    "error": None,
    "error_kind": None,
    "hint": None,
    "ended_at": None,
}


def retry(store: Store, job_id: int) -> Job:
    """Put a job that failed, was cancelled or got lost back into the queue.

    What was cancelled since it waited for this job comes back with it.
    """
    with store.write() as tx:
        job = _known(rows.find(tx.connection, job_id), job_id)
        if job.is_open or job.state is JobState.SUCCEEDED:
            raise NeedsYou(
                f"Job {job_id} is {job.state} and can't be tried again.",
                "Only a failed, cancelled or lost job can.",
            )
        rows.update(tx, job_id, **_FRESH)
        chains.follow_again(tx, job_id, _FRESH)
        return _known(rows.find(tx.connection, job_id), job_id)


def bound(store: Store, job_id: int, limits: JobLimits) -> Job:
    """Give a job that is queued or ended badly other limits, for its next try."""
    with store.write() as tx:
        job = _known(rows.find(tx.connection, job_id), job_id)
        if job.state is JobState.SUCCEEDED or job.state in ACTIVE_STATES:
            raise NeedsYou(
                f"The limits of job {job_id} can't be changed: it is {job.state}.",
                "Set them before it runs, or before it is tried again.",
            )
        rows.update(tx, job_id, limits=limits.to_dict())
        return _known(rows.find(tx.connection, job_id), job_id)


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
        is_paused=False,
        lease_until=None,
        ended_at=tx.clock.now(),
        **values,
    )
    after = rows.find(tx.connection, job.id)
    if ended and after is not None:
        kinds.tell_end(workspace, tx, after)
        chains.give_way(tx, kinds, workspace)
    return ended


def _known(job: Job | None, job_id: int) -> Job:
    if job is None:
        raise NotThere("job", job_id)
    return job
