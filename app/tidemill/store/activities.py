"""The append-only list of what happened."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tidemill.base.clock import to_iso
from tidemill.domain.activities import Activity, seal
from tidemill.store.engine import Transaction
from tidemill.store.schema import activity

_COLUMNS = (
    activity.c.id,
    activity.c.at,
    activity.c.by,
    activity.c.kind,
    activity.c.subject,
    activity.c.sentence,
    activity.c.note,
    activity.c.detail,
    activity.c.is_routine,
    activity.c.seal,
)


def add(
    tx: Transaction,
    *,
    by: str,
    kind: str,
    subject: str,
    sentence: str,
    note: str = "",
    detail: dict[str, Any] | None = None,
    is_routine: bool = False,
) -> int:
    """Append an entry, sealed onto the last one; the write lock makes the order one."""
    newest = sa.select(activity.c.seal, activity.c.at).order_by(activity.c.id.desc()).limit(1)
    last: Any = tx.run(newest).one_or_none()
    now = to_iso(tx.clock.now())
    at = now if last is None or now > last[1] else last[1]  # a clock set back never reorders
    entry = Activity(0, at, by, kind, subject, sentence, note, detail or {}, is_routine)
    key = tx.insert(
        activity,
        at=entry.at,
        by=by,
        kind=kind,
        subject=subject,
        sentence=sentence,
        note=note,
        detail=entry.detail,
        is_routine=is_routine,
        seal=seal("" if last is None else last[0], entry),
    )
    tx.feed("activity", key)
    return key


def recent(
    connection: sa.Connection,
    *,
    limit: int = 200,
    offset: int = 0,
    by: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    routine: bool = True,
    since: str | None = None,
) -> list[Activity]:
    """Entries, newest first; `since` is a moment as it is stored."""
    query = sa.select(*_COLUMNS).order_by(activity.c.id.desc()).limit(limit).offset(offset)
    query = _narrowed(query, by, kind, subject, routine, since)
    return [Activity(*tuple(row)) for row in connection.execute(query)]


def find(connection: sa.Connection, key: int) -> Activity | None:
    """The entry of a number."""
    row: Any = connection.execute(sa.select(*_COLUMNS).where(activity.c.id == key)).one_or_none()
    return None if row is None else Activity(*tuple(row))


def undone(connection: sa.Connection, ids: Sequence[int]) -> frozenset[int]:
    """Which of some entries were taken back by a later one."""
    if not ids:
        return frozenset()
    later = sa.select(activity.c.detail).where(activity.c.kind == "undo", activity.c.id > min(ids))
    told = {detail.get("undoes") for detail in connection.scalars(later)}
    return frozenset(told.intersection(ids))


def count(
    connection: sa.Connection,
    *,
    by: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    routine: bool = True,
    since: str | None = None,
) -> int:
    """How many entries `recent` would give without a limit."""
    query = sa.select(sa.func.count()).select_from(activity)
    query = _narrowed(query, by, kind, subject, routine, since)
    return int(connection.execute(query).scalar_one())


def in_order(connection: sa.Connection) -> list[Activity]:
    """Every entry from the first, for checking the chain."""
    rows = connection.execute(sa.select(*_COLUMNS).order_by(activity.c.id))
    return [Activity(*tuple(row)) for row in rows]


def _narrowed(
    query: Any,
    by: str | None,
    kind: str | None,
    subject: str | None,
    routine: bool,
    since: str | None,
) -> Any:
    if since is not None:
        query = query.where(activity.c.at >= since)
    if by is not None:
        query = query.where(activity.c.by == by)
    if kind is not None:
        query = query.where(activity.c.kind == kind)
    if subject is not None:
        below = activity.c.subject.startswith(subject + "/", autoescape=True)
        query = query.where(sa.or_(activity.c.subject == subject, below))
    if not routine:
        query = query.where(activity.c.is_routine.is_(False))
    return query
