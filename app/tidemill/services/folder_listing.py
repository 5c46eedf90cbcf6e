"""What lies in a watched folder now, and in words why it can't be looked into."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tidemill.domain.watches import FileOrder, Watch, natural

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
    that are not in `files`.
    """

    files: tuple[Seen, ...]
    trouble: str = ""
    is_there: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether a file that is not listed is gone."""
        return not self.trouble


def listed(watch: Watch) -> Listing:
    """Look into a watched folder."""
    folder = Path(watch.folder)
    if not folder.is_dir():
        return Listing((), MISSING, is_there=False)
    found: list[Seen] = []
    troubles: list[str] = []
    below = [watch.folder]
    while below:
        place = below.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if _is_folder(entry):
                        if watch.is_recursive and not entry.name.startswith("."):
                            below.append(entry.path)
                    elif watch.takes(entry.path) and (one := _seen(entry)) is not None:
                        found.append(one)
        except FileNotFoundError:  # gone between two looks; if it was the folder, the next tells
            continue
        except PermissionError:
            troubles.append(UNREADABLE.format(_name(watch, place)))
        except OSError as error:
            troubles.append(BROKEN.format(_name(watch, place), error.strerror or error))
    return Listing(tuple(found), troubles[0] if troubles else "")


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


def _seen(entry: os.DirEntry[str]) -> Seen | None:
    try:
        if not entry.is_file():
            return None
        facts = entry.stat()
    except OSError:  # gone between listing and looking; the next look knows
        return None
    return Seen(entry.path, facts.st_size, facts.st_mtime_ns)


def _name(watch: Watch, place: str) -> str:
    return "The folder" if place == watch.folder else f"The folder {Path(place).name} in it"
