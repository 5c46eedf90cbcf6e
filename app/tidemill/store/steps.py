"""Rows of the steps by which datasets are prepared."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from tidemill.domain.steps import Step
from tidemill.store.engine import Transaction
from tidemill.store.schema import step

_STEP = (
    step.c.id,
    step.c.dataset_id,
    step.c.position,
    step.c.kind,
    step.c.name,
    step.c.settings,
    step.c.created_at,
    step.c.by,
    step.c.undone_at,
)


def of_dataset(connection: sa.Connection, dataset_id: int) -> list[Step]:
    """The steps of a dataset in their order, those undone among them."""
    query = sa.select(*_STEP).where(step.c.dataset_id == dataset_id)
    rows = connection.execute(query.order_by(step.c.position, step.c.id))
    return [Step(*row) for row in rows]


def insert(tx: Transaction, one: Step) -> int:
    """Insert a step (its `id` is ignored) and return its key."""
    key = tx.insert(
        step,
        dataset_id=one.dataset_id,
        position=one.position,
        kind=one.kind,
        name=one.name,
        settings=dict(one.settings),
        blob=_blob(one.settings),
        created_at=tx.clock.now(),
        by=one.by,
        undone_at=one.undone_at,
    )
    tx.feed("step", key)
    return key


def _blob(settings: Mapping[str, Any]) -> str | None:
    """The stored file that a step's settings name, if they name one."""
    name = settings.get("labels")
    return name if isinstance(name, str) and name else None


def update(tx: Transaction, key: int, **values: Any) -> None:
    """Change a step's row."""
    if "settings" in values:
        values["blob"] = _blob(values["settings"])
    tx.run(sa.update(step).where(step.c.id == key).values(**values))
    tx.feed("step", key)


def places(tx: Transaction, keys: Iterable[int]) -> None:
    """Put steps into this order."""
    for position, key in enumerate(keys):
        tx.run(sa.update(step).where(step.c.id == key).values(position=position))
        tx.feed("step", key)
