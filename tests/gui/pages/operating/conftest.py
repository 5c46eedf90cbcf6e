"""A store with a model in operation, for the pages Monitoring and Automations."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tidemill.base.ids import new_id
from tidemill.domain.alerts import Severity
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.models import DecisionKind, Model, Stage
from tidemill.services import drift, ingesting, watching
from tidemill.services.workspace import Workspace
from tidemill.store import chunks, datasets, files, jobs, models, runs

SCHEMA = Schema(
    (
        Column("departure", Kind.DATETIME, Role.TIME),
        Column("carrier", Kind.CATEGORICAL),
        Column("distance", Kind.NUMERIC, whole=True),
        Column("wind_speed", Kind.NUMERIC),
        Column("humidity", Kind.NUMERIC),
        Column("late", Kind.BOOLEAN, Role.TARGET),
    )
)


def month_of(number: int, n_rows: int = 600) -> Frame:
    """A month of made-up flights; from the sixth on the wind is stronger, then carriers change."""
    rng = np.random.default_rng(number)
    wind = rng.gamma(3.0, 4.0 + max(0, number - 5) * 1.5, n_rows)
    names, weights = ["AA", "B6", "DL", "UA"], np.array([0.3, 0.3, 0.2, 0.2])
    if number > 7:
        weights = np.array([0.1, 0.2, 0.2, 0.5])
    return Frame(
        (
            coded("carrier", Kind.CATEGORICAL, list(rng.choice(names, n_rows, p=weights))),
            ColumnData("distance", Kind.NUMERIC, rng.integers(90, 2600, n_rows)),
            ColumnData("wind_speed", Kind.NUMERIC, wind),
            ColumnData("humidity", Kind.NUMERIC, rng.normal(60, 12, n_rows)),
        )
    )


def span_of(month: int) -> tuple[datetime, datetime]:
    """First and last minute of a month of 2026."""
    start = datetime(2026, month, 1, tzinfo=UTC)
    after = datetime(2026 + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return start, after - timedelta(minutes=1)


def add_versions(workspace: Workspace, n: int, name: str = "flights") -> list[DatasetVersion]:
    """A dataset whose versions are months."""
    with workspace.store.write() as tx:
        now = tx.clock.now()
        dataset_id = datasets.insert(
            tx, Dataset(0, name, "default", Series.APPEND, SCHEMA, now, "worker")
        )
        made = []
        for month in range(1, n + 1):
            start, end = span_of(month)
            path = f"/data/inbox/{name}_{month:02d}.csv"
            one = DatasetVersion(
                0, dataset_id, name, month, 600 * month, 600, new_id(), new_id(), "", 40_000,
                SCHEMA, path, None, now, "worker", (), start, end,
            )  # fmt: skip
            key = datasets.insert_version(tx, one, profile={}, source_blob=None)
            made.append(replace(one, id=key))
    return made


def add_model(
    workspace: Workspace, trained_on: DatasetVersion, name: str = "flights-late"
) -> Model:
    """A model whose first version is a candidate."""
    with workspace.store.write() as tx:
        now = tx.clock.now()
        models.insert(
            tx,
            Model(0, name, "default", "binary", "late", "auc", trained_on.dataset_id, "", now, "x"),
        )
        found = models.find(tx.connection, name)
    assert found is not None
    add_model_version(workspace, found, trained_on)
    return found


def add_model_version(workspace: Workspace, model: Model, trained_on: DatasetVersion) -> int:
    """The next version of a model, with the interval it was validated with."""
    auc = {"value": 0.72, "low": 0.70, "high": 0.74, "n": 2000, "level": 0.95}
    with workspace.store.write() as tx:
        pk = runs.insert(
            tx, uuid=new_id(), project="default", experiment="late", name="calm-crane",
            user="tester", job_id=None, dataset_version_id=trained_on.id,
        )  # fmt: skip
        runs.update(tx, [pk], status="finished", ended_at=tx.clock.now())
        key, _ = models.insert_version(
            tx, model.name, model_id=model.id, stage=str(Stage.CANDIDATE), run_pk=pk,
            estimator="hist_gradient_boosting", recipe={}, dataset_version_id=trained_on.id,
            validated_on_id=None, metrics={"auc": 0.72}, intervals={"auc": auc}, gates=[],
            gates_at=None, comparison={}, input_hash="", blob="", reference_blob=None,
            by="worker", cause="a file landed",
        )  # fmt: skip
    return key


def promote(workspace: Workspace, model: Model, version_id: int) -> None:
    """Make a version champion."""
    with workspace.store.write() as tx:
        before = models.champion(tx.connection, model.id)
        if before is not None:
            models.update_version(tx, model.name, before.id, stage=str(Stage.RETIRED))
        models.update_version(tx, model.name, version_id, stage=str(Stage.CHAMPION))
        models.decide(
            tx, model.name, DecisionKind.PROMOTED, model_id=model.id, version_id=version_id,
            previous_id=None if before is None else before.id, by="tester", note="", before={},
        )  # fmt: skip


def add_chunk(
    workspace: Workspace, model: Model, version_id: int, version: DatasetVersion
) -> dict[str, Any]:
    """What monitoring keeps of a month: a true drift report, with distributions beside it."""
    frame = month_of(version.number)
    report = drift.compare_frames(month_of(1, 3000), frame).to_dict()
    for column in report["columns"]:
        column["distribution"] = _shares(column["name"], frame)
    value = 0.73 - 0.008 * version.number
    measures = {"auc": {"value": value, "low": value - 0.02, "high": value + 0.02, "n": 600}}
    with workspace.store.write() as tx:
        chunks.insert(
            tx, model.name, model_id=model.id, version_id=version_id,
            dataset_version_id=version.id, starts_at=version.starts_at, ends_at=version.ends_at,
            n_rows=600, report=report, measures=measures if version.number < 10 else {},
            prediction_psi=0.03 * version.number / 2,
        )  # fmt: skip
    return report


def _shares(name: str, frame: Frame) -> dict[str, Any]:
    before, now = month_of(1, 3000)[name], frame[name]
    if name == "carrier":
        levels = sorted(before.levels)
        parts = [
            [float(np.mean([v == level for v in c.to_list()])) for level in levels]
            for c in (before, now)
        ]
        return {"labels": levels, "reference": parts[0], "current": parts[1]}
    edges = np.quantile(before.values, np.linspace(0, 1, 21))
    labels = [f"{a:.0f} to {b:.0f}" for a, b in itertools.pairwise(edges)]
    counted = [
        np.histogram(np.clip(c.values, edges[0], edges[-1]), edges)[0] for c in (before, now)
    ]
    return {
        "labels": labels,
        "reference": (counted[0] / counted[0].sum()).tolist(),
        "current": (counted[1] / counted[1].sum()).tolist(),
    }


def add_alert(workspace: Workspace, model: Model, version: DatasetVersion) -> int:
    """An open alert on the wind."""
    with workspace.store.write() as tx:
        champion = models.champion(tx.connection, model.id)
        assert champion is not None
        return chunks.open_alert(
            tx, model.name, model_id=model.id, version_id=champion.id, chunk_id=None,
            rule="drift", severity=str(Severity.WARNING), columns=["wind_speed"], value=0.34,
            limit=0.2, data_at=version.ends_at,
            message="wind_speed moved away from the training data. PSI 0.34, limit 0.20.",
        )  # fmt: skip


def build_watched_model(workspace: Workspace, n_months: int = 11) -> Model:
    """A model with two champions over time, ten looks at new rows and an open alert."""
    versions = add_versions(workspace, n_months)
    model = add_model(workspace, versions[0])
    with workspace.store.read() as connection:
        first = models.versions(connection, model.id)[0].id
    promote(workspace, model, first)
    for version in versions[1:5]:
        add_chunk(workspace, model, first, version)
    second = add_model_version(workspace, model, versions[4])
    promote(workspace, model, second)
    for version in versions[5:]:
        add_chunk(workspace, model, second, version)
    add_alert(workspace, model, versions[min(6, n_months - 1)])
    return model


@pytest.fixture
def watched_model(workspace: Workspace, filled_once: Any) -> Model:
    """A workspace with a model that has been watched for ten months."""
    model: Model = filled_once(workspace, build_watched_model)
    return model


def build_daily_model(workspace: Workspace, n_days: int = 120) -> Model:
    """A model that was looked at each day: the wind moves thrice, twice of them just before the
    value falls, which falls once more without it."""
    versions = add_versions(workspace, 2)
    model = add_model(workspace, versions[0])
    with workspace.store.read() as connection:
        version = models.versions(connection, model.id)[0]
    promote(workspace, model, version.id)
    rng = np.random.default_rng(3)
    psi, worth = rng.uniform(0.02, 0.1, n_days), rng.normal(2000.0, 10.0, n_days)
    for begin, far in ((30, 0.2), (60, 0.35), (90, 0.4)):
        psi[begin : begin + 8] += far
    for begin in (62, 92, 108):
        worth[begin : begin + 8] -= 300.0
    whole = drift.compare_frames(month_of(1, 3000), month_of(2)).to_dict()
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    with workspace.store.write() as tx:
        for day in range(n_days):
            starts = begin + timedelta(days=day)
            now = {"wind_speed": float(psi[day]), "humidity": 0.03}
            columns = [
                {**one, "psi": now[one["name"]], "drifted": now[one["name"]] > 0.2}
                for one in whole["columns"]
                if one["name"] in now
            ]
            chunks.insert(
                tx, model.name, model_id=model.id, version_id=version.id,
                dataset_version_id=versions[1].id, starts_at=starts,
                ends_at=starts + timedelta(hours=23), n_rows=600,
                report={**whole, "columns": columns}, span=str(day),
                measures={"auc": {"value": 0.72, "low": 0.70, "high": 0.74, "n": 600}},
                prediction_psi=0.02, worth={"value": float(worth[day]), "unit": "£"},
            )  # fmt: skip
    return model


@pytest.fixture
def daily_model(workspace: Workspace, filled_once: Any) -> Model:
    """A workspace with a model that has been looked at each day for four months."""
    model: Model = filled_once(workspace, build_daily_model)
    return model


# Automations


def add_set_aside(workspace: Workspace, watch_id: int | None = None) -> int:
    """A file that a check kept out."""
    failed = {
        "check": "types_match",
        "version": 1,
        "name": "Values fit their columns",
        "passed": False,
        "message": "wind_speed is text in 380 of 400 rows.",
        "rows": [2, 3, 4, 9, 11],
        "n_rows": 380,
        "severity": "error",
    }
    passed = {
        **failed,
        "check": "row_count",
        "name": "Rows",
        "passed": True,
        "message": "As usual.",
    }
    passed |= {"rows": [], "n_rows": 0}
    return add_file(
        workspace, "flights_07_bad.csv", "set-aside", watch_id,
        outcome="Set aside: wind_speed is text in 380 of 400 rows.",
        reason="wind_speed is text in 380 of 400 rows.", checks=[passed, failed],
    )  # fmt: skip


def add_file(
    workspace: Workspace, name: str, state: str, watch_id: int | None = None, **values: Any
) -> int:
    """A file that arrived and what became of it."""
    with workspace.store.write() as tx:
        key = files.insert(
            tx, watch_id=watch_id, dataset="flights", path=f"/data/inbox/{name}", n_bytes=410_300,
            modified_ns=1, by="worker", outcome="Waiting until it is complete",
        )  # fmt: skip
        if state != "waiting":
            files.update(tx, key, state=state, **values)
    return key


def add_job(
    workspace: Workspace, kind: str, params: dict[str, Any], state: JobState, **values: Any
) -> int:
    """A job as it stands, with some lines of log."""
    with workspace.store.write() as tx:
        request = JobRequest(kind, params, asked_by="worker", cause="a file landed in inbox")
        key = jobs.insert(tx, request)
        now = tx.clock.now()
        values.setdefault("started_at", now)
        jobs.update(tx, key, state=str(state), attempts=1, **values)
        jobs.log(tx, key, [(now, f"trial {n}  auc 0.86{n:02d}") for n in range(1, 6)])
    return key


def add_automations(workspace: Workspace, folder: Path, model: Model) -> dict[str, int]:
    """The folders, files and jobs beside a model that is watched."""
    with workspace.store.read() as connection:
        dataset_id = model.dataset_id
        versions = datasets.versions(connection, dataset_id)
    inboxes = [folder / "exports" / name for name in ("flights", "weather")]
    for inbox in inboxes:
        inbox.mkdir(parents=True)
    first = watching.add(workspace, inboxes[0], dataset="flights", model=model.name)
    second = watching.add(workspace, inboxes[1], dataset="weather")
    keys = {"first": first.id, "second": second.id}
    old = add_file(
        workspace, "flights_05.csv", "added", first.id, outcome="Added", rows=600,
        version_id=versions[4].id,
    )  # fmt: skip
    keys["old"] = old
    add_file(
        workspace, "flights_05 (copy).csv", "skipped", first.id,
        outcome="Skipped: same content as v5",
    )  # fmt: skip
    keys["aside"] = add_set_aside(workspace, second.id)
    new = add_file(
        workspace, "flights_06.csv", "added", first.id, outcome="Added", rows=600,
        version_id=versions[5].id,
    )  # fmt: skip
    keys["new"] = new
    keys["ingest"] = add_job(
        workspace, ingesting.KIND, {"files": [new], "dataset": "flights"}, JobState.SUCCEEDED,
        progress=1.0, message="Added 1 file", ended_at=workspace.clock.now(),
    )  # fmt: skip
    with workspace.store.write() as tx:
        files.update(tx, new, job_id=keys["ingest"])
    retrain = {"model": model.name, "dataset_version": versions[5].id, "mode": "propose"}
    keys["retrain"] = add_job(
        workspace, "model.retrain", {**retrain, "file": new}, JobState.RUNNING, progress=0.57,
        message="Trial 34 of 60, best AUC 0.8734",
    )  # fmt: skip
    keys["failed"] = add_job(
        workspace, "model.train", {"model": "x"}, JobState.FAILED, error="The disk is full.",
        hint="Free some space.", error_kind="world", ended_at=workspace.clock.now(),
    )  # fmt: skip
    with workspace.store.write() as tx:
        keys["queued"] = jobs.insert(
            tx, JobRequest("model.monitor", {"model": model.name}, asked_by="worker", cause="x")
        )
    return keys


@pytest.fixture
def automations(workspace: Workspace, tmp_path: Path, filled_once: Any) -> dict[str, int]:
    """A workspace whose folders, files and jobs show everything; their keys by name."""
    return add_automations(workspace, tmp_path, filled_once(workspace, build_watched_model, 6))
