"""A try that was given up writes nothing beside the next one."""

from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import Cancelled, NeedsYou
from tidemill.domain.jobs import Job, JobRequest, JobState
from tidemill.jobs import queue
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, create_store

KINDS = Kinds([JobKind("heavy", "Heavy", lambda *_: {})])


@pytest.fixture
def store(tmp_path: Path):
    store = create_store(tmp_path, HeldClock())
    yield store
    store.close()


def _claimed(store: Store):
    with store.write() as tx:
        queue.enqueue(tx, JobRequest("heavy"))
    return queue.claim(store, "first")


def _write_late(store: Store, job: Job) -> None:
    with store.write() as tx:
        rows.log(tx, job.id, [(tx.clock.now(), "from the grave")])
        queue.hold(tx, job)


def test_a_try_that_is_at_work_holds_its_job(store):
    job = _claimed(store)
    with store.write() as tx:
        queue.hold(tx, job)


@pytest.mark.parametrize("end", ["fails", "is cancelled"])
def test_a_lease_of_a_job_that_ended_otherwise_than_well_is_given_up(store, end):
    """Its child may still be at it, and must end; one that ended well is on its way out."""
    job, other = _claimed(store), _claimed(store)
    queue.succeed(store, other, {}, "Done")
    if end == "fails":
        queue.fail(store, KINDS, None, job, NeedsYou("It broke.", ""))
    else:
        queue.ask_cancel(store, KINDS, None, job.id)
        queue.cancelled(store, KINDS, None, job)
    assert queue.renew(store, [job, other]) == [job]


def test_a_try_that_was_given_up_can_not_write_after_the_next_has_begun(store):
    hung = _claimed(store)
    assert queue.gave_up(store, KINDS, None, hung, "It hung.") is JobState.QUEUED
    again = queue.claim(store, "second")
    with pytest.raises(Cancelled):
        _write_late(store, hung)
    with store.read() as connection:
        assert [line for _, _, line in rows.log_lines(connection, hung.id)] == ["It hung."]
    assert not queue.succeed(store, hung, {}, "Done")
    assert queue.succeed(store, again, {}, "Done")
