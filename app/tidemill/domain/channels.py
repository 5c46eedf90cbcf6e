"""Channels: ways by which people are told, whom each tells of what, and when a delivery is tried
again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tidemill.domain.alert_rules import APPROVERS, EVERYONE, OWNER
from tidemill.domain.alerts import Severity


class ChannelKind(StrEnum):
    """Where a channel leads."""

    DESKTOP = "desktop"
    MESSAGE = "message"
    """Mail, chat or a webhook: any address that apprise knows."""
    FILE = "file"
    COMMAND = "command"


@dataclass(frozen=True)
class Channel:
    """One way of telling.

    `address` is what may be shown of where it leads, without secrets; `least` the severity from
    which on it tells; `for_whom` "everyone", "approvers" or a login; `quiet` two times of day
    ("22:00", "06:00") in `zone` between which nothing is sent. Files and commands belong to a
    `computer`: a colleague's command never runs on yours. Notices up to `since` are not told.
    `kinds` are those of `notices.NoticeKind` that it tells; None leaves it to what `notices` says
    is usual.
    """

    id: int
    name: str
    kind: ChannelKind
    address: str
    least: Severity = Severity.WARNING
    for_whom: str = EVERYONE
    quiet: tuple[str, ...] = ()
    zone: str = "UTC"
    is_on: bool = True
    computer: str = ""
    since: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    kinds: tuple[str, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape for scripts; no secrets are in it."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": str(self.kind),
            "address": self.address,
            "least": str(self.least),
            "for": self.for_whom,
            "quiet": list(self.quiet),
            "zone": self.zone,
            "is_on": self.is_on,
            "computer": self.computer,
            "kinds": None if self.kinds is None else list(self.kinds),
        }


class DeliveryState(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Delivery:
    """One notice on one channel; `round` is 0, or counts how often it was asked for again.

    A delivery without a notice is a test. `asked_at` is when it was asked for last, `due_at` when
    it is tried next.
    """

    id: int
    notice_id: int | None
    round: int
    channel_id: int
    channel: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    asked_at: datetime
    due_at: datetime
    ended_at: datetime | None
    answer: str
    title: str
    incident_id: int | None
    kind: str | None = None
    severity: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape for scripts."""
        return {
            "id": self.id,
            "notice": self.notice_id,
            "incident": self.incident_id,
            "kind": self.kind,
            "channel": self.channel,
            "title": self.title,
            "state": str(self.state),
            "attempts": self.attempts,
            "created_at": self.created_at,
            "due_at": self.due_at if self.state is DeliveryState.WAITING else None,
            "ended_at": self.ended_at,
            "answer": self.answer,
        }


WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 360))
"""How long after each failed try the next one is due; after the last it has failed for good."""

OLDEST = timedelta(days=7)
"""What is older is no news any more and is not sent."""


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When a delivery is tried again after so many tries; None when it has failed for good."""
    return now + WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None


def is_severe_enough(severity: Severity | str, least: Severity) -> bool:
    """Whether a severity reaches another."""
    ladder = list(Severity)
    return ladder.index(Severity(severity)) >= ladder.index(least)


def is_meant(
    channel: Channel, tells: Sequence[str], *, owner: str = "", approvers: Sequence[str] = ()
) -> bool:
    """Whether a channel is among those a rule tells.

    `tells` are words of `alert_rules.PEOPLE` and logins; `owner` whose incident it is. A channel
    for everyone tells whatever anybody is told; one for the approvers what they or one of them is
    told; one for a person what that person is told, in whatever capacity.
    """
    logins = {one for one in tells if one != OWNER}
    if OWNER in tells and owner:
        logins.add(owner)
    if channel.for_whom == EVERYONE:
        return bool(logins - {"nobody"})
    if EVERYONE in logins or channel.for_whom in logins:
        return True
    if channel.for_whom == APPROVERS:
        return not logins.isdisjoint(approvers)
    return APPROVERS in logins and channel.for_whom in approvers


@dataclass(frozen=True)
class Message:
    """What is said on a channel: a title, a sentence, and where the window shows it."""

    title: str
    words: str
    severity: Severity
    event: str
    address: str
    at: datetime
    workspace: str
    kind: str = "incident"

    def to_dict(self) -> dict[str, Any]:
        """The JSON that files and commands get."""
        return {
            "title": self.title,
            "message": self.words,
            "severity": str(self.severity),
            "kind": self.kind,
            "event": self.event,
            "address": self.address,
            "at": self.at,
            "workspace": self.workspace,
        }
