"""The notification centre: what a person is told, what of it was read, what can be done at once.

An entry and its card on Home are the same thing: what was put off there counts as read here, what
is put off here leaves Home.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from tidemill.base.clock import from_iso
from tidemill.base.errors import NeedsYou
from tidemill.domain.alerts import Severity
from tidemill.domain.incidents import Incident
from tidemill.domain.models import ModelVersion
from tidemill.services import deliveries, desktop_notices, home, incidents, promotion, ways_back
from tidemill.services.workspace import Workspace
from tidemill.store import activities, seen_notices, settings
from tidemill.store import channels as rows
from tidemill.store import incidents as incident_rows
from tidemill.store.incidents import Notice

Status = Literal["good", "warn", "bad"]

MOST = 60
"""So many entries are shown; what is older stands in Activity and on the incidents' pages."""

_NOTICES = 200
_OVER = ("promotion", "rollback")
_EVENTS = {"closed": "Closed", "reopened": "Open again", "joined": "One more alert"}


@dataclass(frozen=True)
class Entry:
    """One thing told. `key` names it, `decision` its card on Home; `status` is good, warn or bad.

    `address` is where it is shown. `is_mine` says whether the person acting was to be told;
    `is_open` whether there is anything to be done about it. `incident_id` can be snoozed, and its
    model rolled back to the version `roll_back_to`, where those are given.
    """

    key: str
    kind: str
    at: datetime
    title: str
    words: str
    status: Status
    address: str
    is_mine: bool = True
    is_open: bool = True
    is_read: bool = False
    decision: str = ""
    incident_id: int | None = None
    roll_back_to: int | None = None

    @property
    def is_unread(self) -> bool:
        """Whether it counts on the bell."""
        return self.is_mine and self.is_open and not self.is_read


