"""The data's own time as an axis of looks, and what its moments are called.

Times of data are days and hours as the rows have them, so they are not moved to the zone of
whoever looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from tidemill.base.words import tr
from tidemill.domain.cuts import is_answered

if TYPE_CHECKING:
    from tidemill.domain.courses import Course

_ALMOST_A_MONTH = timedelta(days=26)
_A_DAY = timedelta(hours=26)
ANSWERED = tr(", answered")
"""Behind the label of a look whose rows came with no data and were only answered."""


@dataclass(frozen=True)
class Look:
    """When a chunk's rows begin and end; without a time column, when they were seen."""

    start: datetime
    end: datetime


def looks_of(course: "Course") -> tuple[Look, ...]:
    """The times of a course's chunks."""
    found = []
    for start, end, seen in zip(
        course.starts_at.tolist(), course.ends_at.tolist(), course.seen_at.tolist(), strict=True
    ):
        begin, last = start or seen, end or start or seen
        found.append(Look(begin.replace(tzinfo=UTC), last.replace(tzinfo=UTC)))
    return tuple(found)


def day(when: datetime, form: str = "d MMM") -> str:
    """A day of the data, in the words of the system's locale."""
    return QLocale().toString(QDate(when.year, when.month, when.day), form)


def _is_month(look: Look) -> bool:
    is_long = look.end - look.start >= _ALMOST_A_MONTH
    return is_long and (look.start.year, look.start.month) == (look.end.year, look.end.month)


def label_of(look: Look) -> str:
    """A look in words: `Thu 19 Nov`, `May 2013`, `3 to 9 Nov`."""
    start, end = look.start, look.end
    if end - start <= _A_DAY:
        return day(end, "ddd d MMM")
    if _is_month(look):
        return day(start, "MMM yyyy")
    if start.month == end.month:
        return f"{start.day} to {day(end)}"
    return f"{day(start)} to {day(end)}"


def labels_of(course: "Course", looks: Sequence[Look]) -> tuple[str, ...]:
    """Each look in words, with a note where its rows came with no data and were only answered."""
    spans = course.spans or ("",) * len(looks)
    return tuple(
        f"{label_of(look)}{ANSWERED}" if is_answered(span) else label_of(look)
        for look, span in zip(looks, spans, strict=True)
    )


def tick_of(look: Look) -> str:
    """A look in the few letters of an axis: `May`, `19 Nov`."""
    if _is_month(look):
        return day(look.start, "MMM yyyy" if look.start.month == 1 else "MMM")
    return day(look.start)


def unit_of(looks: Sequence[Look]) -> str:
    """What most looks span: `day`, `week`, `month`, else `look`."""
    spans = sorted(look.end - look.start for look in looks)
    if not spans:
        return "look"
    middle = spans[len(spans) // 2]
    if timedelta(hours=12) <= middle <= _A_DAY:
        return "day"
    if timedelta(days=6) <= middle <= timedelta(days=8):
        return "week"
    return "month" if timedelta(days=26) <= middle <= timedelta(days=32) else "look"


def data_until(course: "Course", looks: Sequence[Look]) -> str:
    """Up to when the data reach that looks came with, in words; empty where all were answered."""
    spans = course.spans or ("",) * len(looks)
    ends = [o.end for o, s in zip(looks, spans, strict=True) if not is_answered(s)]
    return day(ends[-1]) if ends else ""


def unit_in(course: "Course", looks: Sequence[Look]) -> str:
    """What most looks of a course span; `look` where those at answers span something else."""
    spans = course.spans or ("",) * len(looks)
    units = {
        unit_of(some)
        for is_of_answers in (False, True)
        if (
            some := [
                o for o, s in zip(looks, spans, strict=True) if is_answered(s) == is_of_answers
            ]
        )
    }
    return units.pop() if len(units) == 1 else "look"


def place_of(when: datetime, looks: Sequence[Look]) -> float | None:
    """Where a moment stands on the axis: look `i` reaches from i to i + 1; None is before it.

    A moment between two looks stands on their border, one after the last at the end.
    """
    if not looks or when < looks[0].start:
        return None
    for at, look in enumerate(looks):
        if when < look.start:
            return float(at)
        if when <= look.end:
            span = (look.end - look.start).total_seconds()
            return at + ((when - look.start).total_seconds() / span if span > 0 else 1.0)
    return float(len(looks))


def first_of_period(looks: Sequence[Look], days: int | None) -> int:
    """The first look of those that begin in the last so many days; at least the newest is in."""
    if days is None or not looks:
        return 0
    since = looks[-1].end - timedelta(days=days)
    inside = (at for at, look in enumerate(looks) if look.start >= since)
    return next(inside, len(looks) - 1)
