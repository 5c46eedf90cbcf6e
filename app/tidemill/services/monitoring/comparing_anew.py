"""The whole course of a model held against another reference, from the counts kept with it."""

from typing import Any

from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import Model
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services.monitoring import alerting
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_truths, chunks, models, reference_choices
from tidemill.store.engine import Transaction

KIND = "model.compare"


def ask(tx: Transaction, model: Model, by: str, cause: str, after: int = 0) -> int:
    """Let the worker compare anew what was seen of a model.

    `after` is the job that changed what there is to compare, where one did.
    """
    choices = reference_choices.of_model(tx.connection, model.id)
    standing = ".".join(str(one.id) for one in choices if one.undone_at is None)
    request = JobRequest(
        KIND,
        {"model": model.name},
        priority=8,
        lane=f"model:{model.name}",
        # What was undone and chosen again is compared again.
        key=f"{KIND}:{model.id}:{len(choices)}:{standing}:{after}",
        asked_by=by,
        cause=cause,
    )
    return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Compare every chunk with what is chosen for it now; all change at once, or none."""
    from tidemill.services.monitoring import looking_closer, worth
    from tidemill.services.monitoring.new_comparisons import Comparer, Renewed

    name = job.params["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            return {"message": f"There is no model {name} any more."}
        seen = chunk_truths.of_model(connection, model.id)
        versions = {one.id: one for one in models.versions(connection, model.id)}
        choices = reference_choices.of_model(connection, model.id)
    comparers: dict[int, Comparer] = {}
    renewed: dict[int, Renewed] = {}
    for i, chunk in enumerate(seen):
        reporter.report(i / len(seen), f"Comparing {i + 1:,} of {len(seen):,} periods")
        champion = versions[chunk.version_id]
        if champion.reference_blob is None:
            continue
        if champion.id not in comparers:
            comparers[champion.id] = Comparer(workspace, model, champion)
        is_recent = i >= len(seen) - looking_closer.MOST_AGAIN
        one = comparers[champion.id].renewed(chunk.id, is_recent=is_recent)
        if one is not None:
            renewed[chunk.id] = one
    reporter.check()
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        if reference_choices.of_model(tx.connection, model.id) != choices:
            return {"message": "Something else was chosen meanwhile, which is compared next."}
        for chunk_id, one in renewed.items():
            chunks.update(tx, name, chunk_id, **one.values())
        alerting.tell(tx, model, reopens=True)
        for chunk_id, one in renewed.items():
            worth.tell(tx, model.id, chunk_id, one.worth, one.finding)
    left = len(seen) - len(renewed)
    words = f"Compared {_periods(len(renewed))} anew."
    if left:
        words += f" Of {_periods(left)} neither rows nor counts are left."
    return {"message": words}


def _periods(n: int) -> str:
    return "1 period" if n == 1 else f"{n:,} periods"
