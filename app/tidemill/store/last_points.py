"""Where in its course each metric of runs was last logged: step and time."""

from collections.abc import Sequence

import sqlalchemy as sa

from tidemill.store.schema import key, kv, point, series

_SLICE = 5_000

Last = dict[tuple[int, str], tuple[int, float]]
"""Step and seconds since 1970, by run's key and metric; a metric given once without is missing."""


def of_runs(connection: sa.Connection, pks: Sequence[int]) -> Last:
    """The last step and time of all metrics of some runs."""
    found: Last = {}
    single = sa.and_(point.c.run_pk == kv.c.run_pk, point.c.key_id == kv.c.key_id, point.c.n == 0)
    first = (
        sa.select(kv.c.run_pk, key.c.name, point.c.step, point.c.at)
        .join(key, key.c.id == kv.c.key_id)
        .join(point, single)
        .where(key.c.kind == "metric")
    )
    many = sa.select(series.c.run_pk, key.c.name, series.c.last_step, series.c.last_at).join(
        key, key.c.id == series.c.key_id
    )
    for start in range(0, len(pks), _SLICE):
        some = pks[start : start + _SLICE]
        # A metric with a course has its last place in `series`; one logged once is a point.
        for query in (first.where(kv.c.run_pk.in_(some)), many.where(series.c.run_pk.in_(some))):
            for pk, name, step, at in connection.execute(query).all():
                found[pk, name] = (step, at)
    return found
