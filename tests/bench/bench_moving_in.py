"""Moving in: a database of 100,000 runs as MLflow keeps them, taken over once and then again.

The store is made here by plain inserts in the tables of MLflow 3: ten parameters, five metrics with
three points each, four tags and a dataset a run. The floor is reading the same rows and no more.
"""

import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from lines import Line

N_RUNS = 100_000
REACH_S = 600.0
_PARAMS, _METRICS, _POINTS = 10, 5, 3
_TABLES = {
    "experiments": "experiment_id INTEGER, name TEXT",
    "runs": "run_uuid TEXT PRIMARY KEY, name TEXT, user_id TEXT, status TEXT, start_time BIGINT, "
    "end_time BIGINT, lifecycle_stage TEXT, artifact_uri TEXT, experiment_id INTEGER",
    "params": "key TEXT, value TEXT, run_uuid TEXT",
    "tags": "key TEXT, value TEXT, run_uuid TEXT",
    "metrics": "key TEXT, value FLOAT, timestamp BIGINT, run_uuid TEXT, step BIGINT, "
    "is_nan BOOLEAN",
    "datasets": "dataset_uuid TEXT PRIMARY KEY, name TEXT, digest TEXT, dataset_source_type TEXT, "
    "dataset_source TEXT, dataset_schema TEXT, dataset_profile TEXT",
    "inputs": "input_uuid TEXT, source_type TEXT, source_id TEXT, destination_type TEXT, "
    "destination_id TEXT",
    "input_tags": "input_uuid TEXT, name TEXT, value TEXT",
}
_INDEXES = (
    *("params(run_uuid)", "tags(run_uuid)", "metrics(run_uuid)", "inputs(destination_id)"),
    "input_tags(input_uuid)",
)


def make(path: Path, n_runs: int) -> None:
    """Write a store of so many runs."""
    chance = random.Random(7)
    with closing(sqlite3.connect(path)) as base, base:
        for name, columns in _TABLES.items():
            base.execute(f"CREATE TABLE {name} ({columns})")
        base.executemany("INSERT INTO experiments VALUES (?, ?)", [(n, f"e{n}") for n in range(40)])
        base.execute("INSERT INTO datasets VALUES ('d', 'rows', '2b67', 'local', 'x', NULL, NULL)")
        ids = [f"{n:032x}" for n in range(n_runs)]
        for name, rows in _rows(ids, chance):
            marks = ", ".join("?" * (_TABLES[name].count(",") + 1))
            base.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        for number, one in enumerate(_INDEXES):
            base.execute(f"CREATE INDEX i{number} ON {one}")


def _rows(
    ids: list[str], chance: random.Random
) -> Iterator[tuple[str, Iterator[tuple[object, ...]]]]:
    began = 1_700_000_000_000
    yield (
        "runs",
        (
            (run, f"run {at}", f"p{at % 10}", "FINISHED", began + at, began + at + 500, "active",
             "", at % 40)
            for at, run in enumerate(ids)
        ),
    )  # fmt: skip
    yield "params", ((f"p{n}", str(chance.randrange(50)), r) for r in ids for n in range(_PARAMS))
    yield "tags", ((f"t{n}", "a", run) for run in ids for n in range(4))
    yield (
        "metrics",
        (
            (f"m{n}", chance.random(), began + step, run, step, 0)
            for run in ids
            for n in range(_METRICS)
            for step in range(_POINTS)
        ),
    )
    yield "inputs", ((run, "DATASET", "d", "RUN", run) for run in ids)
    yield "input_tags", ((run, "mlflow.data.context", "training") for run in ids)


def measure(folder: Path) -> list[Line]:
    """Taken over, and again with nothing new, against reading every row."""
    from tidemill.base.progress import Silent
    from tidemill.services import workspace as workspaces
    from tidemill.services.run_imports import mlflow_store, taking

    store = folder / "moving-in.db"
    make(store, N_RUNS)

    def bare() -> float:
        began = time.monotonic()
        source = mlflow_store.opened(str(store))
        n = sum(len(source.read(ids)) for ids in source.ids())
        source.close()
        if n != N_RUNS:
            raise SystemExit(f"{n} runs were read of {N_RUNS}.")
        return time.monotonic() - began

    def taken(expected: int) -> float:
        began = time.monotonic()
        source = mlflow_store.opened(str(store))
        done = taking.take(workspace, source, Silent(), named="there")
        if (done.n_there, done.n_taken) != (N_RUNS, expected):
            raise SystemExit(f"{done.n_taken} of {done.n_there} runs were taken over.")
        return time.monotonic() - began

    floor = bare()
    workspace = workspaces.create(folder / "moving-in", login="bench")
    try:
        first, again = taken(N_RUNS), taken(0)
    finally:
        workspace.close()
    print(f"  {N_RUNS / first:,.0f} runs a second")
    return [
        Line("import of 100,000 runs of an MLflow database", first, floor, REACH_S, "10 min"),
        Line("the same again: nothing new", again, floor, None, "–"),
    ]
