"""What follows a new version of a dataset: look at every champion, start what waits for data."""

from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.watches import ArrivedFile
from tidemill.jobs import queue
from tidemill.services import triggering
from tidemill.store import models
from tidemill.store.engine import Transaction

MONITOR = "model.monitor"


def after_version(
    tx: Transaction,
    dataset_id: int,
    version_id: int,
    file: ArrivedFile,
    job: Job,
    n_files: int = 1,
) -> None:
    """Set off, in the transaction that made the version, what follows it.

    `file` is the one that made it, or the last of several.
    """
    cause = f"{file.name} was added" if n_files == 1 else f"{n_files:,} files were added"
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
    refs = {"job": job.id, "by": file.by}
    triggering.after_version(tx, file.dataset, version_id, refs)
