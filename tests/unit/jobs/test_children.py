"""A runner's children, real processes with small kinds of jobs: who is taken again, who not."""

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tidemill.base.clock import SystemClock, monotonic
from tidemill.domain.job_limits import JobLimits
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import children, queue
from tidemill.jobs.children import Policy, Runner
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, create_store

PATIENCE_S = 60.0
SLOW_S = 2.0  # a computer that others use as well; by itself it takes 1.2
KINDS = """
import os, sys, threading
from pathlib import Path
from tidemill.base.clock import SystemClock
from tidemill.base.errors import NeedsYou
from tidemill.jobs import child
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store.engine import open_store

def well(_workspace, _job, _reporter):
    return {"pid": os.getpid()}

def badly(_workspace, _job, _reporter):
    raise NeedsYou("It can't be done.", "")

def long(_workspace, _job, reporter):
    while True:
        reporter.report(0.5, "At it")
        threading.Event().wait(0.01)

def hung(_workspace, _job, _reporter):
    while True:  # deaf to what is asked of it
        threading.Event().wait(0.01)

def deadly(_workspace, _job, _reporter):
    os._exit(9)

def hungry(_workspace, _job, _reporter):
    held = bytearray(os.urandom(1 << 20)) * 300
    while True:
        threading.Event().wait(0.01)

def cores(_workspace, _job, _reporter):
    return {"pid": os.getpid(), "cores": len(os.sched_getaffinity(0))}

def parent(_workspace, _job, reporter):
    import subprocess
    words = "import sys, time; time.sleep(600)"
    grandchild = subprocess.Popen([sys.executable, "-c", words])
    reporter.report(0.5, str(grandchild.pid))
    while True:
        threading.Event().wait(0.01)

runs = {"well": well, "badly": badly, "long": long, "hung": hung, "deadly": deadly}
runs |= {"hungry": hungry, "cores": cores, "parent": parent}
kinds = Kinds(JobKind(name, name, run, is_light=name == "well") for name, run in runs.items())
child.MAY_KEEP_BYTES = int(sys.argv[2])
store = open_store(Path(sys.argv[1]), SystemClock())
code = child.serve(store, kinds, None, [lambda: None], None)
store.close()
sys.exit(code)
"""
PARENT = Kinds(
    JobKind(name, name, lambda *_: {}, is_light=name == "well")
    for name in ("well", "badly", "long", "hung", "deadly", "hungry", "cores", "parent")
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = create_store(tmp_path / "ws", SystemClock())
    yield store
    store.close()


Make = Callable[..., Runner]


@pytest.fixture
def make(store: Store, tmp_path: Path) -> Iterator[Make]:
    """Make runners; what is passed is how much memory a child may keep."""
    made: list[Runner] = []

    def runner(may_keep: int = 2**40) -> Runner:
        command = [sys.executable, "-c", KINDS, str(tmp_path / "ws"), str(may_keep)]
        made.append(Runner(store, PARENT, None, "w", command))
        return made[-1]

    yield runner
    for one in made:
        one.close()


def ask(store: Store, kind: str, **values: Any) -> int:
    with store.write() as tx:
        return queue.enqueue(tx, JobRequest(kind, **values))


def find(store: Store, job_id: int) -> Job:
    with store.read() as connection:
        found = rows.find(connection, job_id)
    assert found is not None
    return found


def until(runner: Runner, is_so: Callable[[], bool]) -> None:
    began, pause = monotonic(), threading.Event()
    while not is_so():
        assert monotonic() - began < PATIENCE_S
        runner.tick(look=True)
        pause.wait(0.01)


def done(store: Store, runner: Runner, kind: str = "well") -> Job:
    """Ask for a job, see it done and its child told apart from one at work."""
    job_id = ask(store, kind)
    until(runner, lambda: not find(store, job_id).is_open and not runner.jobs)
    return find(store, job_id)


def pid_of(job: Job) -> int:
    assert job.state == "succeeded"
    return int(job.result["pid"])


def test_a_child_that_did_its_job_well_takes_the_next(store, make):
    runner = make()
    first = pid_of(done(store, runner))
    seen = {pid_of(done(store, runner)) for _ in range(4)}
    assert len(seen | {first}) <= 2, "the one that began and at most the one warmed beside it"


def test_after_a_failure_the_next_job_begins_in_another_child(store, make):
    runner = make()
    before = pid_of(done(store, runner))
    while True:  # until the failure met the child that is known
        pids = set(runner.waiting)
        assert done(store, runner, "badly").state == "failed"
        gone = pids - set(runner.waiting)
        if before in gone:
            break
    assert pid_of(done(store, runner)) != before


def test_a_cancelled_job_ends_its_child_and_the_next_job_is_not_cancelled(store, make):
    runner = make()
    job_id = ask(store, "long")
    until(runner, lambda: find(store, job_id).message == "At it")
    [at_work] = runner.at_work
    queue.ask_cancel(store, PARENT, None, job_id)
    until(runner, lambda: not find(store, job_id).is_open and not runner.jobs)
    assert find(store, job_id).state == "cancelled"
    assert at_work not in runner.waiting
    assert pid_of(done(store, runner)) != at_work


def test_a_child_that_grew_leaves(store, make):
    runner = make(may_keep=1)
    assert len({pid_of(done(store, runner)) for _ in range(3)}) == 3


def test_of_several_in_waiting_one_stays_after_a_rest(store, make, monkeypatch):
    runner = make()
    done(store, runner)
    until(runner, lambda: len(runner.waiting) == 2)
    monkeypatch.setattr(children, "REST_S", 0.0)
    until(runner, lambda: len(runner.waiting) == 1)
    assert runner.has_spare


def at_work(store: Store, runner: Runner, kind: str, **values: Any) -> tuple[int, psutil.Process]:
    """Ask for a job and wait until its child is at it."""
    job_id = ask(store, kind, **values)
    until(runner, lambda: find(store, job_id).state == "running")
    return job_id, psutil.Process(runner.at_work[0])


def seconds_until(runner: Runner, is_so: Callable[[], bool]) -> float:
    began = monotonic()
    until(runner, is_so)
    return monotonic() - began


def is_at_rest(process: psutil.Process) -> bool:
    return bool(process.status() == psutil.STATUS_STOPPED)


@pytest.mark.parametrize("kind", ["long", "hung"])
@pytest.mark.parametrize("is_paused", [False, True])
def test_a_job_is_cancelled_within_two_seconds_also_when_it_hangs_or_rests(
    store, make, kind, is_paused
):
    runner = make()
    job_id, child = at_work(store, runner, kind)
    if is_paused:
        queue.pause(store, job_id)
        until(runner, lambda: is_at_rest(child))
    queue.ask_cancel(store, PARENT, None, job_id)
    took_s = seconds_until(runner, lambda: find(store, job_id).state == "cancelled")
    assert took_s < 2.0 + SLOW_S
    until(runner, lambda: not child.is_running())


def test_a_resting_child_holds_no_lock_keeps_its_lease_and_goes_on_where_it_stood(store, make):
    runner = make()
    job_id, child = at_work(store, runner, "long")
    until(runner, lambda: find(store, job_id).message == "At it")
    queue.pause(store, job_id)
    until(runner, lambda: is_at_rest(child))
    assert find(store, job_id).said == "Paused: At it"
    lease = find(store, job_id).lease_until
    until(runner, lambda: find(store, job_id).lease_until != lease)
    other = pid_of(done_beside(store, runner))
    assert other != child.pid
    queue.resume(store, job_id)
    until(runner, lambda: not is_at_rest(child))
    assert find(store, job_id).attempts == 1
    queue.ask_cancel(store, PARENT, None, job_id)
    until(runner, lambda: not find(store, job_id).is_open)


def done_beside(store: Store, runner: Runner) -> Job:
    job_id = ask(store, "well")
    until(runner, lambda: not find(store, job_id).is_open)
    return find(store, job_id)


def test_what_a_job_started_rests_and_ends_with_it(store, make):
    runner = make()
    job_id, child = at_work(store, runner, "parent")
    until(runner, lambda: find(store, job_id).message != "")
    grandchild = psutil.Process(int(find(store, job_id).message))
    queue.pause(store, job_id)
    until(runner, lambda: is_at_rest(child) and is_at_rest(grandchild))
    queue.ask_cancel(store, PARENT, None, job_id)
    until(runner, lambda: not find(store, job_id).is_open)
    until(runner, lambda: not grandchild.is_running() or grandchild.status() == "zombie")


@pytest.mark.parametrize(
    ("kind", "limits", "words"),
    [
        ("long", {"seconds": 0.5}, r"Ended after [0-9.]+ s at work: its limit is 0\.5 s\."),
        ("hungry", {"memory_mb": 200}, r"Ended when it held \d+ MB: its limit is 200 MB\."),
    ],
)
def test_a_child_over_its_limit_is_ended_and_the_job_says_which_and_what_it_used(
    store, make, kind, limits, words
):
    runner = make()
    job_id, child = at_work(store, runner, kind, limits=limits, asked_by="worker")
    until(runner, lambda: not find(store, job_id).is_open)
    job = find(store, job_id)
    assert (str(job.state), job.error_kind) == ("failed", "needs-you")
    assert re.fullmatch(words, job.error)
    assert job.hint
    assert not child.is_running()


def test_the_bounds_of_the_settings_hold_for_jobs_without_their_own_and_rest_is_no_work(
    store, make
):
    runner = make()
    runner.policy = Policy(limits=JobLimits(seconds=600.0))
    job_id, child = at_work(store, runner, "long")
    queue.pause(store, job_id)
    until(runner, lambda: is_at_rest(child))
    [work] = runner._at_work
    worked = work.count()
    assert work.count() == worked
    runner.policy = Policy()
    queue.ask_cancel(store, PARENT, None, job_id)
    until(runner, lambda: not find(store, job_id).is_open)
    assert work.limits.seconds == 600.0


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="The system confines nobody.")
def test_a_job_gets_the_cores_it_may_use_and_the_next_one_all_again(store, make):
    runner = make()
    job_id = ask(store, "cores", limits={"cores": 1})
    until(runner, lambda: not find(store, job_id).is_open)
    assert find(store, job_id).result["cores"] == 1
    runner.close()
    again = make()
    job_id = ask(store, "cores")
    until(again, lambda: not find(store, job_id).is_open)
    assert find(store, job_id).result["cores"] == len(os.sched_getaffinity(0))


