"""Jobs that wait for others or for their time, pause, and are tried again, with a held clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import BACK_OFF, WAITED, JobRequest, JobState
from tidemill.jobs import chains, queue
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, create_store

AWAY = WorldError("The drive is away.", "Plug it in.")


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def store(tmp_path: Path, clock: HeldClock):
    store = create_store(tmp_path, clock)
    yield store
    store.close()


KINDS = Kinds([JobKind("heavy", "Train", lambda *_: {})])


def ask(store: Store, **values) -> int:
    with store.write() as tx:
        return queue.enqueue(tx, JobRequest("heavy", **values))


def find(store: Store, job_id: int):
    with store.read() as connection:
        return rows.find(connection, job_id)


def log(store: Store, job_id: int) -> list[str]:
    with store.read() as connection:
        return [line for _, _, line in rows.log_lines(connection, job_id)]


def done(store: Store) -> int:
    job = queue.claim(store, "w")
    assert job is not None
    queue.succeed(store, job, {}, "Done", kinds=KINDS)
    return job.id


def test_a_job_begins_when_all_it_waits_for_has_ended_well(store):
    first, second = ask(store), ask(store)
    third = ask(store, waits_for=(first, second), priority=9)
    assert done(store) == first
    job = queue.claim(store, "w")
    assert (job.id, queue.claim(store, "w")) == (second, None)
    queue.succeed(store, job, {}, "Done")
    assert queue.claim(store, "w").id == third


def test_what_waits_for_a_job_that_failed_is_cancelled_with_a_sentence_down_the_chain(store):
    first = ask(store)
    second, beside = ask(store, waits_for=(first,)), ask(store)
    third = ask(store, waits_for=(second,))
    job = queue.claim(store, "w")
    queue.fail(store, KINDS, None, job, NeedsYou("No target.", "Name one."))
    told = [(find(store, key).state, find(store, key).error) for key in (second, third)]
    assert told == [
        (JobState.CANCELLED, f"Not begun: job {first} (Train), which it waited for, failed."),
        (
            JobState.CANCELLED,
            f"Not begun: job {second} (Train), which it waited for, was cancelled.",
        ),
    ]
    assert find(store, second).error_kind == WAITED
    assert log(store, third) == [told[1][1]]
    assert queue.claim(store, "w").id == beside


def test_asked_for_after_its_predecessor_ended_badly_or_vanished_it_is_cancelled_too(store):
    first = ask(store)
    queue.ask_cancel(store, KINDS, None, first)
    late, lonely = ask(store, waits_for=(first,)), ask(store, waits_for=(999,))
    assert [job.id for job in chains.settle(store, KINDS, None)] == [late, lonely]
    assert find(store, lonely).error == "Not begun: job 999, which it waited for, is not there."
    assert chains.settle(store, KINDS, None) == []


def test_trying_the_first_of_a_chain_again_brings_the_others_back(store):
    first = ask(store)
    second = ask(store, waits_for=(first,))
    third = ask(store, waits_for=(second,))
    queue.ask_cancel(store, KINDS, None, first)
    queue.retry(store, first)
    assert [done(store) for _ in range(3)] == [first, second, third]


def test_a_job_is_not_begun_before_its_time(store, clock):
    at = clock.now() + timedelta(minutes=5)
    job_id = ask(store, not_before=at, lane="a")
    beside = ask(store, lane="a")
    assert done(store) == beside
    assert queue.claim(store, "w") is None
    clock.at = at
    assert queue.claim(store, "w").id == job_id


def test_a_paused_job_is_passed_over_until_it_is_resumed(store):
    paused, other = ask(store, lane="a"), ask(store, lane="a")
    assert queue.pause(store, paused).said == "Paused"
    with pytest.raises(NeedsYou, match="is paused already"):
        queue.pause(store, paused)
    assert done(store) == other
    assert queue.claim(store, "w") is None
    queue.resume(store, paused)
    assert done(store) == paused
    with pytest.raises(NeedsYou, match="already ended"):
        queue.pause(store, paused)


def test_a_running_job_stays_paused_when_its_worker_leaves_or_dies(store):
    for leave in (
        lambda job: queue.give_back(store, job),
        lambda job: queue.gave_up(store, KINDS, None, job, "The worker is gone."),
    ):
        job_id = ask(store)
        leave(queue.claim(store, "w") and queue.pause(store, job_id))
        assert find(store, job_id).state is JobState.QUEUED
        assert queue.claim(store, "w") is None
        queue.resume(store, job_id)
        assert done(store) == job_id


def test_trouble_of_the_world_is_tried_again_ever_later_and_keeps_the_place_in_the_lane(
    store, clock
):
    job_id, behind = ask(store, asked_by="worker", lane="a"), ask(store, lane="a")
    for wait_s in BACK_OFF.waits_s:
        job = queue.claim(store, "w")
        assert job.id == job_id
        queue.fail(store, KINDS, None, job, AWAY)
        waiting = find(store, job_id)
        assert waiting.state is JobState.QUEUED
        assert waiting.message == f"The drive is away. Tried again in {wait_s:.0f} s."
        clock.advance(wait_s - 1)
        assert queue.claim(store, "w") is None
        clock.advance(1)
    queue.fail(store, KINDS, None, queue.claim(store, "w"), AWAY)
    failed = find(store, job_id)
    assert (failed.state, failed.error_kind, failed.error) == ("failed", "world", AWAY.message)
    assert queue.claim(store, "w").id == behind


def test_a_clock_set_back_by_hours_keeps_no_next_try_waiting_for_hours(store, clock):
    job_id = ask(store, asked_by="worker")
    queue.fail(store, KINDS, None, queue.claim(store, "w"), AWAY)
    clock.at -= timedelta(hours=5)
    assert queue.claim(store, "w").id == job_id


@pytest.mark.parametrize(
    ("asked_by", "error"),
    [("ada", AWAY), ("worker", NeedsYou("The file is empty.", "Send it again."))],
)
def test_who_waits_for_an_answer_gets_it_at_once_and_bad_input_is_not_tried_again(
    store, asked_by, error
):
    job_id = ask(store, asked_by=asked_by)
    queue.fail(store, KINDS, None, queue.claim(store, "w"), error)
    assert find(store, job_id).state is JobState.FAILED


def test_the_run_of_a_rule_hears_of_every_end_of_its_steps(store):
    heard = []
    kinds = Kinds(
        [JobKind("heavy", "Train", lambda *_: {})],
        on_step_end=lambda _workspace, _tx, job: heard.append((job.id, str(job.state))),
    )
    well, badly = ask(store, automation_run_id=1), ask(store, automation_run_id=1)
    behind, other = ask(store, automation_run_id=1, waits_for=(badly,)), ask(store)
    queue.succeed(store, queue.claim(store, "w"), {}, "Done", kinds=kinds)
    queue.cancelled(store, kinds, None, queue.claim(store, "w"))
    queue.ask_cancel(store, kinds, None, other)
    assert heard == [(well, "succeeded"), (badly, "cancelled"), (behind, "cancelled")]


def test_limits_are_set_before_a_job_runs_or_before_it_is_tried_again(store):
    job_id = ask(store)
    assert queue.bound(store, job_id, JobLimits(seconds=60.0)).limits == {"seconds": 60.0}
    job = queue.claim(store, "w")
    with pytest.raises(NeedsYou, match="can't be changed: it is claimed"):
        queue.bound(store, job_id, JobLimits())
    queue.fail(store, KINDS, None, job, NeedsYou("Too slow.", ""))
    assert queue.bound(store, job_id, JobLimits(memory_mb=500)).limits == {"memory_mb": 500}
    with pytest.raises(NeedsYou, match="lets nothing be done"):
        JobLimits(cores=0)
