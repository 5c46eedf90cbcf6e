"""Every kind of job says what it does from begin to end, and ends soon and tidily when cancelled.

A new kind has to say in `jobs_of_every_kind.ASK` how a small one of it is asked for.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest
import sqlalchemy as sa
from jobs_of_every_kind import ASK, ELSEWHERE, Filled, fill

from tidemill.base.clock import HeldClock
from tidemill.domain.jobs import Job, JobState
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import jobs
from tidemill.services.job_kinds import kinds
from tidemill.services.workspace import Workspace
from tidemill.store import schema

LEFT = {
    "job": "how the job itself ended",
    "job_log": "what it said",
    "feed": "news for whoever reads the store",
    "process": "who has the store open",
    "meta": "house-keeping of the file",
    "key": "names of values are kept for the next run that has one",
}
"""Tables that a cancelled job may leave otherwise than they were, and why."""

ENDED = {
    "model.train": {"run", "kv", "run_origin", "artifact"},
    "model.search": {"run", "kv", "run_origin", "artifact"},
    "model.retrain": {"run", "kv", "run_origin", "artifact"},
    "dataset.ingest": {"file"},
    "batch.score": {"batch_file"},
    "automation.script": {"run", "automation_run", "automation_step"},
    "notice.deliver": {"delivery"},
}
"""What waits for a job says that it was cancelled, or waits for the next: by kind, the tables."""


@pytest.fixture
def filled(workspace: Workspace, clock: HeldClock, filled_once: Any) -> Filled:
    found: Filled = filled_once(workspace, fill)
    clock.at = found.at
    return found


class Told(JobReporter):
    """Keeps what a job says; as the person who cancels it, does so at its word number `until`."""

    def __init__(self, workspace: Workspace, job: Job, until: int | None) -> None:
        super().__init__(workspace.store, job.id, job.attempts)
        self.said: list[tuple[float, str]] = []
        self.n_after = 0
        self._until = until

    def report(self, share: float, message: str = "") -> None:
        if self._stop.is_set():
            self.n_after += 1
        super().report(share, message)
        self.said.append((share, message))
        if self._until is not None and len(self.said) == self._until:
            self.stop()


@dataclass
class Done:
    """A job as it ended, what it said, and what the workspace held before."""

    job: Job
    told: Told
    before: dict[str, Any]
    files: set[str]


def do(workspace: Workspace, kind: str, until: int | None = None) -> Done:
    """Do what is queued; the job of the kind is watched, and cancelled at its word `until`."""
    worker = workspace.acting_as(WORKER)
    while (claimed := queue.claim(workspace.store, "w")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        is_wanted = job.kind == kind
        told = Told(workspace, job, until if is_wanted else None)
        before = Done(job, told, stored(workspace, kind), files(workspace))
        perform(workspace.store, kinds(), worker, job, told)
        if is_wanted:
            return replace(before, job=jobs.find(workspace, job.id))
    raise AssertionError(f"nobody asked for {kind}")


def stored(workspace: Workspace, kind: str) -> dict[str, Any]:
    """What must be as before after a job of the kind was cancelled."""
    left = {*LEFT, *ENDED.get(kind, ())}
    told: dict[str, Any] = {}
    with workspace.store.read() as connection:
        for table in schema.metadata.sorted_tables:
            if table.name not in left:
                rows = connection.execute(table.select())
                told[table.name] = sorted(map(str, rows))
    return told


def files(workspace: Workspace) -> set[str]:
    """Everything beside the workspace, and what lies in it unfinished."""
    place = workspace.folder.parent
    outside = {path for path in place.rglob("*") if workspace.folder not in path.parents}
    scratch = set(workspace.folder.rglob("*.tmp"))
    return {str(path.relative_to(place)) for path in outside | scratch}


def test_every_kind_has_its_work_here() -> None:
    known = {*ASK, *ELSEWHERE}
    assert known == set(kinds().names)


@pytest.mark.parametrize("kind", ASK)
def test_a_job_says_what_it_does_and_when_it_is_done(
    kind: str, workspace: Workspace, filled: Filled
) -> None:
    ASK[kind](workspace, filled)
    done = do(workspace, kind)
    job, told = done.job, done.told
    assert job.state is JobState.SUCCEEDED, (job.error, job.hint)
    assert [words for _, words in told.said if words], "it worked without a word"
    assert job.progress == 1.0
    assert job.message, "it ended without a word"
    assert all(0.0 <= share <= 1.0 for share, _ in told.said)


@pytest.mark.parametrize("kind", ASK)
def test_a_cancelled_job_ends_at_once_and_leaves_nothing_half_made(
    kind: str, workspace: Workspace, filled: Filled
) -> None:
    ASK[kind](workspace, filled)
    done = do(workspace, kind, until=1)
    assert done.job.state is JobState.CANCELLED, f"it went on to its end: {done.told.said}"
    assert done.told.n_after <= 1, "it said more before it looked whether to stop"
    assert stored(workspace, kind) == done.before
    assert files(workspace) == done.files
    with workspace.store.read() as connection:
        going_on = connection.execute(sa.select(schema.run).where(schema.run.c.ended_at.is_(None)))
        assert not list(going_on), "a run goes on without its job"
