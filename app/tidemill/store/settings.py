"""Settings of a workspace: one value of plain JSON types a key."""

from typing import Any

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import setting


def get(connection: sa.Connection, key: str, default: Any = None) -> Any:
    """The value under a key."""
    row = connection.execute(sa.select(setting.c.value).where(setting.c.key == key)).one_or_none()
    return default if row is None else row[0]


def every(connection: sa.Connection) -> dict[str, Any]:
    """All values that were set."""
    rows = connection.execute(sa.select(setting.c.key, setting.c.value))
    return {row[0]: row[1] for row in rows}


def put(tx: Transaction, key: str, value: Any) -> None:
    """Set a value."""
    tx.run(sa.delete(setting).where(setting.c.key == key))
    tx.run(sa.insert(setting).values(key=key, value=value))
    tx.feed("setting", key)
