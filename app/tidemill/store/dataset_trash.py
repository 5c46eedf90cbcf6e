"""The trash of datasets and their versions: marks on rows until it is emptied.

Rows of versions stay for good without their files: runs and models name them, and a number is
never given twice. So does the row of a dataset, under a name that leaves its own free.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.datasets import Discarded
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
from tidemill.store.schema import (
    dataset,
    dataset_version,
    file,
    label_entry,
    model,
    model_version,
    run,
    version_part,
)
from tidemill.store.trash import BLOB_COLUMNS, note_leaving, unreferenced

_is_kept = dataset_version.c.blob != ""
"""Whether the files of a version are still there: emptying leaves the row without them."""


@dataclass(frozen=True)
class Uses:
    """What stands on versions: labels of model versions ("late v3"), runs as (id, name)."""

    models: tuple[str, ...]
    runs: tuple[tuple[str, str], ...]


def listed(connection: sa.Connection) -> list[Discarded]:
    """All in the trash, the newest there first."""
    whole = sa.select(dataset).where(dataset.c.deleted_at.is_not(None))
    found = []
    for row in connection.execute(whole):
        own = _versions(connection, dataset_version.c.dataset_id == row.id)
        if own:
            keys = tuple(v.id for v in own)
            found.append(Discarded(row.id, row.name, None, row.deleted_at, keys, own[-1].rows))
    single = (
        sa.select(dataset_version, dataset.c.name)
        .join(dataset, dataset.c.id == dataset_version.c.dataset_id)
        .where(dataset_version.c.deleted_at.is_not(None), dataset.c.deleted_at.is_(None), _is_kept)
    )
    found += [
        Discarded(r.dataset_id, r.name, r.number, r.deleted_at, (r.id,), r.added_rows)
        for r in connection.execute(single)
    ]
    return sorted(found, key=lambda one: one.deleted_at, reverse=True)


def _versions(connection: sa.Connection, where: sa.ColumnElement[bool]) -> list[Any]:
    query = sa.select(dataset_version).where(where, _is_kept).order_by(dataset_version.c.number)
    return list(connection.execute(query))


def uses(connection: sa.Connection, versions: Sequence[int]) -> Uses:
    """The model versions and runs that stand on versions of data."""
    label = (
        sa.select(model.c.name, model_version.c.number)
        .join(model, model.c.id == model_version.c.model_id)
        .order_by(model_version.c.id)
    )
    models: dict[str, None] = {}
    runs: list[tuple[str, str]] = []
    for part in sliced(versions):
        stands = sa.or_(
            model_version.c.dataset_version_id.in_(part), model_version.c.validated_on_id.in_(part)
        )
        models |= {f"{r[0]} v{r[1]}": None for r in connection.execute(label.where(stands))}
        query = sa.select(run.c.uuid, run.c.name).where(
            run.c.dataset_version_id.in_(part), run.c.deleted.is_(False)
        )
        runs += [(r[0], r[1]) for r in connection.execute(query.order_by(run.c.pk))]
    return Uses(tuple(models), tuple(runs))


def mark(tx: Transaction, dataset_id: int, name: str, versions: Sequence[int] | None) -> None:
    """Put a dataset, or some of its versions, into the trash."""
    _set(tx, dataset_id, versions, tx.clock.now())
    tx.feed("dataset", name)


def unmark(tx: Transaction, dataset_id: int, name: str, versions: Sequence[int] | None) -> None:
    """Take a dataset, or some of its versions, out of the trash."""
    _set(tx, dataset_id, versions, None)
    tx.feed("dataset", name)


def _set(
    tx: Transaction, dataset_id: int, versions: Sequence[int] | None, at: datetime | None
) -> None:
    if versions is None:
        tx.run(sa.update(dataset).where(dataset.c.id == dataset_id).values(deleted_at=at))
        return
    mine = dataset_version.c.id.in_(versions)
    tx.run(sa.update(dataset_version).where(mine).values(deleted_at=at))


def blobs(connection: sa.Connection, versions: Sequence[int]) -> list[str]:
    """The names of all files that versions refer to, shared ones included."""
    found: dict[str, None] = {}
    for part in sliced(versions):
        for column, key in _OWN:
            query = sa.select(column).where(key.in_(part), column.is_not(None))
            found |= {row[0]: None for row in connection.execute(query) if row[0]}
    return list(found)


_OWN: tuple[tuple[sa.Column[Any], sa.Column[Any]], ...] = (
    *((c, dataset_version.c.id) for c in BLOB_COLUMNS if c.table is dataset_version),
    (version_part.c.blob, version_part.c.version_id),
    (file.c.content, file.c.version_id),
)
"""Columns that name files of a version, and where the version's key stands beside them."""


def row_blobs(connection: sa.Connection, version_id: int) -> list[str]:
    """The files that a version's rows stand on, those before its steps included."""
    own = sa.select(dataset_version.c.blob, dataset_version.c.raw_blob)
    found = connection.execute(own.where(dataset_version.c.id == version_id)).one()
    parts = sa.select(version_part.c.blob).where(version_part.c.version_id == version_id)
    return [blob for blob in (*found, *(row[0] for row in connection.execute(parts))) if blob]


def freed_with(connection: sa.Connection, versions: Sequence[int]) -> list[str]:
    """The files that only these versions refer to."""
    mine = set(versions)
    keys = dict(_OWN)
    names = blobs(connection, versions)
    used: set[str] = set()
    for part in sliced(names):
        for column in BLOB_COLUMNS:
            key = keys.get(column)
            query = sa.select(column, sa.null() if key is None else key).where(column.in_(part))
            used |= {name for name, own in connection.execute(query) if own not in mine}
    return [name for name in names if name not in used]


def purge(tx: Transaction, one: Discarded) -> list[str]:
    """Let go of the files of what is still in the trash; the names of those nothing else needs.

    These are noted in the store until they are removed, so that a kill between loses none.
    """
    column = dataset if one.number is None else dataset_version
    key = one.dataset_id if one.number is None else one.versions[0]
    still = tx.run(sa.select(column.c.deleted_at).where(column.c.id == key).with_for_update())
    if still.scalar() is None:
        return []
    names = blobs(tx.connection, one.versions)
    nothing: dict[str, Any] = {
        "blob": "",
        "source_blob": None,
        "raw_blob": None,
        "summary_blob": None,
        "n_bytes": 0,
    }
    for part in sliced(one.versions):
        tx.run(sa.update(dataset_version).where(dataset_version.c.id.in_(part)).values(**nothing))
        tx.run(sa.delete(version_part).where(version_part.c.version_id.in_(part)))
        tx.run(sa.update(file).where(file.c.version_id.in_(part)).values(content=None))
    if one.number is None:
        tx.run(sa.delete(label_entry).where(label_entry.c.dataset_id == one.dataset_id))
        free = f"{one.name[:200]} (deleted {one.dataset_id})"
        tx.run(sa.update(dataset).where(dataset.c.id == one.dataset_id).values(name=free))
    left = unreferenced(tx.connection, names)
    note_leaving(tx, left)
    tx.feed("dataset", one.name)
    return left
