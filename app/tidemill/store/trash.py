"""The trash of runs: marks on rows until it is emptied, then the rows and files themselves.

A run in the trash has `deleted` and a time. When it is emptied every row that belongs to the run
goes. Only the run with the highest key keeps an empty row without a time (a gravestone): so no
database gives a key or a change number out twice, and lists held elsewhere never mistake a new
run for an old one.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.runs import RunState
from tidemill.store import run_changes, runs
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
from tidemill.store.schema import (
    answer_log,
    artifact,
    chunk_answers,
    chunk_part,
    console,
    dataset_version,
    file,
    history_chunk,
    kv,
    logged_file,
    meta,
    model,
    model_version,
    point,
    rehearsal,
    run,
    run_input,
    run_origin,
    run_output,
    series,
    step,
    version_part,
)

PURGED = "runs_purged"
"""The meta key that counts runs gone for good, by which a stored picture of the list knows that
it is out of date."""

_LEAVING = "blobs_leaving"
"""The meta key with the names of files whose last reference is gone and that are being removed."""

OWNED = (kv, series, point, history_chunk, console, run_origin, run_input, run_output, artifact)
"""Tables whose rows belong to one run and go with it."""

BLOB_COLUMNS = (
    answer_log.c.blob,
    artifact.c.blob,
    chunk_answers.c.counts_blob,
    chunk_part.c.counts_blob,
    dataset_version.c.blob,
    dataset_version.c.source_blob,
    dataset_version.c.raw_blob,
    dataset_version.c.summary_blob,
    version_part.c.blob,
    rehearsal.c.blob,
    logged_file.c.blob,
    step.c.blob,
    file.c.content,
    model_version.c.blob,
    model_version.c.reference_blob,
)
"""Every column that names a stored file."""

_in_trash = sa.and_(run.c.deleted, run.c.deleted_at.is_not(None))


@dataclass(frozen=True)
class Standing:
    """What decides whether a run can go or come back."""

    pk: int
    name: str
    is_running: bool
    deleted_at: datetime | None
    parent_pk: int | None


def standing(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Standing]:
    """How runs stand, by key; gravestones and unknown ones are left out."""
    columns = (run.c.pk, run.c.name, run.c.status, run.c.deleted_at, run.c.parent_pk)
    query = sa.select(*columns).where(runs.IS_THERE)
    return {s.pk: s for part in sliced(keys) for s in _standings(connection, query, run.c.pk, part)}


def below(connection: sa.Connection, keys: Sequence[int]) -> dict[int, Standing]:
    """All runs nested in these, at any depth, by key; without these themselves."""
    columns = (run.c.pk, run.c.name, run.c.status, run.c.deleted_at, run.c.parent_pk)
    query = sa.select(*columns).where(runs.IS_THERE)
    found: dict[int, Standing] = {}
    level = list(keys)
    while level:
        children = [
            s
            for part in sliced(level)
            for s in _standings(connection, query, run.c.parent_pk, part)
        ]
        level = [s.pk for s in children if s.pk not in found]
        found |= {s.pk: s for s in children}
    for key in keys:
        found.pop(key, None)
    return found


def _standings(
    connection: sa.Connection, query: sa.Select[Any], column: sa.Column[Any], part: Sequence[int]
) -> Iterator[Standing]:
    for pk, name, status, deleted_at, parent in connection.execute(query.where(column.in_(part))):
        yield Standing(pk, name, status == str(RunState.RUNNING), deleted_at, parent)


def uses(connection: sa.Connection, keys: Sequence[int]) -> dict[int, str]:
    """Which of these runs a model version was registered from, and its label, "late v3"."""
    query = (
        sa.select(model_version.c.run_pk, model.c.name, model_version.c.number)
        .join(model, model.c.id == model_version.c.model_id)
        .order_by(model_version.c.id)
    )
    return {
        pk: f"{name} v{number}"
        for part in sliced(keys)
        for pk, name, number in connection.execute(query.where(model_version.c.run_pk.in_(part)))
    }


def mark(tx: Transaction, keys: Sequence[int]) -> None:
    """Put runs into the trash."""
    run_changes.change(tx, keys, deleted=True, deleted_at=tx.clock.now())


def unmark(tx: Transaction, keys: Sequence[int]) -> None:
    """Take runs out of the trash."""
    run_changes.change(tx, keys, deleted=False, deleted_at=None)


def listed(connection: sa.Connection, limit: int | None = None, offset: int = 0) -> list[int]:
    """Keys of the runs in the trash, the newest there first; `offset` counts with a limit."""
    query = sa.select(run.c.pk).where(_in_trash).order_by(run.c.deleted_at.desc(), run.c.pk)
    if limit is not None:
        query = query.limit(limit).offset(offset)
    return [row[0] for row in connection.execute(query)]


def pks_of(connection: sa.Connection, text: str) -> list[int]:
    """Keys of the runs in the trash whose id is or starts with, or else whose name is, the text."""
    exact = sa.select(run.c.pk).where(_in_trash, run.c.uuid == text.lower())
    begun = run.c.uuid.startswith(text.lower(), autoescape=True)
    either = sa.select(run.c.pk).where(_in_trash, sa.or_(begun, run.c.name == text)).limit(10)
    found = [row[0] for row in connection.execute(exact)]
    return found or [row[0] for row in connection.execute(either)]


def count(connection: sa.Connection) -> int:
    """How many runs are in the trash."""
    query = sa.select(sa.func.count()).select_from(run).where(_in_trash)
    return int(connection.execute(query).scalar_one())


def artifact_bytes(connection: sa.Connection, keys: Sequence[int]) -> dict[int, int]:
    """Bytes of the files each run refers to, whether or not others do too."""
    query = sa.select(artifact.c.run_pk, sa.func.sum(artifact.c.n_bytes))
    found: dict[int, int] = {}
    for part in sliced(keys):
        rows = connection.execute(
            query.where(artifact.c.run_pk.in_(part)).group_by(artifact.c.run_pk)
        )
        found |= {pk: int(n_bytes) for pk, n_bytes in rows}
    return found


def bytes_to_free(connection: sa.Connection) -> int:
    """Bytes of the files that only runs in the trash refer to."""
    others = artifact.alias("others")
    living = run.alias("living")
    elsewhere = (
        sa.select(others.c.run_pk)
        .join(living, living.c.pk == others.c.run_pk)
        .where(others.c.blob == artifact.c.blob, living.c.deleted.is_(False))
    )
    blobs = (
        sa.select(artifact.c.blob, sa.func.max(artifact.c.n_bytes).label("n_bytes"))
        .join(run, run.c.pk == artifact.c.run_pk)
        .where(_in_trash, ~elsewhere.exists(), *_not_elsewhere(artifact.c.blob))
        .group_by(artifact.c.blob)
        .subquery()
    )
    total = connection.execute(sa.select(sa.func.sum(blobs.c.n_bytes))).scalar()
    return int(total or 0)


def _not_elsewhere(blob: sa.ColumnElement[str]) -> list[sa.ColumnElement[bool]]:
    """That no column but the artifacts' names the file."""
    return [
        blob.not_in(sa.select(column).where(column.is_not(None)))
        for column in BLOB_COLUMNS
        if column.table is not artifact
    ]


