"""Rows of datasets and their versions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base import collation
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.store import settings
from tidemill.store.engine import Transaction
from tidemill.store.schema import dataset, dataset_version, version_part

_VERSION = (
    dataset_version.c.id,
    dataset_version.c.dataset_id,
    dataset.c.name,
    dataset_version.c.number,
    dataset_version.c.rows,
    dataset_version.c.added_rows,
    dataset_version.c.content_hash,
    dataset_version.c.own_hash,
    dataset_version.c.blob,
    dataset_version.c.n_bytes,
    dataset_version.c.schema,
    dataset_version.c.source,
    dataset_version.c.file_id,
    dataset_version.c.created_at,
    dataset_version.c.by,
    dataset_version.c.checks,
    dataset_version.c.starts_at,
    dataset_version.c.ends_at,
    dataset_version.c.is_chunked,
    dataset_version.c.is_base,
    dataset_version.c.raw_blob,
    dataset_version.c.steps,
    dataset_version.c.origin,
    dataset_version.c.summary_blob,
    dataset_version.c.deleted_at,
)


def _dataset(row: Any) -> Dataset:
    return Dataset(
        row.id,
        row.name,
        row.project,
        Series(row.series),
        Schema.from_list(row.schema),
        row.created_at,
        row.created_by,
        row.about,
        row.deleted_at,
    )


def _version(row: Any) -> DatasetVersion:
    values = list(row)
    values[10] = Schema.from_list(values[10])
    values[15] = tuple(values[15])
    values[21] = tuple(values[21])
    return DatasetVersion(*values)


def every(connection: sa.Connection) -> list[Dataset]:
    """All datasets but those in the trash, by name."""
    query = sa.select(dataset).where(dataset.c.deleted_at.is_(None)).order_by(dataset.c.name)
    found = [_dataset(r) for r in connection.execute(query)]
    return collation.rearranged(found, lambda one: one.name)


def find(connection: sa.Connection, name: str) -> Dataset | None:
    """The dataset of a name; None where there is none, or where it is in the trash."""
    query = sa.select(dataset).where(dataset.c.name == name, dataset.c.deleted_at.is_(None))
    row = connection.execute(query).one_or_none()
    return None if row is None else _dataset(row)


def is_in_trash(connection: sa.Connection, name: str) -> bool:
    """Whether a dataset of this name is in the trash."""
    query = sa.select(dataset.c.id).where(dataset.c.name == name, dataset.c.deleted_at.is_not(None))
    return connection.execute(query).one_or_none() is not None


def of_id(connection: sa.Connection, dataset_id: int) -> Dataset | None:
    """The dataset of a key, also one in the trash."""
    row = connection.execute(sa.select(dataset).where(dataset.c.id == dataset_id)).one_or_none()
    return None if row is None else _dataset(row)


def insert(tx: Transaction, one: Dataset) -> int:
    """Insert a dataset (its `id` is ignored) and return its key."""
    key = tx.insert(
        dataset,
        name=one.name,
        project=one.project,
        series=str(one.series),
        schema=one.schema.to_list(),
        created_at=one.created_at,
        created_by=one.created_by,
    )
    tx.feed("dataset", one.name)
    return key


def change(tx: Transaction, one: Dataset, **values: Any) -> None:
    """Change a dataset's name, project or what is said about it."""
    tx.run(sa.update(dataset).where(dataset.c.id == one.id).values(**values))
    tx.feed("dataset", one.name)
    if "name" in values:
        tx.feed("dataset", values["name"])


_FORMER_NAMES = "dataset_former_names"


def note_former_name(tx: Transaction, dataset_id: int, name: str) -> None:
    """Keep a name that a dataset had: addresses written down with it go on working."""
    names = dict(settings.get(tx.connection, _FORMER_NAMES, {}))
    settings.put(tx, _FORMER_NAMES, {**names, name: dataset_id})


