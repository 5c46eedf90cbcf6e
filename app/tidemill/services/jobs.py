"""Jobs as people see them: list, log, cancel, try again, wait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tidemill.base.errors import Cancelled, NeedsYou, NotThere, TidemillError, WorldError
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import ACTIVE_STATES, Job, JobState
from tidemill.jobs import queue
from tidemill.services import job_settings, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as rows
from tidemill.store.feed import FeedReader

_FOLLOW_S = 0.05
_LOOK_AGAIN_S = 2.0
"""How often whoever waits for a job looks whether a worker is there."""


def newest(workspace: Workspace, *, limit: int = 200, state: str | None = None) -> list[Job]:
    """Jobs, newest first."""
    with workspace.store.read() as connection:
        return rows.newest(connection, limit, state)


def find(workspace: Workspace, job_id: int) -> Job:
    """One job; an unknown id raises `NeedsYou`."""
    with workspace.store.read() as connection:
        job = rows.find(connection, job_id)
    if job is None:
        raise NotThere("job", job_id)
    return job


def open_on(workspace: Workspace, dataset: str) -> list[Job]:
    """The jobs about a dataset that are not ended, those at work first."""
    with workspace.store.read() as connection:
        every = rows.still_open(connection)
    mine = [job for job in every if job.params.get("dataset") == dataset]
    return sorted(mine, key=lambda job: job.state is JobState.QUEUED)


def log_lines(workspace: Workspace, job_id: int, after: int = 0) -> list[tuple[int, datetime, str]]:
    """A job's log as (number, moment, line), from past a number on."""
    with workspace.store.read() as connection:
        return rows.log_lines(connection, job_id, after)


def cancel(workspace: Workspace, job_id: int) -> Job:
    """Ask a job to stop; a queued one, and one whose worker is gone, ends at once."""
    job = queue.ask_cancel(workspace.store, kinds(), workspace, job_id)
    if job.state in ACTIVE_STATES and job.claimed_by not in workers.living(workspace):
        queue.gave_up(workspace.store, kinds(), workspace, job, "The worker is gone.")
        job = find(workspace, job_id)
    return job


def pause(workspace: Workspace, job_id: int) -> Job:
    """Let a queued job wait, or a running one stand still; neither ends, also without a worker."""
    return queue.pause(workspace.store, job_id)


def resume(workspace: Workspace, job_id: int) -> Job:
    """Let a paused job go on."""
    return queue.resume(workspace.store, job_id)


def bound(workspace: Workspace, job_id: int, limits: JobLimits) -> Job:
    """Set the limits of a job for its next try; none where nothing is given."""
    return queue.bound(workspace.store, job_id, limits)


@dataclass(frozen=True)
class Standing:
    """A job among others: its limits, what it waits for, what waits for it, what asked for it."""

    job: Job
    title: str
    limits: JobLimits
    waits_for: tuple[Job, ...]
    waiting: tuple[Job, ...]
    parent: Job | None


def standing(workspace: Workspace, job_id: int) -> Standing:
    """Where a job stands; an unknown id raises `NeedsYou`."""
    job = find(workspace, job_id)
    known = kinds()
    limits = JobLimits.from_dict(job.limits)
    if job.kind in known:
        limits = limits.over(JobLimits.from_dict(known[job.kind].limits))
    with workspace.store.read() as connection:
        parent = None if job.parent_id is None else rows.find(connection, job.parent_id)
        before = [rows.find(connection, key) for key in job.waits_for]
        return Standing(
            job,
            known[job.kind].title if job.kind in known else job.kind,
            limits.over(job_settings.limits(connection)),
            tuple(one for one in before if one is not None),
            tuple(one for one in rows.waiting(connection) if job_id in one.waits_for),
            parent,
        )


def follow_log(
    workspace: Workspace, job_id: int, *, pause: Callable[[float], None]
) -> Iterator[tuple[datetime, str]]:
    """The lines of a job's log as they come, until the job has ended; `pause` as in `wait`."""
    reader = FeedReader(workspace.store)
    seen = 0
    try:
        while True:
            job = find(workspace, job_id)  # before the lines: what it says last is not missed
            for number, at, line in log_lines(workspace, job_id, seen):
                seen = number
                yield at, line
            if not job.is_open:
                return
            key = str(job_id)
            while (news := reader.poll()) is not None and not any(
                n.topic in ("job", "job_log") and n.key == key for n in news
            ):
                pause(_FOLLOW_S)
    finally:
        reader.close()


def retry(workspace: Workspace, job_id: int) -> Job:
    """Put an ended job that did not succeed back into the queue."""
    return queue.retry(workspace.store, job_id)


def wait(
    workspace: Workspace,
    job_id: int,
    *,
    pause: Callable[[float], None],
    on_progress: Callable[[Job], None] = lambda _: None,
) -> Job:
    """Wait until a job has ended and return it; raises what it failed with.

    `pause(seconds)` is called between looks; it may raise to stop waiting (the job goes on).
    """
    reader = FeedReader(workspace.store)
    try:
        job = find(workspace, job_id)
        on_progress(job)
        while job.is_open:
            pause(0.05)
            news = reader.poll()
            if news is None or any(n.topic == "job" and n.key == str(job_id) for n in news):
                job = find(workspace, job_id)
                on_progress(job)
    finally:
        reader.close()
    raise_if_bad(job)
    return job


def see_done(
    workspace: Workspace,
    job_id: int,
    *,
    pause: Callable[[float], None],
    on_progress: Callable[[Job], None] = lambda _: None,
) -> Job:
    """See that a worker is there, and `wait`.

    One that was about to leave when the job came may have missed it: it is looked for again.
    """
    workers.ensure(workspace)
    waited_s = 0.0

    def paused(seconds: float) -> None:
        nonlocal waited_s
        pause(seconds)
        waited_s += seconds
        if waited_s >= _LOOK_AGAIN_S:
            waited_s = 0.0
            workers.ensure(workspace)

    return wait(workspace, job_id, pause=paused, on_progress=on_progress)


def raise_if_bad(job: Job) -> None:
    """Raise the error a job ended with, in its own kind."""
    if job.state is JobState.CANCELLED:
        raise Cancelled
    if job.state in (JobState.FAILED, JobState.LOST):
        message, hint = job.error or "The job failed.", job.hint or ""
        if job.error_kind == NeedsYou.kind:
            raise NeedsYou(message, hint)
        if job.error_kind == WorldError.kind:
            raise WorldError(message, hint)
        raise TidemillError(message, hint)