def entries(workspace: Workspace) -> list[Entry]:
    """All there is to tell, newest first; what is not due yet is not among it."""
    decisions = home.home(workspace).decisions
    me = workspace.person.login
    with workspace.store.read() as connection:
        dismissed = frozenset(settings.get(connection, "home.dismissed", []))
        found = _of_incidents(workspace, connection, dismissed)
        done = [
            entry
            for kind in _OVER
            for entry in activities.recent(connection, kind=kind, limit=MOST // 4)
        ]
        found += [_told(entry) for entry in done]
        found += [_decided(decision) for decision in decisions if _is_alone(decision)]
        found = sorted(found, key=lambda entry: entry.at, reverse=True)[:MOST]
        seen = seen_notices.seen(connection, me, [entry.key for entry in found])
    return [replace(e, is_read=e.is_read or e.key in seen) for e in found]


def count_unread(found: Sequence[Entry]) -> int:
    """The number on the bell."""
    return sum(entry.is_unread for entry in found)


def mark_read(workspace: Workspace, keys: Collection[str], *, is_read: bool = True) -> None:
    """The person acting has read these; or wants to see them as unread again."""
    with workspace.store.write() as tx:
        change = seen_notices.mark if is_read else seen_notices.unmark
        change(tx, workspace.person.login, keys)


def snooze(workspace: Workspace, incident_id: int, days: int = 1) -> Incident:
    """Let nobody be reminded of an incident for some days."""
    until = workspace.clock.now() + timedelta(days=days)
    return incidents.snooze(workspace, incident_id, until)


def roll_back(workspace: Workspace, incident_id: int, to: int) -> ModelVersion:
    """Go back to the version that was offered, and to no other.

    A notice may be hours old: where something was promoted or rolled back since, this raises
    `NeedsYou` and nothing changes.
    """
    found = incidents.one(workspace, incident_id)
    with workspace.store.read() as connection:
        back = ways_back.way_back(connection, found)
    if back != to:
        raise NeedsYou(
            f"The champion of {found.model} was changed since: v{to} is not offered any more.",
            "Open the incident to see what can be done now.",
        )
    return promotion.roll_back(workspace, found.model, note=f"Incident {incident_id}")


def way_back(workspace: Workspace, incident_id: int) -> int | None:
    """The number of the version that a roll back from an incident leads to; None for none."""
    with workspace.store.read() as connection:
        found = incident_rows.find(connection, incident_id)
        return None if found is None else ways_back.way_back(connection, found)


def _of_incidents(workspace: Workspace, connection: Any, dismissed: Collection[str]) -> list[Entry]:
    """One entry an incident, that of its newest notice."""
    now, me = workspace.clock.now(), workspace.person.login
    newest: dict[int, Notice] = {}
    for notice in rows.newest_notices(connection, _NOTICES):
        if notice.incident_id is not None and notice.due_at <= now:
            newest.setdefault(notice.incident_id, notice)
    held = {one.id: one for one in incident_rows.every(connection) if one.id in newest}
    approvers = deliveries.approvers(connection)
    return [
        Entry(
            key=f"notice:{notice.id}",
            kind="incident",
            at=notice.due_at,
            title=f"{held[key].model}: {held[key].title}",
            words=_words(notice, held[key]),
            status=_status(held[key]),
            address=held[key].address,
            is_mine=notice.event != "closed"
            and desktop_notices.is_mine(connection, me, notice, approvers),
            is_open=held[key].is_open and not held[key].is_snoozed(now),
            is_read=f"incident:{key}" in dismissed,
            decision=f"incident:{key}",
            incident_id=key,
            roll_back_to=ways_back.way_back(connection, held[key]),
        )
        for key, notice in newest.items()
        if key in held
    ]


def _words(notice: Notice, found: Incident) -> str:
    if not found.is_open:
        return f"Closed: {found.outcome}" if found.outcome else "Closed"
    event = _EVENTS.get(notice.event, "")
    return f"{event}: {found.sentence}" if event else found.sentence


def _status(found: Incident) -> Status:
    if not found.is_open:
        return "good"
    return "bad" if found.severity is Severity.CRITICAL else "warn"


def _told(entry: Any) -> Entry:
    """What was done to what serves: nothing is to be decided about it any more."""
    return Entry(
        key=f"activity:{entry.id}",
        kind="told",
        at=from_iso(entry.at),
        title=f"{entry.by} {entry.sentence}",
        words=entry.note,
        status="good",
        address=entry.subject,
        is_mine=False,
        is_open=False,
    )


def _is_alone(decision: home.Decision) -> bool:
    """Whether a decision is no incident's: those are told by their notices."""
    return not (isinstance(decision, home.OpenAlert) and decision.incident is not None)


def _decided(decision: home.Decision) -> Entry:
    """Something that waits for a person, as Home has it."""
    key = home.decision_key(decision)
    if isinstance(decision, home.ReadyToPromote):
        candidate = decision.candidate
        n = len(candidate.gates)
        words = f"{n} of {n} gates passed"
        place = f"models/{candidate.model}/{candidate.number}/promote"
        title = f"{candidate.label} is ready to promote"
        return _entry(key, "promote", candidate.created_at, title, words, "good", place)
    if isinstance(decision, home.SetAsideFile):
        file = decision.file
        title, place = f"{file.name} was set aside", f"automations/files/{file.id}"
        failed = [check["message"] for check in file.checks if not check["passed"]]
        words = str(failed[0]) if failed else file.reason
        return _entry(key, "file", file.changed_at, title, words, "bad", place)
    if isinstance(decision, home.SpokenTo):
        about = f"{decision.model} v{decision.number}"
        title = f"{decision.writer} speaks to you about {about}"
        words = " ".join(decision.comment.text.split())
        place = f"models/{decision.model}/{decision.number}"
        return _entry(key, "comment", decision.comment.at, title, words, "good", place)
    if isinstance(decision, home.OpenAlert):
        alert = decision.alert
        status: Status = "bad" if alert.severity is Severity.CRITICAL else "warn"
        place = f"monitoring/{alert.model}"
        return _entry(key, "alert", alert.opened_at, alert.message, "", status, place)
    job = decision.job
    at, words = job.ended_at or job.created_at, job.error or "It ended without saying why."
    return _entry(key, "job", at, f"Job {job.id} failed", words, "bad", f"jobs/{job.id}")


def _entry(
    key: str, kind: str, at: datetime, title: str, words: str, status: Status, address: str
) -> Entry:
    return Entry(key, kind, at, title, words, status, address, decision=key)