def test_as_many_heavy_jobs_run_beside_each_other_as_the_settings_say(store, make):
    runner = make()
    ids = [ask(store, "long") for _ in range(3)]
    light = ask(store, "well")
    until(runner, lambda: not find(store, light).is_open and len(runner.jobs) == 1)
    assert [job.id for job in runner.jobs] == ids[:1]
    runner.policy = Policy(n_heavy=2)
    until(runner, lambda: [job.id for job in runner.jobs] == ids[:2])
    for job_id in ids[:0:-1]:
        queue.ask_cancel(store, PARENT, None, job_id)


def test_while_new_jobs_are_held_back_none_is_begun_and_those_at_work_go_on(store, make):
    runner = make()
    runner.policy = Policy(is_held=True)
    job_id = ask(store, "well")
    until(runner, lambda: runner.has_spare)
    runner.tick(look=True)
    assert find(store, job_id).state == "queued"
    runner.policy = Policy()
    until(runner, lambda: find(store, job_id).state == "succeeded")


def test_in_quiet_hours_light_jobs_are_begun_and_heavy_ones_wait(store, make):
    runner = make()
    runner.policy = Policy(n_heavy=2, is_quiet=True)
    heavy = ask(store, "long")
    light = ask(store, "well")
    until(runner, lambda: find(store, light).state == "succeeded")
    runner.tick(look=True)
    assert find(store, heavy).state == "queued"
    runner.policy = Policy(n_heavy=2)
    until(runner, lambda: [job.id for job in runner.jobs] == [heavy])
    runner.policy = Policy(n_heavy=2, is_quiet=True)  # what is at work goes on
    runner.tick(look=True)
    assert [job.id for job in runner.jobs] == [heavy]


