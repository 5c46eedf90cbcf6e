"""Runs of automations: started with their cause, carried from step to step, told as a timeline.

Steps that only look at what is there (check, validate, decide) are done in the transaction that
comes to them; the others are jobs, of which the next is asked for when the one before has ended.
So a run is always where the store says, whatever happens to the machine.
"""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NotThere
from tidemill.domain.automations import (
    OPEN_STEPS,
    Automation,
    AutomationRun,
    AutomationStep,
    Cause,
    RunState,
    StepKind,
    StepState,
    titles,
)
from tidemill.domain.jobs import Job, JobRequest, JobState
from tidemill.domain.people import WORKER
from tidemill.jobs import queue
from tidemill.services import quick_steps
from tidemill.services.workspace import Workspace
from tidemill.store import automations as rows
from tidemill.store import datasets, files
from tidemill.store.engine import Transaction

RETRAIN = "model.retrain"
SCRIPT = "automation.script"
VALIDATE = "model.validate"
JOBS = {StepKind.RETRAIN: RETRAIN, StepKind.SCRIPT: SCRIPT}
"""Which kind of job does a step that is not done at once."""


@dataclass(frozen=True)
class RunView:
    """A run with its steps in order."""

    run: AutomationRun
    steps: tuple[AutomationStep, ...]


# --- what is there ---------------------------------------------------------------------------


def of(workspace: Workspace, automation_id: int | None = None, limit: int = 100) -> list[RunView]:
    """Runs of an automation (or of all) with their steps, newest first: the timeline."""
    with workspace.store.read() as connection:
        found = rows.runs(connection, automation_id, limit)
        steps = rows.steps_of(connection, [run.id for run in found])
    return [RunView(r, tuple(s for s in steps if s.run_id == r.id)) for r in found]


def find(workspace: Workspace, run_id: int) -> RunView:
    """One run with its steps; an unknown one raises `NeedsYou`."""
    with workspace.store.read() as connection:
        run = rows.find_run(connection, run_id)
        if run is None:
            raise NotThere("automation run", run_id)
        return RunView(run, tuple(rows.steps(connection, run_id)))


def steps(workspace: Workspace, run_id: int) -> list[AutomationStep]:
    """The steps of a run in their order."""
    return list(find(workspace, run_id).steps)


# --- the course of a run ---------------------------------------------------------------------


def start(tx: Transaction, automation: Automation, cause: Cause) -> int:
    """Begin a run in the transaction of its cause and go as far as can be gone at once.

    It works on the dataset version that the cause names (`version`), else on the newest of the
    automation's dataset. Returns the run's key.
    """
    made = {}
    version_id = cause.refs.get("version") or _newest(tx, automation)
    if version_id is not None:
        made["dataset_version"] = version_id
    run_id = rows.insert_run(tx, automation.id, cause, made)
    named = titles(automation.steps, automation.mode, automation.model)
    rows.insert_steps(tx, run_id, automation.steps, named)
    _go_on(tx, run_id)
    return run_id


def _newest(tx: Transaction, automation: Automation) -> int | None:
    dataset = None
    if automation.dataset is not None:
        dataset = datasets.find(tx.connection, automation.dataset)
    versions = [] if dataset is None else datasets.versions(tx.connection, dataset.id)
    return versions[-1].id if versions else None


def job_ended(tx: Transaction, job: Job) -> None:
    """Go on with the run whose step a job did; called in the transaction that ends the job.

    The job's result may have a `step` with what is to be noted of it: `skipped`, `reason`,
    `inputs`, `made`. One that was tried again by hand after it had failed takes up the run again.
    """
    step = rows.step_of_job(tx.connection, job.id)
    if step is None or step.state is StepState.SUCCEEDED or step.state is StepState.SKIPPED:
        return
    if job.state is JobState.SUCCEEDED:
        said = job.result.get("step", {})
        state = StepState.SKIPPED if said.get("skipped") else StepState.SUCCEEDED
        reason = said.get("reason") or job.message
        values = {"inputs": said.get("inputs", {}), "made": said.get("made", {})}
    elif job.state is JobState.CANCELLED:
        state, values = StepState.CANCELLED, {}
        reason = job.message if job.message not in ("", "Cancelled") else "It was cancelled."
    else:
        state, values = StepState.FAILED, {}
        reason = job.error or "It failed."
    if step.state not in OPEN_STEPS and state in (StepState.SUCCEEDED, StepState.SKIPPED):
        _take_up(tx, step)
    _end_step(tx, step, state, reason, started_at=job.started_at, **values)
    _go_on(tx, step.run_id)


def _take_up(tx: Transaction, step: AutomationStep) -> None:
    """Let a run that had ended at a step go on behind it."""
    run = rows.find_run(tx.connection, step.run_id)
    assert run is not None
    for other in rows.steps(tx.connection, run.id):
        if other.position > step.position and other.state is StepState.NOT_RUN:
            rows.update_step(tx, other, state=str(StepState.WAITING), reason="", ended_at=None)
    rows.update_run(tx, run, state=str(RunState.RUNNING), outcome="", ended_at=None)


def _end_step(
    tx: Transaction, step: AutomationStep, state: StepState, reason: str, **values: Any
) -> None:
    values.setdefault("started_at", None)
    values["started_at"] = values["started_at"] or step.started_at or tx.clock.now()
    rows.update_step(tx, step, state=str(state), reason=reason, ended_at=tx.clock.now(), **values)
    made = values.get("made")
    if made:
        run = rows.find_run(tx.connection, step.run_id)
        assert run is not None
        rows.update_run(tx, run, made={**run.made, **made})


