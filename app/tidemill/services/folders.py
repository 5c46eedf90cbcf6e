"""The files of a folder that can be taken in, and why the others can't."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.catalog.reading import reader_for
from tidemill.domain.watches import is_temporary

MAX_FILES = 10_000
"""How many files one folder may bring at once."""


@dataclass(frozen=True)
class LeftOut:
    """A file or folder that is not taken in, with the reason in a sentence."""

    path: Path
    reason: str


@dataclass(frozen=True)
class Found:
    """Files to be taken in, by name, and what was left out."""

    files: tuple[Path, ...]
    left_out: tuple[LeftOut, ...] = ()


def files_in(paths: Sequence[Path], *, recursive: bool = False) -> Found:
    """The files named, and in place of each folder those in it that can be read.

    With `recursive` also those in folders below; links to folders are not followed. Files named
    themselves stay, whatever they are: reading them says what is wrong. Raises `NeedsYou` where
    folders hold nothing that can be read, or too many files.
    """
    files: list[Path] = []
    left_out: list[LeftOut] = []
    folders = [path for path in paths if path.is_dir()]
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside, others = _inside(path, recursive)
        files += inside
        left_out += others
    if len(files) > MAX_FILES:
        raise NeedsYou(
            f"These are {len(files):,} files; at most {MAX_FILES:,} can be added at once.",
            "Add the folders below one at a time.",
        )
    if folders and not files:
        reason = f" {left_out[0].path.name}: {left_out[0].reason}" if left_out else ""
        raise NeedsYou(
            f"{folders[0].name} holds no file that can be read.{reason}",
            "Choose another folder, or include the folders below it.",
        )
    return Found(tuple(files), tuple(left_out))


def _inside(folder: Path, recursive: bool) -> tuple[list[Path], list[LeftOut]]:
    files: list[Path] = []
    left_out: list[LeftOut] = []

    def refused(error: OSError) -> None:
        where = Path(error.filename or folder)
        left_out.append(LeftOut(where, f"It can't be opened: {error.strerror}."))

    for place, below, names in os.walk(folder, onerror=refused):
        here = Path(place)
        visible = sorted(name for name in below if not name.startswith("."))
        if not recursive:
            left_out += [LeftOut(here / name, "It is a folder below this one.") for name in visible]
            visible = []
        below[:] = visible
        for name in sorted(names):
            reason = _why_not(here / name)
            if reason:
                left_out.append(LeftOut(here / name, reason))
            else:
                files.append(here / name)
    return files, left_out


def _why_not(path: Path) -> str:
    """Why a file of a folder is not taken in; empty where it is."""
    if is_temporary(path.name):
        return "It is a temporary or hidden file."
    if not path.is_file():
        return "It is no file."
    try:
        reader_for(path)
    except NeedsYou as error:
        return error.message
    return ""
