"""A runner's children, real processes with small kinds of jobs: who is taken again, who not."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tidemill.base.clock import SystemClock, monotonic
from tidemill.domain.jobs import Job, JobRequest
from tidemill.jobs import children, queue
from tidemill.jobs.children import Runner
from tidemill.jobs.kinds import JobKind, Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, create_store

PATIENCE_S = 60.0
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

runs = {"well": well, "badly": badly, "long": long}
kinds = Kinds(JobKind(name, name, run, is_light=name == "well") for name, run in runs.items())
child.MAY_KEEP_BYTES = int(sys.argv[2])
store = open_store(Path(sys.argv[1]), SystemClock())
code = child.serve(store, kinds, None, [lambda: None], None)
store.close()
sys.exit(code)
"""
PARENT = Kinds(
    JobKind(name, name, lambda *_: {}, is_light=name == "well")
    for name in ("well", "badly", "long")
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


def ask(store: Store, kind: str) -> int:
    with store.write() as tx:
        return queue.enqueue(tx, JobRequest(kind))


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
