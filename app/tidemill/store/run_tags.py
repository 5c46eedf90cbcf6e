"""A run as who logs to it needs it: whether it is there, single parameters, tags taken away."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.runs import IS_THERE
from tidemill.store.schema import key, kv, run


class RunStanding(NamedTuple):
    """A run's key, and whether it is in the trash."""

    pk: int
    is_deleted: bool


def standing(connection: sa.Connection, uuid: str) -> RunStanding | None:
    """The run of an id, if there is one."""
    query = sa.select(run.c.pk, run.c.deleted).where(run.c.uuid == uuid, IS_THERE)
    row = connection.execute(query).first()
    return None if row is None else RunStanding(row[0], bool(row[1]))


def params(connection: sa.Connection, pk: int, names: Sequence[str]) -> dict[str, str]:
    """Those of some parameters that a run has."""
    query = (
        sa.select(key.c.name, kv.c.txt)
        .join(kv, kv.c.key_id == key.c.id)
        .where(key.c.kind == "param", key.c.name.in_(names), kv.c.run_pk == pk)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def remove(tx: Transaction, pk: int, name: str) -> None:
    """Take a tag of a run away."""
    ids = sa.select(key.c.id).where(key.c.kind == "tag", key.c.name == name)
    tx.run(sa.delete(kv).where(kv.c.run_pk == pk, kv.c.key_id.in_(ids)))
