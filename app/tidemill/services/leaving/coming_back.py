"""An export taken into a workspace that nobody used yet, as it was.

Stored files come first, each checked by its name; then all tables in one transaction, each checked
by its hash. So it is there whole or not at all, and trying again takes up the files that are there.

What is in the folder is taken from nobody's hands on trust: no path in it is followed but the
names this module makes itself, no link, and no name of a file that is anything but a hash.
"""

import json
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.hashing import of_file
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.table_engine import table_engine
from tidemill.services.leaving import layout, parquet, told
from tidemill.services.leaving.layout import Manifest
from tidemill.services.workspace import Workspace
from tidemill.store import activities, people, whole_tables
from tidemill.store.engine import Transaction
from tidemill.store.versions import HEAD
from tidemill.store.whole_tables import CarriedTable, Refilling

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Returned:
    """What was taken in: rows and stored files; `said` is what to know of it, in sentences."""

    folder: Path
    n_rows: int
    n_files: int
    n_bytes: int
    said: tuple[str, ...] = ()


def look(folder: Path) -> Manifest:
    """What a folder says of itself; raises as `take_in` does where it can't be taken in at all."""
    folder = folder.expanduser().absolute()
    with told.plainly(folder):
        manifest = layout.read(folder)
    _check_tables(folder, manifest)
    return manifest


def take_in(workspace: Workspace, folder: Path, reporter: Reporter | None = None) -> Returned:
    """Take everything of an export into a workspace nobody used yet.

    Raises `NeedsYou` where the workspace is in use, or the folder is no export, of a newer
    Tidemill, damaged, or names what no workspace can hold. Nothing is changed then.
    """
    reporter = reporter or Silent()
    folder = folder.expanduser().absolute()
    manifest = look(folder)
    with told.plainly(folder):
        _check_unused(workspace)
        reporter.report(0.0, "Looking the folder over")
        for number, (name, table) in enumerate(manifest.tables.items()):
            path = _plain_file(folder, layout.table_path(folder, name), f"the table {name}")
            if of_file(path, reporter.check) != table.hash:
                raise layout.damaged(folder, f"the table {name}")
            reporter.report(0.1 * number / len(manifest.tables))
        n_bytes = _files(workspace, folder, manifest, Part(reporter, 0.1, 0.6))
        n_rows = _tables(workspace, folder, manifest, Part(reporter, 0.6, 1.0))
    return Returned(folder, n_rows, len(manifest.files), n_bytes, tuple(_said(workspace, manifest)))


def _check_tables(folder: Path, manifest: Manifest) -> None:
    known = {table.name for table in whole_tables.carried()}
    if manifest.schema != HEAD:
        raise NeedsYou(
            f"{folder} was written by an earlier Tidemill (its schema is {manifest.schema}).",
            f"Take it in with Tidemill {manifest.tidemill}; this one then opens that workspace.",
        )
    if strange := sorted(set(manifest.tables) ^ known):
        raise layout.damaged(folder, f"the list of tables ({', '.join(strange[:5])})")


def _check_unused(workspace: Workspace) -> None:
    with workspace.store.read() as connection:
        used = whole_tables.used_table(connection)
    if used is not None:
        raise NeedsYou(
            f"The workspace {workspace.place} is in use already: there are rows in its table "
            f"{used}.",
            "An export goes into a workspace of its own: make a new one and take it in there.",
        )


def _plain_file(folder: Path, path: Path, what: str) -> Path:
    """The path of a file of the folder; a link, a folder or nothing there is damage."""
    for one in (path, path.parent):
        try:
            mode = one.lstat().st_mode
        except FileNotFoundError:
            raise layout.damaged(folder, what, f"{one} is not there") from None
        if not (stat.S_ISREG(mode) if one == path else stat.S_ISDIR(mode)):
            raise layout.damaged(folder, what, f"{one} is a link, or no plain file")
    return path


