"""`mlflow models serve` beside the bench of our service: the same rows, the same kind of model."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

PATIENCE_S = 180.0

SAVE = """
import sys
import mlflow.sklearn, pandas
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
rows, folder, n_trees = pandas.read_csv(sys.argv[1]), sys.argv[2], int(sys.argv[3])
target = rows.pop("bought")
words = [name for name in rows.columns if name.startswith("w")]
prepare = make_column_transformer(
    (OneHotEncoder(handle_unknown="ignore", sparse_output=False), words), remainder="passthrough"
)
model = HistGradientBoostingClassifier(max_iter=n_trees, early_stopping=False)
pipeline = make_pipeline(prepare, model).fit(rows, target)
signature = mlflow.models.infer_signature(rows, pipeline.predict_proba(rows.head()))
mlflow.sklearn.save_model(
    pipeline, folder, signature=signature, pyfunc_predict_fn="predict_proba",
    serialization_format="cloudpickle",
)
"""


@dataclass(frozen=True)
class Served:
    """What was measured of it: seconds of each request alone, requests a second, seconds until it
    was ready, its memory in bytes (PSS of all its processes)."""

    alone: list[float]
    rate: float
    ready_s: float
    memory: int


def measure(
    python: str,
    rows: Path,
    row: dict[str, Any],
    n_trees: int,
    alone: Callable[[int, str, str], list[float]],
    crowd: Callable[[int, str, str], float],
) -> Served | None:
    """Serve a model of the same rows and ask as we are asked; None where it can't be."""
    folder = rows.parent / "mlflow-model"
    words = [python, "-c", SAVE, str(rows), str(folder), str(n_trees)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    if done.returncode != 0:
        print(f"mlflow was left out: its model was not saved.\n{done.stderr[-1000:]}")
        return None
    port = free_port()
    words = [python, "-m", "mlflow", "models", "serve", "-m", str(folder), "-p", str(port)]
    began = time.monotonic()
    environment = {**os.environ, "PATH": f"{Path(python).parent}{os.pathsep}{os.environ['PATH']}"}
    server = subprocess.Popen(
        [*words, "--env-manager", "local"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
    )
    try:
        if not _is_ready(server, port):
            print("mlflow was left out: its server did not become ready.")
            return None
        ready_s = time.monotonic() - began
        body = json.dumps({"dataframe_split": {"columns": [*row], "data": [[*row.values()]]}})
        one_by_one = alone(port, "/invocations", body)
        rate = crowd(port, "/invocations", body)
        return Served(one_by_one, rate, ready_s, memory_of(server.pid))
    finally:
        end(server)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def _is_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5.0)
        try:
            line.request("GET", "/ping")
            if line.getresponse().status == 200:
                return True
        except OSError:
            threading.Event().wait(0.02)
        finally:
            line.close()
    return False


def memory_of(pid: int) -> int:
    """Bytes (PSS) of a process and all below it."""
    found = psutil.Process(pid)
    every = [found, *found.children(recursive=True)]
    return sum(one.memory_full_info().pss for one in every)


def end(server: subprocess.Popen[bytes]) -> None:
    """End it with all that it started."""
    try:
        tree = [*psutil.Process(server.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        tree = []
    server.send_signal(signal.SIGTERM)
    for one in tree:
        if one.is_running():
            one.terminate()
    server.wait(30.0)
    for one in psutil.wait_procs(tree, 10.0)[1]:
        one.kill()
