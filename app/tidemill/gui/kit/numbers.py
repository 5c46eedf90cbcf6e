"""Numbers, times and sizes as a person reads them, in the locale of the system.

Pure functions: the clock is an argument. Minus is U+2212, a missing value is an en dash.
"""

import math
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from tidemill.base.words import tr, translated
from tidemill.gui.kit import sorting

MINUS = "\N{MINUS SIGN}"
MISSING = "\N{EN DASH}"
PLUS_MINUS = "\N{PLUS-MINUS SIGN}"
_THIN = "\N{NO-BREAK SPACE}"

_MINUTE = 60
_HOUR = 3600
_DAY = 86_400


SYSTEM = "system"


class _Chosen:
    locale: QLocale | None = None
    region: str = SYSTEM


def set_locale(locale: QLocale | None) -> None:
    """Choose the locale; None is the system's. Texts stand in its order from now on."""
    _Chosen.locale = locale
    sorting.follow(_locale())


def set_region(name: str) -> None:
    """Choose whose way of writing numbers and dates is used: `de_DE`, or `system`."""
    _Chosen.region = name
    set_locale(None if name == SYSTEM else QLocale(name))


def region() -> str:
    """Whose way of writing was chosen."""
    return _Chosen.region


def _locale() -> QLocale:
    made = QLocale(_Chosen.locale) if _Chosen.locale is not None else QLocale()
    made.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    return made


def decimal_mark() -> str:
    """What parts whole numbers from decimals."""
    return _locale().decimalPoint()


def grouping_marks() -> tuple[str, ...]:
    """What may stand between thousands."""
    mark = _locale().groupSeparator()
    return (mark, _THIN) if mark.strip() else (mark, _THIN, "\N{NARROW NO-BREAK SPACE}")


def _is_missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


def _signed(value: float, digits: str) -> str:
    """Put the right minus in front, unless rounding left nothing but zeros."""
    if value < 0 and any(sign in digits for sign in "123456789"):
        return MINUS + digits
    return digits


def integer(value: float | None) -> str:
    """A whole number with its thousands grouped: `18,240`."""
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return _infinite(value)
    whole = round(value)
    return _signed(whole, _locale().toString(abs(whole)))


def _infinite(value: float) -> str:
    return "\N{INFINITY}" if value > 0 else MINUS + "\N{INFINITY}"


def decimal(value: float | None, decimals: int = 2) -> str:
    """A number with a fixed count of decimals: `12.40`."""
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return _infinite(value)
    return _signed(value, _locale().toString(abs(float(value)), "f", decimals))


def score(value: float | None, decimals: int = 4) -> str:
    """A metric: four decimals unless said, `0.8734`."""
    return decimal(value, decimals)


def count(value: float | None) -> str:
    """A count: grouped up to 999,999, then `1.2 M`, `3.4 B`."""
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return _infinite(value)
    size = abs(value)
    if round(size) < 1_000_000:
        return integer(value)
    for factor, letter in ((1e6, "M"), (1e9, "B"), (1e12, "T")):
        if round(size / factor, 1) < 1000 or letter == "T":
            return decimal(value / factor, 1) + _THIN + letter
    raise AssertionError("the last step takes every size")


def plain(value: float | None, significant: int = 4) -> str:
    """Any number, short: whole when it is whole, else about four significant digits.

    Very large and very small numbers go to powers of ten: `1.2e−7`.
    """
    if value is None or math.isnan(value):
        return MISSING
    if math.isinf(value):
        return _infinite(value)
    if value == int(value) and abs(value) < 1e15:
        return integer(value)
    size = abs(value)
    if size < 10.0**-significant or size >= 1e9:
        digits, power = f"{size:.{max(significant - 3, 1)}e}".split("e")
        digits = digits.replace(".", _locale().decimalPoint())
        exponent = int(power)
        return _signed(value, f"{digits}e{MINUS if exponent < 0 else ''}{abs(exponent)}")
    decimals = max(0, significant - 1 - math.floor(math.log10(size)))
    shown = _locale().toString(size, "f", decimals)
    point = _locale().decimalPoint()
    if point in shown:
        shown = shown.rstrip("0").removesuffix(point)
    return _signed(value, shown)


