"""Rows of rehearsals: what was found is a file, the row says of which version and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import model_version, rehearsal


@dataclass(frozen=True)
class KeptRehearsal:
    """A rehearsal of a version, beside another; `blob` holds what was found."""

    id: int
    version_id: int
    against_id: int
    at: datetime
    by: str
    n_rows: int
    n_flips: int
    blob: str


def insert(tx: Transaction, model_name: str, **values: Any) -> int:
    """Insert one and return its key."""
    key = tx.insert(rehearsal, at=tx.clock.now(), **values)
    tx.feed("model", model_name)
    return key


def of_version(connection: sa.Connection, version_id: int) -> KeptRehearsal | None:
    """The newest rehearsal of a version."""
    query = sa.select(rehearsal).where(rehearsal.c.version_id == version_id)
    row = connection.execute(query.order_by(rehearsal.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else KeptRehearsal(*row)


def of_model(connection: sa.Connection, model_id: int) -> KeptRehearsal | None:
    """The newest rehearsal of any version of a model."""
    query = (
        sa.select(rehearsal)
        .join(model_version, model_version.c.id == rehearsal.c.version_id)
        .where(model_version.c.model_id == model_id)
    )
    row = connection.execute(query.order_by(rehearsal.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else KeptRehearsal(*row)
