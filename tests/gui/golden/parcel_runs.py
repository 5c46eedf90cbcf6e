"""Runs that learned when parcels are delayed, with curves, answers on the hold-out and a model."""

import json
from typing import Any

import numpy as np
from parcel_data import FEATURES

from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.intervals import metric_intervals, paired_gain
from tidemill.domain.metrics import METRICS, evaluate
from tidemill.domain.models import DecisionKind, Model, Stage
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.runs import RunState
from tidemill.services.training.predictions import Predictions
from tidemill.services.workspace import Workspace
from tidemill.store import activities, histories, models, runs
from tidemill.store.engine import Transaction

MODEL = "parcel-delay"
RECIPE = Recipe("delayed", Task.BINARY, FEATURES, time="handed_in", positive="true")
_N = 800
_NAMES = ("plain-oak", "quick-tern", "brisk-mole", "late-heron", "even-pike", "warm-slate",
          "dry-lark", "high-fern", "low-reed", "deep-moss")  # fmt: skip
_ESTIMATORS = ("hist_gradient_boosting", "logistic_regression", "random_forest")
_SKILLS = (0.4, 0.9, 1.1, 1.6, 1.9, 2.1, 0.7, 1.4, 1.8, 2.3)


def _truth() -> np.ndarray[Any, Any]:
    return (np.random.default_rng(7).random(_N) < 0.3).astype(np.int64)


def _answers(number: int) -> np.ndarray[Any, Any]:
    noise = np.random.default_rng(number).normal(-0.7, 0.8, _N)
    return 1 / (1 + np.exp(-(_SKILLS[number] * (_truth() - 0.5) + noise)))


def add_run(workspace: Workspace, tx: Transaction, number: int, version: DatasetVersion) -> int:
    """A run that finished; its number says its name, its learner and how well it learned."""
    y, p = _truth(), _answers(number)
    pk = runs.insert(
        tx, uuid=f"{number:02d}" + "c7" * 15, project="default",
        experiment="baselines" if number < 3 else MODEL, name=_NAMES[number], user="tester",
        job_id=None, dataset_version_id=version.id,
    )  # fmt: skip
    metrics, _ = evaluate(Task.BINARY, y, p)
    params = {
        "task": "binary",
        "estimator": _ESTIMATORS[number % 3],
        "learning_rate": f"{0.02 * (number + 1):.2f}",
        "max_depth": str(3 + number % 4),
    }
    runs.put_values(tx, pk, params=params, metrics=metrics)
    _add_curve(tx, pk, number)
    learned = {
        "metrics": metrics,
        "intervals": {n: i.to_dict() for n, i in metric_intervals(Task.BINARY, y, p).items()},
        "importances": [
            {"column": name, "value": round(0.04 / (at + 1), 4), "sd": 0.002}
            for at, name in enumerate(("weight_kg", "distance_km", "depot", "express"))
        ],
        "n_hold_out": _N,
        "split": "The newest fifth.",
        "notes": ["Two rows had no target."],
    }
    kept = Predictions(Task.BINARY, ("no", "yes"), np.arange(_N), p, y)
    for path, data in (
        ("learned.json", json.dumps(learned).encode()),
        ("predictions.npz", kept.to_bytes()),
        ("model.zip", b"a model"),
    ):
        runs.put_artifact(tx, pk, path, workspace.blobs.put_bytes(data), len(data))
    runs.ended(tx, [pk], RunState.FINISHED)
    return pk


def _add_curve(tx: Transaction, pk: int, number: int) -> None:
    key = runs.key_ids(tx, [("metric", "loss")])[("metric", "loss")]
    at = tx.clock.now().timestamp()
    wobble = np.random.default_rng(40 + number).normal(0.0, 0.01, 60)
    values = 0.3 + 0.4 * np.exp(-np.arange(60) / (8 + number)) + wobble
    histories.append(tx, [(pk, key, step, at + step, float(v)) for step, v in enumerate(values)])


