"""Comparing in the window: 50 runs from the click to what stands on the screen.

The floor is what the services take for the same work, called one after the other in a process that
has everything loaded; each round has runs that nobody has read before.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

import bench_evidence
from lines import Line

from tidemill.services import workspace as workspaces

ROUNDS = 4
MANY, MANY_ROWS = 1_000, 2_000


def measure(folder: Path) -> list[Line]:
    """From the click to the table, to the tests' finding, and to the painted ROC."""
    place = folder / "compare"
    workspace = workspaces.create(place, login="bench")
    try:
        sets = bench_evidence.sets(workspace, 2 * ROUNDS)
        floors = [next(sets) for _ in range(ROUNDS)]
        floor = statistics.median(bench_evidence.compare(workspace, keys) for keys in floors)
        drawn = statistics.median(bench_evidence.draw(workspace, keys) for keys in floors)
        for _ in range(ROUNDS):
            next(sets)
    finally:
        workspace.close()
    took = _session(place, bench_evidence.RUNS)
    many = _session(_made_many(folder / "compare-many"), MANY)
    return [
        Line("window: compare 50 runs, click to painted", took["table"], floor, 0.5, "0.5 s"),
        Line("window: ROC of 50 runs x 10,000 rows, painted", took["roc"], drawn, 1.0, "1 s"),
        Line("window: 50 runs tested in pairs and told", took["told"], floor, None, "no promise"),
        Line("window: ROC of 1,000 runs, the first 200", many["roc"], took["roc"], 1.0, "1 s"),
        Line("window: 1,000 runs drawn and told", many["told"], took["told"], None, "no promise"),
    ]


def _session(place: Path, n_runs: int) -> dict[str, float]:
    """Medians of what the window took; the first round also loads what the page is made of."""
    session = Path(__file__).with_name("compare_session.py")
    done = subprocess.run(
        [sys.executable, str(session), str(place), str(n_runs)],
        capture_output=True,
        text=True,
        check=True,
    )
    rounds = json.loads(done.stdout.strip().splitlines()[-1])[1:]
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def _made_many(place: Path) -> Path:
    """Three rounds of a thousand runs."""
    workspace = workspaces.create(place, login="bench")
    try:
        for _ in bench_evidence.sets(workspace, 3, MANY, MANY_ROWS):
            pass
    finally:
        workspace.close()
    return place
