"""Runs with their hold-out answers, to be held against each other."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tidemill.base.ids import new_id
from tidemill.domain.metrics import evaluate
from tidemill.domain.recipes import Task
from tidemill.domain.runs import RunState
from tidemill.gui.pages.experiments.compare.part import ComparePart
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import runs as rows

N_ROWS = 500
ESTIMATORS = ("random_forest", "logistic_regression", "hist_gradient_boosting")


def answers(task: Task, skill: float) -> Predictions:
    """Made-up answers for the same rows; the larger the skill, the better."""
    rng = np.random.default_rng(11)
    if task is Task.REGRESSION:
        y = rng.normal(50, 10, N_ROWS)
        p = y + rng.normal(0, 10 / (1 + skill), N_ROWS)
        return Predictions(task, (), np.arange(N_ROWS), p, y)
    y = (rng.random(N_ROWS) < 0.3).astype(np.int64)
    p = 1 / (1 + np.exp(-(skill * (y - 0.5) + rng.normal(-0.7, 0.8, N_ROWS))))
    return Predictions(task, ("no", "yes"), np.arange(N_ROWS), p, y)


def write_run(workspace: Workspace, number: int, task: Task = Task.BINARY, **params: str) -> str:
    """A finished run that is the better the higher its number; its id."""
    said, uuid = answers(task, 0.5 * number), new_id()
    metrics, _ = evaluate(task, *said.judged())
    plain = {
        "task": str(task),
        "target": "late",
        "metric": "rmse" if task is Task.REGRESSION else "auc",
        "estimator": ESTIMATORS[number % 3],
        "max_depth": str(2 + number),
        "seed": "0",
    }
    leaned = [
        {"column": "distance", "value": 0.01 * number, "sd": 0.001},
        {"column": "carrier", "value": 0.02, "sd": 0.001},
    ]
    files = {
        "predictions.npz": said.to_bytes(),
        "importance.json": json.dumps(leaned).encode(),
        "model.zip": b"a model",
    }
    with workspace.store.write() as tx:
        pk = rows.insert(
            tx, uuid=uuid, project="default", experiment="flights", name=f"calm-crane-{number}",
            user="tester", job_id=None, dataset_version_id=None,
        )  # fmt: skip
        rows.put_values(tx, pk, params=plain | params, metrics=metrics)
        for path, data in files.items():
            rows.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
        rows.ended(tx, [pk], RunState.FINISHED)
    return uuid


@pytest.fixture
def four(workspace: Workspace, filled_once: Any) -> list[str]:
    """Ids of four runs, each better than the one before."""
    ids: list[str] = filled_once(workspace, _write_four)
    return ids


def _write_four(workspace: Workspace) -> list[str]:
    return [write_run(workspace, number) for number in range(1, 5)]


@pytest.fixture
def open_compare(
    page_context: Any, qtbot: QtBot, settle: Callable[[Any], None]
) -> Iterator[Callable[..., ComparePart]]:
    """Show runs in the context's host; the part comes back settled."""
    opened: list[ComparePart] = []

    def make(ids: list[str]) -> ComparePart:
        part = ComparePart(page_context)
        opened.append(part)
        page_context.sheet_host.layout().addWidget(part)
        page_context.sheet_host.show()
        part.show_runs(ids)
        settle(part)
        qtbot.waitUntil(lambda: part.isVisible() or part.state_word() != "ready")
        return part

    yield make
    page_context.operations.close()
    for part in opened:
        part.close_page()
        part.deleteLater()


@pytest.fixture
def write(workspace: Workspace) -> Callable[..., str]:
    """Writes one more run."""
    return lambda number, task=Task.BINARY, **params: write_run(workspace, number, task, **params)
