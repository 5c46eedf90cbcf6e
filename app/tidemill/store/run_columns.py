"""Runs read a column at a time, in slices of plain rows, for the view that is held in memory.

On SQLite rows come from the driver as they are, which takes a third of the time. Give `since` to
read only runs whose sequence number is past it. A whole view reads in one transaction, so that
what it reads belongs together.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from tidemill.store import trash
from tidemill.store.schema import dataset, dataset_version, key, kv, run, series

SLICE = 5_000
Slice = list[tuple[Any, ...]]


class Mark(NamedTuple):
    """How far a store is: its highest sequence number, and how many runs are gone for good."""

    seq: int
    purged: int


def mark(connection: sa.Connection) -> Mark:
    """How far the store is."""
    seq = connection.execute(sa.select(sa.func.max(run.c.seq))).scalar()
    return Mark(int(seq or 0), trash.purged(connection))


def keys(connection: sa.Connection, after: int = 0) -> Slice:
    """Id, kind and name of every key with a higher id."""
    query = sa.select(key.c.id, key.c.kind, key.c.name).where(key.c.id > after)
    return [tuple(row) for row in connection.execute(query.order_by(key.c.id))]


def n_keys(connection: sa.Connection) -> int:
    """How many keys there are."""
    return int(connection.execute(sa.select(sa.func.count()).select_from(key)).scalar_one())


def n_changed(connection: sa.Connection, since: int) -> int:
    """How many runs changed past a sequence number."""
    query = sa.select(sa.func.count()).select_from(run).where(run.c.seq > since)
    return int(connection.execute(query).scalar_one())


_parent = run.alias("parent")
_OWN: dict[str, sa.ColumnElement[Any]] = {
    "id": run.c.uuid,
    "name": run.c.name,
    "project": run.c.project,
    "experiment": run.c.experiment,
    "state": run.c.status,
    "by": run.c.user,
    "dataset": run.c.dataset_version_id,
    "pinned": run.c.pinned,
    "archived": run.c.archived,
    "starred": run.c.starred,
    "colour": run.c.colour,
    "note": run.c.note,
    "parent": _parent.c.uuid,
    "trashed": run.c.deleted,
    "started": sa.type_coerce(run.c.started_at, sa.String),
    "ended": sa.type_coerce(run.c.ended_at, sa.String),
}
FIELDS = tuple(_OWN)
"""Own fields as they can be read; `dataset` is its version's key, times are ISO text."""

# What was emptied from the trash may leave an empty row, which is no run.
_is_run = sa.or_(run.c.deleted.is_(False), run.c.deleted_at.is_not(None))


def own(
    connection: sa.Connection, fields: Sequence[str], since: int | None = None
) -> Iterator[Slice]:
    """Key and own fields of runs, by key."""
    query = sa.select(run.c.pk, *(_OWN[field] for field in fields)).where(_is_run)
    if "parent" in fields:
        query = query.outerjoin(_parent, _parent.c.pk == run.c.parent_pk)
    if since is not None:
        query = query.where(run.c.seq > since)
    return _slices(connection, query.order_by(run.c.pk))


def pks(connection: sa.Connection) -> Iterator[Slice]:
    """The keys of all runs, one a row."""
    return _slices(connection, sa.select(run.c.pk).where(_is_run).order_by(run.c.pk))


def values(connection: sa.Connection, key_id: int, since: int | None = None) -> Iterator[Slice]:
    """Run's key, number and text of every run that has a value of a key."""
    query = sa.select(kv.c.run_pk, kv.c.num, kv.c.txt).where(kv.c.key_id == key_id)
    if since is None:
        return _slices(connection, query.order_by(kv.c.run_pk))
    query = query.join(run, run.c.pk == kv.c.run_pk).where(run.c.seq > since)
    return _slices(connection, query)


def extremes(connection: sa.Connection, key_id: int, since: int | None = None) -> Iterator[Slice]:
    """Run's key, lowest and highest value of every run that has a history of a metric."""
    query = sa.select(series.c.run_pk, series.c.lo, series.c.hi).where(series.c.key_id == key_id)
    if since is None:
        return _slices(connection, query.order_by(series.c.run_pk))
    query = query.join(run, run.c.pk == series.c.run_pk).where(run.c.seq > since)
    return _slices(connection, query)


def values_of(
    connection: sa.Connection, pks: Sequence[int], key_ids: Sequence[int]
) -> Iterator[Slice]:
    """Run's key, key's id, number and text of some runs, of some keys."""
    query = sa.select(kv.c.run_pk, kv.c.key_id, kv.c.num, kv.c.txt)
    return _of(connection, query, kv, pks, key_ids)


def extremes_of(
    connection: sa.Connection, pks: Sequence[int], key_ids: Sequence[int]
) -> Iterator[Slice]:
    """Run's key, key's id, lowest and highest value of some runs, of some metrics."""
    query = sa.select(series.c.run_pk, series.c.key_id, series.c.lo, series.c.hi)
    return _of(connection, query, series, pks, key_ids)


_AT_ONCE = 500


def _of(
    connection: sa.Connection,
    query: sa.Select[Any],
    table: sa.Table,
    pks: Sequence[int],
    key_ids: Sequence[int],
) -> Iterator[Slice]:
    wanted = list(key_ids)
    if not wanted:
        return
    if len(wanted) <= _AT_ONCE:
        query = query.where(table.c.key_id.in_(wanted))
    for start in range(0, len(pks), _AT_ONCE):
        some = list(pks[start : start + _AT_ONCE])
        yield from _slices(connection, query.where(table.c.run_pk.in_(some)))


def dataset_labels(connection: sa.Connection) -> dict[int, str]:
    """Every dataset version as people name it, `churn@3`, by its key."""
    query = sa.select(dataset_version.c.id, dataset.c.name, dataset_version.c.number).join(
        dataset, dataset.c.id == dataset_version.c.dataset_id
    )
    return {row[0]: f"{row[1]}@{row[2]}" for row in connection.execute(query)}


class Frequency(NamedTuple):
    """A key in the newest values: how often it occurs, whether its text differs."""

    key_id: int
    n: int
    varies: bool


def frequent_keys(connection: sa.Connection, n_runs: int, n_values: int) -> list[Frequency]:
    """How often keys occur among the newest runs; looks at no more than `n_values` values."""
    # The lowest key of those runs is found first, so that the values come from one stretch.
    newest = sa.select(run.c.pk).where(_is_run).order_by(run.c.pk.desc()).limit(n_runs).subquery()
    lowest = connection.execute(sa.select(sa.func.min(newest.c.pk))).scalar() or 0
    some = (
        sa.select(kv.c.key_id, kv.c.txt)
        .where(kv.c.run_pk >= lowest)
        .order_by(kv.c.run_pk.desc(), kv.c.key_id)
        .limit(n_values)
        .subquery()
    )
    query = sa.select(
        some.c.key_id, sa.func.count(), sa.func.min(some.c.txt), sa.func.max(some.c.txt)
    ).group_by(some.c.key_id)
    return [Frequency(row[0], row[1], row[2] != row[3]) for row in connection.execute(query)]


def _slices(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[Slice]:
    """Plain rows, so many at a time: SQLite's cursor reads on as it is asked, others stream."""
    if connection.dialect.name != "sqlite":
        streamed = connection.execute(query.execution_options(yield_per=SLICE))
        for part in streamed.partitions():
            yield [tuple(row) for row in part]
        return
    result = connection.execute(query)
    try:
        cursor: Any = result.cursor
        while rows := cursor.fetchmany(SLICE):
            yield rows
    finally:
        result.close()
