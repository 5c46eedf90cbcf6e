"""How fast scripts log: single metrics, whole small runs, and a thousand points to their end.

Each stands beside its peer in the same run, from a throw-away environment made here with pip:
the `mlflow` client on its SQLite file, and trackio. Where pip can't bring one, the row says so.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from lines import Line
from peers import LIMIT_S, python_with

CALLS, RUNS, POINTS = 100_000, 2_000, 1_000
PEER_CALLS, PEER_RUNS = 300, 60
TIMES_PEER = 20.0

OWN = """
import json, statistics, sys, time, tidemill
n_calls, n_runs, n_points, folder = *map(int, sys.argv[1:4]), sys.argv[4]
found = {}
with tidemill.start_run("warm", workspace=folder) as run:
    run.log_metric("loss", 1.0)
assert run.wait(120)
with tidemill.start_run("calls", workspace=folder) as run:
    began = time.perf_counter()
    for n in range(n_calls):
        run.log_metric("loss", n * 0.5, step=n)
    found["calls"] = n_calls / (time.perf_counter() - began)
    assert run.wait(120)
    found["arrived"] = n_calls / (time.perf_counter() - began)
began = time.perf_counter()
for n in range(n_runs):
    params = {f"p{k}": k for k in range(5)}
    with tidemill.start_run("small", params=params, workspace=folder) as run:
        run.log_metrics({f"m{k}": k / 3 for k in range(5)})
assert run.wait(120)
found["runs"] = n_runs / (time.perf_counter() - began)
took = []
for _ in range(7):
    began = time.perf_counter()
    with tidemill.start_run("points", workspace=folder) as run:
        for n in range(n_points):
            run.log_metric("loss", n * 0.5, step=n)
    assert run.wait(120)
    took.append(time.perf_counter() - began)
found["points"] = statistics.median(took)
with tidemill.open(folder) as ws:
    table = ws.runs(where='experiment = "small"')
    assert len(table) == n_runs and set(table["state"]) == {"finished"}
print(json.dumps(found))
"""
MLFLOW = """
import json, sys, time, mlflow
n_calls, n_runs, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
mlflow.set_experiment("bench")
found = {}
with mlflow.start_run():
    mlflow.log_metric("warm", 1.0)
    began = time.perf_counter()
    for n in range(n_calls):
        mlflow.log_metric("loss", n * 0.5, step=n)
    found["calls"] = n_calls / (time.perf_counter() - began)
began = time.perf_counter()
for n in range(n_runs):
    with mlflow.start_run():
        mlflow.log_params({f"p{k}": k for k in range(5)})
        mlflow.log_metrics({f"m{k}": k / 3 for k in range(5)})
found["runs"] = n_runs / (time.perf_counter() - began)
print(json.dumps(found))
"""
TRACKIO = """
import json, statistics, sys, time, trackio
took = []
for k in range(4):
    began = time.perf_counter()
    trackio.init(project="bench", name=f"r{k}", embed=False)
    for n in range(int(sys.argv[1])):
        trackio.log({"loss": n * 0.5}, step=n)
    trackio.finish()
    took.append(time.perf_counter() - began)
print(json.dumps({"points": statistics.median(took[1:])}))
"""


def measure(folder: Path) -> list[Line]:
    """The rows of the table."""
    own = _run(sys.executable, OWN, CALLS, RUNS, POINTS, folder / "logging")
    if own is None:
        raise SystemExit("Logging could not be measured.")
    mlflow = _peer(folder, "mlflow", lambda p: _run(p, MLFLOW, PEER_CALLS, PEER_RUNS, folder))
    trackio = _peer(folder, "trackio", lambda p: _run(p, TRACKIO, POINTS))
    return [
        _rate("log_metric calls a second", own["calls"], mlflow.get("calls"), 20_000),
        _rate("metrics a second until they stand in the store", own["arrived"], None, None),
        _rate("small runs a second, in the store", own["runs"], mlflow.get("runs"), 1_000),
        _points(own["points"], trackio.get("points")),
    ]


def _rate(what: str, measured: float, peer: float | None, reach: float | None) -> Line:
    if reach is None:
        return Line(what, measured, 0.0, None, "", "/s", is_rate=True)
    if peer is None:
        return Line(what, measured, 0.0, reach, f"{reach:,.0f}; no mlflow here", "/s", is_rate=True)
    least = max(reach, TIMES_PEER * peer)
    words = f"{reach:,.0f}, {TIMES_PEER:.0f} x mlflow"
    return Line(what, measured, peer, least, words, "/s", is_rate=True)


def _points(measured: float, peer: float | None) -> Line:
    what = f"{POINTS:,} points logged and finished"
    if peer is None:
        return Line(what, measured, 0.0, 0.049, "0.049 s; no trackio", "s")
    return Line(what, measured, peer, peer, "under trackio", "s")


def _peer(
    folder: Path, name: str, ask: Callable[[str], dict[str, float] | None]
) -> dict[str, float]:
    """What a peer measured in an environment of its own; empty where it can't be had."""
    python = python_with(folder, name)
    return (ask(python) or {}) if python else {}


def _run(python: str, code: str, *words: object) -> dict[str, float] | None:
    """What a piece of code printed last, in a process of its own; None where it failed."""
    command = [python, "-c", code, *map(str, words)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        print(done.stderr[-2000:])
        return None
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
