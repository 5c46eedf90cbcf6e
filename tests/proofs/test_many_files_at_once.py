"""Thousands of small files land at once: each goes in once, in the order that was chosen.

The window looks on, scrolls through the list of files, and is not held up; how long its longest
stall was is told. In other rounds the children that read are killed.
"""

import csv
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from real_world import World

from tidemill.services import watching

N_ROWS = 20
PATIENCE_S = 3600.0
SESSION = Path(__file__).resolve().parents[1] / "bench" / "files_session.py"

pytestmark = pytest.mark.timeout(7200)


def _filled(inbox: Path, n_files: int, draw: random.Random) -> dict[str, list[int]]:
    """Write files whose times stand in another order than their names; the files by their order."""
    inbox.mkdir()
    numbers = list(range(n_files))
    by_time = draw.sample(numbers, n_files)
    for place, number in enumerate(by_time):
        path = inbox / f"part-{number}.csv"
        rows = (
            f"{number * N_ROWS + i},{draw.uniform(5, 200):.2f},{draw.choice(('north', 'south'))}"
            for i in range(N_ROWS)
        )
        path.write_text("number,amount,region\n" + "\n".join(rows) + "\n")
        at = 1_700_000_000_000_000_000 + place * 1_000_000_000
        os.utime(path, ns=(at, at))
    return {"name": numbers, "time": by_time}


def _ended(world: World) -> Counter[str]:
    """How many files are in each state."""
    states = ("waiting", "added", "set-aside", "skipped", "failed")
    return Counter({s: watching.n_arrived(world.workspace, state=s) for s in states})


def _is_done(world: World, n_files: int) -> bool:
    now = _ended(world)
    return (
        now.total() >= n_files
        and not now["waiting"]
        and not any(job.is_open for job in world.jobs())
    )


def _numbers(world: World, out: Path) -> list[int]:
    """The numbers of all rows of the newest version, in its order."""
    newest = world.versions("parts")[-1]
    world.cli("data", "export", f"parts@{newest.number}", out)
    with out.open(newline="", encoding="utf-8") as stream:
        _, *rows = csv.reader(stream)
    return [int(row[0]) for row in rows]


def _looked_on(world: World, n_files: int, begin: Callable[[], object]) -> dict[str, float]:
    """Begin while the window stands, and wait for what it tells when the last file has its end."""
    session = subprocess.Popen(
        [sys.executable, str(SESSION), str(world.folder), str(n_files)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=world.environment(),
    )
    try:
        assert session.stdout is not None
        said = session.stdout.readline()
        if said != "ready\n":
            _, errors = session.communicate()
            raise AssertionError(f"the window ended with {session.returncode}: {errors[-3000:]}")
        begin()
        out, errors = session.communicate(timeout=PATIENCE_S)
        assert session.returncode == 0, errors[-3000:]
    finally:
        session.kill()
        session.communicate()
    return json.loads(out.splitlines()[-1])


@pytest.mark.parametrize("order", ["name", "time"])
def test_thousands_of_files_at_once_are_all_taken_in_in_the_order_chosen(
    tmp_path, rounds, measured, order
):
    n_files = rounds(10_000, 300)
    world = World(tmp_path / "ws")
    try:
        inbox = tmp_path / "inbox"
        expected = _filled(inbox, n_files, random.Random(n_files))[order]
        world.start_worker()
        told = _looked_on(
            world,
            n_files,
            lambda: world.cli("watch", "add", inbox, "--dataset", "parts", "--order", order),
        )
        world.until(lambda: _is_done(world, n_files), "every file's end", PATIENCE_S)
        assert _ended(world) == Counter(added=n_files)
        found = _numbers(world, tmp_path / "out.csv")
        assert found == [n * N_ROWS + i for n in expected for i in range(N_ROWS)]
        versions = world.versions("parts")
        assert sum(len(v.pieces) or 1 for v in versions) == n_files
        assert world.complaints() == []
        jobs = world.jobs("dataset.ingest")
        took = (max(j.ended_at for j in jobs) - min(j.started_at for j in jobs)).total_seconds()
    finally:
        left = world.close()
    assert left == []
    assert told["rows"] == n_files
    measured(
        f"{n_files:,} files by {order} in {took:.0f} s ({n_files / took:.0f} a second), "
        f"{len(versions)} versions; the window's longest stall {told['worst'] * 1e3:.0f} ms"
    )


@pytest.mark.rounds(20, 1)
def test_readers_killed_among_many_files_lose_none_and_double_none(
    tmp_path, rounds, round_seed, measured
):
    n_files, draw = rounds(600, 150), random.Random(round_seed)
    world = World(tmp_path / "ws")
    n_kills = n_asked = 0
    try:
        inbox = tmp_path / "inbox"
        _filled(inbox, n_files, draw)
        world.start_worker()
        world.cli("watch", "add", inbox, "--dataset", "parts")
        for _ in range(3):
            world.pause(draw.uniform(0.5, 3.0))
            n_kills += world.kill_children()
        while True:
            world.until(lambda: _is_done(world, n_files), "every file's end", PATIENCE_S)
            out = [
                file
                for state in ("set-aside", "failed")
                for file in watching.arrived(world.workspace, state=state)
            ]
            for file in out:  # it was open when its reader was killed, or its job was killed thrice
                assert "ended unexpectedly" in file.reason or "It was tried" in file.reason, file
                world.cli("data", "accept", str(file.id))
                n_asked += 1
            if not out:
                break
        assert _ended(world) == Counter(added=n_files)
        assert sorted(_numbers(world, tmp_path / "out.csv")) == list(range(n_files * N_ROWS))
        assert world.complaints() == []
    finally:
        left = world.close()
    assert left == []
    measured(
        f"round {round_seed}: {n_files} small files, {n_kills} readers killed, {n_asked} asked for "
        "again: no row lost, none twice"
    )
