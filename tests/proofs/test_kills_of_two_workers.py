"""Seeded power cuts with two workers on one database, one of them as on another computer.

Of that one the first knows only what the store says: when it is killed its jobs are taken over
once their leases were not renewed for a while, and when its computer sleeps, they are taken over
as well and it must not write beside the next try when it wakes. See `accounted.py` for all that
must hold.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import accounted
import psutil
import pytest
from real_world import World, land, write_orders

from tidemill.base.database_urls import DatabaseUrl
from tidemill.domain.automations import Mode
from tidemill.domain.jobs import ACTIVE_STATES, Job
from tidemill.services import workers

ROUNDS, SHARE = 5, 1
ELSEWHERE = ("unshare", "--uts", "sh", "-c", 'hostname elsewhere && exec "$@"', "sh")
"""Words in front of a command that let it run under another computer's name."""

pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform != "linux", reason="another host's name needs Linux"),
]


class Two:
    """Two workers on one store: one here, one as on another computer."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._here = self._far = None
        self.kills: Counter[str] = Counter()

    def start(self) -> None:
        """Start those that are not there."""
        if self._here is None:
            self._here = self._world.start_worker(is_ready=False)
        if self._far is None:
            self._far = self._world.start_worker(is_ready=False, before=ELSEWHERE)
        wanted = {self._here.pid, self._far.pid}
        self._world.until(
            lambda: wanted <= {p.pid for p in self._world.workers()}, "both to be at work"
        )

    def fire(self, way: str) -> None:
        """Kill one of them, or a child; or let the computer of the other sleep."""
        if way == "sleep" and not self._may_sleep():
            way = "far"
        self.kills[way] += 1
        if way == "child":
            self._world.kill_children()
        elif way == "here":
            self._here = _killed(self._here)
        elif way == "far":
            self._far = _killed(self._far)
        else:
            self._sleep()
        self.start()

    def _of_far(self) -> list[Job]:
        """What the worker elsewhere is at."""
        known = workers.alive(self._world.workspace)
        far = {p.id for p in known if p.pid == self._far.pid}
        return [j for j in self._world.jobs() if j.state in ACTIVE_STATES and j.claimed_by in far]

    def _may_sleep(self) -> bool:
        """A script that sleeps and wakes may be at it beside its next try: let be, and told."""
        return not any(j.kind == "automation.script" for j in self._of_far())

    def _sleep(self) -> None:
        """Stop the other with its children until its jobs were taken over, then let it go on."""
        mine = [(job.id, job.attempts) for job in self._of_far()]
        tree = [psutil.Process(self._far.pid)]
        tree += tree[0].children(recursive=True)
        for process in tree:
            process.suspend()

        def is_taken_over() -> bool:
            now = [self._world.job(key) for key, _ in mine]
            return all(not j.is_open or (j.id, j.attempts) not in mine for j in now)

        try:
            self._world.until(is_taken_over, "the jobs of a sleeper to be taken over", look_s=0.2)
        finally:
            for process in tree:
                if process.is_running():
                    process.resume()


def _killed(one: "subprocess.Popen[bytes]") -> None:
    one.kill()
    one.wait()


@pytest.fixture
def world(tmp_path: Path, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A workspace in a database of its own."""
    if os.geteuid() != 0:
        pytest.skip("another host's name needs root")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))  # this process has looked already
    made = World(tmp_path / "team", url=DatabaseUrl.of(empty_database))
    accounted.prepare(made.workspace, tmp_path)
    yield made
    assert made.close() == []


@pytest.mark.rounds(4, 1)
def test_two_workers_of_which_one_is_killed_or_sleeps_do_nothing_twice(
    world, tmp_path, rounds, round_seed, measured
):
    draw = random.Random(f"two {round_seed}")
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    accounted.automate(world, inbox, tmp_path, draw.choice([Mode.PROPOSE, Mode.PROMOTE]))
    two, names, trainings = Two(world), [], []
    asked = Counter[str]()
    two.start()
    for number in range(1, rounds(ROUNDS, SHARE) + 1):
        trainings.append(accounted.ask_for_training(world))
        names.append(f"{number}.csv")
        file = tmp_path / names[-1]
        land(write_orders(file, number + 1, accounted.ROWS, seed=round_seed), inbox)
        for _ in range(draw.randint(1, 2)):
            accounted.moment(world, names[-1], draw)
            two.fire(draw.choice(("here", "far", "sleep", "child")))
        asked += accounted.all_ended(world, number)
        accounted.assert_all_is_well(world, names, trainings, tmp_path / "book.jsonl")
    accounted.leave(world)
    assert "Traceback" not in world.said()
    accounted.assert_nothing_is_left(world, tmp_path / "temporary")
    by = {job.claimed_by for job in world.jobs()}
    kills = ", ".join(f"{n} x {way}" for way, n in sorted(two.kills.items()))
    measured(
        f"seed {round_seed}, {len(names)} files: {kills}; {len(world.jobs())} jobs done once by "
        f"{len(by)} workers, {asked['jobs']} lost and tried again, {asked['files']} files asked "
        "for again"
    )
