"""Looking at new rows for a champion: did the input move, is it still right, who is to know?"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.jobs import Job
from tidemill.domain.masking import masked_report
from tidemill.domain.models import Decision, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import personal_data, probation, registry
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, datasets, models
from tidemill.store.engine import Transaction

DRIFT = "drift"
PERFORMANCE = "performance"


@dataclass(frozen=True)
class MonitorView:
    """One model over time: its chunks (oldest first), alerts (newest first), decisions."""

    model: registry.ModelView
    chunks: tuple[Chunk, ...]
    alerts: tuple[Alert, ...]
    promotions: tuple[Decision, ...]


@dataclass(frozen=True)
class Event:
    """Something that happened to a model, placed on the time axis of the data."""

    kind: str
    label: str
    data_at: datetime
    address: str


def events(view: MonitorView) -> tuple[Event, ...]:
    """Promotions, rollbacks, retrainings and alerts, each at the newest data known by then."""
    found = []
    for decision in view.promotions:
        at = _data_at(view, decision.at)
        if at is not None and decision.undone_by is None:
            address = f"models/{view.model.model.name}/{decision.version}"
            found.append(Event(str(decision.kind), f"v{decision.version}", at, address))
    for version in view.model.versions:
        at = _data_at(view, version.created_at)
        if at is not None and version.validated_on != version.dataset:
            address = f"models/{version.model}/{version.number}"
            found.append(Event("retrained", f"v{version.number}", at, address))
    found += [
        Event("alert", alert.message, alert.data_at, f"alerts/{alert.id}")
        for alert in view.alerts
        if alert.data_at is not None
    ]
    return tuple(sorted(found, key=lambda event: event.data_at))


def _data_at(view: MonitorView, moment: datetime) -> datetime | None:
    """The end of the newest rows that had been looked at by a moment; else where they begin."""
    ends = [c.ends_at for c in view.chunks if c.created_at <= moment and c.ends_at is not None]
    if ends:
        return max(ends)
    starts = [c.starts_at for c in view.chunks if c.starts_at is not None]
    return min(starts, default=None)


def show(workspace: Workspace, name: str, *, since: datetime | None = None) -> MonitorView:
    """Everything the Monitoring page shows of a model."""
    view = registry.find(workspace, name)
    with workspace.store.read() as connection:
        seen = chunks.of_model(connection, view.model.id)
        alerts = chunks.alerts(connection, model_id=view.model.id)
    kept = [c for c in seen if since is None or (c.ends_at is not None and c.ends_at >= since)]
    hidden: dict[str, frozenset[str]] = {}
    kept = [_shown(workspace, chunk, hidden) for chunk in kept]
    moves = tuple(d for d in view.decisions if d.kind in ("promoted", "rolled back"))
    return MonitorView(view, tuple(kept), tuple(alerts), moves)


def _shown(workspace: Workspace, chunk: Chunk, known: dict[str, frozenset[str]]) -> Chunk:
    """A chunk whose report shows no personal value to whom it may not; `known` by dataset."""
    with workspace.store.read() as connection:
        version = datasets.version_of_id(connection, chunk.dataset_version_id)
    if version is None:
        return chunk
    if version.dataset not in known:
        known[version.dataset] = personal_data.hidden(workspace, version.dataset)
    hidden = known[version.dataset]
    return replace(chunk, report=masked_report(chunk.report, hidden)) if hidden else chunk


def alerts(workspace: Workspace, *, only_open: bool = False) -> list[Alert]:
    """All alerts, newest first."""
    with workspace.store.read() as connection:
        return chunks.alerts(connection, only_open=only_open)


def close_alert(workspace: Workspace, alert_id: int, *, reason: str) -> Alert:
    """Close an alert with the reason in one line."""
    if not reason.strip():
        raise NeedsYou("An alert is closed with a reason.", "Say what came of it in one line.")
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        found = next((a for a in chunks.alerts(tx.connection) if a.id == alert_id), None)
        if found is None:
            raise NotThere("alert", alert_id)
        if found.closed_at is not None:
            raise NeedsYou(f"Alert {alert_id} is closed already.", "")
        _close(tx, found, by, reason.strip())
        return next(a for a in chunks.alerts(tx.connection) if a.id == alert_id)


# --- in the worker's child -------------------------------------------------------------------


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Compare a version's own rows with the champion's training data; measure the champion."""
    from tidemill.services import measuring

    name, key = job.params["model"], job.params["dataset_version"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        version = datasets.version_of_id(connection, key)
        champion = None if model is None else models.champion(connection, model.id)
    if model is None or version is None or champion is None:
        return {"message": f"{name} has no champion to look at."}
    with workspace.store.read() as connection:
        if chunks.find(connection, model.id, version.id) is not None:
            return {"message": f"{name} has seen {version.label} already."}
    reporter.report(0.1, f"Comparing {version.label} with the data of {champion.label}")
    seen = measuring.measure(workspace, champion, version, reporter)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        if chunks.find(tx.connection, model.id, version.id) is not None:
            return {"message": f"{name} has seen {version.label} already."}
        chunk_id = chunks.insert(
            tx,
            name,
            model_id=model.id,
            version_id=champion.id,
            dataset_version_id=version.id,
            starts_at=version.starts_at,
            ends_at=version.ends_at,
            n_rows=version.added_rows,
            report=seen.report,
            measures=seen.measures,
            prediction_psi=seen.prediction_psi,
        )
        _tell(tx, champion, version, chunk_id, seen.report, seen.measures, model.metric)
        probation.look(tx, model.id)
    n = seen.report["drifted_columns"]
    words = (
        "No column drifted" if n == 0 else f"{n} columns drifted" if n > 1 else "1 column drifted"
    )
    return {"chunk": chunk_id, "message": f"{words}. {seen.words}".strip()}


def _tell(
    tx: Transaction,
    champion: ModelVersion,
    version: DatasetVersion,
    chunk_id: int,
    report: dict[str, Any],
    measures: dict[str, dict[str, float]],
    metric: str,
) -> None:
    """Open, update or close the model's alerts: one a cause, not one a column or a chunk."""
    known = {
        a.rule: a for a in chunks.alerts(tx.connection, model_id=champion.model_id, only_open=True)
    }
    drifted = [c for c in report["columns"] if c["drifted"]]
    drifted.sort(key=lambda c: -(c["psi"] or 0.0))
    if drifted:
        names = [c["name"] for c in drifted]
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        why = drifted[0]["reasons"][0]
        words = f"{shown} moved away from the training data. {why}."
        _raise(
            tx,
            known.get(DRIFT),
            champion,
            version,
            chunk_id,
            rule=DRIFT,
            severity=Severity.WARNING,
            message=words,
            columns=names,
            value=drifted[0]["psi"],
            limit=psi_limit(),
        )
    elif DRIFT in known:
        _close(tx, known[DRIFT], "worker", f"No column drifted in {version.label}.")
    rule = f"{PERFORMANCE}:{metric}"
    fell = _fall(champion, measures, metric)
    if fell is not None:
        value, expected, words = fell
        _raise(
            tx,
            known.get(rule),
            champion,
            version,
            chunk_id,
            rule=rule,
            severity=Severity.CRITICAL,
            message=words,
            columns=[],
            value=value,
            limit=expected,
        )
    elif rule in known and metric in measures:
        _close(tx, known[rule], "worker", f"Back in its range on {version.label}.")


def psi_limit() -> float | None:
    """PSI under which a column's difference is too small to matter."""
    entry: StatisticEntry = family("statistics")["psi"].ENTRY
    return entry.floor


def _fall(
    champion: ModelVersion, measures: dict[str, dict[str, float]], metric: str
) -> tuple[float, float, str] | None:
    """A fall that both intervals confirm: the best the new one allows is under the worst then.

    Comparing the ends of two 95 % intervals is stricter than a 5 % test of the difference
    (Schenker and Gentleman 2001), so that noise alone rarely alerts.
    """
    from tidemill.services.runs import known_metric

    then, now = champion.intervals.get(metric), measures.get(metric)
    known = known_metric(metric, None)
    if then is None or now is None or known is None or known.higher_is_better is None:
        return None
    up = known.higher_is_better
    is_worse = now["high"] < then["low"] if up else now["low"] > then["high"]
    if not is_worse:
        return None
    verb = "fell" if up else "rose"
    words = (
        f"{known.title} {verb} to {known.words(now['value'])} "
        f"({known.words(now['low'])} to {known.words(now['high'])}); "
        f"it was {known.words(then['value'])} when {champion.label} was validated."
    )
    return now["value"], then["low"] if up else then["high"], words


def _raise(
    tx: Transaction,
    known: Alert | None,
    champion: ModelVersion,
    version: DatasetVersion,
    chunk_id: int,
    *,
    rule: str,
    severity: Severity,
    message: str,
    columns: list[str],
    value: float | None,
    limit: float | None,
) -> None:
    values: dict[str, Any] = {
        "version_id": champion.id,
        "chunk_id": chunk_id,
        "message": message,
        "columns": columns,
        "value": value,
        "limit": limit,
    }
    if known is not None:
        chunks.update_alert(tx, known.id, **values)
        tx.feed("monitor", champion.model)
        return
    key = chunks.open_alert(
        tx,
        champion.model,
        model_id=champion.model_id,
        rule=rule,
        severity=str(severity),
        data_at=version.ends_at,
        **values,
    )
    activities.add(
        tx,
        by="worker",
        kind="alert",
        subject=f"models/{champion.model}/{champion.number}",
        sentence=f"opened an alert on {champion.model}",
        note=message,
        detail={"alert": key, "rule": rule, "data": version.label},
    )


def _close(tx: Transaction, alert: Alert, by: str, reason: str) -> None:
    chunks.update_alert(tx, alert.id, closed_at=tx.clock.now(), closed_by=by, reason=reason)
    tx.feed("monitor", alert.model)
    activities.add(
        tx,
        by=by,
        kind="alert",
        subject=f"models/{alert.model}/{alert.version}",
        sentence=f"closed the alert on {alert.model}",
        note=reason,
        detail={"alert": alert.id, "rule": alert.rule},
        is_routine=by == "worker",
    )
