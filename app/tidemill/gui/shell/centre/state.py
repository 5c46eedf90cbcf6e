"""All that the notification centre shows, as one frozen picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from tidemill.base.words import spoken, tr
from tidemill.gui.kit import numbers
from tidemill.gui.kit.sentences import unmarked

if TYPE_CHECKING:
    from tidemill.services.notice_centre import Entry

Which = Literal["mine", "all"]
Status = Literal["good", "warn", "bad"]
_LONGEST = 140
_OPENS = {
    "incident": tr("Open"),
    "promote": tr("Review"),
    "file": tr("See the rows"),
    "job": tr("See the job"),
    "comment": tr("Read it there"),
    "alert": tr("Look at it"),
}


@dataclass(frozen=True)
class NoticeRow:
    """One notice: its words, when, and what can be done. `opens` is the button's word, or ""."""

    key: str
    status: Status
    title: str
    words: str
    moment: str
    when: str
    is_unread: bool
    address: str
    opens: str
    can_snooze: bool
    roll_back_to: int | None
    incident_id: int | None
    put_off: str


@dataclass(frozen=True)
class Day:
    """The notices of one day, newest first."""

    title: str
    rows: tuple[NoticeRow, ...]


@dataclass(frozen=True)
class CentreState:
    """The centre; `n_unread` is the number on the bell, `sent_to` the foot line."""

    word: str = "loading"
    which: Which = "mine"
    days: tuple[Day, ...] = ()
    n_unread: int = 0
    unread: tuple[str, ...] = ()
    sent_to: str = ""
    failure: str = ""


def state_of(
    found: "Sequence[Entry]", channels: Sequence[str], which: Which, now: datetime
) -> CentreState:
    """The picture of what there is to tell; "mine" has what waits for or was told to the person."""
    shown = [one for one in found if which == "all" or one.is_mine]
    titled = ((_day(one.at, now), one) for one in shown)
    days = tuple(
        Day(title, tuple(_row(one, now) for _, one in same))
        for title, same in groupby(titled, key=lambda pair: pair[0])
    )
    unread = tuple(one.key for one in found if one.is_unread)
    sent_to = (
        tr("Also sent to: {names}", names=", ".join(channels))
        if channels
        else tr("Sent nowhere else")
    )
    return CentreState("ready", which, days, len(unread), unread, sent_to)


def _short(words: str) -> str:
    """The first sentence, for a glance; the whole stands where the notice leads."""
    first = " ".join(unmarked(words).split()).partition(". ")[0]
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST].rstrip()}…"


def _day(at: datetime, now: datetime) -> str:
    then, here = at.astimezone().date(), now.astimezone().date()
    if then >= here:
        return tr("Today")
    return tr("Yesterday") if (here - then).days == 1 else numbers.long_day(at)


def _row(one: "Entry", now: datetime) -> NoticeRow:
    can_act = one.is_open and one.is_mine
    is_incident = one.incident_id is not None
    opens = _OPENS.get(one.kind, "") if one.is_open or is_incident else ""
    return NoticeRow(
        key=one.key,
        status=one.status,
        title=spoken(one.title),
        words=_short(spoken(one.words)),
        moment=numbers.relative(one.at, now),
        when=numbers.full_time(one.at),
        is_unread=one.is_unread,
        address=one.address,
        opens=opens,
        can_snooze=one.is_open and is_incident,
        roll_back_to=one.roll_back_to if one.is_open else None,
        incident_id=one.incident_id,
        put_off=one.decision if can_act and not is_incident else "",
    )
