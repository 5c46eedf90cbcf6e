"""When the worker begins nothing heavy: from a time of day to another, on some days of the week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tidemill.base.zones import local_zone
from tidemill.base.zones import zone as zone_of
from tidemill.domain import trigger_limits

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = ",".join(DAYS)


@dataclass(frozen=True)
class QuietHours:
    """Hours that begin on the `days` named (0 is Monday), over midnight where they end earlier.

    `zone` names the time zone they are meant in; empty is this computer's own.
    """

    begin: time
    end: time
    days: frozenset[int] = frozenset(range(7))
    zone: str = ""

    def until(self, now: datetime) -> datetime | None:
        """The end of the quiet hours that a moment lies in, in the zone of `now`; None outside.

        An hour that comes twice as clocks are set back belongs to them both times where they end
        in it, and from the first time on where they begin in it.
        """
        place = zone_of(self.zone or local_zone())
        today = now.astimezone(place).date()
        for day in (today - timedelta(days=1), today):
            if day.weekday() not in self.days:
                continue
            begin, end = self._of(day, place)
            if begin <= now < end:
                return end.astimezone(now.tzinfo)
        return None

    def _of(self, day: date, place: object) -> tuple[datetime, datetime]:
        """Begin and end of those that begin on a day."""
        last = day + timedelta(days=1) if self.end <= self.begin else day
        begin = _moment(day, self.begin, place, fold=0)
        return begin, max(_moment(last, self.end, place, fold=fold) for fold in (0, 1))


def _moment(day: date, at: time, place: object, fold: int) -> datetime:
    zone = zone_of("")
    made = datetime.combine(day, at, tzinfo=place).replace(fold=fold)  # type: ignore[arg-type]
    return made.astimezone(zone)  # in UTC, where moments can be compared over a change of the clock


def of(hours: str, days: str, zone: str) -> QuietHours | None:
    """The hours of `22:00-06:00`, `mon,tue` and a zone; None where no hours are named."""
    if not hours.strip():
        return None
    begin, end = trigger_limits.hours(hours.split("-"))
    return QuietHours(begin, end, frozenset(DAYS.index(one) for one in days_in(days)), zone)


def days_in(text: str) -> list[str]:
    """The days named in a text such as `mon,wed`, in the order of the week."""
    named = {part.strip().lower() for part in text.split(",")}
    return [day for day in DAYS if day in named]


def days_of(days: Iterable[str]) -> str:
    """Days as one text, in the order of the week."""
    return ",".join(days_in(",".join(days)))


def are_hours(text: str) -> bool:
    """Whether a text names two different times of day, or none."""
    if not text:
        return True
    parts = [part.strip() for part in text.split("-")]
    try:
        begin, end = (time.fromisoformat(part) for part in parts if len(part) == len("22:00"))
    except ValueError:
        return False
    return len(parts) == 2 and begin != end


def are_days(text: str) -> bool:
    """Whether a text names days of the week, at least one and each once."""
    parts = [part.strip().lower() for part in text.split(",")]
    return bool(parts) and set(parts) <= set(DAYS) and len(set(parts)) == len(parts)
