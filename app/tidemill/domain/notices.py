"""What people are told of: the kinds of notices, which of them each way of telling has by default,
and when each is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from tidemill.base.zones import zone as zone_named
from tidemill.domain.channels import Channel, ChannelKind


class NoticeKind(StrEnum):
    """What a notice is about."""

    READY = "ready"
    INCIDENT = "incident"
    STOPPED = "stopped"
    FILE = "file"
    JOB = "job"
    LABELS = "labels"
    MENTION = "mention"


class When(StrEnum):
    """When notices of a kind are told."""

    AT_ONCE = "at once"
    MORNING = "each morning"
    MONDAY = "each Monday"


@dataclass(frozen=True)
class Kind:
    """A kind of notice for people: its title, what it means, and when it is told unless somebody
    says otherwise; `is_urgent` goes out at once, always."""

    id: NoticeKind
    title: str
    means: str
    usual: When = When.AT_ONCE
    is_urgent: bool = False


KINDS: tuple[Kind, ...] = (
    Kind(NoticeKind.READY, "Ready to promote", "a candidate passed every gate"),
    Kind(
        NoticeKind.INCIDENT,
        "Incident opened",
        "drift, error or value over its limit",
        is_urgent=True,
    ),
    Kind(NoticeKind.STOPPED, "Stopped serving", "a deployment does not answer", is_urgent=True),
    Kind(NoticeKind.FILE, "File set aside", "a check failed or a file cannot be read"),
    Kind(NoticeKind.JOB, "Job failed", "training, scoring or export"),
    Kind(NoticeKind.LABELS, "Labels arrived", "the measured error is new", When.MONDAY),
    Kind(NoticeKind.MENTION, "Someone mentions you", "in a note on a version"),
)
MORNING = time(8)
"""The time of day, in the place's own zone, at which what waited for a morning is told."""

TOGETHER = timedelta(minutes=10)
"""What follows a message within this span comes as one, where digests are on."""

_DESKTOP = tuple(kind.id for kind in KINDS if kind.id is not NoticeKind.LABELS)
_MAIL = (
    NoticeKind.READY,
    NoticeKind.INCIDENT,
    NoticeKind.STOPPED,
    NoticeKind.LABELS,
    NoticeKind.MENTION,
)
_PROGRAMS = (NoticeKind.INCIDENT, NoticeKind.STOPPED)
_WEBHOOKS = frozenset(("json", "jsons", "xml", "xmls", "form", "forms"))


def way(channel: Channel) -> str:
    """How a channel leads to people: desktop, mail, chat, webhook, file or command."""
    if channel.kind is not ChannelKind.MESSAGE:
        return str(channel.kind)
    scheme = channel.address.partition("://")[0].lower()
    if scheme.startswith("mailto"):
        return "mail"
    return "webhook" if scheme in _WEBHOOKS else "chat"


def usual_kinds(channel: Channel) -> tuple[NoticeKind, ...]:
    """What a channel tells of unless somebody chose: programs hear of what is wrong with a model,
    a desktop of all but what can wait for Monday."""
    usual = {"desktop": _DESKTOP, "mail": _MAIL, "chat": _MAIL}
    return usual.get(way(channel), _PROGRAMS)


def kinds_of(channel: Channel) -> tuple[NoticeKind, ...]:
    """What a channel tells of."""
    if channel.kinds is None:
        return usual_kinds(channel)
    return tuple(kind.id for kind in KINDS if str(kind.id) in channel.kinds)


def is_digested(channel: Channel) -> bool:
    """Whether several messages can become one there: people read it, not a program."""
    return way(channel) in ("mail", "chat")


def due(when: When, now: datetime, zone: str) -> datetime:
    """When something is told that happened now; past this moment where it waits for a morning."""
    if when is When.AT_ONCE:
        return now
    place = zone_named(zone)
    day = now.astimezone(place).date()
    for _ in range(15):
        moment = datetime.combine(day, MORNING, place).astimezone(UTC)
        if moment > now and (when is When.MORNING or day.weekday() == 0):
            return moment
        day += timedelta(days=1)
    raise AssertionError("a fortnight has a Monday")


def said_when(kind: Kind, when: When) -> str:
    """When a kind is told, in words for people."""
    if kind.id is NoticeKind.STOPPED:
        return "at once, quiet hours too"
    if kind.is_urgent:
        return "at once"
    words = {When.MORNING: f"each day {MORNING:%H:%M}", When.MONDAY: f"Monday {MORNING:%H:%M}"}
    return words.get(when, "at once")


@dataclass(frozen=True)
class News:
    """Something people are to be told of once: `key` stands for it, `address` leads to it, `tells`
    are words of `alert_rules.PEOPLE` and logins."""

    kind: NoticeKind
    key: str
    title: str
    words: str
    address: str
    tells: Sequence[str]
    severity: str = "warning"
