"""Rows of the rules of datasets."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.rules import Rule
from tidemill.store.engine import Transaction
from tidemill.store.schema import rule

_RULE = (
    rule.c.id,
    rule.c.dataset_id,
    rule.c.check,
    rule.c.settings,
    rule.c.severity,
    rule.c.is_on,
    rule.c.origin,
    rule.c.reason,
    rule.c.created_at,
    rule.c.by,
)


def _from(row: Any) -> Rule:
    return Rule(
        row.id,
        row.dataset_id,
        row.check,
        row.settings,
        row.severity,
        row.is_on,
        row.origin,
        "",
        row.reason,
        row.created_at,
        row.by,
    )


def of_dataset(
    connection: sa.Connection, dataset_id: int, *, with_removed: bool = False
) -> list[Rule]:
    """The rules of a dataset, oldest first, without their sentences."""
    query = sa.select(*_RULE).where(rule.c.dataset_id == dataset_id).order_by(rule.c.id)
    if not with_removed:
        query = query.where(rule.c.removed.is_(False))
    return [_from(row) for row in connection.execute(query)]


def state(connection: sa.Connection, rule_id: int) -> dict[str, Any] | None:
    """What of a rule can be changed, as it stands; None where there is no such rule."""
    query = sa.select(rule.c.settings, rule.c.severity, rule.c.is_on, rule.c.removed)
    row = connection.execute(query.where(rule.c.id == rule_id)).one_or_none()
    return None if row is None else dict(row._mapping)


def insert(tx: Transaction, one: Rule, *, removed: bool = False) -> int:
    """Insert a rule (its `id` is ignored) and return its key."""
    key = tx.insert(
        rule,
        dataset_id=one.dataset_id,
        check=one.check,
        settings=dict(one.settings),
        severity=one.severity,
        is_on=one.is_on,
        origin=one.origin,
        reason=one.reason,
        created_at=tx.clock.now(),
        by=one.by,
        removed=removed,
    )
    tx.feed("rule", key)
    return key


def update(tx: Transaction, rule_id: int, **values: Any) -> None:
    """Change a rule's row."""
    tx.run(sa.update(rule).where(rule.c.id == rule_id).values(**values))
    tx.feed("rule", rule_id)
