"""The run page and the comparison in the window with 12,000 metric names, beside 20."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from lines import Line

from tidemill.base.ids import new_id
from tidemill.domain.runs import RunState
from tidemill.services import workspace as workspaces
from tidemill.store import histories
from tidemill.store import runs as rows

RUNS, POINTS, FEW, MANY = 8, 5, 20, 12_000


def measure(folder: Path) -> list[Line]:
    """A run, its curves, a search, a comparison, its rows and metrics; and the longest stall."""
    few = _session(_made(folder / "names-few", FEW))
    many = _session(_made(folder / "names-many", MANY))
    return [
        Line(
            "run page and comparison, 12,000 names",
            many["took"], few["took"], None, "no promise",
        ),
        Line(
            "longest stall there, 12,000 names, floor: 20",
            many["held"] * 1e3, few["held"] * 1e3, 50.0, "≤ 50 ms", "ms",
        ),
    ]  # fmt: skip


def _session(folder: Path) -> dict[str, Any]:
    script = Path(__file__).with_name("names_session.py")
    ran = subprocess.run(
        [sys.executable, str(script), str(folder)], check=True, capture_output=True, text=True
    )
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _made(folder: Path, n_names: int) -> Path:
    """Eight runs that logged each name five times."""
    workspace = workspaces.create(folder, login="bench")
    pairs = [("metric", f"layer{at // 40}.norm{at % 40}") for at in range(n_names)]
    for number in range(RUNS):
        with workspace.store.write() as tx:
            pk = rows.insert(
                tx, uuid=new_id(), project="default", experiment="bench",
                name=f"run {number}", user="bench", job_id=None, dataset_version_id=None,
            )  # fmt: skip
            rows.put_values(tx, pk, params={"depth": str(number)}, metrics={"auc": 0.8})
            ids = rows.key_ids(tx, pairs)
            points = [
                (pk, ids[pair], step, 1e9 + step, step + at + 0.1 * number)
                for at, pair in enumerate(pairs)
                for step in range(POINTS)
            ]
            histories.append(tx, points)
            rows.ended(tx, [pk], RunState.FINISHED)
    workspace.close()
    return folder
