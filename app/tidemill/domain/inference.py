"""Decides from the texts of whole columns what they hold. Rules, in the order they are asked:

1. all missing: categorical, and the note says so; the first values of a later file decide anew;
2. truth values in words: both words of a pair (yes and no, true and false), or true or false
   alone; 0 and 1 stay numbers;
3. numbers: all texts are; leading zeros (007) keep a column text, whole numbers too long for 64
   bits stay text, and decimal commas are read where commas cannot group thousands;
4. times: all texts are of one form; day-first or month-first only where a value shows it;
5. the rest: categories, or text where most values differ or are long.

What neither the column nor its neighbours in the file can settle stays text with a note.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from tidemill.domain import parsing
from tidemill.domain.columns import ALL_MISSING, Column, Kind, Role
from tidemill.domain.evidence import Evidence, Texts
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, coded
from tidemill.domain.parsing import Mask, Parser

LEADING_ZEROS = "Leading zeros are kept, so these are texts, not numbers."
TOO_LONG = "Whole numbers too long to be kept exactly as numbers, so these are texts."
DAY_FIRST = "The day comes first in these dates."
MONTH_FIRST = "The month comes first in these dates."
AMBIGUOUS_DATES = "Like dates, but nothing shows whether the day or the month comes first."
MIXED_DATES = "Like dates, but some have the day first and some the month."
MIXED_ZONES = "Like times, but some have a time zone and some do not."
IN_UTC = "Times with a zone, kept in UTC."
DECIMAL_COMMA = "Written with a decimal comma."
AMBIGUOUS_COMMAS = "The commas are read as marks of thousands; nothing shows they are decimal."

NEARLY_NUMBERS = "Numbers but for"

MAX_CATEGORIES_SHARE = 0.5
"""A column in which more than this share of the values differ is text, not categories."""

MIN_TEXT_LEVELS = 50
LONG_TEXT = 60
_NEARLY = 0.9


@dataclass(frozen=True)
class Hints:
    """What the rest of the file, or earlier files, show about how values are written."""

    decimal: str = ""
    order: str = ""


NO_HINTS = Hints()


@dataclass(frozen=True)
class Decision:
    """What a column holds and how to read it.

    `whole` is True where all numbers are whole. `shows` is what this column proves for others in
    the file; `unsettled` is True where a hint would change the decision.
    """

    kind: Kind
    parser: Parser
    note: str = ""
    whole: bool = False
    shows: Hints = NO_HINTS
    unsettled: bool = False

    def column(self, name: str, role: Role = Role.FEATURE) -> Column:
        """The column of a schema this decision makes."""
        return Column(name, self.kind, role, self.whole, self.note)


def text_column(name: str, texts: Sequence[str | None]) -> ColumnData:
    """A column of raw texts; those that stand for a missing value become missing."""
    return without_missing(coded(name, Kind.TEXT, texts))


def without_missing(column: ColumnData) -> ColumnData:
    """The same coded column, with levels that stand for a missing value turned missing."""
    kept = [level.strip().lower() not in parsing.MISSING for level in column.levels]
    if all(kept):
        return column
    table = np.cumsum([*kept, False], dtype=np.int32) - 1
    table[~np.array([*kept, False])] = -1
    levels = tuple(level for level, keep in zip(column.levels, kept, strict=True) if keep)
    return ColumnData(column.name, column.kind, table[column.values], levels)


def decide(column: ColumnData | Evidence, hints: Hints = NO_HINTS) -> Decision:
    """Say what a column of raw texts holds; see the module for the rules."""
    texts = Texts.of(column) if isinstance(column, ColumnData) else column
    if not texts.n_present:
        return Decision(Kind.CATEGORICAL, Parser(Kind.CATEGORICAL), ALL_MISSING)
    for rule in (_boolean, _leading_zeros, partial(_number, hints=hints), _time):
        found = rule(texts)
        if found is not None:
            return _settled(found, texts, hints)
    return words(texts)


def _settled(found: Decision, texts: Evidence, hints: Hints) -> Decision:
    """A date column that does not show its order takes that of the hints, else stays text."""
    if found.kind is not Kind.DATETIME or not found.unsettled:
        return found
    if hints.order in ("dmy", "mdy"):
        note = DAY_FIRST if hints.order == "dmy" else MONTH_FIRST
        return replace(found, parser=replace(found.parser, order=hints.order), note=note)
    return replace(words(texts), note=AMBIGUOUS_DATES, unsettled=True)


def _boolean(texts: Evidence) -> Decision | None:
    if texts.few is None:
        return None
    said = {level.strip().lower() for level in texts.few}
    for pair in parsing.WORD_PAIRS:
        if said == set(pair) or (pair == BOOLEAN_LEVELS and said <= set(pair)):
            note = "" if pair == BOOLEAN_LEVELS else f"Written as {pair[1]} and {pair[0]}."
            return Decision(Kind.BOOLEAN, Parser(Kind.BOOLEAN, words=pair), note)
    return None


def _leading_zeros(texts: Evidence) -> Decision | None:
    if not texts.every(r"[+-]?[0-9]+") or not texts.some(parsing.LEADING_ZERO):
        return None
    return replace(words(texts), note=LEADING_ZEROS)


def _number(texts: Evidence, hints: Hints) -> Decision | None:
    found = _number_parser(texts, hints)
    if found is None:
        return None
    parser, note, unsettled = found
    facts = texts.numbers(parser)
    if not facts.any_finite:
        return None  # only words like "inf"
    if facts.beyond and (texts.n_missing if facts.is_int64 else facts.whole_beyond):
        return replace(words(texts), note=TOO_LONG)
    comma = parser.decimal == "," and texts.some(_HOLDS_COMMA)
    shows = Hints(decimal=",") if comma and not unsettled else NO_HINTS
    return Decision(Kind.NUMERIC, parser, note, facts.is_whole, shows, unsettled)


_HOLDS_COMMA, _HOLDS_DOT, _HOLDS_COMMAS = (
    r"[^,]*,(?s:.*)",
    r"[^.]*[.](?s:.*)",
    r"[^,]*,[^,]*,(?s:.*)",
)


def _number_parser(texts: Evidence, hints: Hints) -> tuple[Parser, str, bool] | None:
    """How the numbers are written, a note, and whether that is a guess; None if not numbers."""

    def fits(decimal: str, grouping: str = "") -> bool:
        return texts.every(parsing.number_form(decimal, grouping))

    comma = Parser(Kind.NUMERIC, decimal=",")
    if fits("."):
        dots = texts.some(_HOLDS_DOT)
        if hints.decimal == "," and dots and fits(",", "."):
            return replace(comma, grouping="."), DECIMAL_COMMA, False
        # With dots in it, a hint towards commas could still turn 1.234 into 1234.
        return Parser(Kind.NUMERIC), "", dots and fits(",", ".")
    if fits(","):
        if not fits(".", ","):
            return comma, DECIMAL_COMMA, False
        if hints.decimal == ",":
            return comma, DECIMAL_COMMA, False
        several = texts.some(_HOLDS_COMMAS)
        note = "" if several else AMBIGUOUS_COMMAS
        return Parser(Kind.NUMERIC, grouping=","), note, not several
    for grouping in parsing.GROUPINGS[1:]:
        for decimal in (".", ","):
            if grouping != decimal and fits(decimal, grouping):
                note = DECIMAL_COMMA if decimal == "," else ""
                return Parser(Kind.NUMERIC, decimal, grouping), note, False
    return None


def _time(texts: Evidence) -> Decision | None:
    """A column of times; `unsettled` where the order of day and month stays open."""
    first = texts.head[0].strip()
    zone = parsing.has_zone(first)
    orders = {
        order
        for order in parsing.DATE_ORDERS
        if parsing.times((first,), Parser(Kind.DATETIME, order=order, zone=zone))[1].all()
    }
    if orders & {"dmy", "mdy"}:
        return _numeric_date(texts, zone)
    for order in orders:
        parser = Parser(Kind.DATETIME, order=order, zone=zone)
        if texts.are_times(parser):
            return Decision(Kind.DATETIME, parser, IN_UTC if zone else "")
        if texts.are_times(parser, replace(parser, zone=not zone)):
            return replace(words(texts), note=MIXED_ZONES)
    return None


def _numeric_date(texts: Evidence, zone: bool) -> Decision | None:
    day = Parser(Kind.DATETIME, order="dmy", zone=zone)
    month = replace(day, order="mdy")
    if not texts.are_times(day, month):
        return None
    fits_day, fits_month = texts.are_times(day), texts.are_times(month)
    if fits_day and fits_month:
        return Decision(Kind.DATETIME, day, AMBIGUOUS_DATES, unsettled=True)
    if fits_day:
        return Decision(Kind.DATETIME, day, DAY_FIRST, shows=Hints(order="dmy"))
    if fits_month:
        return Decision(Kind.DATETIME, month, MONTH_FIRST, shows=Hints(order="mdy"))
    return replace(words(texts), note=MIXED_DATES)


def words(texts: Evidence) -> Decision:
    """What a column of words is: categories, or free text."""
    many, differ = texts.has_levels_over(MIN_TEXT_LEVELS, MAX_CATEGORIES_SHARE)
    is_text = many and (differ or texts.are_longer_than(LONG_TEXT))
    kind = Kind.TEXT if is_text else Kind.CATEGORICAL
    return Decision(kind, Parser(kind), _nearly_numbers(texts))


def _nearly_numbers(texts: Evidence) -> str:
    """A note where nearly all values are numbers, so that the odd ones are found."""
    if not looks_like_numbers(texts):
        return ""
    n_odd, example = texts.odd(parsing.PLAIN_NUMBER)
    if not n_odd:
        return ""
    n_rows = texts.n_present + texts.n_missing
    return f"{NEARLY_NUMBERS} {n_odd:,} of {n_rows:,} values, such as {_short(example)}."


def is_nearly_numbers(decision: Decision) -> bool:
    """Whether a column was decided to be words although nearly all of its texts are numbers."""
    return decision.note.startswith(NEARLY_NUMBERS)


def looks_like_numbers(texts: Evidence) -> bool:
    """Whether nearly all of the first texts are plain numbers."""
    matches = re.compile(parsing.PLAIN_NUMBER).fullmatch
    head = texts.head
    return sum(matches(t.strip()) is not None for t in head) >= _NEARLY * len(head)


def _short(text: str, limit: int = 40) -> str:
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def decide_expected(
    column: ColumnData | Evidence, expected: Column, hints: Hints = NO_HINTS
) -> Decision:
    """How to read a column whose kind is known from earlier files.

    The kind is kept whatever the texts; only the way they are written is looked for, with the
    note of the earlier files as evidence. What does not fit is left to `parse` to mark.
    """
    if expected.kind in (Kind.CATEGORICAL, Kind.TEXT):
        return Decision(expected.kind, Parser(expected.kind), expected.note)
    hints = _remembered(expected, hints)
    found = decide(column, hints)
    if found.kind is expected.kind:
        keep = expected.note if not found.note else found.note
        return replace(found, note=keep)
    texts = Texts.of(column) if isinstance(column, ColumnData) else column
    parser = max(_candidates(expected.kind, hints), key=texts.n_fitting)
    return Decision(expected.kind, parser, expected.note, expected.whole)


def _remembered(expected: Column, hints: Hints) -> Hints:
    orders = {DAY_FIRST: "dmy", MONTH_FIRST: "mdy"}
    return Hints(
        decimal="," if expected.note == DECIMAL_COMMA and not hints.decimal else hints.decimal,
        order=orders.get(expected.note, hints.order),
    )


def _candidates(kind: Kind, hints: Hints) -> list[Parser]:
    """Ways to write a kind, the likeliest first; day-first dates only where that is known."""
    if kind is Kind.BOOLEAN:
        return [Parser(kind, words=words) for words in parsing.WORD_PAIRS]
    if kind is Kind.NUMERIC:
        marks = [(".", ""), (",", ""), (".", ","), (",", ".")]
        marks.sort(key=lambda mark: mark[0] != (hints.decimal or "."))
        return [Parser(kind, *mark) for mark in marks]
    orders = [o for o in parsing.DATE_ORDERS if o not in ("dmy", "mdy") or o == hints.order]
    return [Parser(kind, order=order, zone=zone) for order in orders for zone in (False, True)]


def parse(column: ColumnData, parser: Parser) -> tuple[ColumnData, Mask]:
    """Turn a column of raw texts into values; True in the mask, shape (rows,), where one had a
    text that is no value of the kind. Such cells are missing in the result."""
    if parser.kind in (Kind.CATEGORICAL, Kind.TEXT):
        clean = ColumnData(column.name, parser.kind, column.values, column.levels)
        return clean, np.zeros(len(column), dtype=bool)
    level_values, ok = parsing.values(column.levels, parser)
    bad = ~np.append(ok, True)[column.values]
    gone = column.missing
    if parser.kind is Kind.NUMERIC:
        if level_values.dtype.kind == "i" and not gone.any() and len(level_values):
            return ColumnData(column.name, parser.kind, level_values[column.values]), bad
        filled = np.append(level_values.astype(np.float64), np.nan)
        return ColumnData(column.name, parser.kind, filled[column.values]), bad
    if parser.kind is Kind.DATETIME:
        filled_times = np.append(level_values, np.datetime64("NaT", "us"))
        return ColumnData(column.name, parser.kind, filled_times[column.values]), bad
    codes = np.append(level_values, np.int32(-1)).astype(np.int32)
    return ColumnData(column.name, parser.kind, codes[column.values], BOOLEAN_LEVELS), bad


def hints_of(decisions: Sequence[Decision]) -> Hints:
    """What the settled columns of a file show together; nothing where they disagree."""
    orders = {d.shows.order for d in decisions} - {""}
    decimals = {d.shows.decimal for d in decisions} - {""}
    return Hints(
        decimal=next(iter(decimals)) if len(decimals) == 1 else "",
        order=next(iter(orders)) if len(orders) == 1 else "",
    )
