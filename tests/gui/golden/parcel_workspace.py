"""The workspace of the golden pictures: a depot's six months, the same on every machine.

Nothing in it comes from a wall clock, from chance or from where it lies; what is drawn of it is
therefore the same until somebody changes how it is drawn.
"""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from parcel_data import FEATURES, NAME, add_parcels, begin_of, parcels_of
from parcel_runs import MODEL, add_model, add_run

from tidemill.base.clock import HeldClock
from tidemill.domain.alerts import Severity
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.jobs import JobRequest, JobState
from tidemill.domain.models import Model
from tidemill.domain.watches import Watch
from tidemill.services import deploying, drift, ingesting, monitoring, watching
from tidemill.services import workspace as spaces
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, files, incidents, jobs, models

NOW = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
PORT = 8101
_N_MONTHS = 6


def made(folder: Path) -> Workspace:
    """Make the workspace; its clock stands at `NOW` when this returns."""
    clock = HeldClock(begin_of(1))
    workspace = spaces.create(folder / "depot", clock=clock, login="tester")
    versions = add_parcels(workspace, _N_MONTHS)
    pks = {}
    for number in range(10):
        clock.at = begin_of(3 if number < 3 else 6) + timedelta(days=number, hours=8)
        with workspace.store.write() as tx:
            pks[number] = add_run(workspace, tx, number, versions[1 if number < 3 else 4])
    clock.at = begin_of(6) + timedelta(days=20, hours=9)
    model = add_model(workspace, versions, pks)
    _watch_over(workspace, model, versions)
    clock.at = NOW - timedelta(hours=2)
    _automate(workspace, versions)
    _serve(workspace)
    clock.at = NOW
    return workspace


def _watch_over(workspace: Workspace, model: Model, versions: list[DatasetVersion]) -> None:
    """What monitoring found in each month, an alert over the last, and its incident."""
    with workspace.store.read() as connection:
        champion = models.champion(connection, model.id)
    assert champion is not None
    for version in versions[1:]:
        frame = parcels_of(version.number)
        report = drift.compare_frames(parcels_of(1), frame, columns=FEATURES).to_dict()
        for column in report["columns"]:
            column["distribution"] = _shares(column["name"], frame)
        value = 0.88 - 0.012 * version.number
        with workspace.store.write() as tx:
            chunks.insert(
                tx, model.name, model_id=model.id, version_id=champion.id,
                dataset_version_id=version.id, starts_at=version.starts_at,
                ends_at=version.ends_at, n_rows=version.added_rows, report=report,
                measures={"auc": {"value": value, "low": value - 0.03, "high": value + 0.03,
                                  "n": version.added_rows}},
                prediction_psi=0.02 * version.number,
            )  # fmt: skip
    seen = monitoring.show(workspace, model.name).chunks[-1]
    message = "weight_kg moved away from the training data. PSI 1.24, limit 0.20."
    with workspace.store.write() as tx:
        alert = chunks.open_alert(
            tx, model.name, model_id=model.id, version_id=champion.id, chunk_id=seen.id,
            rule="drift", severity=str(Severity.WARNING), columns=["weight_kg"], value=1.24,
            limit=0.2, data_at=versions[-1].ends_at, message=message,
        )  # fmt: skip
        chunks.update_alert(
            tx, alert, kind="input", impact=_IMPACT, cost=_COST,
            evidence=["The truth is as it was for the same answer."],
        )  # fmt: skip
        key = incidents.insert(
            tx, model_id=model.id, version_id=champion.id, chunk_id=seen.id,
            title="weight_kg moved", sentence=message, severity="critical",
            since=seen.starts_at, outcome="", owner="",
            facts={"affected": {"rows": 90, "of": 360}, "diagnosis": _DIAGNOSIS},
        )  # fmt: skip
        incidents.hold(tx, key, alert)


_IMPACT = {
    "before": 0.10, "now": 0.15, "unexplained": 0.005, "of": "the share of wrong answers",
    "parts": [{"column": "weight_kg", "value": 0.04, "share": 0.8},
              {"column": "depot", "value": 0.005, "share": 0.1}],
    "unit": "", "is_estimated": False,
}  # fmt: skip
_COST = {"value": -420.0, "low": -560.0, "high": -280.0, "unit": "£", "per": "day"}
_DIAGNOSIS = [
    {"at": "2026-06-29T06:04:00Z", "title": "weight_kg drifted", "words": "PSI 1.24 in parcels v6"}
]


