"""Rows of deployments."""

from typing import Any

import sqlalchemy as sa

from tidemill.base import collation
from tidemill.domain.deployments import Deployment, DeploymentKind, ServiceState
from tidemill.store.engine import Transaction
from tidemill.store.schema import deployment, model, model_version


def _query() -> sa.Select[Any]:
    return (
        sa.select(deployment, model.c.name.label("model"), model_version.c.number.label("serves"))
        .join(model, model.c.id == deployment.c.model_id)
        .outerjoin(model_version, model_version.c.id == deployment.c.serves_id)
    )


def _from(row: Any) -> Deployment:
    return Deployment(
        id=row.id,
        kind=DeploymentKind(row.kind),
        name=row.name,
        model_id=row.model_id,
        model=row.model,
        settings=row.settings,
        is_on=bool(row.is_on),
        state=ServiceState(row.state),
        state_at=row.state_at,
        created_at=row.created_at,
        by=row.by,
        trouble=row.trouble,
        address=row.address,
        serves_id=row.serves_id,
        serves=row.serves,
        split=row.split,
    )


def every(connection: sa.Connection) -> list[Deployment]:
    """All deployments, by name."""
    found = [_from(r) for r in connection.execute(_query().order_by(deployment.c.name))]
    return collation.rearranged(found, lambda one: one.name)


def find(connection: sa.Connection, name: str) -> Deployment | None:
    """The deployment of a name."""
    row = connection.execute(_query().where(deployment.c.name == name)).one_or_none()
    return None if row is None else _from(row)


def of_id(connection: sa.Connection, key: int) -> Deployment | None:
    """The deployment of a key."""
    row = connection.execute(_query().where(deployment.c.id == key)).one_or_none()
    return None if row is None else _from(row)


def insert(tx: Transaction, one: Deployment) -> int:
    """Insert one (its `id`, `model` and `serves` are ignored) and return its key."""
    key = tx.insert(
        deployment,
        kind=str(one.kind),
        name=one.name,
        model_id=one.model_id,
        settings=dict(one.settings),
        split=dict(one.split),
        is_on=one.is_on,
        state=str(one.state),
        state_at=one.state_at,
        trouble=one.trouble,
        address=one.address,
        serves_id=one.serves_id,
        created_at=one.created_at,
        by=one.by,
    )
    tx.feed("deployment", one.name)
    return key


def update(tx: Transaction, name: str, **values: Any) -> None:
    """Change a deployment's row."""
    tx.run(sa.update(deployment).where(deployment.c.name == name).values(**values))
    tx.feed("deployment", name)
