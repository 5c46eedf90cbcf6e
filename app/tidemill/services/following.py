"""What follows a new version of a dataset: look at every champion, retrain what is asked for."""

from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.watches import ArrivedFile
from tidemill.jobs import queue
from tidemill.store import files, models
from tidemill.store.engine import Transaction

MONITOR = "model.monitor"
RETRAIN = "model.retrain"


def after_version(
    tx: Transaction, dataset_id: int, version_id: int, file: ArrivedFile, job: Job
) -> list[int]:
    """Enqueue, in the transaction that made the version, what it sets off; return the jobs."""
    made = []
    watch = None if file.watch_id is None else files.find_watch(tx.connection, file.watch_id)
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
            made.append(queue.enqueue(tx, request))
        if watch is not None and watch.model == model.name:
            request = JobRequest(
                RETRAIN,
                {
                    "model": model.name,
                    "dataset_version": version_id,
                    "mode": str(watch.mode),
                    "file": file.id,
                },
                priority=5,
                lane=f"model:{model.name}",
                key=f"{RETRAIN}:{model.id}:{version_id}",
                asked_by=file.by,
                cause=cause,
                parent_id=job.id,
            )
            made.append(queue.enqueue(tx, request))
    return made
