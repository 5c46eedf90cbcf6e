"""Telling people: each notice goes once to each channel that is meant, is tried again, and logged.

A notice is written with what it tells of; a delivery is a notice on one channel. A delivery's next
try is written down before it is tried, so a killed program leads to one more try after a while,
never to a lost notice.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tidemill.base import programs
from tidemill.base.clock import to_iso
from tidemill.base.errors import NeedsYou, NotThere, TidemillError, WorldError
from tidemill.base.ids import derived_id
from tidemill.base.progress import Reporter
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import (
    OLDEST,
    WAITS,
    Channel,
    ChannelKind,
    Delivery,
    DeliveryState,
    Message,
    is_meant,
    is_severe_enough,
    next_try,
)
from tidemill.domain.jobs import Job, JobRequest
from tidemill.domain.notices import NoticeKind, kinds_of
from tidemill.domain.people import PersonRole
from tidemill.domain.trigger_limits import LimitFacts, decide
from tidemill.domain.triggers import WaitUntil
from tidemill.jobs import queue
from tidemill.services import channels, digests, sending
from tidemill.services.workspace import Workspace
from tidemill.store import channels as rows
from tidemill.store import people
from tidemill.store.engine import Transaction
from tidemill.store.incidents import Notice

KIND = "notice.deliver"
TEST = "test"
_LANE = "notices"


def look(workspace: Workspace) -> bool:
    """Make deliveries of what is due, and ask for a job that sends; True where one was asked for.

    Cheap where there is no news, for the worker asks every few seconds.
    """
    now = workspace.clock.now()
    with workspace.store.read() as connection:
        known = [one for one in rows.every(connection) if _is_ours(one)]
        has_news = any(untold(connection, one, now) for one in known)
        waits = _due(connection, now)
    if not has_news and not waits:
        return False
    with workspace.store.write(durable=True) as tx:
        for one in rows.every(tx.connection):
            if _is_ours(one):
                _spread(tx, one)
        due = _due(tx.connection, tx.clock.now())
        if not due:
            return False
        hour = tx.clock.now().strftime("%Y%m%d%H")  # a lost job is asked for anew
        key = f"{KIND}:{hour}:" + ",".join(f"{one.id}@{to_iso(one.due_at)}" for one in due)
        queue.enqueue(
            tx,
            JobRequest(
                KIND, lane=_LANE, priority=15, key=derived_id(key), cause="people are to be told"
            ),
        )
    return True


def _is_ours(one: Channel) -> bool:
    is_here = not one.computer or one.computer == programs.host()
    return one.is_on and one.kind is not ChannelKind.DESKTOP and is_here


def untold(connection: Any, one: Channel, now: datetime, person: str = "") -> list[Notice]:
    """What a channel has not told yet; in its quiet hours only what can't wait."""
    is_quiet = _quiet_until(one, now) is not None
    only = str(NoticeKind.STOPPED) if is_quiet else None  # that can't wait for the morning
    since = now - OLDEST
    return rows.untold(connection, one, now=now, oldest=since, person=person, only_kind=only)


def _quiet_until(one: Channel, now: datetime) -> datetime | None:
    if not one.quiet:
        return None
    held = decide(LimitFacts(), now, quiet=list(one.quiet), zone=one.zone)
    return held.moment if isinstance(held, WaitUntil) else None


def _due(connection: Any, now: datetime) -> list[Delivery]:
    """Deliveries of this computer's channels that are to be tried now."""
    found = rows.deliveries(connection, only=DeliveryState.WAITING, due_at=now)
    if not found:
        return []
    ours = {one.id for one in rows.every(connection) if _is_ours(one)}
    return [one for one in found if one.channel_id in ours]


def _spread(tx: Transaction, one: Channel) -> None:
    now = tx.clock.now()
    known = approvers(tx.connection)
    made = []
    for notice in untold(tx.connection, one, now):
        why_not = why_untold(tx.connection, one, notice, known)
        state = DeliveryState.WAITING if why_not is None else DeliveryState.SKIPPED
        made.append(
            {
                "notice_id": notice.id,
                "channel_id": one.id,
                "state": str(state),
                "due_at": digests.due_at(tx.connection, one, notice, now),
                "ended_at": None if why_not is None else now,
                "answer": why_not or "",
            }
        )
    if made:
        rows.add_deliveries(tx, made)


