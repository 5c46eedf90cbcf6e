"""The files that versions were exported to, as Activity tells of them: which, where, how proved."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tidemill.base.clock import from_iso, to_iso
from tidemill.domain.activities import Activity
from tidemill.services.workspace import Workspace
from tidemill.store import activities

KIND = "export"
"""The kind of the entries in Activity."""

LOOKED_BACK = 500
"""So many of the newest exports are looked through; of one file the newest counts."""


@dataclass(frozen=True)
class ExportedFile:
    """A file that was written; `is_here` says whether it still lies there, seen from this computer.

    `n_rows` stored rows and `n_made_up` odd ones were answered as by the version itself.
    """

    entry: int
    model: str
    number: int
    form: str
    path: Path
    n_bytes: int
    n_rows: int
    n_made_up: int
    words: str
    at: datetime
    by: str
    is_here: bool

    @property
    def label(self) -> str:
        """The version, such as `flights-late v5`."""
        return f"{self.model} v{self.number}"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"path": str(self.path), "at": to_iso(self.at)}


def every(workspace: Workspace) -> tuple[ExportedFile, ...]:
    """The newest export to each file, newest first; the disk is asked for each of them."""
    with workspace.store.read() as connection:
        found = activities.recent(connection, kind=KIND, limit=LOOKED_BACK)
    by_file: dict[str, Activity] = {}
    for entry in found:
        by_file.setdefault(str(entry.detail["file"]), entry)
    return tuple(_file(entry) for entry in by_file.values())


def _file(entry: Activity) -> ExportedFile:
    model, _, number = entry.subject.removeprefix("models/").rpartition("/")
    told, path = entry.detail, Path(str(entry.detail["file"]))
    return ExportedFile(
        entry.id,
        model,
        int(number),
        str(told["form"]),
        path,
        int(told["bytes"]),
        int(told["rows"]),
        int(told["made_up_rows"]),
        entry.note,
        from_iso(entry.at),
        entry.by,
        _is_there(path),
    )


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a share that is away
        return False
