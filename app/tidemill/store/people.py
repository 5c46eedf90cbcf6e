"""People of a workspace."""

from typing import Any

import sqlalchemy as sa

from tidemill.base import collation
from tidemill.domain.people import WORKER, Person, PersonRole
from tidemill.store.engine import Transaction
from tidemill.store.schema import person


def _from(row: Any) -> Person:
    return Person(row[0], row[1], PersonRole(row[2]))


def every(connection: sa.Connection) -> list[Person]:
    """All people, by name."""
    rows = connection.execute(
        sa.select(person.c.login, person.c.display, person.c.role).order_by(person.c.display)
    )
    return collation.rearranged([_from(r) for r in rows], lambda one: one.display)


def find(connection: sa.Connection, login: str) -> Person | None:
    """The person of a login name; the worker is always known."""
    if login == WORKER.login:
        return WORKER
    row = connection.execute(
        sa.select(person.c.login, person.c.display, person.c.role).where(person.c.login == login)
    ).one_or_none()
    return None if row is None else _from(row)


def put(tx: Transaction, who: Person) -> None:
    """Insert or replace a person."""
    tx.run(sa.delete(person).where(person.c.login == who.login))
    tx.run(sa.insert(person).values(login=who.login, display=who.display, role=str(who.role)))
    tx.feed("person", who.login)
