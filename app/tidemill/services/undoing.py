"""Taking a change back: of runs (tags, pins, stars, colours, notes, names, archive, delete), rules
of datasets, and decisions over model versions.

The newest change of the person is taken back unless it was overtaken: what it set has been
changed again since. Taking back is itself an entry of the activity; it is not taken back in turn.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain import key_ranges
from tidemill.domain.activities import Activity
from tidemill.domain.models import DecisionKind
from tidemill.services import dataset_trash, labelling, promotion, rules, steps
from tidemill.services.workspace import Workspace
from tidemill.store import activities, run_changes, trash

LOOKED_BACK = 200
"""How many of a person's entries are looked through for one that can be taken back."""

_DECISIONS = {
    "promotion": DecisionKind.PROMOTED,
    "rollback": DecisionKind.ROLLED_BACK,
    "rejection": DecisionKind.REJECTED,
}


@dataclass(frozen=True)
class Undoable:
    """A change that can be taken back: its activity entry, in words ("archived brave-otter")."""

    id: int
    words: str
    at: str


@dataclass(frozen=True)
class Undone:
    """What was taken back, the runs it concerned, and the entry that says so."""

    id: int
    words: str
    keys: tuple[int, ...] = ()


def last(workspace: Workspace) -> Undoable | None:
    """The newest change of the person acting that can be taken back."""
    return next(_undoable(workspace), None)


def every(workspace: Workspace, limit: int = 20) -> tuple[Undoable, ...]:
    """The changes of the person acting that can be taken back, newest first."""
    found = _undoable(workspace)
    return tuple(one for one, _ in zip(found, range(limit), strict=False))


def undo(workspace: Workspace, id: int | None = None) -> Undone:  # noqa: A002  the entry's name
    """Take a change back, the newest that can be if none is named.

    Raises `NeedsYou` where there is none, or the one named was overtaken or taken back before.
    """
    if id is None:
        newest = last(workspace)
        if newest is None:
            raise NeedsYou("There is nothing to undo.", "")
        id = newest.id  # noqa: A001
    entry = next((one for one in _entries(workspace) if one.id == id), None)
    if entry is None:
        raise NeedsYou(
            f"Change {id} can't be undone.",
            f"Only your own newest {LOOKED_BACK} changes can, each once.",
        )
    if entry.kind in _DECISIONS:
        return _undo_decision(workspace, entry)
    if "rule" in entry.detail["undo"]:
        return _undo_rule(workspace, entry)
    if "steps" in entry.detail["undo"]:
        return _undo_steps(workspace, entry)
    if "labels" in entry.detail["undo"]:
        return _undo_labels(workspace, entry)
    if "data" in entry.detail["undo"]:
        return _undo_data(workspace, entry)
    return _undo_runs(workspace, entry)


def _undo_data(workspace: Workspace, entry: Activity) -> Undone:
    facts = entry.detail["undo"]
    with workspace.store.write(durable=True) as tx:
        if not dataset_trash.is_standing(tx.connection, facts):
            raise NeedsYou(
                f"“{entry.sentence}” can't be undone: it is back already, the trash was emptied, "
                "or a later version was added without its rows.",
                "Add its file once more: it becomes the next version.",
            )
        dataset_trash.take_back(tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence)


def _undo_rule(workspace: Workspace, entry: Activity) -> Undone:
    facts = entry.detail["undo"]
    with workspace.store.write() as tx:
        if not rules.is_standing(tx.connection, facts):
            raise NeedsYou(
                f"“{entry.sentence}” can't be undone: the rule was changed again since.",
                "Change the rule as you want it.",
            )
        rules.take_back(tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence)


def _undo_labels(workspace: Workspace, entry: Activity) -> Undone:
    facts = entry.detail["undo"]
    with workspace.store.write() as tx:
        if not labelling.is_standing(tx.connection, facts):
            raise NeedsYou(f"“{entry.sentence}” was undone already.", "")
        labelling.take_back(tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence)


def _undo_steps(workspace: Workspace, entry: Activity) -> Undone:
    facts = entry.detail["undo"]
    with workspace.store.write(durable=True) as tx:
        if not steps.is_standing(tx.connection, facts):
            raise NeedsYou(
                f"“{entry.sentence}” can't be undone: the steps were changed again since.",
                "Change the steps as you want them.",
            )
        steps.take_back(workspace, tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence)


