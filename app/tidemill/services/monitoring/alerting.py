"""From what a look found to alerts: one a cause, opened, updated and closed."""

from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.models import ModelVersion
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks
from tidemill.store.engine import Transaction

DRIFT = "drift"
PERFORMANCE = "performance"


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


def tell(
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
        detail={"alert": alert.id, "rule": alert.rule, "undo": {"alert": alert.id}},
        is_routine=by == "worker",
    )
