"""Rows through the steps of their dataset: for a new file, for all rows anew, for a model.

A version remembers the steps its rows went through, and the rows as they came beside them. Files
that come later go through the steps of the newest version, so that all parts of a version agree;
`run` makes a new base version of all rows when the steps of a dataset were changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.catalog import prepared_tables
from tidemill.catalog.prepared_tables import PreparedTable
from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import content_sums
from tidemill.domain.datasets import Dataset, DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job
from tidemill.domain.shaped_tables import InSchema, Stacked
from tidemill.domain.steps import Step, StepProblem, same_steps
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import Table
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import summarising, tables
from tidemill.services.file_reads import span_of
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets
from tidemill.store import steps as rows_of_steps
from tidemill.store.engine import Transaction

KIND = "dataset.prepare"
RAW_SCHEMA, RAW_ROWS = "raw_schema", "raw_rows"
"""What the origin of a prepared version keeps of its rows as they came."""

Spoken = Sequence[Mapping[str, Any]]


# --- what is known of raw rows -----------------------------------------------------------------


def raw_rows(version: DatasetVersion) -> int:
    """How many rows the version's own file had, as they came."""
    return int(version.origin.get(RAW_ROWS, version.added_rows))


def steps_of(versions: Sequence[DatasetVersion]) -> tuple[dict[str, Any], ...]:
    """The steps that the next file goes through: those of the newest version."""
    return versions[-1].steps if versions else ()


def stored_labels(workspace: Workspace, name: str) -> dict[str, str | None]:
    """The labels kept under a name, by key."""
    found: dict[str, str | None] = json.loads(workspace.blobs.get_bytes(name))
    return found


def bound(workspace: Workspace, steps: Spoken) -> tuple[prepared_tables.Bound, ...]:
    """Steps as remembered, ready to run."""
    return prepared_tables.bound(steps, lambda name: stored_labels(workspace, name))


def kept_with(steps: Spoken) -> tuple[str, ...]:
    """The stored labels that steps name: kept as long as a version that went through them."""
    named = (one["settings"].get("labels") for one in steps if one["kind"] == "labels")
    return tuple(name for name in named if isinstance(name, str) and name)


def prepared(
    workspace: Workspace,
    table: Table,
    schema: Schema,
    steps: Spoken,
    reporter: Reporter | None = None,
    *,
    before: Iterable[Table] = (),
    first_row: int = 0,
) -> Table:
    """A table of raw rows, whose columns are as `schema` says, after the steps.

    `before` are the raw rows that came earlier, `first_row` is how many they are. Raises
    `StepProblem` where a step cannot be done to these columns.
    """
    if not steps:
        return table
    ready = bound(workspace, steps)
    prepared_tables.effect(schema, ready)
    return PreparedTable(table, schema, ready, tuple(before), reporter or Silent(), first_row)


@dataclass(frozen=True, eq=False)
class Came:
    """The rows of a file as they came, and as the steps leave them.

    Without steps both are the same. `own_hash` recognises the file's rows whatever the steps are.
    """

    raw: Table
    rows: Table
    steps: tuple[dict[str, Any], ...]
    raw_schema: Schema

    def own_hash(self, summary: TableSummary) -> str:
        """The hash of the rows as they came; `summary` is that of the rows after the steps."""
        if not self.steps:
            return summary.sums.hexdigest()
        found = [content_sums(block) for block in self.raw.blocks()]
        return sum(found[1:], found[0]).hexdigest()

    def origin(self) -> dict[str, Any]:
        """What the version keeps of the rows as they came."""
        if not self.steps:
            return {}
        return {RAW_SCHEMA: self.raw_schema.to_list(), RAW_ROWS: self.raw.n_rows}


def of_file(
    workspace: Workspace,
    raw: Table,
    raw_schema: Schema,
    schema: Schema,
    versions: Sequence[DatasetVersion],
    reporter: Reporter,
    *,
    appends: bool,
) -> Came:
    """The rows of a new file through the steps of the newest version.

    `raw_schema` are its columns as it came, `schema` those after the steps. In an append series
    the rows that came earlier are known to a step that needs them.
    """
    steps = steps_of(versions)
    if not steps:
        return Came(raw, raw, (), raw_schema)
    ready = bound(workspace, steps)
    before: tuple[Table, ...] = ()
    if appends and any(one.entry.is_whole or one.entry.reads_rows for one in ready):
        before = (raw_table(workspace, versions[-1], raw_schema),)
    first = sum(table.n_rows for table in before)
    rows = prepared(workspace, raw, raw_schema, steps, reporter, before=before, first_row=first)
    return Came(raw, InSchema(rows, schema), steps, raw_schema)


def refuse_missing(
    workspace: Workspace,
    file_name: str,
    missing: Sequence[str],
    raw: Schema,
    versions: Sequence[DatasetVersion],
) -> None:
    """Raise `NeedsYou` where a step needs a column that a file does not have."""
    steps = steps_of(versions)
    if not steps or not missing:
        return
    there = Schema(tuple(c for c in raw.columns if c.name not in missing))
    try:
        prepared_tables.effect(there, bound(workspace, steps))
    except StepProblem as error:
        raise NeedsYou(
            f"{file_name} can't go through the steps of the dataset: it has no column "
            + ", ".join(missing)
            + f". {error.message}",
            "Mend the file, undo the step, or take the file as it is: the column is missing then.",
        ) from error


