"""Steps of an automation that only look at what is there: check, validate, decide.

Each is done in the transaction that comes to it, with what the store knows: a version's checks ran
when it was taken in, a candidate's gates when it was trained.
"""

from dataclasses import dataclass, field
from typing import Any

from tidemill.domain.automations import (
    Automation,
    AutomationRun,
    AutomationStep,
    Mode,
    StepKind,
    StepState,
)
from tidemill.domain.models import ModelVersion, Stage
from tidemill.domain.people import WORKER
from tidemill.services import probation, promotion
from tidemill.store import datasets, models
from tidemill.store.engine import Transaction


@dataclass(frozen=True)
class Done:
    """How a step ended, with the sentence that says so."""

    state: StepState
    reason: str
    inputs: dict[str, Any] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)


def do(tx: Transaction, automation: Automation, run: AutomationRun, step: AutomationStep) -> Done:
    """Do a step of these kinds at once."""
    if step.kind is StepKind.CHECK:
        return _check(tx, run)
    candidate = candidate_of(tx, run)
    if candidate is None:
        return Done(StepState.SKIPPED, "Not run: there is no candidate.")
    if step.kind is StepKind.VALIDATE:
        return _validate(candidate)
    return _decide(tx, automation, run, candidate)


def candidate_of(tx: Transaction, run: AutomationRun) -> ModelVersion | None:
    """The version that a run made, if it made one."""
    version_id = run.made.get("model_version")
    return None if version_id is None else models.version_of_id(tx.connection, version_id)


def is_stale(tx: Transaction, candidate: ModelVersion) -> bool:
    """Whether another champion came since a candidate was judged, so that its gates run again."""
    if candidate.stage is not Stage.CANDIDATE:
        return False
    champion = models.champion(tx.connection, candidate.model_id)
    against = candidate.comparison.get("against")
    return champion is not None and against is not None and against != f"v{champion.number}"


def _check(tx: Transaction, run: AutomationRun) -> Done:
    key = run.made.get("dataset_version")
    version = None if key is None else datasets.version_of_id(tx.connection, key)
    if version is None:
        return Done(StepState.SKIPPED, "Not run: there are no data yet.")
    failed = [c for c in version.checks if not c["passed"]]
    kept_out = [c for c in failed if c.get("severity", "error") != "warn"]
    n = len(version.checks)
    inputs = {"data": {"hash": version.content_hash, "label": version.label}}
    if kept_out:
        words = f"{len(kept_out)} of {n} checks failed, and {version.label} was accepted anyway"
    elif failed:
        words = f"{n - len(failed)} of {n} checks passed, {len(failed)} warned"
    else:
        words = f"All {n} checks passed" if n else "There are no checks"
    return Done(StepState.SUCCEEDED, f"{words}: {version.label}.", inputs)


def _validate(candidate: ModelVersion) -> Done:
    failed = [g for g in candidate.gates if not g["passed"]]
    n = len(candidate.gates)
    made = {"gates_passed": candidate.gates_passed}
    gates = "its gate" if n == 1 else f"its {n} gates"
    if not n:
        return Done(StepState.FAILED, f"The gates of {candidate.label} have not run.", made=made)
    if failed:
        words = f"{n - len(failed)} of {n} gates passed: {failed[0]['message']}"
        return Done(StepState.SUCCEEDED, words, made=made)
    return Done(StepState.SUCCEEDED, f"{candidate.label} passed {gates}", made=made)


def _decide(
    tx: Transaction, automation: Automation, run: AutomationRun, candidate: ModelVersion
) -> Done:
    """Do with a candidate what the mode says now, if its gates passed and nobody was faster."""
    if not candidate.gates_passed:
        failed = next((g["message"] for g in candidate.gates if not g["passed"]), "no gate has run")
        return Done(StepState.SKIPPED, f"Retrained, champion kept: {failed}")
    if candidate.stage is Stage.CHAMPION:
        return Done(StepState.SKIPPED, f"{candidate.label} is champion already")
    if candidate.stage is not Stage.CANDIDATE:
        return Done(StepState.SKIPPED, f"{candidate.label} is {candidate.stage} by now")
    if automation.mode is Mode.TELL:
        return Done(StepState.SUCCEEDED, f"{candidate.label} passed its gates")
    if automation.mode is Mode.PROPOSE:
        return Done(StepState.SUCCEEDED, f"{candidate.label} proposed")
    why_not = _why_not_alone(tx, candidate) or probation.why_not_now(tx, automation, candidate)
    if why_not:
        return Done(StepState.SUCCEEDED, f"{candidate.label} proposed: {why_not}")
    previous = models.champion(tx.connection, candidate.model_id)
    note = "All gates passed."
    promotion.promote_in(
        tx, candidate, previous, by=WORKER.login, note=note, cause=run.cause.sentence
    )
    probation.begin(tx, automation, candidate, previous)
    return Done(StepState.SUCCEEDED, f"{candidate.label} promoted", made={"promoted": True})


def _why_not_alone(tx: Transaction, candidate: ModelVersion) -> str:
    """Why the worker may not promote a version by itself; empty where it may."""
    model = models.find(tx.connection, candidate.model)
    if model is not None and model.is_four_eyes:
        return f"promotions of {candidate.model} need two people"
    return ""
