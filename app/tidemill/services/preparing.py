"""Rows through the steps of their dataset: for a new file, for a model, for another version.

A version remembers the steps its rows went through, and the rows as they came beside them. Files
that come later go through the steps of the newest version, so that all parts of a version agree.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.catalog import prepared_tables
from tidemill.catalog.prepared_tables import PreparedTable
from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import content_sums
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import Frame
from tidemill.domain.shaped_tables import InSchema, Stacked
from tidemill.domain.steps import StepProblem, same_steps
from tidemill.domain.summaries import TableSummary
from tidemill.domain.tables import Table
from tidemill.services import tables
from tidemill.services.workspace import Workspace

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
    return one_of_each_part(Schema(made))


def one_of_each_part(schema: Schema) -> Schema:
    """A schema with at most one target and one time: the first of each keeps the part."""
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


def as_they_came(
    workspace: Workspace, version: DatasetVersion, rows: npt.NDArray[np.int64]
) -> Frame:
    """Rows of a version, by their numbers in it, before any of its steps."""
    raw, schema = raw_table(workspace, version), version.raw_schema()
    prepared = PreparedTable(raw, schema, bound(workspace, version.steps))
    return raw.take(prepared.kept[rows] if prepared.is_dropping else rows)


def own_rows_for(workspace: Workspace, version: DatasetVersion, steps: Spoken) -> Frame:
    """A version's own rows as these steps leave them, for a model that learned behind them.

    Labels that the version has are there: they say what became of the rows.
    """
    if same_preparation(version.steps, steps):
        return tables.load(workspace, [version], version.schema)
    raw, schema = tables.raw(workspace, version), version.raw_schema()
    ready = _with_labels_of(workspace, steps, version, schema)
    return PreparedTable(raw, schema, ready, first_row=first_row(workspace, version)).frame()


def first_row(workspace: Workspace, version: DatasetVersion) -> int:
    """How many rows came before those of the version's own file, as they came."""
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
