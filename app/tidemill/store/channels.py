"""Rows of channels and deliveries."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.alerts import Severity
from tidemill.domain.channels import Channel, ChannelKind, Delivery, DeliveryState
from tidemill.store.engine import Transaction
from tidemill.store.incidents import Notice
from tidemill.store.schema import channel, delivery, incident, notice
from tidemill.store.upserts import insert_missing

_SHOWN = (
    channel.c.id,
    channel.c.name,
    channel.c.kind,
    channel.c.address,
    channel.c.least,
    channel.c.for_whom,
    channel.c.quiet,
    channel.c.zone,
    channel.c.is_on,
    channel.c.computer,
    channel.c.since,
    channel.c.settings,
    channel.c.kinds,
)


def _channel(row: Any) -> Channel:
    values = dict(row._mapping)
    values["kind"] = ChannelKind(values["kind"])
    values["least"] = Severity(values["least"])
    values["quiet"] = tuple(values["quiet"])
    values["kinds"] = None if values["kinds"] is None else tuple(values["kinds"])
    return Channel(**values)


def every(connection: sa.Connection) -> list[Channel]:
    """All channels that were not removed, in the order in which they were made."""
    query = sa.select(*_SHOWN).where(channel.c.removed.is_(False)).order_by(channel.c.id)
    return [_channel(row) for row in connection.execute(query)]


def find(connection: sa.Connection, channel_id: int) -> Channel | None:
    """One channel, also where it was removed; None where there never was such a one."""
    row = connection.execute(sa.select(*_SHOWN).where(channel.c.id == channel_id)).one_or_none()
    return None if row is None else _channel(row)


def had_desktop(connection: sa.Connection) -> bool:
    """Whether there ever was a channel to the desktop."""
    query = sa.select(channel.c.id).where(channel.c.kind == str(ChannelKind.DESKTOP)).limit(1)
    return connection.execute(query).first() is not None


def insert(tx: Transaction, one: Channel, *, by: str) -> int:
    """Write a channel down and return its key; it tells what happens from now on."""
    key = tx.insert(channel, created_at=tx.clock.now(), by=by, **_values(one))
    tx.feed("channel", key)
    return key


def update(tx: Transaction, one: Channel) -> None:
    """Write a channel's values."""
    tx.run(sa.update(channel).where(channel.c.id == one.id).values(**_values(one)))
    tx.feed("channel", one.id)


def set_removed(tx: Transaction, channel_id: int, removed: bool) -> None:
    """Take a channel away, or bring it back."""
    tx.run(sa.update(channel).where(channel.c.id == channel_id).values(removed=removed))
    tx.feed("channel", channel_id)


def _values(one: Channel) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": str(one.kind),
        "address": one.address,
        "least": str(one.least),
        "for_whom": one.for_whom,
        "quiet": list(one.quiet),
        "zone": one.zone,
        "is_on": one.is_on,
        "computer": one.computer,
        "since": one.since,
        "settings": dict(one.settings),
        "kinds": None if one.kinds is None else list(one.kinds),
    }


def last_notice(connection: sa.Connection) -> int:
    """The number of the newest notice; 0 where there is none."""
    return connection.execute(sa.select(sa.func.max(notice.c.id))).scalar() or 0


def one_notice(connection: sa.Connection, notice_id: int) -> Notice | None:
    """A notice by its number."""
    row = connection.execute(sa.select(notice).where(notice.c.id == notice_id)).one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    return Notice(**{**values, "tells": tuple(values["tells"])})


def newest_notices(connection: sa.Connection, limit: int) -> list[Notice]:
    """What people were told, newest first."""
    query = sa.select(notice).order_by(notice.c.id.desc()).limit(limit)
    rows = [dict(row._mapping) for row in connection.execute(query)]
    return [Notice(**{**row, "tells": tuple(row["tells"])}) for row in rows]


def untold(
    connection: sa.Connection,
    one: Channel,
    *,
    now: datetime,
    oldest: datetime,
    person: str = "",
    only_kind: str | None = None,
) -> list[Notice]:
    """Notices that are due and have no delivery on a channel yet (to a person, on a desktop)."""
    known = sa.select(delivery.c.id).where(
        delivery.c.notice_id == notice.c.id,
        delivery.c.channel_id == one.id,
        delivery.c.person == person,
    )
    query = sa.select(notice).where(
        notice.c.id > one.since,
        notice.c.due_at <= now,
        notice.c.due_at >= oldest,
        ~known.exists(),
    )
    if only_kind is not None:
        query = query.where(notice.c.kind == only_kind)
    rows = [dict(row._mapping) for row in connection.execute(query.order_by(notice.c.id))]
    return [Notice(**{**row, "tells": tuple(row["tells"])}) for row in rows]


