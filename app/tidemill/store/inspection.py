"""Looking a store over: damage, missing files, things left half done."""

from typing import Any

import sqlalchemy as sa

from tidemill.domain.automations import RunState as AutomationRunState
from tidemill.domain.jobs import OPEN_STATES
from tidemill.domain.models import Stage
from tidemill.domain.runs import RunState
from tidemill.domain.watches import FileState
from tidemill.store.engine import Store
from tidemill.store.schema import (
    answer_log,
    artifact,
    automation_run,
    automation_step,
    chunk,
    chunk_answers,
    chunk_part,
    dataset,
    dataset_version,
    deployment,
    file,
    job,
    logged_file,
    logged_model,
    model,
    model_version,
    rehearsal,
    run,
    step,
    version_part,
)
from tidemill.store.trash import BLOB_COLUMNS


def blobs_in_use(store: Store) -> dict[str, str]:
    """Every stored file's name that something needs, and what needs it.

    All columns that name stored files are looked at; of several things that need one, a version
    of data is named first.
    """
    used: dict[str, str] = {}
    with store.read() as connection:
        for column in BLOB_COLUMNS:
            query = OWNERS[column.table].add_columns(column).where(column.is_not(None))
            for *owner, blob in connection.execute(query.where(column != "")):
                words = WORDS[column.table].format(*owner)
                is_data = column.table in (dataset_version, version_part)
                used[blob] = words if is_data else used.get(blob, words)
    return used


_version = sa.select(dataset.c.name, dataset_version.c.number).select_from(dataset_version)
_in_dataset = dataset.c.id == dataset_version.c.dataset_id

# By table that names stored files: whose they are, and how that is said.
OWNERS: dict[sa.FromClause, sa.Select[Any]] = {
    dataset_version: _version.join(dataset, _in_dataset),
    version_part: _version.join(dataset, _in_dataset).join(
        version_part, version_part.c.version_id == dataset_version.c.id
    ),
    step: sa.select(dataset.c.name).select_from(step).join(dataset),
    file: sa.select(file.c.path),
    artifact: sa.select(artifact.c.run_pk),
    answer_log: sa.select(deployment.c.name).select_from(answer_log).join(deployment),
    chunk_answers: sa.select(model.c.name)
    .select_from(chunk_answers)
    .join(chunk, chunk.c.id == chunk_answers.c.chunk_id)
    .join(model, model.c.id == chunk.c.model_id),
    chunk_part: sa.select(model.c.name)
    .select_from(chunk_part)
    .join(chunk, chunk.c.id == chunk_part.c.chunk_id)
    .join(model, model.c.id == chunk.c.model_id),
    rehearsal: sa.select(model.c.name, model_version.c.number)
    .select_from(rehearsal)
    .join(model_version, model_version.c.id == rehearsal.c.version_id)
    .join(model, model.c.id == model_version.c.model_id),
    logged_file: sa.select(logged_model.c.name, logged_model.c.uuid)
    .select_from(logged_file)
    .join(logged_model, logged_model.c.id == logged_file.c.logged_model_id),
    model_version: sa.select(model.c.name, model_version.c.number)
    .select_from(model_version)
    .join(model, model.c.id == model_version.c.model_id),
}
WORDS: dict[sa.FromClause, str] = {
    dataset_version: "{0} v{1}",
    version_part: "{0} v{1}",
    step: "the steps of {0}",
    file: "the file {0}",
    artifact: "run {0}",
    answer_log: "answers of {0}",
    chunk_answers: "the monitoring of {0}",
    chunk_part: "the monitoring of {0}",
    rehearsal: "the rehearsal of {0} v{1}",
    logged_file: "the logged model {0} ({1})",
    model_version: "{0} v{1}",
}


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
        "A run of an automation is under way but no job works on it.": sa.select(
            automation_run.c.id
        ).where(
            automation_run.c.state == str(AutomationRunState.RUNNING),
            automation_run.c.id.not_in(
                sa.select(automation_step.c.run_id).where(automation_step.c.job_id.in_(open_jobs))
            ),
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
