"""The rows of the job queue; the rules for them are in `tidemill.jobs`."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.jobs import ACTIVE_STATES, OPEN_STATES, WAITED, Job, JobRequest, JobState
from tidemill.domain.people import WORKER
from tidemill.store import automations
from tidemill.store.engine import Transaction
from tidemill.store.schema import job, job_log

_WAITS_FOR = sa.type_coerce(job.c.waits_for, sa.Text)
_IS_WAITING = sa.and_(job.c.state == str(JobState.QUEUED), _WAITS_FOR != "[]")
_MOST_CLAIMABLE = 50


def _from(row: Any) -> Job:
    values = dict(row._mapping)
    values["state"] = JobState(values["state"])
    values["waits_for"] = tuple(values["waits_for"])
    return Job(**values)


def find(connection: sa.Connection, job_id: int) -> Job | None:
    """One job."""
    row = connection.execute(sa.select(job).where(job.c.id == job_id)).one_or_none()
    return None if row is None else _from(row)


def of_key(connection: sa.Connection, key: str) -> Job | None:
    """The job of an idempotency key."""
    row = connection.execute(sa.select(job).where(job.c.key == key)).one_or_none()
    return None if row is None else _from(row)


def newest(connection: sa.Connection, limit: int = 200, state: str | None = None) -> list[Job]:
    """Jobs, newest first."""
    query = sa.select(job).order_by(job.c.id.desc()).limit(limit)
    if state is not None:
        query = query.where(job.c.state == state)
    return [_from(r) for r in connection.execute(query)]


def still_open(connection: sa.Connection) -> list[Job]:
    """Jobs to be done or being done, in the order they would be worked on."""
    query = (
        sa.select(job)
        .where(job.c.state.in_([str(s) for s in OPEN_STATES]))
        .order_by(job.c.priority.desc(), job.c.id)
    )
    return [_from(r) for r in connection.execute(query)]


def active(connection: sa.Connection) -> list[Job]:
    """Jobs somebody is working on."""
    query = sa.select(job).where(job.c.state.in_([str(s) for s in ACTIVE_STATES]))
    return [_from(r) for r in connection.execute(query)]


def claimable(
    connection: sa.Connection, now: datetime, at_latest: datetime, only: tuple[str, ...] | None
) -> list[Job]:
    """Queued jobs that may be begun now, in the order they should be; see `queue.claim`.

    Of a lane only the first, unless one of it is being worked on. A job that was tried and waits
    for its next try keeps its place in the lane; one that is paused, not due or waits for another
    does not. A next try after `at_latest` was set by a clock that ran ahead: it is due.
    """
    tried = job.c.attempts > 0
    is_due = sa.or_(job.c.not_before.is_(None), job.c.not_before <= now)
    in_line = sa.and_(
        job.c.state == str(JobState.QUEUED),
        sa.not_(job.c.is_paused),
        _may_begin(connection),
        sa.or_(is_due, tried),
        sa.or_(_WAITS_FOR == "[]", job.c.id.in_(_not_waiting(connection))),
    )
    busy = sa.select(job.c.lane).where(
        job.c.state.in_([str(s) for s in ACTIVE_STATES]), job.c.lane.is_not(None)
    )
    heads = (
        sa.select(sa.func.min(job.c.id))
        .where(in_line, job.c.lane.is_not(None), job.c.lane.not_in(busy))
        .group_by(job.c.lane)
    )
    query = (
        sa.select(job)
        .where(
            in_line,
            sa.or_(job.c.lane.is_(None), job.c.id.in_(heads)),
            sa.or_(is_due, sa.and_(tried, job.c.not_before > at_latest)),
        )
        .order_by(job.c.priority.desc(), job.c.id)
        .limit(_MOST_CLAIMABLE)
    )
    if only is not None:
        query = query.where(job.c.kind.in_(only))
    return [_from(r) for r in connection.execute(query)]


def _may_begin(connection: sa.Connection) -> sa.ColumnElement[bool]:
    """While everything automatic is paused, only what a person asked for is begun."""
    if automations.pause(connection) is None:
        return sa.true()
    return job.c.asked_by != WORKER.login


def _not_waiting(connection: sa.Connection) -> list[int]:
    """Queued jobs all of whose predecessors ended well."""
    query = sa.select(job.c.id, job.c.waits_for).where(_IS_WAITING)
    waiting = {key: set(keys) for key, keys in connection.execute(query)}
    wanted = set[int]().union(*waiting.values())
    states = state_of(connection, wanted)
    well = {key for key, state in states.items() if state is JobState.SUCCEEDED}
    return [key for key, keys in waiting.items() if keys <= well]


def state_of(connection: sa.Connection, job_ids: Collection[int]) -> dict[int, JobState]:
    """The states of jobs; one that is not known is left out."""
    if not job_ids:
        return {}
    query = sa.select(job.c.id, job.c.state).where(job.c.id.in_(list(job_ids)))
    return {key: JobState(state) for key, state in connection.execute(query)}


def waiting(connection: sa.Connection) -> list[Job]:
    """Queued jobs that others must end well before."""
    query = sa.select(job).where(_IS_WAITING).order_by(job.c.id)
    return [_from(r) for r in connection.execute(query)]


def gave_way(connection: sa.Connection) -> list[Job]:
    """Jobs that were cancelled since one they waited for did not end well."""
    query = sa.select(job).where(
        job.c.state == str(JobState.CANCELLED), job.c.error_kind == WAITED, _WAITS_FOR != "[]"
    )
    return [_from(r) for r in connection.execute(query.order_by(job.c.id))]


def n_queued(connection: sa.Connection) -> int:
    """How many jobs are to be done."""
    query = sa.select(sa.func.count()).where(job.c.state == str(JobState.QUEUED))
    return int(connection.execute(query).scalar_one())


def is_any_queued(connection: sa.Connection) -> bool:
    """Whether anything is to be done; the cheapest question to the queue."""
    query = sa.select(job.c.id).where(job.c.state == str(JobState.QUEUED)).limit(1)
    return connection.execute(query).first() is not None


def is_queued(connection: sa.Connection, kind: str, *, lane: str) -> bool:
    """Whether a job of a kind waits in a lane and has not been tried yet."""
    query = sa.select(job.c.id).where(
        job.c.state == str(JobState.QUEUED), job.c.kind == kind, job.c.lane == lane
    )
    return connection.execute(query.where(job.c.attempts == 0).limit(1)).first() is not None


def n_to_come(
    connection: sa.Connection, until: datetime, only: tuple[str, ...] | None = None
) -> int:
    """How many queued jobs become due before a moment without anybody doing something, of `only`
    some kinds where they are named."""
    query = sa.select(sa.func.count()).where(
        job.c.state == str(JobState.QUEUED),
        sa.not_(job.c.is_paused),
        _may_begin(connection),
        sa.or_(job.c.not_before.is_(None), job.c.not_before <= until),
        sa.or_(_WAITS_FOR == "[]", job.c.id.in_(_not_waiting(connection))),
        *(() if only is None else (job.c.kind.in_(only),)),
    )
    return int(connection.execute(query).scalar_one())


def take(tx: Transaction, job_id: int) -> bool:
    """Lock a queued job for this transaction; False if another has it or it is queued no more.

    On SQLite whoever writes is alone in any case.
    """
    query = sa.select(job.c.id).where(job.c.id == job_id, job.c.state == str(JobState.QUEUED))
    return tx.run(query.with_for_update(skip_locked=True)).one_or_none() is not None


def insert(tx: Transaction, request: JobRequest) -> int:
    """Insert a queued job and return its id."""
    key = tx.insert(
        job,
        kind=request.kind,
        params=request.params,
        state=str(JobState.QUEUED),
        priority=request.priority,
        lane=request.lane,
        key=request.key,
        attempts=0,
        asked_by=request.asked_by,
        cause=request.cause,
        parent_id=request.parent_id,
        not_before=request.not_before,
        waits_for=list(request.waits_for),
        limits=request.limits,
        automation_run_id=request.automation_run_id,
        cancel_asked=False,
        progress=0.0,
        message="",
        result={},
        created_at=tx.clock.now(),
    )
    tx.feed("job", key)
    return key


def update(tx: Transaction, job_id: int, *, attempt: int | None = None, **values: Any) -> bool:
    """Change a job; with `attempt`, only if that attempt is still the one at work."""
    query = sa.update(job).where(job.c.id == job_id).values(**values)
    if attempt is not None:
        query = query.where(
            job.c.attempts == attempt, job.c.state.in_([str(s) for s in ACTIVE_STATES])
        )
    changed = tx.run(query).rowcount == 1
    if changed and set(values) != {"lease_until"}:
        tx.feed("job", job_id)
    return changed


def log(tx: Transaction, job_id: int, lines: list[tuple[datetime, str]]) -> None:
    """Append lines to a job's log."""
    if lines:
        rows = [{"job_id": job_id, "at": at, "line": line} for at, line in lines]
        tx.run(sa.insert(job_log), rows)
        tx.feed("job_log", job_id)


def log_lines(
    connection: sa.Connection, job_id: int, after: int = 0
) -> list[tuple[int, datetime, str]]:
    """A job's log as (number, moment, line), from past a number on."""
    query = (
        sa.select(job_log.c.id, job_log.c.at, job_log.c.line)
        .where(job_log.c.job_id == job_id, job_log.c.id > after)
        .order_by(job_log.c.id)
    )
    return [(r[0], r[1], r[2]) for r in connection.execute(query)]
