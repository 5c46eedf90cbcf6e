"""What several processes log to one run: it waits for the run's start, and none is lost."""

import os
import time

import pytest
from spools_of_scripts import begin, curve, made, take

from tidemill.base.clock import SystemClock
from tidemill.base.ids import new_id
from tidemill.base.spools import Spool
from tidemill.services import run_intake
from tidemill.services import workspace as workspaces
from tidemill.services.run_intake import StartAwaited


@pytest.fixture
def ws(tmp_path):
    one = workspaces.create(tmp_path / "ws", clock=SystemClock(), login="tester")
    yield one
    one.close()


def log_elsewhere(ws, run_id: str, began_in: Spool, at: float | None = None) -> Spool:
    """A spool of another process that logs a value to a run it did not begin."""
    other = made(ws)
    other.put(["origin", run_id, began_in.id, time.time() if at is None else at])
    other.put(["m", run_id, "loss", 1.0, None, 1001.0])
    return other


def test_what_another_process_logs_to_a_run_waits_for_the_runs_start(ws):
    began_in = made(ws)
    run_id = begin(began_in)
    other = log_elsewhere(ws, run_id, began_in)
    with pytest.raises(StartAwaited):
        take(ws, other)
    take(ws, began_in)
    take(ws, other)
    assert curve(ws, run_id, "loss") == ([0], [1.0])


def test_a_start_behind_records_that_wait_is_taken_all_the_same(ws):
    """Two processes know a run of each other: neither may keep the other waiting for ever."""
    first, second = made(ws), made(ws)
    one, two = begin(first), new_id()
    first.put(["origin", two, second.id, time.time()])
    first.put(["m", two, "loss", 1.0, None, 1001.0])
    second.put(["origin", one, first.id, time.time()])
    begin(second, two)
    for spool in (second, first):
        with pytest.raises(StartAwaited):
            take(ws, spool)
    take(ws, second)
    take(ws, first)
    assert curve(ws, two, "loss") == ([0], [1.0])


def test_a_run_begun_on_another_computer_is_awaited_for_minutes_only(ws):
    gone = made(ws)
    run_id = begin(gone)
    fresh = log_elsewhere(ws, run_id, gone)
    old = log_elsewhere(ws, run_id, gone, at=time.time() - 3600.0)
    assert gone.files.remove()
    with pytest.raises(StartAwaited):
        take(ws, fresh)
    assert take(ws, old) == old.end


def test_a_start_that_still_lies_in_its_spool_is_awaited_however_long_ago_it_was(ws):
    began_in = made(ws)
    run_id = begin(began_in)
    old = log_elsewhere(ws, run_id, began_in, at=time.time() - 3600.0)
    with pytest.raises(StartAwaited):
        take(ws, old)
    take(ws, began_in)
    take(ws, old)
    assert curve(ws, run_id, "loss") == ([0], [1.0])


def test_what_a_dead_process_logged_to_a_run_that_is_awaited_is_left_for_later(ws):
    began_in = made(ws)
    run_id = begin(began_in)
    other = log_elsewhere(ws, run_id, began_in)
    other.left_by_fork()  # lets go of the lock, as the system does for the dead
    os.utime(other.files.lock_path, (1.0, 1.0))
    assert run_intake.collect(ws) == 0
    assert other.files.segments()
    take(ws, began_in)
    assert run_intake.collect(ws) == 1
    assert curve(ws, run_id, "loss") == ([0], [1.0])
