"""Rows of monitoring: chunks of new data and the alerts over them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.alerts import Alert, Severity
from tidemill.domain.courses import pack_figures
from tidemill.domain.monitoring import Chunk
from tidemill.store import chunk_points
from tidemill.store.column_types import Json
from tidemill.store.engine import Transaction
from tidemill.store.schema import (
    alert,
    chunk,
    chunk_answers,
    chunk_part,
    dataset_version,
    incident,
    model,
    model_version,
)


def _chunks_query(*, with_report: bool = True) -> sa.Select[Any]:
    return (
        sa.select(
            chunk.c.id,
            chunk.c.model_id,
            chunk.c.version_id,
            model_version.c.number,
            chunk.c.dataset_version_id,
            dataset_version.c.number,
            chunk.c.starts_at,
            chunk.c.ends_at,
            chunk.c.n_rows,
            chunk.c.report if with_report else sa.literal({}, Json()).label("report"),
            chunk.c.measures,
            chunk.c.prediction_psi,
            chunk.c.created_at,
            chunk.c.span,
            chunk.c.changed_at,
            chunk.c.reference,
            chunk.c.coverage,
            chunk.c.estimates,
            chunk.c.worth,
            chunk.c.finding,
        )
        .join(model_version, model_version.c.id == chunk.c.version_id)
        .outerjoin(dataset_version, dataset_version.c.id == chunk.c.dataset_version_id)
        .order_by(chunk.c.starts_at, chunk.c.id)
    )


def of_model(connection: sa.Connection, model_id: int, *, with_report: bool = True) -> list[Chunk]:
    """All chunks of a model, by the time of their rows; reports are long, and empty where they are
    left out."""
    query = _chunks_query(with_report=with_report).where(chunk.c.model_id == model_id)
    return [Chunk(*row) for row in connection.execute(query)]


def find(connection: sa.Connection, model_id: int, span: str) -> Chunk | None:
    """The chunk of a span of a model's rows, if they were looked at."""
    query = _chunks_query().where(chunk.c.model_id == model_id, chunk.c.span == span)
    row = connection.execute(query).one_or_none()
    return None if row is None else Chunk(*row)


def seen_at(connection: sa.Connection, model_id: int) -> list[datetime]:
    """When a model's chunks that came with the data were first looked at, in that order."""
    query = sa.select(chunk.c.created_at).where(
        chunk.c.model_id == model_id, chunk.c.dataset_version_id.is_not(None)
    )
    return list(connection.scalars(query.order_by(chunk.c.created_at)))


def versions_seen(connection: sa.Connection) -> frozenset[int]:
    """The keys of all model versions whose answers were looked at."""
    return frozenset(connection.scalars(sa.select(chunk.c.version_id).distinct()))


def of_id(connection: sa.Connection, chunk_id: int) -> Chunk | None:
    """A chunk by its key, with its report."""
    row = connection.execute(_chunks_query().where(chunk.c.id == chunk_id)).one_or_none()
    return None if row is None else Chunk(*row)


def has_any(connection: sa.Connection, model_name: str) -> bool:
    """Whether anything was seen of a model."""
    query = sa.select(chunk.c.id).join(model, model.c.id == chunk.c.model_id)
    found = connection.execute(query.where(model.c.name == model_name).limit(1))
    return found.one_or_none() is not None


def n_of_model(connection: sa.Connection, model_id: int) -> int:
    """How many chunks of a model were looked at."""
    query = sa.select(sa.func.count()).select_from(chunk).where(chunk.c.model_id == model_id)
    return int(connection.execute(query).scalar_one())


def times(connection: sa.Connection, model_id: int) -> list[tuple[int, datetime]]:
    """Keys and ends of a model's chunks whose rows have times, oldest first."""
    query = sa.select(chunk.c.id, chunk.c.ends_at).where(
        chunk.c.model_id == model_id, chunk.c.ends_at.is_not(None)
    )
    return [(row.id, row.ends_at) for row in connection.execute(query.order_by(chunk.c.ends_at))]


def insert(tx: Transaction, model_name: str, **values: Any) -> int:
    """Insert a chunk, a version's own rows if no span is named, and return its key.

    Without a dataset version it is of rows that were only answered.
    """
    now = tx.clock.now()
    span = f"version:{values.get('dataset_version_id')}"
    known = {"span": span, "created_at": now, "changed_at": now, "news": next_news(tx)}
    key = tx.insert(chunk, **_with_figures(known | values))
    chunk_points.put(tx, key)
    tx.feed("monitor", model_name)
    return key


