"""Whose work was left, with seconds that are held and a clock that is set about."""

from datetime import timedelta
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.jobs.leases import Leases
from tidemill.store.engine import Store, create_store

KINDS = Kinds([JobKind("heavy", "Heavy", lambda *_: {})])
LIVING = frozenset({"me", "near", "far"})
HERE = frozenset({"me", "near"})


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def store(tmp_path: Path, clock: HeldClock):
    store = create_store(tmp_path, clock)
    yield store
    store.close()


class Seconds:
    """Seconds that go on only when they are told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def leases(store: Store, seconds: Seconds) -> Leases:
    return Leases(store, seconds)


def claimed(store: Store, worker: str) -> Job:
    with store.write() as tx:
        queue.enqueue(tx, JobRequest("heavy"))
    job = queue.claim(store, worker)
    assert job is not None
    return job


def left(leases: Leases, *at_work: Job, living: frozenset[str] = LIVING) -> list[int]:
    found = leases.left("me", [job.id for job in at_work], living, HERE)
    return [job.id for job in found]


@pytest.mark.parametrize("hours", [-26, 26])
def test_a_clock_set_by_hours_takes_no_job_from_who_works_on_it(store, clock, leases, hours):
    mine, near, far = claimed(store, "me"), claimed(store, "near"), claimed(store, "far")
    assert left(leases, mine) == []
    clock.at += timedelta(hours=hours)
    assert left(leases, mine) == []
    assert near.claimed_by == "near"
    assert far.claimed_by == "far"


def test_a_job_of_a_worker_that_is_gone_is_left_at_once(store, leases):
    job = claimed(store, "near")
    assert left(leases, living=frozenset({"me"})) == [job.id]


def test_an_own_job_without_a_child_is_left_and_one_with_a_child_never_is(store, leases, seconds):
    with_child, without = claimed(store, "me"), claimed(store, "me")
    assert left(leases, with_child) == [without.id]
    for _ in range(20):
        seconds.at += 3.0
        assert left(leases, with_child) == [without.id]


def test_a_worker_here_that_the_system_knows_to_live_keeps_its_job_without_renewing(
    store, leases, seconds
):
    claimed(store, "near")
    for _ in range(20):
        assert left(leases) == []
        seconds.at += 3.0


def test_a_worker_elsewhere_that_renews_keeps_its_job_and_one_that_stopped_loses_it(
    store, clock, leases, seconds
):
    renewing, silent = claimed(store, "far"), claimed(store, "far")
    found: list[int] = []
    for _ in range(7):
        assert found == []
        seconds.at += 3.0
        clock.advance(3.0)
        assert queue.renew(store, [renewing]) == []
        found = left(leases)
    assert found == [silent.id]


def test_after_the_computer_slept_a_worker_elsewhere_is_watched_anew(store, leases, seconds):
    silent = claimed(store, "far")
    assert left(leases) == []
    seconds.at += 3600.0  # where the seconds of sleep count
    assert left(leases) == []
    for _ in range(5):
        seconds.at += 3.0
        assert left(leases) == []
    seconds.at += 3.0
    assert left(leases) == [silent.id]


def test_a_lease_that_another_took_over_meanwhile_can_not_be_renewed(store):
    slept = claimed(store, "me")
    queue.gave_up(store, KINDS, None, slept, "It slept.")
    queue.claim(store, "far")
    assert queue.renew(store, [slept]) == [slept]