def as_came(versions: Iterable[DatasetVersion]) -> tuple[DatasetVersion, ...]:
    """Versions that files made, described by the rows that came with them."""
    return tuple(
        replace(one, schema=one.raw_schema(), added_rows=raw_rows(one))
        for one in versions
        if one.origin.get("kind") != "steps"
    )


def schema_after(
    workspace: Workspace,
    raw: Schema,
    steps: Spoken,
    known: Schema | None,
    former: Spoken | None = None,
) -> Schema:
    """The columns after the steps, with the parts people gave them.

    `known` are the columns after the `former` steps (these ones, unless said): a column keeps its
    role and its mark as personal through renames, a derived one by its name.
    """
    ready = bound(workspace, steps)
    if known is None:
        return prepared_tables.effect(raw, ready)
    before = prepared_tables.names_after(raw.names, steps if former is None else former)
    raw = Schema(
        tuple(
            replace(c, role=known[now].role, personal=known[now].personal)
            if (now := before[c.name]) in known
            else c
            for c in raw.columns
        )
    )
    after = prepared_tables.effect(raw, ready)
    came = set(prepared_tables.names_after(raw.names, steps).values())
    made = tuple(
        replace(c, role=known[c.name].role, personal=known[c.name].personal)
        if c.name not in came and c.name in known
        else c
        for c in after.columns
    )
    return _one_each(Schema(made))


def _one_each(schema: Schema) -> Schema:
    """At most one target and one time: the first of each keeps the part."""
    roles: dict[str, Role] = {}
    for role in (Role.TARGET, Role.TIME):
        for name in schema.with_role(role)[1:]:
            roles[name] = Role.FEATURE
    return schema.assigned(roles)


# --- rows as a model or another version reads them --------------------------------------------


def raw_table(workspace: Workspace, version: DatasetVersion, schema: Schema | None = None) -> Table:
    """All rows of a version as they came, in the columns they came with (or those said)."""
    schema = schema or version.raw_schema()
    parts = tables.parts_of(workspace, version)
    return Stacked(tuple(InSchema(tables.raw(workspace, v), schema) for v in parts))


def own_rows_for(workspace: Workspace, version: DatasetVersion, steps: Spoken) -> Frame:
    """A version's own rows as these steps leave them, for a model that learned behind them.

    Labels that the version has are there: they say what became of the rows.
    """
    if same_preparation(version.steps, steps):
        return tables.load(workspace, [version], version.schema)
    raw, schema = tables.raw(workspace, version), version.raw_schema()
    ready = _with_labels_of(workspace, steps, version, schema)
    return PreparedTable(raw, schema, ready, first_row=_first_row(workspace, version)).frame()


def _first_row(workspace: Workspace, version: DatasetVersion) -> int:
    parts = tables.parts_of(workspace, version)
    return sum(tables.raw(workspace, v).n_rows for v in parts if v.number < version.number)


def some_rows_for(
    workspace: Workspace,
    version: DatasetVersion,
    rows: npt.NDArray[np.int64],
    steps: Spoken,
) -> Frame:
    """Rows of a version, by their numbers in it, as these steps leave them; none is dropped."""
    if same_preparation(version.steps, steps):
        return tables.some_rows(workspace, version, rows, version.schema.names)
    raw, schema = raw_table(workspace, version), version.raw_schema()
    mine = PreparedTable(raw, schema, bound(workspace, version.steps))
    numbers = mine.kept[rows] if mine.is_dropping else rows
    ready = _with_labels_of(workspace, steps, version, schema)
    taken = raw.take(numbers)
    return prepared_tables.applied(taken, numbers, ready, dropping=False)[0]


def same_preparation(first: Spoken, second: Spoken) -> bool:
    """Whether rows come out alike of both, their labels apart."""
    return same_steps(without_labels(first), without_labels(second))


def without_labels(steps: Spoken) -> tuple[dict[str, Any], ...]:
    """The steps a model remembers: those that say how rows look."""
    return tuple(
        dict(one) for one in steps if prepared_tables.module_of(one["kind"]).ENTRY.in_scoring
    )


def _with_labels_of(
    workspace: Workspace, steps: Spoken, version: DatasetVersion, schema: Schema
) -> tuple[prepared_tables.Bound, ...]:
    """The steps, with the labels of a version behind them as far as they fit there."""
    ready = bound(workspace, without_labels(steps))
    for one in bound(workspace, version.steps):
        if one.entry.in_scoring:
            continue
        try:
            prepared_tables.effect(schema, (*ready, one))
        except StepProblem:
            continue  # its key has another name there, or none
        ready = (*ready, one)
    prepared_tables.effect(schema, ready)
    return ready


# --- the job that prepares all rows anew -------------------------------------------------------


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
    n_last = _n_of_last_file(table, raw, newest)
    origin: dict[str, Any] = {"kind": "steps", "from": newest.number}
    if table.n_rows != newest.rows or _drops(newest.steps) or _drops(in_force):
        origin["renumbered"] = True
    if in_force:
        origin |= {RAW_SCHEMA: base.to_list(), RAW_ROWS: raw_rows(newest)}
    version = DatasetVersion(
        id=0,
        dataset_id=dataset.id,
        dataset=dataset.name,
        number=newest.number + 1,
        rows=table.n_rows,
        added_rows=n_last,
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
        origin=origin,
        summary_blob=summarising.put(workspace, summary),
    )
    return _Made(
        version, summary, (*stored.parts, *(kept.parts if kept else ()), *kept_with(in_force))
    )


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
        version = replace(version, schema=_one_each(version.schema.assigned(told)))
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
