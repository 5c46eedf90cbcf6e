"""Where a version came from and what stands on it, as the Lineage tab shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath
from typing import Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.shell.page import address_of
from tidemill.services.lineage import Lineage, Link

MOST_LINES = 20
"""Lines of one kind that are shown; the rest are counted."""

ICONS = {
    "file": "file-up",
    "source": "file-up",
    "query": "database-zap",
    "paste": "clipboard-paste",
    "version": "database",
    "step": "list-checks",
    "job": "workflow",
    "run": "flask-conical",
    "model": "box",
}
_PLURALS = {"version": "version", "step": "step", "run": "run", "model": tr("model version")}
Word = Literal["loading", "error", "ready"]


@dataclass(frozen=True)
class LineageLine:
    """A thing a version came from or that stands on it; `address` is where it is shown."""

    icon: str
    title: str
    text: str = ""
    address: str = ""


@dataclass(frozen=True)
class LineageState:
    """All that the Lineage tab shows. `query` is the SQL that brought the rows."""

    word: Word = "loading"
    error: TidemillError | None = None
    label: str = ""
    made: str = ""
    query: str = ""
    came_from: tuple[LineageLine, ...] = ()
    stands_on_it: tuple[LineageLine, ...] = ()


def state_of(found: Lineage, names: Mapping[str, str]) -> LineageState:
    """What is shown of a lineage; `names` are people's names by login."""
    version = found.version
    who = tr("the worker") if version.by == "worker" else names.get(version.by, version.by)
    when = numbers.full_time(version.created_at)
    return LineageState(
        "ready",
        None,
        version.label,
        tr("Made by {who} on {when}", who=who, when=when),
        str(found.origin.get("query", "")),
        _lines(found, found.came_from, is_before=True),
        _lines(found, found.stands_on_it, is_before=False),
    )


def _lines(found: Lineage, links: Sequence[Link], *, is_before: bool) -> tuple[LineageLine, ...]:
    lines: list[LineageLine] = []
    for kind, group in groupby(links, key=lambda link: link.kind):
        same = list(group)
        more = len(same) - MOST_LINES
        if more > 0:  # the nearest versions before, else the first
            same = same[more:] if kind == "version" and is_before else same[:MOST_LINES]
        lines += [_line(found, one, is_before) for one in same]
        if more > 0:
            words = numbers.plural(more, f"more {_PLURALS.get(kind, kind)}")
            lines.append(LineageLine(ICONS[kind], f"and {words}", "", _all_of(found, kind)))
    return tuple(lines)


def _line(found: Lineage, link: Link, is_before: bool) -> LineageLine:
    icon = ICONS[link.kind]
    if link.kind == "version":
        dataset, _, number = link.at.rpartition("@")
        text = (
            tr("its rows are in this version")
            if is_before
            else tr("its rows hold those of this one")
        )
        if is_before and found.origin.get("kind") == "steps":
            text = tr("all rows were prepared anew")
        return LineageLine(icon, link.name, text, address_of("data", dataset, number))
    if link.kind == "step":
        words = unmarked(link.name)
        return LineageLine(icon, words, "step", address_of("data", _dataset(found), "prepare"))
    if link.kind == "job":
        return LineageLine(
            icon, tr("Job {at}", at=link.at), "", address_of("automations", "jobs", link.at)
        )
    if link.kind == "run":
        return LineageLine(icon, link.name, "run", address_of("experiments", link.at))
    if link.kind == "model":
        name, _, number = link.at.rpartition("@")
        return LineageLine(icon, link.name, tr("model version"), address_of("models", name, number))
    return _source(found, link)


def _source(found: Lineage, link: Link) -> LineageLine:
    """The file, query or paste; a file that is known opens where files are listed."""
    key = found.version.file_id
    address = "" if key is None else address_of("automations", "files", key)
    kind = found.origin.get("kind")
    if kind == "query":
        return LineageLine(ICONS["query"], link.name, str(found.origin.get("url", "")), address)
    if kind in ("paste", "stdin"):
        words = "pasted" if kind == "paste" else "from standard input"
        return LineageLine(ICONS["paste"], link.name, words, address)
    path = PurePath(link.at)
    folder = str(path.parent)
    return LineageLine(ICONS["file"], path.name, "" if folder == "." else folder, address)


def _dataset(found: Lineage) -> str:
    return found.version.dataset


def _all_of(found: Lineage, kind: str) -> str:
    """Where all things of a kind are listed."""
    places = {
        "version": ("data", _dataset(found), "versions"),
        "step": ("data", _dataset(found), "prepare"),
        "run": ("experiments",),
        "model": ("models",),
    }
    return address_of(*places[kind]) if kind in places else ""
