"""Taking files in: read, check, version, or set aside with the reason; each content once.

Runs in the worker's child. Done again after a crash it finds what it had finished: a file's row
changes in the transaction that writes its version.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.base.progress import Part
from tidemill.catalog.discovery import family
from tidemill.catalog.reading import reader_for
from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import content_hash
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.entries import CheckEntry
from tidemill.domain.frames import Frame
from tidemill.domain.inference import guess_roles
from tidemill.domain.jobs import Job
from tidemill.domain.profiles import Profile, profile
from tidemill.domain.reading import CheckFacts, CheckResult, ReadResult
from tidemill.domain.suggestions import facts_of
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import files_left, following, tables
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files
from tidemill.store.engine import Transaction

_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class _Read:
    """A file read; `expected` is the schema it was read by, None where it was guessed."""

    file: ArrivedFile
    blob: str
    expected: Schema | None
    result: ReadResult


@dataclass(frozen=True, eq=False)
class _Series:
    """What is known of the dataset before this file; all empty for the first."""

    dataset: Dataset | None
    versions: tuple[DatasetVersion, ...]
    profile: Profile | None

    @property
    def newest(self) -> DatasetVersion | None:
        return self.versions[-1] if self.versions else None


class _ChecksFailed(NeedsYou):
    """Checks keep a file out; carries all results."""

    def __init__(self, results: list[CheckResult]) -> None:
        super().__init__(" ".join(r.message for r in results if r.sets_aside))
        self.results = results


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Take in the files of a job, oldest rows first, one version each."""
    files_left.wait_again(workspace, job)
    with workspace.store.read() as connection:
        found = [files.find(connection, key) for key in job.params["files"]]
    asked = [f for f in found if f is not None]
    todo = [f for f in asked if f.state is FileState.WAITING]
    outcomes = _Outcomes(workspace)
    # What an earlier try of this job wrote down counts as if it were done now.
    versions = [f.version_id for f in asked if f.state is FileState.ADDED and f.version_id]
    outcomes.bad += [(f, _told(f)) for f in asked if f.state is FileState.SET_ASIDE]
    read: list[_Read] = []
    for number, file in enumerate(todo):
        part = Part(reporter, 0.6 * number / len(todo), 0.6 * (number + 1) / len(todo))
        with outcomes.of(file):
            if (one := _read(workspace, job, file, part)) is not None:
                read.append(one)
    read.sort(key=lambda r: (_starts_at(r.result, job.params.get("time")), r.file.path))
    for number, one in enumerate(read):
        part = Part(reporter, 0.6 + 0.4 * number / len(read), 0.6 + 0.4 * (number + 1) / len(read))
        with outcomes.of(one.file):
            if (version := _take_in(workspace, job, one, part)) is not None:
                versions.append(version)
    # A watched file that was set aside has its own entry; what the world did is worth a new try.
    told = [e for f, e in outcomes.bad if f.watch_id is None or isinstance(e, WorldError)]
    if told and not versions:
        raise told[0]
    message = f"Added {len(versions)} of {len(asked)} files"
    if len(asked) == 1:
        message = "Added 1 file" if versions else "Nothing was added"
    return {"versions": versions, "message": message}


