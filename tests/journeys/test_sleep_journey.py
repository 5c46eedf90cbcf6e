"""A computer that sleeps: its worker and children stand still for longer than any lease."""

import os
import shutil
import signal
import subprocess

import psutil
import pytest
import sqlalchemy as sa
from real_world import land, write_orders

from tidemill.base.clock import monotonic
from tidemill.base.database_urls import DatabaseUrl
from tidemill.jobs.queue import LEASE_S
from tidemill.services.workers import STANDBY, alive
from tidemill.store.engine import FILE_NAME, sqlite_module

ELSEWHERE = ("unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh")
N_ROWS = 100_000


@pytest.fixture
def shared(worlds, empty_database):
    """A workspace in a database."""
    return worlds("team", url=DatabaseUrl.of(empty_database))


@pytest.fixture
def from_elsewhere() -> tuple[str, ...]:
    """Words before a command that then runs on a computer of another name."""
    if shutil.which("unshare") is None:
        pytest.skip("There is no unshare here to give a process another computer's name.")
    if subprocess.run([*ELSEWHERE, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("A process can't be given another computer's name here (it takes root).")
    return ELSEWHERE


def is_free(world) -> bool:
    """Whether nobody stands in the middle of writing."""
    if not world.workspace.is_shared:
        line = sqlite_module().connect(
            str(world.folder / FILE_NAME), isolation_level=None, timeout=0.2
        )
        try:
            line.execute("BEGIN IMMEDIATE")
            line.execute("ROLLBACK")
        except sqlite_module().OperationalError:
            return False
        finally:
            line.close()
        return True
    query = sa.text(
        # A statement still at work leaves its transaction open once it is done.
        "SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' "
        "AND datname = current_database() AND pid <> pg_backend_pid()"
    )
    with world.workspace.store.read() as connection:
        return connection.execute(query).scalar() == 0


def sleep(world, worker) -> list[psutil.Process]:
    """Let a worker and its children stand still; return them.

    A computer that falls asleep in the middle of a transaction is woken and put to sleep again:
    the database itself ends such a line, which takes minutes.
    """
    all_of_it = [psutil.Process(worker.pid), *psutil.Process(worker.pid).children(recursive=True)]

    def stands_still() -> bool:
        for one in all_of_it:
            one.suspend()
        if is_free(world):
            return True
        wake(all_of_it)
        return False

    world.until(stands_still, "the worker to stand still between two transactions")
    return all_of_it


def wake(processes: list[psutil.Process]) -> None:
    for one in processes:
        if one.is_running():
            os.kill(one.pid, signal.SIGCONT)


def begun(world, tmp_path):
    """A job in the middle of its work."""
    file = write_orders(tmp_path / "orders.csv", 1, N_ROWS)
    job_id = world.cli("data", "add", file, "--name", "orders", "--detach").json["job_id"]
    world.until(lambda: world.job(job_id).state == "running", "the job to run")
    return job_id


def test_a_computer_that_slept_goes_on_where_it_was_and_does_nothing_twice(world, tmp_path, inbox):
    worker = world.start_worker()
    world.start_worker(is_ready=False)
    world.until(lambda: alive(world.workspace, STANDBY), "a second worker to stand by")
    world.cli("watch", "add", inbox, "--dataset", "orders")
    job_id = begun(world, tmp_path)
    asleep = sleep(world, worker)
    try:
        land(write_orders(tmp_path / "later.csv", 2), inbox)
        began = monotonic()
        world.until(lambda: monotonic() - began > LEASE_S + 2, "every lease to be over")
        assert world.job(job_id).state == "running"
        assert [p.pid for p in world.workers()] == [worker.pid], "it lives, the other stands by"
    finally:
        wake(asleep)
    world.until_idle(2)
    job = world.job(job_id)
    assert (str(job.state), job.attempts) == ("succeeded", 1)
    assert [v.rows for v in world.versions("orders")] == [N_ROWS, N_ROWS + 400]
    assert world.complaints() == []


def test_what_a_sleeping_computer_was_at_is_done_by_another_and_not_once_more_when_it_wakes(
    shared, tmp_path, from_elsewhere
):
    worker = shared.start_worker()
    job_id = begun(shared, tmp_path)
    asleep = sleep(shared, worker)
    try:
        shared._before = from_elsewhere
        shared.start_worker(is_ready=False)
        shared.until(lambda: not shared.job(job_id).is_open, "another computer to do it")
    finally:
        wake(asleep)
    job = shared.job(job_id)
    assert (str(job.state), job.attempts) == ("succeeded", 2)
    second = write_orders(tmp_path / "second.csv", 2)
    shared.cli("data", "add", second, "--name", "orders")
    assert [v.rows for v in shared.versions("orders")] == [N_ROWS, N_ROWS + 400], "once each"
    assert shared.complaints() == []
