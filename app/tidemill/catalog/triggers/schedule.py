"""Starts at times that come again."""

from datetime import datetime
from itertools import takewhile

from tidemill.base.clock import to_iso
from tidemill.base.zones import zone as zone_of
from tidemill.domain import schedules
from tidemill.domain.entries import Parameter, TriggerEntry
from tidemill.domain.triggers import ClockFacts, Decision, Fire, Memory, Never, Reads, WaitUntil

COUNTED = 1000
"""How many missed times are counted; beyond that it is said that there were more."""

SPANS = 20
"""How many spans of times that were started for are remembered."""

ENTRY = TriggerEntry(
    "schedule",
    1,
    "Schedule",
    "Starts at set times. Times that were missed while nothing ran are caught up once, together; "
    "where summer time begins or ends, each time of day starts once.",
    (
        Parameter("when", "When", "every night at 02:00", help="In words, or as cron."),
        Parameter("zone", "Time zone", "UTC", help="For example Europe/Vienna."),
    ),
    reads=Reads.CLOCK,
)


def decide(facts: ClockFacts, now: datetime, *, when: str, zone: str = "UTC") -> Decision:
    """Start if a time has come that was not started for; one start for all that were missed.

    Where the clock was set back, times that were started for do not start again; the others do.
    """
    place = zone_of(zone)
    coming = (t for t in schedules.moments(when, place, facts.since) if not _is_done(facts, t))
    due = []
    for moment in takewhile(lambda t: t <= now, coming):
        due.append(moment)
        if len(due) > COUNTED:
            break
    if len(due) > COUNTED:
        due[-1] = _newest(when, zone, due[-1], now)
    if due:
        return _fired(facts, when, zone, due)
    is_back = now < facts.since
    following = next(
        (t for t in schedules.moments(when, place, now) if not _is_done(facts, t)), None
    )
    if following is None:
        return Never(f"No date fits {schedules.in_words(when)}.")
    memory = _memory(now, facts.done) if is_back else None
    return WaitUntil(following, f"Next {said_at(following, zone)}.", memory)


def _newest(when: str, zone: str, after: datetime, now: datetime) -> datetime:
    """The last time up to now, found by halves: there are too many to go through one by one."""
    low, high = after, now
    place = zone_of(zone)
    while (high - low).total_seconds() > 1:
        middle = low + (high - low) / 2
        found = next(schedules.moments(when, place, middle), None)
        if found is not None and found <= now:
            low = max(found, middle)
            after = found
        else:
            high = middle
    return after


def _fired(facts: ClockFacts, when: str, zone: str, due: list[datetime]) -> Fire:
    moment, missed = due[-1], len(due) - 1
    words = f"It was {said_at(moment, zone)}, {schedules.in_words(when)}"
    if missed:
        many = f"more than {COUNTED:,}" if missed >= COUNTED else f"{missed:,}"
        words += f"; {many} earlier {'time was' if missed == 1 else 'times were'} missed"
    done = list(facts.done)
    if missed == 0 and done and done[-1][1] == facts.since:
        done[-1] = (done[-1][0], moment)
    else:
        done.append((moment, moment))
    return Fire(words, {"at": to_iso(moment)}, _memory(moment, tuple(done[-SPANS:])))


def _is_done(facts: ClockFacts, moment: datetime) -> bool:
    return any(first <= moment <= last for first, last in facts.done)


def _memory(since: datetime, done: tuple[tuple[datetime, datetime], ...]) -> Memory:
    return {"since": to_iso(since), "done": [[to_iso(a), to_iso(b)] for a, b in done]}


def said_at(moment: datetime, zone: str) -> str:
    """A moment in a zone as people say it."""
    local = moment.astimezone(zone_of(zone))
    where = f" ({zone})" if zone != "UTC" else ""
    return f"{local:%H:%M} on {local:%A} {local.day} {local:%B %Y}{where}"


def sentence(*, when: str, zone: str = "UTC") -> str:
    """When it starts, in words."""
    words = schedules.in_words(when)
    return f"{words[0].upper()}{words[1:]} ({zone})"


def times(now: datetime, n: int, *, when: str, zone: str = "UTC") -> list[datetime]:
    """The next times, in UTC."""
    return schedules.following(when, zone_of(zone), now, n)
