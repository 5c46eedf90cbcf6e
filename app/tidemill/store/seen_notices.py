"""Rows of what each person has read in the notification centre."""

from collections.abc import Collection

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import seen_notice
from tidemill.store.upserts import insert_missing


def seen(connection: sa.Connection, person: str, keys: Collection[str]) -> frozenset[str]:
    """Which of some notices a person has read."""
    query = sa.select(seen_notice.c.key).where(
        seen_notice.c.person == person, seen_notice.c.key.in_(keys)
    )
    return frozenset(connection.scalars(query)) if keys else frozenset()


def mark(tx: Transaction, person: str, keys: Collection[str]) -> None:
    """Write down that a person has read notices; what was read before stays."""
    if keys:
        now = tx.clock.now()
        rows = [{"person": person, "key": key, "at": now} for key in keys]
        insert_missing(tx, seen_notice, rows, ("person", "key"))
        tx.feed("seen notice", person)


def unmark(tx: Transaction, person: str, keys: Collection[str]) -> None:
    """Let notices count as unread again."""
    if keys:
        named = (seen_notice.c.person == person, seen_notice.c.key.in_(keys))
        tx.run(sa.delete(seen_notice).where(*named))
        tx.feed("seen notice", person)
