"""Comparing 50 runs of 10,000 hold-out rows, from the store to arrays, as the window asks for it.

Each round has runs that nobody has read before, so nothing comes from the cache of files. The floor
is reading the same files' bytes, unpacking them and sorting each run's scores once.
"""

import io
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from lines import Line

from tidemill.base.ids import new_id
from tidemill.base.progress import Silent
from tidemill.domain.recipes import Task
from tidemill.domain.runs import RunState
from tidemill.services import comparing
from tidemill.services import workspace as workspaces
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

RUNS, ROWS, ROUNDS = 50, 10_000, 3


def measure(folder: Path) -> list[Line]:
    """Tiers of 50 runs beside their table, and the curves of 50 runs."""
    workspace = workspaces.create(folder / "evidence", login="bench")
    try:
        made = sets(workspace, 3 * ROUNDS)
        floor = statistics.median(_bare(workspace, next(made)) for _ in range(ROUNDS))
        compared = statistics.median(compare(workspace, next(made)) for _ in range(ROUNDS))
        drawn = statistics.median(draw(workspace, next(made)) for _ in range(ROUNDS))
    finally:
        workspace.close()
    return [
        Line("compare 50 runs: table and tiers", compared, floor, 0.5, "0.5 s"),
        Line("ROC and other curves, 50 runs x 10,000 rows", drawn, floor, 1.0, "1 s"),
    ]


def compare(workspace: Workspace, keys: list[int]) -> float:
    began = time.perf_counter()
    found = comparing.compare(workspace, keys, most=None)
    tiers = comparing.tiers(workspace, keys, "auc", Silent())
    took = time.perf_counter() - began
    assert len(found.runs) == len(tiers.standings) == RUNS
    assert tiers.best is not None
    return took


def draw(workspace: Workspace, keys: list[int]) -> float:
    began = time.perf_counter()
    drawn = comparing.pictures(workspace, keys, Silent())
    took = time.perf_counter() - began
    assert all(one.roc is not None and one.rows == ROWS for one in drawn.runs)
    return took


def _bare(workspace: Workspace, keys: list[int]) -> float:
    blobs = [run.artifacts["predictions.npz"] for run in comparing.named(workspace, keys)]
    began = time.perf_counter()
    for blob in blobs:
        with np.load(io.BytesIO(workspace.blobs.path(blob).read_bytes())) as file:
            arrays = {name: file[name] for name in file.files}
        np.argsort(arrays["values"])
    return time.perf_counter() - began


def sets(
    workspace: Workspace, n: int, n_runs: int = RUNS, n_rows: int = ROWS
) -> Iterator[list[int]]:
    """Keys of 50 runs each, correlated as the trials of a search are."""
    rng = np.random.default_rng(7)
    for _ in range(n):
        y = (rng.random(n_rows) < 0.3).astype(np.int64)
        shared = y + rng.normal(0, 1.2, n_rows) - 1
        keys = []
        with workspace.store.write() as tx:
            for number in range(n_runs):
                lift = 0.02 * (number % RUNS) * (2 * y - 1)
                raw = shared + lift + rng.normal(0, 0.5, n_rows)
                said = Predictions(
                    Task.BINARY, ("no", "yes"), np.arange(n_rows), 1 / (1 + np.exp(-raw)), y
                ).to_bytes()
                pk = rows.insert(
                    tx, uuid=new_id(), project="default", experiment="bench",
                    name=f"run {number}", user="bench", job_id=None, dataset_version_id=None,
                )  # fmt: skip
                blob = workspace.blobs.put_bytes(said)
                rows.put_artifact(tx, pk, "predictions.npz", blob, len(said))
                rows.put_values(
                    tx,
                    pk,
                    params={f"p{k}": str(rng.integers(9)) for k in range(12)},
                    metrics={"auc": 0.8, "log_loss": 0.4},
                )
                rows.ended(tx, [pk], RunState.FINISHED)
                keys.append(pk)
        yield keys
