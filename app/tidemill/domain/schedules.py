"""Times that come again: cron expressions, in plain words both ways, and when they are due.

A cron expression has five fields (minute, hour, day of the month, month, day of the week) and is
meant in a time zone. Where summer time begins or ends, a time of day that does not exist is due
once, at the first moment that does, and one that comes twice is due once, the first time. What is
due in every hour goes on with every hour that passes.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from tidemill.base.errors import NeedsYou
from tidemill.base.texts import joined

_EXAMPLES = (
    "Write for example “every night at 02:00”, “every Monday at 06:00”, "
    "“on the 1st of each month at 03:30”, “every 15 minutes” or a cron expression of five fields."
)
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_DAY_NUMBERS = {d[:n].lower(): i for i, d in enumerate(_DAYS) for n in (3, len(d))}
_DAY_NUMBERS |= {f"{d.lower()}s": i for i, d in enumerate(_DAYS)}
_DAY_NUMBERS |= {"tues": 2, "thur": 4, "thurs": 4}
_MONTH_NUMBERS = {m[:n].lower(): i for i, m in enumerate(_MONTHS, 1) for n in (3, len(m))}
_PARTS_OF_DAY = ("day", "night", "morning", "evening", "afternoon", "noon", "midnight")
_ALL = "*"


# --- from words ------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def cron_of(when: str) -> str:
    """The cron expression of a time in plain words, or of a cron expression itself.

    Raises `NeedsYou` with examples where neither can be read, or where it would never be due.
    """
    text = " ".join(when.replace(",", " , ").split()).strip(" .")
    if not text:
        raise NeedsYou("A schedule needs a time.", _EXAMPLES)
    if re.fullmatch(r"[\d*]\S*( , )?.*", text) and not re.search(r"[a-z]{4}", text.lower()):
        return _checked(" ".join(when.split()), when)
    found = _from_words(text.lower())
    if found is None:
        raise NeedsYou(f"“{when}” is not a time that Tidemill can read.", _EXAMPLES)
    return _checked(found, when)


def _checked(cron: str, when: str) -> str:
    fields = cron.replace(" , ", ",").lower().split()
    if len(fields) != 5:
        raise NeedsYou(f"“{when}” has not the five fields of a cron expression.", _EXAMPLES)
    for place, numbers in ((3, _MONTH_NUMBERS), (4, _DAY_NUMBERS)):
        for name in re.findall(r"[a-z]{3,}", fields[place]):
            fields[place] = fields[place].replace(name, str(numbers.get(name, name)))
    cron = " ".join(fields).upper()
    try:
        is_ever = next(CronSim(cron, datetime(2024, 1, 1, tzinfo=UTC)), None) is not None
    except CronSimError as error:
        words = str(error).replace("Bad ", "its ").replace("-", " ")
        raise NeedsYou(f"“{when}” is no cron expression: {words} is wrong.", _EXAMPLES) from None
    if not is_ever:
        raise NeedsYou(f"“{when}” never comes: no date fits it.", _EXAMPLES)
    return cron


def _from_words(text: str) -> str | None:
    step = re.fullmatch(r"(?:every|each) (?:(\d+) )?(minute|hour)s?(?: at (.+))?", text)
    if step is not None:
        return _stepped(int(step[1] or 1), step[2], step[3])
    days, _, times = text.partition(" at ")
    if not times and text.rsplit(maxsplit=1)[-1] in ("midnight", "noon"):
        days, times = text, text.rsplit(maxsplit=1)[-1]
    clock = _times(times)
    dates = _dates(days.strip())
    return None if clock is None or dates is None else f"{clock} {dates}"


def _stepped(n: int, unit: str, past: str | None) -> str | None:
    """`every 15 minutes`, `every 6 hours at :30`."""
    whole = 60 if unit == "minute" else 24
    if n < 1 or whole % n or n == whole:
        raise NeedsYou(
            f"Every {n} {unit}s does not come out even.",
            "Choose "
            + ", ".join(str(k) for k in range(1, whole) if whole % k == 0)
            + f" {unit}s, or say at what times.",
        )
    step = _ALL if n == 1 else f"*/{n}"
    if unit == "minute":
        return None if past else f"{step} * * * *"
    minute = re.fullmatch(r"(?:[\dx]{0,2}:)?(\d{1,2})(?: minutes? past)?", past or "0")
    return None if minute is None else f"{int(minute[1])} {step} * * *"


def _times(text: str) -> str | None:
    """Minute and hour fields of `06:00`, `6am and 6pm`, `noon`; times must share their minute."""
    found = []
    for one in re.split(r" , | and ", text.strip()):
        read = _time(one.strip())
        if read is None:
            return None
        found.append(read)
    minutes = {minute for _, minute in found}
    if len(minutes) > 1:
        raise NeedsYou(
            "Times of one schedule have the same minute.",
            "Make a second trigger for the other time.",
        )
    hours = ",".join(str(hour) for hour in sorted({hour for hour, _ in found}))
    return f"{minutes.pop()} {hours}"


def _time(text: str) -> tuple[int, int] | None:
    if text in ("midnight", "noon"):
        return (0, 0) if text == "midnight" else (12, 0)
    read = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]00)? ?(am|pm|h|o'clock)?", text)
    if read is None:
        return None
    hour, minute = int(read[1]), int(read[2] or 0)
    if read[3] in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if read[3] == "pm" else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _dates(text: str) -> str | None:
    """Day, month and weekday fields."""
    words = re.sub(r"^(?:every|each|on) ", "", text)
    if words in ("", "daily", "nightly", *_PARTS_OF_DAY):
        return "* * *"
    if words in ("weekday", "weekdays", "working day", "workday", "working days"):
        return "* * 1-5"
    if words in ("weekend", "weekends"):
        return "* * 0,6"
    return _weekdays(words) or _days_of_month(words) or _day_of_year(words)


def _weekdays(words: str) -> str | None:
    found = []
    for one in re.split(r" , and | , | and ", words):
        span = re.fullmatch(r"(\w+)(?: to | ?[-–] ?)(\w+)", one)
        names = [span[1], span[2]] if span else [one.removesuffix(" night")]
        if any(name not in _DAY_NUMBERS for name in names):
            return None
        first, last = _DAY_NUMBERS[names[0]], _DAY_NUMBERS[names[-1]]
        found += [(first + k) % 7 for k in range((last - first) % 7 + 1)]
    return "* * " + ",".join(str(day) for day in sorted(set(found)))


def _days_of_month(words: str) -> str | None:
    month = r"(?:each|every|the|a) month"
    read = re.fullmatch(rf"(?:the )?(.+?) of {month}", words) or re.fullmatch(
        r"month(?:,| ,)? on (?:the )?(.+)", words
    )
    if read is None:
        return None
    found: list[str] = []
    for one in re.split(r" , and | , | and ", read[1]):
        name = re.sub(r"^(?:the )|(?: day)$", "", one)
        number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.?", name)
        if name in ("last", "last day"):
            found.append("L")
        elif name in ("first", "first day"):
            found.append("1")
        elif number is not None:
            found.append(str(int(number[1])))
        else:
            return _nth_weekday(read[1])
    return f"{','.join(dict.fromkeys(found))} * *"


def _nth_weekday(words: str) -> str | None:
    """`first Monday`, `last Friday` of each month."""
    places = {"first": "#1", "second": "#2", "third": "#3", "fourth": "#4", "last": "L"}
    read = re.fullmatch(r"(\w+) (\w+)", words)
    if read is None or read[1] not in places or read[2] not in _DAY_NUMBERS:
        return None
    return f"* * {_DAY_NUMBERS[read[2]]}{places[read[1]]}"


def _day_of_year(words: str) -> str | None:
    words = re.sub(r"^year(?: ,)? on (?:the )?| of (?:each|every) year$|^the ", "", words)
    read = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?\.?(?: of)? (\w+)", words)
    other = re.fullmatch(r"(\w+) (\d{1,2})(?:st|nd|rd|th)?", words)
    if read is not None and read[2] in _MONTH_NUMBERS:
        return f"{int(read[1])} {_MONTH_NUMBERS[read[2]]} *"
    if other is not None and other[1] in _MONTH_NUMBERS:
        return f"{int(other[2])} {_MONTH_NUMBERS[other[1]]} *"
    return None


# --- into words ------------------------------------------------------------------------------


def in_words(when: str) -> str:
    """A schedule as people say it; `cron_of` reads it back.

    An expression that has no plain words is told as the library explains it, with itself behind.
    """
    cron = cron_of(when)
    minute, hour, day, month, weekday = cron.split()
    dates = None if weekday != _ALL and (day, month) != (_ALL, _ALL) else True
    said = _said_steps(minute, hour) if (day, month, weekday) == (_ALL,) * 3 else None
    if said is None and dates:
        clock, on = _said_times(minute, hour), _said_dates(hour, day, month, weekday)
        said = None if clock is None or on is None else f"{on} at {clock}"
    if said is not None and cron_of(said) == cron:
        return said
    explained = CronSim(cron, datetime(2024, 1, 1, tzinfo=UTC)).explain()
    return f"{explained[0].lower()}{explained[1:]} ({cron})"


def _said_steps(minute: str, hour: str) -> str | None:
    if hour == _ALL and minute == _ALL:
        return "every minute"
    if hour == _ALL and (step := re.fullmatch(r"\*/(\d+)", minute)):
        return f"every {step[1]} minutes"
    past = f" at :{int(minute):02d}" if minute.isdigit() and int(minute) else ""
    if minute.isdigit() and hour == _ALL:
        return f"every hour{past}"
    if minute.isdigit() and (step := re.fullmatch(r"\*/(\d+)", hour)):
        return f"every {step[1]} hours{past}"
    return None


def _said_times(minute: str, hour: str) -> str | None:
    hours = hour.split(",")
    if not minute.isdigit() or not all(one.isdigit() for one in hours):
        return None
    return joined([f"{int(one):02d}:{int(minute):02d}" for one in hours])


def _said_dates(hour: str, day: str, month: str, weekday: str) -> str | None:
    if weekday != _ALL:
        return _said_weekdays(weekday)
    if month != _ALL:
        if day.isdigit() and month.isdigit():
            return f"every year on {int(day)} {_MONTHS[int(month) - 1]}"
        return None
    if day != _ALL:
        days = day.split(",")
        if not all(one.isdigit() or one == "L" for one in days):
            return None
        named = ["last day" if one == "L" else ordinal(int(one)) for one in days]
        return f"on the {joined(named)} of each month"
    is_night = hour.isdigit() and (int(hour) >= 22 or int(hour) < 5)
    return "every night" if is_night else "every day"


def _said_weekdays(weekday: str) -> str | None:
    if weekday in ("1-5", "MON-FRI"):
        return "every weekday"
    if weekday == "0,6":
        return "every weekend"
    nth = re.fullmatch(r"(\d)(?:#(\d)|L)", weekday)
    if nth is not None:
        places = ("last", "first", "second", "third", "fourth", "fifth")
        return f"on the {places[int(nth[2] or 0)]} {_DAYS[int(nth[1]) % 7]} of each month"
    days = weekday.split(",")
    if not all(one.isdigit() for one in days):
        return None
    return f"every {joined([_DAYS[int(one) % 7] for one in days])}"


def ordinal(n: int) -> str:
    """`1st`, `2nd`, `13th`."""
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


# --- when it is due --------------------------------------------------------------------------


def moments(when: str, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """The times past a moment at which a schedule is due, in UTC, each once, without end.

    It ends only where no date fits for fifty years.
    """
    cron = cron_of(when)
    minute, hour, *dates = cron.split()
    if _is_every_hour(hour):
        last = after
        for local in CronSim(" ".join([minute, _ALL, *dates]), after.astimezone(zone)):
            moment = local.astimezone(UTC)
            if moment > last:
                last = moment
                yield moment
        return
    last = after
    # Earlier times on the wall were there at `after` or before, also where the clock changes.
    start = after.astimezone(zone).replace(tzinfo=None, fold=0)
    for wall in CronSim(cron, start):
        moment = _first_there_is(wall, zone)
        if moment > last:
            last = moment
            yield moment


def following(when: str, zone: ZoneInfo, after: datetime, n: int = 5) -> list[datetime]:
    """The next times past a moment, at most `n`, in UTC."""
    return [moment for _, moment in zip(range(n), moments(when, zone, after), strict=False)]


def _is_every_hour(hour: str) -> bool:
    return hour in (_ALL, "*/1", "0-23", "0-23/1")


def _first_there_is(wall: datetime, zone: ZoneInfo) -> datetime:
    """A time on the wall in UTC: the first of two, and the next that exists where it does not."""
    while True:
        moment = wall.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            return moment
        wall += timedelta(minutes=1)
