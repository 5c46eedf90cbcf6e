"""Training beside the bare library: the first result, the overhead, and the memory.

The bare library fits the same estimator on the same numbers, which need no preparation, and
answers the rows held out. What Tidemill adds: splitting, preparing, measures with intervals,
curves, importances, partial dependence and what it warns of. Each runs in a process of its own.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

import numpy as np
from lines import Line

ROWS, FIRST_ROWS, COLUMNS = 100_000, 10_000, 30
ESTIMATORS = ("logistic_regression", "hist_gradient_boosting", "random_forest")
N_ROUNDS = 3

TABLE = """
import json, resource, sys, time
import numpy as np
estimator, n_rows, n_columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(1)
x = rng.normal(size=(n_rows, n_columns))
y = (x[:, :3].sum(axis=1) + rng.normal(size=n_rows) > 0).astype(float)
from tidemill.catalog.discovery import family
module = family("estimators")[estimator]
def told(seconds):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, peak]))
"""
BARE = f"""{TABLE}
import sklearn.ensemble, sklearn.linear_model
made = module.make(module.ENTRY.settings({{}}), task="binary", seed=0, n_threads=1)
cut = n_rows * 4 // 5
began = time.monotonic()
made.fit(x[:cut], y[:cut]).predict_proba(x[cut:])
told(time.monotonic() - began)
"""
OURS = f"""{TABLE}
from tidemill.base.progress import Silent
from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.recipes import Recipe, Task
from tidemill.services.training.learning import learn
import sklearn.ensemble, sklearn.linear_model
columns = [ColumnData(f"x{{k}}", Kind.NUMERIC, x[:, k].copy()) for k in range(n_columns)]
del x
frame = Frame((*columns, ColumnData("y", Kind.NUMERIC, y)))
schema = Schema(tuple(Column(c.name, c.kind) for c in frame))
recipe = Recipe("y", Task.BINARY, frame.names[:-1], estimator=estimator)
began = time.monotonic()
learn(frame, schema, recipe, Silent())
told(time.monotonic() - began)
"""


def measure(folder: Path) -> list[Line]:
    """The overhead and memory of each estimator, and the first result of a job."""
    lines = []
    for estimator in ESTIMATORS:
        bare, ours = ([_run(code, estimator) for _ in range(N_ROUNDS)] for code in (BARE, OURS))
        (fit, least), (took, most) = (np.median(figures, axis=0) for figures in (bare, ours))
        words = f"{estimator}, {ROWS:,} x {COLUMNS}"
        lines.append(Line(f"learned and judged, {words}", took, fit, 1.2 * fit + 2, "1.2 x + 2 s"))
        lines.append(Line(f"peak memory, {words}", most, least, 2 * least, "2 x bare", "MB"))
    return [*lines, *_first_result(folder)]


def _run(code: str, estimator: str) -> tuple[float, float]:
    """Seconds and megabytes of a process."""
    words = [sys.executable, "-c", code, estimator, str(ROWS), str(COLUMNS)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    seconds, peak = json.loads(done.stdout.splitlines()[-1])
    return seconds, peak


def _first_result(folder: Path) -> list[Line]:
    """From asking for the baselines to the first of them being judged, by a worker at work."""
    from real_world import World

    from tidemill.services import trainings

    table = folder / "first.csv"
    rng = np.random.default_rng(2)
    x = rng.normal(size=(FIRST_ROWS, COLUMNS))
    said = np.where(x[:, 0] + rng.normal(size=FIRST_ROWS) > 0, "yes", "no")
    with table.open("w") as out:
        out.write(",".join([*(f"x{k}" for k in range(COLUMNS)), "y"]) + "\n")
        for row, word in zip(x, said, strict=True):
            out.write(",".join([*(f"{value:.5f}" for value in row), word]) + "\n")
    world = World(folder / "first")
    try:
        world.start_worker()
        world.cli("data", "add", table, "--name", "first", "--target", "y")
        took = []
        for _ in range(N_ROUNDS):
            job = trainings.ask(world.workspace, "first")
            world.until(lambda job=job: not world.job(job).is_open, "the baselines")
            asked = world.job(job).created_at
            ended = [run.ended_at for run in world.runs(job) if run.ended_at is not None]
            took.append((min(ended) - asked).total_seconds())
    finally:
        world.close()
    words = f"first result, {FIRST_ROWS:,} x {COLUMNS}"
    return [Line(words, statistics.median(took), 0, 10.0, "10 s")]
