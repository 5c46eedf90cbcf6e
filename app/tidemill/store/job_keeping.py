"""Which old jobs and which of their log lines nothing refers to, and removing them in pieces."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.jobs import OPEN_STATES
from tidemill.store import cause_links
from tidemill.store.engine import Transaction
from tidemill.store.schema import (
    automation_step,
    dataset_version,
    feed,
    file,
    job,
    job_log,
    process,
    run,
)

_IS_ENDED = job.c.state.not_in([str(s) for s in OPEN_STATES])
_TELLS_OF_A_RUN = sa.exists().where(run.c.job_id == job.c.id)
_TELLS_OF_A_VERSION = sa.exists().where(file.c.job_id == job.c.id, file.c.version_id.is_not(None))


def prune_lines(tx: Transaction, before: datetime, limit: int) -> int:
    """Remove log lines of jobs that ended before a moment; returns how many.

    Those of a job that made a run or a version stay: they tell how it came about.
    """
    query = (
        sa.select(job_log.c.id)
        .join(job, job.c.id == job_log.c.job_id)
        .where(_IS_ENDED, job.c.ended_at < before)
        .where(sa.not_(_TELLS_OF_A_RUN), sa.not_(_TELLS_OF_A_VERSION))
        .order_by(job_log.c.id)
        .limit(limit)
    )
    keys = list(tx.run(query).scalars())
    if keys:
        tx.run(sa.delete(job_log).where(job_log.c.id.in_(keys)))
    return len(keys)


def prune_jobs(tx: Transaction, before: datetime, limit: int) -> int:
    """Remove jobs that ended before a moment, with their lines; returns how many.

    One that a run, a file, a version, a step of a rule, another job or an open job that waits
    refers to stays. Of one that only started a run of a rule, what it tells stays with that run.
    """
    child = job.alias()
    query = (
        sa.select(job.c.id)
        .where(_IS_ENDED, job.c.ended_at < before)
        .where(
            sa.not_(_TELLS_OF_A_RUN),
            sa.not_(sa.exists().where(file.c.job_id == job.c.id)),
            sa.not_(sa.exists().where(automation_step.c.job_id == job.c.id)),
            sa.not_(sa.exists().where(child.c.parent_id == job.c.id)),
            job.c.id.not_in(_waited_for(tx)),
            job.c.id.not_in(_made_a_version(tx)),
        )
        .order_by(job.c.id)
        .limit(limit)
    )
    keys = list(tx.run(query).scalars())
    if keys:
        cause_links.keep_told(tx, keys)
        tx.run(sa.delete(job_log).where(job_log.c.job_id.in_(keys)))
        tx.run(sa.delete(job).where(job.c.id.in_(keys)))
        for key in keys:
            tx.feed("job", key)
    return len(keys)


def _waited_for(tx: Transaction) -> list[int]:
    text: Any = sa.type_coerce(job.c.waits_for, sa.Text)
    query = sa.select(job.c.waits_for).where(sa.not_(_IS_ENDED), text != "[]")
    return sorted({key for keys in tx.run(query).scalars() for key in keys})


def _made_a_version(tx: Transaction) -> list[int]:
    text = sa.cast(sa.type_coerce(dataset_version.c.origin, sa.Text), sa.Text)
    query = sa.select(dataset_version.c.origin).where(text.contains('"job":'))
    found = [origin.get("job") for origin in tx.run(query).scalars()]
    return sorted({int(key) for key in found if key is not None})


def prune_processes(tx: Transaction, before: datetime) -> int:
    """Strike off processes that were last heard of before a moment; returns how many."""
    return tx.run(sa.delete(process).where(process.c.heartbeat_at < before)).rowcount


def prune_feed(tx: Transaction, kept: int, limit: int) -> int:
    """Drop the oldest news beyond the `kept` last ones; returns how many."""
    first = tx.run(sa.select(sa.func.min(feed.c.seq))).scalar()
    last = tx.run(sa.select(sa.func.max(feed.c.seq))).scalar()
    if first is None or last is None or first > last - kept:
        return 0
    upto = min(last - kept, first + limit)
    return tx.run(sa.delete(feed).where(feed.c.seq <= upto)).rowcount
