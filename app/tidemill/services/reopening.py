"""Opening an alert again that was closed, and its incident: who closed it may have been wrong."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.alerts import Alert
from tidemill.store import chunks, incidents
from tidemill.store.engine import Transaction

Facts = dict[str, Any]
MARK = "alert"


def is_standing(connection: sa.Connection, told: Facts) -> bool:
    """Whether the alert is closed and none of its kind was opened after it."""
    found = _found(connection, told)
    if found is None or found.closed_at is None:
        return False
    of_model = chunks.alerts(connection, model_id=found.model_id, only_open=True)
    return all(one.rule != found.rule for one in of_model)


def take_back(tx: Transaction, told: Facts) -> None:
    """Open it again; the next look at its model may close it once more."""
    found = _found(tx.connection, told)
    assert found is not None
    chunks.update_alert(tx, found.id, closed_at=None, closed_by=None, reason="")
    of = incidents.of_alert(tx.connection, found.id)
    if of is not None:
        incidents.update(tx, of, closed_at=None, closed_by=None, outcome="")
    tx.feed("monitor", found.model)


def _found(connection: sa.Connection, told: Facts) -> Alert | None:
    return next((one for one in chunks.alerts(connection) if one.id == told[MARK]), None)
