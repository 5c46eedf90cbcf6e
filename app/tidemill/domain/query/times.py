"""Times as people write them: dates, moments, and how long ago."""

import calendar
import math
import re
from datetime import UTC, datetime, timedelta

_AGO = re.compile(
    r"(\d{1,6}|an?|one) (second|minute|hour|day|week|month|year)s? ago", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def span(text: str, now: datetime) -> tuple[float, float] | None:
    """Return start and end of a written time in seconds since 1970 UTC, or None.

    A date, `today` and `yesterday` span a day of UTC; a moment spans the smallest step of a
    float, so `start <= x < end` means "is it" for both. Known are ISO 8601 (UTC unless it says
    otherwise), `now`, and "2 weeks ago" with seconds to years.
    """
    words = " ".join(text.split()).lower()
    try:
        if words in {"today", "yesterday"}:
            midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            return _day(midnight - timedelta(days=words == "yesterday"))
        if words == "now":
            return _moment(now)
        ago = _AGO.fullmatch(words)
        if ago:
            count = int(ago[1]) if ago[1].isdigit() else 1
            return _moment(_back(now.astimezone(UTC), count, ago[2]))
        written = datetime.fromisoformat(text.strip())
        written = written if written.tzinfo else written.replace(tzinfo=UTC)
        return _day(written) if _DAY.fullmatch(text.strip()) else _moment(written)
    except (ValueError, OverflowError):
        return None


def seconds_of(value: datetime | float | str | None) -> float:
    """Return a moment as seconds since 1970 UTC, NaN for None; ISO text as `clock.to_iso` wrote."""
    if value is None:
        return math.nan
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.timestamp() if isinstance(value, datetime) else float(value)


def _day(start: datetime) -> tuple[float, float]:
    return start.timestamp(), start.timestamp() + 86_400.0


def _moment(at: datetime) -> tuple[float, float]:
    return at.timestamp(), math.nextafter(at.timestamp(), math.inf)


def _back(now: datetime, count: int, unit: str) -> datetime:
    if unit not in {"month", "year"}:
        return now - timedelta(**{unit + "s": count})
    months = now.year * 12 + now.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        raise OverflowError("before the year 1")
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
