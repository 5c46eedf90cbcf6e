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
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain import parsing
from tidemill.domain.columns import ALL_MISSING, Column, Kind, Role
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

MAX_CATEGORIES_SHARE = 0.5
"""A column in which more than this share of the values differ is text, not categories."""

MIN_TEXT_LEVELS = 50
LONG_TEXT = 60
_NEARLY = 0.9
_EXACT = 2**53


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


def decide(column: ColumnData, hints: Hints = NO_HINTS) -> Decision:
    """Say what a column of raw texts holds; see the module for the rules."""
    if not column.levels:
        return Decision(Kind.CATEGORICAL, Parser(Kind.CATEGORICAL), ALL_MISSING)
    for rule in (_boolean, _leading_zeros, partial(_number, hints=hints), _time):
        found = rule(column)
        if found is not None:
            return _settled(found, column, hints)
    return _words(column)


def _settled(found: Decision, column: ColumnData, hints: Hints) -> Decision:
    """A date column that does not show its order takes that of the hints, else stays text."""
    if found.kind is not Kind.DATETIME or not found.unsettled:
        return found
    if hints.order in ("dmy", "mdy"):
        note = DAY_FIRST if hints.order == "dmy" else MONTH_FIRST
        return replace(found, parser=replace(found.parser, order=hints.order), note=note)
    return replace(_words(column), note=AMBIGUOUS_DATES, unsettled=True)


def _boolean(column: ColumnData) -> Decision | None:
    if len(column.levels) > 12:
        return None
    words = {level.strip().lower() for level in column.levels}
    for pair in parsing.WORD_PAIRS:
        if words == set(pair) or (pair == BOOLEAN_LEVELS and words <= set(pair)):
            note = "" if pair == BOOLEAN_LEVELS else f"Written as {pair[1]} and {pair[0]}."
            return Decision(Kind.BOOLEAN, Parser(Kind.BOOLEAN, words=pair), note)
    return None


def _leading_zeros(column: ColumnData) -> Decision | None:
    whole, zero = re.compile(r"[+-]?[0-9]+").fullmatch, re.compile(parsing.LEADING_ZERO).fullmatch
    found = False
    for level in column.levels:
        text = level.strip()
        if not whole(text):
            return None
        found = found or zero(text) is not None
    return replace(_words(column), note=LEADING_ZEROS) if found else None


def _number(column: ColumnData, hints: Hints) -> Decision | None:
    found = _number_parser(column.levels, hints)
    if found is None:
        return None
    parser, note, unsettled = found
    values, _ = parsing.numbers(column.levels, parser)
    if not np.isfinite(values).any():
        return None  # only words like "inf"
    if _loses_digits(column, values):
        return replace(_words(column), note=TOO_LONG)
    whole = is_whole(values)
    comma = parser.decimal == "," and any("," in level for level in column.levels)
    shows = Hints(decimal=",") if comma and not unsettled else NO_HINTS
    return Decision(Kind.NUMERIC, parser, note, whole, shows, unsettled)


def is_whole(values: npt.NDArray[Any]) -> bool:
    """Whether all finite numbers are whole (and there is one)."""
    if values.dtype.kind == "i":
        return True
    finite = values[np.isfinite(values)]
    return bool(len(finite)) and bool((finite == np.floor(finite)).all())


def _loses_digits(column: ColumnData, values: npt.NDArray[Any]) -> bool:
    """Whether whole numbers would be rounded: beyond 64 bits, or beyond 53 with gaps."""
    if values.dtype.kind == "i":
        big = (values > _EXACT) | (values < -_EXACT)
        return bool(big.any()) and bool((column.values < 0).any())
    whole = re.compile(r"[+-]?[0-9]+").fullmatch
    return bool((np.abs(values[np.isfinite(values)]) > _EXACT).any()) and any(
        whole(level.strip()) and abs(int(level)) > _EXACT for level in column.levels
    )


def _number_parser(levels: Sequence[str], hints: Hints) -> tuple[Parser, str, bool] | None:
    """How the numbers are written, a note, and whether that is a guess; None if not numbers."""

    def fits(decimal: str, grouping: str = "") -> bool:
        matches = parsing.number_pattern(decimal, grouping)
        return all(matches(level.strip()) for level in levels)

    comma = Parser(Kind.NUMERIC, decimal=",")
    if fits("."):
        dots = any("." in level for level in levels)
        if hints.decimal == "," and dots and fits(",", "."):
            return replace(comma, grouping="."), DECIMAL_COMMA, False
        # With dots in it, a hint towards commas could still turn 1.234 into 1234.
        return Parser(Kind.NUMERIC), "", dots and fits(",", ".")
    if fits(","):
        if not fits(".", ","):
            return comma, DECIMAL_COMMA, False
        if hints.decimal == ",":
            return comma, DECIMAL_COMMA, False
        several = any(level.count(",") > 1 for level in levels)
        note = "" if several else AMBIGUOUS_COMMAS
        return Parser(Kind.NUMERIC, grouping=","), note, not several
    for grouping in parsing.GROUPINGS[1:]:
        for decimal in (".", ","):
            if grouping != decimal and fits(decimal, grouping):
                note = DECIMAL_COMMA if decimal == "," else ""
                return Parser(Kind.NUMERIC, decimal, grouping), note, False
    return None


