"""Everything of a workspace written into a folder: tables, stored files, and rows to be read.

The folder is made beside its place under another name and put there when it is whole, so there is
never half of one. What is written is one state of the workspace, however much is done in it
meanwhile.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tidemill import __version__
from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.hashing import of_file
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.table_engine import table_engine
from tidemill.base.texts import told_bytes
from tidemill.services.leaving import layout, parquet, reading, told
from tidemill.services.leaving.layout import Manifest, TableFile
from tidemill.services.workspace import Workspace
from tidemill.store import activities, whole_tables
from tidemill.store.versions import HEAD

_BLOCK = 1 << 20
_HALF = ".half-written"


@dataclass(frozen=True)
class Left:
    """What was written: where, how many tables, rows, stored files and bytes of those; `said` is
    what could not be written, or not in full, in sentences."""

    folder: Path
    n_tables: int
    n_rows: int
    n_files: int
    n_bytes: int
    said: tuple[str, ...] = ()


def leave(
    workspace: Workspace,
    folder: Path,
    reporter: Reporter | None = None,
    *,
    with_rows: bool = True,
) -> Left:
    """Write everything into a folder that is not there yet, or is empty.

    `with_rows` writes the rows of datasets as plain Parquet too, beside the stored files that hold
    them in the workspace's own way. Only an approver may, since personal values go along. Raises
    `NeedsYou` for a folder that can't be taken, `WorldError` where the disk does not take it.
    """
    reporter = reporter or Silent()
    folder = checked(workspace, folder)
    with _half_written(folder) as half:
        left = _Leaving(workspace, half, reporter).written(with_rows=with_rows)
        reporter.check()
        _put_in_place(half, folder)
    with workspace.store.write(durable=True) as tx:
        activities.add(
            tx,
            by=workspace.person.login,
            kind=layout.ACTIVITY,
            subject="workspace",
            sentence="wrote everything of the workspace into a folder",
            note=str(folder),
        )
    return Left(folder, left.n_tables, left.n_rows, left.n_files, left.n_bytes, left.said)


def checked(workspace: Workspace, folder: Path) -> Path:
    """The whole path of a folder that who acts may write everything into; raises as `leave`."""
    folder = folder.expanduser().absolute()
    if not workspace.person.can_approve:
        raise NeedsYou(
            "Everything of a workspace goes along, personal values too: an approver writes it.",
            "Ask an approver, or to be made one.",
        )
    _check_place(workspace, folder)
    return folder


def _check_place(workspace: Workspace, folder: Path) -> None:
    is_taken = os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir()))
    if is_taken:
        raise NeedsYou(f"{folder} is there already.", "Name a folder that is new, or empty.")
    for inside in (workspace.folder, workspace.blobs.folder):
        if folder.is_relative_to(inside):
            raise NeedsYou(
                f"{folder} is inside the workspace itself.", "Name a folder somewhere else."
            )


@contextlib.contextmanager
def _half_written(folder: Path) -> Iterator[Path]:
    """A folder beside another that is gone in the end, unless it was put in that one's place.

    What a killed program left there is removed first.
    """
    half = folder.with_name(f".{folder.name}{_HALF}")
    try:
        with told.plainly(folder.parent):
            shutil.rmtree(half, ignore_errors=True)
            half.mkdir(parents=True, mode=0o700)
            yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _put_in_place(half: Path, folder: Path) -> None:
    if folder.is_dir():
        folder.rmdir()
    half.replace(folder)


class _Leaving:
    """One export under way."""

    def __init__(self, workspace: Workspace, half: Path, reporter: Reporter) -> None:
        self._workspace, self._half, self._reporter = workspace, half, reporter

    def written(self, *, with_rows: bool) -> Left:
        """Write all and then what the folder says of itself."""
        for name in (layout.TABLES, layout.FILES, layout.READING):
            (self._half / name).mkdir()
        with self._workspace.store.read() as connection:
            blobs = whole_tables.blobs(connection)
            self._check_room(blobs)
            tables = self._tables(connection, Part(self._reporter, 0.0, 0.3))
            counters = self._workspace.store.counters(connection)
            files, missing = self._files(blobs, Part(self._reporter, 0.3, 0.7))
        said = [_gone(missing)] if missing else []
        reading.write(self._half, Part(self._reporter, 0.7, 0.8))
        if with_rows:
            part = Part(self._reporter, 0.8, 1.0)
            said += reading.write_rows(self._workspace, self._half, part)
        readme = reading.readme(self._workspace.name, with_rows=with_rows)
        (self._half / layout.README).write_text(readme, encoding="utf-8")
        said_of_itself = Manifest(
            HEAD,
            __version__,
            self._workspace.name,
            self._workspace.store.id,
            to_iso(self._workspace.clock.now()),
            self._workspace.person.login,
            tables,
            files,
            missing,
            counters,
        )
        text = said_of_itself.to_json()
        (self._half / layout.MANIFEST).write_text(text, encoding="utf-8")
        n_rows = sum(table.rows for table in tables.values())
        n_bytes = sum(files.values())
        return Left(self._half, len(tables), n_rows, len(files), n_bytes, tuple(said))

    def _check_room(self, blobs: Sequence[str]) -> None:
        wanted = 0
        for blob in blobs:
            with contextlib.suppress(FileNotFoundError):
                wanted += self._workspace.blobs.path(blob).stat().st_size
        free = shutil.disk_usage(self._half).free
        if wanted > free:
            raise WorldError(
                f"The disk that holds {self._half.parent} has {told_bytes(free)} free, and the "
                f"stored files alone take {told_bytes(wanted)}.",
                "Free some room, or name a folder on another disk. Nothing was written.",
            )

    def _tables(self, connection: sa.Connection, reporter: Reporter) -> dict[str, TableFile]:
        tables = whole_tables.carried()
        found = {}
        with table_engine(reporter) as engine:
            for at, table in enumerate(tables):
                reporter.check()
                reporter.report(at / len(tables), f"Writing the table {table.name}")
                path = layout.table_path(self._half, table.name)
                parts = _stoppable(whole_tables.rows(connection, table), reporter)
                n_rows = parquet.write(engine, table.columns, parts, path)
                found[table.name] = TableFile(n_rows, of_file(path, reporter.check))
        return found

    def _files(self, blobs: Sequence[str], reporter: Reporter) -> tuple[dict[str, int], list[str]]:
        """Copy the stored files; returns their bytes, and the names of those that are gone."""
        copied: dict[str, int] = {}
        missing = []
        for at, blob in enumerate(blobs):
            reporter.report(at / len(blobs), f"Copying stored file {at + 1:,} of {len(blobs):,}")
            try:
                source = self._workspace.blobs.checked(blob)
            except NeedsYou:
                missing.append(blob)
                continue
            target = layout.file_path(self._half, blob)
            target.parent.mkdir(exist_ok=True)
            with source.open("rb") as read, target.open("xb") as write:
                while block := read.read(_BLOCK):
                    write.write(block)
                    reporter.check()
            copied[blob] = target.stat().st_size
        return copied, missing


def _stoppable(
    parts: Iterator[Sequence[Sequence[object]]], reporter: Reporter
) -> Iterator[Sequence[Sequence[object]]]:
    for part in parts:
        reporter.check()
        yield part


def _gone(missing: Sequence[str]) -> str:
    many = "1 stored file is" if len(missing) == 1 else f"{len(missing):,} stored files are"
    return f"{many} missing from the workspace or damaged, and so from the folder too."
