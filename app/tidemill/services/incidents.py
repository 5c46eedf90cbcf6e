"""Incidents: alerts with one cause, gathered by the worker; owned, snoozed, closed by people.

Whoever delivers news of them reads `store.incidents.notices`: one row an event, never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tidemill.base.clock import from_iso, to_iso
from tidemill.base.errors import NeedsYou, NotThere
from tidemill.domain import trigger_limits
from tidemill.domain.alert_rules import AlertRule
from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.incidents import Found, Incident, home_of, is_similar, worst
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.triggers import WaitUntil
from tidemill.services import diagnosing, incident_words
from tidemill.services.workspace import Workspace
from tidemill.store import activities, chunks, models, people
from tidemill.store import incidents as rows
from tidemill.store.engine import Transaction

UNDO = "incident"


@dataclass(frozen=True)
class Place:
    """Where alerts were found: the model, its champion, the chunk and the data; none of the last
    two between chunks."""

    model: Model
    champion: ModelVersion
    chunk_id: int | None
    version: DatasetVersion | None


def incidents(
    workspace: Workspace, *, model: str | None = None, only_open: bool = False
) -> list[Incident]:
    """Incidents with their alerts, newest first."""
    with workspace.store.read() as connection:
        model_id = None if model is None else _model(connection, model).id
        return rows.every(connection, model_id=model_id, only_open=only_open)


def n_open(workspace: Workspace) -> int:
    """How many things are open: incidents, and alerts that none of them holds."""
    with workspace.store.read() as connection:
        return rows.n_open(connection)


def one(workspace: Workspace, incident_id: int) -> Incident:
    """One incident."""
    with workspace.store.read() as connection:
        return _found(connection, incident_id)


def similar(workspace: Workspace, incident_id: int) -> list[Incident]:
    """Earlier incidents of the model about the same, newest first; their outcomes may help."""
    with workspace.store.read() as connection:
        this = _found(connection, incident_id)
        every = rows.every(connection, model_id=this.model_id)
    return [
        other
        for other in every
        if other.id < this.id
        and any(is_similar(a.rule, a.columns, b) for a in this.alerts for b in other.alerts)
    ]


# --- what people do ----------------------------------------------------------------------------


def close(workspace: Workspace, incident_id: int, *, outcome: str) -> Incident:
    """Close an incident and its alerts with the outcome in one line."""
    words, by = outcome.strip(), workspace.person.login
    if not words:
        raise NeedsYou("An incident is closed with its outcome.", "Say in one line what it was.")
    with workspace.store.write(durable=True) as tx:
        found = _open(tx.connection, incident_id)
        now = tx.clock.now()
        for alert in found.alerts:
            if alert.closed_at is None:
                chunks.update_alert(tx, alert.id, closed_at=now, closed_by=by, reason=words)
        tx.feed("monitor", found.model)
        _change(tx, found, by, "closed", words, closed_at=now, closed_by=by, outcome=words)
        return _told(tx, incident_id, "closed", ())


def snooze(workspace: Workspace, incident_id: int, until: datetime) -> Incident:
    """Let nobody be reminded of an incident until a moment."""
    with workspace.store.write(durable=True) as tx:
        found = _open(tx.connection, incident_id)
        if until <= tx.clock.now():
            raise NeedsYou("That moment is over.", "Choose one to come.")
        words = f"until {until:%Y-%m-%d %H:%M} UTC"
        _change(tx, found, workspace.person.login, "snoozed", words, snoozed_until=until)
        return _found(tx.connection, incident_id)


def wake(workspace: Workspace, incident_id: int) -> Incident:
    """End an incident's snooze."""
    with workspace.store.write(durable=True) as tx:
        found = _open(tx.connection, incident_id)
        _change(tx, found, workspace.person.login, "woke", "", snoozed_until=None)
        return _found(tx.connection, incident_id)


def own(workspace: Workspace, incident_id: int, login: str) -> Incident:
    """Make a person the owner of an incident; nobody's with an empty login."""
    with workspace.store.write(durable=True) as tx:
        found = _open(tx.connection, incident_id)
        if login and login not in {p.login for p in people.every(tx.connection)}:
            raise NeedsYou(f"Nobody here is called {login}.", "Name a person by the login.")
        words = f"to {login}" if login else "to nobody"
        _change(tx, found, workspace.person.login, "gave", words, owner=login)
        return _found(tx.connection, incident_id)


