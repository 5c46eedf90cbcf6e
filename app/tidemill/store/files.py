"""Rows of watched folders and of the files that arrived."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.datasets import Dataset, Series
from tidemill.domain.watches import ArrivedFile, FileOrder, FileState, Watch
from tidemill.store.engine import Transaction
from tidemill.store.schema import dataset_version, file, watch

_FILE = (
    file.c.id,
    file.c.watch_id,
    file.c.dataset,
    file.c.path,
    file.c.n_bytes,
    file.c.modified_ns,
    file.c.content,
    file.c.state,
    file.c.outcome,
    file.c.reason,
    file.c.checks,
    file.c.rows,
    file.c.version_id,
    dataset_version.c.number,
    file.c.job_id,
    file.c.seen_at,
    file.c.changed_at,
    file.c.by,
    file.c.origin,
    file.c.read,
    file.c.question,
    file.c.opened,
)


def _file(row: Any) -> ArrivedFile:
    values = list(row)
    values[7] = FileState(values[7])
    values[10] = tuple(values[10])
    return ArrivedFile(*values)


def _files_query() -> sa.Select[Any]:
    return sa.select(*_FILE).outerjoin(dataset_version, dataset_version.c.id == file.c.version_id)


def find(connection: sa.Connection, file_id: int) -> ArrivedFile | None:
    """One file."""
    row = connection.execute(_files_query().where(file.c.id == file_id)).one_or_none()
    return None if row is None else _file(row)


def newest(
    connection: sa.Connection,
    *,
    state: str | None = None,
    dataset: str | None = None,
    limit: int = 500,
) -> list[ArrivedFile]:
    """Files, last arrived first."""
    query = _files_query().order_by(file.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(file.c.state == state)
    if dataset is not None:
        query = query.where(file.c.dataset == dataset)
    return [_file(r) for r in connection.execute(query)]


def of_watch(connection: sa.Connection, watch_id: int) -> dict[str, ArrivedFile]:
    """The last state of each path seen under a watch."""
    query = _files_query().where(file.c.watch_id == watch_id).order_by(file.c.id)
    return {row.path: _file(row) for row in connection.execute(query)}


def version_with_content(connection: sa.Connection, one: Dataset, content: str) -> int | None:
    """The number of the version that a file of the same bytes made, if any.

    In a replace series only the newest counts: the data may return to what they once were.
    """
    query = (
        sa.select(dataset_version.c.number)
        .join(file, file.c.version_id == dataset_version.c.id)
        .where(
            dataset_version.c.dataset_id == one.id,
            file.c.content == content,
            file.c.state == str(FileState.ADDED),
            dataset_version.c.deleted_at.is_(None),
        )
        .order_by(file.c.id)
        .limit(1)
    )
    if one.series is Series.REPLACE:
        numbers = sa.select(sa.func.max(dataset_version.c.number))
        newest = numbers.where(
            dataset_version.c.dataset_id == one.id, dataset_version.c.deleted_at.is_(None)
        ).scalar_subquery()
        query = query.where(dataset_version.c.number == newest)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def waiting(connection: sa.Connection, dataset: str) -> bool:
    """Whether files for a dataset are on their way."""
    query = sa.select(file.c.id).where(
        file.c.dataset == dataset, file.c.state == str(FileState.WAITING)
    )
    return connection.execute(query.limit(1)).one_or_none() is not None


def move(tx: Transaction, dataset: str, to: str) -> None:
    """Let files and watched folders follow a dataset to its new name."""
    tx.run(sa.update(file).where(file.c.dataset == dataset).values(dataset=to))
    tx.run(sa.update(watch).where(watch.c.dataset == dataset).values(dataset=to))
    for one in watches(tx.connection):
        if one.dataset == to:
            tx.feed("watch", one.id)


def insert(
    tx: Transaction,
    *,
    watch_id: int | None,
    dataset: str,
    path: str,
    n_bytes: int,
    modified_ns: int,
    by: str,
    outcome: str,
    origin: dict[str, Any] | None = None,
    content: str | None = None,
) -> int:
    """Note a file that arrived, waiting, and return its key."""
    now = tx.clock.now()
    key = tx.insert(
        file,
        watch_id=watch_id,
        dataset=dataset,
        path=path,
        n_bytes=n_bytes,
        modified_ns=modified_ns,
        content=content,
        state=str(FileState.WAITING),
        outcome=outcome,
        reason="",
        checks=[],
        seen_at=now,
        changed_at=now,
        by=by,
        origin=origin or {},
    )
    tx.feed("file", key)
    return key


def update(tx: Transaction, file_id: int, **values: Any) -> None:
    """Change a file's row."""
    tx.run(sa.update(file).where(file.c.id == file_id).values(changed_at=tx.clock.now(), **values))
    tx.feed("file", file_id)


def _watch(row: Any) -> Watch:
    return Watch(
        row.id,
        row.folder,
        row.dataset,
        row.series,
        row.target,
        row.time,
        row.is_on,
        row.is_there,
        row.created_at,
        row.created_by,
        row.pattern,
        row.is_recursive,
        FileOrder(row.order),
        row.trouble,
    )


def watches(connection: sa.Connection) -> list[Watch]:
    """All watched folders, oldest first."""
    query = sa.select(watch).where(watch.c.removed.is_(False)).order_by(watch.c.id)
    return [_watch(r) for r in connection.execute(query)]


def find_watch(connection: sa.Connection, watch_id: int) -> Watch | None:
    """One watched folder, also a removed one."""
    row = connection.execute(sa.select(watch).where(watch.c.id == watch_id)).one_or_none()
    return None if row is None else _watch(row)


def insert_watch(tx: Transaction, one: Watch) -> int:
    """Insert a watch (its `id` is ignored) and return its key."""
    key = tx.insert(
        watch,
        folder=one.folder,
        dataset=one.dataset,
        series=one.series,
        pattern=one.pattern,
        is_recursive=one.is_recursive,
        order=str(one.order),
        target=one.target,
        time=one.time,
        is_on=one.is_on,
        is_there=one.is_there,
        removed=False,
        created_at=one.created_at,
        created_by=one.created_by,
    )
    tx.feed("watch", key)
    return key


def update_watch(tx: Transaction, watch_id: int, **values: Any) -> None:
    """Change a watch's row."""
    tx.run(sa.update(watch).where(watch.c.id == watch_id).values(**values))
    tx.feed("watch", watch_id)
