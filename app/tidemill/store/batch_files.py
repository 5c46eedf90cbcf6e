"""Rows of files that landed in the folders of batch deployments."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from tidemill.domain.batches import OPEN_STATES, BatchFile, BatchState, BatchSummary
from tidemill.store.engine import Transaction
from tidemill.store.run_changes import sliced
from tidemill.store.schema import batch_file, model_version

TOPIC = "batch-file"
"""What the news of a change is told under, with the row's number."""

_OPEN = [str(state) for state in OPEN_STATES]
_ANSWERED = [str(BatchState.SCORED), str(BatchState.WRITTEN)]


def _query() -> sa.Select[Any]:
    return sa.select(batch_file, model_version.c.number.label("version")).outerjoin(
        model_version, model_version.c.id == batch_file.c.version_id
    )


def _from(row: Any) -> BatchFile:
    values = dict(row._mapping)
    return BatchFile(**{**values, "state": BatchState(values["state"])})


def find_many(connection: sa.Connection, keys: Sequence[int]) -> dict[int, BatchFile]:
    """Files by their keys; those that are not there are left out."""
    found: dict[int, BatchFile] = {}
    for part in sliced(keys):
        for row in connection.execute(_query().where(batch_file.c.id.in_(part))):
            found[row.id] = _from(row)
    return found


def find(connection: sa.Connection, key: int) -> BatchFile | None:
    """One file."""
    return find_many(connection, [key]).get(key)


def latest(connection: sa.Connection, deployment_id: int) -> dict[str, BatchFile]:
    """The last row of each path that was seen for a deployment."""
    query = _query().where(batch_file.c.deployment_id == deployment_id)
    return {row.path: _from(row) for row in connection.execute(query.order_by(batch_file.c.id))}


def of_paths(
    connection: sa.Connection, deployment_id: int, paths: Sequence[str]
) -> dict[str, BatchFile]:
    """As `latest`, for some paths only."""
    found = {}
    for part in sliced(paths):
        query = _query().where(
            batch_file.c.deployment_id == deployment_id, batch_file.c.path.in_(part)
        )
        for row in connection.execute(query.order_by(batch_file.c.id)):
            found[row.path] = _from(row)
    return found


def newest(connection: sa.Connection, deployment_id: int, limit: int) -> list[BatchFile]:
    """Files of a deployment, last arrived first."""
    query = _query().where(batch_file.c.deployment_id == deployment_id)
    query = query.order_by(batch_file.c.id.desc()).limit(limit)
    return [_from(row) for row in connection.execute(query)]


def n_of(connection: sa.Connection, deployment_id: int) -> dict[BatchState, int]:
    """How many files of a deployment there are in each state."""
    query = (
        sa.select(batch_file.c.state, sa.func.count())
        .where(batch_file.c.deployment_id == deployment_id)
        .group_by(batch_file.c.state)
    )
    return {BatchState(state): int(n) for state, n in connection.execute(query)}


def summaries(connection: sa.Connection) -> dict[int, BatchSummary]:
    """What became of the files of every deployment that had any, by its key."""
    n_of: dict[int, dict[BatchState, int]] = {}
    rows: dict[int, tuple[int, int]] = {}
    newest_of: dict[int, int] = {}
    query = sa.select(
        batch_file.c.deployment_id,
        batch_file.c.state,
        sa.func.count().label("n"),
        sa.func.sum(batch_file.c.rows).label("rows"),
        sa.func.sum(batch_file.c.n_errors).label("n_errors"),
        sa.func.max(batch_file.c.id).label("newest"),
    ).group_by(batch_file.c.deployment_id, batch_file.c.state)
    for row in connection.execute(query):
        n_of.setdefault(row.deployment_id, {})[BatchState(row.state)] = int(row.n)
        if row.state == str(BatchState.SCORED):
            rows[row.deployment_id] = int(row.rows or 0), int(row.n_errors or 0)
            newest_of[row.deployment_id] = int(row.newest)
    last = find_many(connection, list(newest_of.values()))
    return {
        key: BatchSummary(states, *rows.get(key, (0, 0)), last.get(newest_of.get(key, 0)))
        for key, states in n_of.items()
    }


def answered(connection: sa.Connection, one: BatchFile, content: str) -> BatchFile | None:
    """Another file of the deployment with the same bytes that has its answer."""
    query = _query().where(
        batch_file.c.deployment_id == one.deployment_id,
        batch_file.c.content == content,
        batch_file.c.state.in_(_ANSWERED),
        batch_file.c.id != one.id,
    )
    row = connection.execute(query.order_by(batch_file.c.id).limit(1)).one_or_none()
    return None if row is None else _from(row)


def is_name_taken(connection: sa.Connection, one: BatchFile, names: Sequence[str]) -> bool:
    """Whether a name in the out folder belongs to another file of the deployment."""
    query = sa.select(batch_file.c.id).where(
        batch_file.c.deployment_id == one.deployment_id,
        batch_file.c.id != one.id,
        sa.or_(batch_file.c.answer.in_(names), batch_file.c.errors.in_(names)),
    )
    return connection.execute(query.limit(1)).one_or_none() is not None


def n_before(connection: sa.Connection, one: BatchFile) -> int:
    """How many earlier files of the same path were given a name for their answer."""
    query = sa.select(sa.func.count()).where(
        batch_file.c.deployment_id == one.deployment_id,
        batch_file.c.path == one.path,
        batch_file.c.id < one.id,
        sa.or_(batch_file.c.answer != "", batch_file.c.errors != ""),
    )
    return int(connection.execute(query).scalar_one())


def insert(
    tx: Transaction,
    deployment_id: int,
    path: str,
    stamp: tuple[int, int],
    outcome: str,
    **values: Any,
) -> int:
    """Note a file that landed, waiting; `stamp` are its size and time. Returns its key."""
    now = tx.clock.now()
    key = tx.insert(
        batch_file,
        **{
            "deployment_id": deployment_id,
            "path": path,
            "n_bytes": stamp[0],
            "modified_ns": stamp[1],
            "state": str(BatchState.WAITING),
            "outcome": outcome,
            "reason": "",
            "answer": "",
            "errors": "",
            "work": "",
            "n_errors": 0,
            "opened": 0,
            "read": {},
            "seen_at": now,
            "changed_at": now,
            **values,
        },
    )
    tx.feed(TOPIC, key)
    return key


def update(tx: Transaction, key: int, **values: Any) -> None:
    """Change a file's row."""
    query = sa.update(batch_file).where(batch_file.c.id == key)
    tx.run(query.values(changed_at=tx.clock.now(), **values))
    tx.feed(TOPIC, key)


def of_job(connection: sa.Connection, job_id: int) -> list[BatchFile]:
    """The files that a job still has to do or to clear up after, oldest first."""
    is_open = sa.or_(batch_file.c.state.in_(_OPEN), batch_file.c.work != "")
    query = _query().where(batch_file.c.job_id == job_id, is_open)
    return [_from(row) for row in connection.execute(query.order_by(batch_file.c.id))]
