"""Several notices as one message: the first is sent at once, what follows within ten minutes comes
together. Programs get each by itself, and what is urgent waits for nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tidemill.domain import notices
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import Channel, Delivery, Message
from tidemill.domain.options import of_workspace
from tidemill.store import channels as rows
from tidemill.store import settings
from tidemill.store.incidents import Notice

SETTING = of_workspace.DIGEST.key
_MOST = 20
"""So many notices are told one by one in a message; the rest by their number."""


def due_at(connection: Any, channel: Channel, notice: Notice, now: datetime) -> datetime:
    """When a notice is sent on a channel: now, or once the span after the last message is over."""
    if not _can_wait(notice.kind, notice.severity) or not _is_on(connection, channel):
        return now
    last = rows.last_sent(connection, channel.id, now - notices.TOGETHER)
    return now if last is None else max(now, last + notices.TOGETHER)


def together(connection: Any, found: Sequence[Delivery]) -> list[list[Delivery]]:
    """Deliveries in groups that are each sent as one message, in the order of their first."""
    known = {one.id: one for one in rows.every(connection)}
    groups: dict[object, list[Delivery]] = {}
    for one in found:
        channel = known.get(one.channel_id)
        is_alone = (
            channel is None
            or one.notice_id is None
            or one.round > 0  # asked for by a person: that one, now
            or not _can_wait(one.kind, one.severity)
            or not _is_on(connection, channel)
        )
        groups.setdefault(("one", one.id) if is_alone else one.channel_id, []).append(one)
    return list(groups.values())


def as_one(messages: Sequence[Message]) -> Message:
    """One message of several: how many, then each with its title, its words and its address."""
    if len(messages) == 1:
        return messages[0]
    told = [
        "\n".join(
            part
            for part in (one.title, one.words, one.address and f"tidemill://{one.address}")
            if part
        )
        for one in messages[:_MOST]
    ]
    if len(messages) > _MOST:
        told.append(f"And {len(messages) - _MOST} more: the notification centre has them all.")
    worst = max(messages, key=lambda one: list(Severity).index(one.severity))
    title = f"Tidemill: {len(messages)} notices, {messages[0].title} and others"
    return replace(
        worst, title=title, words="\n\n".join(told), event="digest", kind="digest", address=""
    )


def _can_wait(kind: str | None, severity: str | None) -> bool:
    is_critical = severity == str(Severity.CRITICAL)
    return kind != str(notices.NoticeKind.STOPPED) and not is_critical


def _is_on(connection: Any, channel: Channel) -> bool:
    return notices.is_digested(channel) and bool(settings.get(connection, SETTING, True))
