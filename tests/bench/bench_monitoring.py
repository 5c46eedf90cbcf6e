"""Monitoring read back and opened: the year of one model and the board of many.

What is opened in the window has the same page over one model with a single look as its floor.

Reports are as long as those of a model with 40 columns, each with its small distribution.
"""

import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from lines import Line

from tidemill.domain.boards import pack_point
from tidemill.domain.courses import pack_figures
from tidemill.services import monitoring
from tidemill.services import workspace as workspaces
from tidemill.services.workspace import Workspace
from tidemill.store import schema
from tidemill.store.chunk_points import microseconds

N_COLUMNS = 40
N_DAYS = 365
N_MODELS = 500
N_POINTS = 400
ROUNDS = 5
_SESSION = Path(__file__).with_name("monitoring_session.py")


def measure(folder: Path) -> list[Line]:
    """Open the course of one model and the board of all."""
    full, small = folder / "monitoring", folder / "monitoring-small"
    with closing(workspaces.create(small, login="bench")) as workspace:
        fill(workspace, n_models=1, n_points=1, n_days=1)
    with closing(workspaces.create(full, login="bench")) as workspace:
        fill(workspace)
        course_s, course = _median(lambda: monitoring.course(workspace, "model-000"))
        board_s, board = _median(lambda: monitoring.board(workspace))
    if course.psi.shape != (N_COLUMNS, N_DAYS) or board.figures["psi"].shape != (
        N_MODELS,
        N_POINTS,
    ):
        raise SystemExit(f"Read {course.psi.shape} and {board.figures['psi'].shape}.")
    bare = _opened(small, "tidemill://monitoring/model-000")
    page = _opened(full, "tidemill://monitoring/model-000")
    start = _opened(full, "tidemill://monitoring")
    year = f"a model's course, {N_COLUMNS} columns x {N_DAYS} days"
    many = f"the board of {N_MODELS} models x {N_POINTS} days, worst first"
    return [
        Line(year, course_s, 0.0, 0.5, "seconds"),
        Line(many, board_s, 0.0, 1.0, "seconds"),
        Line("that model's page opened in the window", page["cold"], bare["cold"], 0.5, "≤ 0.5 s"),
        Line("opened again", page["warm"], bare["warm"], 0.5, "≤ 0.5 s"),
        Line("the board opened in the window", start["cold"], bare["cold"], 1.0, "≤ 1 s"),
        Line("opened again", start["warm"], bare["warm"], 1.0, "≤ 1 s"),
        Line(
            "longest standstill on the way",
            max(page["stall"], start["stall"]),
            0.0,
            0.05,
            "≤ 50 ms",
        ),
    ]


def _opened(folder: Path, address: str) -> dict[str, float]:
    """Seconds until a page of the window stands, opened first and again."""
    ran = subprocess.run(
        [sys.executable, str(_SESSION), str(folder), address],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return told


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        made = work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken), made


def fill(
    workspace: Workspace,
    n_models: int = N_MODELS,
    n_points: int = N_POINTS,
    n_days: int = N_DAYS,
) -> None:
    """Models with a champion each; the first has whole chunks, all have their points."""
    now = workspace.clock.now()
    with workspace.store.write() as tx:
        data, runs = _data(tx, now)
        for number in range(n_models):
            model = tx.insert(schema.model, **_model(number, data, now))
            version = tx.insert(schema.model_version, **_version(model, runs[number], now))
            first = n_points - n_days if number == 0 else 0
            days = range(N_POINTS - n_points + first, N_POINTS)
            _chunks(tx, model, version, days, now, with_reports=number == 0)


