"""Rows of automations: rules, what started them, their runs and steps, the red pause."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.automations import (
    Automation,
    AutomationRun,
    AutomationStep,
    Cause,
    Guards,
    Limits,
    Mode,
    Pause,
    RunState,
    Step,
    StepKind,
    StepState,
    Trigger,
)
from tidemill.domain.jobs import ACTIVE_STATES
from tidemill.store import settings
from tidemill.store.engine import Transaction
from tidemill.store.schema import automation, automation_run, automation_step, job

PAUSE = "automations.paused"
"""Under which setting the red pause of everything automatic is kept."""


# --- rules -----------------------------------------------------------------------------------


def _automation(row: Any) -> Automation:
    return Automation(
        row.id,
        row.name,
        row.dataset,
        row.model,
        Mode(row.mode),
        tuple(Trigger.from_dict(t) for t in row.triggers),
        tuple(Step.from_dict(s) for s in row.steps),
        Limits.from_dict(row.limits),
        Guards.from_dict(row.guards),
        row.is_on,
        row.created_at,
        row.created_by,
        row.removed,
    )


def _values(one: Automation) -> dict[str, Any]:
    return {
        "name": one.name,
        "dataset": one.dataset,
        "model": one.model,
        "mode": str(one.mode),
        "triggers": [t.to_dict() for t in one.triggers],
        "steps": [s.to_dict() for s in one.steps],
        "limits": one.limits.to_dict(),
        "guards": one.guards.to_dict(),
        "is_on": one.is_on,
        "removed": one.is_removed,
    }


def every(connection: sa.Connection) -> list[Automation]:
    """All rules that are not removed, oldest first."""
    query = sa.select(automation).where(automation.c.removed.is_(False)).order_by(automation.c.id)
    return [_automation(r) for r in connection.execute(query)]


def find(connection: sa.Connection, automation_id: int) -> Automation | None:
    """One rule, also a removed one."""
    query = sa.select(automation).where(automation.c.id == automation_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _automation(row)


def of_watch(connection: sa.Connection, watch_id: int) -> list[Automation]:
    """Rules that new files of a watched folder start."""
    return [a for a in every(connection) if any(_names(t, watch_id) for t in a.triggers)]


def _names(trigger: Trigger, watch_id: int) -> bool:
    return trigger.settings.get("watch") == watch_id


def insert(tx: Transaction, one: Automation) -> int:
    """Insert a rule (its `id` is ignored) and return its key."""
    stamp = {"created_at": one.created_at, "created_by": one.created_by}
    key = tx.insert(automation, **_values(one), **stamp)
    tx.feed("automation", key)
    return key


def put(tx: Transaction, one: Automation) -> None:
    """Write a rule as it is now."""
    tx.run(sa.update(automation).where(automation.c.id == one.id).values(**_values(one)))
    tx.feed("automation", one.id)


def move(tx: Transaction, dataset: str, to: str) -> None:
    """Let rules and their triggers follow a dataset to its new name."""
    for row in tx.run(sa.select(automation)).all():
        triggers = [dict(t) for t in row.triggers]
        for one in triggers:
            if one.get("settings", {}).get("dataset") == dataset:
                one["settings"] = {**one["settings"], "dataset": to}
        name = to if row.dataset == dataset else row.dataset
        if name != row.dataset or triggers != row.triggers:
            change = sa.update(automation).where(automation.c.id == row.id)
            tx.run(change.values(dataset=name, triggers=triggers))
            tx.feed("automation", row.id)


# --- runs ------------------------------------------------------------------------------------


def _run(row: Any) -> AutomationRun:
    return AutomationRun(
        row.id,
        row.automation_id,
        row.trigger,
        Cause.from_dict(row.cause),
        RunState(row.state),
        row.outcome,
        dict(row.made),
        row.seconds,
        row.started_at,
        row.ended_at,
    )


def insert_run(tx: Transaction, automation_id: int, cause: Cause, made: dict[str, Any]) -> int:
    """Insert a run that is under way and return its key."""
    key = tx.insert(
        automation_run,
        automation_id=automation_id,
        trigger=cause.trigger,
        cause=cause.to_dict(),
        state=str(RunState.RUNNING),
        outcome="",
        made=made,
        seconds=0.0,
        started_at=tx.clock.now(),
    )
    _told(tx, automation_id, key)
    return key


def update_run(tx: Transaction, run: AutomationRun, **values: Any) -> None:
    """Change a run's row."""
    tx.run(sa.update(automation_run).where(automation_run.c.id == run.id).values(**values))
    _told(tx, run.automation_id, run.id)


def _told(tx: Transaction, automation_id: int, run_id: int) -> None:
    tx.feed("automation", automation_id)
    tx.feed("automation_run", run_id)


