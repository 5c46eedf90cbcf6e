"""From what a look found to alerts: each rule opens, updates and closes its own.

A look and a replay decide by the same function, `domain.alert_decisions.decide`.
"""

from datetime import datetime
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.catalog.discovery import family
from tidemill.domain.alert_decisions import Finding, decide
from tidemill.domain.alert_rules import RELATION, AlertRule, Watches
from tidemill.domain.alerts import Alert
from tidemill.domain.cuts import is_answered, label_of
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.entries import StatisticEntry
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.rule_readings import Watched
from tidemill.services import alert_courses, alert_rules, incidents
from tidemill.services.monitoring import alert_words
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, datasets, models
from tidemill.store.engine import Transaction


def close_alert(workspace: Workspace, alert_id: int, *, reason: str) -> Alert:
    """Close an alert with the reason in one line; its incident closes with its last alert."""
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
        incidents.end_of_alert(tx, found, by, reason.strip())
        return next(a for a in chunks.alerts(tx.connection) if a.id == alert_id)


def tell(tx: Transaction, model: Model, *, reopens: bool = False) -> None:
    """Open, update or close a model's alerts, one a rule, as they are by all that was seen.

    What somebody closed over the newest rows is not told again when more comes to light of these
    same rows; with `reopens` it is, as when its reason was taken back.
    """
    watched = alert_courses.of_model(tx.connection, model, tx.clock.now())
    newest = chunks.of_id(tx.connection, int(watched.chunk_ids[-1])) if watched.n else None
    if newest is None:
        return
    champion = models.version_of_id(tx.connection, newest.version_id)
    version = None
    if newest.dataset_version_id is not None:
        version = datasets.version_of_id(tx.connection, newest.dataset_version_id)
    if champion is None or (version is None and not is_answered(newest.span)):
        return
    label = label_of(newest.span, "") if version is None else version.label
    heard = _Heard(tx, model, champion, watched, reopens=reopens)
    for rule, key in heard.rules():
        if rule.watches is Watches.AGE:
            continue  # a chunk came: whatever was late is here
        finding = decide(rule, watched)
        words = ""
        if finding is not None:
            said = (newest.report, newest.measures, model.metric)
            words = alert_words.opened(rule, finding, watched, champion, *said)
        heard.hear(key, finding, words, alert_words.closed(rule, label))
    if version is not None:
        heard.close_late(f"{version.label} came.")
    heard.close_without_rule()
    heard.join(newest.id, version)


def look_at_ages(workspace: Workspace) -> None:
    """Tell of data that is late; the worker calls it now and then."""
    now = round(workspace.clock.now().timestamp() * 1e6)
    with workspace.store.read() as connection:
        found = [m for m in models.every(connection) if models.champion(connection, m.id)]
        late = [model for model in found if _late(connection, model, now)]
    for model in late:
        with workspace.store.write(durable=True) as tx:
            champion = models.champion(tx.connection, model.id)
            if champion is None:
                continue
            watched = alert_courses.of_model(tx.connection, model, tx.clock.now())
            heard = _Heard(tx, model, champion, watched)
            for rule, key in heard.rules():
                finding = decide(rule, watched, now=now) if rule.watches is Watches.AGE else None
                if finding is not None and key not in heard.known:
                    words = alert_words.late(rule, finding, model.dataset)
                    heard.hear(key, finding, words, "")
            heard.join(None, None)


def _late(connection: Any, model: Model, now: int) -> bool:
    """Whether a rule finds the data late that has no open alert yet."""
    ages = [
        rule
        for rule in alert_rules.in_force(connection)
        if rule.is_on and rule.is_about(model.name) and rule.watches is Watches.AGE
    ]
    if not ages:
        return False
    open_now = {a.rule for a in chunks.alerts(connection, model_id=model.id, only_open=True)}
    waiting = [rule for rule in ages if rule.alert_key(model.metric) not in open_now]
    if not waiting:
        return False
    watched = alert_courses.arrivals(connection, model)
    return any(decide(rule, watched, now=now) is not None for rule in waiting)