def as_written(text: str) -> str:
    """A number as the code writes it in a sentence, `1,234.5`, as the locale writes it."""
    locale = _locale()
    marks = {",": locale.groupSeparator(), ".": locale.decimalPoint()}
    return "".join(marks.get(sign, sign) for sign in text)


def percent(share: float | None, decimals: int = 1) -> str:
    """A share from 0 to 1 as `8.7%`."""
    shown = decimal(None if share is None else share * 100, decimals)
    return shown if shown == MISSING else shown + "%"


def delta(value: float | None, decimals: int = 4) -> str:
    """A change, always with its sign: `+0.0129`, `−0.0202`, `±0.0000`."""
    shown = decimal(value, decimals)
    return _with_plus(value, shown)


def delta_integer(value: float | None) -> str:
    """A change in a count, always with its sign: `+2,114`."""
    return _with_plus(value, integer(value))


def delta_percent(share: float | None, decimals: int = 1) -> str:
    """A change in a share, always with its sign: `+1.9%`."""
    return _with_plus(share, percent(share, decimals))


def _with_plus(value: float | None, shown: str) -> str:
    if value is None or shown == MISSING or shown.startswith(MINUS):
        return shown
    return ("+" if any(sign in shown for sign in "123456789\N{INFINITY}") else PLUS_MINUS) + shown


def half_width(value: float | None, decimals: int = 3) -> str:
    """Half an interval: `± 0.004`."""
    shown = decimal(value, decimals)
    return shown if shown == MISSING else f"{PLUS_MINUS}{_THIN}{shown}"


def p_value(value: float | None) -> str:
    """A p-value: `p = 0.002`, or `p < 0.001`."""
    if value is None or math.isnan(value):
        return MISSING
    return f"p < {decimal(0.001, 3)}" if value < 0.001 else f"p = {decimal(value, 3)}"


