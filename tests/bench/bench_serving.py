"""A model behind HTTP: one row, many callers, a batch beside bare predict, start and memory.

Beside it `mlflow models serve` with a model of the same rows, in the same run: asked one by one, by
as many callers, and looked at in the same way.
"""

import http.client
import json
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import served_by_mlflow
from lines import Line
from peers import python_with
from served_by_mlflow import Served

from tidemill.base import programs
from tidemill.domain.columns import Role
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    deploying,
    ingesting,
    promotion,
    registering,
    training_runs,
    workers,
)
from tidemill.services import workspace as workspaces
from tidemill.services.job_kinds import kinds
from tidemill.services.serving import onnx_models, served_models
from tidemill.services.workspace import Workspace
from tidemill.store import models

N_NUMBERS, N_WORDS = 20, 10
N_LEARNED = 5_000
N_TREES = 200
N_ALONE = 500
N_CALLERS = 16
CROWD_S = 5.0
N_ROLLBACKS = 4
TIMES_PEER = 10.0
N_BATCH = 10_000
N_BATCHES = 5
PATIENCE_S = 120.0
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Measured:
    """What one way of answering took: by scikit-learn, or by onnxruntime."""

    ready_s: float
    alone: list[float]
    rate: float
    batch_s: float
    bare_s: float
    pss: float
    rss: float


def measure(folder: Path) -> list[Line]:
    """The service of a model of 200 trees and 30 mixed columns, asked as clients ask.

    First as it is before it was made ready for onnxruntime, then with its proved ONNX.
    """
    workspace = workspaces.create(folder / "serving")
    try:
        rows = _model(workspace, folder / "rows.csv")
        deploying.http(workspace, "bench", port=None)
        slow = _served(workspace, rows)
        _work(workspace)  # the champion is made ready: it was asked for when the service went on
        with workspace.store.read() as connection:
            [version] = models.champions(connection)
        if not onnx_models.is_ready(workspace, version):
            raise SystemExit("The model could not be proved as ONNX.")
        fast = _served(workspace, rows)
        _second(workspace)
        rolled_back = _rolled_back(workspace, rows[0])
    finally:
        workspace.close()
    peer = _peer(folder, rows[0])
    words = f"a rollback's click to the former version's first answer, worst of {len(rolled_back)}"
    return [
        *_lines_of("scikit-learn", slow, peer),
        *_lines_of("onnxruntime", fast, peer),
        Line(words, max(rolled_back), 0.0, 2.0, "under 2 s"),
    ]


def _served(workspace: Workspace, rows: list[dict[str, Any]]) -> Measured:
    """Start the service, ask it, look at it, and end it."""
    command = programs.own_command("-w", str(workspace.place), "serve", "bench")
    began = time.monotonic()
    process = subprocess.Popen(command, env=programs.own_environment(), stdout=sys.stderr)
    try:
        port = _ready(workspace)
        ready_s = time.monotonic() - began
        body = json.dumps({"rows": [rows[0]]})
        alone = _alone(port, "/predict", body)
        rate = _crowd(port, "/predict", body)
        batch_s, bare_s = _batches(workspace, port, rows)
        memory = psutil.Process(process.pid).memory_full_info()
        return Measured(ready_s, alone, rate, batch_s, bare_s, memory.pss / 1e6, memory.rss / 1e6)
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _rolled_back(workspace: Workspace, row: dict[str, Any]) -> list[float]:
    """Seconds from the click of each rollback to the first answer of the former version.

    The service answers all the while, as it would with a caller on the line.
    """
    command = programs.own_command("-w", str(workspace.place), "serve", "bench")
    process = subprocess.Popen(command, env=programs.own_environment(), stdout=sys.stderr)
    body = json.dumps({"rows": [row]})
    found = []
    try:
        port = _ready(workspace)
        line = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(N_ROLLBACKS):
            promotion.promote(workspace, "bench@2", anyway=True, reason="the bench decides")
            _until_says(line, body, 2)
            _alone(port, "/predict", body)  # the former one is made ready meanwhile
            began = time.perf_counter()
            promotion.roll_back(workspace, "bench")
            _until_says(line, body, 1)
            found.append(time.perf_counter() - began)
        line.close()
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
    return found


