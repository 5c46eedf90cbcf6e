"""Rows of watched folders and of the files that arrived."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tidemill.domain.datasets import Dataset, Series
from tidemill.domain.watches import ArrivedFile, FileOrder, FileState, KnownFile, Watch
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
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


_WAITING = str(FileState.WAITING)


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
    before: int | None = None,
) -> list[ArrivedFile]:
    """Files, last arrived first; with `before` those that arrived before that one."""
    query = _files_query().order_by(file.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(file.c.state == state)
    if dataset is not None:
        query = query.where(file.c.dataset == dataset)
    if before is not None:
        query = query.where(file.c.id < before)
    return [_file(r) for r in connection.execute(query)]


def n_of(connection: sa.Connection, *, state: str | None = None, dataset: str | None = None) -> int:
    """How many files there are."""
    query = sa.select(sa.func.count()).select_from(file)
    if state is not None:
        query = query.where(file.c.state == state)
    if dataset is not None:
        query = query.where(file.c.dataset == dataset)
    return int(connection.execute(query).scalar_one())


def find_many(connection: sa.Connection, file_ids: Sequence[int]) -> dict[int, ArrivedFile]:
    """Files by their keys; those that are not there are left out."""
    found: dict[int, ArrivedFile] = {}
    for part in sliced(file_ids):
        for row in connection.execute(_files_query().where(file.c.id.in_(part))):
            found[row.id] = _file(row)
    return found


def sizes_of(connection: sa.Connection, dataset: str) -> set[int]:
    """How long the files are that arrived for a dataset, in bytes."""
    query = sa.select(file.c.n_bytes).where(file.c.dataset == dataset).distinct()
    return set(connection.scalars(query))


_KNOWN = (
    file.c.id,
    file.c.path,
    file.c.n_bytes,
    file.c.modified_ns,
    file.c.state,
    file.c.job_id,
)


def _known(row: Any) -> KnownFile:
    key, path, n_bytes, modified_ns, state, job_id = row
    return KnownFile(key, path, n_bytes, modified_ns, state == _WAITING, job_id is not None)


def of_watch(connection: sa.Connection, watch_id: int) -> dict[str, KnownFile]:
    """The last state of each path seen under a watch."""
    query = sa.select(*_KNOWN).where(file.c.watch_id == watch_id).order_by(file.c.id)
    return {row.path: _known(row) for row in connection.execute(query)}


def of_paths(
    connection: sa.Connection, watch_id: int, paths: Sequence[str]
) -> dict[str, KnownFile]:
    """As `of_watch`, for some paths only."""
    found = {}
    for part in sliced(paths):
        query = sa.select(*_KNOWN).where(file.c.watch_id == watch_id, file.c.path.in_(part))
        for row in connection.execute(query.order_by(file.c.id)):
            found[row.path] = _known(row)
    return found


def known_by(connection: sa.Connection, file_ids: Sequence[int]) -> list[tuple[int, KnownFile]]:
    """Files of watched folders by their keys, in order, each with its watch."""
    found = []
    for part in sliced(sorted(file_ids)):
        query = sa.select(*_KNOWN, file.c.watch_id).where(
            file.c.id.in_(part), file.c.watch_id.is_not(None)
        )
        found += [(row[-1], _known(row[:-1])) for row in connection.execute(query)]
    return sorted(found, key=lambda pair: pair[1].id)


def version_with_content(
    connection: sa.Connection, one: Dataset, content: str
) -> tuple[int, str] | None:
    """The number of the version that a file of the same bytes made, and its path, if any.

    In a replace series only the newest counts: the data may return to what they once were.
    """
    query = (
        sa.select(dataset_version.c.number, file.c.path)
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
    found = connection.execute(query).one_or_none()
    return None if found is None else (int(found[0]), str(found[1]))


def versions_of_name(connection: sa.Connection, watch_id: int, path: str) -> frozenset[int]:
    """The keys of versions whose very bytes lay under a path of a watched folder as well.

    So a file that was renamed, and known by its content then, goes on to be known.
    """
    same = file.alias()
    query = (
        sa.select(file.c.version_id)
        .join(same, same.c.content == file.c.content)
        .where(
            same.c.watch_id == watch_id,
            same.c.path == path,
            same.c.state == str(FileState.SKIPPED),
            file.c.dataset == same.c.dataset,
            file.c.version_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(row[0] for row in connection.execute(query))


def added_under(connection: sa.Connection, watch_id: int, path: str) -> frozenset[int]:
    """The keys of files taken in whose bytes lay under a path of a watched folder."""
    same = file.alias()
    here = sa.select(file.c.id).where(file.c.watch_id == watch_id, file.c.path == path)
    known = (
        sa.select(file.c.id)
        .join(same, same.c.content == file.c.content)
        .where(
            same.c.watch_id == watch_id,
            same.c.path == path,
            same.c.state == str(FileState.SKIPPED),
            file.c.dataset == same.c.dataset,
        )
    )
    query = sa.select(file.c.id).where(
        file.c.id.in_(sa.union(here, known)), file.c.version_id.is_not(None)
    )
    return frozenset(connection.scalars(query))


def of_version(connection: sa.Connection, version_id: int) -> list[int]:
    """The keys of the files that made a version, in the order they came."""
    made = sa.and_(file.c.version_id == version_id, file.c.state == str(FileState.ADDED))
    return list(connection.scalars(sa.select(file.c.id).where(made).order_by(file.c.id)))


def paths_known(connection: sa.Connection, watch_id: int) -> set[str]:
    """The paths of a watched folder of which something has become already."""
    query = sa.select(file.c.path).where(file.c.watch_id == watch_id, file.c.state != _WAITING)
    return set(connection.scalars(query))


def contents_of(connection: sa.Connection, dataset: str) -> set[str]:
    """The bytes, by their names, of all files that a dataset has taken in."""
    query = sa.select(file.c.content).where(
        file.c.dataset == dataset, file.c.version_id.is_not(None), file.c.content.is_not(None)
    )
    return set(connection.scalars(query))


def update_all(tx: Transaction, values: Sequence[dict[str, Any]]) -> None:
    """Change many files' rows alike; each of `values` has the key under "id"."""
    if not values:
        return
    names = [name for name in values[0] if name != "id"]
    query = sa.update(file).where(file.c.id == sa.bindparam("key"))
    query = query.values({name: sa.bindparam(f"new_{name}") for name in names})
    query = query.values(changed_at=tx.clock.now())
    rows = [{"key": one["id"]} | {f"new_{name}": one[name] for name in names} for one in values]
    tx.run(query, rows)
    for one in values:
        tx.feed("file", one["id"])


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


