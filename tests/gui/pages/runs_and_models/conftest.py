"""A team's store in small: a dataset, trained runs with their hold-out answers, a model."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.intervals import metric_intervals, paired_gain
from tidemill.domain.jobs import JobRequest
from tidemill.domain.metrics import METRICS, evaluate
from tidemill.domain.models import DecisionKind, Model, Stage
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.runs import RunState
from tidemill.gui.pages.experiments.page import PAGE
from tidemill.jobs import queue
from tidemill.services import workers
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, models, runs
from tidemill.store.engine import Transaction

N_ROWS = 1_000
SCHEMA = Schema(
    (
        Column("late", Kind.BOOLEAN, Role.TARGET),
        Column("distance", Kind.NUMERIC),
        Column("carrier", Kind.CATEGORICAL),
    )
)
RECIPE = Recipe("late", Task.BINARY, ("distance", "carrier"))


@pytest.fixture
def done_by_worker(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], int]:
    """Stands in for the worker: `done_by_worker(kind, version)` is a job that ended well."""
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)

    def done(kind: str, version: str) -> int:
        with workspace.store.write() as tx:
            job_id = queue.enqueue(tx, JobRequest(kind))
        job = queue.claim(workspace.store, "worker")
        assert job is not None
        queue.succeed(workspace.store, job, {"version": version}, "Done")
        return job_id

    return done


@dataclass(frozen=True)
class Team:
    """Keys of what was put in, so that tests can name it."""

    workspace: Workspace
    versions: tuple[int, ...]
    runs: tuple[str, ...]
    names: tuple[str, ...]


def _truth(task: Task) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(7)
    if task is Task.REGRESSION:
        return rng.gamma(2.0, 20.0, N_ROWS)
    return (rng.random(N_ROWS) < 0.3).astype(np.int64)


def _answers(task: Task, skill: float, seed: int) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(seed)
    y = _truth(task)
    if task is Task.REGRESSION:
        return y + rng.normal(0, 20 / (1 + skill), N_ROWS)
    return 1 / (1 + np.exp(-(skill * (y - 0.5) + rng.normal(-0.7, 0.8, N_ROWS))))


@lru_cache(maxsize=64)
def _intervals(task: Task, skill: float, seed: int) -> dict[str, dict[str, Any]]:
    """Intervals of the measures; the same for each test, so they are worked out once."""
    found = metric_intervals(task, _truth(task), _answers(task, skill, seed))
    return {name: one.to_dict() for name, one in found.items()}


def _add_dataset(tx: Transaction) -> tuple[int, ...]:
    now = tx.clock.now()
    key = datasets.insert(
        tx, Dataset(0, "flights", "default", Series.APPEND, SCHEMA, now, "tester")
    )
    found = []
    for number in range(1, 5):
        version = DatasetVersion(
            0, key, "flights", number, 10_000 * number, 10_000, f"c{number}", f"o{number}",
            f"b{number}", 1_000, SCHEMA, f"flights_{number}.csv", None, now, "tester", (),
            None, None,
        )  # fmt: skip
        found.append(datasets.insert_version(tx, version, profile={}, source_blob=None))
    return tuple(found)


def _add_run(
    workspace: Workspace,
    tx: Transaction,
    number: int,
    version_id: int,
    skill: float,
    *,
    task: Task = Task.BINARY,
    experiment: str = "flights-late",
) -> tuple[int, str, str]:
    y, p = _truth(task), _answers(task, skill, number)
    uuid, name = f"{number:02d}" + "ab" * 15, f"calm-crane-{number}"
    pk = runs.insert(
        tx, uuid=uuid, project="default", experiment=experiment, name=name, user="tester",
        job_id=None, dataset_version_id=version_id,
    )  # fmt: skip
    metrics, _ = evaluate(task, y, p)
    params = {
        "task": str(task),
        "estimator": "hist gradient boosting" if number % 2 else "logistic regression",
        "learning_rate": f"{0.02 * number:.4f}",
        "max_depth": str(3 + number % 4),
        "seed": "0",
    }
    runs.put_values(tx, pk, params=params, metrics=metrics)
    learned = {
        "metrics": metrics,
        "intervals": _intervals(task, skill, number),
        "importances": [
            {"column": "distance", "value": 0.02 * number, "sd": 0.001},
            {"column": "carrier", "value": 0.01, "sd": 0.001},
        ],
        "n_hold_out": N_ROWS,
        "split": "The newest fifth.",
        "notes": ["Two rows had no target."],
    }
    levels = () if task is Task.REGRESSION else ("no", "yes")
    kept = Predictions(task, levels, np.arange(N_ROWS), p, y)
    for path, data in (
        ("learned.json", json.dumps(learned).encode()),
        ("predictions.npz", kept.to_bytes()),
        ("model.zip", b"a model"),
    ):
        runs.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
    runs.ended(tx, [pk], RunState.FINISHED)
    return pk, uuid, name


def gates(is_passed: bool) -> list[dict[str, Any]]:
    """Answers of three gates; the first one as asked for."""
    better = "AUC 0.873, the champion 0.861; gain +0.013 (+0.004 to +0.021)."
    worse = "AUC 0.853, the champion 0.861; gain −0.008 (−0.013 to −0.003). It is worse."
    found = [
        ("better_than_champion", "Better than the champion", is_passed, 0.004, 0.0,
         better if is_passed else worse),
        ("data_checks", "Data checks", True, 12.0, 12.0, "All 12 checks passed."),
        ("schema_fits", "Schema fits", True, None, None, "Every column is there and of its kind."),
    ]  # fmt: skip
    return [
        {"gate": g, "version": 1, "name": n, "passed": p, "value": v, "limit": li, "message": m,
         "evidence": {}}
        for g, n, p, v, li, m in found
    ]  # fmt: skip


@lru_cache(maxsize=16)
def comparison(skill: float, seed: int, other: float, other_seed: int) -> dict[str, Any]:
    """A candidate's comparison with the champion on the same rows, as validation stores it."""
    task = Task.BINARY
    y = _truth(task)
    new, old = _answers(task, skill, seed), _answers(task, other, other_seed)
    measures = []
    for one in METRICS:
        if one.task is not task or one.higher_is_better is None:
            continue
        champion, candidate = one.value(y, old), one.value(y, new)
        gain = paired_gain(task, one.id, y, new, old, seed=1)
        measures.append(
            {
                "metric": one.id,
                "title": one.title,
                "higher_is_better": one.higher_is_better,
                "decimals": one.decimals,
                "champion": champion,
                "candidate": candidate,
                "change": candidate - champion,
                "gain": {"value": gain.value, "low": gain.low, "high": gain.high, "n": gain.n,
                         "method": gain.method},
            }
        )  # fmt: skip
    return {"rows": N_ROWS, "on": "flights@4", "against": "v2", "measures": measures}


