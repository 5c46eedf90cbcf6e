"""What an export's folder holds and where, and how one is told from anything else."""

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.store import versions

LAYOUT = 1
"""Grows when a program of before could not read a folder written now."""

ACTIVITY = "leave"
"""The kind of the entries in Activity: "export" tells of a model's files."""

JOB = "workspace.leave"
"""The kind of the job that writes a folder."""

WHAT = "tidemill-export"
MANIFEST = "tidemill-export.json"
TABLES = "tables"
FILES = "files"
READING = "reading"
ROWS = "rows"
README = "README.md"

_HASH = re.compile(r"[0-9a-f]{32}")
_NEWER = "Update Tidemill on this computer, then take it in again. Nothing was changed."


@dataclass(frozen=True)
class TableFile:
    """A table as it was written: how many rows, and the hash of its file."""

    rows: int
    hash: str


@dataclass(frozen=True)
class Manifest:
    """What a folder says of itself; it is written last, so a folder that has it is whole.

    `files` are the stored files with their bytes; `missing` those the workspace itself had no
    longer. `counters` are the last numbers given out by table.
    """

    schema: str
    tidemill: str
    workspace: str
    store_id: str
    written_at: str
    by: str
    tables: dict[str, TableFile]
    files: dict[str, int]
    missing: list[str] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> str:
        """As it is written."""
        body = {"what": WHAT, "layout": LAYOUT, **asdict(self)}
        return json.dumps(body, indent=1, ensure_ascii=False) + "\n"


def table_path(folder: Path, name: str) -> Path:
    """Where a table stands."""
    return folder / TABLES / f"{name}.parquet"


def file_path(folder: Path, blob: str) -> Path:
    """Where a stored file stands."""
    return folder / FILES / blob[:2] / blob[2:]


def is_name(blob: str) -> bool:
    """Whether a text can be the name of a stored file, and so no path to anywhere else."""
    return _HASH.fullmatch(blob) is not None


def read(folder: Path) -> Manifest:
    """What a folder says of itself; raises `NeedsYou` where it is no export this program reads."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise NeedsYou(
            f"{folder} holds no export of Tidemill's, or one that was not written to its end.",
            f"An export has a file {MANIFEST}, which is written last. Name the folder it is in.",
        ) from None
    except UnicodeDecodeError as error:
        raise damaged(folder, MANIFEST, str(error)) from error
    try:
        body = json.loads(text)
        if not isinstance(body, dict) or body.pop("what") != WHAT:
            raise ValueError("it says of itself that it is something else")
        layout = body.pop("layout")
    except (ValueError, KeyError) as error:
        raise damaged(folder, MANIFEST, repr(error)) from error
    if not isinstance(layout, int) or layout > LAYOUT:
        raise NeedsYou(
            f"{folder} was written by a newer Tidemill (its layout is {layout}).", _NEWER
        )
    found = str(body.get("schema"))
    if found > versions.HEAD:
        raise NeedsYou(f"{folder} was written by a newer Tidemill (its schema is {found}).", _NEWER)
    try:
        return _manifest(body)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(folder, MANIFEST, repr(error)) from error


def _manifest(body: dict[str, Any]) -> Manifest:
    tables = {
        str(name): TableFile(int(said["rows"]), str(said["hash"]))
        for name, said in body.pop("tables").items()
    }
    files = {str(blob): int(n_bytes) for blob, n_bytes in body.pop("files").items()}
    missing = [str(blob) for blob in body.pop("missing")]
    counters = {str(name): int(last) for name, last in body.pop("counters").items()}
    for blob in (*files, *missing):
        if not is_name(blob):
            raise ValueError(f"{blob!r} is no name of a stored file")
    words = {name: str(body[name]) for name in _WORDS}
    return Manifest(**words, tables=tables, files=files, missing=missing, counters=counters)


_WORDS = ("schema", "tidemill", "workspace", "store_id", "written_at", "by")


def damaged(folder: Path, what: str, detail: str = "") -> NeedsYou:
    """The error for a folder whose content is not what it says."""
    return NeedsYou(
        f"The export in {folder} is damaged: {what} is not what was written.",
        "Take another copy of it, or export again. Nothing was changed.",
        detail=detail,
    )
