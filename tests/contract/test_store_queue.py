"""The queue on every store: who may begin, in which order, and two workers never the same job."""

import threading
from datetime import timedelta

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import queue
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store import job_keeping
from tidemill.store import jobs as rows
from tidemill.store.engine import Store

KINDS = Kinds(JobKind(name, name, lambda *_: {}) for name in ("heavy", "light"))
N_JOBS = 40


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def ask(store: Store, **values) -> int:
    with store.write() as tx:
        return queue.enqueue(tx, JobRequest(**{"kind": "heavy", **values}))


def find(store: Store, job_id: int) -> Job:
    with store.read() as connection:
        found = rows.find(connection, job_id)
    assert found is not None
    return found


def claimed(store: Store, *kinds: str) -> int | None:
    job = queue.claim(store, "w", kinds or None)
    return None if job is None else job.id


def test_lanes_times_pauses_kinds_and_predecessors_say_who_may_begin(store):
    now = store.clock.now()
    paused = ask(store, lane="a")
    queue.pause(store, paused)
    later = ask(store, lane="a", not_before=now + timedelta(hours=1), priority=9)
    first, second = ask(store, lane="a"), ask(store, lane="a", priority=9)
    behind = ask(store, waits_for=(first,), priority=20)
    light = ask(store, kind="light")
    assert claimed(store, "light") == light
    assert claimed(store) == first
    assert claimed(store) is None, "second waits for its lane, behind for first"
    queue.succeed(store, find(store, first), {}, "Done")
    assert [claimed(store), claimed(store), claimed(store)] == [behind, second, None]
    queue.succeed(store, find(store, second), {}, "Done")
    store.clock.advance(3600)
    assert claimed(store) == later
    with store.read() as connection:
        assert rows.is_any_queued(connection)
        assert (rows.n_queued(connection), rows.n_to_come(connection, store.clock.now())) == (1, 0)


def test_a_failed_predecessor_ends_the_chain_and_tried_again_brings_it_back(store):
    first = ask(store)
    second = ask(store, waits_for=(first,))
    queue.fail(store, KINDS, None, queue.claim(store, "w"), NeedsYou("No.", ""))
    assert find(store, second).state == "cancelled"
    queue.retry(store, first)
    assert (claimed(store), find(store, second).state) == (first, "queued")


def test_trouble_of_the_world_keeps_its_place_in_the_lane_until_its_next_try(store):
    first, second = (ask(store, lane="a", asked_by="worker") for _ in range(2))
    queue.fail(store, KINDS, None, queue.claim(store, "w"), WorldError("Full.", ""))
    assert claimed(store) is None
    store.clock.advance(5)
    assert (claimed(store), second) == (first, first + 1)


def test_two_workers_at_once_never_take_the_same_job(store, open_again):
    for _ in range(N_JOBS):
        ask(store)
    taken: dict[str, list[int]] = {"one": [], "two": []}
    stores = {"one": store, "two": open_again(store)}
    start = threading.Barrier(2)

    def work(name: str) -> None:
        start.wait(60.0)
        while (job := queue.claim(stores[name], name)) is not None:
            taken[name].append(job.id)

    threads = [threading.Thread(target=work, args=(name,)) for name in taken]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60.0)
    assert len(taken["one"]) + len(taken["two"]) == N_JOBS
    assert set(taken["one"]) | set(taken["two"]) == set(range(1, N_JOBS + 1))


def test_old_lines_and_jobs_go_and_what_is_waited_for_stays(store):
    old, awaited = ask(store), ask(store)
    for job_id in (old, awaited):
        job = queue.claim(store, "w")
        with store.write() as tx:
            rows.log(tx, job_id, [(tx.clock.now(), "said")])
        queue.succeed(store, job, {}, "Done")
    ask(store, waits_for=(awaited,))
    store.clock.advance(10)
    with store.write() as tx:
        assert job_keeping.prune_lines(tx, tx.clock.now(), 1) == 1
        assert job_keeping.prune_jobs(tx, tx.clock.now(), 10) == 1
        assert job_keeping.prune_feed(tx, 2, 1000) > 0
        assert job_keeping.prune_processes(tx, tx.clock.now()) == 0
        assert rows.find(tx.connection, old) is None
        assert rows.find(tx.connection, awaited) is not None
