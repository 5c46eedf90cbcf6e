"""Chunks as they tell how right a version was: without their long reports."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.monitoring import Chunk
from tidemill.store.schema import chunk, dataset_version, model_version


def of_version(connection: sa.Connection, version_id: int) -> list[Chunk]:
    """The chunks that a version looked at, oldest rows first; their reports are left out."""
    return _read(connection, chunk.c.version_id == version_id)


def of_model(connection: sa.Connection, model_id: int) -> list[Chunk]:
    """The chunks of a model, oldest rows first; their reports are left out."""
    return _read(connection, chunk.c.model_id == model_id)


def _read(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Chunk]:
    c = chunk.c
    query = (
        sa.select(
            c.id,
            c.model_id,
            c.version_id,
            model_version.c.number.label("version"),
            c.dataset_version_id,
            dataset_version.c.number.label("dataset_version"),
            c.starts_at,
            c.ends_at,
            c.n_rows,
            c.measures,
            c.prediction_psi,
            c.created_at,
            c.span,
            c.changed_at,
            c.reference,
            c.coverage,
            c.estimates,
            c.worth,
        )
        .join(model_version, model_version.c.id == c.version_id)
        .outerjoin(dataset_version, dataset_version.c.id == c.dataset_version_id)
        .where(wanted)
        .order_by(c.starts_at, c.id)
    )
    return [_chunk(row) for row in connection.execute(query)]


def _chunk(row: Any) -> Chunk:
    return Chunk(report={}, **row._mapping)
