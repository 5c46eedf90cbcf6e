"""A big file dropped on the window: how long the window's answer waits while it is taken in."""

import json
import subprocess
import sys
from pathlib import Path

import made_csv
from bench_main_loop import made
from lines import Line

_SCRIPT = Path(__file__).with_name("drop_session.py")
N_BYTES = 100_000_000


def measure(folder: Path) -> list[Line]:
    """The longest stall of the window's thread from the drop to the version, and the cards."""
    file = folder / "dropped.csv"
    made_csv.write(file, N_BYTES)
    with made(folder / "drops") as world:
        ran = subprocess.run(
            [sys.executable, str(_SCRIPT), str(world.folder), str(file)],
            check=True,
            capture_output=True,
            text=True,
            env=world.environment(),
        )
    told = json.loads(ran.stdout.splitlines()[-1])
    print(f"  cards after {told['looked']:.2f} s, the version after {told['took']:.1f} s more")
    return [
        Line(
            "longest stall while 100 MB are taken in",
            told["worst"] * 1e3, 0.0, 50.0, "< 50 ms", "ms",
        ),
        Line("cards of a dropped CSV of 100 MB", told["looked"], 0.0, 1.0, "1 s"),
    ]  # fmt: skip