def duration(seconds: float | None) -> str:
    """How long something took: `40 ms`, `0.9 s`, `0:22`, `1:08`, `2 h 5 min`, `3 d 4 h`."""
    if seconds is None or math.isnan(seconds):
        return MISSING
    length = max(0.0, seconds)
    if length < 0.0995:
        return f"{round(length * 1000)}{_THIN}ms"
    if length < 9.95:
        return f"{decimal(length, 1)}{_THIN}s"
    whole = round(length)
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{whole % _MINUTE:02d}"
    minutes = round(length / _MINUTE)
    if minutes < 24 * 60:
        return _two(minutes // 60, "h", minutes % 60, "min")
    hours = round(length / _HOUR)
    return _two(hours // 24, "d", hours % 24, "h")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    first = f"{integer(large)}{_THIN}{large_unit}"
    return first if small == 0 else f"{first} {small}{_THIN}{small_unit}"


def about(seconds: float | None) -> str:
    """A length of time to come, in words: `a few seconds`, `6 minutes`, `2 hours`."""
    if seconds is None or math.isnan(seconds):
        return MISSING
    if seconds < 15:
        return tr("a few seconds")
    if seconds < 90:
        return f"{max(20, round(seconds / 10) * 10)} seconds" if seconds < 55 else tr("a minute")
    if seconds < 90 * _MINUTE:
        return f"{round(seconds / _MINUTE)} minutes"
    if seconds < 36 * _HOUR:
        return f"{round(seconds / _HOUR)} hours"
    return f"{round(seconds / _DAY)} days"


def size(n_bytes: float | None) -> str:
    """A file size in powers of ten: `412 B`, `18 kB`, `0.4 MB`, `18.4 GB`."""
    if n_bytes is None or math.isnan(n_bytes):
        return MISSING
    if n_bytes < 1000:
        return f"{round(n_bytes)}{_THIN}B"
    if n_bytes < 99_500:
        return f"{round(n_bytes / 1000)}{_THIN}kB"
    for factor, unit in ((1e6, "MB"), (1e9, "GB"), (1e12, "TB")):
        if round(n_bytes / factor, 1) < 1000 or unit == "TB":
            return f"{decimal(n_bytes / factor, 1)}{_THIN}{unit}"
    raise AssertionError("the last step takes every size")


def _local(when: datetime) -> datetime:
    return (when if when.tzinfo is not None else when.replace(tzinfo=UTC)).astimezone()


def _date(when: datetime) -> QDate:
    return QDate(when.year, when.month, when.day)


def relative(when: datetime | None, now: datetime) -> str:
    """How long ago, short: `now`, `8 min`, `3 h`, `Fri`, `21 Oct`, `3 Oct 2025`.

    Times without a zone are taken as UTC; a time to come reads `in 8 min`.
    """
    if when is None:
        return MISSING
    then, here = _local(when), _local(now)
    gone = (here - then).total_seconds()
    if gone < 0:
        return _ahead(then, here, -gone)
    if gone < _MINUTE:
        return "now"
    if gone < _HOUR:
        return f"{int(gone // _MINUTE)}{_THIN}min"
    if gone < _DAY:
        return f"{int(gone // _HOUR)}{_THIN}h"
    return _day_name(then, here)


def _ahead(then: datetime, here: datetime, left: float) -> str:
    if left < _MINUTE:
        return "now"
    if left < _HOUR:
        return tr("in {ceil}{thin}min", ceil=math.ceil(left / _MINUTE), thin=_THIN)
    if left < _DAY:
        return f"in {round(left / _HOUR)}{_THIN}h"
    return _day_name(then, here)


def _day_name(then: datetime, here: datetime) -> str:
    locale = _locale()
    days = abs((here.date() - then.date()).days)
    if days < 7:
        return locale.toString(_date(then), "ddd")
    if then.year == here.year or days < 180:
        return locale.toString(_date(then), "d MMM")
    return locale.toString(_date(then), "d MMM yyyy")


def day_name(when: datetime, now: datetime) -> str:
    """The day of a moment, short: `Fri` within a week, `21 Oct`, `3 Oct 2027`."""
    return _day_name(_local(when), _local(now))


def week() -> tuple[int, ...]:
    """The days of a week by number, 0 is Monday, from the region's first one on."""
    first = _locale().firstDayOfWeek().value - 1
    return tuple((first + day) % 7 for day in range(7))


def weekday(day: int, *, is_long: bool = False) -> str:
    """A day of the week, 0 is Monday: `Mon`, or `Monday`."""
    form = QLocale.FormatType.LongFormat if is_long else QLocale.FormatType.ShortFormat
    return _locale().standaloneDayName(day + 1, form)


def ago(when: datetime | None, now: datetime) -> str:
    """How long ago, in a sentence: `now`, `8 min ago`, `Yesterday 17:20`, `Thu 19 Nov`."""
    if when is None:
        return MISSING
    short = relative(when, now)
    if short.endswith((f"{_THIN}min", f"{_THIN}h")) and not short.startswith("in "):
        return tr("{short} ago", short=short)
    then, here = _local(when), _local(now)
    if then.date() == here.date() - timedelta(days=1):
        return tr("Yesterday {clock}", clock=clock(when))
    if len(short) <= 4 and 0 < (here.date() - then.date()).days < 7:
        return _locale().toString(_date(then), "ddd d MMM")
    return short


def clock(when: datetime | None, seconds: bool = False) -> str:
    """The local time of day: `06:41`, or `06:41:07`."""
    if when is None:
        return MISSING
    return _local(when).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(when: datetime | None) -> str:
    """The local day: `21 Oct 2026`."""
    return MISSING if when is None else _locale().toString(_date(_local(when)), "d MMM yyyy")


def month(when: datetime, *, has_year: bool = False) -> str:
    """The local month, short: `Oct`, or `Jan 2026`."""
    return _locale().toString(_date(_local(when)), "MMM yyyy" if has_year else "MMM")


def long_day(when: datetime | None) -> str:
    """The local day with its name: `Saturday 21 November`."""
    return MISSING if when is None else _locale().toString(_date(_local(when)), "dddd d MMMM")


def full_time(when: datetime | None) -> str:
    """The full local time, for tooltips: `Fri 20 Nov 2026, 16:22:07`."""
    if when is None:
        return MISSING
    return f"{_locale().toString(_date(_local(when)), 'ddd d MMM yyyy')}, {clock(when, True)}"


def plural(number: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 run`, `3,207 runs`."""
    noun = translated(one if abs(number) == 1 else many or one + "s")
    return f"{count(number)} {noun}"
