"""Lineage over 10,000 things: forward from the first file, back from the last answer, and placed.

There is no floor beside it: nothing else does the same.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lines import Line

from tidemill.base.ids import new_id
from tidemill.domain.lineage import layers
from tidemill.services import lineage_graph
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import schema

N_FILES = 1_000
N_RUNS = 2_000
N_VERSIONS = 1_000
N_BLOCKS = 6_000
ROUNDS = 5


def measure(folder: Path) -> list[Line]:
    """Read the lineage both ways and lay it out."""
    with closing(workspaces.create(folder / "lineage", login="bench")) as workspace:
        fill(workspace)
        forward, graph = _median(lambda: lineage_graph.of(workspace, "file:1"))
        back, _ = _median(lambda: lineage_graph.of(workspace, f"buyers@{N_VERSIONS}"))
        placed, _ = _median(lambda: layers(graph))
    if len(graph.nodes) < 10_000 or not graph.is_whole:
        raise SystemExit(f"Only {len(graph.nodes):,} things were found.")
    what = f"{len(graph.nodes):,} things, {len(graph.edges):,} edges"
    return [
        Line(f"lineage forward from a file: {what}", forward, 0.0, 1.0, "seconds"),
        Line("lineage of the last version, both ways", back, 0.0, 1.0, "seconds"),
        Line(f"places of {len(graph.nodes):,} things for drawing", placed, 0.0, 1.0, "seconds"),
    ]


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        made = work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), made


def fill(workspace: Workspace) -> None:
    """Files, each read into a version; runs and model versions over them; blocks of answers."""
    now = workspace.clock.now()
    by, digest = {"by": "bench"}, "0" * 32
    with workspace.store.write() as tx:
        data = tx.insert(
            schema.dataset,
            name="shop",
            project="default",
            series="append",
            schema={},
            created_at=now,
            created_by="bench",
        )
        file = {"dataset": "shop", "n_bytes": 1, "modified_ns": 1, "state": "done", "outcome": ""}
        file |= {"reason": "", "checks": [], "rows": 10, "seen_at": now, "changed_at": now} | by
        files = [file | {"id": n, "path": f"/in/{n}.csv"} for n in range(1, N_FILES + 1)]
        tx.run(sa.insert(schema.file), files)
        version = {"dataset_id": data, "added_rows": 10, "content_hash": digest, "blob": digest}
        version |= {"own_hash": digest, "n_bytes": 1, "schema": {}, "profile": {}, "checks": []}
        version |= {"source": "", "created_at": now} | by
        own = [{"id": n, "number": n, "rows": 10 * n, "file_id": n} for n in range(1, N_FILES + 1)]
        tx.run(sa.insert(schema.dataset_version), [version | one for one in own])
        run = {"project": "default", "experiment": "shop", "status": "finished", "user": "bench"}
        run |= {"pinned": False, "archived": False, "deleted": False, "seq": 1}
        made = [
            {"pk": n, "uuid": new_id(), "name": f"run-{n}", "dataset_version_id": n % N_FILES + 1}
            for n in range(1, N_RUNS + 1)
        ]
        tx.run(sa.insert(schema.run), [run | one for one in made])
        _fill_registry(tx, data, now)


def _fill_registry(tx: Any, data: int, now: Any) -> None:
    digest, by = "0" * 32, {"by": "bench"}
    model = tx.insert(
        schema.model,
        name="buyers",
        project="default",
        task="binary",
        target="bought",
        metric="auc",
        dataset_id=data,
        created_at=now,
        created_by="bench",
    )
    one = {"model_id": model, "stage": "retired", "estimator": "prior", "recipe": {}, "gates": []}
    one |= {"metrics": {}, "intervals": {}, "comparison": {}, "input_hash": digest, "blob": digest}
    one |= {"created_at": now, "cause": "for a measurement"} | by
    numbers = range(1, N_VERSIONS + 1)
    own = [{"id": n, "number": n, "run_pk": n, "dataset_version_id": n} for n in numbers]
    tx.run(sa.insert(schema.model_version), [one | each for each in own])
    deployment = tx.insert(
        schema.deployment,
        kind="http",
        name="buyers",
        model_id=model,
        settings={},
        split={},
        is_on=False,
        state="off",
        state_at=now,
        trouble="",
        address="",
        serves_id=N_VERSIONS,
        created_at=now,
        by="bench",
    )
    block = {"deployment_id": deployment, "first_at": now, "last_at": now, "n_requests": 9}
    block |= {"n_rows": 9, "n_bytes": 1, "blob": digest}
    blocks = [block | {"version_id": n % N_VERSIONS + 1} for n in range(N_BLOCKS)]
    tx.run(sa.insert(schema.answer_log), blocks)
