"""Of every chunk a point of a few numbers: what boards of hundreds of models read."""

from datetime import datetime

import numpy as np
import sqlalchemy as sa

from tidemill.domain.boards import pack_point, without_point
from tidemill.domain.courses import unpack_figures
from tidemill.store.engine import Transaction
from tidemill.store.schema import chunk, chunk_points, model
from tidemill.store.upserts import upsert


def put(tx: Transaction, chunk_id: int) -> None:
    """Write a chunk's point anew from what its row says."""
    c = chunk.c
    columns = (c.model_id, c.ends_at, c.created_at, c.measures, c.estimates, c.worth, c.coverage)
    query = (
        sa.select(*columns, c.prediction_psi, c.figures, model.c.metric)
        .join(model, model.c.id == c.model_id)
        .where(c.id == chunk_id)
        .with_for_update(key_share=True, of=model)  # two looks at one model share a row of points
    )
    row = tx.connection.execute(query).one()
    figures: dict[str, float | None] = dict(_of_columns(row.figures))
    measured = row.measures.get(row.metric, {})
    figures |= {name: measured.get(name) for name in ("value", "low", "high")}
    figures |= {
        "prediction_psi": row.prediction_psi,
        "estimate": row.estimates.get(row.metric, {}).get("value"),
        "coverage": row.coverage,
        "worth": (row.worth or {}).get("value"),
    }
    point = pack_point(chunk_id, microseconds(row.ends_at or row.created_at), figures)
    points, month = chunk_points.c, _month(row.created_at)
    mine = sa.select(points.data).where(points.model_id == row.model_id, points.month == month)
    others = tx.connection.scalar(mine) or b""
    data = without_point(others, chunk_id) + point
    upsert(tx, chunk_points, [{"model_id": row.model_id, "month": month, "data": data}])


def remove(tx: Transaction, chunk_id: int) -> None:
    """Take a chunk's point away; the chunk itself is there still."""
    query = sa.select(chunk.c.model_id, chunk.c.created_at).where(chunk.c.id == chunk_id)
    row = tx.connection.execute(query).one()
    points, month = chunk_points.c, _month(row.created_at)
    mine = sa.and_(points.model_id == row.model_id, points.month == month)
    data = tx.connection.scalar(sa.select(points.data).where(mine).with_for_update())
    if data is not None:
        left = without_point(data, chunk_id)
        tx.run(sa.update(chunk_points).where(mine).values(data=left))


def _month(moment: datetime) -> int:
    return 12 * moment.year + moment.month - 1


def _of_columns(figures: bytes | None) -> dict[str, float]:
    if figures is None:
        return {}
    _, kept, over = unpack_figures(figures)
    found = {"n_columns": float(over.size), "n_drifted": float(np.count_nonzero(over))}
    psi = kept[0][~np.isnan(kept[0])]
    return found | ({"psi": float(psi.max())} if psi.size else {})


def microseconds(moment: datetime) -> int:
    """A moment as a whole number since 1970, to be read without parsing."""
    return round(moment.timestamp() * 1_000_000)


def read(connection: sa.Connection, since: datetime) -> tuple[list[int], list[bytes]]:
    """The model and the points of chunks first looked at since a month, in no order."""
    points = chunk_points.c
    query = sa.select(points.model_id, points.data).where(points.month >= _month(since))
    rows = connection.execute(query).all()
    return [row[0] for row in rows], [row[1] for row in rows]
