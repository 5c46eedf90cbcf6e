"""Room on the disks a workspace writes to: how much is free, whether it is enough, what frees some.

While there is too little, no new job is begun: one that runs into a full disk has to be done again.
"""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import WorldError
from tidemill.base.texts import told_bytes
from tidemill.domain.options import of_workspace
from tidemill.services import dataset_trash, kept_diffs, kept_steps, trash
from tidemill.services.workspace import Workspace
from tidemill.store import settings

LEAST_MB = of_workspace.LEAST_ROOM.key
USUAL_MB = int(of_workspace.LEAST_ROOM.default)
_AGAIN = 1.1
"""Jobs go on when there is this many times the least: not begun and held back by turns."""


@dataclass(frozen=True)
class DiskRoom:
    """The tightest disk a workspace writes to: a folder on it, bytes free there, and the least."""

    folder: Path
    n_free: int
    n_least: int

    @property
    def is_short(self) -> bool:
        """Whether there is less than the least."""
        return self.n_free < self.n_least

    @property
    def is_enough_again(self) -> bool:
        """Whether there is so much that jobs may go on after there was too little."""
        return self.n_free >= self.n_least * _AGAIN

    @property
    def words(self) -> str:
        """How much is free, and of a short disk what follows from it."""
        free = f"{told_bytes(self.n_free)} are free on the disk of {self.folder}"
        if not self.is_short:
            return f"{free}."
        return f"Only {free}: no new job is begun below {told_bytes(self.n_least)}."


@dataclass(frozen=True)
class Freeable:
    """What can be freed: what it is, and its bytes."""

    what: str
    n_bytes: int


def look(workspace: Workspace) -> DiskRoom | None:
    """The tightest of the disks; None where none can be looked at or no least is wanted."""
    with workspace.store.read() as connection:
        least = int(settings.get(connection, LEAST_MB, USUAL_MB)) * 1_000_000
    found = []
    for folder in {workspace.folder, workspace.blobs.folder}:
        with contextlib.suppress(OSError):
            there = folder if folder.exists() else folder.parent
            found.append(DiskRoom(there, shutil.disk_usage(there).free, least))
    return min(found, key=lambda one: one.n_free, default=None) if least else None


def check_for(workspace: Workspace, name: str, n_bytes: int) -> None:
    """Raise `WorldError` where a file is larger than what its disk has beyond the least.

    It is copied in before it is read: one that can't fit would fill the disk to its last byte
    first, for all who use it.
    """
    folder = workspace.blobs.folder
    room = look(workspace)
    least = 0 if room is None else room.n_least
    try:
        n_free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    except OSError:  # it is copied, and what is wrong is told then
        return
    if n_bytes <= n_free - least:
        return
    kept = f", of which {told_bytes(least)} are kept" if least else ""
    raise WorldError(
        f"{name} has {told_bytes(n_bytes)}, and only {told_bytes(n_free)} are free on the disk of "
        f"{folder}{kept}.",
        "Free some room, or bring its rows in smaller files.",
    )


def freeable(workspace: Workspace) -> list[Freeable]:
    """What can be freed without losing what is in use, the largest first.

    Walks over the stored files: not for often.
    """
    return sorted(_freeable(workspace), key=lambda one: -one.n_bytes)


def _freeable(workspace: Workspace) -> Iterator[Freeable]:
    with contextlib.suppress(WorldError, OSError):
        n_bytes = trash.size(workspace).n_bytes + dataset_trash.size(workspace).n_bytes
        yield Freeable("the trash", n_bytes)
    with contextlib.suppress(WorldError, OSError):
        left = sum(trash.left_over(workspace).values())
        yield Freeable("files that belong to nothing", left)
    diffs = kept_diffs.folder(workspace)
    yield Freeable("comparisons that can be made anew", _weight(diffs.glob("*")))
    yield Freeable("prepared rows that can be made anew", kept_steps.size(workspace))
    former = _weight(workspace.folder.glob("*-before-*"))
    yield Freeable("copies of the store from before upgrades", former)


def _weight(paths: Iterator[Path]) -> int:
    total = 0
    for path in paths:
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def told(found: list[Freeable]) -> str:
    """What can be freed, in a sentence; empty where there is nothing."""
    parts = [f"{one.what} ({told_bytes(one.n_bytes)})" for one in found if one.n_bytes]
    return f"Can be freed: {', '.join(parts)}." if parts else ""