def insert_seen(
    tx: Transaction, one: Watch, seen: Sequence[tuple[str, int, int]], outcome: str
) -> list[int]:
    """Note many files of a folder (path, size, time) as waiting; return their keys in order."""
    now = tx.clock.now()
    common = {
        "watch_id": one.id,
        "dataset": one.dataset,
        "state": _WAITING,
        "outcome": outcome,
        "reason": "",
        "checks": [],
        "seen_at": now,
        "changed_at": now,
        "by": "worker",
        "origin": {},
        "read": {},
    }
    rows = [
        {"path": path, "n_bytes": n_bytes, "modified_ns": modified_ns, **common}
        for path, n_bytes, modified_ns in seen
    ]
    if not rows:
        return []
    tx.run(sa.insert(file), rows)
    by_path = of_paths(tx.connection, one.id, [path for path, _, _ in seen])
    keys = [by_path[path].id for path, _, _ in seen]
    for key in keys:
        tx.feed("file", key)
    return keys


def put_into_job(tx: Transaction, file_ids: Sequence[int], job_id: int) -> None:
    """Note which job takes files in."""
    for part in sliced(file_ids):
        query = sa.update(file).where(file.c.id.in_(part))
        tx.run(query.values(job_id=job_id, changed_at=tx.clock.now()))
    for key in file_ids:
        tx.feed("file", key)


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
