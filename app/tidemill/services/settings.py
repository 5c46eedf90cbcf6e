"""What can be set, to what, and what it is now: for a workspace, and for this computer."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.base import own_options
from tidemill.base.errors import NeedsYou
from tidemill.domain.options import every as options
from tidemill.domain.options.option import Kept, Option, Value
from tidemill.services.workspace import Workspace
from tidemill.store import activities, settings
from tidemill.store.engine import Transaction

UNDO = "setting"


def every(workspace: Workspace) -> list[dict[str, Any]]:
    """All options as plain JSON: key, title, value, default, what it may be, what it is for."""
    return [told(one, value) for one, value in values(workspace, options.EVERY).items()]


def values(workspace: Workspace, wanted: Sequence[Option]) -> dict[Option, Value]:
    """What some options are now."""
    own = own_options.read()
    with workspace.store.read() as connection:
        return {
            one: one.sound(own.get(one.key, one.default))
            if one.kept is Kept.COMPUTER
            else _stored(connection, one)
            for one in wanted
        }


def find(workspace: Workspace, key: str) -> dict[str, Any]:
    """One option; an unknown key raises `NotThere`."""
    one = options.find(key)
    return told(one, values(workspace, (one,))[one])


def put(workspace: Workspace, key: str, text: str) -> dict[str, Any]:
    """Set an option; a value it can't have, or somebody who may not, raises `NeedsYou`."""
    one = options.find(key)
    choose(workspace, {one: one.parsed(text)})
    return find(workspace, key)


def find_own(key: str) -> dict[str, Any]:
    """An option of this computer; no workspace is asked."""
    one = options.find(key)
    return told(one, one.sound(own_options.read().get(key, one.default)))


def put_own(key: str, text: str) -> dict[str, Any]:
    """Set an option of this computer; no workspace is asked."""
    one = options.find(key)
    choose_own({one: one.parsed(text)})
    return find_own(key)


def choose_own(wanted: Mapping[Option, Value]) -> None:
    """Set options of this computer; a default is kept as nothing."""
    own_options.put({o.key: None if v == o.default else v for o, v in wanted.items()})


def choose(workspace: Workspace, wanted: Mapping[Option, Value]) -> bool:
    """Set options as one change, which Activity tells and can undo; False where all was so already.

    `NeedsYou` where a value can't be, or who acts may not change one.
    """
    for one, value in wanted.items():
        if not one.accepts(value):
            raise NeedsYou(f"{one.key} can't be {one.shown(value)}.", f"Choose {one.may_be}.")
    own = {one: value for one, value in wanted.items() if one.kept is Kept.COMPUTER}
    shared = {one: value for one, value in wanted.items() if one.kept is Kept.WORKSPACE}
    changed = False
    if shared:
        if why := next(filter(None, (one.why_not(workspace.person) for one in shared)), ""):
            raise NeedsYou(why, "Ask an approver.")
        with workspace.store.write(durable=True) as tx:
            changed = _chosen(workspace, tx, shared)
    if own:
        choose_own(own)
    return changed or bool(own)


def _chosen(workspace: Workspace, tx: Transaction, wanted: Mapping[Option, Value]) -> bool:
    before = {one: _stored(tx.connection, one) for one in wanted}
    changed = {one: value for one, value in wanted.items() if before[one] != value}
    for one, value in changed.items():
        settings.put(tx, one.key, value)
    if not changed:
        return False
    first = next(iter(changed))
    said = ", ".join(
        f"{one.key} to {one.shown(value) or 'nothing'}" for one, value in changed.items()
    )
    was = {one.key: before[one] for one in changed}
    to = {one.key: value for one, value in changed.items()}
    activities.add(
        tx,
        by=workspace.person.login,
        kind="setting",
        subject=f"settings/{first.key if len(changed) == 1 else first.section}",
        sentence=f"set {said}",
        detail={"undo": {UNDO: {}, "from": was, "to": to}, "before": was, "after": to},
    )
    return True


def _stored(connection: Any, one: Option) -> Value:
    return one.sound(settings.get(connection, one.key, one.default))


def told(one: Option, value: Value) -> dict[str, Any]:
    """An option and its value as plain JSON."""
    return {
        "key": one.key,
        "title": one.title,
        "value": one.told(value),
        "default": one.told(one.default),
        "choices": ["on", "off"] if one.is_switch else [c.value for c in one.choices],
        "may_be": one.may_be,
        "kept": str(one.kept),
        "help": one.help,
    }


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether all that was set is still so."""
    return all(_stored(connection, options.find(k)) == value for k, value in facts["to"].items())


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Set again what was set before."""
    for key, value in facts["from"].items():
        settings.put(tx, key, value)