def to_purge(connection: sa.Connection) -> list[int]:
    """Keys of all that emptying removes: the trash and what is left of former ones, newest first.

    Nested runs so go before their parents.
    """
    query = sa.select(run.c.pk).where(run.c.deleted).order_by(run.c.pk.desc())
    return [row[0] for row in connection.execute(query)]


def purge(tx: Transaction, keys: Sequence[int]) -> tuple[int, list[str]]:
    """Remove those of some runs that are still in the trash, with all that belongs to them.

    One that was resumed, or registered as a version, since it went there stays.
    Returns how many went and the names of the files nothing refers to any more; these are noted
    in the store until `left_now` says that they were removed, so that a kill between loses none.
    """
    still = sa.select(run.c.pk, run.c.deleted_at).where(
        run.c.pk.in_(keys),
        run.c.deleted,
        run.c.status != str(RunState.RUNNING),
        run.c.pk.not_in(sa.select(model_version.c.run_pk)),
    )
    found = list(tx.run(still.with_for_update()))  # whoever logs to one meanwhile comes after
    going = [row.pk for row in found]
    named = sa.select(artifact.c.blob).where(artifact.c.run_pk.in_(going)).distinct()
    blobs = [row[0] for row in tx.run(named)]
    for table in OWNED:
        tx.run(sa.delete(table).where(table.c.run_pk.in_(going)))
    seq = runs.next_seq(tx)
    tx.run(sa.update(run).where(run.c.parent_pk.in_(going)).values(parent_pk=None, seq=seq))
    highest = int(tx.run(sa.select(sa.func.max(run.c.pk))).scalar() or 0)
    tx.run(sa.delete(run).where(run.c.pk.in_(going), run.c.pk != highest))
    if highest in going:
        empty = {"name": "", "note": "", "error": None, "deleted_at": None, "parent_pk": None}
        tx.run(sa.update(run).where(run.c.pk == highest).values(**empty))
    tx.run(sa.update(run).where(run.c.pk == highest).values(seq=seq))
    n = sum(1 for row in found if row.deleted_at is not None)
    _put_meta(tx, PURGED, str(purged(tx.connection) + n))
    for pk in (*going, highest):
        tx.feed("run", pk)
    left = unreferenced(tx.connection, blobs)
    note_leaving(tx, left)
    return n, left


def unreferenced(connection: sa.Connection, blobs: Sequence[str]) -> list[str]:
    """Which of these files nothing in the store refers to."""
    used: set[str] = set()
    for part in sliced(blobs):
        for column in BLOB_COLUMNS:
            query = sa.select(column).where(column.in_(part)).distinct()
            used |= {row[0] for row in connection.execute(query)}
    return [blob for blob in blobs if blob not in used]


def leaving(connection: sa.Connection) -> list[str]:
    """Files noted as being removed, whether or not they are gone already."""
    value = connection.execute(sa.select(meta.c.value).where(meta.c.key == _LEAVING)).scalar()
    return [] if value is None else list(json.loads(value))


def note_leaving(tx: Transaction, blobs: Iterable[str]) -> None:
    """Note files whose last reference may be gone: those that nothing needs are removed later."""
    _note_leaving(tx, {*leaving(tx.connection), *blobs})


def left_now(tx: Transaction, blobs: Iterable[str]) -> None:
    """Strike removed files off the note."""
    _note_leaving(tx, set(leaving(tx.connection)) - set(blobs))


def purged(connection: sa.Connection) -> int:
    """How many runs are gone for good so far."""
    value = connection.execute(sa.select(meta.c.value).where(meta.c.key == PURGED)).scalar()
    return int(value or 0)


def reusable_bytes(connection: sa.Connection) -> int:
    """Bytes inside the database file that new rows will use; 0 where the database tells nothing."""
    if connection.dialect.name != "sqlite":
        return 0
    pages = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
    size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    return int(pages) * int(size)


def _note_leaving(tx: Transaction, blobs: Iterable[str]) -> None:
    _put_meta(tx, _LEAVING, json.dumps(sorted(blobs)))


def _put_meta(tx: Transaction, key: str, value: str) -> None:
    tx.run(sa.delete(meta).where(meta.c.key == key))
    tx.run(sa.insert(meta).values(key=key, value=value))