def of_former_name(connection: sa.Connection, name: str) -> Dataset | None:
    """The living dataset that had a name, if any."""
    key = settings.get(connection, _FORMER_NAMES, {}).get(name)
    found = None if key is None else of_id(connection, key)
    return found if found is not None and found.deleted_at is None else None


def set_schema(tx: Transaction, name: str, schema: Schema) -> None:
    """Replace the roles and kinds that later versions are read with."""
    tx.run(sa.update(dataset).where(dataset.c.name == name).values(schema=schema.to_list()))
    tx.feed("dataset", name)


def next_number(connection: sa.Connection, dataset_id: int) -> int:
    """The number of the next version: never one that was given before."""
    last = sa.select(sa.func.max(dataset_version.c.number))
    found = connection.execute(last.where(dataset_version.c.dataset_id == dataset_id)).scalar()
    return int(found or 0) + 1


def _living() -> sa.Select[Any]:
    return _versions_query().where(dataset_version.c.deleted_at.is_(None))


def _versions_query() -> sa.Select[Any]:
    return sa.select(*_VERSION).join(dataset, dataset.c.id == dataset_version.c.dataset_id)


def versions(connection: sa.Connection, dataset_id: int) -> list[DatasetVersion]:
    """All versions of a dataset but those in the trash, oldest first."""
    query = _living().where(dataset_version.c.dataset_id == dataset_id)
    rows = connection.execute(query.order_by(dataset_version.c.number))
    return [_version(r) for r in rows]


def versions_after(connection: sa.Connection, dataset_id: int, number: int) -> list[DatasetVersion]:
    """As `versions`, only those past a number."""
    query = _living().where(
        dataset_version.c.dataset_id == dataset_id, dataset_version.c.number > number
    )
    rows = connection.execute(query.order_by(dataset_version.c.number))
    return [_version(r) for r in rows]


def spans(
    connection: sa.Connection, dataset_id: int
) -> list[tuple[int, datetime | None, datetime | None]]:
    """Number, first and last moment of each version's own rows, newest first; no schema is read."""
    c = dataset_version.c
    query = sa.select(c.number, c.starts_at, c.ends_at).where(c.dataset_id == dataset_id)
    rows = connection.execute(query.order_by(c.number.desc()))
    return [(row.number, row.starts_at, row.ends_at) for row in rows]


def n_versions(connection: sa.Connection, dataset_id: int) -> int:
    """How many versions of a dataset there are but those in the trash."""
    query = sa.select(sa.func.count()).where(
        dataset_version.c.dataset_id == dataset_id, dataset_version.c.deleted_at.is_(None)
    )
    return int(connection.execute(query).scalar_one())


def every_version(connection: sa.Connection, dataset_id: int) -> list[DatasetVersion]:
    """All versions of a dataset, those in the trash among them, oldest first."""
    query = _versions_query().where(dataset_version.c.dataset_id == dataset_id)
    rows = connection.execute(query.order_by(dataset_version.c.number))
    return [_version(r) for r in rows]


def all_versions(connection: sa.Connection) -> list[DatasetVersion]:
    """All versions of all datasets, oldest first, those in the trash among them."""
    rows = connection.execute(_versions_query().order_by(dataset_version.c.id))
    return [_version(r) for r in rows]