def _data(tx: Any, now: datetime) -> tuple[int, list[int]]:
    digest, by = "0" * 32, {"by": "bench"}
    data = tx.insert(
        schema.dataset,
        name="shop",
        project="default",
        series="append",
        schema={},
        created_at=now,
        created_by="bench",
    )
    version = {"id": 1, "number": 1, "dataset_id": data, "rows": 10, "added_rows": 10}
    version |= {"content_hash": digest, "own_hash": digest, "blob": digest, "n_bytes": 1}
    version |= {"schema": {}, "profile": {}, "checks": [], "source": "", "created_at": now} | by
    tx.run(sa.insert(schema.dataset_version), [version])
    run = {"project": "default", "experiment": "shop", "status": "finished", "user": "bench"}
    run |= {"pinned": False, "archived": False, "deleted": False, "seq": 1}
    keys = list(range(1, N_MODELS + 1))
    tx.run(sa.insert(schema.run), [run | {"pk": k, "uuid": f"{k:032x}", "name": ""} for k in keys])
    return data, keys


def _model(number: int, data: int, now: datetime) -> dict[str, Any]:
    return {
        "name": f"model-{number:03d}",
        "project": "default",
        "task": "binary",
        "target": "bought",
        "metric": "auc",
        "dataset_id": data,
        "created_at": now,
        "created_by": "bench",
    }


def _version(model: int, run: int, now: datetime) -> dict[str, Any]:
    digest = "0" * 32
    one = {"model_id": model, "number": 1, "stage": "champion", "estimator": "prior", "run_pk": run}
    one |= {"dataset_version_id": 1, "metrics": {"auc": 0.8}, "intervals": {}, "gates": []}
    one |= {"recipe": {}, "comparison": {}, "input_hash": digest, "blob": digest}
    return one | {"created_at": now, "cause": "for a measurement", "by": "bench"}


def _chunks(
    tx: Any, model: int, version: int, days: range, now: datetime, *, with_reports: bool
) -> None:
    draw = random.Random(model)
    rows: list[dict[str, Any]] = []
    points: dict[int, bytes] = {}
    for day in days:
        ends = now.replace(tzinfo=UTC) - timedelta(days=N_POINTS - day, hours=-1)
        measured = {"value": draw.uniform(0.7, 0.8), "low": 0.69, "high": 0.81, "n": 900.0}
        report = _report(draw) if with_reports else {"columns": []}
        rows.append(
            {
                "id": model * 1_000 + day,
                "model_id": model,
                "version_id": version,
                "dataset_version_id": 1,
                "span": f"day:{day}",
                "starts_at": ends - timedelta(hours=23),
                "ends_at": ends,
                "n_rows": 1_000,
                "report": report,
                "figures": pack_figures(report),
                "measures": dict.fromkeys(("auc", "log_loss", "accuracy", "f1"), measured),
                "estimates": {"auc": {**measured, "note": ""}},
                "coverage": 0.9,
                "created_at": ends,
                "changed_at": ends,
            }
        )
        figures = {"psi": draw.random() / 10, "n_drifted": 1.0, "n_columns": 40.0, **measured}
        month = 12 * ends.year + ends.month - 1
        point = pack_point(rows[-1]["id"], microseconds(ends), figures)
        points[month] = points.get(month, b"") + point
    tx.run(sa.insert(schema.chunk), rows)
    packed = [{"model_id": model, "month": m, "data": d} for m, d in points.items()]
    tx.run(sa.insert(schema.chunk_points), packed)


def _report(draw: random.Random) -> dict[str, Any]:
    shares = [0.1] * 10
    columns = [
        {
            "name": f"column_{i:02d}",
            "kind": "numeric",
            "psi": draw.random() / 10,
            "effect": draw.random() / 20,
            "q_value": draw.random(),
            "missing": {"reference": 0.01, "current": draw.random() / 10},
            "drifted": draw.random() < 0.1,
            "reasons": ["PSI 0.31, limit 0.10"],
            "note": None,
            "new_values": [],
            "gone_values": [],
            "p_value": draw.random(),
            "statistics": {f"statistic_{k}": draw.random() for k in range(15)},
            "bounds": {"ks": [0.0, 0.1], "wasserstein": [0.0, 0.1]},
            "distribution": {
                "labels": [f"{k * 1.25:.4g}" for k in range(10)],
                "reference": shares,
                "current": shares,
            },
        }
        for i in range(N_COLUMNS)
    ]
    rows = {"reference": 30_000, "current": 1_000}
    return {"rows": rows, "columns": columns, "drifted_columns": 4, "share_drifted": 0.1}
