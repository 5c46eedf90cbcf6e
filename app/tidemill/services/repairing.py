"""Damaged versions of data: what depends on them, and making their rows anew from the original."""

from dataclasses import dataclass

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.base.spill_folders import spill_folder
from tidemill.domain.content import ContentSums, content_sums
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.frames import stacked
from tidemill.domain.shaped_tables import FromRow, InSchema
from tidemill.domain.tables import FrameTable, Table
from tidemill.domain.watches import ArrivedFile
from tidemill.services import file_reads, jobs, tables
from tidemill.services.workspace import Workspace
from tidemill.store import activities, dataset_trash, datasets, files, trash

_SHOWN = 5


@dataclass(frozen=True)
class Damaged:
    """A version whose own rows can't be read: which files are bad, what depends on it, and the
    stored original that can make it anew, None where there is none."""

    version: DatasetVersion
    blobs: tuple[str, ...]
    needed_by: tuple[str, ...]
    original: str | None

    @property
    def words(self) -> str:
        """What depends on it and what can be done, in sentences."""
        said = []
        if self.needed_by:
            more = ", …" if len(self.needed_by) > _SHOWN else ""
            said.append(f"It is needed by {', '.join(self.needed_by[:_SHOWN])}{more}.")
        if self.original is None:
            said.append(
                "Its original was not kept or is damaged too: only a backup brings it back."
            )
        else:
            said.append("Its original is whole: `doctor --repair` makes it anew.")
        return " ".join(said)


def damaged(
    workspace: Workspace, reporter: Reporter | None = None, *, anew: bool = True
) -> list[Damaged]:
    """The versions with a missing or damaged file, oldest first.

    Every file is hashed; without `anew` not those found whole before and not touched since.
    """
    reporter = reporter or Silent()
    with workspace.store.read() as connection:
        versions = [v for v in datasets.all_versions(connection) if v.blob]
        own = {v.id: dataset_trash.row_blobs(connection, v.id) for v in versions}
        originals = {v.id: datasets.original_of(connection, v.id) for v in versions}
    bad: dict[str, bool] = {}
    found = []
    for version in versions:
        for blob in own[version.id]:
            reporter.check()
            if blob not in bad:
                bad[blob] = not _is_whole(workspace, blob, anew)
        broken = tuple(blob for blob in own[version.id] if bad[blob])
        if broken:
            original = originals[version.id]
            usable = original is not None and _is_whole(workspace, original, anew)
            if version.pieces:
                original, usable = _first_original(workspace, version, anew)
            needed = _needed_by(workspace, version)
            found.append(Damaged(version, broken, needed, original if usable else None))
    return found


def _is_whole(workspace: Workspace, blob: str, anew: bool) -> bool:
    try:
        workspace.blobs.checked(blob, anew=anew)
    except NeedsYou:
        return False
    return True


def _needed_by(workspace: Workspace, version: DatasetVersion) -> tuple[str, ...]:
    with workspace.store.read() as connection:
        every = datasets.versions(connection, version.dataset_id)
    held = [
        v
        for v in every
        if v.number > version.number
        and any(part.id == version.id for part in tables.parts_of(workspace, v))
    ]
    with workspace.store.read() as connection:
        uses = dataset_trash.uses(connection, [version.id, *(v.id for v in held)])
    return (*(v.label for v in held), *uses.models, *(f"run {name}" for _, name in uses.runs))


