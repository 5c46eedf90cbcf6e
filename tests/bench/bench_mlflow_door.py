"""The MLflow door beside `mlflow server` in the same run: start, memory, logging, searching.

Both answer from stores of as many runs, asked over HTTP by the same lines of code. Where MLflow
can't be brought here its floors are left out, and what is promised as a ratio promises nothing.
"""

import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import mlflow_clients
import run_stores
from lines import Line
from peers import python_with
from served_by_mlflow import end, free_port, memory_of

from tidemill.base import programs
from tidemill.services import runs
from tidemill.services import workspace as workspaces
from tidemill.store import histories, run_writing
from tidemill.store.run_writing import Keys

PEER = f"mlflow=={mlflow_clients.VERSIONS[0]}"
FEW, MANY = int(os.environ.get("DOOR_FEW", "10000")), int(os.environ.get("DOOR_MANY", "100000"))
N_POINTS = int(os.environ.get("DOOR_POINTS", "1000000"))
N_CALLERS = 16
LOAD_S = float(os.environ.get("DOOR_LOAD_S", "6"))
N_ASKED = 15
TIMES_PEER = 5.0
PATIENCE_S = 180.0
API, UI = "/api/2.0/mlflow/", "/ajax-api/2.0/mlflow/"
COURSE = "a long course"
JSON = {"Content-Type": "application/json"}


@dataclass
class Measured:
    """What one server took: seconds, bytes of PSS, calls a second; 0 where it was not asked."""

    ready_s: float = 0.0
    memory: int = 0
    alone: float = 0.0
    crowd: float = 0.0
    runs: float = 0.0
    search_s: float = 0.0
    history_s: float = 0.0


def measure(folder: Path) -> list[Line]:
    """Both servers, one after the other."""
    few = run_stores.copied(run_stores.shared(folder, FEW), folder / "door-few")
    run_id = _long_course(few)
    ours = _asked(_door(few), run_id)
    many = run_stores.copied(run_stores.shared(folder, MANY), folder / "door-many")
    with _running(_door(many)) as (port, _, _):
        many_s = _searched(port)
    theirs = _peer(folder)
    return _lines(ours, many_s, theirs)


def _lines(ours: Measured, many_s: float, theirs: Measured | None) -> list[Line]:
    peer = theirs or Measured()
    times = f"{TIMES_PEER:.0f} times mlflow server"

    def rate(what: str, mine: float, other: float) -> Line:
        reach = TIMES_PEER * other if other else None
        return Line(what, mine, other, reach, times, unit="/s", is_rate=True)

    mega = peer.memory / 1e6
    return [
        Line("door: cold start to the first 200", ours.ready_s, peer.ready_s, 1.0, "1 s"),
        Line("door: memory (PSS)", ours.memory / 1e6, mega, 150.0, "150 MB", unit="MB"),
        rate("door: log_metric calls, one caller", ours.alone, peer.alone),
        rate(f"door: log_metric calls, {N_CALLERS} callers", ours.crowd, peer.crowd),
        rate("door: whole small runs", ours.runs, peer.runs),
        Line(
            f"door: runs/search, 100 of {FEW:,} by a metric",
            ours.search_s * 1e3,
            peer.search_s * 1e3,
            30.0,
            "30 ms",
            unit="ms",
        ),
        Line(
            f"door: runs/search, 100 of {MANY:,} by a metric",
            many_s * 1e3,
            0.0,
            60.0,
            "60 ms",
            unit="ms",
        ),
        Line(
            f"door: history of {N_POINTS:,} points, bulk interval",
            ours.history_s * 1e3,
            peer.history_s * 1e3,
            100.0,
            "100 ms",
            unit="ms",
        ),
    ]


# --- one server ----------------------------------------------------------------------------------

Start = Callable[[int], "subprocess.Popen[bytes]"]


