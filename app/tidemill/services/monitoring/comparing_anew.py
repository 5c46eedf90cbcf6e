"""The whole course of a model held against another reference, from the counts kept with it."""

from dataclasses import replace
from typing import Any

from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.models import Model, ModelVersion
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services.monitoring import alerting
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunks, datasets, models, reference_choices
from tidemill.store.engine import Transaction

KIND = "model.compare"


def ask(tx: Transaction, model: Model, by: str, cause: str) -> int:
    """Let the worker compare anew what was seen of a model."""
    choices = reference_choices.of_model(tx.connection, model.id)
    standing = ".".join(str(one.id) for one in choices if one.undone_at is None)
    request = JobRequest(
        KIND,
        {"model": model.name},
        priority=8,
        lane=f"model:{model.name}",
        # What was undone and chosen again is compared again.
        key=f"{KIND}:{model.id}:{len(choices)}:{standing}",
        asked_by=by,
        cause=cause,
    )
    return queue.enqueue(tx, request)


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Compare every chunk with what is chosen for it now; all change at once, or none."""
    from tidemill.services.monitoring import looking_closer
    from tidemill.services.monitoring.comparing import Compared, Grounds

    name = job.params["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        if model is None:
            return {"message": f"There is no model {name} any more."}
        parts = chunk_counts.of_model(connection, model.id)
        versions = {one.id: one for one in models.versions(connection, model.id)}
        choices = reference_choices.of_model(connection, model.id)
    grounds: dict[int, Grounds] = {}
    compared: dict[int, Compared] = {}
    for i, part in enumerate(parts):
        reporter.report(i / len(parts), f"Comparing {i + 1:,} of {len(parts):,} periods")
        champion = versions[part.version_id]
        if champion.reference_blob is None:
            continue
        if champion.id not in grounds:
            grounds[champion.id] = Grounds(workspace, model, champion)
        with workspace.store.read() as connection:
            version = datasets.version_of_id(connection, part.dataset_version_id)
        counts = None if version is None else grounds[champion.id].counts(version)
        if version is not None and counts is not None:
            one = grounds[champion.id].compare(version, counts)
            is_recent = i >= len(parts) - looking_closer.MOST_AGAIN
            report = looking_closer.again(
                workspace,
                champion,
                version,
                part.chunk_id,
                one.report,
                choices,
                is_recent=is_recent,
            )
            compared[part.chunk_id] = replace(one, report=report)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        if reference_choices.of_model(tx.connection, model.id) != choices:
            return {"message": "Something else was chosen meanwhile, which is compared next."}
        for chunk_id, one in compared.items():
            chunks.update(tx, name, chunk_id, report=one.report, reference=one.reference)
        if parts and parts[-1].chunk_id in compared:
            _tell(tx, model, versions[parts[-1].version_id], parts[-1].chunk_id)
    left = len(parts) - len(compared)
    words = f"Compared {_periods(len(compared))} anew."
    if left:
        words += f" Of {_periods(left)} neither rows nor counts are left."
    return {"message": words}


def _tell(tx: Transaction, model: Model, champion: ModelVersion, chunk_id: int) -> None:
    """Open, update or close the alerts as they are by the newest rows."""
    newest = chunks.of_id(tx.connection, chunk_id)
    if newest is None:
        return
    version = datasets.version_of_id(tx.connection, newest.dataset_version_id)
    if version is not None:
        seen = (newest.report, newest.measures)
        alerting.tell(tx, champion, version, chunk_id, *seen, model.metric)


def _periods(n: int) -> str:
    return "1 period" if n == 1 else f"{n:,} periods"
