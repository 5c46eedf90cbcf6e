"""Rows of what services were asked: one a minute in which there was something."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.traffic import Minute
from tidemill.store.engine import Transaction
from tidemill.store.schema import traffic

TOPIC = "traffic"
"""News of what a deployment was asked; the key is its name."""


def add(tx: Transaction, deployment_id: int, name: str, new: Minute) -> None:
    """Add what was counted to what is known of its minute."""
    place = (traffic.c.deployment_id == deployment_id) & (traffic.c.at == new.at)
    row = tx.run(sa.select(traffic).where(place)).one_or_none()
    whole = new if row is None else _from(row).and_(new)
    values: dict[str, Any] = {
        "n": whole.n,
        "n_refused": whole.n_refused,
        "n_failed": whole.n_failed,
        "peak": whole.peak,
        "classes": {str(number): n for number, n in whole.classes.items()},
    }
    if row is None:
        tx.run(sa.insert(traffic).values(deployment_id=deployment_id, at=new.at, **values))
    else:
        tx.run(sa.update(traffic).where(place).values(**values))
    tx.feed(TOPIC, name)


def since(connection: sa.Connection, moment: datetime) -> dict[int, list[Minute]]:
    """The minutes from a moment on by deployment, oldest first."""
    query = sa.select(traffic).where(traffic.c.at >= moment).order_by(traffic.c.at)
    found: dict[int, list[Minute]] = {}
    for row in connection.execute(query):
        found.setdefault(row.deployment_id, []).append(_from(row))
    return found


def prune(tx: Transaction, before: datetime, n: int) -> int:
    """Remove up to `n` minutes that began before a moment."""
    old = sa.select(traffic.c.deployment_id, traffic.c.at).where(traffic.c.at < before).limit(n)
    keys = [tuple(row) for row in tx.run(old)]
    for deployment_id, at in keys:
        place = (traffic.c.deployment_id == deployment_id) & (traffic.c.at == at)
        tx.run(sa.delete(traffic).where(place))
    return len(keys)


def _from(row: Any) -> Minute:
    classes = {int(number): n for number, n in row.classes.items()}
    return Minute(row.at, row.n, row.n_refused, row.n_failed, row.peak, classes)
