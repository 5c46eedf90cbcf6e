"""Rows of runs: a narrow key-value store is the truth, whatever is shown is a view of it."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base.texts import storable
from tidemill.domain.runs import Run, RunState
from tidemill.store.engine import Transaction
from tidemill.store.schema import artifact, dataset, dataset_version, key, kv, run

KINDS = ("param", "metric", "tag")
_AT_ONCE = 5_000  # a query takes some ten thousand values at most
_MANY_METRICS, _FEW_OTHERS = 1_000, 100

IS_THERE = sa.or_(run.c.deleted.is_(False), run.c.deleted_at.is_not(None))
"""That a row is a run, in the trash or not: one without a time there was emptied out of it."""


def parsed(text: str) -> float | None:
    """The number a parameter's text stands for, if it is one."""
    try:
        return float(text)
    except ValueError:
        return None


def insert(
    tx: Transaction,
    *,
    uuid: str,
    project: str,
    experiment: str,
    name: str,
    user: str,
    job_id: int | None,
    dataset_version_id: int | None,
) -> int:
    """Insert a running run and return its key."""
    pk = tx.insert(
        run,
        uuid=uuid,
        project=project,
        experiment=experiment,
        name=name,
        status=str(RunState.RUNNING),
        started_at=tx.clock.now(),
        ended_at=None,
        user=user,
        job_id=job_id,
        dataset_version_id=dataset_version_id,
        error=None,
        pinned=False,
        archived=False,
        deleted=False,
        seq=next_seq(tx),
    )
    tx.feed("run", pk)
    return pk


def update(tx: Transaction, pks: Sequence[int], **values: Any) -> None:
    """Change runs' own fields."""
    tx.run(sa.update(run).where(run.c.pk.in_(pks)).values(seq=next_seq(tx), **values))
    for pk in pks:
        tx.feed("run", pk)


def put_values(
    tx: Transaction,
    pk: int,
    *,
    params: Mapping[str, str] | None = None,
    metrics: Mapping[str, float] | None = None,
    tags: Mapping[str, str] | None = None,
) -> None:
    """Insert or replace a run's values; parameters keep their text exactly as logged.

    NaN and infinities are kept as text beside an empty number.
    """
    rows: list[tuple[str, str, float | None, str | None]] = []
    rows += [("param", n, parsed(t), t) for n, t in (params or {}).items()]
    rows += [("metric", n, _finite(v), _odd(v)) for n, v in (metrics or {}).items()]
    rows += [("tag", n, None, t) for n, t in (tags or {}).items()]
    if not rows:
        return
    ids = key_ids(tx, [(kind, name) for kind, name, _, _ in rows])
    values = {
        ids[kind, name]: {"run_pk": pk, "key_id": ids[kind, name], "num": num, "txt": txt}
        for kind, name, num, txt in rows
    }
    tx.run(sa.delete(kv).where(kv.c.run_pk == pk, kv.c.key_id.in_(values)))
    tx.run(sa.insert(kv), list(values.values()))
    tx.run(sa.update(run).where(run.c.pk == pk).values(seq=next_seq(tx)))
    tx.feed("run", pk)


def put_artifact(tx: Transaction, pk: int, path: str, blob: str, n_bytes: int) -> None:
    """Attach a stored file to a run under a path of its own."""
    tx.run(sa.delete(artifact).where(artifact.c.run_pk == pk, artifact.c.path == path))
    tx.run(sa.insert(artifact).values(run_pk=pk, path=path, blob=blob, n_bytes=n_bytes))
    tx.feed("run", pk)


def find(
    connection: sa.Connection, pks: Iterable[int], metrics: Collection[str] | None = None
) -> list[Run]:
    """Whole runs of keys, in the keys' order, those in the trash too; unknown keys are left out.

    `metrics` are those to be read where not all are needed: a run may have thousands.
    """
    wanted = list(dict.fromkeys(pks))
    found: dict[int, Run] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found |= _some(connection, wanted[start : start + _AT_ONCE], metrics)
    return [found[pk] for pk in wanted if pk in found]


