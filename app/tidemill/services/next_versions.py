"""The version of a dataset that a file makes: its rows, its checks and what is kept of them."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import DatasetVersion, Series
from tidemill.domain.jobs import Job
from tidemill.domain.shaped_tables import FromRow, InSchema
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import FrameTable, Table
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import (
    checking,
    file_schemas,
    grown_files,
    originals,
    preparing,
    rows_aside,
    rules,
    same_content,
    summarising,
    tables,
    version_writing,
)
from tidemill.services.checking import Checked
from tidemill.services.file_outcomes import ChecksFailed, NeedsAnswers, ended
from tidemill.services.file_reads import FileRead, is_known, parsed, span_of
from tidemill.services.known_datasets import Carried, Known
from tidemill.services.preparing import Came
from tidemill.services.version_writing import NextVersion, same_data
from tidemill.services.workspace import Workspace
from tidemill.store import files


@dataclass(frozen=True, eq=False)
class _Seen:
    """The rows of a file behind the steps, their summary, and what the checks say of them."""

    one: FileRead
    came: Came
    summary: TableSummary
    found: Checked

    @cached_property
    def own_hash(self) -> str:
        """The hash of the rows as they came."""
        return self.came.own_hash(self.summary)


def take_in(
    workspace: Workspace,
    job: Job,
    one: FileRead,
    scratch: Path,
    part: Part,
    carried: Carried | None = None,
) -> int | None:
    """Make the version of a file and return its key; None where its content is there already.

    `carried` holds what is known of the dataset from one file of a job to the next.

    Raises `ChecksFailed` and `NeedsYou` for a file that cannot become one.
    """
    file = one.file
    known = (carried or Carried()).known(workspace, file.dataset)
    is_asked = bool(job.params.get("accept"))
    if known.is_replace and not is_asked and is_known(workspace, file, known.dataset, one.blob):
        return None
    expected = known.raw_schema
    if expected is not None and one.expected != expected:
        # An earlier file of the job made the dataset or added to its columns.
        first = Part(part, 0.0, 0.1)
        one = parsed(workspace, job, file, one.blob, expected, scratch, first)
    if one.result.questions and not is_asked:
        raise NeedsAnswers(one.result.questions)
    raw, schema = file_schemas.of_version(workspace, one, known.dataset, known.versions, job.params)
    if one.result.table.n_rows == 0:
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
    seen = _looked_at(workspace, one, known, raw, schema, is_asked, part)
    aside = None
    if seen.found.sets_aside and job.params.get(rows_aside.PARAM) == rows_aside.ASIDE:
        aside = rows_aside.parted(one.result, seen.came.rows, seen.found)
        one = replace(one, result=aside.good)
        seen = _looked_at(workspace, one, known, raw, schema, is_asked, part)
    if seen.found.sets_aside and not is_asked:
        if (same := _same(workspace, known, seen)) is not None:
            ended(workspace, file, FileState.SKIPPED, same_data(same))
            return None
        raise ChecksFailed(list(seen.found.results))
    former = _former(workspace, known, file)
    grown = grown_files.versions_at_the_start(seen.came.raw, preparing.as_came(former))
    if grown:
        seen = _without_start(workspace, seen, known, grown, schema, is_asked, part)
    is_whole = bool(grown) and seen.came.raw.n_rows == 0
    same = grown[-1] if is_whole else _same(workspace, known, seen)
    if same is not None:
        ended(workspace, file, FileState.SKIPPED, same_data(same))
        return None
    made = _decided(workspace, job, seen, known, schema, grown, former, part)
    made = _with_aside(workspace, made, aside)
    part.report(0.9, f"Adding {file.name} to {file.dataset}")
    with workspace.store.write(durable=True) as tx:
        key = version_writing.write(tx, job, one, made, known)
        is_kept = originals.are_kept(tx.connection)
    _carry_on(carried, key, one, seen.came)
    if key is not None and not is_kept:
        originals.let_go(workspace, one.blob)
    return key


def _without_start(
    workspace: Workspace,
    seen: _Seen,
    known: Known,
    grown: tuple[DatasetVersion, ...],
    schema: Schema,
    is_asked: bool,
    part: Part,
) -> _Seen:
    """What a file that grew has behind the rows it brought before."""
    found = replace(seen.found, results=grown_files.explained(seen.found.results, grown))
    left = FromRow(seen.came.raw, sum(v.added_rows for v in grown))
    came = _came(workspace, seen.one, known, left, schema, is_asked, part)
    summary = seen.summary
    if left.n_rows:
        summary = summarised(came.rows, schema, Part(part, 0.4, 0.5), room=seen.one.room)
    return _Seen(seen.one, came, summary, found)


def _carry_on(carried: Carried | None, key: int | None, one: FileRead, came: Came) -> None:
    """Spare the next file of the job reading these rows, where they are in memory."""
    is_in_memory = isinstance(one.result.table, FrameTable) and not came.steps
    if key is not None and carried is not None and is_in_memory:
        carried.added(key, came.rows)


def _former(workspace: Workspace, known: Known, file: ArrivedFile) -> tuple[DatasetVersion, ...]:
    """The versions that a file made before, under this name or the one it had.

    Of one that many files made together, only what this file brought.
    """
    if known.is_replace:
        return ()
    keys: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    if file.watch_id is not None:
        with workspace.store.read() as connection:
            keys = files.versions_of_name(connection, file.watch_id, file.path)
            parts = files.added_under(connection, file.watch_id, file.path)
    found: list[DatasetVersion] = []
    for one in known.versions:
        if one.pieces:
            found += [
                replace(one, own_hash=part.own_hash, added_rows=part.rows)
                for part in one.pieces
                if part.file_id in parts
            ]
        elif one.source == file.path or one.id in keys:
            found.append(one)
    return tuple(found)


def _looked_at(
    workspace: Workspace,
    one: FileRead,
    known: Known,
    raw: Schema,
    schema: Schema,
    is_asked: bool,
    part: Part,
) -> _Seen:
    table = InSchema(one.result.table, raw)
    came = _came(workspace, one, known, table, schema, is_asked, part)
    part.report(0.1, f"Profiling {one.file.name}")
    summary = summarised(came.rows, schema, Part(part, 0.1, 0.4), room=one.room)
    part.report(0.4, f"Checking {one.file.name}")
    expected = known.raw_schema or schema
    found = checking.checked(
        workspace,
        None if known.dataset is None else replace(known.dataset, schema=expected),
        one.result,
        schema,
        versions=known.versions,
        former=known.profile,
        table=came.rows,
        summary=summary.reference(),
        hashes=summary.row_hashes,
        earlier=known.rows(workspace),
        reporter=Part(part, 0.4, 0.5),
    )
    return _Seen(one, came, summary, found)


def _with_aside(
    workspace: Workspace, made: NextVersion, aside: rows_aside.Parted | None
) -> NextVersion:
    """The version holds on to the rows of its file that were set aside."""
    said, blobs = rows_aside.kept(workspace, aside)
    version = replace(made.version, origin=made.version.origin | said)
    return replace(made, version=version, parts=(*made.parts, *blobs))


def _came(
    workspace: Workspace,
    one: FileRead,
    known: Known,
    raw: Table,
    schema: Schema,
    is_asked: bool,
    part: Part,
) -> Came:
    """The rows of a file, as they came and after the steps of the dataset."""
    result, name = one.result, one.file.name
    raw_schema = known.raw_schema_with(result.schema) or schema
    if not is_asked:
        preparing.refuse_missing(
            workspace, name, result.missing_columns, raw_schema, known.versions
        )
    appends = not known.is_replace
    came = preparing.of_file(
        workspace, raw, raw_schema, schema, known.versions, part, appends=appends
    )
    if raw.n_rows and came.rows.n_rows == 0:
        raise NeedsYou(
            f"No row of {name} is left after the steps of {one.file.dataset}.",
            "Change or undo the step that drops them, then add the file again.",
        )
    return came


def _same(workspace: Workspace, known: Known, seen: _Seen) -> DatasetVersion | None:
    """The version of the dataset that has the same rows, if one does."""
    raw, sums = seen.came.raw, None if seen.came.steps else seen.summary.sums
    return same_content.found(workspace, known.dataset, known.versions, raw, seen.own_hash, sums)


def _decided(
    workspace: Workspace,
    job: Job,
    seen: _Seen,
    known: Known,
    schema: Schema,
    grown: tuple[DatasetVersion, ...],
    former: tuple[DatasetVersion, ...],
    part: Part,
) -> NextVersion:
    one, came, summary, found = seen.one, seen.came, seen.summary, seen.found
    file, newest, rows = one.file, known.newest, came.rows
    series = file_schemas.series_of(known.dataset, job.params)
    part.report(0.5, f"Storing the rows of {file.name}")
    shared_with = newest if series is Series.REPLACE else None
    stored = tables.put(
        workspace,
        rows,
        summary.row_hashes,
        shared_with,
        Part(part, 0.5, 0.7),
        text_bits=summary.text_bits,
    )
    raw = None
    if came.steps:
        raw = tables.put(workspace, came.raw, None, shared_with, part, beside=stored)
    whole = summary
    if series is Series.APPEND and newest is not None:
        part.report(0.7, f"Profiling all rows of {file.dataset}")
        earlier = known.rows(workspace) or tables.of(workspace, newest)
        whole = summarising.of_all(earlier, rows, schema, Part(part, 0.7, 0.9))
    span = span_of(rows, schema.time)
    version = DatasetVersion(
        id=0,
        dataset_id=0 if known.dataset is None else known.dataset.id,
        dataset=file.dataset,
        number=(known.newest.number if known.newest else 0) + 1,
        rows=whole.rows,
        added_rows=rows.n_rows,
        content_hash=whole.sums.hexdigest(),
        own_hash=seen.own_hash,
        blob=stored.blob,
        n_bytes=stored.n_bytes + (raw.n_bytes if raw else 0),
        schema=schema,
        source=file.path,
        file_id=file.id,
        created_at=workspace.clock.now(),
        by=file.by,
        checks=tuple(r.to_dict() for r in found.results),
        starts_at=span[0],
        ends_at=span[1],
        is_chunked=stored.is_chunked,
        raw_blob=None if raw is None else raw.blob,
        steps=came.steps,
        origin=_origin(one) | came.origin(),
        summary_blob=summarising.put(workspace, whole),
    )
    parts = (*stored.parts, *(raw.parts if raw else ()), *preparing.kept_with(came.steps))
    figures = {rules.FIGURES: found.figures.to_dict()}
    return NextVersion(version, series, whole.stored_profile() | figures, grown, former, parts)


def _origin(one: FileRead) -> dict[str, Any]:
    """Where the rows came from and how they were read, as kept with the version."""
    own = one.file.origin or {"kind": "file", "file": one.file.name}
    return {**own, "read": one.result.facts.to_dict()}