def join(workspace: Workspace, incident_id: int, into: int) -> Incident:
    """Let an incident's alerts belong to another one of the model, and close it as the same."""
    by = workspace.person.login
    with workspace.store.write(durable=True) as tx:
        found, other = _open(tx.connection, incident_id), _found(tx.connection, into)
        if found.id == other.id or found.model_id != other.model_id:
            raise NeedsYou(
                "An incident is joined to another one of its model.", "Name another incident."
            )
        for alert in found.alerts:
            rows.hold(tx, other.id, alert.id)
        if not other.is_open:
            rows.update(tx, other.id, closed_at=None, closed_by=None, outcome="")
        words = f"The same as incident {other.id}."
        now = tx.clock.now()
        rows.update(tx, found.id, closed_at=now, closed_by=by, outcome=words)
        _reworded(tx, other.id)
        activities.add(
            tx,
            by=by,
            kind="incident",
            subject=_subject(found),
            sentence=f"joined incident {found.id} of {found.model} to incident {other.id}",
            note=found.title,
            detail={"incident": other.id, "joined": found.id},
        )
        return _found(tx.connection, other.id)


# --- what the worker does ----------------------------------------------------------------------


def gather(
    tx: Transaction,
    place: Place,
    opened: Sequence[tuple[int, AlertRule]],
    seen_again: frozenset[int],
) -> None:
    """Let new alerts join the incident of their cause, or open one; told once for each incident.

    `seen_again` are the open alerts that the same look found again.
    """
    told: dict[int, tuple[str, list[AlertRule]]] = {}
    touched = set(seen_again)
    alerts = {a.id: a for a in chunks.alerts(tx.connection, model_id=place.model.id)}
    for alert_id, rule in opened:
        alert = alerts[alert_id]
        every = rows.every(tx.connection, model_id=place.model.id)
        found = Found(alert.rule, alert.columns, place.chunk_id, tx.clock.now())
        home = home_of(found, every, frozenset(touched))
        if home is None:
            key, event = _begun(tx, place, alert, rule), "opened"
            if place.chunk_id is not None:
                diagnosing.ask(tx, key, place.model.name)
        else:
            key, event = home.id, "joined" if home.is_open else "reopened"
            if not home.is_open:
                rows.update(tx, key, closed_at=None, closed_by=None, outcome="")
        rows.hold(tx, key, alert_id)
        touched.add(alert_id)
        first, rules = told.get(key, (event, []))
        told[key] = first, [*rules, rule]
    for alert_id in seen_again:
        key_of = rows.of_alert(tx.connection, alert_id)
        if key_of is not None and key_of not in told:
            _reworded(tx, key_of)
    for key, (event, rules) in told.items():
        _reworded(tx, key)
        _news(tx, key, event, rules)


def _begun(tx: Transaction, place: Place, alert: Alert, rule: AlertRule) -> int:
    seen = None if place.chunk_id is None else chunks.of_id(tx.connection, place.chunk_id)
    since = alert.data_at if seen is None else seen.starts_at or seen.ends_at
    return rows.insert(
        tx,
        model_id=place.model.id,
        version_id=place.champion.id,
        chunk_id=place.chunk_id,
        title=alert.message,
        sentence=alert.message,
        severity=str(alert.severity),
        since=since,
        outcome="",
        owner=rule.owner,
        facts={},
    )


def _reworded(tx: Transaction, incident_id: int) -> None:
    """Title, sentence and severity anew, from the alerts it holds."""
    found = _found(tx.connection, incident_id)
    model = _model(tx.connection, found.model)
    champion = models.version_of_id(tx.connection, found.version_id)
    assert champion is not None
    held = [a for a in found.alerts if a.closed_at is None] or list(found.alerts)
    if held:
        rows.update(
            tx,
            found.id,
            title=incident_words.title(held, model),
            sentence=incident_words.sentence(held, champion),
            severity=str(worst([a.severity for a in held])),
        )


def _news(tx: Transaction, incident_id: int, event: str, rules: Sequence[AlertRule]) -> None:
    """Write down who is to be told, and when: not in the quiet hours of all their rules."""
    found = _found(tx.connection, incident_id)
    told = [who for rule in rules for who in rule.tells]
    if event != "joined" or any(rule.severity is Severity.CRITICAL for rule in rules):
        now = tx.clock.now()
        due = min((_due(rule, now) for rule in rules), default=now)
        if found.snoozed_until is not None:
            due = max(due, found.snoozed_until)
        rows.tell(tx, found, event, due_at=due, tells=dict.fromkeys(told))
    activities.add(
        tx,
        by="worker",
        kind="incident",
        subject=_subject(found),
        sentence=f"{event} incident {found.id} of {found.model}"
        if event != "joined"
        else f"added an alert to incident {found.id} of {found.model}",
        note=found.title,
        detail={"incident": found.id, "alerts": [a.id for a in found.alerts]},
        is_routine=event == "joined",
    )


