"""Logging under load for minutes, and kills at any moment: nothing is lost, nothing comes twice."""

import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from logging_scripts import ENDLESS, Script, log_side_by_side, state, values
from real_world import World

from tidemill.domain.runs import RunState

IS_FULL = os.environ.get("TIDEMILL_PROOFS") == "full"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    one = World(tmp_path / "ws")
    yield one
    assert one.close() == []


@pytest.fixture
def script() -> Iterator[Callable[..., Script]]:
    started: list[Script] = []

    def start(world: World, code: str, *words: object) -> Script:
        started.append(Script(world, code, *words))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.mark.skipif(not IS_FULL, reason="minutes; the journeys run the same for seconds")
def test_sixteen_scripts_log_for_minutes_beside_a_reader(world, script):
    log_side_by_side(world, script, seconds=180.0)


def test_a_script_killed_at_any_moment_loses_nothing(world, script, round_seed):
    chance = random.Random(round_seed)
    world.start_worker()
    one = script(world, ENDLESS)
    run_id = one.line()
    said = 0
    for _ in range(chance.randrange(1, 2000)):
        said = int(one.line())
    if chance.random() < 0.5:  # the worker is killed on its way, too
        world.kill_worker()
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    if not world.workers():
        world.start_worker()
    # How soon is shown elsewhere; here a new worker may have to start first.
    world.until(lambda: state(world, run_id) is RunState.STOPPED, "the run to have stopped", 60.0)
    found = values(world, run_id)
    assert len(found) >= said
    assert found == [float(n) for n in range(len(found))]