def _until_says(line: http.client.HTTPConnection, body: str, number: int) -> None:
    """Ask until the version of a number answers."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        line.request("POST", "/predict", body, JSON)
        said = json.loads(line.getresponse().read())
        if said["items"][0]["version"] == number:
            return
    raise SystemExit(f"Version {number} did not answer.")


def _second(workspace: Workspace) -> None:
    """Another version beside the champion, ready for onnxruntime as well."""
    version = datasets.version(workspace, "rows")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    other = replace(recipe, estimator="hist_gradient_boosting", seed=recipe.seed + 1)
    job = training_runs.train(workspace, "rows", recipe=other.to_dict())
    _work(workspace)
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="bench")
    _work(workspace)


def _lines_of(way: str, found: Measured, peer: Served | None) -> list[Line]:
    return [
        *_asked(way, found, peer),
        Line(
            f"10,000 rows through HTTP beside bare predict, {way}",
            found.batch_s,
            found.bare_s,
            1.3 * found.bare_s,
            "1.3 times predict",
        ),
        Line(
            f"from start to ready, {way}, beside mlflow's",
            found.ready_s,
            peer.ready_s if peer else 0.0,
            1.0,
            "under 1 s",
        ),
        Line(
            f"memory of the service (PSS), {way}, beside mlflow's",
            found.pss,
            peer.memory / 1e6 if peer else 0.0,
            150.0,
            "under 150 MB",
            "MB",
        ),
        Line(f"memory of the service (RSS), {way}", found.rss, 0.0, None, "", "MB"),
    ]


def _peer(folder: Path, row: dict[str, Any]) -> Served | None:
    """What `mlflow models serve` does with a model of the same rows."""
    python = python_with(folder, "mlflow")
    if python is None:
        return None
    return served_by_mlflow.measure(python, folder / "rows.csv", row, N_TREES, _alone, _crowd)


LIMITS = {"scikit-learn": (3.0, 6.0), "onnxruntime": (1.0, 3.0)}
"""Milliseconds for one row, p50 and p95."""


def _asked(way: str, found: Measured, peer: Served | None) -> list[Line]:
    """One row: alone, and by many callers, each beside the peer."""
    p50, p95 = _quantiles(found.alone)
    peer50, peer95 = _quantiles(peer.alone) if peer else (0.0, 0.0)
    most50, most95 = LIMITS[way]
    least, words = 990.0, "over 990; no mlflow here"
    if peer is not None:
        least, words = TIMES_PEER * peer.rate, f"{TIMES_PEER:.0f} x mlflow"
    return [
        Line(f"one row, p50, {way}", 1e3 * p50, 1e3 * peer50, most50, f"{most50:g} ms", "ms"),
        Line(f"one row, p95, {way}", 1e3 * p95, 1e3 * peer95, most95, f"{most95:g} ms", "ms"),
        Line(
            f"requests a second, 16 callers, {way}",
            found.rate,
            peer.rate if peer else 0.0,
            least,
            words,
            "/s",
            is_rate=True,
        ),
    ]


def _quantiles(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), float(np.quantile(seconds, 0.95))


def _model(workspace: Workspace, path: Path) -> list[dict[str, Any]]:
    """Train and promote the model; rows to ask with."""
    draw = np.random.default_rng(3)
    numbers = draw.normal(size=(N_LEARNED, N_NUMBERS)).round(4)
    words = draw.integers(0, 12, size=(N_LEARNED, N_WORDS))
    chance = numbers[:, 0] + 0.5 * numbers[:, 1] + (words[:, 0] > 6) + draw.normal(size=N_LEARNED)
    names = [f"n{i}" for i in range(N_NUMBERS)] + [f"w{i}" for i in range(N_WORDS)]
    lines = [",".join([*names, "bought"])]
    rows = []
    for place in range(N_LEARNED):
        values = [*numbers[place].tolist(), *(f"level {w}" for w in words[place].tolist())]
        rows.append(dict(zip(names, values, strict=True)))
        lines.append(",".join([*map(str, values), "yes" if chance[place] > 0.5 else "no"]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    roles = {"bought": Role.TARGET}
    ingesting.add(workspace, [path], dataset="rows", target="bought", roles=roles)
    _work(workspace)
    version = datasets.version(workspace, "rows")
    recipe = datasets.suggestions(workspace, version, "bought").recipe()
    estimator = "hist_gradient_boosting"
    chosen = replace(recipe, estimator=estimator, estimator_settings={"n_trees": N_TREES})
    job = training_runs.train(workspace, "rows", recipe=chosen.to_dict())
    _work(workspace)
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="bench")
    _work(workspace)
    promotion.promote(workspace, "bench@1", anyway=True, reason="the bench decides by itself")
    return rows


def _work(workspace: Workspace) -> None:
    while (claimed := queue.claim(workspace.store, "bench")) is not None:
        job = queue.begin(workspace.store, claimed.id, claimed.attempts)
        assert job is not None
        perform(workspace.store, kinds(), workspace, job, JobReporter(workspace.store, job.id, 1))


def _ready(workspace: Workspace) -> int:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        one = deploying.find(workspace, "bench")
        if one.state == "ready" and workers.alive(workspace, deploying.PROCESS):
            return one.http.port
        threading.Event().wait(0.02)
    raise SystemExit("The service did not become ready.")


def _ask(line: http.client.HTTPConnection, path: str, body: str) -> float:
    began = time.perf_counter()
    line.request("POST", path, body, JSON)
    answer = line.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"The service answered {answer.status}.")
    return time.perf_counter() - began


def _alone(port: int, path: str, body: str) -> list[float]:
    """Seconds of each of some requests, one after the other."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(50):
        _ask(line, path, body)
    found = [_ask(line, path, body) for _ in range(N_ALONE)]
    line.close()
    return found


