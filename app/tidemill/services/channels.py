"""Channels by which people are told: made, changed, switched, removed; their secrets kept.

The address of a message channel (a mailbox's password, a webhook's token) stands in the system's
keyring of the computer it was given on, or in an environment variable, never in the store.
"""

import os
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tidemill.base import programs
from tidemill.base.errors import NeedsYou, NotThere
from tidemill.base.ids import new_id
from tidemill.base.zones import zone
from tidemill.domain import notices
from tidemill.domain.alert_rules import APPROVERS, EVERYONE
from tidemill.domain.channels import Channel, ChannelKind
from tidemill.domain.trigger_limits import hours
from tidemill.services import sending
from tidemill.services.passwords import SERVICE
from tidemill.services.workspace import Workspace
from tidemill.store import activities, people
from tidemill.store import channels as rows
from tidemill.store.engine import Transaction

UNDO = "channel"
DESKTOP = "desktop"
OFF = "The channel was switched off."
REMOVED = "The channel was removed."
_ACCOUNT = "account"
_CHANGEABLE = ("name", "least", "for_whom", "quiet", "zone", "is_on", "kinds")


def every(workspace: Workspace) -> list[Channel]:
    """All channels; the desktop is one from the start."""
    with workspace.store.read() as connection:
        if rows.had_desktop(connection):
            return rows.every(connection)
    with workspace.store.write() as tx:
        if not rows.had_desktop(tx.connection):
            desktop = Channel(0, DESKTOP, ChannelKind.DESKTOP, "Notices of this computer")
            rows.insert(tx, desktop, by=workspace.person.login)
        return rows.every(tx.connection)


def one(workspace: Workspace, name: str) -> Channel:
    """A channel by its name or number; raises `NotThere`."""
    for found in every(workspace):
        if name in (found.name, str(found.id)):
            return found
    raise NotThere("channel", name)


def add(workspace: Workspace, name: str, kind: ChannelKind, address: str, **values: Any) -> Channel:
    """Make a channel; `values` are any of least, for_whom, quiet and zone.

    What it cannot be raises `NeedsYou`, also where the system has no keyring for its address and
    no environment variable holds it.
    """
    address = address.strip()
    every(workspace)  # the desktop comes first
    made = Channel(0, name.strip(), kind, address, **values)
    if kind is ChannelKind.MESSAGE:
        made = _with_secret(made, address)
    elif kind is ChannelKind.DESKTOP:
        made = replace(made, address="Notices of this computer")
    else:
        made = replace(made, computer=programs.host())
        if kind is ChannelKind.COMMAND:
            sending.split_command(address)
        elif not Path(address).parent.is_dir() or not Path(address).is_absolute():
            raise NeedsYou(
                f"{address or 'This'} is no file that can be written to.",
                "Name a file by its whole path, in a folder that is there.",
            )
    with workspace.store.write(durable=True) as tx:
        made = replace(_judged(tx, made), since=rows.last_notice(tx.connection))
        made = replace(made, id=rows.insert(tx, made, by=workspace.person.login))
        undo = {UNDO: made.id, "from": {"removed": True}, "to": {"removed": False}}
        _tell(workspace, tx, made, "added the channel", undo)
    return made


def change(workspace: Workspace, name: str, /, **values: Any) -> Channel:
    """Change a channel's name, least, for_whom, quiet, zone, is_on or kinds, or a message's
    address."""
    found = one(workspace, name)
    address = values.pop("address", None)
    changed = replace(found, **values)
    if address is not None:
        if found.kind is not ChannelKind.MESSAGE:
            raise NeedsYou(
                f"The channel {found.name} leads to {found.address} and nowhere else.",
                "Add another channel and remove this one.",
            )
        changed = _with_secret(changed, address.strip())
    with workspace.store.write(durable=True) as tx:
        changed = _judged(tx, changed)
        if changed == found:
            return found
        if changed.is_on and not found.is_on:  # what happened meanwhile is no news
            changed = replace(changed, since=rows.last_notice(tx.connection))
        rows.update(tx, changed)
        dropped = [] if changed.is_on else rows.skip_waiting(tx, found.id, OFF)
        before, now = _plain(found), _plain(changed)
        names = [n for n in now if now[n] != before[n]]
        undo = {
            UNDO: found.id,
            "from": {n: before[n] for n in names},
            "to": {n: now[n] for n in names},
            "dropped": dropped,
        }
        verb = "changed the channel"
        if names == ["is_on"]:
            verb = "switched on the channel" if changed.is_on else "switched off the channel"
        _tell(workspace, tx, changed, verb, undo if names else None)
    return changed


def remove(workspace: Workspace, name: str) -> Channel:
    """Remove a channel; what waits on it is not sent, what it sent stays in the log.

    Its secret stays for an undo.
    """
    found = one(workspace, name)
    with workspace.store.write(durable=True) as tx:
        rows.set_removed(tx, found.id, True)
        dropped = rows.skip_waiting(tx, found.id, REMOVED)
        undo = {UNDO: found.id, "from": {"removed": False}, "to": {"removed": True}}
        _tell(workspace, tx, found, "removed the channel", {**undo, "dropped": dropped})
    return found


