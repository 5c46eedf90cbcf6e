"""Rows of gates that were kept of incidents."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.incident_gates import IncidentGate
from tidemill.store.engine import Transaction
from tidemill.store.schema import model_gate

_COLUMNS = (
    model_gate.c.id,
    model_gate.c.model_id,
    model_gate.c.incident_id,
    model_gate.c.name,
    model_gate.c.settings,
    model_gate.c.is_on,
    model_gate.c.by,
)


def of_model(connection: sa.Connection, model_id: int) -> list[IncidentGate]:
    """The gates of a model, oldest first, also those switched off."""
    query = sa.select(*_COLUMNS).where(model_gate.c.model_id == model_id).order_by(model_gate.c.id)
    return [IncidentGate(*row) for row in connection.execute(query)]


def find(connection: sa.Connection, gate_id: int) -> IncidentGate | None:
    """One gate."""
    query = sa.select(*_COLUMNS).where(model_gate.c.id == gate_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else IncidentGate(*row)


def insert(tx: Transaction, gate: IncidentGate, model_name: str) -> int:
    """Insert a gate (its `id` is ignored) and return its key."""
    values: dict[str, Any] = {
        "model_id": gate.model_id,
        "incident_id": gate.incident_id,
        "name": gate.name,
        "settings": dict(gate.settings),
        "is_on": gate.is_on,
        "by": gate.by,
    }
    key = tx.insert(model_gate, created_at=tx.clock.now(), **values)
    tx.feed("model", model_name)
    return key


def switch(tx: Transaction, gate_id: int, on: bool, model_name: str) -> None:
    """Switch a gate on or off."""
    tx.run(sa.update(model_gate).where(model_gate.c.id == gate_id).values(is_on=on))
    tx.feed("model", model_name)
