"""Trials end with the decision that makes them pointless, in its transaction."""

from tidemill.domain.trials import Trial, trial_of
from tidemill.store import activities, deployments
from tidemill.store.engine import Transaction


def end_of(
    tx: Transaction, model_id: int, by: str, cause: str, *, candidate_id: int | None = None
) -> None:
    """End the trials of a model's deployments, or those of one candidate of it."""
    for one in deployments.every(tx.connection):
        trial = trial_of(one.split)
        if one.model_id != model_id or trial is None:
            continue
        if candidate_id is None or trial.candidate_id == candidate_id:
            end(tx, one.name, trial, by=by, note=cause)


def end(tx: Transaction, name: str, trial: Trial, *, by: str, note: str) -> None:
    """Let the champion of a deployment answer alone again, and write down why."""
    deployments.update(tx, name, split={})
    activities.add(
        tx,
        by=by,
        kind="deployment",
        subject=f"deployments/{name}",
        sentence=f"ended the {trial.kind} of {name} v{trial.champion} and v{trial.candidate}",
        note=note,
    )
