"""Measuring chunks again when labels of their rows came late: the job, safe to run twice."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from tidemill.base.clock import from_iso
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.monitoring import Chunk
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import late_labels, probation, tables
from tidemill.services.monitoring import alerting, relation
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_truths, chunks, datasets, models


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Measure each chunk again of whose rows something was said since it was measured.

    By the version that looked at it then, not by today's champion. Each chunk is written by
    itself: what was done before a child was killed stands, and the next try goes on behind it.
    """
    name = job.params["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        seen = [] if model is None else chunk_truths.of_model(connection, model.id)
    if model is None:
        return {"message": f"There is no model {name} any more."}
    since = from_iso(job.params["since"])
    n = 0
    for place, chunk in enumerate(seen):
        reporter.check()
        reporter.report(place / len(seen), f"Looking for labels in v{chunk.dataset_version}")
        n += _again(workspace, job, model, chunk, since)
    words = "1 set of rows" if n == 1 else f"{n:,} sets of rows"
    return {"chunks": n, "message": f"{words} of {name} measured again" if n else "Nothing new."}


def _again(workspace: Workspace, job: Job, model: Model, chunk: Chunk, since: datetime) -> bool:
    """Measure one chunk again where labels of it changed; whether they did."""
    from tidemill.services import measuring
    from tidemill.services.monitoring import worth

    with workspace.store.read() as connection:
        version = datasets.version_of_id(connection, chunk.dataset_version_id)
        champion = models.version_of_id(connection, chunk.version_id)
    if version is None or champion is None:
        return False
    if not _concerns(workspace, model, version, since):
        return False
    rows = measuring.rows_of(workspace, champion, version)
    measures, _ = measuring.measured(workspace, champion, rows)
    brought = worth.of_look(workspace, champion, version, rows.said)
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        chunks.update(
            tx,
            model.name,
            chunk.id,
            measures=measures,
            coverage=rows.coverage,
            worth=brought,
        )
        _tell(tx, model, replace(chunk, measures=measures), champion, version)
        worth.tell(tx, model.id, chunk.id, brought)
    return True


def _concerns(workspace: Workspace, model: Model, version: DatasetVersion, since: datetime) -> bool:
    """Whether something was said of a version's own rows, or taken back, since a moment."""
    entries = late_labels.of_target(workspace, version, model.target)
    if not entries:
        return False
    own = tables.load(workspace, [version], version.schema)
    return late_labels.are_about(workspace, version, own, entries, since)


def _tell(
    tx: Any, model: Model, chunk: Chunk, champion: ModelVersion, version: DatasetVersion
) -> None:
    """Alerts as of a look: of the newest rows whatever they tell, of older ones the relation."""
    newest = chunk_truths.of_model(tx.connection, model.id)[-1]
    if newest.id == chunk.id:
        whole = chunks.of_id(tx.connection, chunk.id)
        assert whole is not None
        alerting.tell(tx, champion, version, chunk.id, whole.report, chunk.measures, model.metric)
    relation.tell(tx, champion, model.task, model.metric)
    probation.look(tx, model.id)
