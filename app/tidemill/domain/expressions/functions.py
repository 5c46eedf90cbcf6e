"""What an expression may call: a closed list of pure functions over columns."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tidemill.domain import parsing
from tidemill.domain.columns import Kind
from tidemill.domain.expressions import values as v
from tidemill.domain.expressions.values import NUMBER, TEXT, TIME, Array, Value
from tidemill.domain.parsing import Parser

DAY_US = 86_400_000_000
LONGEST_TEXT = 100_000
_EXACT = 2**62


@dataclass(frozen=True)
class Function:
    """A function: how it is used, what it does, how many arguments of which types it takes.

    `types` are those of the arguments, the last one for all that follow; empty takes any.
    """

    usage: str
    help: str
    fewest: int
    most: int
    types: tuple[str, ...]
    run: Callable[[Sequence[Value]], Value]


# --- numbers ---------------------------------------------------------------------------------


def finite(values: Array) -> Array:
    """What has no meaning as a number (a division by zero, a root of -1) is missing."""
    return np.where(np.isfinite(values), values, np.nan)


def _of_floats(change: Callable[[Array], Array]) -> Callable[[Sequence[Value]], Value]:
    def run(given: Sequence[Value]) -> Value:
        with np.errstate(all="ignore"):
            return v.number(finite(change(given[0].floats)))

    return run


def _abs(given: Sequence[Value]) -> Value:
    values = given[0].values
    if values.dtype.kind == "i" and len(values) and int(values.min()) == np.iinfo(np.int64).min:
        values = values.astype(np.float64)
    return v.number(np.abs(values))


def _whole_numbers(values: Array) -> Array:
    """As int64 where each fits exactly, else as they are."""
    known = values[~np.isnan(values)]
    if len(known) == len(values) and (np.abs(known) < 2.0**53).all():
        return values.astype(np.int64)
    return values


def _round(given: Sequence[Value]) -> Value:
    values = given[0].values
    if len(given) == 1:
        return v.number(values if values.dtype.kind == "i" else _whole_numbers(np.rint(values)))
    digits = given[1].floats
    with np.errstate(all="ignore"):
        scale = 10.0 ** np.clip(np.rint(digits), -300, 300)
        scaled = given[0].floats * scale
        return v.number(np.where(np.isfinite(scaled), np.rint(scaled) / scale, given[0].floats))


def _floor(given: Sequence[Value]) -> Value:
    values = given[0].values
    return v.number(values if values.dtype.kind == "i" else _whole_numbers(np.floor(values)))


def _ceil(given: Sequence[Value]) -> Value:
    values = given[0].values
    return v.number(values if values.dtype.kind == "i" else _whole_numbers(np.ceil(values)))


def _log(given: Sequence[Value]) -> Value:
    with np.errstate(all="ignore"):
        found = np.log(given[0].floats)
        if len(given) > 1:
            found = found / np.log(given[1].floats)
        return v.number(finite(found))


def _extreme(pick: Any) -> Callable[[Sequence[Value]], Value]:
    def run(given: Sequence[Value]) -> Value:
        found = given[0].values
        for one in given[1:]:
            found = pick(found, one.values)
        return Value(given[0].type, found)

    return run


# --- texts -----------------------------------------------------------------------------------


def _changed(change: Callable[[str], str | None]) -> Callable[[Sequence[Value]], Value]:
    return lambda given: v.texts(given[0], change)


def _length(given: Sequence[Value]) -> Value:
    table = np.array([len(level) for level in given[0].levels], dtype=np.float64)
    lengths = v.of_levels(given[0], table, np.nan)
    return v.number(_whole_numbers(lengths))


def is_found(given: Sequence[Value], test: Callable[[str, str], bool]) -> Value:
    """A question about two texts, asked once a combination that occurs."""
    said = v.of_each(given, lambda text, part: "y" if test(text, part) else "n")
    table = np.array([level == "y" for level in said.levels], dtype=bool)
    return v.truth(v.of_levels(said, table, False), said.values < 0)


def _about(test: Callable[[str, str], bool]) -> Callable[[Sequence[Value]], Value]:
    return lambda given: is_found(given, test)


def _with_numbers(given: Sequence[Value]) -> list[Value]:
    """All arguments as texts."""
    return [as_text(one) for one in given]


def _replace(given: Sequence[Value]) -> Value:
    return v.of_each(given, lambda text, old, new: _short(text.replace(old, new) if old else text))


def _short(text: str) -> str:
    return text[:LONGEST_TEXT]


def _part(text: str, start: str, count: str | None = None) -> str:
    first = int(float(start)) - 1
    if count is None:
        return text[max(0, first) :]
    return text[max(0, first) : max(0, first + int(float(count)))]


def _substring(given: Sequence[Value]) -> Value:
    return v.of_each(_with_numbers(given), _part)


def _left(given: Sequence[Value]) -> Value:
    return v.of_each(_with_numbers(given), lambda t, n: t[: max(0, int(float(n)))])


def _right(given: Sequence[Value]) -> Value:
    def last(text: str, n: str) -> str:
        return text[-int(float(n)) :] if float(n) >= 1 else ""

    return v.of_each(_with_numbers(given), last)


def _split(given: Sequence[Value]) -> Value:
    def part(text: str, mark: str, place: str) -> str | None:
        parts = text.split(mark) if mark else [text]
        at = int(float(place)) - 1
        return parts[at].strip() if 0 <= at < len(parts) else None

    return v.of_each(_with_numbers(given), part)


def _concat(given: Sequence[Value]) -> Value:
    return v.of_each(_with_numbers(given), lambda *parts: _short("".join(parts)))


def as_text(value: Value) -> Value:
    """Any value as text: whole numbers without a point, times in ISO 8601."""
    if value.type == TEXT:
        return value
    if value.type in (v.TRUTH, v.NOTHING):
        return Value(TEXT, value.values, value.levels)
    missing = value.missing
    levels, codes = np.unique(value.values[~missing], return_inverse=True)
    filled = np.full(len(value.values), -1, dtype=np.int32)
    filled[~missing] = codes
    if value.type == TIME:
        words = [_moment(one) for one in levels]
    else:
        words = [_figure(one) for one in levels.tolist()]
    return v.texts(Value(TEXT, filled, tuple(words)), lambda text: text)


def _moment(moment: Any) -> str:
    text = str(moment)
    return text[:10] if text.endswith("T00:00:00.000000") else text.removesuffix(".000000")


def _figure(figure: float | int) -> str:
    if isinstance(figure, float) and math.isfinite(figure) and figure.is_integer():
        return str(int(figure)) if abs(figure) < 1e15 else repr(figure)
    return repr(figure)


def as_number(value: Value, decimal: str = ".") -> Value:
    """Texts as numbers, also with thousands grouped; what is none is missing."""
    if value.type == NUMBER:
        return value
    if value.type == TIME:
        value = as_text(value)
    if value.type == v.TRUTH:
        return v.number(np.where(value.values < 0, np.nan, value.values.astype(np.float64)))
    table = np.full(len(value.levels), np.nan)
    left = np.ones(len(value.levels), dtype=bool)
    groupings = [g for g in parsing.GROUPINGS if g != decimal]
    whole: Array | None = None
    for grouping in groupings:
        rest = np.flatnonzero(left)
        if not len(rest):
            break
        texts = [value.levels[i] for i in rest.tolist()]
        found, ok = parsing.numbers(texts, Parser(_NUMERIC, decimal=decimal, grouping=grouping))
        if ok.all() and len(ok) == len(table) and found.dtype.kind == "i":
            whole = found
        table[rest[ok]] = found[ok]
        left[rest[ok]] = False
    if whole is not None and len(whole) and not (value.values < 0).any():
        return v.number(whole[value.values])
    return v.number(v.of_levels(value, table, np.nan))


_NUMERIC = Kind.NUMERIC
_ORDERS = {
    "year first": ("ymd", "d mon y", "mon d y"),
    "day first": ("dmy", "ymd", "d mon y", "mon d y"),
    "month first": ("mdy", "ymd", "d mon y", "mon d y"),
}


def as_time(value: Value, order: str = "year first") -> Value:
    """Texts as moments, times with a zone in UTC; what is none is missing."""
    if value.type == TIME:
        return value
    value = as_text(value)
    table = np.full(len(value.levels), "NaT", dtype="datetime64[us]")
    left = np.ones(len(value.levels), dtype=bool)
    for form in _ORDERS[order]:
        for zone in (False, True):
            rest = np.flatnonzero(left)
            if not len(rest):
                break
            texts = [value.levels[i] for i in rest.tolist()]
            parser = Parser(Kind.DATETIME, order=form, zone=zone)
            found, ok = parsing.times(texts, parser)
            table[rest[ok]] = found[ok]
            left[rest[ok]] = False
    return v.time(v.of_levels(value, table, np.datetime64("NaT", "us")))


def _date(given: Sequence[Value]) -> Value:
    if len(given) == 1:
        return as_time(given[0])
    order = given[1].levels[0] if given[1].levels else "year first"
    return as_time(given[0], order if order in _ORDERS else "year first")


# --- times -----------------------------------------------------------------------------------


def _of_time(change: Callable[[Array], Array]) -> Callable[[Sequence[Value]], Value]:
    """A whole number of each moment."""

    def run(given: Sequence[Value]) -> Value:
        moments = given[0].values
        gone = np.isnat(moments)
        known = np.where(gone, np.datetime64(0, "us"), moments)
        found = change(known).astype(np.int64)
        return v.number(np.where(gone, np.nan, found) if gone.any() else found)

    return run


def _year(moments: Array) -> Array:
    return moments.astype("datetime64[Y]").astype(np.int64) + 1970


def _month(moments: Array) -> Array:
    return moments.astype("datetime64[M]").astype(np.int64) % 12 + 1


def _day(moments: Array) -> Array:
    days = moments.astype("datetime64[D]")
    since: Array = days - moments.astype("datetime64[M]").astype("datetime64[D]")
    return since.astype(np.int64) + 1


def _weekday(moments: Array) -> Array:
    # 1 January 1970 was a Thursday, the fourth day of an ISO week.
    return (moments.astype("datetime64[D]").astype(np.int64) + 3) % 7 + 1


def _day_of_year(moments: Array) -> Array:
    days = moments.astype("datetime64[D]")
    since: Array = days - moments.astype("datetime64[Y]").astype("datetime64[D]")
    return since.astype(np.int64) + 1


def _hour(moments: Array) -> Array:
    return moments.astype("datetime64[h]").astype(np.int64) % 24


def _minute(moments: Array) -> Array:
    return moments.astype("datetime64[m]").astype(np.int64) % 60


def _second(moments: Array) -> Array:
    return moments.astype("datetime64[s]").astype(np.int64) % 60


def _quarter(moments: Array) -> Array:
    return (_month(moments) - 1) // 3 + 1


def _start_of(unit: str) -> Callable[[Sequence[Value]], Value]:
    return lambda given: v.time(given[0].values.astype(f"datetime64[{unit}]"))


def days_between(later: Value, earlier: Value) -> Value:
    """Days from one moment to another, with the part of a day."""
    later_us, earlier_us = np.broadcast_arrays(later.values, earlier.values)
    gone = np.isnat(later_us) | np.isnat(earlier_us)
    apart = (later_us - earlier_us).astype(np.int64) / DAY_US
    return v.number(np.where(gone, np.nan, apart))


def _days_between(given: Sequence[Value]) -> Value:
    return days_between(given[1], given[0])


def moved(moments: Value, days: Value, sign: int) -> Value:
    """Moments moved by days; beyond the calendar's reach they are missing."""
    values, far = np.broadcast_arrays(moments.values, days.floats * sign * DAY_US)
    ok = np.isfinite(far) & ~np.isnat(values) & (np.abs(far) < _EXACT / 2)
    steps = np.where(ok, np.rint(far), 0).astype(np.int64)
    result = values + steps.astype("timedelta64[us]")
    return v.time(np.where(ok, result, np.datetime64("NaT", "us")))