def test_a_job_that_kills_its_child_three_times_is_lost_and_its_lane_goes_on(store, make):
    runner = make()
    job_id = ask(store, "deadly", lane="dataset:a")
    behind = ask(store, "well", lane="dataset:a")
    until(runner, lambda: find(store, behind).state == "succeeded")
    lost = find(store, job_id)
    assert (str(lost.state), lost.attempts) == ("lost", 3)
    assert lost.error == ("The process at work ended unexpectedly (code 9). It was tried 3 times.")


def test_a_child_whose_job_was_given_up_meanwhile_is_ended(store, make):
    runner = make()
    job_id, child = at_work(store, runner, "hung")
    queue.gave_up(store, PARENT, None, find(store, job_id), "It slept.")
    queue.pause(store, job_id)  # nobody takes it
    until(runner, lambda: not child.is_running())
    assert find(store, job_id).state == "queued"


def test_after_a_long_rest_no_child_is_kept_and_the_next_job_gets_one(store, make, monkeypatch):
    runner = make()
    done(store, runner)
    monkeypatch.setattr(children, "NIGHT_S", 0.0)
    until(runner, lambda: runner.waiting == [])
    monkeypatch.setattr(children, "NIGHT_S", 600.0)
    runner._worked -= 600.0
    runner.tick(look=True)
    assert runner.waiting == []
    assert done(store, runner).state == "succeeded"
    runner._worked -= 600.0
    until(runner, lambda: runner.waiting == [])
    runner.rouse()
    assert len(runner.waiting) == 1