def _some(
    connection: sa.Connection, wanted: Sequence[int], metrics: Collection[str] | None
) -> dict[int, Run]:
    rows = connection.execute(
        sa.select(run, dataset.c.name.label("dataset_name"), dataset_version.c.number)
        .outerjoin(dataset_version, dataset_version.c.id == run.c.dataset_version_id)
        .outerjoin(dataset, dataset.c.id == dataset_version.c.dataset_id)
        .where(run.c.pk.in_(wanted), IS_THERE)
    ).all()
    values = _values_of(connection, wanted, metrics)
    files: dict[int, dict[str, str]] = {}
    artifacts = sa.select(artifact.c.run_pk, artifact.c.path, artifact.c.blob)
    for pk, path, blob in connection.execute(artifacts.where(artifact.c.run_pk.in_(wanted))):
        files.setdefault(pk, {})[path] = blob
    return {row.pk: _run(row, values.get(row.pk, {}), files.get(row.pk, {})) for row in rows}


def pk_of(connection: sa.Connection, text: str) -> list[int]:
    """Keys of the runs whose id starts with, or whose name is, the text."""
    match = sa.or_(run.c.uuid.startswith(text.lower(), autoescape=True), run.c.name == text)
    query = sa.select(run.c.pk).where(match, run.c.deleted.is_(False)).order_by(run.c.pk).limit(10)
    return [row[0] for row in connection.execute(query)]


def newest_named(connection: sa.Connection, text: str, limit: int) -> list[int]:
    """Keys of the newest runs whose name holds the text, whatever its capitals; no deleted one."""
    match = run.c.name.icontains(text, autoescape=True)
    query = sa.select(run.c.pk).where(match, run.c.deleted.is_(False))
    found = connection.execute(query.order_by(run.c.pk.desc()).limit(limit))
    return [row[0] for row in found]


def of_uuid(connection: sa.Connection, uuid: str) -> Run | None:
    """The run of an id."""
    pk = connection.execute(sa.select(run.c.pk).where(run.c.uuid == uuid)).scalar()
    return None if pk is None else next(iter(find(connection, [pk])), None)


def count(connection: sa.Connection) -> int:
    """How many runs are not deleted."""
    query = sa.select(sa.func.count()).select_from(run).where(run.c.deleted.is_(False))
    return int(connection.execute(query).scalar_one())


def next_number(connection: sa.Connection) -> int:
    """The number the next run's name ends in."""
    return int(connection.execute(sa.select(sa.func.max(run.c.pk))).scalar() or 0) + 1


def unfinished_of_job(connection: sa.Connection, job_id: int) -> list[int]:
    """Keys of runs a job began and did not end."""
    query = sa.select(run.c.pk).where(run.c.job_id == job_id, run.c.status == str(RunState.RUNNING))
    return [row[0] for row in connection.execute(query)]


def pks_of_job(connection: sa.Connection, job_id: int) -> list[int]:
    """Keys of all runs of a job, in order."""
    query = sa.select(run.c.pk).where(run.c.job_id == job_id).order_by(run.c.pk)
    return [row[0] for row in connection.execute(query)]


def _run(row: Any, values: dict[str, dict[str, Any]], files: dict[str, str]) -> Run:
    source = None if row.dataset_name is None else f"{row.dataset_name}@{row.number}"
    return Run(
        pk=row.pk,
        id=row.uuid,
        name=row.name,
        project=row.project,
        experiment=row.experiment,
        state=RunState(row.status),
        params=values.get("param", {}),
        metrics=values.get("metric", {}),
        tags=values.get("tag", {}),
        dataset=source,
        dataset_version_id=row.dataset_version_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        by=row.user,
        job_id=row.job_id,
        error=row.error,
        archived=row.archived,
        pinned=row.pinned,
        artifacts=files,
        starred=row.starred,
        colour=row.colour,
        note=row.note,
        parent_pk=row.parent_pk,
        deleted_at=row.deleted_at,
    )


