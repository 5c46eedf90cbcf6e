"""What people choose about being told as a whole: when each kind is told, one message for several,
quiet hours of all channels, and back to how it was from the start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tidemill.domain.channels import Channel
from tidemill.domain.notices import KINDS, NoticeKind, When
from tidemill.domain.trigger_limits import hours
from tidemill.services import channels, digests, noticing
from tidemill.services.workspace import Workspace
from tidemill.store import activities, settings
from tidemill.store import channels as rows
from tidemill.store.engine import Transaction

UNDO = "notices"
_OF_CHANNEL = ("kinds", "quiet", "zone")


@dataclass(frozen=True)
class NoticeChoices:
    """When each kind is told, and whether several notices become one message."""

    when: Mapping[NoticeKind, When]
    is_digested: bool


def shown(workspace: Workspace) -> NoticeChoices:
    """What is chosen now."""
    with workspace.store.read() as connection:
        when = {kind.id: noticing.when(connection, kind.id) for kind in KINDS}
        return NoticeChoices(when, bool(settings.get(connection, digests.SETTING, True)))


def set_when(workspace: Workspace, kind: NoticeKind, when: When) -> bool:
    """Say when a kind is told; False where that is so already, as of the others."""
    title = next(one.title for one in KINDS if one.id is kind)
    return _choose(workspace, f'chose that "{title}" is told {when}', values=_when(kind, when))


def set_digest(workspace: Workspace, is_on: bool) -> bool:
    """Let several notices within ten minutes become one message, or each be its own."""
    words = "several notices within ten minutes are one message" if is_on else "each notice is told"
    return _choose(workspace, f"chose that {words}", values={digests.SETTING: is_on})


def set_quiet(workspace: Workspace, quiet: tuple[str, ...], zone: str) -> bool:
    """Give all channels the same quiet hours; empty for none."""
    if quiet:
        begin, end = hours(quiet)
        quiet = (f"{begin:%H:%M}", f"{end:%H:%M}")
    said = f"from {quiet[0]} to {quiet[1]}" if quiet else "never"
    wanted = {"quiet": quiet, **({"zone": zone} if quiet else {})}
    return _choose(workspace, f"chose that all channels are quiet {said}", of_each=wanted)


def reset(workspace: Workspace) -> bool:
    """Tell what each way tells from the start, when it is told from the start, at any hour."""
    usual = {key: value for kind in KINDS for key, value in _when(kind.id, kind.usual).items()}
    return _choose(
        workspace,
        "put notifications back to their defaults",
        values={**usual, digests.SETTING: True},
        of_each={"kinds": None, "quiet": ()},
    )


def _when(kind: NoticeKind, when: When) -> dict[str, Any]:
    is_fixed = next(one.is_urgent for one in KINDS if one.id is kind)
    return {} if is_fixed else {noticing.when_key(kind): str(when)}


def _usual(key: str) -> Any:
    usual = {noticing.when_key(kind.id): str(kind.usual) for kind in KINDS}
    return usual.get(key, True)


def _choose(
    workspace: Workspace,
    sentence: str,
    *,
    values: Mapping[str, Any] | None = None,
    of_each: Mapping[str, Any] | None = None,
) -> bool:
    """Set settings, and values of every channel, as one change; False where nothing changes."""
    channels.every(workspace)  # the desktop is one from the start
    with workspace.store.write(durable=True) as tx:
        undo: dict[str, Any] = {UNDO: {}, "from": {}, "to": {}, "channels": {}}
        for key, value in (values or {}).items():
            before = settings.get(tx.connection, key, _usual(key))
            if before != value:
                settings.put(tx, key, value)
                undo["from"][key], undo["to"][key] = before, value
        for one in rows.every(tx.connection) if of_each else ():
            changed = replace(one, **(of_each or {}))
            if changed != one:
                rows.update(tx, changed)
                undo["channels"][str(one.id)] = {
                    "name": one.name,
                    "from": _plain(one),
                    "to": _plain(changed),
                }
        if not undo["to"] and not undo["channels"]:
            return False
        activities.add(
            tx,
            by=workspace.person.login,
            kind="channel",
            subject="settings/notifications",
            sentence=sentence,
            detail={"undo": undo, **_told(undo)},
        )
    return True


def _told(undo: Mapping[str, Any]) -> dict[str, Any]:
    """What was and is chosen, by names for people."""
    told: dict[str, Any] = {}
    for side, name in (("from", "before"), ("to", "after")):
        told[name] = dict(undo[side])
        for said in undo["channels"].values():
            told[name] |= {f"{said['name']}: {k}": v for k, v in said[side].items()}
    return told


def _plain(one: Channel) -> dict[str, Any]:
    kinds = None if one.kinds is None else list(one.kinds)
    return {"kinds": kinds, "quiet": list(one.quiet), "zone": one.zone}


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether all that was chosen is still so."""
    if any(settings.get(connection, k, _usual(k)) != value for k, value in facts["to"].items()):
        return False
    known = {one.id: one for one in rows.every(connection)}
    return all(
        int(key) in known and _plain(known[int(key)]) == said["to"]
        for key, said in facts["channels"].items()
    )


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Choose again what was chosen before."""
    for key, value in facts["from"].items():
        settings.put(tx, key, value)
    for key, said in facts["channels"].items():
        found = rows.find(tx.connection, int(key))
        assert found is not None
        before = dict(said["from"])
        before["quiet"] = tuple(before["quiet"])
        before["kinds"] = None if before["kinds"] is None else tuple(before["kinds"])
        rows.update(tx, replace(found, **{name: before[name] for name in _OF_CHANNEL}))