def _time(column: ColumnData) -> Decision | None:
    """A column of times; `unsettled` where the order of day and month stays open."""
    first = column.levels[0].strip()
    zone = parsing.has_zone(first)
    orders = {
        order
        for order in parsing.DATE_ORDERS
        if parsing.times((first,), Parser(Kind.DATETIME, order=order, zone=zone))[1].all()
    }
    if orders & {"dmy", "mdy"}:
        return _numeric_date(column, zone)
    for order in orders:
        parser = Parser(Kind.DATETIME, order=order, zone=zone)
        if parsing.times(column.levels, parser)[1].all():
            return Decision(Kind.DATETIME, parser, IN_UTC if zone else "")
        either = parsing.times(column.levels, replace(parser, zone=not zone))[1]
        if (either | parsing.times(column.levels, parser)[1]).all():
            return replace(_words(column), note=MIXED_ZONES)
    return None


def _numeric_date(column: ColumnData, zone: bool) -> Decision | None:
    parser = Parser(Kind.DATETIME, order="dmy", zone=zone)
    fits_day = parsing.times(column.levels, parser)[1]
    fits_month = parsing.times(column.levels, replace(parser, order="mdy"))[1]
    if not (fits_day | fits_month).all():
        return None
    if fits_day.all() and fits_month.all():
        return Decision(Kind.DATETIME, parser, AMBIGUOUS_DATES, unsettled=True)
    if fits_day.all():
        return Decision(Kind.DATETIME, parser, DAY_FIRST, shows=Hints(order="dmy"))
    if fits_month.all():
        parser = replace(parser, order="mdy")
        return Decision(Kind.DATETIME, parser, MONTH_FIRST, shows=Hints(order="mdy"))
    return replace(_words(column), note=MIXED_DATES)


def _words(column: ColumnData) -> Decision:
    present = column.values[column.values >= 0]
    n_levels = len(column.levels)
    many = n_levels > MIN_TEXT_LEVELS
    length = sum(map(len, column.levels)) / n_levels
    text = many and (n_levels > MAX_CATEGORIES_SHARE * len(present) or length > LONG_TEXT)
    kind = Kind.TEXT if text else Kind.CATEGORICAL
    return Decision(kind, Parser(kind), _nearly_numbers(column))


def _nearly_numbers(column: ColumnData) -> str:
    """A note where nearly all values are numbers, so that the odd ones are found."""
    matches = re.compile(parsing.PLAIN_NUMBER).fullmatch
    sample = column.levels[:200]
    if sum(matches(t.strip()) is not None for t in sample) < _NEARLY * len(sample):
        return ""
    ok = np.array([matches(t.strip()) is not None for t in column.levels] + [True])
    odd = ~ok[column.values]
    if not odd.any():
        return ""
    example = column.levels[int(column.values[int(np.argmax(odd))])]
    return f"Numbers but for {int(odd.sum()):,} of {len(odd):,} values, such as {_short(example)}."


def _short(text: str, limit: int = 40) -> str:
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def decide_expected(column: ColumnData, expected: Column, hints: Hints = NO_HINTS) -> Decision:
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
    parser = max(_candidates(expected.kind, hints), key=partial(_n_fitting, column))
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


def _n_fitting(column: ColumnData, parser: Parser) -> int:
    counts = np.bincount(column.values[column.values >= 0], minlength=len(column.levels))
    if not column.levels:
        return 0
    return int(counts[_parsed_levels(column.levels, parser)[1]].sum())


def _parsed_levels(levels: Sequence[str], parser: Parser) -> tuple[npt.NDArray[Any], Mask]:
    if parser.kind is Kind.NUMERIC:
        return parsing.numbers(levels, parser)
    if parser.kind is Kind.DATETIME:
        return parsing.times(levels, parser)
    return parsing.booleans(levels, parser)


def parse(column: ColumnData, parser: Parser) -> tuple[ColumnData, Mask]:
    """Turn a column of raw texts into values; True in the mask, shape (rows,), where one had a
    text that is no value of the kind. Such cells are missing in the result."""
    if parser.kind in (Kind.CATEGORICAL, Kind.TEXT):
        clean = ColumnData(column.name, parser.kind, column.values, column.levels)
        return clean, np.zeros(len(column), dtype=bool)
    level_values, ok = _parsed_levels(column.levels, parser)
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
