"""Rows of what models are worth: costs of answers, figures of the business by day."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from tidemill.domain.business_value import Costs, KeptCosts, Kpi
from tidemill.store.engine import Transaction
from tidemill.store.schema import kpi_day, kpi_file, model_costs

_COSTS = (
    model_costs.c.id,
    model_costs.c.model_id,
    model_costs.c.costs,
    model_costs.c.at,
    model_costs.c.by,
)
_AT_ONCE = 5_000


def costs(connection: sa.Connection, model_id: int) -> KeptCosts | None:
    """The costs of a model that stand."""
    query = sa.select(*_COSTS).where(*_standing(model_id))
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return KeptCosts(row.id, row.model_id, Costs.from_dict(row.costs), row.at, row.by)


def put_costs(
    tx: Transaction, model_name: str, model_id: int, given: Costs | None, by: str
) -> int | None:
    """Let costs stand in place of those that did, or none; returns their key."""
    tx.run(sa.update(model_costs).where(*_standing(model_id)).values(ended_at=tx.clock.now()))
    key = None
    if given is not None:
        key = tx.insert(
            model_costs, model_id=model_id, costs=given.to_dict(), at=tx.clock.now(), by=by
        )
    _feed(tx, model_name)
    return key


def put_costs_back(tx: Transaction, model_name: str, model_id: int, key: int | None) -> None:
    """Let costs that were ended stand again; None lets none stand."""
    tx.run(sa.update(model_costs).where(*_standing(model_id)).values(ended_at=tx.clock.now()))
    if key is not None:
        tx.run(sa.update(model_costs).where(model_costs.c.id == key).values(ended_at=None))
    _feed(tx, model_name)


def _standing(model_id: int) -> tuple[Any, Any]:
    return model_costs.c.model_id == model_id, model_costs.c.ended_at.is_(None)


def kpi(connection: sa.Connection, model_id: int) -> Kpi | None:
    """The figure of a model as it stands: the newest file's word of each day."""
    files = connection.execute(
        sa.select(kpi_file.c.title, kpi_file.c.unit, kpi_file.c.is_cost)
        .where(*_files(model_id))
        .order_by(kpi_file.c.id.desc())
        .limit(1)
    ).one_or_none()
    if files is None:
        return None
    query = (
        sa.select(kpi_day.c.day, kpi_day.c.value)
        .join(kpi_file, kpi_file.c.id == kpi_day.c.file_id)
        .where(*_files(model_id))
        .order_by(kpi_file.c.id)
    )
    days = {row.day: row.value for row in connection.execute(query)}
    ordered = sorted(days.items())
    return Kpi(
        files.title,
        files.unit,
        files.is_cost,
        tuple(day for day, _ in ordered),
        tuple(value for _, value in ordered),
    )


def add_kpi(
    tx: Transaction, model_name: str, model_id: int, days: Mapping[str, float], **values: Any
) -> int:
    """Add a file of days (ISO dates) and return its key."""
    key = tx.insert(kpi_file, model_id=model_id, at=tx.clock.now(), **values)
    rows = [{"file_id": key, "day": day, "value": value} for day, value in sorted(days.items())]
    for low in range(0, len(rows), _AT_ONCE):
        tx.run(sa.insert(kpi_day), rows[low : low + _AT_ONCE])
    _feed(tx, model_name)
    return key


def is_kpi_standing(connection: sa.Connection, key: int) -> bool:
    """Whether a file of days stands."""
    query = sa.select(kpi_file.c.id).where(kpi_file.c.id == key, kpi_file.c.undone_at.is_(None))
    return connection.execute(query).one_or_none() is not None


def undo_kpi(tx: Transaction, model_name: str, key: int) -> None:
    """Take a file of days back; what stood before stands again."""
    tx.run(sa.update(kpi_file).where(kpi_file.c.id == key).values(undone_at=tx.clock.now()))
    _feed(tx, model_name)


def _files(model_id: int) -> tuple[Any, Any]:
    return kpi_file.c.model_id == model_id, kpi_file.c.undone_at.is_(None)


def _feed(tx: Transaction, model_name: str) -> None:
    tx.feed("monitor", model_name)
    tx.feed("model", model_name)
