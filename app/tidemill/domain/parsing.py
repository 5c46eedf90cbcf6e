"""How texts become numbers, times and truth values, once it is known how they are written.

Each function takes the distinct texts of a column (its levels) and returns an array of values
with an array that is True where the text was understood; both have shape (levels,). Spaces
around a value do not count.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind

Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Times = npt.NDArray[np.datetime64]

MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})
"""Texts that stand for a missing value, in lower case; nothing else does."""

PLAIN_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
"""A number with a decimal point; the same pattern serves Python and DuckDB."""

LEADING_ZERO = r"[+-]?0[0-9]+"
"""A whole number whose leading zeros a number would lose."""

INFINITE = r"[+-]?[iI][nN][fF]([iI][nN][iI][tT][yY])?"
WORD_PAIRS = (("false", "true"), ("no", "yes"))

GROUPINGS = ("", ",", ".", " ", "\u00a0", "\u202f", "'")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LONG_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH_OF = {name: i + 1 for names in (_MONTHS, _LONG_MONTHS) for i, name in enumerate(names)}
_MONTH_OF["sept"] = 9

_CLOCK = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?P<half>[AaPp][Mm]))?"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_DATE_FORMS: dict[str, "re.Pattern[str]"] = {
    "ymd": re.compile(
        r"(?P<year>[0-9]{4})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
        + _CLOCK
    ),
    "dmy": re.compile(
        r"(?P<day>[0-9]{1,2})(?P<mark>[-/.])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
        + _CLOCK
    ),
    "mdy": re.compile(
        r"(?P<month>[0-9]{1,2})(?P<mark>[-/.])(?P<day>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
        + _CLOCK
    ),
    "d mon y": re.compile(
        r"(?P<day>[0-9]{1,2})(?P<mark>[ -])(?P<month>[A-Za-z]{3,9})(?P=mark)(?P<year>[0-9]{4})"
        + _CLOCK
    ),
    "mon d y": re.compile(
        r"(?P<month>[A-Za-z]{3,9}) (?P<day>[0-9]{1,2}),? (?P<year>[0-9]{4})" + _CLOCK
    ),
}
DATE_ORDERS = tuple(_DATE_FORMS)
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_US = 86_400_000_000
_BLOCK = 65_536
_DIGITS = "0123456789"
_ISO_LENGTHS = (10, 16, 19, *range(21, 27))


@dataclass(frozen=True)
class Parser:
    """How the texts of a column are written.

    Numbers: `decimal` mark and `grouping` mark of thousands. Times: `order`, one of
    `DATE_ORDERS`, and whether a `zone` stands behind them (values are then kept in UTC).
    Booleans: `words` for false and true. Categories and texts need nothing.
    """

    kind: Kind
    decimal: str = "."
    grouping: str = ""
    order: str = "ymd"
    zone: bool = False
    words: tuple[str, str] = WORD_PAIRS[0]


def number_form(decimal: str, grouping: str = "") -> str:
    """The pattern of numbers with these marks, for Python and DuckDB; thousands by three."""
    if not grouping:
        plain = PLAIN_NUMBER if decimal == "." else PLAIN_NUMBER.replace(r"\.", decimal)
        return f"{plain}|{INFINITE}"
    mark, point = f"[{grouping}]", f"[{decimal}]"
    return (
        rf"[+-]?[0-9]{{1,3}}({mark}[0-9]{{3}})+({point}[0-9]*)?|[+-]?[0-9]{{1,3}}({point}[0-9]*)?"
    )


def number_pattern(decimal: str, grouping: str) -> Callable[[str], object]:
    """The match function of numbers with these marks."""
    return re.compile(number_form(decimal, grouping)).fullmatch


def numbers(levels: Sequence[str], parser: Parser) -> tuple[Floats | Ints, Mask]:
    """Numbers: int64 if every text is a whole number that fits, else float64 (NaN if not ok)."""
    stripped = [text.strip() for text in levels]
    matches = number_pattern(parser.decimal, parser.grouping)
    ok = np.fromiter((matches(text) is not None for text in stripped), bool, len(stripped))
    clean = [plain(t, parser) if good else "nan" for t, good in zip(stripped, ok, strict=True)]
    if ok.all() and clean and not re.search(r"[.eEnN]", "\n".join(clean)):
        try:
            return np.array([int(text) for text in clean], dtype=np.int64), ok
        except OverflowError:
            pass  # beyond 64 bits: the caller decides whether a float will do
    return np.array(clean, dtype=object).astype(np.float64), ok


def plain(text: str, parser: Parser) -> str:
    """A number as its marks make it, written with a point and without marks of thousands."""
    if parser.grouping:
        text = text.replace(parser.grouping, "")
    return text if parser.decimal == "." else text.replace(parser.decimal, ".")


def booleans(levels: Sequence[str], parser: Parser) -> tuple[npt.NDArray[np.int32], Mask]:
    """Codes 0 (false) and 1 (true); -1 where the text is neither. 0 and 1 are understood."""
    table = {word: code for code, word in enumerate(parser.words)} | {"0": 0, "1": 1}
    codes = np.array([table.get(text.strip().lower(), -1) for text in levels], dtype=np.int32)
    return codes, codes >= 0


def times(levels: Sequence[str], parser: Parser) -> tuple[Times, Mask]:
    """Moments to the microsecond, datetime64[us]; those with a zone are turned into UTC.

    A text must have a zone if and only if the parser says so: the two cannot be compared.
    """
    matches = _DATE_FORMS[parser.order].fullmatch
    values = np.full(len(levels), np.iinfo(np.int64).min, dtype=np.int64)
    left: Iterable[int] = range(len(levels))
    if parser.order == "ymd" and not parser.zone:
        left = _fill_in_iso_times(levels, values)
    for i in left:
        found = matches(levels[i].strip())
        if found is not None and bool(found["zone"]) is parser.zone:
            moment = _microseconds(found)
            if moment is not None:
                values[i] = moment
    result = values.view("datetime64[us]")
    return result, ~np.isnat(result)


def _fill_in_iso_times(levels: Sequence[str], values: Ints) -> list[int]:
    """Fill in what is written as `2013-01-31`, with or without ` 05:15`, `:07` and `.123`.

    Whole blocks at once, by numpy's reading of ISO 8601. Returns the places that are left.
    """
    left: list[int] = []
    for start in range(0, len(levels), _BLOCK):
        texts = levels[start : start + _BLOCK]
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        length = int(lengths.max())
        if length not in _ISO_LENGTHS:  # an array of texts has room for the longest in each place
            left += range(start, start + len(texts))
            continue
        block = np.array(texts, dtype=f"U{length}")
        signs = block.view(np.uint32).reshape(len(block), length)
        marks = dict.fromkeys(range(length), _DIGITS) | {4: "-", 7: "-", 10: " T", 13: ":", 16: ":"}
        marks |= {19: "."}
        fits = lengths == length
        fits &= (signs[:, :4] != ord("0")).any(axis=1)  # there is no year 0
        for place, allowed in marks.items():
            if place < length:
                fits &= np.isin(signs[:, place], [ord(sign) for sign in allowed])
        try:
            values[start + np.flatnonzero(fits)] = (
                block[fits].astype("datetime64[us]").astype(np.int64)
            )
        except ValueError:  # one of them is no day or time
            fits[:] = False
        left += (start + np.flatnonzero(~fits)).tolist()
    return left


def _microseconds(found: "re.Match[str]") -> int | None:
    """Microseconds since 1970, or None where there is no such day or time."""
    month = found["month"]
    number = int(month) if month.isdigit() else _MONTH_OF.get(month.lower(), 0)
    try:
        days = date(int(found["year"]), number, int(found["day"])).toordinal() - _EPOCH
    except ValueError:
        return None
    if found["hour"] is None:
        return days * _DAY_US
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    fraction = int((found["fraction"] or "").ljust(6, "0")[:6])
    seconds = hour * 3600 + minute * 60 + second - _offset_s(found["zone"])
    return days * _DAY_US + seconds * 1_000_000 + fraction


def _offset_s(zone: str | None) -> int:
    if not zone or zone in ("Z", "UTC"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:]) * 60
    return -seconds if zone[0] == "-" else seconds


def has_zone(text: str) -> bool:
    """Whether a text ends in a time zone after a time of day."""
    return re.search(r":[0-9]{2}(\.[0-9]+)? ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$", text) is not None


def values(levels: Sequence[str], parser: Parser) -> tuple[npt.NDArray[Any], Mask]:
    """Numbers, times or truth values, as the parser's kind says."""
    if parser.kind is Kind.NUMERIC:
        return numbers(levels, parser)
    if parser.kind is Kind.DATETIME:
        return times(levels, parser)
    return booleans(levels, parser)
