"""Looking at new rows for a champion: the job, and the steps that each look goes through."""

from typing import Any

from tidemill.domain.jobs import Job
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import probation
from tidemill.services.monitoring import alerting, comparing_anew, relation
from tidemill.services.workspace import Workspace
from tidemill.store import chunk_counts, chunks, datasets, models, reference_choices


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Compare a version's own rows with the champion's training data; measure the champion."""
    from tidemill.services import measuring
    from tidemill.services.monitoring import (
        comparing,
        estimating,
        findings,
        looking_closer,
        worth,
    )

    name, key = job.params["model"], job.params["dataset_version"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        version = datasets.version_of_id(connection, key)
        champion = None if model is None else models.champion(connection, model.id)
    if model is None or version is None or champion is None:
        return {"message": f"{name} has no champion to look at."}
    span = f"version:{version.id}"
    with workspace.store.read() as connection:
        if chunks.find(connection, model.id, span) is not None:
            return {"message": f"{name} has seen {version.label} already."}
    reporter.report(0.1, f"Comparing {version.label} with the data of {champion.label}")
    seen = measuring.measure(workspace, champion, version, reporter)
    rows = seen.rows
    brought = worth.of_look(workspace, champion, version, rows.said)
    why_not = relation.why_distrusted(workspace, champion, model)
    estimates = estimating.estimate(workspace, champion, rows.model, rows.frame, rows.said, why_not)
    found = findings.of_look(
        workspace,
        champion,
        model.metric,
        seen,
        estimates,
        starts_at=version.starts_at,
        ends_at=version.ends_at,
    )
    grounds = comparing.Grounds(workspace, model, champion)
    compared = grounds.compare(version, seen.counts) if grounds.choices else None
    report = seen.report if compared is None else compared.report
    reporter.report(0.9, "Looking at columns together")
    report = looking_closer.added(workspace, champion, version, rows, report, grounds.choices)
    counts_blob = workspace.blobs.put_bytes(seen.counts.to_bytes())
    with workspace.store.write(durable=True) as tx:
        queue.hold(tx, job)
        if chunks.find(tx.connection, model.id, span) is not None:
            return {"message": f"{name} has seen {version.label} already."}
        chunk_id = chunks.insert(
            tx,
            name,
            model_id=model.id,
            version_id=champion.id,
            dataset_version_id=version.id,
            span=span,
            starts_at=version.starts_at,
            ends_at=version.ends_at,
            n_rows=version.added_rows,
            report=report,
            measures=seen.measures,
            prediction_psi=seen.prediction_psi,
            coverage=rows.coverage,
            estimates=estimates,
            worth=brought,
            finding=found,
            reference={} if compared is None else compared.reference,
        )
        chunk_counts.put(tx, chunk_id, version.id, n_rows=version.added_rows, blob=counts_blob)
        if reference_choices.of_model(tx.connection, model.id) != grounds.choices:
            comparing_anew.ask(tx, model, job.asked_by, "something else was chosen meanwhile")
        alerting.tell(tx, champion, version, chunk_id, report, seen.measures, model.metric)
        relation.tell(tx, champion, model.task, model.metric)
        worth.tell(tx, model.id, chunk_id, brought, found)
        probation.look(tx, model.id)
    n = report["drifted_columns"]
    words = (
        "No column drifted" if n == 0 else f"{n} columns drifted" if n > 1 else "1 column drifted"
    )
    return {"chunk": chunk_id, "message": f"{words}. {seen.words}".strip()}