def add_deliveries(tx: Transaction, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write deliveries down; one that is there already stays as it is."""
    full = [{**_usual(tx), **row} for row in rows]
    insert_missing(tx, delivery, full, ("notice_id", "channel_id", "person", "round"))
    tx.feed("delivery", rows[0]["channel_id"])


def add_delivery(tx: Transaction, **values: Any) -> int:
    """Write one delivery down and return its key."""
    key = tx.insert(delivery, **{**_usual(tx), **values})
    tx.feed("delivery", values["channel_id"])
    return key


def _usual(tx: Transaction) -> dict[str, Any]:
    now = tx.clock.now()
    usual = {"round": 0, "person": "", "attempts": 0, "ended_at": None, "answer": ""}
    return {**usual, "created_at": now, "asked_at": now}


def update_delivery(tx: Transaction, found: Delivery, **values: Any) -> None:
    """Change a delivery."""
    tx.run(sa.update(delivery).where(delivery.c.id == found.id).values(**values))
    tx.feed("delivery", found.channel_id)


def skip_waiting(tx: Transaction, channel_id: int, answer: str) -> list[int]:
    """Let what waits on a channel be sent no more; returns the keys of those deliveries."""
    waits = (
        delivery.c.channel_id == channel_id,
        delivery.c.state == str(DeliveryState.WAITING),
        delivery.c.notice_id.is_not(None),
    )
    keys = list(tx.connection.execute(sa.select(delivery.c.id).where(*waits)).scalars())
    if keys:
        ended = {"state": str(DeliveryState.SKIPPED), "ended_at": tx.clock.now(), "answer": answer}
        tx.run(sa.update(delivery).where(delivery.c.id.in_(keys)).values(**ended))
        tx.feed("delivery", channel_id)
    return keys


def let_wait(tx: Transaction, keys: Sequence[int]) -> None:
    """Let deliveries wait again that were skipped."""
    skipped = (delivery.c.id.in_(keys), delivery.c.state == str(DeliveryState.SKIPPED))
    waiting = {"state": str(DeliveryState.WAITING), "ended_at": None, "answer": ""}
    if keys:
        tx.run(sa.update(delivery).where(*skipped).values(**waiting))


def last_round(connection: sa.Connection, notice_id: int, channel_id: int) -> int:
    """How often a notice was sent on a channel; -1 for never."""
    query = sa.select(sa.func.max(delivery.c.round)).where(
        delivery.c.notice_id == notice_id, delivery.c.channel_id == channel_id
    )
    found = connection.execute(query).scalar()
    return -1 if found is None else int(found)


def deliveries(
    connection: sa.Connection,
    *,
    only: DeliveryState | None = None,
    due_at: datetime | None = None,
    delivery_id: int | None = None,
    limit: int = 500,
) -> list[Delivery]:
    """Deliveries, newest first; `due_at`: those due by then, oldest first."""
    query = (
        sa.select(
            delivery.c.id,
            delivery.c.notice_id,
            delivery.c.round,
            delivery.c.channel_id,
            channel.c.name,
            delivery.c.state,
            delivery.c.attempts,
            delivery.c.created_at,
            delivery.c.asked_at,
            delivery.c.due_at,
            delivery.c.ended_at,
            delivery.c.answer,
            notice.c.title,
            notice.c.incident_id,
            notice.c.kind,
            notice.c.severity,
        )
        .join(channel, channel.c.id == delivery.c.channel_id)
        .outerjoin(notice, notice.c.id == delivery.c.notice_id)
        .order_by(delivery.c.id if due_at is not None else delivery.c.id.desc())
        .limit(limit)
    )
    if only is not None:
        query = query.where(delivery.c.state == str(only))
    if due_at is not None:
        query = query.where(delivery.c.due_at <= due_at)
    if delivery_id is not None:
        query = query.where(delivery.c.id == delivery_id)
    return [_delivery(row) for row in connection.execute(query)]


def _delivery(row: Any) -> Delivery:
    values = list(row)
    values[5] = DeliveryState(values[5])
    values[12] = values[12] if values[12] is not None else "Test"
    return Delivery(*values)


def last_sent(connection: sa.Connection, channel_id: int, since: datetime) -> datetime | None:
    """When a notice was last sent on a channel, not before a moment; None for never."""
    query = sa.select(sa.func.max(delivery.c.ended_at)).where(
        delivery.c.channel_id == channel_id,
        delivery.c.state == str(DeliveryState.SENT),
        delivery.c.notice_id.is_not(None),
        delivery.c.ended_at >= since,
    )
    return connection.execute(query).scalar()


def incident_facts(connection: sa.Connection, incident_id: int) -> tuple[str, bool]:
    """Who owns an incident, and whether it is open."""
    query = sa.select(incident.c.owner, incident.c.closed_at).where(incident.c.id == incident_id)
    row = connection.execute(query).one()
    return row.owner, row.closed_at is None


def prune(tx: Transaction, before: datetime, limit: int) -> int:
    """Let ended deliveries go that are older than a moment; returns how many."""
    old = (
        sa.select(delivery.c.id)
        .where(delivery.c.state != str(DeliveryState.WAITING), delivery.c.created_at < before)
        .limit(limit)
    )
    return tx.run(sa.delete(delivery).where(delivery.c.id.in_(old))).rowcount