def why_untold(
    connection: Any, one: Channel, notice: Notice, approvers: Sequence[str]
) -> str | None:
    """Why a notice is not sent on a channel; None where it is."""
    if notice.kind not in kinds_of(one):
        return "Nothing of this kind is told here."
    if notice.incident_id is None:
        is_for = is_meant(one, notice.tells, approvers=approvers)
        return None if is_for else "Somebody else was to be told."
    owner, is_open = rows.incident_facts(connection, notice.incident_id)
    if not is_severe_enough(notice.severity, one.least):
        return f"Only {one.least} and worse is told here."
    if not is_meant(one, notice.tells, owner=owner, approvers=approvers):
        return "Somebody else was to be told."
    if notice.event == "opened" and not is_open and notice.due_at > notice.at:
        return "It was over before anybody was to be told."
    return None


def approvers(connection: Any) -> tuple[str, ...]:
    """The logins of those who may promote past a gate."""
    every = people.every(connection)
    return tuple(p.login for p in every if p.role is PersonRole.APPROVER)


# --- sending ---------------------------------------------------------------------------------


def run(workspace: Workspace, _job: Job | None, reporter: Reporter) -> dict[str, Any]:
    """Send all that is due by now; what fails waits for its next try."""
    ends: Counter[DeliveryState] = Counter()
    tried: set[int] = set()
    while True:
        with workspace.store.read() as connection:
            due = _due(connection, workspace.clock.now())
            left = digests.together(connection, [one for one in due if one.id not in tried])
        if not left:
            return {"message": _in_words(ends)}
        tried.update(one.id for one in left[0])
        reporter.report(len(tried) / (len(tried) + len(left)), f"Telling {left[0][0].channel}")
        reporter.check()  # what was sent can't be called back
        ends.update(one.state for one in _deliver(workspace, left[0]))


def _in_words(ends: Counter[DeliveryState]) -> str:
    sent, skipped = ends[DeliveryState.SENT], ends[DeliveryState.SKIPPED]
    said = [f"{sent} sent"]
    if failed := ends.total() - sent - skipped:
        said.append(f"{failed} not sent")
    if skipped:
        said.append(f"{skipped} left out")
    return ", ".join(said) + "."


def _deliver(workspace: Workspace, group: Sequence[Delivery]) -> list[Delivery]:
    """One try of what is sent as one message; the next try is written down first.

    What is no news any more is not tried.
    """
    left = []
    with workspace.store.write(durable=True) as tx:
        now = tx.clock.now()
        for one in group:
            why_not = _why_no_more(tx.connection, one, now)
            if why_not is not None:
                state = str(DeliveryState.SKIPPED)
                rows.update_delivery(tx, one, state=state, ended_at=now, answer=why_not)
                continue
            left.append(one)
            tries = one.attempts + 1
            rows.update_delivery(tx, one, attempts=tries, due_at=now + WAITS[min(tries, 5) - 1])
        if not left:
            return [_delivery(tx.connection, one.id) for one in group]
        channel = rows.find(tx.connection, left[0].channel_id)
        assert channel is not None
        message = digests.as_one([_message(workspace, tx.connection, one) for one in left])
    try:
        answer, error = sending.send(channel, message, channels.secret_of(channel)), None
        if len(left) > 1:
            answer += f" One message told of {len(left)} notices."
    except TidemillError as raised:
        answer, error = f"{raised.message} {raised.hint}".strip(), raised
    with workspace.store.write(durable=True) as tx:
        for one in left:
            values = _outcome(one, answer, error, now)
            if "state" in values:
                values["ended_at"] = tx.clock.now()
            rows.update_delivery(tx, one, **values)
        return [_delivery(tx.connection, one.id) for one in group]


def _outcome(
    one: Delivery, answer: str, error: TidemillError | None, now: datetime
) -> dict[str, Any]:
    """What is written down of a delivery after a try at `now`."""
    if error is None:
        return {"state": str(DeliveryState.SENT), "answer": answer}
    again = next_try(one.attempts + 1, now) if isinstance(error, WorldError) else None
    if again is None or one.notice_id is None:
        return {"state": str(DeliveryState.FAILED), "answer": answer}
    return {"due_at": again, "answer": answer}


