"""Taking a change back, one's own or the worker's: of runs (tags, pins, stars, colours, notes,
names, archive, delete), rules, steps, labels and versions of datasets, decisions over model
versions, alerts, what people add to those, and what models are worth.

A change is taken back unless it was overtaken: what it set has been changed again since. What the
worker did (a promotion by itself, a version from a watched folder, an alert that it closed) anybody
may take back by its number; without one the person's own newest goes. Taking back is itself an
entry of the activity; it is not taken back in turn.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from tidemill.base.errors import NeedsYou
from tidemill.domain.activities import Activity
from tidemill.domain.models import DecisionKind
from tidemill.domain.people import WORKER
from tidemill.services import promotion, undo_previews, undo_ways
from tidemill.services.undo_ways import way_of
from tidemill.services.workspace import Workspace
from tidemill.store import activities
from tidemill.store.engine import Transaction

T = TypeVar("T")

LOOKED_BACK = 5_000
"""How many of a person's entries are looked through for one that can be taken back."""

LOOKED_BACK_AT_WORKER = 500
"""How many of the worker's are listed at most: it does more, and little of it stands for long."""

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
    by: str = ""


@dataclass(frozen=True)
class Undone:
    """What was taken back, the runs it concerned, and the entry that says so."""

    id: int
    words: str
    keys: tuple[int, ...] = ()


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a deed gave back, and the change it was where it can be taken back."""

    found: T
    change: Undoable | None


def do(workspace: Workspace, deed: Callable[[Workspace], T]) -> Done[T]:
    """Do something, and find the change it was: an Undo offered for it must take back no other."""
    before = last(workspace)
    found = deed(workspace)
    after = last(workspace)
    is_new = after is not None and (before is None or after.id > before.id)
    return Done(found, after if is_new else None)


def last(workspace: Workspace) -> Undoable | None:
    """The newest change of the person acting that can be taken back."""
    return next(_undoable(workspace), None)


def every(workspace: Workspace, limit: int = 20) -> tuple[Undoable, ...]:
    """The changes of the person acting that can be taken back, newest first."""
    return tuple(islice(_undoable(workspace), limit))


def timeline(workspace: Workspace, limit: int = 20) -> tuple[Undoable, ...]:
    """What the person acting and the worker did that can be taken back, newest first."""
    own = islice(_undoable(workspace), limit)
    by_worker = islice(_undoable(workspace, WORKER.login, LOOKED_BACK_AT_WORKER), limit)
    return tuple(sorted((*own, *by_worker), key=lambda one: -one.id)[:limit])


@dataclass(frozen=True)
class Change:
    """An entry of the timeline of all changes; `why_not` is empty where it can be taken back."""

    id: int
    at: str
    by: str
    words: str
    why_not: str

    @property
    def can_undo(self) -> bool:
        """Whether the person acting can take it back."""
        return not self.why_not

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self) | {"can_undo": self.can_undo}


def newest(workspace: Workspace) -> Change | None:
    """The person's newest change that stands, with why it can't be taken back where it can't.

    What was taken back does not count, nor does routine without a way back, such as a view that
    was kept.
    """
    entry = _newest_standing(workspace)
    if entry is None:
        return None
    why_not = reasons(workspace, [entry])[entry.id]
    return Change(entry.id, entry.at, entry.by, entry.sentence, why_not)


def _newest_standing(workspace: Workspace) -> Activity | None:
    taken_back: set[int] = set()
    for offset in range(0, LOOKED_BACK, PAGE):
        with workspace.store.read() as connection:
            found = activities.recent(
                connection, by=workspace.person.login, limit=PAGE, offset=offset
            )
            undone = activities.undone(connection, [entry.id for entry in found])
        for entry in found:
            if entry.kind == "undo":
                taken_back.add(entry.detail.get("decision", 0))
            elif entry.kind in _DECISIONS and entry.detail.get("decision") in taken_back:
                continue
            elif entry.id not in undone and (kind_of(entry) or not entry.is_routine):
                return entry
        if len(found) < PAGE:
            return None
    return None


def whole_timeline(workspace: Workspace, limit: int = 50) -> tuple[Change, ...]:
    """Everything that anybody did, newest first, with why it can't be taken back where so."""
    with workspace.store.read() as connection:
        found = activities.recent(connection, limit=limit)
    why_not = reasons(workspace, found)
    return tuple(Change(e.id, e.at, e.by, e.sentence, why_not[e.id]) for e in found)


def reasons(workspace: Workspace, entries: Sequence[Activity]) -> dict[int, str]:
    """Why each of some entries can't be taken back, by its number; empty where it can."""
    with workspace.store.read() as connection:
        undone = activities.undone(connection, [entry.id for entry in entries])
    return {entry.id: _why_not(workspace, entry, undone) for entry in entries}


def open_entries(workspace: Workspace, limit: int = 100) -> tuple[Activity, ...]:
    """The entries that the person acting can take back, own ones and the worker's, newest first."""
    own = islice(_standing(workspace), limit)
    by_worker = islice(_standing(workspace, WORKER.login, LOOKED_BACK_AT_WORKER), limit)
    return tuple(sorted((*own, *by_worker), key=lambda entry: -entry.id)[:limit])


