"""What people say about runs: tags, pins, stars, colours, notes, names, and what is archived.

Each change takes any number of runs by key, writes them and one activity entry in one
transaction, and returns what is different now. The entry holds what `undoing` needs.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain import key_ranges
from tidemill.domain.runs import COLOURS
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store import run_changes as rows
from tidemill.store.engine import Transaction

KEPT_FOR_UNDO = 1_000_000
"""Characters of former values an activity entry holds; a larger change can't be undone."""


@dataclass(frozen=True)
class Changed:
    """The runs that are different now, and the activity entry, None where nothing was to do."""

    keys: tuple[int, ...]
    activity: int | None


def tag(workspace: Workspace, keys: Sequence[int], name: str, value: str = "") -> Changed:
    """Put a tag on runs; one they have gets the new value."""
    name = _tag_name(name)
    return _set(workspace, keys, rows.TAG + name, value, ("tagged ", f" {name}"))


def untag(workspace: Workspace, keys: Sequence[int], name: str) -> Changed:
    """Take a tag off runs."""
    name = _tag_name(name)
    return _set(workspace, keys, rows.TAG + name, None, (f"took {name} off ", ""))


def pin(workspace: Workspace, keys: Sequence[int], on: bool = True) -> Changed:
    """Keep runs at the top, or no longer."""
    return _set(workspace, keys, "pinned", on, ("pinned " if on else "unpinned ", ""))


def star(workspace: Workspace, keys: Sequence[int], on: bool = True) -> Changed:
    """Mark runs as good ones, or no longer."""
    return _set(workspace, keys, "starred", on, ("starred " if on else "took the star off ", ""))


def archive(workspace: Workspace, keys: Sequence[int], on: bool = True) -> Changed:
    """Hide runs from lists, or show them again; nothing is deleted."""
    return _set(workspace, keys, "archived", on, ("archived " if on else "restored ", ""))


def rename(workspace: Workspace, key: int, name: str) -> Changed:
    """Give a run another name."""
    name = " ".join(name.split())
    if not name:
        raise NeedsYou("A run needs a name.", "Write one.")
    return _set(workspace, [key], "name", name, ("renamed ", f" to {name}"))


def set_note(workspace: Workspace, keys: Sequence[int], text: str) -> Changed:
    """Write a note on runs in place of the one there; an empty text takes it away."""
    text = text.strip()
    words = ("wrote a note on " if text else "took the note off ", "")
    return _set(workspace, keys, "note", text, words)


def set_colour(workspace: Workspace, keys: Sequence[int], colour: str | None) -> Changed:
    """Give runs one of the `domain.runs.COLOURS`, or none."""
    if colour is not None and colour not in COLOURS:
        raise NeedsYou(f"{colour} is no colour for runs.", f"Choose {', '.join(COLOURS)}.")
    words = ("coloured ", f" {colour}") if colour else ("took the colour off ", "")
    return _set(workspace, keys, "colour", colour, words)


def distinct(keys: Sequence[int]) -> list[int]:
    """The keys in order, each once; raises `NeedsYou` where there are none."""
    wanted = sorted({int(key) for key in keys})
    if not wanted:
        raise NeedsYou("No run was named.", "Name at least one.")
    return wanted


def gone() -> NeedsYou:
    """That none of the runs meant is there."""
    return NeedsYou(
        "None of these runs is there any more.",
        "They may have been deleted meanwhile; the trash shows what can be brought back.",
    )


def told(name: str, n: int) -> str:
    """Runs in a sentence: the name of one, else how many."""
    return name if n == 1 else f"{n:,} runs"


def undo_facts(field: str, to: Any, before: Mapping[int, Any]) -> dict[str, Any] | None:
    """What an entry keeps so that the change can be turned back; None where that is too much.

    `{"field", "to", "from": [[value, "1-40,52"], ...]}`: runs by the value they had.
    """
    by_value: dict[Any, list[int]] = {}
    for pk, value in before.items():
        by_value.setdefault(value, []).append(pk)
    values = [[value, key_ranges.to_text(pks)] for value, pks in by_value.items()]
    facts = {"field": field, "to": to, "from": values}
    return facts if len(json.dumps(facts, ensure_ascii=False)) <= KEPT_FOR_UNDO else None


def _tag_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise NeedsYou("A tag needs a name.", "Write one.")
    return name


def _set(
    workspace: Workspace, keys: Sequence[int], field: str, value: Any, words: tuple[str, str]
) -> Changed:
    wanted = distinct(keys)
    with workspace.store.write() as tx:
        known = rows.values_of(tx.connection, wanted, field)
        if not known:
            raise gone()
        before = {pk: known[pk] for pk in sorted(known) if known[pk] != value}
        if not before:
            return Changed((), None)
        changed = list(before)
        [name] = rows.values_of(tx.connection, changed[:1], "name").values()
        rows.put(tx, field, value, changed)
        sentence = told(name, len(changed)).join(words)
        entry = record(workspace, tx, changed[0], sentence, undo_facts(field, value, before))
    return Changed(tuple(changed), entry)


def record(
    workspace: Workspace,
    tx: Transaction,
    first: int,
    sentence: str,
    undo: dict[str, Any] | None,
) -> int:
    """Add the activity entry of a change of runs; its subject is the first of them."""
    return activities.add(
        tx,
        by=workspace.person.login,
        kind="runs",
        subject=f"runs/{rows.uuid_of(tx.connection, first)}",
        sentence=sentence,
        detail={} if undo is None else {"undo": undo},
    )
