"""All that the section Notifications shows, as one frozen picture, and how it is made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from tidemill.base.words import spoken, tr
from tidemill.domain.alert_rules import APPROVERS, EVERYONE
from tidemill.domain.channels import Channel, Delivery, DeliveryState
from tidemill.domain.notices import NoticeKind, When, way
from tidemill.gui.kit import numbers

Status = Literal["good", "warn", "bad", "idle"]

SHOWN_FIRST = 8
_MORE = 24
_ICONS = {
    "desktop": "monitor",
    "mail": "mail",
    "chat": "send",
    "webhook": "webhook",
    "file": "file-text",
    "command": "terminal",
}
_STATES: dict[DeliveryState, tuple[Status, str]] = {
    DeliveryState.SENT: ("good", tr("Sent")),
    DeliveryState.FAILED: ("bad", tr("Failed")),
    DeliveryState.WAITING: ("warn", tr("Waits")),
    DeliveryState.SKIPPED: ("idle", tr("Left out")),
}


@dataclass(frozen=True)
class ChannelLine:
    """A channel: what it is, what it tells, how it goes, and what came of a test."""

    channel: Channel
    icon: str
    told: str
    health: str
    tone: str
    is_here: bool
    is_busy: bool = False
    answer: str = ""
    answer_tone: str = "text2"


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery of the log; `retry` and `again` say what can be asked for."""

    id: int
    notice_id: int | None
    channel: str
    title: str
    status: Status
    words: str
    moment: str
    when: str
    can_retry: bool
    can_send_again: bool
    incident_id: int | None


@dataclass(frozen=True)
class NotificationsState:
    """The section: `word` is loading, ready or error; `undo` takes back what `said` tells of."""

    word: str = "loading"
    lines: tuple[ChannelLine, ...] = ()
    log: tuple[DeliveryLine, ...] = ()
    n_hidden: int = 0
    people: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"
    said: str = ""
    undo: int | None = None
    failure: str = ""
    when: Mapping[NoticeKind, When] = field(default_factory=dict)
    is_digested: bool = True
    quiet: tuple[str, ...] | None = ()
    """The quiet hours of all channels; None where they differ."""
    is_adding: bool = False
    added: int = 0
    """How many were added since the section is shown: the form empties at each."""


@dataclass(frozen=True)
class Loaded:
    """What the services say."""

    channels: tuple[Channel, ...]
    log: tuple[Delivery, ...]
    people: tuple[tuple[str, str], ...]
    zone: str
    computer: str
    now: datetime
    when: Mapping[NoticeKind, When] = field(default_factory=dict)
    is_digested: bool = True


@dataclass(frozen=True)
class Asked:
    """What of the section is no news of the store: work under way, answers, how much is shown."""

    busy: frozenset[int] = frozenset()
    answers: dict[int, tuple[str, str]] = field(default_factory=dict)
    n_shown: int = SHOWN_FIRST

    def with_more(self) -> "Asked":
        """Show more of the log."""
        return replace(self, n_shown=self.n_shown + _MORE)


def state_of(loaded: Loaded, asked: Asked, before: NotificationsState) -> NotificationsState:
    """The picture of what was loaded; what a person was told of stays."""
    shown = loaded.log[: asked.n_shown]
    names = dict(loaded.people)
    on = {one.name for one in loaded.channels if one.is_on}
    return replace(
        before,
        word="ready",
        lines=tuple(_line(one, loaded, asked, names) for one in loaded.channels),
        log=tuple(_delivery(one, loaded.now, on) for one in shown),
        n_hidden=len(loaded.log) - len(shown),
        people=loaded.people,
        zone=loaded.zone,
        when=loaded.when,
        is_digested=loaded.is_digested,
        quiet=_quiet_of(loaded.channels),
    )


def _quiet_of(channels: Sequence[Channel]) -> tuple[str, ...] | None:
    """The hours in which all of them are quiet; None where they differ."""
    hours = {one.quiet for one in channels}
    return next(iter(hours)) if len(hours) == 1 else None if hours else ()


def _line(one: Channel, loaded: Loaded, asked: Asked, names: dict[str, str]) -> ChannelLine:
    sent = [d for d in loaded.log if d.channel_id == one.id]
    health, tone = _health(one, sent, loaded)
    answer, answer_tone = asked.answers.get(one.id, ("", "text2"))
    return ChannelLine(
        channel=one,
        icon=icon_of(one),
        told=told_of(one, names),
        health=health,
        tone=tone,
        is_here=not one.computer or one.computer == loaded.computer,
        is_busy=one.id in asked.busy,
        answer=answer,
        answer_tone=answer_tone,
    )


def icon_of(one: Channel) -> str:
    """The icon of where a channel leads."""
    return _ICONS[way(one)]


def told_of(one: Channel, names: dict[str, str]) -> str:
    """What goes there, in a line: "Critical only, for approvers, not from 22:00 to 06:00"."""
    least = tr("Warnings and worse") if str(one.least) == "warning" else tr("Critical only")
    whom = {EVERYONE: "", APPROVERS: tr("for approvers")}
    said = [least, whom.get(one.for_whom, f"for {names.get(one.for_whom, one.for_whom)}")]
    if one.quiet:
        said.append(tr("not from {quiet} to {quiet2}", quiet=one.quiet[0], quiet2=one.quiet[1]))
    return ", ".join(part for part in said if part)


def _health(one: Channel, sent: Sequence[Delivery], loaded: Loaded) -> tuple[str, str]:
    if not one.is_on:
        return tr("Switched off"), "text3"
    if one.computer and one.computer != loaded.computer:
        return tr("Sent by the computer {computer}", computer=one.computer), "text3"
    tried = [d for d in sent if d.state is not DeliveryState.SKIPPED and d.attempts]
    if not tried:
        return tr("Nothing was sent here yet"), "text3"
    last = tried[0]
    if last.state is not DeliveryState.SENT:
        return tr("The last try failed: {answer}", answer=last.answer), "bad"
    failed = sum(d.state is DeliveryState.FAILED for d in tried)
    words = tr("Working, last used {ended_at}", ended_at=numbers.ago(last.ended_at, loaded.now))
    return tr(
        "{words}; {failed} of the last {n} failed", words=words, failed=failed, n=len(tried)
    ) if failed else words, "text2"


def _delivery(one: Delivery, now: datetime, on: set[str]) -> DeliveryLine:
    status, word = _STATES[one.state]
    is_desktop = one.answer.startswith("Shown to ")
    again = one.notice_id is not None and one.channel in on and not is_desktop
    if one.state is DeliveryState.WAITING and one.attempts:
        word = tr("Tried again {relative}", relative=numbers.relative(one.due_at, now))
    elif one.state is DeliveryState.WAITING:
        word = tr("Waits for the worker")
    answer = one.answer if one.state is not DeliveryState.SENT or is_desktop else ""
    return DeliveryLine(
        id=one.id,
        notice_id=one.notice_id,
        channel=one.channel,
        title=spoken(one.title),
        status=status,
        words=" · ".join(part for part in (one.channel, word, answer) if part),
        moment=numbers.relative(one.created_at, now),
        when=numbers.full_time(one.created_at),
        can_retry=again and one.state in (DeliveryState.FAILED, DeliveryState.WAITING),
        can_send_again=again and one.state in (DeliveryState.SENT, DeliveryState.SKIPPED),
        incident_id=one.incident_id,
    )
