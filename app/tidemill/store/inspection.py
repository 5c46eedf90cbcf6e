"""Looking a store over: damage, missing files, things left half done."""

import sqlalchemy as sa

from tidemill.domain.jobs import OPEN_STATES
from tidemill.domain.models import Stage
from tidemill.domain.runs import RunState
from tidemill.domain.watches import FileState
from tidemill.store.engine import Store
from tidemill.store.schema import (
    artifact,
    dataset,
    dataset_version,
    file,
    job,
    model_version,
    run,
    version_part,
)


def blobs_in_use(store: Store) -> dict[str, str]:
    """Every stored file's name that something needs, and what needs it."""
    used: dict[str, str] = {}
    with store.read() as connection:
        rows = sa.select(
            dataset_version.c.blob,
            dataset_version.c.source_blob,
            dataset_version.c.raw_blob,
            dataset_version.c.summary_blob,
            dataset.c.name,
            dataset_version.c.number,
        ).join(dataset, dataset.c.id == dataset_version.c.dataset_id)
        rows = rows.where(dataset_version.c.blob != "")  # emptied out of the trash
        for *blobs, name, number in connection.execute(rows):
            used |= {blob: f"{name} v{number}" for blob in blobs if blob}
        parts = (
            sa.select(version_part.c.blob, dataset.c.name, dataset_version.c.number)
            .join(dataset_version, dataset_version.c.id == version_part.c.version_id)
            .join(dataset, dataset.c.id == dataset_version.c.dataset_id)
        )
        for blob, name, number in connection.execute(parts):
            used.setdefault(blob, f"{name} v{number}")
        for blob, pk in connection.execute(sa.select(artifact.c.blob, artifact.c.run_pk)):
            used[blob] = f"run {pk}"
        versions = sa.select(model_version.c.blob, model_version.c.reference_blob)
        for blob, reference in connection.execute(versions):
            used[blob] = "a model version"
            if reference:
                used[reference] = "a model version"
    return used


def half_done(store: Store) -> list[str]:
    """Facts that contradict each other: what a kill at any moment must never leave."""
    is_open = job.c.state.in_([str(s) for s in OPEN_STATES])
    open_jobs = sa.select(job.c.id).where(is_open)
    checks = {
        "A run is running but no job works on it.": sa.select(run.c.pk).where(
            run.c.status == str(RunState.RUNNING),
            run.c.job_id.is_not(None),
            run.c.job_id.not_in(open_jobs),
        ),
        "A file waits for a job that has ended.": sa.select(file.c.id).where(
            file.c.state == str(FileState.WAITING),
            file.c.job_id.is_not(None),
            file.c.job_id.not_in(open_jobs),
        ),
        "A file counts as added but has no version.": sa.select(file.c.id).where(
            file.c.state == str(FileState.ADDED), file.c.version_id.is_(None)
        ),
        "A dataset has no version.": sa.select(dataset.c.id).where(
            dataset.c.id.not_in(sa.select(dataset_version.c.dataset_id))
        ),
        "A model has two champions.": sa.select(model_version.c.model_id)
        .where(model_version.c.stage == str(Stage.CHAMPION))
        .group_by(model_version.c.model_id)
        .having(sa.func.count() > 1),
    }
    with store.read() as connection:
        found = []
        for words, query in checks.items():
            keys = [row[0] for row in connection.execute(query.limit(5))]
            if keys:
                found.append(f"{words} (keys {', '.join(map(str, keys))})")
        numbers = sa.select(
            dataset_version.c.dataset_id,
            sa.func.count(),
            sa.func.max(dataset_version.c.number),
        ).group_by(dataset_version.c.dataset_id)
        for key, n, last in connection.execute(numbers):
            if n != last:
                found.append(f"Dataset {key} has {n} versions, but the last is v{last}.")
    return found
