"""A person's desk in one workspace: where the window was, and what was half typed in it.

It lies in a small file of the person's own. Of two windows on one workspace each has a desk of its
own. Nothing in it matters to anybody else: what can't be read counts as a bare desk.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLockFile

from tidemill.gui.kit.inputs import Entry
from tidemill.gui.shell import kept_file

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

MOST_BYTES = 512 * 1024
"""What a desk takes at most: the oldest drafts go first."""
MOST_WINDOWS = 8
_MOST_PLACES = 64


@dataclass(frozen=True)
class Draft:
    """Something half-made: `key` says of what, `title` tells a person.

    `entries` are what was put into controls, `made` what a page says of it in plain JSON.
    """

    key: str
    title: str
    entries: tuple[Entry, ...] = ()
    made: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Desk:
    """`is_open` until the window was closed on purpose; `address` is the page shown, `scrolls` how
    far areas were scrolled, in pixels, `marks` the rows that were selected and what was brushed;
    `sheet` the commands by which the sheet is opened that lay over the page, `source` what it was
    opened on where that was dropped (`Sheet.source`). Drafts stand oldest first.
    """

    is_open: bool = False
    address: str = ""
    scrolls: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, list[Any]] = field(default_factory=dict)
    sheet: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = ()

    def draft(self, key: str) -> Draft | None:
        """The draft of a key."""
        return next((draft for draft in self.drafts if draft.key == key), None)

    def with_draft(self, draft: Draft) -> "Desk":
        """The desk with a draft, as the newest; one without anything in it is dropped."""
        others = tuple(one for one in self.drafts if one.key != draft.key)
        is_bare = not draft.entries and draft.made is None
        return replace(self, drafts=others if is_bare else (*others, draft))

    def without(self, key: str) -> "Desk":
        """The desk without a draft."""
        return replace(self, drafts=tuple(one for one in self.drafts if one.key != key))


def to_bytes(desk: Desk) -> bytes:
    """The desk as it is kept; as many of the newest drafts as there is room for."""
    said = {
        "open": desk.is_open,
        "address": desk.address,
        "scrolls": dict(list(desk.scrolls.items())[-_MOST_PLACES:]),
        "marks": dict(desk.marks),
        "sheet": list(desk.sheet),
        "source": list(desk.source),
    }
    room = MOST_BYTES - len(json.dumps(said).encode()) - 32
    drafts: list[dict[str, Any]] = []
    for draft in reversed(desk.drafts):
        entries = [[one.key, one.value, one.base] for one in draft.entries]
        made = {"key": draft.key, "title": draft.title, "entries": entries, "made": draft.made}
        room -= len(json.dumps(made).encode()) + 2
        if room < 0:
            break
        drafts.append(made)
    return json.dumps({**said, "drafts": drafts[::-1]}).encode()


def of_bytes(data: bytes) -> Desk:
    """Read what `to_bytes` wrote; anything odd in it is left out."""
    try:
        known: Any = json.loads(data or b"{}")
    except ValueError:
        return Desk()
    if not isinstance(known, dict):
        return Desk()
    read = [_draft(one) for one in _list(known.get("drafts"))]
    return Desk(
        known.get("open") is True,
        _text(known.get("address")),
        {k: v for k, v in _mapping(known.get("scrolls")).items() if type(v) is int},
        {k: v for k, v in _mapping(known.get("marks")).items() if isinstance(v, list)},
        _texts(known.get("sheet")),
        _texts(known.get("source")),
        tuple(draft for draft in read if draft is not None),
    )


def _text(known: object) -> str:
    return known if isinstance(known, str) else ""


def _texts(known: object) -> tuple[str, ...]:
    return tuple(each for each in _list(known) if isinstance(each, str))


def _mapping(known: object) -> dict[str, Any]:
    return known if isinstance(known, dict) else {}


def _list(known: object) -> list[Any]:
    return known if isinstance(known, list) else []


def _draft(known: object) -> Draft | None:
    said = _mapping(known)
    key, entries, made = said.get("key"), said.get("entries"), said.get("made")
    if not isinstance(key, str) or not isinstance(entries, list):
        return None
    read = [_entry(one) for one in entries]
    kept = tuple(one for one in read if one is not None)
    return Draft(key, _text(said.get("title")), kept, made if isinstance(made, dict) else None)


def _entry(known: object) -> Entry | None:
    if not isinstance(known, list) or len(known) != 3 or not isinstance(known[0], str):
        return None
    key, value, base = known
    return Entry(key, value, base) if _is_value(value) and _is_value(base) else None


def _is_value(known: object) -> bool:
    is_list = isinstance(known, list) and all(isinstance(each, str) for each in known)
    return is_list or isinstance(known, str | bool)


class Drawer:
    """The file of a desk, this window's own until `close`; the desk as it was left is `desk`."""

    def __init__(self, path: Path, lock: QLockFile, desk: Desk) -> None:
        self.path, self.desk = path, desk
        self._lock = lock

    def close(self) -> None:
        """Let another window have it."""
        self._lock.unlock()


def drawer_of(workspace: "Workspace") -> Drawer | None:
    """Take the first desk of a workspace that no window has; None where none can be kept.

    One whose window was killed is free.
    """
    for number in range(MOST_WINDOWS):
        ending = "json" if number == 0 else f"{number + 1}.json"
        path = kept_file.file_for(workspace, "desks", ending)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        lock = QLockFile(str(path.with_suffix(".lock")))
        lock.setStaleLockTime(0)
        if lock.tryLock(0):
            return Drawer(path, lock, of_bytes(kept_file.got(path)))
    return None


def write(path: Path, desk: Desk) -> None:
    """Keep a desk."""
    kept_file.put(path, to_bytes(desk))