class _Outcomes:
    """Writes down what became of each file, so that one bad file stops no other."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._file: ArrivedFile | None = None
        self.bad: list[tuple[ArrivedFile, TidemillError]] = []

    def of(self, file: ArrivedFile) -> "_Outcomes":
        self._file = file
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> bool:
        file = self._file
        assert file is not None
        if isinstance(error, NeedsYou):
            results = error.results if isinstance(error, _ChecksFailed) else []
            self.bad.append((file, _set_aside(self._workspace, file, error, results)))
            return True
        if isinstance(error, WorldError):
            _ended(self._workspace, file, FileState.FAILED, "Could not be read", error.message)
            self.bad.append((file, error))
            return True
        return False


def _set_aside(
    workspace: Workspace, file: ArrivedFile, error: NeedsYou, results: list[CheckResult]
) -> NeedsYou:
    with workspace.store.write(durable=True) as tx:
        files.update(
            tx,
            file.id,
            state=str(FileState.SET_ASIDE),
            outcome=f"Set aside: {error.message}",
            reason=error.message,
            checks=[r.to_dict() for r in results],
        )
        activities.add(
            tx,
            by=file.by,
            kind="file",
            subject=f"files/{file.id}",
            sentence=f"set {file.name} aside" if file.watch_id else f"could not add {file.name}",
            note=error.message,
            detail={"dataset": file.dataset},
        )
    return _told(file, error.message, error.hint)


def _told(file: ArrivedFile, reason: str = "", hint: str = "") -> NeedsYou:
    way_out = hint or (
        f"Mend the file and add it again, or take it as it is: tidemill data accept {file.id}"
    )
    return NeedsYou(f"{file.name} was set aside. {reason or file.reason}", way_out)


def _ended(
    workspace: Workspace, file: ArrivedFile, state: FileState, outcome: str, reason: str = ""
) -> None:
    with workspace.store.write() as tx:
        files.update(tx, file.id, state=str(state), outcome=outcome, reason=reason)


def _read(workspace: Workspace, job: Job, file: ArrivedFile, part: Part) -> _Read | None:
    path = Path(file.path)
    part.report(0.0, f"Reading {file.name}")
    try:
        before = _stamp(path)
        if file.watch_id is not None and before != (file.n_bytes, file.modified_ns):
            _written_again(workspace, file, before)
            return None
        blob = workspace.blobs.put_file(path, part.check)
        after = _stamp(path)
    except FileNotFoundError:
        if file.watch_id is not None:
            _vanished(workspace, file)
            return None
        raise NeedsYou(f"{file.name} is not there any more.", "Add it again.") from None
    except PermissionError:
        raise NeedsYou(f"{file.name} may not be read.", "Ask for the right to read it.") from None
    if before != after:
        _written_again(workspace, file, after)
        return None
    with workspace.store.write() as tx:
        files.update(tx, file.id, content=blob)
    if not job.params.get("accept") and _is_known(workspace, file, blob):
        return None
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, file.dataset)
    expected = None if dataset is None else dataset.schema
    return _parsed(workspace, file, blob, expected, Part(part, 0.3, 1.0))


def _parsed(
    workspace: Workspace, file: ArrivedFile, blob: str, expected: Schema | None, part: Part
) -> _Read:
    with workspace.blobs.named(blob, file.name) as staged:
        result: ReadResult = reader_for(staged).read(staged, expected, part)
    return _Read(file, blob, expected, result)


def _stamp(path: Path) -> tuple[int, int]:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns


def _vanished(workspace: Workspace, file: ArrivedFile) -> None:
    """A watched file removed before it was read is let go; moved back, it is an arrival again."""
    words = "Skipped: removed again before it was read"
    with workspace.store.write() as tx:
        files.update(tx, file.id, state=str(FileState.SKIPPED), modified_ns=0, outcome=words)


def _written_again(workspace: Workspace, file: ArrivedFile, now: tuple[int, int]) -> None:
    """A file that changed while it was read goes back to waiting; the next scan looks again."""
    if file.watch_id is None:
        raise WorldError(f"{file.name} changed while it was read.", "Add it again when it is done.")
    with workspace.store.write() as tx:
        files.update(
            tx,
            file.id,
            n_bytes=now[0],
            modified_ns=now[1],
            job_id=None,
            outcome="Waiting until it is complete",
        )


def _is_known(workspace: Workspace, file: ArrivedFile, blob: str) -> bool:
    with workspace.store.read() as connection:
        version = files.version_with_content(connection, file.dataset, blob)
    if version is not None:
        words = f"Skipped: same content as v{version}"
        _ended(workspace, file, FileState.SKIPPED, words)
    return version is not None


def _starts_at(result: ReadResult, time: str | None) -> datetime:
    name = time or result.schema.time
    return _span(result.frame, name)[0] or _LATE


def _span(frame: Frame, name: str | None) -> tuple[datetime | None, datetime | None]:
    if name is None or name not in frame or frame[name].values.dtype.kind != "M":
        return None, None
    values = frame[name].values
    known = values[~np.isnat(values)]
    if not len(known):
        return None, None
    first, last = known.min().item(), known.max().item()
    return first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)


def _take_in(workspace: Workspace, job: Job, one: _Read, part: Part) -> int | None:
    file = one.file
    known = _known_series(workspace, file.dataset)
    if known.dataset is not None and one.expected is None:
        # The first of several files made the dataset: the others are read again by its columns.
        one = _parsed(workspace, file, one.blob, known.dataset.schema, Part(part, 0.0, 0.1))
    schema = _schema_of(one.result, known.dataset, job.params)
    part.report(0.1, f"Checking {file.name}")
    results = checked(one.result, schema, known.dataset, known.versions, known.profile)
    if any(r.sets_aside for r in results) and not job.params.get("accept"):
        raise _ChecksFailed(results)
    frame = tables.as_schema(one.result.frame, schema)
    if frame.n_rows == 0:
        raise NeedsYou(f"{file.name} has no rows that can be used.", "Check the file.")
    own = content_hash(frame)
    if known.dataset is not None:
        with workspace.store.read() as connection:
            same = datasets.version_of_content(connection, known.dataset.id, own)
        if same is not None:
            words = f"Skipped: same data as v{same.number}, in a new file"
            _ended(workspace, file, FileState.SKIPPED, words)
            return None
    part.report(0.4, f"Profiling {file.name}")
    series = _series_of(known.dataset, job.params)
    whole = frame
    if series is Series.APPEND and known.versions:
        whole = tables.load(workspace, known.versions, schema, extra=frame)
    summary = {"profile": profile(whole, schema).to_dict(), "facts": facts_of(whole).to_dict()}
    blob, n_bytes = tables.put(workspace, frame)
    part.report(0.8, f"Adding {file.name} to {file.dataset}")
    span = _span(frame, schema.time)
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


def _known_series(workspace: Workspace, name: str) -> _Series:
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, name)
        if dataset is None:
            return _Series(None, (), None)
        versions = datasets.versions(connection, dataset.id)
        stored = datasets.profile(connection, versions[-1].id) if versions else {}
    return _Series(
        dataset, tuple(versions), Profile.from_dict(stored["profile"]) if stored else None
    )


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
    one: _Read,
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
