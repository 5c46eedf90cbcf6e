"""The queue's rules, with a clock that is held."""

from pathlib import Path

import pytest

from tidemill.base.clock import HeldClock
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.jobs import MAX_ATTEMPTS, JobRequest, JobState
from tidemill.jobs import child, queue
from tidemill.jobs.child import perform
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.jobs.reporter import JobReporter
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, create_store


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def store(tmp_path: Path, clock: HeldClock):
    store = create_store(tmp_path, clock)
    yield store
    store.close()


def _kinds(**runs) -> Kinds:
    return Kinds(JobKind(name, name, run, is_light=name == "light") for name, run in runs.items())


KINDS = _kinds(heavy=lambda *_: {}, light=lambda *_: {})


def ask(store: Store, kind: str = "heavy", **values) -> int:
    with store.write() as tx:
        return queue.enqueue(tx, JobRequest(kind, **values))


def find(store: Store, job_id: int):
    with store.read() as connection:
        return rows.find(connection, job_id)


def test_the_same_key_makes_one_job_even_after_it_has_ended(store):
    first = ask(store, key="k")
    job = queue.claim(store, "w")
    queue.succeed(store, job, {}, "Done")
    assert ask(store, key="k") == first


def test_higher_priority_goes_first_and_equal_ones_by_age(store):
    low, high, also_low = ask(store), ask(store, priority=5), ask(store)
    assert [queue.claim(store, "w").id for _ in range(3)] == [high, low, also_low]
    assert queue.claim(store, "w") is None


def test_jobs_of_a_lane_run_one_after_another_in_the_order_asked(store):
    first = ask(store, lane="dataset:a")
    second = ask(store, lane="dataset:a", priority=9)
    other = ask(store, lane="dataset:b")
    assert queue.claim(store, "w").id == first
    assert queue.claim(store, "w").id == other
    assert queue.claim(store, "w") is None
    queue.succeed(store, find(store, first), {}, "Done")
    assert queue.claim(store, "w").id == second


def test_a_light_slot_takes_only_light_kinds(store):
    ask(store, "heavy")
    light = ask(store, "light")
    assert queue.claim(store, "w", KINDS.light).id == light
    assert queue.claim(store, "w", KINDS.light) is None


def test_the_third_death_of_its_child_loses_a_job_with_its_reason_and_blocks_nobody(store):
    job_id, behind = ask(store, lane="dataset:a"), ask(store, lane="dataset:a")
    for attempt in range(1, MAX_ATTEMPTS + 1):
        job = queue.claim(store, "w")
        assert (job.id, job.attempts) == (job_id, attempt)
        state = queue.gave_up(store, KINDS, None, job, "The process was killed.", died_at_work=True)
    assert state is JobState.LOST
    lost = find(store, job_id)
    assert lost.error == "The process was killed. It was tried 3 times."
    assert lost.hint
    assert queue.claim(store, "w").id == behind


def test_a_job_that_may_not_repeat_is_lost_the_first_time(store):
    once = Kinds([JobKind("heavy", "Heavy", lambda *_: {}, is_repeatable=False)])
    job_id = ask(store)
    job = queue.claim(store, "w")
    queue.gave_up(store, once, None, job, "The process was killed.")
    assert find(store, job_id).state is JobState.LOST
    assert "It was tried once." in find(store, job_id).error


def test_a_former_attempt_can_neither_end_nor_move_a_job_that_another_took_up(store):
    ask(store)
    old = queue.claim(store, "a")
    queue.gave_up(store, KINDS, None, old, "Gone.")
    new = queue.claim(store, "b")
    assert queue.begin(store, old.id, old.attempts) is None
    assert queue.succeed(store, old, {"from": "old"}, "Done") is False
    assert queue.succeed(store, new, {"from": "new"}, "Done") is True
    assert find(store, new.id).result == {"from": "new"}


def test_cancelling_a_queued_job_ends_it_and_a_running_one_is_asked(store):
    queued = ask(store)
    queue.ask_cancel(store, KINDS, None, queued)
    assert find(store, queued).state is JobState.CANCELLED
    running = ask(store)
    queue.claim(store, "w")
    queue.ask_cancel(store, KINDS, None, running)
    assert find(store, running).cancel_asked
    with pytest.raises(NeedsYou, match="already ended"):
        queue.ask_cancel(store, KINDS, None, queued)


def test_a_child_that_dies_while_cancelling_leaves_the_job_cancelled(store):
    job_id = ask(store)
    queue.claim(store, "w")
    queue.ask_cancel(store, KINDS, None, job_id)
    assert queue.gave_up(store, KINDS, None, find(store, job_id), "Killed.") is JobState.CANCELLED


def test_retry_puts_a_failed_job_back_as_new_and_refuses_one_that_succeeded(store):
    job_id = ask(store)
    job = queue.claim(store, "w")
    queue.fail(store, KINDS, None, job, NeedsYou("The file is empty.", "Send it again."))
    failed = find(store, job_id)
    assert (failed.error, failed.hint, failed.error_kind) == (
        "The file is empty.",
        "Send it again.",
        "needs-you",
    )
    queue.retry(store, job_id)
    again = queue.claim(store, "w")
    assert (again.id, again.attempts, again.error) == (job_id, 1, None)
    queue.succeed(store, again, {}, "Done")
    with pytest.raises(NeedsYou, match="can't be tried again"):
        queue.retry(store, job_id)


