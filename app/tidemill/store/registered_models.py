"""Rows of names that scripts register models under, with versions and aliases."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import (
    logged_model,
    model_version,
    registered_alias,
    registered_model,
    registered_version,
)


class Registered(NamedTuple):
    """A name with what scripts say of it; `deleted_at` is when it was put aside."""

    id: int
    name: str
    project: str
    description: str
    tags: dict[str, str]
    created_at: datetime
    changed_at: datetime
    by: str
    deleted_at: datetime | None


class RegisteredVersion(NamedTuple):
    """A version of a name. `version_id` is the version of Tidemill's registry that it became.

    `facts` is what its files say of it, none of which was loaded (`ModelFacts.to_dict`, in part);
    `logged` the id of the logged model whose files it has, if it has one's.
    """

    id: int
    registered_id: int
    name: str
    number: int
    version_id: int | None
    logged_model_id: int | None
    logged: str | None
    run_uuid: str | None
    source: str
    run_link: str
    stage: str
    description: str
    tags: dict[str, str]
    facts: dict[str, Any]
    created_at: datetime
    changed_at: datetime
    by: str
    deleted_at: datetime | None


_MODEL = tuple(registered_model.c[name] for name in Registered._fields)
_OTHERS = {"name": registered_model.c.name, "logged": logged_model.c.uuid.label("logged")}
_VERSION = tuple(
    _OTHERS[name] if name in _OTHERS else registered_version.c[name]
    for name in RegisteredVersion._fields
)


def every(connection: sa.Connection, project: str | None = None) -> list[Registered]:
    """All names that are not deleted, in their order; those of one project."""
    query = sa.select(*_MODEL).where(registered_model.c.deleted_at.is_(None))
    if project is not None:
        query = query.where(registered_model.c.project == project)
    return [Registered(*row) for row in connection.execute(query.order_by(registered_model.c.name))]


def named(connection: sa.Connection, name: str) -> Registered | None:
    """The one of a name that is not deleted."""
    of_it = (registered_model.c.name == name, registered_model.c.deleted_at.is_(None))
    row = connection.execute(sa.select(*_MODEL).where(*of_it)).one_or_none()
    return None if row is None else Registered(*row)


def of_key(connection: sa.Connection, key: int) -> Registered | None:
    """The one of a key, deleted or not."""
    row = connection.execute(sa.select(*_MODEL).where(registered_model.c.id == key)).one_or_none()
    return None if row is None else Registered(*row)


def add(tx: Transaction, name: str, **values: Any) -> int:
    """Insert a name and return its key."""
    now = tx.clock.now()
    given = {"name": name, "created_at": now, "changed_at": now, **values}
    key = tx.insert(registered_model, **given)
    tx.feed("model", name)
    return key


def change(tx: Transaction, one: Registered, **values: Any) -> None:
    """Change a name's own row."""
    changed = {**values, "changed_at": tx.clock.now()}
    tx.run(sa.update(registered_model).where(registered_model.c.id == one.id).values(changed))
    tx.feed("model", one.name)


def _versions() -> sa.Select[Any]:
    return (
        sa.select(*_VERSION)
        .join(registered_model, registered_model.c.id == registered_version.c.registered_id)
        .outerjoin(logged_model, logged_model.c.id == registered_version.c.logged_model_id)
        .order_by(registered_version.c.registered_id, registered_version.c.number)
    )


def versions(
    connection: sa.Connection, registered_id: int | None = None
) -> list[RegisteredVersion]:
    """The versions of a name, or of every name, that are not deleted, oldest first."""
    query = _versions().where(registered_version.c.deleted_at.is_(None))
    if registered_id is None:
        query = query.where(registered_model.c.deleted_at.is_(None))
    else:
        query = query.where(registered_version.c.registered_id == registered_id)
    return [RegisteredVersion(*row) for row in connection.execute(query)]


def version_of_key(connection: sa.Connection, key: int) -> RegisteredVersion | None:
    """The version of a key, deleted or not."""
    row = connection.execute(_versions().where(registered_version.c.id == key)).one_or_none()
    return None if row is None else RegisteredVersion(*row)


def version(connection: sa.Connection, name: str, number: int) -> RegisteredVersion | None:
    """A version of a name by its number; none that is deleted."""
    query = _versions().where(
        registered_model.c.name == name,
        registered_model.c.deleted_at.is_(None),
        registered_version.c.number == number,
        registered_version.c.deleted_at.is_(None),
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else RegisteredVersion(*row)


def next_number(connection: sa.Connection, name: str, model_id: int | None) -> int:
    """The number that the next version of a name has, whoever registers it."""
    given = sa.select(sa.func.max(registered_version.c.number)).join(
        registered_model, registered_model.c.id == registered_version.c.registered_id
    )
    of_it = (registered_model.c.name == name, registered_model.c.deleted_at.is_(None))
    last = connection.execute(given.where(*of_it)).scalar()
    own = None
    if model_id is not None:
        trained = sa.select(sa.func.max(model_version.c.number))
        own = connection.execute(trained.where(model_version.c.model_id == model_id)).scalar()
    return max(int(last or 0), int(own or 0)) + 1


def add_version(tx: Transaction, one: Registered, **values: Any) -> int:
    """Insert a version and return its key."""
    now = tx.clock.now()
    given = {"registered_id": one.id, "created_at": now, "changed_at": now, **values}
    key = tx.insert(registered_version, **given)
    change(tx, one)
    return key


def change_version(tx: Transaction, one: RegisteredVersion, **values: Any) -> None:
    """Change a version's row."""
    changed = {**values, "changed_at": tx.clock.now()}
    tx.run(sa.update(registered_version).where(registered_version.c.id == one.id).values(changed))
    tx.feed("model", one.name)


def became(tx: Transaction, name: str, number: int, version_id: int) -> None:
    """Note that a version of a name is a version of Tidemill's registry from now on."""
    one = version(tx.connection, name, number)
    assert one is not None
    change_version(tx, one, version_id=version_id)


def aliases(connection: sa.Connection, registered_id: int) -> dict[str, int]:
    """The aliases of a name: the number each stands on."""
    query = sa.select(registered_alias.c.name, registered_alias.c.number)
    of_it = registered_alias.c.registered_id == registered_id
    rows = connection.execute(query.where(of_it).order_by(registered_alias.c.name))
    return {row[0]: int(row[1]) for row in rows}


def put_alias(tx: Transaction, one: Registered, alias: str, number: int | None, by: str) -> None:
    """Let an alias stand on a version, moved there if it stood elsewhere; None takes it off."""
    of_it = (registered_alias.c.registered_id == one.id, registered_alias.c.name == alias)
    tx.run(sa.delete(registered_alias).where(*of_it))
    if number is not None:
        values = {"registered_id": one.id, "name": alias, "number": number, "by": by}
        tx.run(sa.insert(registered_alias).values(at=tx.clock.now(), **values))
    tx.feed("model", one.name)