def find_run(connection: sa.Connection, run_id: int) -> AutomationRun | None:
    """One run."""
    query = sa.select(automation_run).where(automation_run.c.id == run_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _run(row)


def runs(
    connection: sa.Connection, automation_id: int | None = None, limit: int = 100
) -> list[AutomationRun]:
    """Runs, newest first; of one rule, or of all."""
    query = sa.select(automation_run)
    if automation_id is not None:
        query = query.where(automation_run.c.automation_id == automation_id)
    query = query.order_by(automation_run.c.id.desc()).limit(limit)
    return [_run(r) for r in connection.execute(query)]


def runs_of_model(connection: sa.Connection, model: str) -> list[AutomationRun]:
    """Runs of all rules of a model, removed ones too, oldest first."""
    query = sa.select(automation_run).join(
        automation, automation.c.id == automation_run.c.automation_id
    )
    query = query.where(automation.c.model == model).order_by(automation_run.c.id)
    return [_run(r) for r in connection.execute(query)]


def open_runs(connection: sa.Connection) -> list[AutomationRun]:
    """Runs that are under way, oldest first."""
    query = sa.select(automation_run).where(automation_run.c.state == str(RunState.RUNNING))
    return [_run(r) for r in connection.execute(query.order_by(automation_run.c.id))]


# --- steps -----------------------------------------------------------------------------------


def _steps_query() -> sa.Select[Any]:
    return sa.select(
        automation_step, job.c.state.label("job_state"), job.c.started_at.label("job_started")
    ).outerjoin(job, job.c.id == automation_step.c.job_id)


def _step(row: Any) -> AutomationStep:
    state, started_at = StepState(row.state), row.started_at
    if state is StepState.WAITING and row.job_state in ACTIVE_STATES:
        state, started_at = StepState.RUNNING, row.job_started
    return AutomationStep(
        row.id,
        row.run_id,
        row.position,
        StepKind(row.kind),
        row.title,
        dict(row.settings),
        state,
        row.reason,
        dict(row.inputs),
        dict(row.made),
        row.job_id,
        started_at,
        row.ended_at,
    )


def insert_steps(tx: Transaction, run_id: int, steps: Sequence[Step], named: Sequence[str]) -> None:
    """Insert the steps of a run, all waiting; `named` are their titles."""
    for position, (one, title) in enumerate(zip(steps, named, strict=True)):
        tx.insert(
            automation_step,
            run_id=run_id,
            position=position,
            kind=str(one.kind),
            title=title,
            settings=one.settings,
            state=str(StepState.WAITING),
            reason="",
            inputs={},
            made={},
        )


def update_step(tx: Transaction, step: AutomationStep, **values: Any) -> None:
    """Change a step's row."""
    tx.run(sa.update(automation_step).where(automation_step.c.id == step.id).values(**values))
    tx.feed("automation_run", step.run_id)


def steps(connection: sa.Connection, run_id: int) -> list[AutomationStep]:
    """The steps of a run in their order; one whose job is at work is running."""
    query = _steps_query().where(automation_step.c.run_id == run_id)
    return [_step(r) for r in connection.execute(query.order_by(automation_step.c.position))]


def steps_of(connection: sa.Connection, run_ids: Sequence[int]) -> list[AutomationStep]:
    """The steps of several runs, by run and place."""
    query = _steps_query().where(automation_step.c.run_id.in_(list(run_ids)))
    query = query.order_by(automation_step.c.run_id, automation_step.c.position)
    return [_step(r) for r in connection.execute(query)]


def step_of_job(connection: sa.Connection, job_id: int) -> AutomationStep | None:
    """The step that a job does, if it does one."""
    query = _steps_query().where(automation_step.c.job_id == job_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _step(row)


def last_done(connection: sa.Connection, before: AutomationStep) -> AutomationStep | None:
    """The last time the same step of the same rule was done well, before this one."""
    this = sa.select(automation_run.c.automation_id).where(automation_run.c.id == before.run_id)
    query = (
        _steps_query()
        .join(automation_run, automation_run.c.id == automation_step.c.run_id)
        .where(
            automation_run.c.automation_id == this.scalar_subquery(),
            automation_step.c.kind == str(before.kind),
            automation_step.c.title == before.title,
            automation_step.c.state == str(StepState.SUCCEEDED),
            automation_step.c.id < before.id,
        )
        .order_by(automation_step.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _step(row)


# --- the red pause ---------------------------------------------------------------------------


def pause(connection: sa.Connection) -> Pause | None:
    """The red pause, if everything automatic stands still."""
    found = settings.get(connection, PAUSE)
    return None if not found else Pause(found["by"], from_iso(found["at"]), found["reason"])


def set_pause(tx: Transaction, by: str, at: datetime, reason: str) -> None:
    """Let everything automatic stand still."""
    settings.put(tx, PAUSE, {"by": by, "at": to_iso(at), "reason": reason})
    tx.feed("automation", "all")


def end_pause(tx: Transaction) -> None:
    """Let everything automatic go on."""
    settings.put(tx, PAUSE, {})
    tx.feed("automation", "all")