def repair(workspace: Workspace, one: Damaged, reporter: Reporter | None = None) -> str:
    """Make a version's rows anew from its original; returns what was done, in a sentence.

    They are used only where their content is what the version is known by. Raises `NeedsYou`
    where that cannot be.
    """
    version = one.version
    if one.original is None:
        raise NeedsYou(
            f"{version.label} can't be made anew: its original was not kept or is damaged too.",
            "Restore a backup.",
        )
    if version.pieces:
        return _of_many(workspace, version, reporter or Silent())
    if version.raw_blob is not None or version.is_base or version.file_id is None:
        raise NeedsYou(
            f"{version.label} can't be made anew from one file: its rows went through steps.",
            "Restore a backup, or undo the steps and do them again.",
        )
    with workspace.store.read() as connection:
        file = files.find(connection, version.file_id)
    if file is None or file.job_id is None:
        raise NeedsYou(f"It is not known how {version.label} was read.", "Restore a backup.")
    job = jobs.find(workspace, file.job_id)
    with spill_folder() as folder:
        part = Part(reporter or Silent(), 0.0, 0.6)
        read = file_reads.parsed(workspace, job, file, one.original, version.schema, folder, part)
        rows = _the_same(InSchema(read.result.table, version.schema), version)
        if rows is None:
            raise NeedsYou(
                f"{version.label} can't be made anew: its original is read differently today.",
                "Restore a backup.",
            )
        stored = tables.put(workspace, rows, reporter=Part(reporter or Silent(), 0.6, 1.0))
    return _put_back(workspace, version, stored)


def _put_back(workspace: Workspace, version: DatasetVersion, stored: tables.Stored) -> str:
    with workspace.store.write(durable=True) as tx:
        before = dataset_trash.row_blobs(tx.connection, version.id)
        datasets.set_rows(tx, version, stored.blob, stored.parts, stored.n_bytes)
        trash.note_leaving(tx, trash.unreferenced(tx.connection, before))
        activities.add(
            tx,
            by=workspace.person.login,
            kind="data",
            subject=f"data/{version.dataset}/{version.number}",
            sentence=f"made the rows of {version.label} anew from the original",
        )
    return f"{version.label} was made anew from its original."


def _brought(workspace: Workspace, version: DatasetVersion) -> list[ArrivedFile]:
    """The files that made a version together, in order."""
    keys = [piece.file_id for piece in version.pieces]
    with workspace.store.read() as connection:
        found = files.find_many(connection, keys)
    return [found[key] for key in keys if key in found]


def _first_original(
    workspace: Workspace, version: DatasetVersion, anew: bool
) -> tuple[str | None, bool]:
    """The original of the first of many files, and whether those of all are there and whole."""
    contents = [one.content for one in _brought(workspace, version)]
    whole = len(contents) == len(version.pieces) and all(
        one is not None and _is_whole(workspace, one, anew) for one in contents
    )
    return (contents[0] if whole else None), whole


def _of_many(workspace: Workspace, version: DatasetVersion, reporter: Reporter) -> str:
    """Make the rows anew of all files that made a version together."""
    frames = []
    with spill_folder() as folder:
        for file in _brought(workspace, version):
            reporter.check()
            if file.content is None or file.job_id is None:
                raise NeedsYou(f"It is not known how {file.name} was read.", "Restore a backup.")
            job = jobs.find(workspace, file.job_id)
            part = Part(reporter, 0.0, 0.6)
            read = file_reads.parsed(
                workspace, job, file, file.content, version.schema, folder, part
            )
            frames.append(InSchema(read.result.table, version.schema).frame())
    rows = _the_same(FrameTable(stacked(frames)), version)
    if rows is None:
        raise NeedsYou(
            f"{version.label} can't be made anew: its originals are read differently today.",
            "Restore a backup.",
        )
    stored = tables.put(workspace, rows, reporter=Part(reporter, 0.6, 1.0))
    return _put_back(workspace, version, stored)


def _the_same(rows: Table, version: DatasetVersion) -> Table | None:
    """The rows of an original that the version holds: all of them, or the last ones of a file
    that had grown; None where their content differs."""
    candidates = [rows]
    if rows.n_rows > version.added_rows:
        candidates.append(FromRow(rows, rows.n_rows - version.added_rows))
    for table in candidates:
        if table.n_rows == version.added_rows and _sums(table).hexdigest() == version.own_hash:
            return table
    return None


def _sums(table: Table) -> ContentSums:
    found = [content_sums(block) for block in table.blocks()]
    return sum(found[1:], found[0])