def _compared(candidate: int, champion: int, on: str) -> dict[str, Any]:
    y, new, old = _truth(), _answers(candidate), _answers(champion)
    measures = []
    for one in METRICS:
        if one.task is Task.BINARY and one.higher_is_better is not None:
            gain = paired_gain(Task.BINARY, one.id, y, new, old, seed=1)
            before, now = one.value(y, old), one.value(y, new)
            measures.append(
                {
                    "metric": one.id, "title": one.title, "decimals": one.decimals,
                    "higher_is_better": one.higher_is_better, "champion": before,
                    "candidate": now, "change": now - before,
                    "gain": {"value": gain.value, "low": gain.low, "high": gain.high,
                             "n": gain.n, "method": gain.method},
                }
            )  # fmt: skip
    return {"rows": _N, "on": on, "against": "v2", "measures": measures}


def _gates() -> list[dict[str, Any]]:
    better = "AUC 0.913, the champion 0.881; gain +0.032 (+0.014 to +0.051)."
    found = [
        ("better_than_champion", "Better than the champion", 0.014, 0.0, better),
        ("data_checks", "Data checks", 12.0, 12.0, "All 12 checks passed."),
        ("schema_fits", "Schema fits", None, None, "Every column is there and of its kind."),
    ]
    return [
        {"gate": gate, "version": 1, "name": name, "passed": True, "value": value,
         "limit": limit, "message": words, "evidence": {}}
        for gate, name, value, limit, words in found
    ]  # fmt: skip


def add_model(workspace: Workspace, versions: list[DatasetVersion], pks: dict[int, int]) -> Model:
    """A retired version, the champion and a candidate that waits; `pks` are runs by number."""
    with workspace.store.write() as tx:
        model = Model(
            0, MODEL, "default", "binary", "delayed", "auc", versions[0].dataset_id, "",
            tx.clock.now(), "tester",
        )  # fmt: skip
        models.insert(tx, model)
        found = models.find(tx.connection, MODEL)
    assert found is not None
    former: int | None = None
    rows = ((3, Stage.RETIRED), (5, Stage.CHAMPION), (9, Stage.CANDIDATE))
    for number, (run, stage) in enumerate(rows, 1):
        key = _add_version(workspace, found, versions, pks[run], run, stage)
        with workspace.store.write() as tx:
            activities.add(
                tx, by="tester", kind="model", subject=f"models/{MODEL}/{number}",
                sentence=f"registered {MODEL} v{number}", note="3 of 3 gates passed",
            )  # fmt: skip
        if stage is not Stage.CANDIDATE:
            _decide(workspace, found, key, former, number)
            former = key
    return found


def _add_version(
    workspace: Workspace,
    model: Model,
    versions: list[DatasetVersion],
    pk: int,
    run: int,
    stage: Stage,
) -> int:
    y, p = _truth(), _answers(run)
    intervals = {n: i.to_dict() for n, i in metric_intervals(Task.BINARY, y, p).items()}
    is_new = stage is Stage.CANDIDATE
    trained, judged = (versions[4], versions[5]) if is_new else (versions[2], versions[3])
    with workspace.store.write() as tx:
        found = runs.find(tx.connection, [pk])[0]
        key, _ = models.insert_version(
            tx, model.name, model_id=model.id, stage=str(stage), run_pk=pk,
            estimator="hist_gradient_boosting", recipe=RECIPE.to_dict(),
            dataset_version_id=trained.id, validated_on_id=judged.id, metrics=found.metrics,
            intervals=intervals, gates=_gates(), gates_at=tx.clock.now(),
            comparison=_compared(9, 5, judged.address) if is_new else {},
            input_hash=f"{run}f2ce1a7", blob=found.artifacts["model.zip"], reference_blob=None,
            by="worker" if is_new else "tester", cause="a file landed" if is_new else "",
        )  # fmt: skip
        models.decide(
            tx, model.name, DecisionKind.REGISTERED, model_id=model.id, version_id=key,
            previous_id=None, by="tester", note="", before={},
        )  # fmt: skip
    return key


def _decide(workspace: Workspace, model: Model, key: int, former: int | None, number: int) -> None:
    before = {str(key): "candidate"} | ({} if former is None else {str(former): "champion"})
    with workspace.store.write() as tx:
        models.decide(
            tx, model.name, DecisionKind.PROMOTED, model_id=model.id, version_id=key,
            previous_id=former, by="tester", note="fewer parcels chased", before=before,
        )  # fmt: skip
        activities.add(
            tx, by="tester", kind="promotion", subject=f"models/{model.name}/{number}",
            sentence=f"promoted {model.name} v{number}", note="fewer parcels chased",
        )  # fmt: skip