# --- any type --------------------------------------------------------------------------------


def _is_missing(given: Sequence[Value]) -> Value:
    return v.truth(given[0].missing)


def _matches_word(text: str, word: str) -> bool:
    pattern = r"(?<!\w)" + re.escape(word) + r"(?!\w)"
    return re.search(pattern, text, re.IGNORECASE) is not None


def _one(usage: str, words: str, kind: str, run: Callable[[Sequence[Value]], Value]) -> Function:
    return Function(usage, words, 1, 1, (kind,), run)


_PARTS = {
    "year": ("The year, 2026.", _year),
    "quarter": ("The quarter, 1 to 4.", _quarter),
    "month": ("The month, 1 to 12.", _month),
    "day": ("The day of the month, 1 to 31.", _day),
    "weekday": ("The day of the week, 1 (Monday) to 7.", _weekday),
    "day_of_year": ("The day of the year, 1 to 366.", _day_of_year),
    "hour": ("The hour, 0 to 23.", _hour),
    "minute": ("The minute, 0 to 59.", _minute),
    "second": ("The second, 0 to 59.", _second),
}
_TEXTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "lower": ("The text in lower case.", str.lower),
    "upper": ("The text in upper case.", str.upper),
    "title": ("The first letter of each word in upper case.", str.title),
    "trim": ("The text without spaces before and after.", str.strip),
}
_MANY = 20

