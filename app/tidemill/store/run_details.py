"""What only a run's own page reads: where it came from, what it printed, its files' sizes, the
runs nested in it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.store.runs import IS_THERE
from tidemill.store.schema import artifact, console, key, run, run_origin, series


def facts(connection: sa.Connection, pk: int) -> dict[str, Any]:
    """Script, arguments, folder, git, computer; empty where nothing is known."""
    query = sa.select(run_origin.c.facts).where(run_origin.c.run_pk == pk)
    found: Any = connection.execute(query).scalar()
    return dict(found) if found else {}


def files(connection: sa.Connection, pk: int) -> list[tuple[str, str, int]]:
    """Path, blob and size in bytes of a run's files, by path."""
    query = sa.select(artifact.c.path, artifact.c.blob, artifact.c.n_bytes)
    rows = connection.execute(query.where(artifact.c.run_pk == pk).order_by(artifact.c.path))
    return [(row[0], row[1], int(row[2])) for row in rows]


def nested(connection: sa.Connection, pk: int) -> list[int]:
    """Keys of the runs that were started in a run, in order; not those in the trash."""
    query = sa.select(run.c.pk).where(run.c.parent_pk == pk, run.c.deleted.is_(False), IS_THERE)
    return [row[0] for row in connection.execute(query.order_by(run.c.pk))]


def printed(connection: sa.Connection, pk: int, after: int = -1) -> list[tuple[int, datetime, str]]:
    """Number, time and text of what a run printed, from past a number on."""
    c = console.c
    query = sa.select(c.number, c.at, c.text).where(c.run_pk == pk, c.number > after)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.order_by(c.number))]


def key_of(connection: sa.Connection, uuid: str) -> int | None:
    """The key of a whole id, in the trash or not."""
    query = sa.select(run.c.pk).where(run.c.uuid == uuid.lower(), IS_THERE)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def highest(connection: sa.Connection, pk: int, name: str, kind: str = "metric") -> float | None:
    """The highest value of a metric's course; None where it has none."""
    query = (
        sa.select(series.c.hi)
        .join(key, key.c.id == series.c.key_id)
        .where(series.c.run_pk == pk, key.c.kind == kind, key.c.name == name)
    )
    found = connection.execute(query).scalar()
    return None if found is None else float(found)
