"""Making a version of all rows of a dataset anew, when its steps were changed: a job."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Part, Reporter
from tidemill.catalog import prepared_tables
from tidemill.catalog.prepared_tables import PreparedTable
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.jobs import Job
from tidemill.domain.steps import Step, same_steps
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import Table
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import summarising, tables
from tidemill.services.file_reads import span_of
from tidemill.services.preparing import (
    RAW_ROWS,
    RAW_SCHEMA,
    Spoken,
    kept_with,
    one_of_each_part,
    prepared,
    raw_rows,
    raw_table,
    schema_after,
)
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets
from tidemill.store import steps as rows_of_steps
from tidemill.store.engine import Transaction

KIND = "dataset.prepare"


@dataclass(frozen=True, eq=False)
class _Made:
    version: DatasetVersion
    summary: TableSummary
    parts: tuple[str, ...]


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Make a version of all rows of a dataset, prepared by the steps now in force."""
    name = job.params["dataset"]
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, name)
        if dataset is None:
            raise NotThere("dataset", name)
        newest = datasets.versions(connection, dataset.id)[-1]
        in_force = _in_force(rows_of_steps.of_dataset(connection, dataset.id))
    if same_steps(newest.steps, in_force):
        return {"message": f"{newest.label} is prepared by these steps already"}
    made = _prepared_anew(workspace, dataset, newest, in_force, job, reporter)
    reporter.report(0.95, f"Writing {made.version.label}")
    with workspace.store.write(durable=True) as tx:
        key = _commit(tx, job, dataset, newest, made)
    return {"version": key, "message": f"Made {made.version.label}: {made.version.rows:,} rows"}


def _in_force(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [one.spoken() for one in steps if one.in_force]


def _prepared_anew(
    workspace: Workspace,
    dataset: Dataset,
    newest: DatasetVersion,
    in_force: list[dict[str, Any]],
    job: Job,
    reporter: Reporter,
) -> _Made:
    reporter.report(0.05, f"Preparing {dataset.name}")
    base = newest.raw_schema(dataset.schema)
    raw = raw_table(workspace, newest, base)
    schema = schema_after(workspace, base, in_force, dataset.schema, newest.steps)
    table = prepared(workspace, raw, base, in_force, reporter)
    if table.n_rows == 0:
        raise NeedsYou(
            f"No row of {dataset.name} would be left after these steps.",
            "Change or undo the step that drops them. The rows as they came are kept.",
        )
    summary = summarised(table, schema, Part(reporter, 0.1, 0.5))
    reporter.check()
    stored = tables.put(workspace, table, summary.row_hashes, newest, Part(reporter, 0.5, 0.8))
    kept = None
    if in_force:
        kept = tables.put(workspace, raw, None, newest, Part(reporter, 0.8, 0.95), beside=stored)
    starts_at, ends_at = span_of(table, schema.time)
    version = DatasetVersion(
        id=0,
        dataset_id=dataset.id,
        dataset=dataset.name,
        number=newest.number + 1,
        rows=table.n_rows,
        added_rows=_n_of_last_file(table, raw, newest),
        content_hash=summary.sums.hexdigest(),
        own_hash=newest.own_hash,
        blob=stored.blob,
        n_bytes=stored.n_bytes + (kept.n_bytes if kept else 0),
        schema=schema,
        source=newest.source,
        file_id=None,
        created_at=workspace.clock.now(),
        by=job.asked_by,
        checks=newest.checks,
        starts_at=starts_at,
        ends_at=ends_at,
        is_chunked=stored.is_chunked,
        is_base=True,
        raw_blob=None if kept is None else kept.blob,
        steps=tuple(in_force),
        origin=_origin(newest, base, table, in_force),
        summary_blob=summarising.put(workspace, summary),
    )
    return _Made(
        version, summary, (*stored.parts, *(kept.parts if kept else ()), *kept_with(in_force))
    )


def _origin(
    newest: DatasetVersion, base: Schema, table: Table, in_force: list[dict[str, Any]]
) -> dict[str, Any]:
    """Where the rows come from, whether they have other numbers, and how they came."""
    origin: dict[str, Any] = {"kind": "steps", "from": newest.number}
    if table.n_rows != newest.rows or _drops(newest.steps) or _drops(in_force):
        origin["renumbered"] = True
    if in_force:
        origin |= {RAW_SCHEMA: base.to_list(), RAW_ROWS: raw_rows(newest)}
    return origin


def _drops(steps: Spoken) -> bool:
    return any(prepared_tables.module_of(one["kind"]).ENTRY.drops_rows for one in steps)


def _n_of_last_file(table: Table, raw: Table, newest: DatasetVersion) -> int:
    """How many of the rows left came with the newest file; they are the last ones."""
    n_before = raw.n_rows - raw_rows(newest)
    if not isinstance(table, PreparedTable) or not table.is_dropping:
        return raw.n_rows - n_before
    return int((table.kept >= n_before).sum())


def _commit(
    tx: Transaction, job: Job, dataset: Dataset, newest: DatasetVersion, made: _Made
) -> int | None:
    """Write the version and its entry at once, unless a file came first or the steps changed."""
    queue.hold(tx, job)
    version = made.version
    now = datasets.find(tx.connection, dataset.name)
    if now is None or datasets.versions(tx.connection, now.id)[-1].id != newest.id:
        raise NeedsYou(
            f"{dataset.name} got a new version while it was prepared.",
            "Prepare it again.",
        )
    if now.schema != dataset.schema:  # somebody gave a column another part meanwhile
        told = {c.name: c.role for c in now.schema.columns if c.name in version.schema}
        version = replace(version, schema=one_of_each_part(version.schema.assigned(told)))
    datasets.set_schema(tx, dataset.name, version.schema)
    version = replace(version, number=datasets.next_number(tx.connection, dataset.id))
    key = datasets.insert_version(
        tx, version, profile=made.summary.stored_profile(), source_blob=None, parts=made.parts
    )
    n = len(version.steps)
    activities.add(
        tx,
        by=job.asked_by,
        kind="data",
        subject=f"data/{dataset.name}/{version.number}",
        sentence=f"prepared {dataset.name} anew as v{version.number}",
        note="No steps." if n == 0 else "1 step." if n == 1 else f"{n} steps.",
        detail={"rows": version.rows, "steps": [s["kind"] for s in version.steps]},
        is_routine=True,
    )
    return key
