"""What taking a change back would do, told before it is done.

Each line names a thing, how it is now and how it would be. They are told of the same facts that
`undo_ways` turns back by; a way that is not named here tells the values it kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tidemill.domain import key_ranges
from tidemill.domain.activities import Activity
from tidemill.domain.models import Stage
from tidemill.domain.reference_choices import WORDS, ReferenceKind
from tidemill.services import (
    alert_replays,
    deploying,
    incident_gates,
    muting,
    promotion,
    registry,
    reopening,
    setting_aside,
    withdrawing,
)
from tidemill.services.monitoring import references
from tidemill.services.workspace import Workspace
from tidemill.store import datasets, models, reference_choices, run_changes

Facts = Mapping[str, Any]

MOST_LINES = 12
"""So many things are named one by one; of more it is said how many."""


@dataclass(frozen=True)
class Turn:
    """One thing that taking a change back would turn: how it is now, and how it would be."""

    what: str
    now: str
    then: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def of_decision(workspace: Workspace, name: str) -> tuple[Turn, ...]:
    """What taking the newest decision over a model back would turn."""
    moves = promotion.turned_by_undo(workspace, name)
    found = [Turn(f"{name} v{number}", str(now), str(then)) for number, now, then in moves]
    now = _champion([(number, stage) for number, stage, _ in moves])
    then = _champion([(number, stage) for number, _, stage in moves])
    if now != then:
        model = registry.find(workspace, name).model
        found += [
            Turn(one.name, f"answers with {now}", f"answers with {then}")
            for one in deploying.every(workspace)
            if one.model_id == model.id and one.is_on
        ]
    return _few(found)


def _champion(stages: list[tuple[int, Stage]]) -> str:
    number = next((number for number, stage in stages if stage is Stage.CHAMPION), None)
    return "nothing" if number is None else f"v{number}"


def of_change(workspace: Workspace, entry: Activity) -> tuple[Turn, ...]:
    """What taking back a change that says how to turn it back would turn."""
    facts: Facts = entry.detail["undo"]
    before, after = entry.detail.get("before"), entry.detail.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        names = dict.fromkeys([*after, *before])
        kind = "Label {}" if "alias" in facts else "{}"
        return _few([_turn(kind.format(name), after.get(name), before.get(name)) for name in names])
    for mark, told in _TOLD.items():
        if mark in facts:
            return told(workspace, entry, facts)
    if "field" in facts:
        return _of_runs(workspace, facts)
    return _of_values(facts)


def _of_values(facts: Facts) -> tuple[Turn, ...]:
    """The values that a change kept: of one thing, or by name."""
    now, then = facts.get("to"), facts.get("from")
    if isinstance(now, dict) and isinstance(then, dict):
        return _few([_turn(name, now.get(name), then.get(name)) for name in then])
    return (_turn("The text" if "card" in facts else "It", now, then),)


def _of_runs(workspace: Workspace, facts: Facts) -> tuple[Turn, ...]:
    found = []
    for value, ranges in facts["from"]:
        keys = key_ranges.from_text(ranges)
        who = f"{len(keys):,} runs"
        if len(keys) == 1:
            with workspace.store.read() as connection:
                known = run_changes.values_of(connection, keys, "name")
            who = str(known.get(keys[0], "1 run"))
        if facts["field"] == "deleted":
            found.append(Turn(who, "in the trash", "back"))
        else:
            found.append(_turn(f"{_titled(facts['field'])} of {who}", facts["to"], value))
    return _few(found)


def _of_steps(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    dataset = facts["dataset"]
    return (
        Turn(f"Steps of {dataset}", "as changed", "as before the change"),
        Turn(f"Columns of {dataset} as models see them", "as they are", "prepared anew"),
    )


def _of_version(workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    with workspace.store.read() as connection:
        version = datasets.version_of_id(connection, facts[withdrawing.MARK])
    label = "The version" if version is None else version.label
    return Turn(label, "the newest", "in the trash"), Turn("Its files", "taken in", "set aside")


def _one(what: str, now: str, then: str) -> "Told":
    """A way whose change is one thing with two states; `what` may name facts."""

    def told(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
        return (Turn(what.format(**facts), now, then),)

    return told


def _either(what: str, mark: str, words: tuple[str, str]) -> "Told":
    """A way whose change is a switch: `words` for on and off."""

    def told(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
        now, then = words if facts[mark] else words[::-1]
        return (Turn(what.format(**facts), now, then),)

    return told


def _of_comment(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    now, then = ("removed", "shown") if facts["is_removed"] else ("shown", "removed")
    return (Turn("The comment", now, then),)


def _of_data(workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    with workspace.store.read() as connection:
        dataset = datasets.of_id(connection, facts["data"])
        keys = facts["versions"] or ()
        versions = [datasets.version_of_id(connection, key) for key in keys]
    names = [one.label for one in versions if one is not None]
    who = ", ".join(names) or ("The dataset" if dataset is None else dataset.name)
    return (Turn(who, "in the trash", "back"),)


def _of_reference(workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    name = facts["model"]
    with workspace.store.read() as connection:
        model = models.find(connection, name)
        choices = [] if model is None else reference_choices.of_model(connection, model.id)
    standing = [one.words for one in choices if one.undone_at is None]
    before = standing[-2] if len(standing) > 1 else WORDS[ReferenceKind.TRAINING]
    return (Turn(f"{name} is compared with", standing[-1] if standing else "", before),)


def _of_muting(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    now, then = ("muted" if facts[when] else "listened to" for when in ("after", "before"))
    if now == then:
        now, then = "muted as set last", "muted as before"
    return (Turn(f"Column {facts[muting.UNDO]} of {facts['model']}", now, then),)


def _of_aside(_workspace: Workspace, _entry: Activity, facts: Facts) -> tuple[Turn, ...]:
    found = []
    for name, one, many in (("watches", "folder", "folders"), ("files", "file", "files")):
        n = len(facts.get(name, ()))
        if n:
            now, then = ("paused", "watched") if name == "watches" else ("set aside", "taken in")
            found.append(Turn(f"{n:,} {one if n == 1 else many}", now, then))
    return _few(found) or (Turn("What was set aside", "aside", "back"),)


Told = Callable[[Workspace, Activity, Facts], tuple[Turn, ...]]

_TOLD: dict[str, Told] = {
    "agreement": _one("The proposal", "stands", "withdrawn"),
    withdrawing.MARK: _of_version,
    reopening.MARK: _one("Alert {alert}", "closed", "open"),
    "kpi": _one("The figures of the file", "counted", "left out"),
    "comment": _of_comment,
    "steps": _of_steps,
    alert_replays.UNDO: _one("The mark of {model}", "kept", "gone"),
    incident_gates.UNDO: _either("The gate of {of}", "to", ("on", "off")),
    muting.UNDO: _of_muting,
    setting_aside.UNDO: _of_aside,
    references.UNDO: _of_reference,
    "labels": _one("The labels of {dataset}", "given", "taken away"),
    "data": _of_data,
}


def _turn(name: str, now: Any, then: Any) -> Turn:
    return Turn(_titled(name), _said(now), _said(then))


def _titled(name: str) -> str:
    words = name.replace("_", " ").replace(":", " ", 1)
    return words[:1].upper() + words[1:]


def _said(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{_titled(str(k))} {_said(v)}" for k, v in value.items()) or "none"
    return str(value)


def _few(turns: list[Turn]) -> tuple[Turn, ...]:
    """Those that would turn, the first ones named."""
    found = [turn for turn in turns if turn.now != turn.then]
    if len(found) <= MOST_LINES:
        return tuple(found)
    rest = len(found) - MOST_LINES + 1
    return (*found[: MOST_LINES - 1], Turn(f"{rest:,} more", "as changed", "as before"))
