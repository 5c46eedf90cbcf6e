"""Rows of the labels that stand on versions."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.models import Alias
from tidemill.store.engine import Transaction
from tidemill.store.schema import model_alias

_ALIAS = (
    model_alias.c.model_id,
    model_alias.c.name,
    model_alias.c.version_id,
    model_alias.c.at,
    model_alias.c.by,
)


def of_model(connection: sa.Connection, model_id: int) -> list[Alias]:
    """The labels of a model, by name."""
    query = sa.select(*_ALIAS).where(model_alias.c.model_id == model_id)
    return [Alias(*row) for row in connection.execute(query.order_by(model_alias.c.name))]


def every(connection: sa.Connection) -> dict[int, tuple[Alias, ...]]:
    """The labels of all models, by the model's key."""
    found: dict[int, list[Alias]] = {}
    query = sa.select(*_ALIAS).order_by(model_alias.c.model_id, model_alias.c.name)
    for row in connection.execute(query):
        found.setdefault(row.model_id, []).append(Alias(*row))
    return {key: tuple(some) for key, some in found.items()}


def version_of(connection: sa.Connection, model_id: int, name: str) -> int | None:
    """Key of the version a label stands on; None where there is no such label."""
    query = sa.select(model_alias.c.version_id).where(*_is(model_id, name))
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else int(found)


def put(
    tx: Transaction, model_name: str, model_id: int, name: str, version_id: int | None, by: str
) -> None:
    """Let a label stand on a version, moved there if it stood elsewhere; None takes it off."""
    tx.run(sa.delete(model_alias).where(*_is(model_id, name)))
    if version_id is not None:
        values = {"model_id": model_id, "name": name, "version_id": version_id, "by": by}
        tx.run(sa.insert(model_alias).values(at=tx.clock.now(), **values))
    tx.feed("model", model_name)


def _is(model_id: int, name: str) -> tuple[Any, Any]:
    return model_alias.c.model_id == model_id, model_alias.c.name == name
