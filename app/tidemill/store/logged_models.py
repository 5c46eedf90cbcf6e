"""Rows of models that scripts logged: what they are, their files, what was measured of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from tidemill.store.engine import Transaction
from tidemill.store.schema import experiment, logged_file, logged_metric, logged_model, run_output
from tidemill.store.upserts import upsert

_SLICE = 5_000


class LoggedModel(NamedTuple):
    """A model that a script logged; `uuid` is its id there, `m-` with 32 hexadecimal digits.

    `status` is "PENDING", "READY" or "UPLOAD_FAILED", `run_uuid` the run that made it, which may
    be gone.
    """

    id: int
    uuid: str
    experiment_id: int
    experiment: str
    project: str
    name: str
    model_type: str
    status: str
    run_uuid: str | None
    created_at: datetime
    changed_at: datetime
    deleted_at: datetime | None
    params: dict[str, str]
    tags: dict[str, str]


class Measured(NamedTuple):
    """A value measured of a model; None is NaN. `at` is in seconds since 1970."""

    name: str
    value: float | None
    step: int
    at: float
    run_uuid: str
    dataset_name: str | None
    dataset_digest: str | None


_COLUMNS = (
    logged_model.c.id,
    logged_model.c.uuid,
    logged_model.c.experiment_id,
    experiment.c.name.label("experiment"),
    experiment.c.project,
    logged_model.c.name,
    logged_model.c.model_type,
    logged_model.c.status,
    logged_model.c.run_uuid,
    logged_model.c.created_at,
    logged_model.c.changed_at,
    logged_model.c.deleted_at,
    logged_model.c.params,
    logged_model.c.tags,
)
_MEASURED = tuple(logged_metric.c[name] for name in Measured._fields)


def _query() -> sa.Select[Any]:
    return sa.select(*_COLUMNS).join(experiment, experiment.c.id == logged_model.c.experiment_id)


def find(connection: sa.Connection, uuid: str) -> LoggedModel | None:
    """The model of an id, deleted or not."""
    row = connection.execute(_query().where(logged_model.c.uuid == uuid)).first()
    return None if row is None else LoggedModel(*row)


def of_key(connection: sa.Connection, key: int) -> LoggedModel | None:
    """The model of a key."""
    row = connection.execute(_query().where(logged_model.c.id == key)).first()
    return None if row is None else LoggedModel(*row)


def of_experiments(
    connection: sa.Connection, keys: Sequence[int], run_uuid: str | None = None
) -> list[LoggedModel]:
    """The models of experiments that are not deleted, or those of them that one run made."""
    query = _query().where(
        logged_model.c.experiment_id.in_(keys), logged_model.c.deleted_at.is_(None)
    )
    if run_uuid is not None:
        query = query.where(logged_model.c.run_uuid == run_uuid)
    return [LoggedModel(*row) for row in connection.execute(query.order_by(logged_model.c.id))]


def of_run(connection: sa.Connection, run_uuid: str) -> list[LoggedModel]:
    """The models that a run made, as they came; deleted ones are left out."""
    query = _query().where(logged_model.c.run_uuid == run_uuid, logged_model.c.deleted_at.is_(None))
    return [LoggedModel(*row) for row in connection.execute(query.order_by(logged_model.c.id))]


def insert(tx: Transaction, **values: Any) -> int:
    """Insert a model and return its key."""
    now = tx.clock.now()
    given = {"created_at": now, "changed_at": now, **values}
    key = tx.insert(logged_model, **given)
    tx.feed("logged_model", key)
    return key


def change(tx: Transaction, key: int, **values: Any) -> None:
    """Change a model's own row."""
    changed = {**values, "changed_at": tx.clock.now()}
    tx.run(sa.update(logged_model).where(logged_model.c.id == key).values(changed))
    tx.feed("logged_model", key)


def files(connection: sa.Connection, key: int) -> dict[str, tuple[str, int]]:
    """A model's files by path: the blob and its bytes."""
    query = sa.select(logged_file.c.path, logged_file.c.blob, logged_file.c.n_bytes)
    rows = connection.execute(query.where(logged_file.c.logged_model_id == key))
    return {row[0]: (row[1], int(row[2])) for row in rows}


def put_file(tx: Transaction, key: int, path: str, blob: str, n_bytes: int) -> None:
    """Add a file to a model's, in place of the one of that path."""
    row = {"logged_model_id": key, "path": path, "blob": blob, "n_bytes": n_bytes}
    upsert(tx, logged_file, [row])
    tx.feed("logged_model", key)


def remove_files(tx: Transaction, key: int, paths: Sequence[str]) -> None:
    """Take files of a model away; what they held stays until nothing names it and it is swept."""
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        of_it = logged_file.c.logged_model_id == key
        tx.run(sa.delete(logged_file).where(of_it, logged_file.c.path.in_(some)))
    tx.feed("logged_model", key)


def measured(connection: sa.Connection, keys: Sequence[int]) -> dict[int, list[Measured]]:
    """What was measured of models, by their keys, as it came."""
    found: dict[int, list[Measured]] = {}
    query = sa.select(logged_metric.c.logged_model_id, *_MEASURED).order_by(
        logged_metric.c.logged_model_id, logged_metric.c.number
    )
    for start in range(0, len(keys), _SLICE):
        some = query.where(logged_metric.c.logged_model_id.in_(keys[start : start + _SLICE]))
        for key, *rest in connection.execute(some):
            found.setdefault(key, []).append(Measured(*rest))
    return found


def measure(tx: Transaction, key: int, some: Sequence[Measured]) -> None:
    """Add what was measured of a model."""
    last = sa.select(sa.func.max(logged_metric.c.number)).where(
        logged_metric.c.logged_model_id == key
    )
    first = tx.run(last).scalar()
    start = 0 if first is None else int(first) + 1
    rows = [
        {"logged_model_id": key, "number": start + k, **one._asdict()} for k, one in enumerate(some)
    ]
    if rows:
        tx.run(sa.insert(logged_metric), rows)
        tx.feed("logged_model", key)


def outputs(connection: sa.Connection, pks: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """The models that runs brought forth, by the runs' keys: each one's id, and the step."""
    found: dict[int, list[tuple[str, int]]] = {}
    query = (
        sa.select(run_output.c.run_pk, logged_model.c.uuid, run_output.c.step)
        .join(logged_model, logged_model.c.id == run_output.c.logged_model_id)
        .order_by(run_output.c.run_pk, logged_model.c.id)
    )
    for start in range(0, len(pks), _SLICE):
        some = query.where(run_output.c.run_pk.in_(pks[start : start + _SLICE]))
        for pk, uuid, step in connection.execute(some):
            found.setdefault(pk, []).append((uuid, int(step)))
    return found


def put_outputs(tx: Transaction, pk: int, steps: dict[int, int]) -> None:
    """Note that a run brought models forth: the step by each one's key."""
    rows = [{"run_pk": pk, "logged_model_id": key, "step": step} for key, step in steps.items()]
    upsert(tx, run_output, rows)
