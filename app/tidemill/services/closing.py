"""What still goes on in a workspace when a person wants to close its window."""

from collections.abc import Sequence
from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import ACTIVE_STATES, Job
from tidemill.services import jobs, workers
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace

_TOLD_FROM = 0.05
"""From which share on the time that is left can be told from the time that was taken."""


@dataclass(frozen=True)
class Work:
    """A job that is at work or waits: what it does, how far it is (0 to 1), and about how many
    seconds it still takes; None where that can't be told."""

    id: int
    title: str
    words: str
    is_at_work: bool
    share: float
    left_s: float | None


@dataclass(frozen=True)
class GoingOn:
    """The work, what is at work first; `has_worker` says whether anybody is there to do it."""

    work: tuple[Work, ...]
    has_worker: bool


def going_on(workspace: Workspace) -> GoingOn:
    """What is at work or waits to be; jobs of a moment do not count.

    In a workspace that a team shares only what the person acting asked for does.
    """
    known = [job for job in jobs.newest(workspace) if job.is_open]
    light = kinds().light
    mine = [job for job in known if job.kind not in light and _is_of(workspace, job)]
    found = sorted((_work(workspace, job) for job in mine), key=lambda one: not one.is_at_work)
    return GoingOn(tuple(found), bool(workers.alive(workspace)))


def stop(workspace: Workspace, job_ids: Sequence[int]) -> int:
    """Ask jobs to stop; returns how many were still there to be asked."""
    n_asked = 0
    for job_id in job_ids:
        try:
            jobs.cancel(workspace, job_id)
            n_asked += 1
        except NeedsYou:
            continue  # it ended in the meantime
    return n_asked


def _is_of(workspace: Workspace, job: Job) -> bool:
    return not workspace.is_shared or job.asked_by == workspace.person.login


def _work(workspace: Workspace, job: Job) -> Work:
    is_at_work = job.state in ACTIVE_STATES
    left_s = None
    if is_at_work and job.started_at is not None and job.progress >= _TOLD_FROM:
        took = (workspace.clock.now() - job.started_at).total_seconds()
        left_s = max(0.0, took * (1 - job.progress) / job.progress)
    title = kinds()[job.kind].title if job.kind in kinds() else job.kind
    return Work(job.id, title, job.said, is_at_work, job.progress, left_s)
