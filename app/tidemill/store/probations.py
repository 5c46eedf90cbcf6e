"""Rows of versions that were promoted by themselves and are watched, or were."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.automations import RollbackRule
from tidemill.domain.probation import Probation, ProbationState
from tidemill.store.engine import Transaction
from tidemill.store.schema import probation


def _from(row: Any) -> Probation:
    return Probation(
        row.id,
        row.automation_id,
        row.model_id,
        row.version_id,
        row.previous_id,
        tuple(RollbackRule.from_dict(one) for one in row.rules),
        ProbationState(row.state),
        row.reason,
        row.began_at,
        row.until,
        row.ended_at,
    )


def insert(tx: Transaction, one: Probation) -> int:
    """Insert one (its `id` is ignored) and return its key."""
    key = tx.insert(
        probation,
        automation_id=one.automation_id,
        model_id=one.model_id,
        version_id=one.version_id,
        previous_id=one.previous_id,
        rules=[rule.to_dict() for rule in one.rules],
        state=str(one.state),
        reason=one.reason,
        began_at=one.began_at,
        until=one.until,
        ended_at=one.ended_at,
    )
    tx.feed("automation", one.automation_id)
    return key


def end(tx: Transaction, one: Probation, state: ProbationState, reason: str) -> None:
    """Say how the watch over a version ended."""
    change = sa.update(probation).where(probation.c.id == one.id)
    tx.run(change.values(state=str(state), reason=reason, ended_at=tx.clock.now()))
    tx.feed("automation", one.automation_id)


def open_of(connection: sa.Connection, model_id: int) -> Probation | None:
    """The watch that is on over a model's champion, if any."""
    query = sa.select(probation).where(
        probation.c.model_id == model_id, probation.c.state == str(ProbationState.OPEN)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _from(row)


def every_open(connection: sa.Connection) -> list[Probation]:
    """The watches that are on."""
    query = sa.select(probation).where(probation.c.state == str(ProbationState.OPEN))
    return [_from(r) for r in connection.execute(query.order_by(probation.c.id))]


def of_automation(connection: sa.Connection, automation_id: int) -> list[Probation]:
    """All watches over what an automation promoted, newest first."""
    query = sa.select(probation).where(probation.c.automation_id == automation_id)
    return [_from(r) for r in connection.execute(query.order_by(probation.c.id.desc()))]


def last_change(connection: sa.Connection, model_id: int) -> datetime | None:
    """When a model's champion was last changed by itself: promoted or rolled back."""
    query = sa.select(probation).where(probation.c.model_id == model_id)
    moments = []
    for one in map(_from, connection.execute(query)):
        moments.append(one.began_at)
        if one.state is ProbationState.ROLLED_BACK and one.ended_at is not None:
            moments.append(one.ended_at)
    return max(moments, default=None)
