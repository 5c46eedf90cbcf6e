"""Pasted tables and standard input as files of a dataset: kept at once, then read as any file."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.columns import Role
from tidemill.domain.datasets import Series
from tidemill.domain.pasted_tables import PastedTable
from tidemill.domain.reading import Peek, ReadOptions
from tidemill.services import file_reads, ingesting
from tidemill.services.ingesting import Added, Incoming
from tidemill.services.workspace import Workspace

PASTE, STDIN = "paste", "stdin"
"""Kinds of origin."""

_SPARE_BYTES = 256 << 20
_BLOCK = 1 << 20


def look(workspace: Workspace, table: PastedTable, options: ReadOptions | None = None) -> Peek:
    """What the beginning of a pasted table shows, as `file_reads.peeked` says it of a file."""
    with workspace.blobs.scratch(table.ending) as path:
        path.write_bytes(table.text.encode("utf-8", "replace"))
        return file_reads.peeked(path, options)


def add(
    workspace: Workspace,
    table: PastedTable,
    *,
    dataset: str,
    series: Series | None = None,
    target: str | None = None,
    time: str | None = None,
    options: ReadOptions | None = None,
    roles: Mapping[str, Role] | None = None,
) -> Added:
    """Take a pasted table in (see `domain.pasted_tables.table_in`)."""
    raw = table.text.encode("utf-8", "replace")
    content = workspace.blobs.put_bytes(raw)
    return ingesting.add_all(
        workspace,
        [Incoming(f"pasted{table.ending}", len(raw), 0, content)],
        dataset=dataset,
        series=series,
        target=target,
        time=time,
        options=options,
        roles=roles,
        origin={"kind": PASTE, "came_as": table.came_as},
    )


def add_stream(
    workspace: Workspace,
    stream: BinaryIO,
    *,
    dataset: str,
    ending: str = ".csv",
    series: Series | None = None,
    target: str | None = None,
    time: str | None = None,
    options: ReadOptions | None = None,
    roles: Mapping[str, Role] | None = None,
) -> Added:
    """Take in what a stream gives until its end, in bounded memory.

    Its first bytes say what it is where they can (Parquet, SQLite, packed); else it is read as a
    file with `ending`. Raises `NeedsYou` for a stream without a byte, `WorldError` on a full disk.
    """
    with workspace.blobs.scratch(ending) as path:
        n_bytes = _kept(stream, path)
        known = _ending_of(path)
        content = workspace.blobs.adopt(path)
    return ingesting.add_all(
        workspace,
        [Incoming(f"standard input{ending if known is None else known}", n_bytes, 0, content)],
        dataset=dataset,
        series=series,
        target=target,
        time=time,
        options=options,
        roles=roles,
        origin={"kind": STDIN},
    )


def _kept(stream: BinaryIO, path: Path) -> int:
    n_bytes = 0
    try:
        with path.open("wb") as out:
            while block := stream.read(_BLOCK):
                if shutil.disk_usage(path.parent).free < len(block) + _SPARE_BYTES:
                    raise WorldError(
                        "The disk of the workspace is full: standard input can't be kept.",
                        "Free some space there, then try again.",
                    )
                out.write(block)
                n_bytes += len(block)
    except OSError as error:
        raise WorldError(
            f"Standard input can't be kept: {error.strerror or error}.",
            "Check the disk of the workspace, then try again.",
            detail=repr(error),
        ) from error
    if not n_bytes:
        raise NeedsYou("Standard input gave nothing.", "Look at the command before the pipe.")
    return n_bytes


_MARKS = {
    b"PAR1": ".parquet",
    b"SQLite format 3\x00": ".sqlite",
    b"ARROW1": ".feather",
    b"\x1f\x8b": ".gz",
    b"BZh": ".bz2",
    b"\xfd7zXZ\x00": ".xz",
    b"(\xb5/\xfd": ".zst",
    b"PK\x03\x04": ".zip",
}


def _ending_of(path: Path) -> str | None:
    """The ending that fits what begins so; None where it may be a table of text."""
    with path.open("rb") as stream:
        first = stream.read(4096)
    known = next((end for mark, end in _MARKS.items() if first.startswith(mark)), None)
    if known == ".zip" and b"xl/" in first:
        return ".xlsx"
    if known is None and first.lstrip().startswith((b"{", b"[{")):
        return ".jsonl"
    return known