def _why_no_more(connection: Any, found: Delivery, now: datetime) -> str | None:
    """Why a waiting delivery is not to be sent any more; None where it is, or is a test."""
    if found.notice_id is None:
        return None
    listed = {one.id: one for one in rows.every(connection)}
    channel = listed.get(found.channel_id)
    if channel is None:
        return channels.REMOVED
    if not channel.is_on:
        return channels.OFF
    if now - found.asked_at > OLDEST:
        return f"It is older than {OLDEST.days} days: no news any more."
    return None


def _message(workspace: Workspace, connection: Any, found: Delivery) -> Message:
    name = str(workspace.place)
    if found.notice_id is None:
        words = "This is a test: what Tidemill finds will be told here."
        return Message(
            "Tidemill: a test", words, Severity.WARNING, TEST, "", workspace.clock.now(), name
        )
    notice = rows.one_notice(connection, found.notice_id)
    assert notice is not None
    severity = Severity(notice.severity)
    told = (notice.title, notice.words, severity, notice.event, notice.place, notice.at, name)
    return Message(*told, notice.kind)


# --- what people ask for ---------------------------------------------------------------------


def log(workspace: Workspace, limit: int = 100) -> list[Delivery]:
    """What was sent, newest first."""
    with workspace.store.read() as connection:
        return rows.deliveries(connection, limit=limit)


def told(workspace: Workspace, limit: int = 100) -> list[Notice]:
    """What people were told or are to be told, newest first."""
    with workspace.store.read() as connection:
        return rows.newest_notices(connection, limit)


def test(workspace: Workspace, name: str) -> Delivery:
    """Send a test on a channel now and say what came of it; it is not tried again."""
    channel = channels.one(workspace, name)
    if channel.kind is ChannelKind.DESKTOP:
        raise NeedsYou(
            "The desktop is told by an open window.", "Open the window and press Test there."
        )
    if channel.computer and channel.computer != programs.host():
        raise NeedsYou(
            f"The channel {channel.name} belongs to the computer {channel.computer}.",
            "Test it there.",
        )
    with workspace.store.write() as tx:
        now = tx.clock.now()
        far = now + OLDEST  # nobody else tries it meanwhile
        key = rows.add_delivery(
            tx, notice_id=None, channel_id=channel.id, state=str(DeliveryState.WAITING), due_at=far
        )
        found = rows.deliveries(tx.connection, delivery_id=key)[0]
    return _deliver(workspace, [found])[0]


def retry(workspace: Workspace, delivery_id: int) -> Delivery:
    """Try a delivery again that failed or waits for its next try."""
    with workspace.store.write() as tx:
        found = _delivery(tx.connection, delivery_id)
        if found.state not in (DeliveryState.FAILED, DeliveryState.WAITING):
            raise NeedsYou(
                f"Delivery {delivery_id} was {found.state}.", "Replay it to send it once more."
            )
        if found.notice_id is None:
            raise NeedsYou("A test is not tried again.", "Test the channel once more.")
        channels.check_on(tx.connection, found.channel_id)
        now = tx.clock.now()
        values = {"state": str(DeliveryState.WAITING), "attempts": 0, "ended_at": None}
        rows.update_delivery(tx, found, **values, due_at=now, asked_at=now)
        return _delivery(tx.connection, delivery_id)


def replay(workspace: Workspace, notice_id: int, name: str) -> Delivery:
    """Send a notice once more, or on a channel that did not get it."""
    channel = channels.one(workspace, name)
    if channel.kind is ChannelKind.DESKTOP:
        raise NeedsYou("What the desktop was told is kept in the list of notices.", "Look there.")
    with workspace.store.write() as tx:
        if rows.one_notice(tx.connection, notice_id) is None:
            raise NotThere("notice", notice_id)
        channels.check_on(tx.connection, channel.id)
        key = rows.add_delivery(
            tx,
            notice_id=notice_id,
            channel_id=channel.id,
            round=rows.last_round(tx.connection, notice_id, channel.id) + 1,
            state=str(DeliveryState.WAITING),
            due_at=tx.clock.now(),
        )
        return _delivery(tx.connection, key)


def _delivery(connection: Any, delivery_id: int) -> Delivery:
    found = rows.deliveries(connection, delivery_id=delivery_id)
    if not found:
        raise NotThere("delivery", delivery_id)
    return found[0]