def _values_of(
    connection: sa.Connection, pks: Sequence[int], metrics: Collection[str] | None
) -> dict[int, dict[str, dict[str, Any]]]:
    found: dict[int, dict[str, dict[str, Any]]] = {}
    query = (
        sa.select(kv.c.run_pk, key.c.kind, key.c.name, kv.c.num, kv.c.txt)
        .join(key, key.c.id == kv.c.key_id)
        .where(kv.c.run_pk.in_(pks))
        .order_by(kv.c.run_pk, kv.c.key_id)
    )
    if metrics is not None:
        ids = _few_ids(connection, metrics)
        wanted = sa.or_(key.c.kind != "metric", key.c.name.in_(metrics))
        query = query.where(wanted if ids is None else kv.c.key_id.in_(ids))
    of_run: dict[str, dict[str, Any]] = {}
    last = None
    # In one go: row by row the lock of the interpreter is handed back and forth each time.
    for pk, kind, name, num, txt in connection.execute(query).all():
        if pk != last:
            last, of_run = pk, found.setdefault(pk, {one: {} for one in KINDS})
        if kind == "metric":
            of_run[kind][name] = float(txt) if num is None else num
        elif kind in of_run:
            of_run[kind][name] = txt
    return found


def _few_ids(connection: sa.Connection, metrics: Collection[str]) -> list[int] | None:
    """The numbers of all parameters and tags and of some metrics, where looking each of them up
    in a run is quicker than going through what the run has: it may have thousands of metrics.

    None where it is not: few metrics, or many parameters.
    """
    of_kind = sa.select(key.c.id).where(key.c.kind == "metric")
    some = of_kind.limit(_MANY_METRICS).subquery()
    counted = connection.execute(sa.select(sa.func.count()).select_from(some))
    if counted.scalar_one() < _MANY_METRICS:
        return None
    others = sa.select(key.c.id).where(key.c.kind.in_(("param", "tag"))).limit(_FEW_OTHERS + 1)
    ids = [row[0] for row in connection.execute(others)]
    if len(ids) > _FEW_OTHERS:
        return None
    if metrics:
        ids += [row[0] for row in connection.execute(of_kind.where(key.c.name.in_(metrics)))]
    return ids


def is_any_over(connection: sa.Connection, pks: Sequence[int], most: int) -> bool:
    """Whether one of some runs has more than so many parameters, metrics and tags together."""
    query = (
        sa.select(kv.c.run_pk)
        .where(kv.c.run_pk.in_(pks))
        .group_by(kv.c.run_pk)
        .having(sa.func.count() > most)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def first_metrics(connection: sa.Connection, pk: int, most: int) -> list[str]:
    """Names of the metrics of a run that were named first in the store, so many at most."""
    query = (
        sa.select(key.c.name)
        .join(kv, kv.c.key_id == key.c.id)
        .where(kv.c.run_pk == pk, key.c.kind == "metric")
        .order_by(kv.c.key_id)
        .limit(most)
    )
    return [row[0] for row in connection.execute(query)]


def key_ids(tx: Transaction, names: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The numbers of (kind, name) pairs; names that are new are added."""
    kept = {(kind, name): (kind, storable(name)) for kind, name in names}
    query = sa.select(key.c.kind, key.c.name, key.c.id).where(
        key.c.name.in_({name for _, name in kept.values()})
    )
    found: Any = tx.run(query)
    known: dict[tuple[str, str], int] = {(k, n): i for k, n, i in found}
    for kind, name in kept.values():
        if (kind, name) not in known:
            known[kind, name] = tx.insert(key, kind=kind, name=name)
    return {pair: known[kept[pair]] for pair in names}


def next_seq(tx: Transaction) -> int:
    """The number for the runs that this transaction changes."""
    return int(tx.run(sa.select(sa.func.max(run.c.seq))).scalar() or 0) + 1


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _odd(value: float) -> str | None:
    return None if math.isfinite(value) else repr(float(value))


def ended(tx: Transaction, pks: Sequence[int], state: RunState, error: str | None = None) -> None:
    """Give runs their end state and time."""
    if pks:
        moment: datetime = tx.clock.now()
        update(tx, pks, status=str(state), ended_at=moment, error=error)