def _asked(start: Start, run_id: str) -> Measured:
    """Start a server and ask it all there is to ask."""
    with _running(start) as (port, process, ready_s):
        found = Measured(ready_s)
        found.search_s = _searched(port)
        found.history_s = _history(port, run_id)
        found.memory = memory_of(process.pid)
        found.alone = _logged(port, 1)
        found.crowd = _logged(port, N_CALLERS)
        found.runs = _small_runs(port)
        return found


@contextmanager
def _running(start: Start) -> Iterator[tuple[int, "subprocess.Popen[bytes]", float]]:
    """A server's port, its process, and the seconds until it answered."""
    port = free_port()
    began = time.monotonic()
    process = start(port)
    try:
        _wait(process, port)
        yield port, process, time.monotonic() - began
    finally:
        if process.poll() is None:
            end(process)


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5.0)
        try:
            line.request("GET", "/health")
            if line.getresponse().status == 200:
                return
        except OSError:
            threading.Event().wait(0.01)
        finally:
            line.close()
    raise SystemExit("A server did not become ready.")


def _ask(line: http.client.HTTPConnection, path: str, body: Any = None) -> Any:
    if body is None:
        line.request("GET", path)
    else:
        line.request("POST", path, json.dumps(body), JSON)
    answer = line.getresponse()
    data = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} was answered with {answer.status}: {data[:500]!r}")
    return json.loads(data)


def _begun(line: http.client.HTTPConnection) -> str:
    body = {"experiment_id": "0", "start_time": 1_700_000_000_000}
    made = _ask(line, f"{API}runs/create", body)
    return str(made["run"]["info"]["run_id"])


def _logged(port: int, n_callers: int) -> float:
    """Calls of `log_metric` a second; each caller has a run and a connection of its own."""
    counts: list[int] = []

    def log() -> None:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60.0)) as line:
            run_id, n, until = _begun(line), 0, time.monotonic() + LOAD_S
            while time.monotonic() < until:
                point = {"key": "m", "value": n / 7, "timestamp": 1_700_000_000_000 + n, "step": n}
                _ask(line, f"{API}runs/log-metric", {"run_id": run_id, **point})
                n += 1
            counts.append(n)

    threads = [threading.Thread(target=log) for _ in range(n_callers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / LOAD_S


def _small_runs(port: int) -> float:
    """Whole runs a second from one caller: begun, a batch of five and five, ended."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60.0)) as line:
        n, until = 0, time.monotonic() + LOAD_S
        while time.monotonic() < until:
            run_id = _begun(line)
            metrics = [
                {"key": f"m{k}", "value": k / 3, "timestamp": 1_700_000_000_000, "step": 0}
                for k in range(5)
            ]
            params = [{"key": f"p{k}", "value": str(k)} for k in range(5)]
            batch = {"run_id": run_id, "metrics": metrics, "params": params}
            _ask(line, f"{API}runs/log-batch", batch)
            ended = {"run_id": run_id, "status": "FINISHED", "end_time": 1_700_000_001_000}
            _ask(line, f"{API}runs/update", ended)
            n += 1
    return n / LOAD_S


def _searched(port: int) -> float:
    """The median of the seconds that the first 100 by a metric take."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600.0)) as line:
        found = _ask(line, f"{API}experiments/search", {"max_results": 1_000})["experiments"]
        body = {
            "experiment_ids": [one["experiment_id"] for one in found],
            "max_results": 100,
            "order_by": ["metrics.auc DESC"],
        }
        return _median(lambda: _first(line, body))


def _first(line: http.client.HTTPConnection, body: dict[str, Any]) -> None:
    found = _ask(line, f"{API}runs/search", body)["runs"]
    values = [m["value"] for run in found for m in run["data"]["metrics"] if m["key"] == "auc"]
    if len(values) != 100 or values != sorted(values, reverse=True):
        raise SystemExit("The search was not answered as it was asked.")


def _history(port: int, run_id: str) -> float:
    """The median of the seconds that an outline of a long course takes."""
    query = urlencode({"run_ids": run_id, "metric_key": COURSE, "max_results": 2_500})
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600.0)) as line:

        def once() -> None:
            found = _ask(line, f"{UI}metrics/get-history-bulk-interval?{query}")["metrics"]
            if len(found) < 1_000:
                raise SystemExit("The course was not answered as it was asked.")

        return _median(once)


