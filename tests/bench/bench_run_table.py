"""The table of runs in the window: opening, repainting, the longest stall of a session, memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import run_stores
from lines import Line

_SCRIPT = Path(__file__).with_name("table_session.py")
_MANY_NAMES = 12_000
_MB = 1e6


def session(folder: Path, scenario: str) -> dict[str, Any]:
    """What a scenario of `table_session` measured, in a process of its own."""
    ran = subprocess.run(
        [sys.executable, str(_SCRIPT), str(folder), scenario],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def measure(folder: Path) -> list[Line]:
    """The promises of the table, over stores of 3,000 to 1,000,000 runs."""
    hundred = run_stores.copied(run_stores.shared(folder, 100_000), folder / "table-100k")
    million = run_stores.copied(run_stores.shared(folder, 1_000_000), folder / "table-1m")
    few = run_stores.copied(run_stores.shared(folder, 20_000), folder / "table-few")
    many = run_stores.copied(
        run_stores.shared(folder, 20_000, n_metric_names=_MANY_NAMES), folder / "table-many"
    )
    bare = session(run_stores.copied(run_stores.shared(folder, 1), folder / "table-1"), "open")
    cold, warm = session(hundred, "open"), session(hundred, "open")
    session(million, "open")
    repaints, stalls = session(million, "repaints"), session(million, "stalls")
    small, wide = session(few, "repaints"), session(many, "repaints")
    return [
        Line("page cold, 100,000 runs, no snapshot", cold["opened"], bare["opened"], 3.0, "≤ 3 s"),
        Line("page cold, 100,000 runs, a snapshot", warm["opened"], bare["opened"], 0.5, "≤ 0.5 s"),
        Line(
            "repaint of the table, 1,000,000 x 30, p99",
            repaints["p99"] * 1e3, repaints["median"] * 1e3, 8.0, "≤ 8 ms", "ms",
        ),
        Line(
            "longest stall of a session at 1,000,000",
            stalls["worst"] * 1e3, 0.0, 50.0, "≤ 50 ms", "ms",
        ),
        Line(
            "memory of the window at 1,000,000 x 21",
            stalls["rss"] / _MB, bare["rss"] / _MB, 1_500.0, "≤ 1.5 GB", "MB",
        ),
        Line(
            "repaint with 12,000 metric names, p99",
            wide["p99"] * 1e3, small["p99"] * 1e3, small["p99"] * 1.5e3, "as with 20", "ms",
        ),
    ]  # fmt: skip
