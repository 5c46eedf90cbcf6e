"""Rows of incidents, of the alerts they hold, and of what people are to be told of them.

A notice is written in the transaction of what it tells of and never changed or deleted, so that
whoever delivers it knows by its number what is delivered already.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.incidents import Incident
from tidemill.store import chunks
from tidemill.store.engine import Transaction
from tidemill.store.schema import alert, incident, incident_alert, model, model_version, notice


@dataclass(frozen=True)
class Notice:
    """Something people are to be told, not before `due_at`; `tells` are words of
    `alert_rules.PEOPLE` and logins. Those of incidents have one, others the address they are
    about."""

    id: int
    at: datetime
    due_at: datetime
    event: str
    incident_id: int | None
    severity: str
    title: str
    words: str
    tells: tuple[str, ...]
    kind: str = "incident"
    key: str | None = None
    address: str = ""

    @property
    def place(self) -> str:
        """Where the window shows what it is about."""
        return self.address if self.incident_id is None else f"incidents/{self.incident_id}"


def _query() -> sa.Select[Any]:
    return (
        sa.select(
            incident.c.id,
            model.c.name,
            incident.c.model_id,
            model_version.c.number,
            incident.c.version_id,
            incident.c.chunk_id,
            incident.c.title,
            incident.c.sentence,
            incident.c.severity,
            incident.c.since,
            incident.c.opened_at,
            incident.c.closed_at,
            incident.c.closed_by,
            incident.c.outcome,
            incident.c.owner,
            incident.c.snoozed_until,
            incident.c.facts,
        )
        .join(model, model.c.id == incident.c.model_id)
        .join(model_version, model_version.c.id == incident.c.version_id)
        .order_by(incident.c.id.desc())
    )


def every(
    connection: sa.Connection, *, model_id: int | None = None, only_open: bool = False
) -> list[Incident]:
    """Incidents with their alerts, newest first."""
    query = _query()
    if model_id is not None:
        query = query.where(incident.c.model_id == model_id)
    if only_open:
        query = query.where(incident.c.closed_at.is_(None))
    return _read(connection, query, model_id)


def n_open(connection: sa.Connection) -> int:
    """How many incidents are open, and open alerts that no open incident holds."""
    is_open = incident.c.closed_at.is_(None)
    held = sa.select(incident_alert.c.alert_id).join(
        incident, incident.c.id == incident_alert.c.incident_id
    )
    lone = sa.and_(alert.c.closed_at.is_(None), alert.c.id.not_in(held.where(is_open)))
    found = sa.select(
        sa.select(sa.func.count()).select_from(incident).where(is_open).scalar_subquery()
        + sa.select(sa.func.count()).select_from(alert).where(lone).scalar_subquery()
    )
    return int(connection.execute(found).scalar_one())


def find(connection: sa.Connection, incident_id: int) -> Incident | None:
    """One incident with its alerts."""
    found = _read(connection, _query().where(incident.c.id == incident_id), None)
    return found[0] if found else None


def of_alert(connection: sa.Connection, alert_id: int) -> int | None:
    """The incident an alert belongs to."""
    query = sa.select(incident_alert.c.incident_id).where(incident_alert.c.alert_id == alert_id)
    return connection.execute(query).scalar_one_or_none()


def _read(connection: sa.Connection, query: Any, model_id: int | None) -> list[Incident]:
    rows = connection.execute(query).all()
    if not rows:
        return []
    keys = [row.id for row in rows]
    links = sa.select(incident_alert).where(incident_alert.c.incident_id.in_(keys))
    of = {row.alert_id: row.incident_id for row in connection.execute(links)}
    held: dict[int, list[Alert]] = {}
    for one in chunks.alerts(connection, model_id=model_id):
        if one.id in of:
            held.setdefault(of[one.id], []).append(one)
    found = []
    for row in rows:
        values = dict(row._mapping) | {"severity": Severity(row.severity)}
        values["model"], values["version"] = values.pop("name"), values.pop("number")
        found.append(Incident(**values, alerts=tuple(reversed(held.get(row.id, [])))))
    return found


def insert(tx: Transaction, **values: Any) -> int:
    """Insert an incident and return its key."""
    key = tx.insert(incident, opened_at=tx.clock.now(), **values)
    tx.feed("incident", key)
    return key


def update(tx: Transaction, incident_id: int, **values: Any) -> None:
    """Change an incident's row."""
    tx.run(sa.update(incident).where(incident.c.id == incident_id).values(**values))
    tx.feed("incident", incident_id)


def hold(tx: Transaction, incident_id: int, alert_id: int) -> None:
    """Let an alert belong to an incident, and to no other."""
    tx.run(sa.delete(incident_alert).where(incident_alert.c.alert_id == alert_id))
    tx.insert(incident_alert, alert_id=alert_id, incident_id=incident_id)
    tx.feed("incident", incident_id)


def state(connection: sa.Connection, incident_id: int) -> dict[str, Any] | None:
    """What of an incident people change, as it stands."""
    query = sa.select(
        incident.c.closed_at,
        incident.c.closed_by,
        incident.c.outcome,
        incident.c.owner,
        incident.c.snoozed_until,
    )
    row = connection.execute(query.where(incident.c.id == incident_id)).one_or_none()
    return None if row is None else dict(row._mapping)


def alert_model(connection: sa.Connection, alert_id: int) -> int | None:
    """The model an alert is about."""
    query = sa.select(alert.c.model_id).where(alert.c.id == alert_id)
    return connection.execute(query).scalar_one_or_none()


# --- what people are told ----------------------------------------------------------------------


def tell(tx: Transaction, one: Incident, event: str, *, due_at: datetime, tells: Any) -> int:
    """Write down that people are to be told of an incident; in the transaction of what happened."""
    key = tx.insert(
        notice,
        at=tx.clock.now(),
        due_at=due_at,
        event=event,
        incident_id=one.id,
        severity=str(one.severity),
        title=one.title,
        words=one.sentence,
        tells=list(tells),
    )
    tx.feed("notice", key)
    return key


def notices(connection: sa.Connection, *, after: int = 0, limit: int = 500) -> list[Notice]:
    """What is to be told, in the order in which it happened, past a number."""
    query = sa.select(notice).where(notice.c.id > after).order_by(notice.c.id).limit(limit)
    rows = [dict(row._mapping) for row in connection.execute(query)]
    return [Notice(**{**row, "tells": tuple(row["tells"])}) for row in rows]
