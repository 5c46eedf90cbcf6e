"""The course of one model over all its chunks, read without their reports."""

import sqlalchemy as sa

from tidemill.domain.courses import Course, Seen, course_of, pack_figures
from tidemill.domain.models import Model
from tidemill.store.schema import chunk, dataset_version, model_version


def read(connection: sa.Connection, model: Model) -> Course:
    """Figures of each chunk by column, oldest rows first."""
    c = chunk.c
    query = (
        sa.select(
            c.id,
            dataset_version.c.number,
            model_version.c.number.label("version"),
            c.starts_at,
            c.ends_at,
            c.created_at,
            c.n_rows,
            c.figures,
            c.measures,
            c.prediction_psi,
            c.coverage,
            c.estimates,
            c.worth,
            c.reference,
            c.span,
        )
        .join(model_version, model_version.c.id == c.version_id)
        .outerjoin(dataset_version, dataset_version.c.id == c.dataset_version_id)
        .where(c.model_id == model.id)
        .order_by(c.starts_at, c.id)
    )
    rows = connection.execute(query).all()
    early = _packed(connection, [row.id for row in rows if row.figures is None])
    seen = [
        Seen(
            row.id,
            row.number or 0,
            row.version,
            row.starts_at,
            row.ends_at,
            row.created_at,
            row.n_rows,
            early[row.id] if row.figures is None else row.figures,
            row.measures,
            row.prediction_psi,
            row.coverage,
            row.estimates,
            row.worth,
            row.reference.get("words", ""),
            row.span,
        )
        for row in rows
    ]
    return course_of(model.name, model.metric, seen)


def _packed(connection: sa.Connection, keys: list[int]) -> dict[int, bytes]:
    """The figures of chunks that were kept as reports alone, one report at a time."""
    query = sa.select(chunk.c.report).where(chunk.c.id == sa.bindparam("key"))
    return {key: pack_figures(connection.execute(query, {"key": key}).scalar_one()) for key in keys}
