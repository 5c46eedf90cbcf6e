"""What happened that triggers ask about, read from the tables of those it happened to.

Each is read past a key: keys only grow, and writers take turns, so that what a later look finds
has a higher one whatever the clock did. `least` moments are for forecasts.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.domain.cuts import label_of
from tidemill.domain.datasets import MANY_FILES
from tidemill.domain.jobs import OPEN_STATES, JobState
from tidemill.domain.models import DecisionKind
from tidemill.domain.triggers import Arrival, Decided, End, Reading
from tidemill.store.run_changes import sliced
from tidemill.store.schema import (
    alert,
    automation,
    automation_run,
    chunk,
    dataset,
    dataset_version,
    decision,
    file,
    job,
    model,
    model_version,
    run,
)

MOST = 5000
"""How many events one look reads at most; the oldest come first."""


# --- new data --------------------------------------------------------------------------------


def arrivals(
    connection: sa.Connection, name: str, after: int = 0, *, least: datetime | None = None
) -> list[Arrival]:
    """Versions of a dataset that brought new rows, past one of them, oldest first."""
    v = dataset_version.c
    query = (
        sa.select(v.id, v.number, v.added_rows, v.created_at, v.origin, v.source)
        .add_columns(file.c.id.label("file_id"), file.c.path, file.c.watch_id)
        .join(dataset, dataset.c.id == v.dataset_id)
        .outerjoin(file, file.c.id == v.file_id)
        .where(dataset.c.name == name, v.id > after, v.deleted_at.is_(None))
        .order_by(v.id)
    )
    if least is not None:
        query = query.where(v.created_at >= least)
    found: list[Arrival] = []
    for row in connection.execute(query).all():
        kind, label = row.origin.get("kind"), f"{name} v{row.number}"
        if kind == MANY_FILES:
            found += _of_many(connection, row, label)
        elif kind != "steps":
            source = _name(row.path or row.source)
            found.append(
                Arrival(
                    row.id, label, row.added_rows, row.created_at, row.file_id, source, row.watch_id
                )
            )
    return found


def _of_many(connection: sa.Connection, row: Any, label: str) -> list[Arrival]:
    """The files that made a version together, each with its rows."""
    brought = [(int(key), int(n)) for key, n, _ in row.origin["files"]]
    known: dict[int, Any] = {}
    for part in sliced([key for key, _ in brought]):
        query = sa.select(file.c.id, file.c.path, file.c.watch_id).where(file.c.id.in_(part))
        known |= {one.id: one for one in connection.execute(query)}
    return [
        Arrival(row.id, label, n, row.created_at, key, _name(one.path), one.watch_id)
        for key, n in brought
        if (one := known.get(key)) is not None
    ]


def _name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def last_version(connection: sa.Connection) -> int:
    """The newest key of a dataset version."""
    return _newest(connection, dataset_version.c.id)


# --- monitoring ------------------------------------------------------------------------------


def readings(
    connection: sa.Connection, name: str, after: int = 0, *, least: datetime | None = None
) -> list[Reading]:
    """What monitoring found of a model past one look, oldest first.

    A chunk is read again once more rows came into it.
    """
    query = (
        sa.select(chunk, dataset.c.name, dataset_version.c.number)
        .add_columns(model_version.c.number.label("champion"))
        .join(model, model.c.id == chunk.c.model_id)
        .join(model_version, model_version.c.id == chunk.c.version_id)
        .join(dataset, dataset.c.id == model.c.dataset_id)
        .outerjoin(dataset_version, dataset_version.c.id == chunk.c.dataset_version_id)
        .where(model.c.name == name, chunk.c.news > after)
        .order_by(chunk.c.news)
        .limit(MOST)
    )
    if least is not None:
        query = query.where(chunk.c.created_at >= least)
    rows = connection.execute(query).all()
    alerts = _alerts(connection, name) if rows else []
    found = []
    for row in rows:
        open_ = next((one for one in alerts if _was_open(one, row)), None)
        found.append(
            Reading(
                row.id,
                _data_of(row),
                f"{name} v{row.champion}",
                _figures(row),
                row.created_at,
                None if open_ is None else open_.id,
                "" if open_ is None else open_.message,
                row.news,
            )
        )
    return found


def _data_of(row: Any) -> str:
    """What was looked at, in words."""
    which = f"({label_of(row.span, '')})" if row.number is None else f"v{row.number}"
    return f"{row.name} {which}"


def _alerts(connection: sa.Connection, name: str) -> Sequence[Any]:
    a = alert.c
    query = (
        sa.select(a.id, a.message, a.chunk_id, a.opened_at, a.closed_at)
        .join(model, model.c.id == a.model_id)
        .where(model.c.name == name)
        .order_by(a.id.desc())
    )
    return connection.execute(query).all()


def _was_open(one: Any, row: Any) -> bool:
    """Whether an alert was open once a chunk had been looked at."""
    if one.chunk_id == row.id:
        return True
    is_closed = one.closed_at is not None and one.closed_at <= row.created_at
    return bool(one.opened_at <= row.created_at and not is_closed)


def _figures(row: Any) -> dict[str, float]:
    columns = row.report.get("columns", [])
    figures: dict[str, float | None] = {
        "rows": row.n_rows,
        "prediction_psi": row.prediction_psi,
        "drifted_columns": row.report.get("drifted_columns"),
        "share_drifted": row.report.get("share_drifted"),
    }
    figures |= {f"psi:{one['name']}": one.get("psi") for one in columns}
    figures |= {f"missing:{one['name']}": one["missing"]["current"] for one in columns}
    moved = [one["psi"] for one in columns if one.get("psi") is not None]
    figures["psi"] = max(moved, default=None)
    figures |= {name: one.get("value") for name, one in row.measures.items()}
    if row.worth is not None:
        figures["business_value"] = row.worth["value"]
        figures["business_value_row"] = (row.worth["row"] or {}).get("value")
    return {name: float(value) for name, value in figures.items() if value is not None}


def last_chunk(connection: sa.Connection) -> int:
    """The number of the newest look at a chunk."""
    return _newest(connection, chunk.c.news)


# --- the registry ----------------------------------------------------------------------------

_TOLD = (
    DecisionKind.REGISTERED,
    DecisionKind.PROMOTED,
    DecisionKind.ROLLED_BACK,
    DecisionKind.REJECTED,
)


def decided(
    connection: sa.Connection,
    name: str = "",
    after: int = 0,
    *,
    apart_from: int = 0,
    least: datetime | None = None,
) -> list[Decided]:
    """What was decided over a model, or any, past one decision, oldest first.

    Decisions over versions that runs of the automation `apart_from` made are left out.
    """
    own = (
        sa.select(run.c.pk)
        .join(job, job.c.id == run.c.job_id)
        .join(automation_run, automation_run.c.id == job.c.automation_run_id)
        .where(automation_run.c.automation_id == apart_from)
    )
    d = decision.c
    query = (
        sa.select(d.id, d.kind, d.version_id, d.by, d.at, model.c.name, model_version.c.number)
        .join(model, model.c.id == d.model_id)
        .outerjoin(model_version, model_version.c.id == d.version_id)
        .where(d.id > after, d.kind.in_([str(one) for one in _TOLD]))
        .where(sa.or_(model_version.c.run_pk.is_(None), model_version.c.run_pk.not_in(own)))
        .order_by(d.id)
        .limit(MOST)
    )
    if name:
        query = query.where(model.c.name == name)
    if least is not None:
        query = query.where(d.at >= least)
    return [
        Decided(row.id, row.kind, f"{row.name} v{row.number}", row.version_id, row.by, row.at)
        for row in connection.execute(query)
    ]


def last_decision(connection: sa.Connection) -> int:
    """The newest key of a decision."""
    return _newest(connection, decision.c.id)


# --- ends ------------------------------------------------------------------------------------


def ended_jobs(
    connection: sa.Connection, kind: str, after: int, open_before: Sequence[int], apart_from: int
) -> tuple[list[End], list[int], int]:
    """Jobs of a kind that ended: those past a key and those that were open before.

    Also which are open now, and the newest key. Jobs that are steps of the automation
    `apart_from` are left out.
    """
    j = job.c
    query = _jobs(kind, apart_from).where(sa.or_(j.id > after, j.id.in_(list(open_before))))
    ends, open_now, last = [], [], after
    for row in connection.execute(query.order_by(j.id).limit(MOST)):
        last = max(last, row.id)
        if JobState(row.state) in OPEN_STATES:
            open_now.append(row.id)
        else:
            ends.append(_job_end(row))
    return ends, open_now, last


def open_jobs(connection: sa.Connection, kind: str, apart_from: int) -> tuple[list[int], int]:
    """Jobs of a kind that have not ended, and the newest key of all jobs."""
    query = _jobs(kind, apart_from).where(job.c.state.in_([str(one) for one in OPEN_STATES]))
    return [row.id for row in connection.execute(query)], _newest(connection, job.c.id)


def past_jobs(connection: sa.Connection, kind: str, apart_from: int, least: datetime) -> list[End]:
    """Jobs of a kind that ended since a moment."""
    query = _jobs(kind, apart_from).where(job.c.ended_at >= least).order_by(job.c.id)
    return [_job_end(row) for row in connection.execute(query)]


def _jobs(kind: str, apart_from: int) -> sa.Select[Any]:
    own = sa.select(automation_run.c.id).where(automation_run.c.automation_id == apart_from)
    j = job.c
    is_other = sa.or_(j.automation_run_id.is_(None), j.automation_run_id.not_in(own))
    columns = (j.id, j.kind, j.state, j.error, j.ended_at, j.created_at)
    return sa.select(*columns).where(j.kind == kind, is_other)


def _job_end(row: Any) -> End:
    is_well = JobState(row.state) is JobState.SUCCEEDED
    at = row.ended_at or row.created_at
    return End(row.id, f"Job {row.id} ({row.kind})", is_well, row.error or "", at)


def ended_runs(
    connection: sa.Connection, automation_id: int, after: int, open_before: Sequence[int]
) -> tuple[list[End], list[int], int]:
    """Runs of an automation that ended, those still open, the newest key; as `ended_jobs`."""
    r = automation_run.c
    query = _runs(automation_id).where(sa.or_(r.id > after, r.id.in_(list(open_before))))
    ends, open_now, last = [], [], after
    for row in connection.execute(query.order_by(r.id).limit(MOST)):
        last = max(last, row.id)
        if row.ended_at is None:
            open_now.append(row.id)
        else:
            ends.append(_run_end(row))
    return ends, open_now, last


def open_runs(connection: sa.Connection, automation_id: int) -> tuple[list[int], int]:
    """Runs of an automation that are under way, and the newest key of all runs."""
    query = _runs(automation_id).where(automation_run.c.ended_at.is_(None))
    return [row.id for row in connection.execute(query)], _newest(connection, automation_run.c.id)


def past_runs(connection: sa.Connection, automation_id: int, least: datetime) -> list[End]:
    """Runs of an automation that ended since a moment."""
    query = _runs(automation_id).where(automation_run.c.ended_at >= least)
    return [_run_end(row) for row in connection.execute(query.order_by(automation_run.c.id))]


def _runs(automation_id: int) -> sa.Select[Any]:
    r = automation_run.c
    return (
        sa.select(r.id, r.state, r.outcome, r.ended_at, r.started_at, automation.c.name)
        .join(automation, automation.c.id == r.automation_id)
        .where(r.automation_id == automation_id)
    )


def _run_end(row: Any) -> End:
    is_well = row.state in ("succeeded", "skipped")
    return End(row.id, row.name, is_well, row.outcome, row.ended_at)


# --- what limits ask -------------------------------------------------------------------------


def last_start(connection: sa.Connection, automation_id: int) -> datetime | None:
    """When an automation started last."""
    r = automation_run.c
    query = sa.select(r.started_at).where(r.automation_id == automation_id)
    found: datetime | None = connection.execute(query.order_by(r.id.desc()).limit(1)).scalar()
    return found


def minutes_used(
    connection: sa.Connection, automation_id: int, since: datetime, now: datetime
) -> float:
    """Minutes that runs begun since a moment have taken; those under way, until now."""
    r = automation_run.c
    query = sa.select(r.seconds, r.started_at, r.ended_at).where(
        r.automation_id == automation_id, r.started_at >= since
    )
    seconds = 0.0
    for row in connection.execute(query):
        under_way = max(0.0, (now - row.started_at).total_seconds())
        seconds += row.seconds if row.ended_at is not None else under_way
    return seconds / 60


def _newest(connection: sa.Connection, column: sa.ColumnElement[int]) -> int:
    return int(connection.execute(sa.select(sa.func.max(column))).scalar() or 0)


# --- what a start costs ----------------------------------------------------------------------


def seconds_of_runs(connection: sa.Connection, automation_id: int, n: int = 20) -> list[float]:
    """How long the last runs of an automation worked that did something."""
    r = automation_run.c
    query = (
        sa.select(r.seconds)
        .where(r.automation_id == automation_id, r.ended_at.is_not(None))
        .where(r.state.in_(["succeeded", "failed"]))
        .order_by(r.id.desc())
        .limit(n)
    )
    return [float(row.seconds) for row in connection.execute(query)]


def seconds_of_jobs(
    connection: sa.Connection, kinds: Sequence[str], lane: str | None = None, n: int = 20
) -> list[float]:
    """How long the last jobs of some kinds took that ended well; of one lane where it is named."""
    j = job.c
    query = sa.select(j.started_at, j.ended_at).where(
        j.kind.in_(list(kinds)), j.state == str(JobState.SUCCEEDED), j.started_at.is_not(None)
    )
    if lane is not None:
        query = query.where(j.lane == lane)
    rows = connection.execute(query.order_by(j.id.desc()).limit(n))
    return [max(0.0, (row.ended_at - row.started_at).total_seconds()) for row in rows]
