"""Rows of what triggers remember from one look to the next."""

from datetime import datetime

import sqlalchemy as sa

from tidemill.domain.triggers import Memory, TriggerState
from tidemill.store.engine import Transaction
from tidemill.store.schema import trigger_state
from tidemill.store.upserts import upsert

Key = tuple[int, str]
"""An automation's key and the id of one of its triggers."""


def every(connection: sa.Connection) -> dict[Key, TriggerState]:
    """All that is remembered, by automation and trigger."""
    rows = connection.execute(sa.select(trigger_state))
    return {(row.automation_id, row.trigger): TriggerState(*row) for row in rows}


def of(connection: sa.Connection, automation_id: int) -> dict[str, TriggerState]:
    """What the triggers of one automation remember."""
    query = sa.select(trigger_state).where(trigger_state.c.automation_id == automation_id)
    return {row.trigger: TriggerState(*row) for row in connection.execute(query)}


def put(
    tx: Transaction, key: Key, memory: Memory, next_at: datetime | None, said: str
) -> TriggerState:
    """Remember in place of what was remembered."""
    one = TriggerState(*key, dict(memory), next_at, said, tx.clock.now())
    row = {
        "automation_id": one.automation_id,
        "trigger": one.trigger,
        "memory": dict(one.memory),
        "next_at": one.next_at,
        "said": one.said,
        "at": one.at,
    }
    upsert(tx, trigger_state, [row])
    tx.feed("trigger", one.automation_id)
    return one


def forget(tx: Transaction, automation_id: int) -> None:
    """Forget all that the triggers of an automation remember."""
    tx.run(sa.delete(trigger_state).where(trigger_state.c.automation_id == automation_id))
    tx.feed("trigger", automation_id)