class _Heard:
    """What the rules say of one model in one transaction, and what becomes of its alerts."""

    def __init__(
        self,
        tx: Transaction,
        model: Model,
        champion: ModelVersion,
        watched: Watched,
        *,
        reopens: bool = False,
    ) -> None:
        self._tx, self._model, self._champion, self._watched = tx, model, champion, watched
        every = alert_rules.in_force(tx.connection)
        mine = [rule for rule in every if rule.is_on and rule.is_about(model.name)]
        self._rules = [(r.for_metric(model.metric), r.alert_key(model.metric)) for r in mine]
        alerts = chunks.alerts(tx.connection, model_id=model.id)
        self.known = {alert.rule: alert for alert in alerts if alert.closed_at is None}
        self._settled = {
            (alert.rule, alert.chunk_id)
            for alert in alerts
            if not reopens and alert.closed_by not in (None, "worker")
        }
        self._opened: list[tuple[int, AlertRule]] = []
        self._seen_again: set[int] = set()
        self._closed: list[tuple[Alert, str]] = []

    def rules(self) -> list[tuple[AlertRule, str]]:
        """The rules that watch the model, each with the name of its alerts."""
        return list(self._rules)

    def hear(self, key: str, finding: Finding | None, words: str, gone: str) -> None:
        """Open or update the alert of a rule that finds something; close that of one that does
        not any more, with the words `gone`."""
        known = self.known.get(key)
        if finding is None:
            if known is not None:
                self._end(known, gone)
            return
        chunk_id = int(self._watched.chunk_ids[finding.place])
        values: dict[str, Any] = {
            "version_id": self._champion.id,
            "chunk_id": chunk_id,
            "message": words,
            "columns": list(finding.columns),
            "value": finding.value,
            "limit": finding.limit,
        }
        if known is not None:
            if chunk_id != self._last and known.chunk_id == chunk_id:
                return  # nothing new is known of it
            chunks.update_alert(self._tx, known.id, **values)
            self._tx.feed("monitor", self._model.name)
            if chunk_id == self._last:
                self._seen_again.add(known.id)
            return
        if (key, chunk_id) not in self._settled:
            self._open(key, finding.rule, values)

    @property
    def _last(self) -> int:
        return int(self._watched.chunk_ids[-1])

    def _open(self, key: str, rule: AlertRule, values: dict[str, Any]) -> None:
        seen = chunks.of_id(self._tx.connection, values["chunk_id"])
        alert_id = chunks.open_alert(
            self._tx,
            self._model.name,
            model_id=self._model.id,
            rule=key,
            severity=str(rule.severity),
            data_at=None if seen is None else seen.ends_at,
            **values,
        )
        self._opened.append((alert_id, rule))
        label = "" if seen is None else seen.data_of(self._model.dataset)
        activities.add(
            self._tx,
            by="worker",
            kind="alert",
            subject=f"models/{self._model.name}/{self._champion.number}",
            sentence=f"opened an alert on {self._model.name}",
            note=values["message"],
            detail={"alert": alert_id, "rule": key, "data": label},
        )

    def _end(self, alert: Alert, words: str) -> None:
        _close(self._tx, alert, "worker", words)
        self._closed.append((alert, words))

    def close_late(self, words: str) -> None:
        """Close the alerts about the age of the data."""
        for rule, key in self._rules:
            if rule.watches is Watches.AGE and key in self.known:
                self._end(self.known[key], words)

    def close_without_rule(self) -> None:
        """Close the alerts whose rule is off, removed or about another model now.

        That on the relation to the label needs no rule.
        """
        keys = {key for _, key in self._rules} | {RELATION}
        for key, alert in self.known.items():
            if key not in keys:
                self._end(alert, "Its rule is off.")

    def join(self, chunk_id: int | None, version: DatasetVersion | None) -> None:
        """Let new alerts join their incidents; close those whose alerts have all ended."""
        place = incidents.Place(self._model, self._champion, chunk_id, version)
        incidents.gather(self._tx, place, self._opened, frozenset(self._seen_again))
        incidents.end_of_alerts(self._tx, self._closed)


def accept(tx: Transaction, model_id: int, since: datetime | None, by: str, words: str) -> None:
    """Close the open alerts over drift in rows since a moment: what moved is normal now."""
    for alert in chunks.alerts(tx.connection, model_id=model_id, only_open=True):
        is_later = since is None or alert.data_at is None or alert.data_at >= since
        if alert.columns and is_later:
            _close(tx, alert, by, words)
            incidents.end_of_alert(tx, alert, by, words)


def psi_limit() -> float | None:
    """PSI under which a column's difference is too small to matter."""
    entry: StatisticEntry = family("statistics")["psi"].ENTRY
    return entry.floor


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