def _files(workspace: Workspace, folder: Path, manifest: Manifest, reporter: Reporter) -> int:
    """Take over the stored files; returns their bytes."""
    n_bytes = 0
    total = max(1, sum(manifest.files.values()))
    for at, blob in enumerate(manifest.files):
        words = f"Taking stored file {at + 1:,} of {len(manifest.files):,}"
        reporter.report(min(1.0, n_bytes / total), words)
        what = f"the stored file {blob}"
        path = _plain_file(folder, layout.file_path(folder, blob), what)
        if of_file(path, reporter.check) != blob:
            raise layout.damaged(folder, what)
        if workspace.blobs.put_file(path, reporter.check) != blob:
            raise layout.damaged(folder, what, "it changed while it was read")
        n_bytes += path.stat().st_size
    return n_bytes


def _tables(workspace: Workspace, folder: Path, manifest: Manifest, reporter: Reporter) -> int:
    known = {*manifest.files, *manifest.missing}
    store = workspace.store
    tables = whole_tables.carried()
    n_rows, total = 0, max(1, sum(table.rows for table in manifest.tables.values()))
    with store.write(durable=True) as tx, table_engine(reporter) as engine:
        if whole_tables.used_table(tx.connection) is not None:
            raise NeedsYou(f"The workspace {workspace.place} was begun to be used meanwhile.")
        whole_tables.clear_begun(tx)
        filling = Refilling(tx)
        for table in tables:
            before = n_rows
            for part in _read(engine, folder, table, known):
                reporter.check()
                reporter.report(n_rows / total, f"Taking the table {table.name}")
                filling.write(table, part)
                n_rows += len(part)
            if n_rows - before != manifest.tables[table.name].rows:
                raise layout.damaged(folder, f"the table {table.name}")
        filling.finish()
        reloading = whole_tables.end_news(tx)
        store.count_on(tx, {**manifest.counters, **reloading})
        _arrive(workspace, tx, manifest)
    return n_rows


def _read(
    engine: Any, folder: Path, table: CarriedTable, known: set[str]
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a table, each found to be one that a workspace can hold."""
    place = {c.name: at for at, c in enumerate(table.columns)}
    needed = [at for at, c in enumerate(table.columns) if not c.may_be_none]
    of_json = [at for at, c in enumerate(table.columns) if c.type == "json"]
    of_blobs = [at for at, c in enumerate(table.columns) if c.is_blob]
    try:
        for part in parquet.read(engine, table.columns, layout.table_path(folder, table.name)):
            for row in part:
                if any(row[at] is None for at in needed):
                    raise ValueError("a value is missing")
                for at in of_json:
                    if row[at] is not None:
                        json.loads(row[at])
                if any(row[at] and row[at] not in known for at in of_blobs):
                    raise ValueError("a row names a stored file that is not there")
                _check_names(table.name, place, row)
            yield part
    except ValueError as error:
        raise layout.damaged(folder, f"the table {table.name}", str(error)) from error


def _check_names(table: str, place: dict[str, int], row: Sequence[Any]) -> None:
    """Raise `ValueError` where a name would lead out of the place it belongs to."""
    if table == "run" and not _ID.fullmatch(row[place["uuid"]]):
        raise ValueError(f"{row[place['uuid']]!r} is no id of a run")
    if table in ("artifact", "logged_file"):
        path = row[place["path"]]
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\\" in path:
            raise ValueError(f"{path!r} is no path inside a run")


def _arrive(workspace: Workspace, tx: Transaction, manifest: Manifest) -> None:
    """Who took it in stays somebody here, and what happened is told and written down."""
    if people.find(tx.connection, workspace.person.login) is None:
        people.put(tx, workspace.person)
    whole_tables.end_jobs(tx, layout.JOB)  # the one that wrote the folder was under way then
    activities.add(
        tx,
        by=workspace.person.login,
        kind="import",
        subject="workspace",
        sentence=f"took in everything of the workspace {manifest.workspace}",
        note=f"written {manifest.written_at} by {manifest.by}",
    )


def _said(workspace: Workspace, manifest: Manifest) -> Iterator[str]:
    if manifest.missing:
        many = len(manifest.missing)
        files = "1 stored file was" if many == 1 else f"{many:,} stored files were"
        yield f"{files} missing when the folder was written, and so here."
    with workspace.store.read() as connection:
        on = whole_tables.switched_on(connection)
    if on:
        told_ = ", ".join(f"{n:,} {word}{'s' * (n != 1)}" for word, n in on.items())
        yield (
            f"Switched on, as they were: {told_}. They work here from now on; where the former "
            "workspace goes on too, switch them off in one of the two."
        )
