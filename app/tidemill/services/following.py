"""What follows a new version of a dataset: look at every champion, start what waits for data."""

from tidemill.domain.automations import Automation, Cause
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.watches import ArrivedFile
from tidemill.jobs import queue
from tidemill.services import automation_runs
from tidemill.store import automations, models
from tidemill.store.engine import Transaction

MONITOR = "model.monitor"


def after_version(
    tx: Transaction, dataset_id: int, version_id: int, file: ArrivedFile, job: Job
) -> None:
    """Set off, in the transaction that made the version, what follows it."""
    cause = f"{file.name} was added"
    for model in models.of_dataset(tx.connection, dataset_id):
        if models.champion(tx.connection, model.id) is not None:
            request = JobRequest(
                MONITOR,
                {"model": model.name, "dataset_version": version_id},
                priority=8,
                lane=f"model:{model.name}",
                key=f"{MONITOR}:{model.id}:{version_id}",
                asked_by=file.by,
                cause=cause,
                parent_id=job.id,
            )
            queue.enqueue(tx, request)
    if automations.pause(tx.connection) is not None:
        return
    refs = {"file": file.id, "version": version_id, "job": job.id, "by": file.by}
    for one in automations.every(tx.connection):
        trigger = _waiting_for(one, file) if one.is_on else None
        if trigger is not None:
            automation_runs.start(tx, one, Cause(trigger, cause, refs))


def _waiting_for(one: Automation, file: ArrivedFile) -> str | None:
    """The trigger of a rule that a file's version fires, if any."""
    for trigger in one.triggers:
        settings = trigger.settings
        is_meant = settings.get("watch") in (None, file.watch_id)
        if trigger.kind == "new-data" and settings.get("dataset") == file.dataset and is_meant:
            return trigger.id
    return None