def version(
    connection: sa.Connection, dataset_id: int, number: int | None = None
) -> DatasetVersion | None:
    """One version that is not in the trash, the newest without a number."""
    query = _living().where(dataset_version.c.dataset_id == dataset_id)
    if number is not None:
        query = query.where(dataset_version.c.number == number)
    query = query.order_by(dataset_version.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def version_of_id(connection: sa.Connection, version_id: int) -> DatasetVersion | None:
    """The version of a key, also one in the trash."""
    query = _versions_query().where(dataset_version.c.id == version_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def version_of_content(
    connection: sa.Connection, one: Dataset, own_hash: str
) -> DatasetVersion | None:
    """The version that already holds the same rows, as its own or in all, if any.

    In a replace series only the newest counts: the data may return to what they once were.
    """
    if one.series is Series.REPLACE:
        newest = version(connection, one.id)
        return newest if newest is not None and newest.own_hash == own_hash else None
    query = _living().where(
        dataset_version.c.dataset_id == one.id,
        sa.or_(
            dataset_version.c.own_hash == own_hash,
            sa.and_(  # what went through steps is not what a file brings
                dataset_version.c.content_hash == own_hash, dataset_version.c.raw_blob.is_(None)
            ),
        ),
    )
    row = connection.execute(query.order_by(dataset_version.c.number).limit(1)).one_or_none()
    return None if row is None else _version(row)


def numbered_since(connection: sa.Connection, dataset_id: int, address: str) -> int:
    """The version from which on rows have the numbers they have in the one named; 0 the first.

    Steps that leave rows out give the rows other numbers.
    """
    last = address.rpartition("@")[2]
    query = sa.select(dataset_version.c.number, dataset_version.c.origin).where(
        dataset_version.c.dataset_id == dataset_id, dataset_version.c.is_base
    )
    upto = int(last) if last.isdecimal() else 0
    renumbered = (
        number
        for number, origin in connection.execute(query)
        if number <= upto and origin.get("renumbered")
    )
    return max(renumbered, default=0)


def profile(connection: sa.Connection, version_id: int) -> dict[str, Any]:
    """The stored profile of a version."""
    query = sa.select(dataset_version.c.profile).where(dataset_version.c.id == version_id)
    return dict(connection.execute(query).scalar_one())


def newest_profiles(connection: sa.Connection, dataset_id: int, limit: int) -> list[dict[str, Any]]:
    """The stored profiles of the newest versions, newest first."""
    query = (
        sa.select(dataset_version.c.profile)
        .where(dataset_version.c.dataset_id == dataset_id, dataset_version.c.deleted_at.is_(None))
        .order_by(dataset_version.c.number.desc())
        .limit(limit)
    )
    return [dict(row) for row in connection.scalars(query)]


def original_of(connection: sa.Connection, version_id: int) -> str | None:
    """The stored bytes of the file that a version was made of, None where they were not kept."""
    query = sa.select(dataset_version.c.source_blob).where(dataset_version.c.id == version_id)
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def set_rows(
    tx: Transaction, one: DatasetVersion, blob: str, parts: Iterable[str], n_bytes: int
) -> None:
    """Let a version's rows be in other files, which say the same."""
    tx.run(
        sa.update(dataset_version)
        .where(dataset_version.c.id == one.id)
        .values(blob=blob, is_chunked=True, n_bytes=n_bytes)
    )
    tx.run(sa.delete(version_part).where(version_part.c.version_id == one.id))
    for part in dict.fromkeys(parts):
        tx.run(sa.insert(version_part).values(version_id=one.id, blob=part))
    tx.feed("dataset", one.dataset)


def insert_version(
    tx: Transaction,
    one: DatasetVersion,
    *,
    profile: dict[str, Any],
    source_blob: str | None,
    parts: Iterable[str] = (),
) -> int:
    """Insert a version (its `id` and `dataset` are ignored) and return its key.

    `parts` are the files that hold the chunks of its rows, raw ones included.
    """
    key = tx.insert(
        dataset_version,
        dataset_id=one.dataset_id,
        number=one.number,
        rows=one.rows,
        added_rows=one.added_rows,
        content_hash=one.content_hash,
        own_hash=one.own_hash,
        blob=one.blob,
        n_bytes=one.n_bytes,
        schema=one.schema.to_list(),
        profile=profile,
        source=one.source,
        source_blob=source_blob,
        file_id=one.file_id,
        created_at=one.created_at,
        by=one.by,
        checks=list(one.checks),
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_chunked=one.is_chunked,
        is_base=one.is_base,
        raw_blob=one.raw_blob,
        steps=list(one.steps),
        origin=one.origin,
        summary_blob=one.summary_blob,
    )
    for blob in dict.fromkeys(parts):
        tx.run(sa.insert(version_part).values(version_id=key, blob=blob))
    tx.feed("dataset", one.dataset)
    return key