def _shares(name: str, frame: Any) -> dict[str, Any]:
    before, now = parcels_of(1)[name], frame[name]
    if name in ("depot", "express"):
        levels = sorted(set(before.to_list()) | set(now.to_list()), key=str)
        parts = [[float(np.mean([v == one for v in c.to_list()])) for one in levels]
                 for c in (before, now)]  # fmt: skip
        labels = [str(one) for one in levels]
        return {"labels": labels, "reference": parts[0], "current": parts[1]}
    values = before.values[~np.isnan(before.values)]
    edges = np.quantile(values, np.linspace(0, 1, 13))
    counted = [
        np.histogram(np.clip(c.values[~np.isnan(c.values)], edges[0], edges[-1]), edges)[0]
        for c in (before, now)
    ]
    labels = [f"{a:.1f} to {b:.1f}" for a, b in itertools.pairwise(edges)]
    shares = [(c / c.sum()).tolist() for c in counted]
    return {"labels": labels, "reference": shares[0], "current": shares[1]}


def _automate(workspace: Workspace, versions: list[DatasetVersion]) -> None:
    """A watched folder, what came of its files, and jobs in every state."""
    watch_id = _watch(workspace)
    _file(workspace, "parcels_2026-05.csv", watch_id, "added", outcome="Added", rows=360,
          version_id=versions[4].id)  # fmt: skip
    _file(workspace, "parcels_2026-05 (copy).csv", watch_id, "skipped",
          outcome="Skipped: same content as v5")  # fmt: skip
    words = "weight_kg is text in 340 of 360 rows."
    failed = {
        "check": "types_match", "version": 1, "name": "Values fit their columns",
        "passed": False, "message": words, "rows": [2, 3, 4, 9, 11], "n_rows": 340,
        "severity": "error",
    }  # fmt: skip
    _file(workspace, "parcels_2026-06_resent.csv", watch_id, "set-aside",
          outcome=f"Set aside: {words}", reason=words, checks=[failed])  # fmt: skip
    new = _file(workspace, "parcels_2026-06.csv", watch_id, "added", outcome="Added", rows=360,
                version_id=versions[5].id)  # fmt: skip
    ended = workspace.clock.now() + timedelta(seconds=4)
    taken = _job(
        workspace, ingesting.KIND, {"files": [new], "dataset": NAME}, JobState.SUCCEEDED,
        progress=1.0, message="Added 1 file", ended_at=ended,
    )  # fmt: skip
    with workspace.store.write() as tx:
        files.update(tx, new, job_id=taken)
    retrain = {"model": MODEL, "dataset_version": versions[5].id, "mode": "propose", "file": new}
    _job(workspace, "model.retrain", retrain, JobState.RUNNING, progress=0.57,
         message="Trial 34 of 60, best AUC 0.8734")  # fmt: skip
    _job(
        workspace, "model.train", {"experiment": MODEL}, JobState.FAILED,
        error="The disk is full.", hint="Free some space.", error_kind="world", ended_at=ended,
    )  # fmt: skip


def _watch(workspace: Workspace) -> int:
    """Watch a folder that need not be there: where a true one lies differs between machines."""
    at, by = workspace.clock.now(), workspace.person.login
    with workspace.store.write() as tx:
        watch = Watch(0, "/data/depot", NAME, str(Series.APPEND), None, None, True, True, at, by)
        key = files.insert_watch(tx, watch)
        activities.add(
            tx, by=by, kind="watch", subject=f"watches/{key}",
            sentence=f"watched the folder depot for {NAME}", detail={"folder": watch.folder},
        )  # fmt: skip
    watching.retrain(workspace, key, MODEL)
    return key


def _file(workspace: Workspace, name: str, watch_id: int, state: str, **values: Any) -> int:
    with workspace.store.write() as tx:
        key = files.insert(
            tx, watch_id=watch_id, dataset=NAME, path=f"/data/depot/{name}", n_bytes=31_300,
            modified_ns=1, by="worker", outcome="Waiting until it is complete",
        )  # fmt: skip
        files.update(tx, key, state=state, **values)
    return key


def _job(
    workspace: Workspace, kind: str, params: dict[str, Any], state: JobState, **values: Any
) -> int:
    with workspace.store.write() as tx:
        asked = JobRequest(kind, params, asked_by="worker", cause="a file landed in depot")
        key = jobs.insert(tx, asked)
        now = tx.clock.now()
        jobs.update(tx, key, state=str(state), attempts=1, started_at=now, **values)
        jobs.log(tx, key, [(now, f"trial {n}  auc 0.86{n:02d}") for n in range(1, 6)])
    return key


def _serve(workspace: Workspace) -> None:
    """A service that is switched on; a port is named, for which is free differs."""
    deploying.http(workspace, MODEL, port=PORT)
