"""Watched folders and the files that arrived."""

import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any


class FileOrder(StrEnum):
    """In which order files that lie in a folder together are taken in."""

    NAME = "name"
    TIME = "time"


class FileState(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    ADDED = "added"
    SET_ASIDE = "set-aside"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Watch:
    """A folder whose new files are taken in by the worker.

    `pattern` are names with `*` and `?` as in a shell, several with commas; all where it is empty.
    `trouble` says why the folder can't be read now.
    """

    id: int
    folder: str
    dataset: str
    series: str
    target: str | None
    time: str | None
    is_on: bool
    is_there: bool
    created_at: datetime
    created_by: str
    pattern: str = ""
    is_recursive: bool = False
    order: FileOrder = FileOrder.NAME
    trouble: str = ""

    def takes(self, path: str) -> bool:
        """Whether a file below the folder is one of those that are taken in, by its name."""
        name = path[max(path.rfind("/"), path.rfind(os.sep)) + 1 :]
        if is_temporary(name):
            return False
        if not self.pattern:
            return True
        name, inside = name.lower(), ""
        for one in patterns_of(self.pattern):
            if "/" in one:
                inside = inside or PurePath(path).relative_to(self.folder).as_posix().lower()
            if fnmatchcase(inside if "/" in one else name, one):
                return True
        return False

    def holds(self, path: str) -> bool:
        """Whether a path lies below the folder, at any depth."""
        return path.startswith((f"{self.folder}/", f"{self.folder}{os.sep}"))

    def overlaps(self, folder: str, *, is_recursive: bool) -> bool:
        """Whether a file could lie in both this folder and another one that is watched."""
        own, other = PurePath(self.folder), PurePath(folder)
        if own == other:
            return True
        return (self.is_recursive and own in other.parents) or (
            is_recursive and other in own.parents
        )


def patterns_of(text: str) -> tuple[str, ...]:
    """The patterns of a list with commas, in lower case: names are compared without it."""
    return tuple(one.strip().lower() for one in text.split(",") if one.strip())


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """A key that orders names as people do: `day-2` before `day-10`."""
    parts = re.findall(r"\d+|\D+", name.lower())
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


@dataclass(frozen=True)
class ArrivedFile:
    """A file seen in a watched folder or given by hand.

    `outcome` is what happened in words, `reason` why it was set aside or failed; `checks` are
    check results. `origin` says what it is beside a file (a query, a paste); `read` how it was
    read (`facts` as in `ReadFacts`, `bad_rows` that were set aside, `new_columns`); `question` what
    a person has to say first (`questions` as in `Question`); `opened` counts the tries to read it
    that did not end.
    """

    id: int
    watch_id: int | None
    dataset: str
    path: str
    n_bytes: int
    modified_ns: int
    content: str | None
    state: FileState
    outcome: str
    reason: str
    checks: tuple[dict[str, Any], ...]
    rows: int | None
    version_id: int | None
    version: int | None
    job_id: int | None
    seen_at: datetime
    changed_at: datetime
    by: str
    origin: dict[str, Any] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)
    question: dict[str, Any] | None = None
    opened: int = 0

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return PurePath(self.path).name


@dataclass(frozen=True)
class KnownFile:
    """What a look into a folder has to know of a file that was seen before."""

    id: int
    path: str
    n_bytes: int
    modified_ns: int
    is_waiting: bool
    is_in_queue: bool


TEMPORARY_ENDINGS = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".swp", "~")
TEMPORARY_STARTS = ("~$", ".~", ".")


def is_temporary(name: str) -> bool:
    """True for names that programs give to files they have not finished."""
    lower = name.lower()
    return lower.endswith(TEMPORARY_ENDINGS) or lower.startswith(TEMPORARY_STARTS)
