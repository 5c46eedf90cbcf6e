"""A file that is to be taken in, copied into the workspace and read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tidemill.base.byte_progress import Named, Said
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.progress import Part
from tidemill.base.room_on_disk import Room, room_in
from tidemill.catalog.reading import reader_for
from tidemill.catalog.typed_tables import in_memory
from tidemill.domain.columns import Kind, Schema
from tidemill.domain.datasets import Dataset, Series
from tidemill.domain.jobs import Job
from tidemill.domain.reading import Peek, ReadOptions, ReadResult
from tidemill.domain.tables import Table
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import disk_room, file_sources, files_left, waits, whole_files
from tidemill.services.file_outcomes import ended
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, files

_MEGABYTE = 1 << 20
MAX_LISTED = 1000
"""How many rows that were left out are kept with their file."""
SMALL_BYTES, SMALL_ROWS = 1 << 20, 20_000
"""The rows of a file up to this size are held in memory while it is taken in."""
_LATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, eq=False)
class FileRead:
    """A file read; `expected` is the schema it was read by, None where it was guessed.

    `room` makes arrays of one number a row, which may stand on the disk beside the rows.
    """

    file: ArrivedFile
    blob: str
    expected: Schema | None
    result: ReadResult
    room: Room


def peeked(path: Path, options: ReadOptions | None = None) -> Peek:
    """What the beginning of a file shows, within a second whatever its size.

    Raises `NeedsYou` for what cannot be read, `WorldError` where the disk or network fails.
    """
    found: Peek = reader_for(path).look(path, options or ReadOptions())
    return found


def read(
    workspace: Workspace, job: Job, file: ArrivedFile, scratch: Path, part: Part
) -> FileRead | None:
    """Copy and read a file; None where nothing is to be taken in and its row says why."""
    path = Path(file.path)
    part.report(0.0, f"Reading {file.name}")
    if (fetched := file_sources.fetched(workspace, file, part)) is not None:
        return _taken(workspace, job, file, fetched, scratch, part)
    try:
        before = stamp_of(path)
        if file.watch_id is not None and before != (file.n_bytes, file.modified_ns):
            _written_again(workspace, file, before)
            return None
        disk_room.check_for(workspace, file.name, before[0])
        blob = workspace.blobs.put_file(path, _Copying(part, file.name, before[0]))
        after = stamp_of(path)
    except FileNotFoundError:
        if file.watch_id is not None:
            _vanished(workspace, file)
            return None
        raise NeedsYou(f"{file.name} is not there any more.", "Add it again.") from None
    except PermissionError:
        if waits.until_whole(workspace, file, waits.LOCKED):
            return None
        raise NeedsYou(f"{file.name} may not be read.", "Ask for the right to read it.") from None
    except OSError as error:
        raise WorldError(
            f"{file.name} can't be read: {error.strerror or error}.",
            "Check that its disk or share is there, then try again.",
            detail=str(error),
        ) from error
    if before != after:
        _written_again(workspace, file, after)
        return None
    return _taken(workspace, job, file, blob, scratch, part)


def _taken(
    workspace: Workspace, job: Job, file: ArrivedFile, blob: str, scratch: Path, part: Part
) -> FileRead | None:
    """Read what was copied in; None where a version holds it already."""
    with workspace.store.write() as tx:
        files.update(tx, file.id, content=blob)
    with workspace.store.read() as connection:
        dataset = datasets.find(connection, file.dataset)
    # In a replace series a file is known by what is newest when its turn comes.
    is_append = dataset is not None and dataset.series is Series.APPEND
    if is_append and not job.params.get("accept") and is_known(workspace, file, dataset, blob):
        return None
    expected = expected_of(workspace, dataset)
    found = parsed(workspace, job, file, blob, expected, scratch, Part(part, 0.3, 1.0))
    is_cut = bool(found.result.facts.cut) and not job.params.get("accept")
    return None if is_cut and waits.until_whole(workspace, file, waits.CUT) else found


def expected_of(workspace: Workspace, dataset: Dataset | None) -> Schema | None:
    """The columns the next file of a dataset is read by; None for one that is not there yet."""
    if dataset is None:
        return None
    with workspace.store.read() as connection:
        newest = datasets.version(connection, dataset.id)
    return dataset.schema if newest is None else newest.raw_schema(dataset.schema)


def parsed(
    workspace: Workspace,
    job: Job,
    file: ArrivedFile,
    blob: str,
    expected: Schema | None,
    scratch: Path,
    part: Part,
) -> FileRead:
    """Read a copied file, by the schema of its dataset where there is one.

    Its rows stand in a folder of their own below `scratch`.
    """
    folder = Path(tempfile.mkdtemp(prefix="file-", dir=scratch))
    options = ReadOptions.from_dict(job.params.get("options"))
    with workspace.blobs.named(blob, file.name) as staged, _open(workspace, file):
        reader = reader_for(staged)
        result: ReadResult = reader.read(staged, expected, part, folder, options)
        if _is_small(file, result):
            # Each look at rows on the disk begins an engine: dearer than all there is to do here.
            result = replace(result, table=in_memory(result.table))
    with workspace.store.write() as tx:  # also where it is set aside: people see why
        files.update(tx, file.id, read=said_of(result))
    return FileRead(file, blob, expected, result, room_in(folder))


def _is_small(file: ArrivedFile, result: ReadResult) -> bool:
    """Whether the rows of a file are few; of plain text its bytes tell, without counting."""
    if file.n_bytes > SMALL_BYTES:
        return False
    is_plain = bool(result.facts.delimiter) and not result.facts.compression
    return is_plain or result.table.n_rows <= SMALL_ROWS


class _Copying:
    """Called after each megabyte that was copied: says how far it is, and stops when asked."""

    def __init__(self, part: Part, name: str, n_bytes: int) -> None:
        named = Named(Part(part, 0.0, 0.3), f"Copying {name}: ")
        self._part, self._said, self._n_bytes = part, Said(named, n_bytes), n_bytes
        self._n_read = 0

    def __call__(self) -> None:
        self._part.check()
        self._n_read = min(self._n_bytes, self._n_read + _MEGABYTE)
        self._said.report(self._n_read)


@contextmanager
def _open(workspace: Workspace, file: ArrivedFile) -> Iterator[None]:
    """Where a file is open; written down, so that one that ends the process is known by it."""
    with workspace.store.write(durable=True) as tx:
        now = files.find(tx.connection, file.id)
        n_open = 0 if now is None else now.opened
        files.update(tx, file.id, opened=n_open + 1)
    if n_open >= files_left.TRIES:
        _closed(workspace, file)
        raise NeedsYou(files_left.CRASHED.format(file.name), "Ask again to open it once more.")
    try:
        yield
    finally:
        _closed(workspace, file)


def _closed(workspace: Workspace, file: ArrivedFile) -> None:
    with workspace.store.write() as tx:
        files.update(tx, file.id, opened=0)


def said_of(result: ReadResult) -> dict[str, Any]:
    """How a file was read, as kept with it."""
    return {
        "facts": result.facts.to_dict(),
        "new_columns": list(result.new_columns),
        "bad_rows": [asdict(row) for row in result.bad_rows[:MAX_LISTED]],
    }


def stamp_of(path: Path) -> tuple[int, int]:
    """The size and the time of a file."""
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
            reason="",
            read={},
            outcome=whole_files.WAITING,
        )


def is_known(workspace: Workspace, file: ArrivedFile, dataset: Dataset | None, blob: str) -> bool:
    """Whether a version holds the same bytes; the file is skipped then."""
    if dataset is None:
        return False
    with workspace.store.read() as connection:
        version = files.version_with_content(connection, dataset, blob)
    if version is not None:
        number, source = version
        words = f"Skipped: same content as v{number}{_how_again(file, Path(source))}"
        ended(workspace, file, FileState.SKIPPED, words)
    return version is not None


def _how_again(file: ArrivedFile, source: Path) -> str:
    """How a watched file with known content came: touched, renamed, or sent once more."""
    if file.watch_id is None or not source.is_absolute():
        return ""
    if source == Path(file.path):
        return ", only its time is new"
    return f", {'which came as' if source.exists() else 'renamed from'} {source.name}"


def starts_at(result: ReadResult, time: str | None) -> datetime:
    """When the rows of a file begin; after all others where that is not known."""
    name = time or result.schema.time
    return span_of(result.table, name)[0] or _LATE


def span_of(table: Table, name: str | None) -> tuple[datetime | None, datetime | None]:
    """The first and last moment in a column of times; None where there is none."""
    if name is None or all(c.name != name or c.kind is not Kind.DATETIME for c in table.columns):
        return None, None
    ends: list[Any] = []
    for block in table.blocks([name]):
        values = block[name].values
        known = values[~np.isnat(values)]
        if len(known):
            ends += [known.min(), known.max()]
    if not ends:
        return None, None
    first, last = min(ends).item(), max(ends).item()
    return first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
