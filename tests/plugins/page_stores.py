"""A store as a small team would have it after some months; every page finds something in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.ids import new_id
from tidemill.domain.alerts import Severity
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.file_figures import figures_of
from tidemill.domain.frames import ColumnData, Frame, coded, stacked
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.models import DecisionKind, Model, Stage
from tidemill.domain.profiles import profile
from tidemill.domain.recipes import Recipe, Task
from tidemill.domain.suggestions import facts_of
from tidemill.domain.tables import FrameTable
from tidemill.services import deploying, drift, tables, watching
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, datasets, files, jobs, models, runs

SCHEMA = Schema(
    (
        Column("flight_id", Kind.NUMERIC, Role.IDENTIFIER, whole=True),
        Column("scheduled_departure", Kind.DATETIME, Role.TIME),
        Column("carrier", Kind.CATEGORICAL),
        Column("distance", Kind.NUMERIC, whole=True),
        Column("wind_speed", Kind.NUMERIC),
        Column("is_weekend", Kind.BOOLEAN),
        Column("late", Kind.BOOLEAN, Role.TARGET),
    )
)
FEATURES = ("carrier", "distance", "wind_speed", "is_weekend")
RECIPE = Recipe("late", Task.BINARY, FEATURES, time="scheduled_departure", positive="true")


def month_of(number: int, n_rows: int = 400) -> Frame:
    """A month of made-up flights; later months have more wind and gaps in it."""
    rng = np.random.default_rng(number)
    begin = np.datetime64("2026-01-01T00:00:00", "us") + np.timedelta64(30 * number, "D")
    minutes = np.sort(rng.integers(0, 60 * 24 * 30, n_rows))
    wind = rng.gamma(3.0, 4.0 + 0.4 * number, n_rows)
    wind[rng.random(n_rows) < 0.01 * number] = np.nan
    names = ["UA", "AA", "DL", "B6", *(["F9"] if number > 2 else [])]
    late = (rng.random(n_rows) < 0.2 + 0.01 * np.nan_to_num(wind) / 2).astype(np.int32)
    return Frame(
        (
            ColumnData("flight_id", Kind.NUMERIC, np.arange(n_rows) + number * n_rows),
            ColumnData(
                "scheduled_departure", Kind.DATETIME, begin + minutes * np.timedelta64(1, "m")
            ),
            coded("carrier", Kind.CATEGORICAL, list(rng.choice(names, n_rows))),
            ColumnData("distance", Kind.NUMERIC, rng.integers(90, 2600, n_rows)),
            ColumnData("wind_speed", Kind.NUMERIC, wind),
            ColumnData(
                "is_weekend",
                Kind.BOOLEAN,
                (rng.random(n_rows) < 0.28).astype(np.int32),
                ("false", "true"),
            ),
            ColumnData("late", Kind.BOOLEAN, late, ("false", "true")),
        )
    )


def add_versions(
    workspace: Workspace,
    name: str = "flights",
    n: int = 4,
    *,
    checks: bool = True,
    rows: Callable[[int], Frame] = month_of,
    schema: Schema = SCHEMA,
) -> list[DatasetVersion]:
    """Store a dataset with some versions of `rows` by number, as taking files in would."""
    made: list[DatasetVersion] = []
    frames: list[Frame] = []
    with workspace.store.write() as tx:
        now = tx.clock.now()
        dataset = Dataset(0, name, "default", Series.APPEND, schema, now, "worker")
        dataset_id = datasets.insert(tx, dataset)
    for number in range(1, n + 1):
        frames.append(rows(number))
        whole = stacked(frames)
        kept = tables.put(workspace, frames[-1])
        results = _checks(number == n) if checks else []
        version = DatasetVersion(
            0,
            dataset_id,
            name,
            number,
            whole.n_rows,
            frames[-1].n_rows,
            new_id(),
            new_id(),
            kept.blob,
            kept.n_bytes,
            schema,
            f"/data/{name}/{name}_{number:02d}.csv",
            None,
            now - timedelta(days=30 * (n - number)),
            "worker",
            tuple(results),
            None,
            None,
            kept.is_chunked,
        )
        figures = figures_of(FrameTable(frames[-1]), schema, None, schema.target)
        stored = {
            "profile": profile(whole, schema).to_dict(),
            "facts": facts_of(whole).to_dict(),
            "own": figures.to_dict(),
        }
        with workspace.store.write() as tx:
            key = datasets.insert_version(tx, version, profile=stored, source_blob=None)
            activities.add(
                tx,
                by="worker",
                kind="data",
                subject=f"data/{name}/{number}",
                sentence=f"added {name}_{number:02d}.csv to {name} as v{number}",
            )
        made.append(replace(version, id=key))
    return made


def _checks(is_last: bool) -> list[dict[str, Any]]:
    good = {
        "check": "types_match",
        "version": 1,
        "name": "Values fit their columns",
        "passed": True,
        "message": "Every value fits its column.",
        "rows": [],
        "n_rows": 0,
        "severity": "error",
    }
    missing = {
        "check": "missing_share",
        "version": 1,
        "name": "Missing values",
        "passed": not is_last,
        "message": "wind_speed is 4.2% missing, it was 2.8%." if is_last else "As usual.",
        "rows": [12, 45, 77] if is_last else [],
        "n_rows": 17 if is_last else 0,
        "severity": "warn",
    }
    return [good, missing]


def add_set_aside(
    workspace: Workspace, dataset: str = "flights", watch_id: int | None = None
) -> int:
    """A file that a check kept out."""
    failed = {
        "check": "types",
        "version": 1,
        "name": "wind_speed is a number",
        "passed": False,
        "message": "`wind_speed` is text in 380 of 400 rows.",
        "rows": [2, 3, 4, 9, 11],
        "n_rows": 380,
        "severity": "error",
    }
    with workspace.store.write() as tx:
        key = files.insert(
            tx,
            watch_id=watch_id,
            dataset=dataset,
            path=f"/data/{dataset}/{dataset}_resent.csv",
            n_bytes=48_310,
            modified_ns=1,
            by="worker",
            outcome="Waiting to be read",
        )
        files.update(
            tx,
            key,
            state="set-aside",
            outcome="Set aside",
            checks=[failed],
            reason="`wind_speed` is text in 380 of 400 rows.",
        )
        activities.add(
            tx,
            by="worker",
            kind="file",
            subject=f"files/{key}",
            sentence=f"set {dataset}_resent.csv aside",
        )
    return key


def add_run(workspace: Workspace, version: DatasetVersion, name: str) -> int:
    """A finished run."""
    with workspace.store.write() as tx:
        pk = runs.insert(
            tx,
            uuid=new_id(),
            project="default",
            experiment="late",
            name=name,
            user="tester",
            job_id=None,
            dataset_version_id=version.id,
        )
        runs.update(tx, [pk], status="finished", ended_at=tx.clock.now())
    return pk


def add_model(
    workspace: Workspace, versions: list[DatasetVersion], *, has_champion: bool = True
) -> Model:
    """A model with a champion that has been looked at, and a candidate that is ready."""
    with workspace.store.write() as tx:
        model = Model(
            0,
            "flights-late",
            "default",
            "binary",
            "late",
            "auc",
            versions[0].dataset_id,
            "",
            tx.clock.now(),
            "tester",
        )
        models.insert(tx, model)
        found = models.find(tx.connection, model.name)
    assert found is not None
    stages = [Stage.CHAMPION, Stage.CANDIDATE] if has_champion else [Stage.CANDIDATE]
    keys = [_add_model_version(workspace, found, versions, at, s) for at, s in enumerate(stages)]
    if not has_champion:
        return found
    with workspace.store.write() as tx:
        models.decide(
            tx,
            found.name,
            DecisionKind.PROMOTED,
            model_id=found.id,
            version_id=keys[0],
            previous_id=None,
            by="tester",
            note="",
            before={},
        )
        activities.add(
            tx,
            by="tester",
            kind="promotion",
            subject="models/flights-late/1",
            sentence="promoted flights-late v1",
            note="fewer false alarms",
        )
        for at, version in enumerate(versions):
            now = month_of(version.number)
            report = drift.compare_frames(month_of(1), now, columns=FEATURES).to_dict()
            value = 0.86 - 0.01 * at
            chunks.insert(
                tx,
                found.name,
                model_id=found.id,
                version_id=keys[0],
                dataset_version_id=version.id,
                starts_at=None,
                ends_at=None,
                n_rows=400,
                report=report,
                prediction_psi=0.02,
                measures={
                    "auc": {"value": value, "low": value - 0.02, "high": value + 0.02, "n": 400}
                },
            )
    return found


def _add_model_version(
    workspace: Workspace, model: Model, versions: list[DatasetVersion], at: int, stage: Stage
) -> int:
    trained = versions[min(at, len(versions) - 1)]
    pk = add_run(workspace, trained, f"calm-crane-{at}")
    gate = {
        "gate": "better",
        "version": 1,
        "name": "Better",
        "passed": True,
        "value": 0.87,
        "limit": 0.5,
        "message": "AUC is 0.87.",
        "evidence": {},
    }
    gain = {"value": 0.013, "low": 0.007, "high": 0.019, "n": 400, "level": 0.95}
    measure = {
        "metric": "auc",
        "title": "AUC",
        "higher_is_better": True,
        "decimals": 3,
        "champion": 0.861,
        "candidate": 0.874,
        "change": 0.013,
        "gain": gain,
    }
    against = "v1" if at else "class prior"
    comparison = {"rows": 400, "on": trained.address, "against": against, "measures": [measure]}
    with workspace.store.write() as tx:
        key, _ = models.insert_version(
            tx,
            model.name,
            model_id=model.id,
            stage=str(stage),
            run_pk=pk,
            estimator="hist_gradient_boosting",
            recipe=RECIPE.to_dict(),
            dataset_version_id=trained.id,
            validated_on_id=None,
            metrics={"auc": 0.861 + 0.013 * at},
            intervals={},
            gates=[gate] * 6,
            gates_at=tx.clock.now(),
            comparison=comparison,
            input_hash="",
            blob="",
            reference_blob=None,
            by="worker",
            cause="a file landed",
        )
    return key


def add_alert(workspace: Workspace, model: Model) -> int:
    """An open alert on drift."""
    with workspace.store.write() as tx:
        champion = models.champion(tx.connection, model.id)
        assert champion is not None
        return chunks.open_alert(
            tx,
            model.name,
            model_id=model.id,
            version_id=champion.id,
            chunk_id=None,
            rule="drift",
            severity=str(Severity.WARNING),
            columns=["wind_speed"],
            value=0.28,
            limit=0.2,
            message="wind_speed moved away from the training data. PSI 0.28 is over 0.20.",
            data_at=None,
        )


def add_failed_job(workspace: Workspace) -> int:
    """A training that failed."""
    with workspace.store.write() as tx:
        request = JobRequest(
            "model.train", {"experiment": "flights"}, cause="tester asked", asked_by="tester"
        )
        key = jobs.insert(tx, request)
        jobs.update(
            tx,
            key,
            state=str(JobState.FAILED),
            error="The disk is full.",
            attempts=1,
            hint="Free some space.",
            error_kind="world",
            ended_at=tx.clock.now(),
        )
    return key


def begin(workspace: Workspace) -> Model:
    """Two datasets and a model: all that knows no folder."""
    versions = add_versions(workspace)
    add_versions(workspace, "carriers", 1, checks=False)
    return add_model(workspace, versions)


def finish(workspace: Workspace, model: Model, folder: Path) -> None:
    """A watched folder, a service that is on, and what waits for a person."""
    inbox = folder / "exports" / "flights"
    inbox.mkdir(parents=True)
    watch = watching.add(workspace, inbox, dataset="flights", model=model.name)
    add_alert(workspace, model)
    add_set_aside(workspace, watch_id=watch.id)
    add_failed_job(workspace)
    deploying.http(workspace, model.name)
