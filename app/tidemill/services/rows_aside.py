"""Rows that break rules, kept out of a version and beside it: the good rows are taken in."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.domain.checking import MAX_OFFENDERS
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.masking import row_masker
from tidemill.domain.picked_tables import Picked
from tidemill.domain.reading import BadRow, ReadResult
from tidemill.domain.tables import Table
from tidemill.services import personal_data, tables
from tidemill.services.checking import Checked
from tidemill.services.workspace import Workspace
from tidemill.store import files

ORIGIN = "aside"
"""What the origin of a version says of its rows set aside."""

PARAM, ASIDE = "rows", "aside"
"""What a job that takes a file in is told, to set offending rows aside."""


@dataclass(frozen=True, eq=False)
class Parted:
    """A file without its offending rows, and these: `table`, their lines, and why, in sentences."""

    good: ReadResult
    table: Table
    lines: tuple[int, ...]
    why: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """How many rows are set aside."""
        return self.table.n_rows


@dataclass(frozen=True)
class AsidePage:
    """Rows of a file that were set aside: their lines, columns and values, and how many in all."""

    columns: tuple[str, ...]
    lines: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int
    why: tuple[str, ...]


def parted(read: ReadResult, rows: Table, found: Checked) -> Parted:
    """Part a file that was read by the rows that break a rule which keeps it out.

    `rows` are what the checks looked at: where steps dropped or made rows, the rows of the file
    can't be named any more and `NeedsYou` says so, as where no rule names rows.
    """
    if not len(found.offending):
        raise NeedsYou(
            "No failing check names rows that could be set aside.",
            "Mend the file and add it again, or accept it as it is.",
        )
    if rows.n_rows != read.table.n_rows:
        raise NeedsYou(
            "Rows can't be set aside where a step of the dataset drops rows.",
            "Mend the file and add it again, or accept it as it is.",
        )
    mask = np.ones(rows.n_rows, dtype=bool)
    mask[found.offending] = False
    if not mask.any():
        raise NeedsYou("Every row of the file breaks a rule.", "Change the rule, or mend the file.")
    gone = set(read.lines[~mask].tolist())
    good = replace(
        read,
        table=Picked(read.table, mask),
        lines=read.lines[mask],
        mismatches=tuple(m for m in read.mismatches if not gone.issuperset(m.lines)),
    )
    lines = tuple(int(line) for line in read.lines[~mask][:MAX_OFFENDERS])
    why = tuple(r.message for r in found.results if r.sets_aside)
    return Parted(good, Picked(read.table, ~mask), lines, why)


def kept(workspace: Workspace, aside: Parted | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Store the rows; what the version's origin says of them, and the blobs it holds on to."""
    if aside is None:
        return {}, ()
    stored = tables.put(workspace, aside.table)
    said = {
        "blob": stored.blob,
        "is_chunked": stored.is_chunked,
        "rows": aside.n_rows,
        "lines": list(aside.lines),
        "why": list(aside.why),
    }
    return {ORIGIN: said}, (stored.blob, *stored.parts)


def n_rows(version: DatasetVersion) -> int:
    """How many rows of a version's file were set aside."""
    return int(version.origin.get(ORIGIN, {}).get("rows", 0))


def page(workspace: Workspace, version: DatasetVersion, limit: int = MAX_OFFENDERS) -> AsidePage:
    """The rows set aside of a version's file, the first ones with their lines; personal values are
    masked unless allowed."""
    said = version.origin.get(ORIGIN)
    if not said:
        return AsidePage((), (), (), 0, ())
    alone = replace(
        version, blob=said["blob"], is_chunked=said["is_chunked"], is_base=True, rows=said["rows"]
    )
    table = tables.own(workspace, alone)
    frame = table.take(np.arange(min(limit, table.n_rows)))
    shown = row_masker(frame.names, personal_data.hidden(workspace, version.dataset))
    rows = tuple(shown(tuple(row.values())) for row in frame.rows())
    return AsidePage(
        frame.names, tuple(said["lines"][: len(rows)]), rows, said["rows"], tuple(said["why"])
    )


@dataclass(frozen=True)
class Unreadable:
    """Lines of a version's file that could not be read: some of them, and how many in all."""

    rows: tuple[BadRow, ...]
    total: int


def unreadable(
    workspace: Workspace, version: DatasetVersion, limit: int = MAX_OFFENDERS
) -> Unreadable:
    """The lines of a version's file that are no rows of it; hidden where columns are personal."""
    if version.file_id is None:
        return Unreadable((), 0)
    with workspace.store.read() as connection:
        file = files.find(connection, version.file_id)
    if file is None or not file.read:
        return Unreadable((), 0)
    (shown,) = personal_data.shown_files(workspace, [file])
    total = int(shown.read.get("facts", {}).get("n_bad_rows", 0))
    return Unreadable(tuple(BadRow(**row) for row in shown.read.get("bad_rows", ())[:limit]), total)


def unreadable_in_words(n: int) -> str:
    """What became of lines that could not be read."""
    return f"{n:,} line{' that is' if n == 1 else 's that are'} no row left out"