@dataclass(frozen=True)
class Preview:
    """What taking a change back would do; `why_not` is empty where it can be."""

    id: int
    words: str
    why_not: str
    turns: tuple[undo_previews.Turn, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        turns = [turn.to_dict() for turn in self.turns]
        return {"id": self.id, "words": self.words, "why_not": self.why_not, "turns": turns}


def preview(workspace: Workspace, entry_id: int | None = None) -> Preview:
    """Tell what `undo` of an entry would change, and change nothing; of the newest if none is
    named.

    Raises `NeedsYou` where there is no such entry.
    """
    wanted = _newest(workspace) if entry_id is None else entry_id
    with workspace.store.read() as connection:
        entry = activities.find(connection, wanted)
    if entry is None:
        raise NeedsYou(f"There is no change {wanted}.", "Look at the list of changes.")
    why_not = reasons(workspace, [entry])[wanted]
    if why_not:
        return Preview(wanted, entry.sentence, why_not)
    if entry.kind in _DECISIONS:
        turns = undo_previews.of_decision(workspace, _version_of(entry)[0])
    else:
        turns = undo_previews.of_change(workspace, entry)
    return Preview(wanted, entry.sentence, "", turns)


def _newest(workspace: Workspace) -> int:
    """The newest change that can be taken back; `NeedsYou` where there is none."""
    newest = last(workspace)
    if newest is None:
        raise NeedsYou("There is nothing to undo.", "")
    return newest.id


def _why_not(workspace: Workspace, entry: Activity, undone: frozenset[int]) -> str:
    if entry.kind == "undo":
        return "It took something back; make that change anew."
    if entry.id in undone:
        return "It was taken back already."
    if entry.kind not in _DECISIONS and "undo" not in entry.detail:
        return "Nothing is kept by which it could be taken back."
    if entry.by not in (workspace.person.login, WORKER.login):
        return f"It is {entry.by}'s to take back."
    if entry.kind in _DECISIONS:
        is_last = _is_last_decision(workspace, entry)
        return "" if is_last else "Something was decided after it, or it was taken back."
    facts = entry.detail["undo"]
    way = way_of(facts)
    with workspace.store.read() as connection:
        if way.is_standing(connection, facts):
            return ""
        words = way.told(connection, facts).removeprefix("can't be undone: ")
        return f"{words[:1].upper()}{words[1:]}"


def undo(workspace: Workspace, id: int | None = None) -> Undone:  # noqa: A002  the entry's name
    """Take a change back, the newest that can be if none is named.

    Raises `NeedsYou` where there is none, or the one named was overtaken or taken back before.
    """
    wanted = _newest(workspace) if id is None else id
    every_entry = chain(_entries(workspace), _entries(workspace, WORKER.login))
    entry = next((one for one in every_entry if one.id == wanted), None)
    if entry is None:
        raise NeedsYou(
            f"Change {wanted} can't be undone.",
            f"Only your own newest {LOOKED_BACK:,} changes and the worker's can, each once.",
        )
    if entry.kind in _DECISIONS:
        return _undo_decision(workspace, entry)
    facts = entry.detail["undo"]
    way = way_of(facts)
    with workspace.store.write(durable=way.is_durable) as tx:
        if not way.is_standing(tx.connection, facts):
            raise NeedsYou(f"“{entry.sentence}” {way.told(tx.connection, facts)}", way.hint)
        keys = way.take_back(workspace, tx, facts)
        _record(workspace, tx, entry)
    return Undone(entry.id, entry.sentence, keys)


def _undoable(
    workspace: Workspace, by: str = "", looked_back: int = LOOKED_BACK
) -> Iterator[Undoable]:
    for entry in _standing(workspace, by, looked_back):
        yield Undoable(entry.id, entry.sentence, entry.at, entry.by)


def _standing(
    workspace: Workspace, by: str = "", looked_back: int = LOOKED_BACK
) -> Iterator[Activity]:
    """Entries whose change stands and was not overtaken."""
    for entry in _entries(workspace, by, looked_back):
        if entry.kind in _DECISIONS:
            is_open = _is_last_decision(workspace, entry)
        else:
            facts = entry.detail["undo"]
            with workspace.store.read() as connection:
                is_open = way_of(facts).is_standing(connection, facts)
        if is_open:
            yield entry


def kinds() -> tuple[str, ...]:
    """Every kind of change that can be taken back: decisions, and those of `undo_ways`."""
    return (*_DECISIONS, *undo_ways.kinds())


def kind_of(entry: Activity) -> str:
    """Which of `kinds` an entry tells of; empty where it is none."""
    if entry.kind in _DECISIONS:
        return entry.kind
    return undo_ways.kind_of(entry.detail["undo"]) if "undo" in entry.detail else ""


def _entries(
    workspace: Workspace, by: str = "", looked_back: int = LOOKED_BACK
) -> Iterator[Activity]:
    """Entries of the person, or of whom is named, that say how to turn them back and were not
    yet, newest first."""
    decided: set[str] = set()
    login = by or workspace.person.login
    for offset in range(0, looked_back, PAGE):
        with workspace.store.read() as connection:
            found = activities.recent(connection, by=login, limit=PAGE, offset=offset)
            undone = activities.undone(connection, [entry.id for entry in found])
        for entry in found:
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