def test_a_closing_worker_gives_its_job_back_without_counting_the_try(store):
    job_id = ask(store)
    queue.give_back(store, queue.claim(store, "w"))
    assert find(store, job_id).attempts == 0
    assert find(store, job_id).state is JobState.QUEUED


def test_a_jobs_end_and_what_its_kind_does_then_are_one_transaction(store):
    seen = []

    def on_end(workspace, tx, job):
        seen.append((workspace, job.state))
        raise RuntimeError

    kinds = Kinds([JobKind("heavy", "Heavy", lambda *_: {}, on_end=on_end)])
    job_id = ask(store)
    job = queue.claim(store, "w")
    with pytest.raises(RuntimeError):
        queue.cancelled(store, kinds, "ws", job)
    assert seen == [("ws", JobState.CANCELLED)]
    assert find(store, job_id).state is JobState.CLAIMED


def test_our_own_bug_in_a_job_is_told_with_its_trace_in_the_log(store):
    def broken(*_):
        raise ZeroDivisionError("division by zero")

    kinds = _kinds(heavy=broken)
    job_id = ask(store)
    job = queue.claim(store, "w")
    perform(store, kinds, None, job, JobReporter(store, job_id, 1))
    failed = find(store, job_id)
    assert failed.state is JobState.FAILED
    assert failed.error_kind == "bug"
    assert "ZeroDivisionError" in failed.error
    with store.read() as connection:
        assert any("Traceback" in line for _, _, line in rows.log_lines(connection, job_id))


def test_progress_never_goes_back_and_messages_become_the_log(store):
    def steps(_workspace, _job, reporter):
        for share, words in ((0.5, "half"), (0.2, "again"), (0.9, "nearly")):
            reporter.report(share, words)
            reporter.flush()
            shares.append(find(store, job_id).progress)
        return {"message": "Fine"}

    shares: list[float] = []
    job_id = ask(store)
    job = queue.claim(store, "w")
    perform(store, _kinds(heavy=steps), None, job, JobReporter(store, job_id, 1))
    assert shares == [0.5, 0.5, 0.9]
    assert find(store, job_id).message == "Fine"
    with store.read() as connection:
        lines = [line for _, _, line in rows.log_lines(connection, job_id)]
    assert lines == ["half", "again", "nearly"]


def test_a_next_try_never_moves_the_bar_back_and_says_which_try_it_is(store):
    def first(_workspace, _job, reporter):
        reporter.report(0.6, "Reading")
        reporter.flush()
        return {}

    def second(_workspace, _job, reporter):
        for share in (0.1, 0.7):
            reporter.report(share, "Reading")
            reporter.flush()
            now = find(store, job_id)
            seen.append((now.progress, now.said))
        return {"message": "Read"}

    seen: list[tuple[float, str]] = []
    job_id = ask(store)
    job = queue.claim(store, "w")
    reporter = JobReporter(store, job_id, 1)
    first(None, job, reporter)
    queue.gave_up(store, KINDS, None, job, "The process was killed.")
    assert find(store, job_id).message == "The process was killed. Trying again."
    claimed = queue.claim(store, "w")
    again = queue.begin(store, job_id, claimed.attempts)
    perform(store, _kinds(heavy=second), None, again, JobReporter(store, job_id, 2))
    assert seen == [(0.6, "Try 2: Reading"), (0.7, "Try 2: Reading")]
    with store.read() as connection:
        lines = [line for _, _, line in rows.log_lines(connection, job_id)]
    assert lines == ["Reading", "The process was killed.", "Try 2 begins", "Reading"]


class Stubborn:
    """A store that can't be written for some times; it notes how often it was tried."""

    def __init__(self, store: Store, n_refused: int) -> None:
        self._store, self.n_left = store, n_refused

    def __getattr__(self, name: str):
        return getattr(self._store, name)

    def write(self, *, durable: bool = False):
        if self.n_left:
            self.n_left -= 1
            raise WorldError("Another program holds the store locked.", "Close it.")
        return self._store.write(durable=durable)


def test_a_job_is_not_lost_because_the_store_was_locked_while_it_spoke_or_ended(store, monkeypatch):
    monkeypatch.setattr(child, "AGAIN_S", 0.0)

    def work(_workspace, _job, reporter):
        stubborn.n_left = 1
        reporter.report(0.5, "half")  # not told, and no reason to fail
        stubborn.n_left = 3
        return {"message": "Fine"}

    job_id = ask(store)
    job = queue.claim(store, "w")
    stubborn = Stubborn(store, 0)
    perform(stubborn, _kinds(heavy=work), None, job, JobReporter(stubborn, job_id, 1))
    assert (stubborn.n_left, find(store, job_id).state) == (0, JobState.SUCCEEDED)
    with store.read() as connection:
        assert [line for _, _, line in rows.log_lines(connection, job_id)] == ["half"]
