"""All that the page Activity shows, made from entries by pure functions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from tidemill.base.clock import from_iso
from tidemill.base.collation import Key
from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.activities import Activity
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked
from tidemill.gui.pages.activity.detail import Detail, StepBack, detail, said
from tidemill.gui.pages.activity.kinds import KINDS

WORKER = "worker"


@dataclass(frozen=True)
class Filters:
    """What is looked for; None and an empty text mean everything.

    `days` is how far back; with `is_open_only` what the person can take back alone.
    """

    person: str | None = None
    kind: str | None = None
    words: str = ""
    is_routine_hidden: bool = True
    days: int | None = None
    is_open_only: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the switch for routine leaves entries out."""
        chosen = (self.person, self.kind, self.days)
        is_chosen = any(one is not None for one in chosen)
        return is_chosen or self.is_open_only or bool(self.words.strip())


@dataclass(frozen=True)
class Chip:
    """The object of an entry in its tone."""

    text: str
    tone: str = "plain"
    icon: str | None = None


@dataclass(frozen=True)
class Entry:
    """One row."""

    id: int
    time: str
    by: str
    is_worker: bool
    sentence: str
    note: str
    chip: Chip | None


@dataclass(frozen=True)
class Day:
    """A card: a day and its entries, newest first."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def count(self) -> str:
        """How many, in words."""
        return numbers.plural(len(self.entries), "entry", "entries")


@dataclass(frozen=True)
class State:
    """A picture of the page."""

    word: Literal["empty", "loading", "error", "ready"] = "loading"
    filters: Filters = field(default_factory=Filters)
    people: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    days: tuple[Day, ...] = ()
    count: str = ""
    of_whom: str = ""
    n_older: int = 0
    detail: Detail | None = None
    missing: int | None = None
    altered: str = ""
    altered_id: int | None = None
    error: TidemillError | None = None


@dataclass(frozen=True)
class Found:
    """What the services answered; `opened` is the entry asked for, where the list lacks it."""

    entries: tuple[Activity, ...]
    opened: Activity | None
    total: int
    n_all: int
    by_people: int
    names: Mapping[str, str]
    roles: Mapping[str, str]
    now: datetime


def chosen(entries: Sequence[Activity], words: str, names: Mapping[str, str]) -> list[Activity]:
    """Entries in which every word stands: in the sentence, the note, the object or the name."""
    wanted = words.casefold().split()

    def has_all(entry: Activity) -> bool:
        name = names.get(entry.by, entry.by)
        told = f"{entry.sentence} {entry.note} {entry.subject} {name}".casefold()
        return all(word in told for word in wanted)

    return [each for each in entries if has_all(each)]


def ready(
    found: Found, filters: Filters, open_id: int | None, step_back: StepBack | None = None
) -> State:
    """The page for what was found; `open_id` is the entry in the inspector, `step_back` its way
    back once that was looked at."""
    entries = chosen(found.entries, filters.words, found.names)
    held = [*found.entries, *([found.opened] if found.opened is not None else [])]
    opened = next((each for each in held if each.id == open_id), None)
    shown = len(entries)
    total = shown if filters.words.strip() else found.total
    count = numbers.plural(total, "entry", "entries")
    people, worker = found.by_people, found.n_all - found.by_people
    by_people = tr("{integer} by people", integer=numbers.integer(people))
    of_whom = tr(
        "of {integer}: {by_people}, {integer2} by the worker",
        integer=numbers.integer(found.n_all),
        by_people=by_people,
        integer2=numbers.integer(worker),
    )
    known = [(each.by, found.names.get(each.by, each.by)) for each in found.entries]
    people_known = dict(
        sorted({**dict(known), **found.names}.items(), key=lambda pair: Key(pair[1]))
    )
    kinds = {each.kind for each in found.entries} | set(KINDS)
    return State(
        word="ready" if found.n_all else "empty",
        filters=filters,
        people=tuple(people_known.items()),
        kinds=tuple((kind, KINDS.get(kind, kind.capitalize())) for kind in _in_order(kinds)),
        days=days(entries, found.names, found.now),
        count=count,
        of_whom=of_whom,
        n_older=0 if filters.words.strip() else max(0, found.total - len(found.entries)),
        detail=None if opened is None else detail(opened, found.names, found.roles, step_back),
        missing=open_id if open_id is not None and opened is None else None,
    )


def _in_order(kinds: set[str]) -> list[str]:
    order = list(KINDS)
    return sorted(kinds, key=lambda kind: (order.index(kind) if kind in order else 99, kind))


def days(entries: Sequence[Activity], names: Mapping[str, str], now: datetime) -> tuple[Day, ...]:
    """Entries by local day, newest first."""
    today = now.astimezone().date()
    found: dict[str, list[Entry]] = {}
    for each in entries:
        when = from_iso(each.at)
        title = numbers.long_day(when)
        day = when.astimezone().date()
        if day == today:
            title = tr("Today, {title}", title=title)
        elif (today - day).days == 1:
            title = tr("Yesterday, {title}", title=title)
        elif day.year != today.year:
            title = f"{title} {day.year}"
        found.setdefault(title, []).append(row(each, names))
    return tuple(Day(title, tuple(rows)) for title, rows in found.items())


def row(entry: Activity, names: Mapping[str, str]) -> Entry:
    """An entry as a row."""
    is_worker = entry.by == WORKER
    note = unmarked(entry.note)
    if note and not is_worker:
        note = f"“{note}”"
    return Entry(
        entry.id,
        numbers.clock(from_iso(entry.at)),
        names.get(entry.by, entry.by),
        is_worker,
        spoken(entry.sentence),
        note or _second_line(entry.detail),
        chip(entry),
    )


def _second_line(told: Mapping[str, Any]) -> str:
    if told.get("failed checks"):
        return f"failed: {said(told['failed checks'])}"
    if isinstance(told.get("rows"), int):
        return tr("{integer} new rows", integer=numbers.integer(told["rows"]))
    gates = told.get("gates")
    if isinstance(gates, str) and gates:
        return f"gates: {gates}"
    for key in ("cause", "reason"):
        if isinstance(told.get(key), str) and told[key]:
            return unmarked(str(told[key]))
    return ""


_CHIPS = {
    "promotion": ("champion", None),
    "rollback": ("warn", "undo-2"),
    "rejection": ("bad", "ban"),
    "agreement": ("candidate", "hand"),
    "alias": ("plain", "tag"),
    "comment": ("plain", "message-square"),
    "card": ("plain", "file-text"),
    "export": ("plain", "file-output"),
    "four-eyes": ("plain", "users"),
    "undo": ("plain", "undo-2"),
    "data": ("plain", "database"),
    "file": ("plain", "file-spreadsheet"),
    "runs": ("plain", "flask-conical"),
    "training": ("plain", "dumbbell"),
    "watch": ("plain", "folder-search"),
    "automation": ("plain", "workflow"),
    "deployment": ("plain", "radio-tower"),
    "alert": ("warn", "bell"),
    "person": ("plain", "user"),
    "model": ("plain", "box"),
}


_PLACES = {
    "files": "file",
    "watches": "folder",
    "automations": "automation",
    "alerts": "alert",
    "jobs": "job",
}


_STAGES: dict[str, tuple[str, str | None]] = {
    "candidate": ("candidate", None),
    "champion": ("champion", None),
    "rejected": ("bad", "ban"),
}


def chip(entry: Activity) -> Chip | None:
    """What the entry is about, as a chip."""
    parts = entry.subject.split("/")
    if len(parts) < 2 or not parts[1]:
        return None
    place, name = parts[0], parts[1]
    tone, icon = _CHIPS.get(entry.kind, ("plain", None))
    if entry.kind == "model":
        tone, icon = _STAGES.get(str(entry.detail.get("stage")), (tone, icon))
    text = name
    if place == "models" and len(parts) > 2:
        text = name if entry.kind == "rollback" else f"v{parts[2]}"
    elif place == "data" and len(parts) > 2:
        text = f"{name} v{parts[2]}"
    elif place in _PLACES:
        text = _PLACES[place]
    elif place == "runs":
        text = "run"
    if entry.kind == "file" and entry.detail.get("dataset"):
        tone, icon = "bad", "file-x-corner"
    return Chip(text, tone, icon)
