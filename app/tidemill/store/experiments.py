"""Rows of experiments: their numbers, names and tags; runs belong to one by its name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.runs import IS_THERE
from tidemill.store.schema import experiment, run
from tidemill.store.upserts import insert_missing


class Experiment(NamedTuple):
    """An experiment; `deleted_at` is when it was put aside."""

    id: int
    project: str
    name: str
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None
    tags: dict[str, str]


_COLUMNS = (
    experiment.c.id,
    experiment.c.project,
    experiment.c.name,
    experiment.c.created_at,
    experiment.c.changed_at,
    experiment.c.deleted_at,
    experiment.c.tags,
)


def every(connection: sa.Connection, project: str) -> list[Experiment]:
    """All of a project, those that were deleted too, as they came."""
    query = sa.select(*_COLUMNS).where(experiment.c.project == project).order_by(experiment.c.id)
    return [Experiment(*row) for row in connection.execute(query).all()]


def find(connection: sa.Connection, key: int) -> Experiment | None:
    """The experiment of a key."""
    row = connection.execute(sa.select(*_COLUMNS).where(experiment.c.id == key)).first()
    return None if row is None else Experiment(*row)


def named(connection: sa.Connection, project: str, name: str) -> Experiment | None:
    """The experiment of a name."""
    query = sa.select(*_COLUMNS).where(experiment.c.project == project, experiment.c.name == name)
    row = connection.execute(query).first()
    return None if row is None else Experiment(*row)


def add(tx: Transaction, project: str, names: Iterable[str]) -> None:
    """Note experiments that are not noted yet."""
    now = tx.clock.now()
    rows = [
        {"project": project, "name": name, "created_at": now, "changed_at": now, "tags": {}}
        for name in names
    ]
    insert_missing(tx, experiment, rows, ("project", "name"))


def change(tx: Transaction, key: int, **values: Any) -> None:
    """Change an experiment's own row."""
    changed = {**values, "changed_at": tx.clock.now()}
    tx.run(sa.update(experiment).where(experiment.c.id == key).values(changed))
    tx.feed("experiment", key)


def rename(tx: Transaction, one: Experiment, name: str) -> list[int]:
    """Give an experiment another name, and its runs with it; returns their keys."""
    change(tx, one.id, name=name)
    of_it = (run.c.project == one.project, run.c.experiment == one.name)
    pks: Any = tx.run(sa.select(run.c.pk).where(*of_it)).all()
    tx.run(sa.update(run).where(*of_it).values(experiment=name))
    return [row[0] for row in pks]


def named_by_runs(connection: sa.Connection, project: str, since: int) -> tuple[set[str], int]:
    """The experiments that runs changed past a sequence number name, and the number reached."""
    query = sa.select(run.c.experiment, sa.func.max(run.c.seq))
    rows = connection.execute(
        query.where(run.c.seq > since, run.c.project == project, IS_THERE).group_by(
            run.c.experiment
        )
    ).all()
    return {row[0] for row in rows}, max([since, *(int(row[1]) for row in rows)])


def numbers(connection: sa.Connection, project: str) -> Mapping[str, int]:
    """The keys of a project's experiments by name."""
    query = sa.select(experiment.c.name, experiment.c.id).where(experiment.c.project == project)
    return {row[0]: row[1] for row in connection.execute(query).all()}
