"""Half an hour of random events of a person, drawn from a seed, with a worker at work.

No exception, no warning of Qt, no event that keeps the processor for long, and memory that stays.
`TIDEMILL_SEEDS=7` walks one walk again; what was done last is told where it fails.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from real_world import World

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "gui" / "golden"))

SECONDS, SHARE = 1800, 20
MOST_TIMES_IN_SHARE = 4.0
"""How far over the limit a stall may be in the share, which runs with each change, beside other
tests: its twenty seconds hold the first look at everything.
"""
MOST_GROWTH = 1.1


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A depot's six months, as in the golden pictures."""
    import parcel_workspace

    parcel_workspace.made(tmp_path).close()
    made = World(tmp_path / "depot")
    yield made
    assert made.close() == [], "These processes did not end when asked to."


@pytest.fixture
def dropped(tmp_path: Path) -> Path:
    """A file to drop."""
    file = tmp_path / "dropped.csv"
    rows = [f"{n},{n * 7 % 13},{'yes' if n % 3 else 'no'}" for n in range(200)]
    file.write_text("\n".join(["amount,region,late", *rows]) + "\n")
    return file


def walk(world: World, seed: int, seconds: int, file: Path) -> dict[str, Any]:
    """Walk in a process of its own and return what it said; fails with the last events."""
    done = subprocess.run(
        [sys.executable, HERE / "walked_window.py", world.folder, str(seed), str(seconds), file],
        capture_output=True,
        text=True,
        timeout=seconds * 2 + 240,
        cwd=file.parent,  # where the window may save what it is asked to
        env={**world.environment(), "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )
    end = "\n".join(done.stderr.splitlines()[-40:])
    assert done.returncode == 0, f"seed {seed} ended with {done.returncode}:\n{end}"
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


@pytest.mark.rounds(1, 1)
@pytest.mark.timeout(0)
def test_a_random_walk_meets_no_error_no_stall_and_no_growth(
    world: World,
    dropped: Path,
    round_seed: int,
    rounds: Callable[[int, int], int],
    measured: Callable[[str], None],
) -> None:
    seconds = rounds(SECONDS, SHARE)
    said = walk(world, round_seed, seconds, dropped)
    last = "\n".join(said["last"])
    assert said["wrong"] == [], f"seed {round_seed}, after:\n{last}"
    assert said["events"] >= 5
    allowed = MOST_TIMES_IN_SHARE if seconds <= SHARE else 1.0
    stalls = [one for one in said["stalls"] if one["times"] > allowed]
    assert stalls == [], f"seed {round_seed}: {len(stalls)} stalls, {stalls[:3]}"
    grown = said["bytes"] / said["warm_bytes"]
    if seconds > SHARE:  # in twenty seconds caches and pages are still filling
        assert grown < MOST_GROWTH, f"seed {round_seed}: memory grew {grown:.2f} times"
    measured(
        f"a random walk of {said['events']} events in {seconds} s: at most "
        f"{said['worst_cpu_s'] * 1000:.0f} ms in one turn of the loop ({said['worst_after']}), "
        f"memory {grown:.2f} times that when it was warm"
    )
