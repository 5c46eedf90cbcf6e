"""Jobs as people see them: list, log, cancel, try again, wait."""

from collections.abc import Callable
from datetime import datetime

from tidemill.base.errors import Cancelled, NeedsYou, NotThere, TidemillError, WorldError
from tidemill.domain.jobs import Job, JobState
from tidemill.jobs import queue
from tidemill.services import workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as rows
from tidemill.store.feed import FeedReader

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
    """Ask a job to stop; a queued one ends at once."""
    return queue.ask_cancel(workspace.store, kinds(), workspace, job_id)


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