def _median(work: Callable[[], None]) -> float:
    """Of so many times, or fewer where one takes long; the first, which warms up, is left out."""
    took: list[float] = []
    until = time.monotonic() + 20.0
    while len(took) <= N_ASKED and (len(took) < 2 or time.monotonic() < until):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took[1:])


# --- the two of them -----------------------------------------------------------------------------


def _door(workspace: Path) -> Start:
    def start(port: int) -> "subprocess.Popen[bytes]":
        command = programs.own_command("-w", str(workspace), "tracking", "--port", str(port))
        return subprocess.Popen(
            command, env=programs.own_environment(), stdout=subprocess.DEVNULL, stderr=sys.stderr
        )

    return start


def _long_course(folder: Path) -> str:
    """Give a run of a store a long course; return the run's id."""
    with closing(workspaces.open_existing(folder, login="bench")) as workspace:
        with workspace.store.write() as tx:
            key = Keys().ids(tx, [("metric", COURSE)])["metric", COURSE]
            points = ((7, key, n, 1e9 + n, n % 997 / 7) for n in range(N_POINTS))
            histories.append(tx, points)
            run_writing.changed(tx, [7])
        return runs.find(workspace, [7])[0].id


def _peer(folder: Path) -> Measured | None:
    made = mlflow_clients.found(mlflow_clients.VERSIONS[0])
    python = str(made.python) if made else python_with(folder, PEER)
    if python is None:
        return None
    store = folder / "mlflow.db"
    words = [python, "-m", "mlflow"]
    uri = f"sqlite:///{store}"
    environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    environment["PATH"] = f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([*words, "db", "upgrade", uri], env=environment, capture_output=True, check=True)
    _fill(store)

    def start(port: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*words, "server", "--backend-store-uri", uri, "--port", str(port)],
            env=environment,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )

    return _asked(start, "7" * 32)


def _fill(store: Path) -> None:
    """As many runs with ten parameters and ten metrics each, and one with the long course."""
    ids = [f"{k:032x}" for k in range(FEW - 1)] + ["7" * 32]
    with closing(sqlite3.connect(store)) as database, database:
        database.execute(
            "insert or ignore into experiments(experiment_id, name, lifecycle_stage,"
            " artifact_location) values (0, 'Default', 'active', 'mlflow-artifacts:/0')"
        )
        database.executemany(
            "insert into runs(run_uuid, name, source_type, user_id, status, start_time, end_time,"
            " lifecycle_stage, artifact_uri, experiment_id)"
            " values (?, ?, 'LOCAL', 'bench', 'FINISHED', ?, ?, 'active', ?, 0)",
            (
                (one, f"run {k}", k, k + 9, f"mlflow-artifacts:/0/{one}")
                for k, one in enumerate(ids)
            ),
        )
        names = ["auc", *(f"m{k}" for k in range(9))]
        points = [
            (name, (k * 7_919 + n) % 10_007 / 10_007, k, one)
            for k, one in enumerate(ids)
            for n, name in enumerate(names)
        ]
        for table in ("metrics", "latest_metrics"):
            database.executemany(
                f"insert into {table}(key, value, timestamp, run_uuid, step, is_nan)"
                " values (?, ?, ?, ?, 0, 0)",
                points,
            )
        database.executemany(
            "insert into params(key, value, run_uuid) values (?, ?, ?)",
            ((f"p{n}", str(k % 13), one) for k, one in enumerate(ids) for n in range(10)),
        )
        database.executemany(
            "insert into metrics(key, value, timestamp, run_uuid, step, is_nan)"
            " values (?, ?, ?, ?, ?, 0)",
            ((COURSE, n % 997 / 7, n, "7" * 32, n) for n in range(N_POINTS)),
        )
