"""Rows of alert rules, and of the real falls that people marked."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.alert_rules import AlertRule
from tidemill.store.engine import Transaction
from tidemill.store.schema import alert_rule, model, real_fall


def every(connection: sa.Connection, *, with_removed: bool = False) -> list[AlertRule]:
    """All stored rules, oldest first."""
    query = (
        sa.select(
            alert_rule.c.id,
            alert_rule.c.key,
            model.c.name,
            alert_rule.c.settings,
            alert_rule.c.is_on,
        )
        .join_from(alert_rule, model, alert_rule.c.model_id == model.c.id, isouter=True)
        .order_by(alert_rule.c.id)
    )
    if not with_removed:
        query = query.where(alert_rule.c.removed.is_(False))
    return [
        AlertRule.of_settings(
            row.id, row.name, row.is_on, row.key or f"rule:{row.id}", row.settings
        )
        for row in connection.execute(query)
    ]


def state(connection: sa.Connection, rule_id: int) -> dict[str, Any] | None:
    """What of a rule can be changed, as it stands; None where there is no such rule."""
    query = sa.select(
        alert_rule.c.model_id, alert_rule.c.settings, alert_rule.c.is_on, alert_rule.c.removed
    )
    row = connection.execute(query.where(alert_rule.c.id == rule_id)).one_or_none()
    return None if row is None else dict(row._mapping)


def insert(tx: Transaction, rule: AlertRule, model_id: int | None, by: str) -> int:
    """Insert a rule (its `id` is ignored) and return its key."""
    key = tx.insert(
        alert_rule,
        key=rule.key if rule.is_default else "",
        model_id=model_id,
        settings=rule.settings(),
        is_on=rule.is_on,
        created_at=tx.clock.now(),
        by=by,
    )
    tx.feed("alert rule", key)
    return key


def update(tx: Transaction, rule_id: int, **values: Any) -> None:
    """Change a rule's row."""
    tx.run(sa.update(alert_rule).where(alert_rule.c.id == rule_id).values(**values))
    tx.feed("alert rule", rule_id)


# --- real falls marked by hand -----------------------------------------------------------------


def marks(connection: sa.Connection, model_id: int) -> list[tuple[int, datetime, datetime, bool]]:
    """Spans that a person marked as a fall or as none: key, from, to, which; oldest first."""
    query = (
        sa.select(real_fall.c.id, real_fall.c.starts_at, real_fall.c.ends_at, real_fall.c.is_fall)
        .where(real_fall.c.model_id == model_id, real_fall.c.removed.is_(False))
        .order_by(real_fall.c.id)
    )
    return [(r.id, r.starts_at, r.ends_at, r.is_fall) for r in connection.execute(query)]


def insert_mark(tx: Transaction, model_name: str, **values: Any) -> int:
    """Insert a mark and return its key."""
    key = tx.insert(real_fall, at=tx.clock.now(), **values)
    tx.feed("monitor", model_name)
    return key


def mark_removed(connection: sa.Connection, key: int) -> bool | None:
    """Whether a mark was taken away; None where there is none."""
    query = sa.select(real_fall.c.removed).where(real_fall.c.id == key)
    return connection.execute(query).scalar_one_or_none()


def remove_mark(tx: Transaction, model_name: str, key: int) -> None:
    """Take a mark away."""
    tx.run(sa.update(real_fall).where(real_fall.c.id == key).values(removed=True))
    tx.feed("monitor", model_name)
