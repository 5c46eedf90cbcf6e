"""How often, when and on what an automation may start: pure decisions, as those of triggers.

What is held back is not lost: the trigger's memory stays as it was, and the start comes when the
limit allows. A person who starts by hand is not held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from tidemill.base.errors import NeedsYou
from tidemill.base.zones import zone as zone_of
from tidemill.domain.triggers import Decision, Fire, Never, Wait, WaitUntil, counted


@dataclass(frozen=True)
class LimitFacts:
    """What limits are judged by.

    `last_start` is when the automation last started, `minutes_used` those its runs took in this
    month. `is_on_mains` is None where it cannot be known, which is taken for mains.
    """

    last_start: datetime | None = None
    minutes_used: float = 0.0
    is_on_mains: bool | None = None


def decide(
    facts: LimitFacts,
    now: datetime,
    *,
    at_most_every_s: float | None = None,
    quiet: Sequence[str] | None = None,
    zone: str = "",
    mains_only: bool = False,
    minutes_a_month: float | None = None,
) -> Decision:
    """`Fire` where it may start now; else until when it waits and why.

    Where several limits hold it back, the one that holds longest is told.
    """
    if (minutes_a_month or 0) < 0 or (at_most_every_s or 0) < 0:
        return Never("A limit is under 0: nothing would ever start.")
    held = [
        _budget(facts, now, minutes_a_month, zone),
        _quiet(now, quiet, zone),
        _often(facts, now, at_most_every_s),
    ]
    waits = [one for one in held if one is not None]
    if waits:
        return max(waits, key=lambda one: one.moment)
    if mains_only and facts.is_on_mains is False:
        return Wait("Held back: the computer runs on its battery.")
    return Fire("Nothing holds it back")


def _often(facts: LimitFacts, now: datetime, at_most_every_s: float | None) -> WaitUntil | None:
    """Not more than once per span.

    A last start further ahead than the span can only have been written by a clock that was wrong.
    """
    if not at_most_every_s or facts.last_start is None:
        return None
    span = timedelta(seconds=at_most_every_s)
    free = facts.last_start + span
    if now >= free or facts.last_start - now > span:
        return None
    words = f"Held back: it starts at most once in {said_span(at_most_every_s)}."
    return WaitUntil(free, words)


def _quiet(now: datetime, quiet: Sequence[str] | None, zone: str) -> WaitUntil | None:
    """Quiet hours, over midnight where they begin later than they end."""
    if not quiet:
        return None
    begin, end = hours(quiet)
    place = zone_of(zone)
    local = now.astimezone(place)
    at = local.time().replace(tzinfo=None)
    is_quiet = begin <= at < end if begin < end else at >= begin or at < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if begin > end and at >= begin else 0)
    until = datetime.combine(day, end, tzinfo=place).astimezone(now.tzinfo)
    if until <= now:  # the hour that comes twice: quiet until it has passed the second time
        until = datetime.combine(day, end, tzinfo=place).replace(fold=1).astimezone(now.tzinfo)
    words = f"Held back: quiet hours from {begin:%H:%M} to {end:%H:%M}."
    return WaitUntil(max(until, now + timedelta(seconds=1)), words)


def _budget(
    facts: LimitFacts, now: datetime, minutes_a_month: float | None, zone: str
) -> WaitUntil | None:
    if not minutes_a_month or facts.minutes_used < minutes_a_month:
        return None
    until = month_after(now, zone)
    words = (
        f"Held back: {facts.minutes_used:,.0f} of {counted(round(minutes_a_month), 'minute')} of "
        "this month are used."
    )
    return WaitUntil(until, words)


def month_of(now: datetime, zone: str) -> datetime:
    """The first moment of the month in a zone."""
    local = now.astimezone(zone_of(zone))
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0)
    return first.astimezone(now.tzinfo)


def month_after(now: datetime, zone: str) -> datetime:
    """The first moment of the month after."""
    local = now.astimezone(zone_of(zone))
    return month_of(local.replace(day=1) + timedelta(days=32), zone).astimezone(now.tzinfo)


def hours(quiet: Sequence[str]) -> tuple[time, time]:
    """Beginning and end of quiet hours; `NeedsYou` where they are no two times of day."""
    try:
        begin, end = (time.fromisoformat(text.strip().rjust(5, "0")) for text in quiet)
    except ValueError:
        raise NeedsYou(
            f"“{'-'.join(quiet)}” are no quiet hours.",
            "Write two times of day, for example 22:00 and 06:00.",
        ) from None
    if begin == end:
        raise NeedsYou(
            f"Quiet hours from {begin:%H:%M} to {end:%H:%M} leave no time or all of it.",
            "Choose two different times, or none for no quiet hours.",
        )
    return begin, end


def said_span(seconds: float) -> str:
    """`2 hours`, `1 day`, `90 minutes`."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size and seconds % size == 0:
            return counted(round(seconds / size), unit)
    return counted(round(seconds), "second")


def in_words(
    *,
    at_most_every_s: float | None = None,
    quiet: Sequence[str] | None = None,
    zone: str = "",
    mains_only: bool = False,
    minutes_a_month: float | None = None,
) -> str:
    """Limits as a sentence; `NeedsYou` says which of them can't be."""
    place = zone_of(zone).key
    said = []
    if at_most_every_s is not None:
        if not 0 < at_most_every_s < float("inf"):
            raise NeedsYou("A time between two starts is over 0.", "Leave it out for none.")
        said.append(f"at most once in {said_span(at_most_every_s)}")
    if quiet:
        begin, end = hours(quiet)
        said.append(f"not from {begin:%H:%M} to {end:%H:%M} ({place})")
    if mains_only:
        said.append("only on mains power")
    if minutes_a_month is not None:
        if not 0 < minutes_a_month < float("inf"):
            raise NeedsYou("A budget of minutes is over 0.", "Leave it out for none.")
        said.append(f"at most {counted(round(minutes_a_month), 'minute')} a month")
    if not said:
        return "Nothing holds it back."
    words = ", ".join(said)
    return f"{words[0].upper()}{words[1:]}."
