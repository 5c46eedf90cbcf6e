"""Notices on a person's desktop: each is shown once, whatever windows ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tidemill.domain.alert_rules import OWNER
from tidemill.domain.channels import Channel, ChannelKind, DeliveryState, is_meant
from tidemill.services import channels, deliveries, ways_back
from tidemill.services.workspace import Workspace
from tidemill.store import channels as rows
from tidemill.store import incidents
from tidemill.store.incidents import Notice


@dataclass(frozen=True)
class Shown:
    """A notice for a person's desktop; `address` is where it leads.

    `incident_id` is what it can open and snooze, and `roll_back_to` the version its model can go
    back to, where there is one.
    """

    id: int
    incident_id: int | None
    model: str
    severity: str
    title: str
    words: str
    roll_back_to: int | None = None
    kind: str = "incident"
    address: str = ""


def for_desktop(workspace: Workspace) -> list[Shown]:
    """What is to be shown on the desktop of the person acting, each once, whatever windows ask."""
    me = workspace.person.login
    desktops = [
        one for one in channels.every(workspace) if one.kind is ChannelKind.DESKTOP and one.is_on
    ]
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        if not any(deliveries.untold(connection, one, now, me) for one in desktops):
            return []
    shown: dict[int, Shown] = {}
    with workspace.store.write(durable=True) as tx:
        known = deliveries.approvers(tx.connection)
        for one in desktops:
            made = []
            for notice in deliveries.untold(tx.connection, one, now, me):
                why_not = deliveries.why_untold(tx.connection, one, notice, known)
                if why_not is None and not is_mine(tx.connection, me, notice, known):
                    why_not = "Somebody else was to be told."
                state = DeliveryState.SENT if why_not is None else DeliveryState.SKIPPED
                made.append(
                    {
                        "notice_id": notice.id,
                        "channel_id": one.id,
                        "person": me,
                        "state": str(state),
                        "attempts": 1,
                        "due_at": now,
                        "ended_at": now,
                        "answer": why_not or f"Shown to {me}.",
                    }
                )
                if why_not is None:
                    shown[notice.id] = _shown(tx.connection, notice)
            if made:
                rows.add_deliveries(tx, made)
    return [shown[key] for key in sorted(shown)]


def is_mine(connection: Any, me: str, notice: Notice, approvers: Sequence[str]) -> bool:
    """Whether a person is among those told; what nobody owns yet is told to the approvers."""
    incident = notice.incident_id
    owner = "" if incident is None else rows.incident_facts(connection, incident)[0]
    mine = Channel(0, "", ChannelKind.DESKTOP, "", for_whom=me)
    if not owner and set(notice.tells) == {OWNER}:  # nobody has taken it yet
        return me in approvers
    return is_meant(mine, notice.tells, owner=owner, approvers=approvers)


def _shown(connection: Any, notice: Notice) -> Shown:
    told = (notice.severity, notice.title, notice.words)
    if notice.incident_id is None:
        kind, place = notice.kind, notice.address
        return Shown(notice.id, None, "", *told, kind=kind, address=place)
    found = incidents.find(connection, notice.incident_id)
    model = "" if found is None else found.model
    back = None if found is None else ways_back.way_back(connection, found)
    return Shown(notice.id, notice.incident_id, model, *told, back, address=notice.place)
