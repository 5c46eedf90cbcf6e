"""The version of a dataset that a file makes: its columns, its checks, its rows, its writing."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.jobs import Job
from tidemill.domain.roles import guess_roles
from tidemill.domain.shaped_tables import FromRow, InSchema
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import FrameTable, Table
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.jobs import queue
from tidemill.services import (
    checking,
    file_reads,
    following,
    grown_files,
    originals,
    preparing,
    rows_aside,
    rules,
    same_content,
    summarising,
    tables,
    withdrawing,
)
from tidemill.services.checking import Checked
from tidemill.services.file_outcomes import ChecksFailed, NeedsAnswers, ended
from tidemill.services.file_reads import FileRead, is_known, parsed, span_of
from tidemill.services.ingesting import taken_by_the_trash
from tidemill.services.known_datasets import Carried, Known, grown_schema
from tidemill.services.preparing import Came
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files, summaries
from tidemill.store.engine import Transaction

_KEPT = {True: "kept", False: "not kept"}


@dataclass(frozen=True, eq=False)
class _Next:
    """A version decided on, without its key: all that is written at once."""

    version: DatasetVersion
    series: Series
    summary: dict[str, Any]
    grown: tuple[DatasetVersion, ...]
    former: tuple[DatasetVersion, ...]
    parts: tuple[str, ...]


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
    raw, schema = _schemas_of(workspace, one, known.dataset, known.versions, job.params)
    if one.result.table.n_rows == 0:
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
    came, summary, found = _looked_at(workspace, one, known, raw, schema, is_asked, part)
    aside = None
    if found.sets_aside and job.params.get(rows_aside.PARAM) == rows_aside.ASIDE:
        aside = rows_aside.parted(one.result, came.rows, found)
        one = replace(one, result=aside.good)
        came, summary, found = _looked_at(workspace, one, known, raw, schema, is_asked, part)
    if found.sets_aside and not is_asked:
        if (same := _same(workspace, known, came, came.own_hash(summary), summary)) is not None:
            ended(workspace, file, FileState.SKIPPED, _same_data(same))
            return None
        raise ChecksFailed(list(found.results))
    former = _former(workspace, known, file)
    grown = grown_files.versions_at_the_start(came.raw, preparing.as_came(former))
    if grown:
        found = replace(found, results=grown_files.explained(found.results, grown))
        left = FromRow(came.raw, sum(v.added_rows for v in grown))
        came = _came(workspace, one, known, left, schema, is_asked, part)
        again = Part(part, 0.4, 0.5)
        summary = summarised(came.rows, schema, again, room=one.room) if left.n_rows else summary
    own = came.own_hash(summary)
    if grown and came.raw.n_rows == 0:
        same = grown[-1]
    else:
        same = _same(workspace, known, came, own, summary)
    if same is not None:
        ended(workspace, file, FileState.SKIPPED, _same_data(same))
        return None
    made = _decided(
        workspace, job, one, known, came, own, summary, schema, found, grown, former, part
    )
    made = _with_aside(workspace, made, aside)
    part.report(0.9, f"Adding {file.name} to {file.dataset}")
    with workspace.store.write(durable=True) as tx:
        key = _commit(tx, job, one, made, known)
        is_kept = originals.are_kept(tx.connection)
    _carry_on(carried, key, one, came)
    if key is not None and not is_kept:
        originals.let_go(workspace, one.blob)
    return key


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
) -> tuple[Came, TableSummary, Checked]:
    """The rows of a file behind the steps, their summary, and what the checks say of them."""
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
    return came, summary, found


def _with_aside(workspace: Workspace, made: _Next, aside: rows_aside.Parted | None) -> _Next:
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


def _same(
    workspace: Workspace, known: Known, came: Came, own: str, summary: TableSummary
) -> DatasetVersion | None:
    sums = None if came.steps else summary.sums
    return same_content.found(workspace, known.dataset, known.versions, came.raw, own, sums)


def _same_data(version: DatasetVersion) -> str:
    return f"Skipped: same data as v{version.number}, in a new file"


def _decided(
    workspace: Workspace,
    job: Job,
    one: FileRead,
    known: Known,
    came: Came,
    own_hash: str,
    summary: TableSummary,
    schema: Schema,
    found: Checked,
    grown: tuple[DatasetVersion, ...],
    former: tuple[DatasetVersion, ...],
    part: Part,
) -> _Next:
    file, newest, rows = one.file, known.newest, came.rows
    series = _series_of(known.dataset, job.params)
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
        own_hash=own_hash,
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
    return _Next(version, series, whole.stored_profile() | figures, grown, former, parts)


def _origin(one: FileRead) -> dict[str, Any]:
    """Where the rows came from and how they were read, as kept with the version."""
    own = one.file.origin or {"kind": "file", "file": one.file.name}
    return {**own, "read": one.result.facts.to_dict()}


def _series_of(dataset: Dataset | None, params: dict[str, Any]) -> Series:
    if dataset is not None:  # what a dataset began as, it stays: its versions are read by it
        return dataset.series
    return Series(params.get("series") or Series.APPEND)


def _schemas_of(
    workspace: Workspace,
    one: FileRead,
    dataset: Dataset | None,
    versions: tuple[DatasetVersion, ...],
    params: dict[str, Any],
) -> tuple[Schema, Schema]:
    """The columns a file comes with, and those of its version, which differ behind steps."""
    steps = preparing.steps_of(versions)
    if dataset is None or not steps:
        schema = _schema_of(one, dataset, one.result.schema, params)
        return schema, schema
    raw = grown_schema(versions[-1].raw_schema(dataset.schema), one.result.schema)
    found = preparing.schema_after(workspace, raw, steps, dataset.schema)
    return raw, _schema_of(one, dataset, found, params)


def _schema_of(
    one: FileRead, dataset: Dataset | None, found: Schema, params: dict[str, Any]
) -> Schema:
    """The dataset's columns and roles, with what is new at the end; guessed for the first file.

    `found` are the columns of the file, behind the steps where there are some.

    What a watched folder or an accepted file was set up with counts for the first file only:
    later the roles are the dataset's, as people have set them since.
    """
    if dataset is not None:
        base = grown_schema(dataset.schema, found)
        if one.file.watch_id is not None or params.get("accept"):
            return base
    else:
        base = guess_roles(found, one.result.table)
    roles: dict[str, Role] = {}
    given = {name: Role(role) for name, role in (params.get("roles") or {}).items()}
    named = ((params.get("target"), Role.TARGET), (params.get("time"), Role.TIME))
    for name, role in (*named, *given.items()):
        if name is None:
            continue
        if name not in base:
            raise NeedsYou(f"There is no column {name}.", "It has " + ", ".join(base.names) + ".")
        is_single = role in (Role.TARGET, Role.TIME)
        before = next(iter(base.with_role(role)), None) if is_single else None
        if before is not None and before != name:
            roles.setdefault(before, Role.FEATURE)
        roles[name] = role
    return base.assigned(roles)


def _remarks(one: FileRead, made: _Next) -> list[str]:
    """What a person should know of the rows that are no part of the version."""
    remarks = [grown_files.in_words(made.grown)] if made.grown else []
    if over := [] if made.grown or one.file.watch_id is None else list(made.former):
        remarks.append(f"written over: the rows of v{over[-1].number} stay")
    if n_aside := rows_aside.n_rows(made.version):
        remarks.append(f"{n_aside:,} row{' was' if n_aside == 1 else 's were'} set aside")
    if n_bad := one.result.facts.n_bad_rows:
        remarks.append(rows_aside.unreadable_in_words(n_bad))
    return remarks


def _commit(tx: Transaction, job: Job, one: FileRead, made: _Next, known: Known) -> int | None:
    """Write the version, its file's end, the entry in Activity and what follows, all at once.

    What was decided outside the transaction is looked at once more in it: whether this try still
    counts, whether the content is there by now, and which roles a person gave meanwhile.
    """
    queue.hold(tx, job)
    file, version = one.file, made.version
    dataset = datasets.find(tx.connection, file.dataset)
    if dataset is None:
        if datasets.is_in_trash(tx.connection, file.dataset):
            raise taken_by_the_trash(file.dataset)
        first = Dataset(
            0, file.dataset, "default", made.series, version.schema, tx.clock.now(), file.by
        )
        version = replace(version, dataset_id=datasets.insert(tx, first))
    else:
        same = datasets.version_of_content(tx.connection, dataset, version.own_hash)
        if same is not None:
            files.update(tx, file.id, state=str(FileState.SKIPPED), outcome=_same_data(same))
            return None
        if dataset != known.dataset:
            schema = _schema_of(one, dataset, version.schema, job.params)
            version = replace(version, schema=schema)
        if dataset.schema != version.schema:
            datasets.set_schema(tx, file.dataset, version.schema)
    number = datasets.next_number(tx.connection, version.dataset_id)
    version = replace(version, number=number)
    is_kept = originals.are_kept(tx.connection)
    version = replace(version, origin={**version.origin, "original": _KEPT[is_kept]})
    key = datasets.insert_version(
        tx,
        version,
        profile=made.summary,
        source_blob=one.blob if is_kept else None,
        parts=made.parts,
    )
    summaries.forget_former(tx, version.dataset_id, key)
    failed = [c["message"] for c in version.checks if not c["passed"]]
    remarks = _remarks(one, made)
    files.update(
        tx,
        file.id,
        state=str(FileState.ADDED),
        outcome="; ".join(["Added", *remarks, *failed[:1]]),
        reason="",
        checks=list(version.checks),
        rows=version.added_rows,
        version_id=key,
        read=file_reads.said_of(one.result),
        question=None,
        content=one.blob if is_kept else None,
    )
    if not is_kept:
        originals.release(tx, one.blob)
    activities.add(
        tx,
        by=file.by,
        kind="data",
        subject=f"data/{file.dataset}/{version.number}",
        sentence=f"added {file.name} to {file.dataset} as v{version.number}",
        note=" ".join(f"{words[0].upper()}{words[1:]}." for words in remarks),
        detail={"rows": version.added_rows, "failed checks": failed}
        | ({} if file.watch_id is None else {"undo": withdrawing.facts(key)}),
        is_routine=file.watch_id is not None,
    )
    following.after_version(tx, version.dataset_id, key, file, job)
    return key