def next_news(tx: Transaction) -> int:
    """A number past those of all chunks: whoever reads on from there finds this one."""
    newest: int | None = tx.connection.scalar(sa.select(sa.func.max(chunk.c.news)))
    return (newest or 0) + 1


def news_of(connection: sa.Connection, keys: Iterable[int]) -> dict[int, int]:
    """The number of the last look at each of some chunks."""
    query = sa.select(chunk.c.id, chunk.c.news).where(chunk.c.id.in_(list(keys)))
    return {row.id: row.news for row in connection.execute(query)}


def update(tx: Transaction, model_name: str, chunk_id: int, **values: Any) -> None:
    """Change what a chunk says, and what its course and the boards read of it."""
    values = {"changed_at": tx.clock.now()} | _with_figures(values)
    tx.run(sa.update(chunk).where(chunk.c.id == chunk_id).values(**values))
    chunk_points.put(tx, chunk_id)
    tx.feed("monitor", model_name)


def replace(tx: Transaction, model_name: str, old: Mapping[int, int]) -> None:
    """Remove chunks whose rows lie in others now; `old` gives for each the one that takes over
    what refers to it, its alerts and incidents."""
    for table in (alert, incident):
        for before, now in old.items():
            mine = table.c.chunk_id == before
            tx.run(sa.update(table).where(mine).values(chunk_id=now))
    for before in old:
        chunk_points.remove(tx, before)
        tx.run(sa.delete(chunk_part).where(chunk_part.c.chunk_id == before))
        tx.run(sa.delete(chunk_answers).where(chunk_answers.c.chunk_id == before))
        tx.run(sa.delete(chunk).where(chunk.c.id == before))
    tx.feed("monitor", model_name)


def rename(tx: Transaction, chunk_id: int, span: str) -> None:
    """Give a chunk another span, to make room for a new one of its own."""
    tx.run(sa.update(chunk).where(chunk.c.id == chunk_id).values(span=span))


def _with_figures(values: dict[str, Any]) -> dict[str, Any]:
    if "report" not in values:
        return values
    return {**values, "figures": pack_figures(values["report"])}


def _alert(row: Any) -> Alert:
    values = list(row)
    values[5] = Severity(values[5])
    values[7] = tuple(values[7])
    values[16] = tuple(values[16] or ())
    return Alert(*values)


def alerts_of(connection: sa.Connection, model_id: int, dataset_version_id: int) -> list[str]:
    """What was found in a dataset version's rows and told as an alert, in words."""
    query = (
        sa.select(alert.c.message)
        .join(chunk, chunk.c.id == alert.c.chunk_id)
        .where(chunk.c.model_id == model_id, chunk.c.dataset_version_id == dataset_version_id)
    )
    return list(connection.scalars(query.order_by(alert.c.id)))


def alerts(
    connection: sa.Connection, *, model_id: int | None = None, only_open: bool = False
) -> list[Alert]:
    """Alerts, newest first."""
    query = (
        sa.select(
            alert.c.id,
            model.c.name,
            alert.c.model_id,
            model_version.c.number,
            alert.c.rule,
            alert.c.severity,
            alert.c.message,
            alert.c.columns,
            alert.c.value,
            alert.c.limit,
            alert.c.data_at,
            alert.c.opened_at,
            alert.c.closed_at,
            alert.c.closed_by,
            alert.c.reason,
            alert.c.kind,
            alert.c.evidence,
            alert.c.cost,
            alert.c.impact,
            alert.c.chunk_id,
        )
        .join(model, model.c.id == alert.c.model_id)
        .join(model_version, model_version.c.id == alert.c.version_id)
        .order_by(alert.c.id.desc())
    )
    if model_id is not None:
        query = query.where(alert.c.model_id == model_id)
    if only_open:
        query = query.where(alert.c.closed_at.is_(None))
    return [_alert(r) for r in connection.execute(query)]


def open_alert(tx: Transaction, model_name: str, **values: Any) -> int:
    """Insert an open alert and return its key."""
    key = tx.insert(alert, opened_at=tx.clock.now(), reason="", **values)
    tx.feed("alert", key)
    tx.feed("monitor", model_name)
    return key


def update_alert(tx: Transaction, alert_id: int, **values: Any) -> None:
    """Change an alert's row."""
    tx.run(sa.update(alert).where(alert.c.id == alert_id).values(**values))
    tx.feed("alert", alert_id)
