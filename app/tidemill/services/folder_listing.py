"""What lies in a watched folder now, and in words why it can't be looked into."""

import errno
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.outside import SignOfLife
from tidemill.domain.watches import FileOrder, Watch, natural

Mark = tuple[int, int]
"""What tells a folder from another that was put in its place."""

MISSING = (
    "The folder is not there: it was moved or renamed, or its disk or share is not connected. "
    "It is looked for again and again; files that land there meanwhile are taken in then."
)
UNREADABLE = "{} may not be read. Give the person who runs the worker the right to read it."
BROKEN = "{} can't be read: {}. It is tried again by itself."


@dataclass(frozen=True)
class Seen:
    """A file as it lies in a folder."""

    path: str
    n_bytes: int
    modified_ns: int

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time."""
        return self.n_bytes, self.modified_ns


@dataclass(frozen=True)
class Listing:
    """The files of a folder that count.

    `trouble` says what could not be looked into; `is_whole` is False where files may be there
    that are not in `files`. `mark` is None where there is no folder.
    """

    files: tuple[Seen, ...]
    trouble: str = ""
    is_there: bool = True
    mark: Mark | None = None

    @property
    def is_whole(self) -> bool:
        """Whether a file that is not listed is gone."""
        return not self.trouble


def _nobody() -> None:
    """Hears a sign of life that nobody waits for."""


def listed(watch: Watch, sign: SignOfLife = _nobody) -> Listing:
    """Look into a watched folder; each entry that is answered for is a sign of life."""
    troubles: list[str] = []
    try:
        mark = mark_of(watch.folder)
    except OSError as error:
        return Listing((), _told(watch, watch.folder, error))
    if mark is None:
        return Listing((), MISSING, is_there=False)
    found: list[Seen] = []
    below = [watch.folder]
    while below:
        place = below.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    sign()
                    if _is_folder(entry):
                        if watch.is_recursive and not entry.name.startswith("."):
                            below.append(entry.path)
                    elif watch.takes(entry.path):
                        found += _seen(entry, place, troubles, watch)
        except FileNotFoundError:  # gone between two looks; if it was the folder, the next tells
            continue
        except OSError as error:
            troubles.append(_told(watch, place, error))
    return Listing(tuple(found), troubles[0] if troubles else "", mark=mark)


def mark_of(folder: str) -> Mark | None:
    """What tells a folder from another of its name; None where there is none.

    Raises `OSError` where that can't be known, such as of a share that went away.
    """
    try:
        facts = Path(folder).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return (facts.st_dev, facts.st_ino) if stat.S_ISDIR(facts.st_mode) else None


def looked_up(watch: Watch, paths: Iterable[str]) -> tuple[Seen, ...]:
    """Some files of a folder by their paths, those that are there and count."""
    found = []
    folder = Path(watch.folder)
    for path in paths:
        place = Path(path)
        is_inside = place.parent == folder or (watch.is_recursive and folder in place.parents)
        if not is_inside or not watch.takes(path):
            continue
        if any(part.startswith(".") for part in place.relative_to(folder).parts):
            continue
        try:
            facts = place.stat()
        except OSError:  # gone again: the next look tells
            continue
        found.append(Seen(path, facts.st_size, facts.st_mtime_ns))
    return tuple(found)


def in_order(found: Iterable[Seen], order: FileOrder) -> list[Seen]:
    """Files in the order they are taken in."""
    if order is FileOrder.TIME:
        return sorted(found, key=lambda one: (one.modified_ns, natural(one.path)))
    return sorted(found, key=lambda one: natural(one.path))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _seen(
    entry: os.DirEntry[str], place: str, troubles: list[str], watch: Watch
) -> tuple[Seen, ...]:
    """The file an entry stands for, if it does; of one that can't be looked at a trouble is told.

    A folder may be listed by those who may not look at what is in it.
    """
    try:
        if not entry.is_file():
            return ()
        facts = entry.stat()
    except FileNotFoundError:  # gone between listing and looking; the next look knows
        return ()
    except OSError as error:
        if error.errno != errno.ELOOP:  # a link that leads to itself is no file
            troubles.append(_told(watch, place, error))
        return ()
    return (Seen(entry.path, facts.st_size, facts.st_mtime_ns),)


def _told(watch: Watch, place: str, error: OSError) -> str:
    name = "The folder" if place == watch.folder else f"The folder {Path(place).name} in it"
    if isinstance(error, PermissionError):
        return UNREADABLE.format(name)
    return BROKEN.format(name, error.strerror or error)
