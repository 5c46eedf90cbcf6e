"""Rows of what models are compared with: who chose what, when and why."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.reference_choices import ReferenceChoice, ReferenceKind
from tidemill.store.engine import Transaction
from tidemill.store.schema import dataset, model, monitor_reference


def of_model(connection: sa.Connection, model_id: int) -> list[ReferenceChoice]:
    """All choices for a model, oldest first, undone ones among them."""
    r = monitor_reference.c
    query = (
        sa.select(
            r.id,
            model.c.name,
            r.kind,
            r.first,
            r.last,
            dataset.c.name,
            r.reason,
            r.by,
            r.at,
            r.undone_at,
        )
        .join(model, model.c.id == r.model_id)
        .join(dataset, dataset.c.id == model.c.dataset_id)
        .where(r.model_id == model_id)
        .order_by(r.id)
    )
    return [_choice(row) for row in connection.execute(query)]


def _choice(row: Any) -> ReferenceChoice:
    key, name, kind, *rest = row
    return ReferenceChoice(key, name, ReferenceKind(kind), *rest)


def insert(tx: Transaction, model_name: str, **values: Any) -> int:
    """Insert a choice and return its key."""
    key = tx.insert(monitor_reference, at=tx.clock.now(), **values)
    tx.feed("monitor", model_name)
    return key


def undo(tx: Transaction, model_name: str, choice_id: int) -> None:
    """Let a choice stand no more."""
    now = tx.clock.now()
    r = monitor_reference
    tx.run(sa.update(r).where(r.c.id == choice_id).values(undone_at=now))
    tx.feed("monitor", model_name)
