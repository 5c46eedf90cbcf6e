"""Measuring chunks again when labels of their rows came late: the job, safe to run twice."""

from datetime import datetime
from typing import Any

from tidemill.base.clock import from_iso
from tidemill.domain.cuts import is_answered
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.models import Model
from tidemill.domain.monitoring import Chunk
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import answered_rows, late_labels, measuring, probation, tables
from tidemill.services.chunk_rows import ChunkReader, keys_of, places_in
from tidemill.services.monitoring import alerting, findings, relation, worth
from tidemill.services.monitoring.comparing import Grounds, subject_of_chunk
from tidemill.services.monitoring.looks import Looker
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunk_truths, chunks, models


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
        reporter.report(place / len(seen), f"Looking for labels in {chunk.label}")
        n += _again(workspace, job, model, chunk, since, reporter)
    words = "1 set of rows" if n == 1 else f"{n:,} sets of rows"
    return {"chunks": n, "message": f"{words} of {name} measured again" if n else "Nothing new."}


def _again(
    workspace: Workspace,
    job: Job,
    model: Model,
    chunk: Chunk,
    since: datetime,
    reporter: JobReporter,
) -> bool:
    """Measure one chunk again where labels of it changed; whether they did."""
    reporter.check()
    with workspace.store.read() as connection:
        champion = models.version_of_id(connection, chunk.version_id)
        parts = chunk_counts.of_chunk(connection, chunk.id)
    subject = subject_of_chunk(workspace, chunk, keys_of(chunk, parts))
    if subject is None or champion is None:
        return False
    if is_answered(chunk.span):
        if not answered_rows.are_said_of(workspace, chunk, champion, since):
            return False
    elif not any(_concerns(workspace, model, one, chunk.span, since) for one in subject.versions):
        return False
    reader = ChunkReader(workspace, champion)
    rows = reader.of_chunk(chunk)
    if rows is None:
        return False
    measures, _ = measuring.measured(workspace, champion, rows)
    looker = Looker(workspace, model, champion, Grounds(workspace, model, champion, reader.model))
    brought = looker.worth_of(subject, rows)
    counts = looker.grounds.of_chunk(chunk.id, chunk.span) or looker.grounds.count(rows.frame)
    seen = findings.Seen(rows, looker.grounds.compare(subject, counts), measures)
    found = looker.finding(subject, seen, chunk.estimates)
    reporter.check()
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        chunks.update(
            tx,
            model.name,
            chunk.id,
            measures=measures,
            coverage=rows.coverage,
            worth=brought,
            finding=found,
        )
        alerting.tell(tx, model)
        relation.tell(tx, champion, model.task, model.metric)
        worth.tell(tx, model.id, chunk.id, brought, found)
        probation.look(tx, model.id)
    return True


def _concerns(
    workspace: Workspace, model: Model, version: DatasetVersion, span: str, since: datetime
) -> bool:
    """Whether something was said of a version's rows in a chunk, or taken back, since a moment."""
    entries = late_labels.of_target(workspace, version, model.target)
    if not entries:
        return False
    own = tables.load(workspace, [version], version.schema)
    places = places_in(workspace, version, own, span)
    return late_labels.are_about(workspace, version, own, places, entries, since)
