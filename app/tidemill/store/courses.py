"""The courses of a metric in small, for pictures of a few dozen points each."""

from collections.abc import Sequence

import sqlalchemy as sa

from tidemill.store.schema import history_chunk, key, point


def small(
    connection: sa.Connection, pks: Sequence[int], metric: str, most: int
) -> dict[int, list[float]]:
    """Up to about `most` values of a metric for each run that has a course, in order.

    Of what is packed in chunks the middle of each one's extremes is taken, of the rest every so
    many points.
    """
    key_id = connection.execute(
        sa.select(key.c.id).where(key.c.kind == "metric", key.c.name == metric)
    ).scalar()
    if key_id is None or not pks:
        return {}
    c, p = history_chunk.c, point.c
    found: dict[int, list[float]] = {}
    chunks = sa.select(c.run_pk, c.lo, c.hi).where(c.key_id == key_id, c.run_pk.in_(pks))
    for pk, lo, hi in connection.execute(chunks.order_by(c.run_pk, c.first)):
        if lo is not None and hi is not None:
            found.setdefault(pk, []).append((lo + hi) / 2)
    counts = sa.select(p.run_pk, sa.func.count()).where(p.key_id == key_id, p.run_pk.in_(pks))
    for pk, n in connection.execute(counts.group_by(p.run_pk)).all():
        step = max(1, -(-int(n) // most))
        values = sa.select(p.value).where(p.run_pk == pk, p.key_id == key_id)
        if step > 1:
            values = values.where(p.n % step == 0)
        rows = connection.execute(values.order_by(p.n))
        found.setdefault(pk, []).extend(value for (value,) in rows if value is not None)
    return {pk: thinned(values, most) for pk, values in found.items() if len(values) > 1}


def thinned(values: Sequence[float], most: int) -> list[float]:
    """Every so many of the values, the last one among them."""
    step = max(1, -(-len(values) // most))
    kept = list(values[::step])
    if (len(values) - 1) % step:
        kept.append(values[-1])
    return kept