def _add_model(tx: Transaction, workspace: Workspace, version_ids: tuple[int, ...]) -> None:
    now = tx.clock.now()
    dataset = datasets.find(tx.connection, "flights")
    assert dataset is not None
    model_id = models.insert(
        tx,
        Model(0, "flights-late", "default", "binary", "late", "auc", dataset.id, "", now, "tester"),
    )
    skills = (1.2, 1.7, 2.2)
    stages = (Stage.RETIRED, Stage.CHAMPION, Stage.CANDIDATE)
    former: int | None = None
    for number, (skill, stage) in enumerate(zip(skills, stages, strict=True), 1):
        pk, _, _ = _add_run(workspace, tx, 20 + number, version_ids[number], skill)
        run = runs.find(tx.connection, [pk])[0]
        compared = comparison(skill, 23, skills[1], 22) if number == 3 else {}
        key, _ = models.insert_version(
            tx, "flights-late", model_id=model_id, stage=str(stage), run_pk=pk,
            estimator="hist_gradient_boosting", recipe=RECIPE.to_dict(),
            dataset_version_id=version_ids[number], validated_on_id=version_ids[3],
            metrics=run.metrics,
            intervals=_intervals(Task.BINARY, skill, 20 + number),
            gates=gates(True), gates_at=now, comparison=compared,
            input_hash=f"{number}f2ce1a7", blob=run.artifacts["model.zip"], reference_blob=None,
            by="worker" if number == 3 else "tester", cause="new data",
        )  # fmt: skip
        models.decide(
            tx, "flights-late", DecisionKind.REGISTERED, model_id=model_id, version_id=key,
            previous_id=None, by="tester", note="", before={},
        )  # fmt: skip
        if stage is not Stage.CANDIDATE:
            before = {str(key): "candidate"} | ({} if former is None else {str(former): "champion"})
            models.decide(
                tx, "flights-late", DecisionKind.PROMOTED, model_id=model_id, version_id=key,
                previous_id=former, by="tester", note="", before=before,
            )  # fmt: skip
            former = key
        activities.add(
            tx, by="tester", kind="model", subject=f"models/flights-late/{number}",
            sentence=f"registered flights-late v{number}", note="3 of 3 gates passed",
        )  # fmt: skip


@pytest.fixture
def team(workspace: Workspace, filled_once: Any) -> Team:
    """A workspace with five runs, three of them registered as versions of one model."""
    return Team(workspace, *filled_once(workspace, _build_team))


def _build_team(workspace: Workspace) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    uuids, names = [], []
    with workspace.store.write() as tx:
        version_ids = _add_dataset(tx)
        for number in range(1, 6):
            experiment = "Baselines" if number < 3 else "flights-late"
            _, uuid, name = _add_run(
                workspace, tx, number, version_ids[3], 0.5 * number, experiment=experiment
            )
            uuids.append(uuid)
            names.append(name)
        _add_model(tx, workspace, version_ids)
    return version_ids, tuple(uuids), tuple(names)


@pytest.fixture
def add_run(team: Team) -> Callable[..., tuple[int, str, str]]:
    """Put one more run in: `add_run(number, skill, task=…)`."""

    def add(number: int, skill: float, task: Task = Task.BINARY) -> tuple[int, str, str]:
        with team.workspace.store.write() as tx:
            return _add_run(team.workspace, tx, number, team.versions[3], skill, task=task)

    return add


@pytest.fixture
def fail_gate(team: Team) -> Callable[[], None]:
    """Let the candidate's first gate have failed."""

    def fail() -> None:
        with team.workspace.store.write() as tx:
            model = models.find(tx.connection, "flights-late")
            assert model is not None
            found = models.version(tx.connection, model.id, 3)
            assert found is not None
            models.update_version(tx, "flights-late", found.id, gates=gates(False))

    return fail


@pytest.fixture
def view(open_page: Any, team: Any) -> Any:
    """The page over the team's eight runs, in one list by name."""
    shown = open_page(PAGE)
    shown._model.group(())
    shown._model.sort_by("name", True)
    return shown


@pytest.fixture
def wait(qtbot: QtBot, settle: Any, view: Any) -> Callable[[Callable[[], bool]], None]:
    """Wait until something holds and nothing is loading."""

    def until(condition: Callable[[], bool]) -> None:
        qtbot.waitUntil(condition)
        settle(view)

    settle(view)
    return until