def check_on(connection: Any, channel_id: int) -> None:
    """Raise `NeedsYou` where a channel sends nothing: it was switched off, or removed."""
    known = {one.id: one for one in rows.every(connection)}
    if channel_id not in known:
        raise NeedsYou(REMOVED, "Undo that, or add it again.")
    if not known[channel_id].is_on:
        raise NeedsYou(OFF, "Switch it on again first.")


def secret_of(channel: Channel) -> str | None:
    """The whole address of a message channel, where this computer knows it."""
    import keyring
    from keyring.errors import KeyringError

    if (given := os.environ.get(sending.variable(channel.name))) is not None:
        return given
    account = channel.settings.get(_ACCOUNT)
    if account is None:
        return channel.address
    try:
        return keyring.get_password(SERVICE, account)
    except KeyringError:
        return None


def _with_secret(one: Channel, url: str) -> Channel:
    """The channel with an address that may be shown; the whole one goes into the keyring."""
    import keyring
    from keyring.errors import KeyringError

    shown, has_secret = sending.shown_address(url)
    if not has_secret:
        return replace(one, address=url, settings={})
    account = f"channel {new_id()}"
    try:
        keyring.set_password(SERVICE, account, url)
    except KeyringError:
        if os.environ.get(sending.variable(one.name)) != url:
            raise NeedsYou(
                "This computer has no keyring to keep the address in, and the workspace keeps no "
                "secrets.",
                f"Set {sending.variable(one.name)} to the address where the worker runs, then add "
                "the channel again.",
            ) from None
    return replace(one, address=shown, settings={_ACCOUNT: account})


def _judged(tx: Transaction, one: Channel) -> Channel:
    if not one.name or len(one.name) > 64:
        raise NeedsYou("A channel needs a name of up to 64 characters.", "Give it one.")
    same = [o for o in rows.every(tx.connection) if o.name == one.name and o.id != one.id]
    if same or one.name.isdecimal():
        raise NeedsYou(f"{one.name} can't be this channel's name.", "Choose one not in use.")
    logins = {person.login for person in people.every(tx.connection)}
    if one.for_whom not in (EVERYONE, APPROVERS) and one.for_whom not in logins:
        raise NeedsYou(
            f"Nobody here is called {one.for_whom}.",
            f"Choose {EVERYONE}, {APPROVERS}, or a person by the login.",
        )
    if one.quiet:
        begin, end = hours(one.quiet)
        one = replace(one, quiet=(f"{begin:%H:%M}", f"{end:%H:%M}"))
    zone(one.zone)
    if one.kinds is not None:
        one = replace(one, kinds=_known_kinds(one.kinds))
    return one


def _known_kinds(kinds: Collection[str]) -> tuple[str, ...]:
    known = [str(kind.id) for kind in notices.KINDS]
    if unknown := [str(kind) for kind in kinds if str(kind) not in known]:
        raise NeedsYou(
            f"There are no notices of the kind {unknown[0]}.", f"Kinds are {', '.join(known)}."
        )
    return tuple(kind for kind in known if kind in kinds)


def _plain(one: Channel) -> dict[str, Any]:
    said = {name: getattr(one, name) for name in _CHANGEABLE}
    kinds = None if one.kinds is None else list(one.kinds)
    return {**said, "least": str(one.least), "quiet": list(one.quiet), "kinds": kinds}


def _tell(
    workspace: Workspace, tx: Transaction, one: Channel, verb: str, undo: dict[str, Any] | None
) -> None:
    detail: dict[str, Any] = {"channel": one.to_dict()}
    activities.add(
        tx,
        by=workspace.person.login,
        kind="channel",
        subject="settings/notifications",
        sentence=f"{verb} {one.name}",
        note=one.address,
        detail=detail if undo is None else {**detail, "undo": undo},
    )


def is_standing(connection: Any, facts: Mapping[str, Any]) -> bool:
    """Whether a change, as its entry in Activity tells it, was not overtaken since."""
    now = rows.find(connection, facts[UNDO])
    if now is None:
        return False
    is_removed = now.id not in {one.id for one in rows.every(connection)}
    state = {**_plain(now), "removed": is_removed}
    return all(state[name] == value for name, value in facts["to"].items())


def take_back(tx: Transaction, facts: Mapping[str, Any]) -> None:
    """Put a channel back as it was before a change, and what waited on it with it."""
    before = dict(facts["from"])
    if "removed" in before:
        rows.set_removed(tx, facts[UNDO], before["removed"])
    else:
        _put_back(tx, facts[UNDO], before)
    rows.let_wait(tx, facts.get("dropped", ()))
    for now_gone, words in ((before.get("removed"), REMOVED), (before.get("is_on") is False, OFF)):
        if now_gone:
            rows.skip_waiting(tx, facts[UNDO], words)


def _put_back(tx: Transaction, channel_id: int, before: dict[str, Any]) -> None:
    found = rows.find(tx.connection, channel_id)
    assert found is not None
    if "quiet" in before:
        before["quiet"] = tuple(before["quiet"])
    if before.get("kinds") is not None:
        before["kinds"] = tuple(before["kinds"])
    rows.update(tx, replace(found, **before))