def _go_on(tx: Transaction, run_id: int) -> None:
    """Do what can be done at once, ask for the next job, or end the run."""
    while True:
        run = rows.find_run(tx.connection, run_id)
        assert run is not None
        automation = rows.find(tx.connection, run.automation_id)
        assert automation is not None
        if run.state is not RunState.RUNNING:
            return
        every = rows.steps(tx.connection, run_id)
        stopped = _stopped_at(every)
        left = [step for step in every if step.state in OPEN_STEPS]
        if stopped is not None:
            for step in left:
                reason = f"{stopped.title} {_ENDED[stopped.state]}, so this was not run."
                rows.update_step(tx, step, state=str(StepState.NOT_RUN), reason=reason)
            left = []
        if not left:
            _end(tx, run, rows.steps(tx.connection, run_id))
            return
        step = left[0]
        if step.job_id is not None:
            return
        kind = _job_kind(tx, run, step)
        if kind is not None:
            _ask(tx, automation, run, step, kind)
            return
        done = quick_steps.do(tx, automation, run, step)
        _end_step(tx, step, done.state, done.reason, inputs=done.inputs, made=done.made)


def _job_kind(tx: Transaction, run: AutomationRun, step: AutomationStep) -> str | None:
    """The kind of job that does a step; None where it is done at once."""
    if step.kind is StepKind.VALIDATE:
        candidate = quick_steps.candidate_of(tx, run)
        return VALIDATE if candidate and quick_steps.is_stale(tx, candidate) else None
    return JOBS.get(step.kind)


_ENDED = {StepState.FAILED: "failed", StepState.CANCELLED: "was cancelled"}
_WELL = (StepState.SUCCEEDED, StepState.SKIPPED)


def _stopped_at(every: list[AutomationStep]) -> AutomationStep | None:
    """The step at which the run is over: one that was cancelled, or failed and lets none go on."""
    for step in every:
        is_bad = step.state is StepState.FAILED and step.stops_on_failure
        if is_bad or step.state is StepState.CANCELLED:
            return step
    return None


def _ask(
    tx: Transaction, automation: Automation, run: AutomationRun, step: AutomationStep, kind: str
) -> None:
    """Ask for the job that does a step."""
    lane = f"automation:{automation.id}" if kind == SCRIPT else f"model:{automation.model}"
    params: dict[str, Any] = {
        "run": run.id,
        "position": step.position,
        "title": step.title,
        "dataset_version": run.made.get("dataset_version"),
    }
    if automation.model is not None:
        params["model"] = automation.model
    if kind == VALIDATE:
        candidate = quick_steps.candidate_of(tx, run)
        assert candidate is not None
        params["version"] = f"{candidate.model}@{candidate.number}"
    job_id = queue.enqueue(
        tx,
        JobRequest(
            kind,
            params,
            priority=5,
            lane=lane,
            key=f"automation:{run.id}:{step.position}",
            asked_by=run.cause.refs.get("by") or WORKER.login,
            cause=run.cause.sentence,
            parent_id=run.cause.refs.get("job"),
            limits=dict(step.settings.get("limits", {})),
            automation_run_id=run.id,
        ),
    )
    rows.update_step(tx, step, job_id=job_id)


def _end(tx: Transaction, run: AutomationRun, every: list[AutomationStep]) -> None:
    stopped = _stopped_at(every)
    if stopped is not None:
        is_cancelled = stopped.state is StepState.CANCELLED
        state = RunState.CANCELLED if is_cancelled else RunState.FAILED
        words = f"{stopped.title} {_ENDED[stopped.state]}: {stopped.reason}"
    else:
        work = [step.state for step in every if step.kind in JOBS or step.kind is StepKind.DECIDE]
        nothing = bool(work) and all(one is StepState.SKIPPED for one in work)
        state = RunState.SKIPPED if nothing else RunState.SUCCEEDED
        unchanged = [step.reason for step in every if step.kind in JOBS] if nothing else []
        words = unchanged[0] if unchanged else _last_word(run, every)
    rows.update_run(
        tx,
        run,
        state=str(state),
        outcome=words,
        seconds=sum(step.seconds or 0.0 for step in every),
        ended_at=tx.clock.now(),
    )
    file_id = run.cause.refs.get("file")
    if file_id is not None:
        files.update(tx, file_id, outcome=f"Added; {words[0].lower()}{words[1:]}")


def _last_word(run: AutomationRun, every: list[AutomationStep]) -> str:
    """What came of a run that went through: of its candidate, else of its last steps."""
    failed = [step.title for step in every if step.state is StepState.FAILED]
    beside = f" ({' and '.join(failed)} failed)" if failed else ""
    kinds = {StepKind.RETRAIN}
    if "model_version" in run.made:
        kinds |= {StepKind.DECIDE, StepKind.VALIDATE}
    told = [step for step in every if step.kind in kinds and step.state in _WELL]
    if told:
        return f"{told[-1].reason.removesuffix('.')}{beside}"
    done = [step for step in every if step.state is StepState.SUCCEEDED]
    if not done:
        return f"{every[-1].reason}{beside}"
    if len(done) == 1:
        return f"{done[0].title}: {done[0].reason}{beside}"
    return f"{len(done)} steps done{beside}"
