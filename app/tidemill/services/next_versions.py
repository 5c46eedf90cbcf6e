"""The version of a dataset that a file makes: its columns, its checks, its rows, its writing."""

from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part
from tidemill.catalog.discovery import family
from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.entries import CheckEntry
from tidemill.domain.inference import guess_roles
from tidemill.domain.jobs import Job
from tidemill.domain.profiles import Profile, profile
from tidemill.domain.reading import CheckFacts, CheckResult, ReadResult
from tidemill.domain.suggestions import facts_of
from tidemill.domain.watches import FileState
from tidemill.jobs import queue
from tidemill.services import following, tables
from tidemill.services.file_outcomes import ChecksFailed, ended
from tidemill.services.file_reads import FileRead, parsed, span_of
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files
from tidemill.store.engine import Transaction


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of the dataset before this file; all empty for the first."""

    dataset: Dataset | None
    versions: tuple[DatasetVersion, ...]
    profile: Profile | None

    @property
    def newest(self) -> DatasetVersion | None:
        return self.versions[-1] if self.versions else None


def take_in(workspace: Workspace, job: Job, one: FileRead, part: Part) -> int | None:
    file = one.file
    known = _known_of(workspace, file.dataset)
    if known.dataset is not None and one.expected is None:
        # The first of several files made the dataset: the others are read again by its columns.
        one = parsed(workspace, file, one.blob, known.dataset.schema, Part(part, 0.0, 0.1))
    schema = _schema_of(one.result, known.dataset, job.params)
    part.report(0.1, f"Checking {file.name}")
    results = checked(one.result, schema, known.dataset, known.versions, known.profile)
    if any(r.sets_aside for r in results) and not job.params.get("accept"):
        raise ChecksFailed(results)
    frame = tables.as_schema(one.result.frame, schema)
    if frame.n_rows == 0:
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
    own = content_hash(frame)
    if known.dataset is not None:
        with workspace.store.read() as connection:
            same = datasets.version_of_content(connection, known.dataset.id, own)
        if same is not None:
            words = f"Skipped: same data as v{same.number}, in a new file"
            ended(workspace, file, FileState.SKIPPED, words)
            return None
    part.report(0.4, f"Profiling {file.name}")
    series = _series_of(known.dataset, job.params)
    whole = frame
    if series is Series.APPEND and known.versions:
        whole = tables.load(workspace, known.versions, schema, extra=frame)
    summary = {"profile": profile(whole, schema).to_dict(), "facts": facts_of(whole).to_dict()}
    blob, n_bytes = tables.put(workspace, frame)
    part.report(0.8, f"Adding {file.name} to {file.dataset}")
    span = span_of(frame, schema.time)
    version = DatasetVersion(
        id=0,
        dataset_id=0,
        dataset=file.dataset,
        number=(known.newest.number if known.newest else 0) + 1,
        rows=whole.n_rows,
        added_rows=frame.n_rows,
        content_hash=own if whole is frame else content_hash(whole),
        own_hash=own,
        blob=blob,
        n_bytes=n_bytes,
        schema=schema,
        source=file.path,
        file_id=file.id,
        created_at=workspace.clock.now(),
        by=file.by,
        checks=tuple(r.to_dict() for r in results),
        starts_at=span[0],
        ends_at=span[1],
    )
    with workspace.store.write(durable=True) as tx:
        return _commit(tx, job, one, version, series, summary)


def _known_of(workspace: Workspace, name: str) -> Known:
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, name)
        if dataset is None:
            return Known(None, (), None)
        versions = datasets.versions(connection, dataset.id)
        stored = datasets.profile(connection, versions[-1].id) if versions else {}
    return Known(dataset, tuple(versions), Profile.from_dict(stored["profile"]) if stored else None)


def _series_of(dataset: Dataset | None, params: dict[str, Any]) -> Series:
    if dataset is not None:  # what a dataset began as, it stays: its versions are read by it
        return dataset.series
    return Series(params.get("series") or Series.APPEND)


def _schema_of(result: ReadResult, dataset: Dataset | None, params: dict[str, Any]) -> Schema:
    """The dataset's columns and roles, with what is new at the end; guessed for the first file."""
    if dataset is not None:
        known = dataset.schema
        new = [c for c in result.schema.columns if c.name not in known]
        base = Schema((*known.columns, *new))
    else:
        base = guess_roles(result.schema, result.frame)
    roles: dict[str, Role] = {}
    for name, role in ((params.get("target"), Role.TARGET), (params.get("time"), Role.TIME)):
        if name is None:
            continue
        if name not in base:
            raise NeedsYou(f"There is no column {name}.", "It has " + ", ".join(base.names) + ".")
        before = next(iter(base.with_role(role)), None)
        if before is not None and before != name:
            roles[before] = Role.FEATURE
        roles[name] = role
    return base.assigned(roles)


def checked(
    result: ReadResult,
    schema: Schema,
    dataset: Dataset | None,
    versions: tuple[DatasetVersion, ...],
    former: Profile | None,
) -> list[CheckResult]:
    """What every check of the catalogue says of a file."""
    columns = former.columns if former else ()
    facts = CheckFacts(
        read=result,
        expected=None if dataset is None else dataset.schema,
        target=schema.target,
        time=schema.time,
        n_rows_usual=tuple(v.added_rows for v in versions),
        missing_usual={c.name: c.missing for c in columns},
    )
    results = []
    for module in family("checks").values():
        entry: CheckEntry = module.ENTRY
        results.append(module.check(facts, **entry.settings()))
    return results


def _commit(
    tx: Transaction,
    job: Job,
    one: FileRead,
    version: DatasetVersion,
    series: Series,
    summary: dict[str, Any],
) -> int:
    """Write the version, its file's end, the entry in Activity and what follows, all at once."""
    queue.hold(tx, job)
    file, schema = one.file, version.schema
    dataset = datasets.find(tx.connection, file.dataset)
    if dataset is None:
        made = Dataset(0, file.dataset, "default", series, schema, tx.clock.now(), file.by)
        dataset_id = datasets.insert(tx, made)
    else:
        dataset_id = dataset.id
        if dataset.schema != schema:
            datasets.set_schema(tx, file.dataset, schema)
    values = {**version.__dict__, "dataset_id": dataset_id}
    key = datasets.insert_version(
        tx, DatasetVersion(**values), profile=summary, source_blob=one.blob
    )
    failed = [c["message"] for c in version.checks if not c["passed"]]
    outcome = "Added" if not failed else f"Added; {failed[0]}"
    files.update(
        tx,
        file.id,
        state=str(FileState.ADDED),
        outcome=outcome,
        reason="",
        checks=list(version.checks),
        rows=version.added_rows,
        version_id=key,
    )
    activities.add(
        tx,
        by=file.by,
        kind="data",
        subject=f"data/{file.dataset}/{version.number}",
        sentence=f"added {file.name} to {file.dataset} as v{version.number}",
        detail={"rows": version.added_rows, "failed checks": failed},
        is_routine=file.watch_id is not None,
    )
    following.after_version(tx, dataset_id, key, file, job)
    return key