FUNCTIONS: dict[str, Function] = {
    "abs": _one("abs(x)", "The number without its sign.", NUMBER, _abs),
    "round": Function(
        "round(x) or round(x, digits)", "The nearest number.", 1, 2, (NUMBER,), _round
    ),
    "floor": _one("floor(x)", "The whole number at or below.", NUMBER, _floor),
    "ceil": _one("ceil(x)", "The whole number at or above.", NUMBER, _ceil),
    "sqrt": _one("sqrt(x)", "The square root.", NUMBER, _of_floats(np.sqrt)),
    "exp": _one("exp(x)", "e to the power of x.", NUMBER, _of_floats(np.exp)),
    "log": Function("log(x) or log(x, base)", "The natural logarithm.", 1, 2, (NUMBER,), _log),
    "log1p": _one("log1p(x)", "The logarithm of 1 + x.", NUMBER, _of_floats(np.log1p)),
    "least": Function(
        "least(x, y, …)", "The smallest number.", 2, _MANY, (NUMBER,), _extreme(np.minimum)
    ),
    "greatest": Function(
        "greatest(x, y, …)", "The largest number.", 2, _MANY, (NUMBER,), _extreme(np.maximum)
    ),
    "number": Function(
        "number(text)", "The number a text says, else missing.", 1, 1, (), lambda g: as_number(g[0])
    ),
    **{
        name: _one(f"{name}(text)", words, TEXT, _changed(change))
        for name, (words, change) in _TEXTS.items()
    },
    "length": _one("length(text)", "How many characters.", TEXT, _length),
    "contains": Function(
        "contains(text, part)",
        "Whether the part stands in the text.",
        2,
        2,
        (TEXT,),
        _about(lambda text, part: part in text),
    ),
    "has_word": Function(
        "has_word(text, word)",
        "Whether the word stands in the text, in any case.",
        2,
        2,
        (TEXT,),
        _about(_matches_word),
    ),
    "starts_with": Function(
        "starts_with(text, part)", "Whether it begins so.", 2, 2, (TEXT,), _about(str.startswith)
    ),
    "ends_with": Function(
        "ends_with(text, part)", "Whether it ends so.", 2, 2, (TEXT,), _about(str.endswith)
    ),
    "replace": Function(
        "replace(text, old, new)", "The text with old made new.", 3, 3, (TEXT,), _replace
    ),
    "substring": Function(
        "substring(text, first, count)",
        "Some characters, the first is 1.",
        2,
        3,
        (TEXT, NUMBER),
        _substring,
    ),
    "left": Function("left(text, n)", "The first n characters.", 2, 2, (TEXT, NUMBER), _left),
    "right": Function("right(text, n)", "The last n characters.", 2, 2, (TEXT, NUMBER), _right),
    "split": Function(
        "split(text, mark, place)",
        "The part at a place, 1 is the first.",
        3,
        3,
        (TEXT, TEXT, NUMBER),
        _split,
    ),
    "concat": Function("concat(a, b, …)", "All as one text.", 2, _MANY, (), _concat),
    "text": Function("text(x)", "Any value as text.", 1, 1, (), lambda g: as_text(g[0])),
    **{
        name: _one(f"{name}(time)", words, TIME, _of_time(part))
        for name, (words, part) in _PARTS.items()
    },
    "date": Function(
        'date(text) or date(text, "day first")',
        "The day a text says, else missing.",
        1,
        2,
        (),
        _date,
    ),
    "day_start": _one("day_start(time)", "The day without the time.", TIME, _start_of("D")),
    "month_start": _one("month_start(time)", "The month's first day.", TIME, _start_of("M")),
    "days_between": Function(
        "days_between(from, to)", "Days from one to the other.", 2, 2, (TIME,), _days_between
    ),
    "is_missing": Function("is_missing(x)", "Whether there is no value.", 1, 1, (), _is_missing),
    "coalesce": Function(
        "coalesce(a, b, …)", "The first that is not missing.", 2, _MANY, (), lambda g: g[0]
    ),
}
"""All functions by name; `coalesce` and the operators are in `evaluate`."""
