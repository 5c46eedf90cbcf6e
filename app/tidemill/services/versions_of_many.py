"""The version that many small files make together: its rows, its writing, the end of each file."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from tidemill.base.progress import Part
from tidemill.domain.checking import CheckResult
from tidemill.domain.content import ContentSums
from tidemill.domain.datasets import MANY_FILES, DatasetVersion
from tidemill.domain.earlier_rows import EarlierRows
from tidemill.domain.file_figures import FileFigures
from tidemill.domain.frames import stacked
from tidemill.domain.jobs import Job
from tidemill.domain.reading import ReadResult
from tidemill.domain.tables import FrameTable
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.jobs import queue
from tidemill.services import (
    file_reads,
    following,
    originals,
    rules,
    summarising,
    tables,
    withdrawing,
)
from tidemill.services.checking import Before
from tidemill.services.file_reads import span_of
from tidemill.services.known_datasets import Carried, Known
from tidemill.services.workspace import Workspace
from tidemill.store import activities, datasets, files, summaries
from tidemill.store.engine import Transaction


@dataclass(frozen=True, eq=False)
class Member:
    """A plain file, looked at and not yet written."""

    file: ArrivedFile
    blob: str
    result: ReadResult
    rows: FrameTable
    sums: ContentSums
    results: tuple[CheckResult, ...]
    figures: FileFigures


class Moved(Exception):
    """The dataset changed while its next version was made."""


@dataclass(eq=False)
class Open:
    """A version in the making: what was known before it, and its files so far."""

    known: Known
    before: Before
    earlier: EarlierRows
    owns: set[str]
    is_narrow: bool
    members: list[Member] = field(default_factory=list)


def write(workspace: Workspace, job: Job, made: Open, carried: Carried, part: Part) -> int:
    """Write the files looked at as one version; return its key.

    Raises `Moved` where the dataset changed meanwhile.
    """
    known, members = made.known, made.members
    dataset, newest = known.dataset, known.newest
    assert dataset is not None
    assert newest is not None
    rows = FrameTable(stacked([one.rows.frame() for one in members]))
    stored = tables.put(workspace, rows, None, None, Part(part, 0.0, 0.4))
    earlier = known.rows(workspace) or tables.of(workspace, newest)
    whole = summarising.of_all(earlier, rows, dataset.schema, Part(part, 0.4, 0.9))
    sums = [one.sums for one in members]
    span = span_of(rows, dataset.schema.time)
    watched = members[0].file
    version = DatasetVersion(
        id=0,
        dataset_id=dataset.id,
        dataset=dataset.name,
        number=newest.number + 1,
        rows=whole.rows,
        added_rows=rows.n_rows,
        content_hash=whole.sums.hexdigest(),
        own_hash=sum(sums[1:], sums[0]).hexdigest(),
        blob=stored.blob,
        n_bytes=stored.n_bytes,
        schema=dataset.schema,
        source=str(_folder_of([one.file.path for one in members])),
        file_id=None,
        created_at=workspace.clock.now(),
        by=watched.by,
        checks=tuple(r.to_dict() for r in _all_results(members)),
        starts_at=span[0],
        ends_at=span[1],
        is_chunked=stored.is_chunked,
        origin={
            "kind": MANY_FILES,
            "job": job.id,
            "files": [[m.file.id, m.rows.n_rows, m.sums.hexdigest()] for m in members],
            "read": members[0].result.facts.to_dict(),
        },
        summary_blob=summarising.put(workspace, whole),
    )
    profile = whole.stored_profile() | {
        rules.FIGURES_OF_FILES: [m.figures.to_dict() for m in members[-rules.LOOKED_BACK :]]
    }
    part.report(0.9, f"Adding {len(members):,} files to {dataset.name}")
    with workspace.store.write(durable=True) as tx:
        key = _commit(tx, job, made, version, profile, stored.parts)
        is_kept = originals.are_kept(tx.connection)
    carried.added(key, rows)
    if not is_kept:
        for one in members:
            originals.let_go(workspace, one.blob)
    return key


def _commit(
    tx: Transaction,
    job: Job,
    made: Open,
    version: DatasetVersion,
    profile: dict[str, Any],
    parts: Sequence[str],
) -> int:
    """Write the version, the end of each file, the entry in Activity and what follows at once."""
    queue.hold(tx, job)
    known, members = made.known, made.members
    dataset = datasets.find(tx.connection, version.dataset)
    newest = None if dataset is None else datasets.version(tx.connection, dataset.id)
    if dataset != known.dataset or newest is None or newest.id != known.versions[-1].id:
        raise Moved
    assert dataset is not None
    is_kept = originals.are_kept(tx.connection)
    number = datasets.next_number(tx.connection, dataset.id)
    version = replace(
        version,
        number=number,
        origin={**version.origin, "original": "kept" if is_kept else "not kept"},
    )
    key = datasets.insert_version(tx, version, profile=profile, source_blob=None, parts=parts)
    summaries.forget_former(tx, dataset.id, key)
    files.update_all(tx, _ends(version, key, members, is_kept=is_kept))
    if not is_kept:
        for one in members:
            originals.release(tx, one.blob)
    failed = [c["message"] for c in version.checks if not c["passed"]]
    activities.add(
        tx,
        by=version.by,
        kind="data",
        subject=f"data/{version.dataset}/{number}",
        sentence=f"added {len(members):,} files to {version.dataset} as v{number}",
        detail={
            "rows": version.added_rows,
            "failed checks": failed,
            "undo": withdrawing.facts(key),
        },
        is_routine=True,
    )
    following.after_version(tx, dataset.id, key, members[-1].file, job, len(members))
    return key


def _ends(
    version: DatasetVersion, key: int, members: Sequence[Member], *, is_kept: bool
) -> list[dict[str, Any]]:
    """What is written down of each file: its rows in the version among it."""
    ends = []
    first = version.rows - version.added_rows + 1
    for one in members:
        last = first + one.rows.n_rows - 1
        failed = [r.message for r in one.results if not r.passed]
        where = f"row {first:,}" if first == last else f"rows {first:,} to {last:,}"
        ends.append(
            {
                "id": one.file.id,
                "state": str(FileState.ADDED),
                "outcome": "; ".join([f"Added as {where}", *failed[:1]]),
                "reason": "",
                "checks": [r.to_dict() for r in one.results],
                "rows": one.rows.n_rows,
                "version_id": key,
                "read": file_reads.said_of(one.result),
                "question": None,
                "content": one.blob if is_kept else None,
                "opened": 0,
            }
        )
        first = last + 1
    return ends


def _folder_of(paths: Sequence[str]) -> PurePath:
    """The folder in or below which all files lie."""
    first = PurePath(paths[0]).parent
    while not all(PurePath(path).is_relative_to(first) for path in paths):
        first = first.parent
    return first


def _all_results(members: Sequence[Member]) -> list[CheckResult]:
    """What the checks say of all files: of each the first that failed, else the last.

    Its numbers of rows and values are of that one file.
    """
    by_key: dict[str, list[tuple[Member, CheckResult]]] = {}
    for member in members:
        for result in member.results:
            by_key.setdefault(result.key, []).append((member, result))
    found = []
    for pairs in by_key.values():
        failed = [(member, one) for member, one in pairs if not one.passed]
        member, one = failed[0] if failed else pairs[-1]
        n = f"{len(failed):,} of {len(pairs):,} files"
        words = f"{n}, first {member.file.name}: {one.message}" if failed else one.message
        found.append(replace(one, message=words))
    return found
