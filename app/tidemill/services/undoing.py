"""Taking a change back: of runs (tags, pins, stars, colours, notes, names, archive, delete), rules,
steps, labels and versions of datasets, decisions over model versions, and what people add to those.

The newest change of the person is taken back unless it was overtaken: what it set has been
changed again since. Taking back is itself an entry of the activity; it is not taken back in turn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.domain import key_ranges
from tidemill.domain.activities import Activity
from tidemill.domain.models import DecisionKind
from tidemill.services import (
    aliases,
    comments,
    dataset_trash,
    four_eyes,
    labelling,
    model_cards,
    promotion,
    rules,
    steps,
)
from tidemill.services.workspace import Workspace
from tidemill.store import activities, run_changes, trash
from tidemill.store.engine import Transaction

LOOKED_BACK = 5_000
"""How many of a person's entries are looked through for one that can be taken back."""

PAGE = 200
"""How many of them are read at once."""

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


Facts = dict[str, Any]
"""What an entry keeps for taking its change back."""

TakeBack = Callable[[Workspace, Transaction, Facts], tuple[int, ...]]


@dataclass(frozen=True)
class _Way:
    """How changes of a kind are taken back: whether one stands, doing it (it returns the runs it
    concerned), and what is said where one was overtaken."""

    is_standing: Callable[[Any, Facts], bool]
    take_back: TakeBack
    overtaken: str
    hint: str = ""
    is_durable: bool = False


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
            f"Only your own newest {LOOKED_BACK:,} changes can, each once.",
        )
    if entry.kind in _DECISIONS:
        return _undo_decision(workspace, entry)
    facts = entry.detail["undo"]
    way = _way(facts)
    with workspace.store.write(durable=way.is_durable) as tx:
        if not way.is_standing(tx.connection, facts):
            raise NeedsYou(f"“{entry.sentence}” {way.overtaken}", way.hint)
        keys = way.take_back(workspace, tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence, keys)


def _undoable(workspace: Workspace) -> Iterator[Undoable]:
    for entry in _entries(workspace):
        if entry.kind in _DECISIONS:
            is_open = _is_last_decision(workspace, entry)
        else:
            facts = entry.detail["undo"]
            with workspace.store.read() as connection:
                is_open = _way(facts).is_standing(connection, facts)
        if is_open:
            yield Undoable(entry.id, entry.sentence, entry.at)


def _entries(workspace: Workspace) -> Iterator[Activity]:
    """Entries of the person that say how to turn them back and were not yet, newest first.

    An undoing always comes after what it undid, so each is known before its change is looked at.
    """
    undone: set[Any] = set()
    decided: set[str] = set()
    for offset in range(0, LOOKED_BACK, PAGE):
        with workspace.store.read() as connection:
            login = workspace.person.login
            found = activities.recent(connection, by=login, limit=PAGE, offset=offset)
        for entry in found:
            undone.add(entry.detail.get("undoes"))
            if entry.kind in _DECISIONS:
                model, _ = _version_of(entry)
                # Old entries do not say which decision they tell of: the newest of a model.
                if "decision" in entry.detail or model not in decided:
                    yield entry
                decided.add(model)
            elif "undo" in entry.detail and entry.id not in undone:
                yield entry
        if len(found) < PAGE:
            return


def _version_of(entry: Activity) -> tuple[str, int]:
    """The model's name and the version's number that a decision's entry is about."""
    model, _, number = entry.subject.removeprefix("models/").rpartition("/")
    return model, int(number)


def _standing(connection: Any, facts: Facts) -> list[tuple[Any, list[int]]]:
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


def _take_back_runs(_workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    standing = _standing(tx.connection, facts)
    for value, keys in standing:
        if facts["field"] == "deleted":
            trash.unmark(tx, keys)
        else:
            run_changes.put(tx, facts["field"], value, keys)
    return tuple(key for _, keys in standing for key in keys)


def _take_back_steps(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    steps.take_back(workspace, tx, facts)
    return ()


def _take_back_alias(workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
    aliases.take_back(tx, facts, workspace.person.login)
    return ()


def _without_runs(take_back: Callable[[Transaction, Facts], None]) -> TakeBack:
    """A way back that concerns no runs and needs the transaction only."""

    def take(_workspace: Workspace, tx: Transaction, facts: Facts) -> tuple[int, ...]:
        take_back(tx, facts)
        return ()

    return take


_WAYS = {
    "alias": _Way(
        aliases.is_standing,
        _take_back_alias,
        "can't be undone: the label was moved again since.",
        "Put the label where you want it.",
        is_durable=True,
    ),
    "four_eyes": _Way(
        four_eyes.is_switch_standing,
        _without_runs(four_eyes.switch_back),
        "can't be undone: the switch was set again since.",
        "Set it as you want it.",
        is_durable=True,
    ),
    "agreement": _Way(
        four_eyes.is_proposal_standing,
        _without_runs(four_eyes.withdraw),
        "can't be undone: the version was promoted, or the proposal taken back.",
        is_durable=True,
    ),
    "card": _Way(
        model_cards.is_standing,
        _without_runs(model_cards.take_back),
        "can't be undone: the part was written again since.",
        "Write it as you want it.",
        is_durable=True,
    ),
    "comment": _Way(
        comments.is_standing,
        _without_runs(comments.take_back),
        "was undone already.",
        is_durable=True,
    ),
    "rule": _Way(
        rules.is_standing,
        _without_runs(rules.take_back),
        "can't be undone: the rule was changed again since.",
        "Change the rule as you want it.",
    ),
    "steps": _Way(
        steps.is_standing,
        _take_back_steps,
        "can't be undone: the steps were changed again since.",
        "Change the steps as you want them.",
        is_durable=True,
    ),
    "labels": _Way(
        labelling.is_standing, _without_runs(labelling.take_back), "was undone already."
    ),
    "data": _Way(
        dataset_trash.is_standing,
        _without_runs(dataset_trash.take_back),
        "can't be undone: it is back already, the trash was emptied, or a later version was added "
        "without its rows.",
        "Add its file once more: it becomes the next version.",
        is_durable=True,
    ),
}
_OF_RUNS = _Way(
    lambda connection, facts: bool(_standing(connection, facts)),
    _take_back_runs,
    "can't be undone: what it set was changed again since.",
    "Change the runs as you want them.",
)


def _way(facts: Facts) -> _Way:
    """How what an entry's `undo` speaks of is taken back."""
    return next((way for mark, way in _WAYS.items() if mark in facts), _OF_RUNS)


def _record(workspace: Workspace, tx: Transaction, entry: Activity) -> None:
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
        and entry.detail.get("decision", decision.id) == decision.id
    )


def _undo_decision(workspace: Workspace, entry: Activity) -> Undone:
    if not _is_last_decision(workspace, entry):
        raise NeedsYou(
            f"“{entry.sentence}” can't be undone: something was decided after it.",
            "Take the later decision back first.",
        )
    promotion.undo(workspace, _version_of(entry)[0])
    return Undone(entry.id, entry.sentence)
