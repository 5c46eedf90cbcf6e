"""What the worker minds while nothing is to be done: old things go, a small step at a time."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import WorldError
from tidemill.domain.jobs import JobRequest
from tidemill.jobs import queue
from tidemill.services import jobs, retention
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import jobs as rows
from tidemill.worker import care
from tidemill.worker.care import Care

N_LINES = 1200


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def workspace(tmp_path: Path, clock: HeldClock, monkeypatch) -> Iterator[Workspace]:
    monkeypatch.setattr(care, "ROOM_S", 0.0)
    monkeypatch.setattr(care, "DUE_S", 0.0)
    made = workspaces.create(tmp_path / "ws", clock=clock)
    yield made
    made.close()


@pytest.fixture
def old_job(workspace: Workspace, clock: HeldClock) -> int:
    """A job that said much, so long ago that its log may go; the last tidying was yesterday."""
    with workspace.store.write() as tx:
        job_id = queue.enqueue(tx, JobRequest("model.predict"))
    job = queue.claim(workspace.store, "w")
    assert job is not None
    with workspace.store.write() as tx:
        rows.log(tx, job_id, [(tx.clock.now(), "said")] * N_LINES)
    queue.succeed(workspace.store, job, {}, "Done")
    clock.at += timedelta(days=99)
    retention.note(workspace)
    clock.at += timedelta(days=1)
    return job_id


def n_lines(workspace: Workspace, job_id: int) -> int:
    return len(jobs.log_lines(workspace, job_id))


def test_old_things_go_a_piece_at_a_time_and_then_not_before_the_next_day(
    workspace, clock, old_job
):
    minding = Care(workspace)
    left = []
    for _ in range(4):
        minding.tidy_a_little()
        left.append(n_lines(workspace, old_job))
    assert left == [N_LINES - retention.PIECE, N_LINES - 2 * retention.PIECE, 0, 0]
    for _ in range(1000):
        if not retention.is_due(workspace):
            break
        minding.tidy_a_little()
    assert not retention.is_due(workspace)
    clock.at += timedelta(days=1)
    assert retention.is_due(workspace)


def test_a_store_that_is_locked_meanwhile_ends_the_tidying_for_now_and_nothing_else(
    workspace, old_job, monkeypatch, expect_log
):
    def locked(*_: object) -> bool:
        raise WorldError("Another program holds the store locked.", "Close it.")

    minding = Care(workspace)
    minding.tidy_a_little()
    monkeypatch.setattr("tidemill.store.job_keeping.prune_lines", locked)
    expect_log("holds the store locked", logging.WARNING)
    minding.tidy_a_little()
    monkeypatch.undo()
    minding.tidy_a_little()
    assert n_lines(workspace, old_job) < N_LINES