def _due(rule: AlertRule, now: datetime) -> datetime:
    if not rule.quiet:
        return now
    held = trigger_limits.decide(
        trigger_limits.LimitFacts(), now, quiet=list(rule.quiet), zone=rule.zone
    )
    return held.moment if isinstance(held, WaitUntil) else now


def end_of_alerts(tx: Transaction, closed: Sequence[tuple[Alert, str]]) -> None:
    """Close the incidents whose last alert ended by itself."""
    for alert, words in closed:
        end_of_alert(tx, alert, "worker", words)


def end_of_alert(tx: Transaction, alert: Alert, by: str, words: str) -> None:
    """Close an alert's incident where no other alert of it is open."""
    key = rows.of_alert(tx.connection, alert.id)
    if key is None:
        return
    found = _found(tx.connection, key)
    if not found.is_open or any(a.closed_at is None for a in found.alerts):
        return
    now = tx.clock.now()
    rows.update(tx, key, closed_at=now, closed_by=by, outcome=words)
    if by == "worker":
        activities.add(
            tx,
            by=by,
            kind="incident",
            subject=_subject(found),
            sentence=f"closed incident {key} of {found.model}: it is over",
            note=words,
            detail={"incident": key},
            is_routine=True,
        )


# --- steps -------------------------------------------------------------------------------------

_SAID = {
    "closed": "closed incident {} of {}",
    "snoozed": "snoozed incident {} of {}",
    "woke": "ended the snooze of incident {} of {}",
    "gave": "gave incident {} of {}",
}


def _change(
    tx: Transaction, found: Incident, by: str, what: str, words: str, **values: Any
) -> None:
    """Change an incident, told in Activity with what takes it back."""
    before = rows.state(tx.connection, found.id) or {}
    rows.update(tx, found.id, **values)
    sentence = _SAID[what].format(found.id, found.model)
    is_note = what == "closed"
    undo = {
        UNDO: found.id,
        "from": {name: _plain(before[name]) for name in values},
        "to": {name: _plain(value) for name, value in values.items()},
        "alerts": [a.id for a in found.alerts if a.closed_at is None] if is_note else [],
    }
    activities.add(
        tx,
        by=by,
        kind="incident",
        subject=_subject(found),
        sentence=sentence if is_note or not words else f"{sentence} {words}",
        note=words if is_note else "",
        detail={"incident": found.id, "undo": undo},
    )


def _plain(value: Any) -> Any:
    return to_iso(value) if isinstance(value, datetime) else value


def _told(tx: Transaction, incident_id: int, event: str, tells: Sequence[str]) -> Incident:
    found = _found(tx.connection, incident_id)
    rows.tell(tx, found, event, due_at=tx.clock.now(), tells=tells)
    return found


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change of an incident was not overtaken since."""
    now = rows.state(connection, facts[UNDO])
    return now is not None and all(_plain(now[n]) == value for n, value in facts["to"].items())


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Put an incident back as it was before a change, its alerts with it.

    An alert whose rule has opened another one since stays closed: a rule has one open alert.
    """
    moments = ("closed_at", "snoozed_until")
    values = {
        name: from_iso(value) if name in moments and value is not None else value
        for name, value in facts["from"].items()
    }
    rows.update(tx, facts[UNDO], **values)
    found = _found(tx.connection, facts[UNDO])
    open_now = chunks.alerts(tx.connection, model_id=found.model_id, only_open=True)
    taken = {a.rule for a in open_now}
    for alert in found.alerts:
        if alert.id in facts["alerts"] and alert.rule not in taken:
            chunks.update_alert(tx, alert.id, closed_at=None, closed_by=None, reason="")
    tx.feed("monitor", found.model)


def _subject(found: Incident) -> str:
    return f"models/{found.model}/{found.version}"


def _found(connection: Any, incident_id: int) -> Incident:
    found = rows.find(connection, incident_id)
    if found is None:
        raise NotThere("incident", incident_id)
    return found


def _open(connection: Any, incident_id: int) -> Incident:
    found = _found(connection, incident_id)
    if not found.is_open:
        raise NeedsYou(f"Incident {incident_id} is closed already.", "")
    return found


def _model(connection: Any, name: str) -> Model:
    found = models.find(connection, name)
    if found is None:
        raise NotThere("model", name)
    return found


def span_of(words: str) -> timedelta:
    """`3d`, `8h`, `30m`: for how long."""
    unit = {"d": 86_400, "h": 3_600, "m": 60}.get(words[-1:].lower())
    if unit is None or not words[:-1].isdecimal() or int(words[:-1]) < 1:
        raise NeedsYou(f"“{words}” is no span of time.", "For example 3d, 8h or 30m.")
    return timedelta(seconds=int(words[:-1]) * unit)
