"""The trash: 10,000 runs of 100,000 to it, back, and removed for good with a file each.

There is no floor beside it: nothing else does the same.
"""

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from lines import Line
from run_stores import copied, shared

from tidemill.base import hashing
from tidemill.services import trash
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store.schema import artifact, run

N_RUNS = 100_000
N_DELETED = 10_000


def measure(folder: Path) -> list[Line]:
    """Delete, bring back, delete again and empty."""
    place = copied(shared(folder, N_RUNS), folder / "trash")
    with workspaces.opened(place) as workspace:
        keys = range(1, N_RUNS, N_RUNS // N_DELETED)
        n_bytes = _give_files(workspace, keys)
        to = _seconds(lambda: trash.delete(workspace, keys))
        back = _seconds(lambda: trash.restore(workspace, keys))
        trash.delete(workspace, keys)
        started = time.perf_counter()
        freed = trash.empty(workspace)
        emptied = time.perf_counter() - started
        if (freed.runs, freed.n_bytes) != (N_DELETED, n_bytes):
            raise SystemExit(f"The trash freed {freed}, not {N_DELETED} runs, {n_bytes} bytes.")
    what = f"{N_DELETED:,} runs of {N_RUNS:,}"
    return [
        Line(f"{what} to the trash", to, 0.0, 3.0, "seconds"),
        Line(f"{what} back from it", back, 0.0, 3.0, "seconds"),
        Line(f"{what} removed for good, a file each", emptied, 0.0, 10.0, "seconds"),
    ]


def _give_files(workspace: Workspace, keys: range) -> int:
    """End the runs that run still and give each a file of its own; returns the bytes of all."""
    rows, n_bytes = [], 0
    for key in keys:
        data = f"the model of run {key}".encode()
        name = hashing.of_bytes(data)
        path = workspace.blobs.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        rows.append({"run_pk": key, "path": "model.zip", "blob": name, "n_bytes": len(data)})
        n_bytes += len(data)
    with workspace.store.write() as tx:
        tx.run(sa.update(run).where(run.c.pk.in_(list(keys))).values(status="finished"))
        tx.run(sa.insert(artifact), rows)
    return n_bytes


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
