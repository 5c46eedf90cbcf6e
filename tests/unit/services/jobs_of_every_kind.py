"""For each kind of job a small real piece of work: a workspace that has it, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import skops.io
from mlflow_folders import mlruns_with_models
from models_of_scripts import logged
from shop_jobs import do_all, month_rows, write_csv

from tidemill.base.clock import to_iso
from tidemill.domain.automations import Cause, Trigger
from tidemill.domain.channels import ChannelKind
from tidemill.domain.cuts import Unit
from tidemill.domain.jobs import JobRequest
from tidemill.domain.searches import SearchPlan
from tidemill.jobs import queue
from tidemill.services import (
    automation_runs,
    automations,
    batch_folders,
    batch_scans,
    business_value,
    channels,
    datasets,
    deliveries,
    diagnosing,
    dry_runs,
    explaining,
    exporting,
    further_answers,
    imported_versions,
    importing_models,
    ingesting,
    judging_outside,
    kept_diffs,
    predicting,
    promotion,
    registering,
    registry,
    rehearsing,
    reproductions,
    retraining,
    sample,
    score_changes,
    script_settings,
    searching,
    slice_looks,
    steps,
    training_runs,
    trying,
    validating,
    watching,
)
from tidemill.services.imported_versions import AsVersion
from tidemill.services.leaving import asked as leaving
from tidemill.services.mlflow.tracker import Tracker
from tidemill.services.monitoring import comparing_anew, cuts
from tidemill.services.run_imports import asked as run_imports
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, incidents, models


@dataclass(frozen=True)
class Filled:
    """What the workspace holds: the moment it was done, and runs by their place in the ranking."""

    at: datetime
    runs: tuple[str, ...]


def fill(workspace: Workspace) -> Filled:
    """Two versions of `shop`; `buyers` with a champion that was looked at, and one behind it."""
    place = workspace.folder.parent
    ingesting.add(
        workspace, [write_csv(place / "shop_1.csv", month_rows(1))], dataset="shop",
        target="bought", time="day",
    )  # fmt: skip
    do_all(workspace)
    kinds = ("logistic_regression", "prior")
    job_id = training_runs.train(workspace, "shop", estimators=kinds)
    do_all(workspace)
    ranked = [run.id for run in training_runs.ranked(workspace, job_id)]
    for run in ranked:
        registering.register(workspace, run, name="buyers")
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    ingesting.add(workspace, [write_csv(place / "shop_2.csv", month_rows(2))], dataset="shop")
    do_all(workspace)
    return Filled(workspace.clock.now(), tuple(ranked))


Ask = Callable[[Workspace, Filled], object]


def _enqueue(workspace: Workspace, kind: str, params: dict[str, Any]) -> None:
    with workspace.store.write() as tx:
        queue.enqueue(tx, JobRequest(kind, params, asked_by="ada", cause="for a test"))


def _place(workspace: Workspace) -> Path:
    return workspace.folder.parent


def _ingest(workspace: Workspace, _: Filled) -> None:
    path = write_csv(_place(workspace) / "shop_3.csv", month_rows(3))
    ingesting.add(workspace, [path], dataset="shop")


def _versions(workspace: Workspace) -> tuple[Any, Any]:
    return datasets.version(workspace, "shop@1"), datasets.version(workspace, "shop@2")


def _script(workspace: Workspace, _: Filled) -> None:
    path = _place(workspace) / "step.py"
    path.write_text("print('done')\n", encoding="utf-8")
    trigger = Trigger("by-hand", "by-hand")
    step = script_settings.step(path, data="csv")
    made = automations.add(workspace, "Scripts", [trigger], [step], dataset="shop")
    with workspace.store.write() as tx:
        automation_runs.start(tx, made, Cause("by-hand", "ada asked for it"))


def _answered(workspace: Workspace, _: Filled) -> None:
    _enqueue(workspace, "model.look-answered", {"model": "buyers"})


def _value(workspace: Workspace, _: Filled) -> None:
    business_value.set_costs(workspace, "buyers", {"true:false": 10.0, "false:true": 3.0})


def _diagnose(workspace: Workspace, _: Filled) -> None:
    model = registry.find(workspace, "buyers")
    assert model.champion is not None
    with workspace.store.write() as tx:
        seen = chunks.of_model(tx.connection, model.model.id)[-1]
        number = incidents.insert(
            tx, model_id=model.model.id, version_id=model.champion.id, chunk_id=seen.id,
            title="x moved", sentence="PSI 0.3.", severity="warning", since=None, outcome="",
            owner="", facts={},
        )  # fmt: skip
        diagnosing.ask(tx, number, "buyers")


def _compare(workspace: Workspace, _: Filled) -> None:
    with workspace.store.write() as tx:
        model = models.find(tx.connection, "buyers")
        assert model is not None
        comparing_anew.ask(tx, model, "ada", "for a test")


def _model() -> Any:
    """What somebody else trained on such rows."""
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    rows = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] * 5})
    return LogisticRegression().fit(rows, ["yes" if x > 2 else "no" for x in rows["x"]])


def _theirs(workspace: Workspace) -> Path:
    """Its file."""
    path = _place(workspace) / "theirs.skops"
    path.write_bytes(skops.io.dumps(_model()))
    return path


def _adopt(workspace: Workspace, _: Filled) -> None:
    importing_models.ask(workspace, _theirs(workspace))
    [job] = do_all(workspace)
    wish = AsVersion("theirs", "shop", columns=("x",))
    imported_versions.ask(workspace, job.result["run"], wish)


def _judge(workspace: Workspace, _: Filled) -> None:
    number = logged(Tracker(workspace, "default"), _model(), name="scripted")
    judging_outside.ask(workspace, number, AsVersion("scripted", "shop"))


def _batch(workspace: Workspace, _: Filled) -> None:
    inbox = _place(workspace) / "to-score"
    inbox.mkdir()
    write_csv(inbox / "new.csv", month_rows(3))
    batch_folders.switch_on(workspace, "buyers", inbox, _place(workspace) / "scored")
    for _ in range(3):  # until it has settled
        batch_scans.scan(workspace)
        workspace.clock.advance(10)  # type: ignore[attr-defined]


def _try(workspace: Workspace, _: Filled) -> None:
    version = registry.version(workspace, "buyers@1")
    trying.ask(workspace, version, {"x": 1.0, "shop": "north"}, {})


def _dry_run(workspace: Workspace, _: Filled) -> None:
    inbox = _place(workspace) / "watched"
    inbox.mkdir()
    write_csv(inbox / "shop_3.csv", month_rows(3))
    watch = watching.add(workspace, inbox, dataset="shop", model="buyers")
    [one] = automations.of_watch(workspace, watch.id)
    dry_runs.ask(workspace, one.id)


def _deliver(workspace: Workspace, _: Filled) -> None:
    path = _place(workspace) / "told.jsonl"
    channels.add(workspace, "log", ChannelKind.FILE, str(path))
    model = registry.find(workspace, "buyers")
    assert model.champion is not None
    with workspace.store.write() as tx:
        number = incidents.insert(
            tx, model_id=model.model.id, version_id=model.champion.id, chunk_id=None,
            title="x moved", sentence="PSI 0.3.", severity="warning", since=None, outcome="",
            owner="", facts={},
        )  # fmt: skip
        found = incidents.find(tx.connection, number)
        assert found is not None
        incidents.tell(tx, found, "opened", due_at=tx.clock.now(), tells=("everyone",))
    deliveries.look(workspace)


def _import(workspace: Workspace, _: Filled) -> None:
    run_imports.ask_mlflow(workspace, str(mlruns_with_models(_place(workspace) / "mlruns")))


ASK: dict[str, Ask] = {
    "dataset.ingest": _ingest,
    "dataset.compare": lambda ws, _: kept_diffs.ask(ws, *_versions(ws)),
    "dataset.prepare": lambda ws, _: steps.add(
        ws, "shop", "derive", {"name": "double", "expression": "x * 2"}
    ),
    "model.train": lambda ws, _: training_runs.train(ws, "shop", estimators=("prior",)),
    "run.reproduce": lambda ws, made: reproductions.ask(ws, made.runs[0]),
    "run.slices": lambda ws, made: slice_looks.ask(ws, made.runs[0]),
    "model.search": lambda ws, _: searching.ask(
        ws, "shop", SearchPlan("optuna", 2, n_folds=2, estimator="logistic_regression")
    ),
    "automation.script": _script,
    "model.monitor": _ingest,  # it follows
    "model.look-answered": _answered,
    "monitor.value": _value,
    "model.measure": lambda ws, _: _enqueue(
        ws, "model.measure", {"model": "buyers", "since": to_iso(ws.clock.now())}
    ),
    "incident.diagnose": _diagnose,
    "model.compare": _compare,
    "model.cut": lambda ws, _: cuts.choose(ws, "buyers", Unit.ROWS, 60),
    "model.retrain": lambda ws, _: retraining.ask(ws, "buyers"),
    "model.register": lambda ws, made: registering.ask(ws, made.runs[0], name="others"),
    "model.adopt": _adopt,
    "model.judge": _judge,
    "model.import": lambda ws, _: importing_models.ask(ws, _theirs(ws)),
    "model.predict": lambda ws, _: predicting.ask(
        ws, "buyers@1", _place(ws) / "shop_2.csv", _place(ws) / "predicted.csv"
    ),
    "model.export": lambda ws, _: exporting.ask(ws, "buyers@1", "onnx", _place(ws) / "buyers.onnx"),
    "batch.score": _batch,
    "model.try": _try,
    "model.ready": lambda ws, _: _enqueue(
        ws, "model.ready", {"version": registry.version(ws, "buyers@1").id}
    ),
    "model.validate": lambda ws, _: validating.ask(ws, "buyers@2"),
    "model.answer": lambda ws, _: further_answers.ask(ws, "buyers@1", "buyers@2"),
    "model.rehearse": lambda ws, _: rehearsing.ask(ws, "buyers@2"),
    "model.why-score": lambda ws, _: score_changes.ask(ws, "buyers@1", "buyers@2", "3"),
    "model.explain": lambda ws, _: explaining.ask(ws, "buyers@1", "#7"),
    "automation.dry-run": _dry_run,
    "workspace.leave": lambda ws, _: leaving.ask_folder(ws, _place(ws) / "left"),
    "runs.import": _import,
    "notice.deliver": _deliver,
    "sample.cut": lambda ws, _: sample.cut(ws, _place(ws) / "sample"),
}
"""Who asks for a job of each kind."""

ELSEWHERE = {
    "workspace.send": "needs MLflow's client: tests/journeys/test_sending_to_mlflow.py",
}