def _undoable(workspace: Workspace) -> Iterator[Undoable]:
    for entry in _entries(workspace):
        if entry.kind in _DECISIONS:
            is_open = _is_last_decision(workspace, entry)
        else:
            facts = entry.detail["undo"]
            with workspace.store.read() as connection:
                if "rule" in facts:
                    is_open = rules.is_standing(connection, facts)
                elif "steps" in facts:
                    is_open = steps.is_standing(connection, facts)
                elif "labels" in facts:
                    is_open = labelling.is_standing(connection, facts)
                elif "data" in facts:
                    is_open = dataset_trash.is_standing(connection, facts)
                else:
                    is_open = bool(_standing(connection, facts))
        if is_open:
            yield Undoable(entry.id, entry.sentence, entry.at)


def _entries(workspace: Workspace) -> list[Activity]:
    """Entries of the person that say how to turn them back and were not yet."""
    with workspace.store.read() as connection:
        found = activities.recent(connection, by=workspace.person.login, limit=LOOKED_BACK)
    undone = {entry.detail.get("undoes") for entry in found}
    decided: set[str] = set()
    entries = []
    for entry in found:
        if entry.kind in _DECISIONS:
            model, _ = _version_of(entry)
            if model not in decided:  # only the newest decision over a model can stand
                entries.append(entry)
            decided.add(model)
        elif "undo" in entry.detail and entry.id not in undone:
            entries.append(entry)
    return entries


def _version_of(entry: Activity) -> tuple[str, int]:
    """The model's name and the version's number that a decision's entry is about."""
    model, _, number = entry.subject.removeprefix("models/").rpartition("/")
    return model, int(number)


def _standing(connection: Any, facts: dict[str, Any]) -> list[tuple[Any, list[int]]]:
    """Runs a change concerns by the value they had; nothing where it was overtaken.

    Runs in the trash do not count: a change of them can be taken back once they are back.
    """
    field, to = facts["field"], facts["to"]
    before = [(value, key_ranges.from_text(text)) for value, text in facts["from"]]
    keys = [key for _, some in before for key in some]
    if field == "deleted":
        current: dict[int, Any] = {
            key: one.deleted_at is not None for key, one in trash.standing(connection, keys).items()
        }
    else:
        current = run_changes.values_of(connection, keys, field)
    if any(value != to for value in current.values()):
        return []
    here = [(value, [key for key in some if key in current]) for value, some in before]
    return [(value, some) for value, some in here if some]


def _undo_runs(workspace: Workspace, entry: Activity) -> Undone:
    facts = entry.detail["undo"]
    with workspace.store.write() as tx:
        standing = _standing(tx.connection, facts)
        if not standing:
            raise NeedsYou(
                f"“{entry.sentence}” can't be undone: what it set was changed again since.",
                "Change the runs as you want them.",
            )
        for value, keys in standing:
            if facts["field"] == "deleted":
                trash.unmark(tx, keys)
            else:
                run_changes.put(tx, facts["field"], value, keys)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence, tuple(key for _, keys in standing for key in keys))


def _record(workspace: Workspace, tx: Any, entry: Activity) -> None:
    activities.add(
        tx,
        by=workspace.person.login,
        kind="undo",
        subject=entry.subject,
        sentence=f"took back: {entry.sentence}",
        detail={"undoes": entry.id},
    )


def _is_last_decision(workspace: Workspace, entry: Activity) -> bool:
    """Whether an entry's decision is the newest over its model and stands."""
    name, number = _version_of(entry)
    decision = promotion.last_decision(workspace, name)
    return (
        decision is not None
        and decision.kind is _DECISIONS[entry.kind]
        and decision.by == entry.by
        and decision.version == number
    )


def _undo_decision(workspace: Workspace, entry: Activity) -> Undone:
    if not _is_last_decision(workspace, entry):
        raise NeedsYou(
            f"“{entry.sentence}” can't be undone: something was decided after it.",
            "Take the later decision back first.",
        )
    promotion.undo(workspace, _version_of(entry)[0])
    return Undone(entry.id, entry.sentence)