def _crowd(port: int, path: str, body: str) -> float:
    """Requests a second that callers side by side are answered; a process asks, not a thread."""
    code = (
        "import http.client, json, sys, threading, time\n"
        "port, path, body = int(sys.argv[1]), sys.argv[2], sys.argv[3]\n"
        "n, seconds = int(sys.argv[4]), float(sys.argv[5])\n"
        "done = [0] * n\n"
        "until = time.perf_counter() + seconds\n"
        "def go(k):\n"
        "    line = http.client.HTTPConnection('127.0.0.1', port)\n"
        "    while time.perf_counter() < until:\n"
        "        line.request('POST', path, body, {'Content-Type': 'application/json'})\n"
        "        answer = line.getresponse(); answer.read()\n"
        "        assert answer.status == 200\n"
        "        done[k] += 1\n"
        "some = [threading.Thread(target=go, args=(k,)) for k in range(n)]\n"
        "[one.start() for one in some]; [one.join() for one in some]\n"
        "print(sum(done) / seconds)\n"
    )
    words = [str(port), path, body, str(N_CALLERS), str(CROWD_S)]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def _batches(workspace: Workspace, port: int, rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds of a batch through HTTP; and of reading its JSON, bare predict and writing it."""
    batch = [rows[i % len(rows)] for i in range(N_BATCH)]
    body = json.dumps({"rows": batch})
    with workspace.store.read() as connection:
        [version] = models.champions(connection)
    served = served_models.load(workspace, version)
    frame = served.fields.frame(batch)
    line = http.client.HTTPConnection("127.0.0.1", port)
    through, bare = [], []
    for _ in range(N_BATCHES):
        through.append(_ask(line, "/predict", body))
        began = time.perf_counter()
        json.loads(body)
        shares = served.model.predict(frame)
        json.dumps(shares.tolist())
        bare.append(time.perf_counter() - began)
    line.close()
    return statistics.median(through), statistics.median(bare)
