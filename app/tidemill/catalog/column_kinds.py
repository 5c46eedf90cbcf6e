"""Brings the columns of a file into kinds: those expected of it, or those its values show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Reporter
from tidemill.domain.columns import ALL_MISSING, Column, Kind, Schema
from tidemill.domain.frames import CODED, ColumnData, Frame, all_missing
from tidemill.domain.inference import (
    AMBIGUOUS_DATES,
    NO_HINTS,
    Decision,
    Hints,
    decide,
    decide_expected,
    hints_of,
    is_whole,
    parse,
    without_missing,
)
from tidemill.domain.parsing import Mask
from tidemill.domain.reading import (
    DATE_ORDERS,
    MAX_EXAMPLES,
    MAX_OFFENDERS,
    Mismatch,
    Question,
    ReadOptions,
)
from tidemill.domain.retyping import as_kind, as_texts

READ_AS_IT_COMES = ReadOptions()


@dataclass(frozen=True, eq=False)
class Raw:
    """A column as it came.

    `written` is True for the texts of a text file, whose kind is to be found; else the file
    itself says what the column is, and `note` what was done to it.
    """

    data: ColumnData
    written: bool
    note: str = ""


@dataclass(frozen=True, eq=False)
class Typed:
    """The columns of a file in their kinds."""

    frame: Frame
    schema: Schema
    mismatches: tuple[Mismatch, ...]
    missing: tuple[str, ...]
    new: tuple[str, ...]
    decimal: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, eq=False)
class _One:
    data: ColumnData
    column: Column
    mismatch: Mismatch | None
    decision: Decision | None


def typed(
    names: Sequence[str],
    raw: Callable[[int], Raw],
    expected: Schema | None,
    lines: npt.NDArray[np.int64],
    reporter: Reporter,
    options: ReadOptions = READ_AS_IT_COMES,
) -> Typed:
    """Type all columns; `raw` gives the column at a place and may be asked twice.

    What one column shows about dates and decimal marks settles the columns that show nothing.
    Expected columns come first, in their order, then the new ones.
    """
    found: list[_One] = []
    for i, name in enumerate(names):
        reporter.check()
        reporter.report(i / len(names))
        said = said_of(name, expected, options)
        found.append(_one(name, raw(i), _expected(expected, name), lines, hinted(NO_HINTS, said)))
    hints = hints_of([one.decision for one in found if one.decision is not None])
    for i, one in enumerate(found):
        said = said_of(names[i], expected, options)
        if hints != NO_HINTS and not said and one.decision is not None and one.decision.unsettled:
            reporter.check()
            known = _expected(expected, names[i])
            found[i] = _one(names[i], raw(i), known, lines, hints)
    wanted = expected.names if expected else ()
    place = {name: i for i, name in enumerate(names)}
    new = tuple(name for name in names if name not in wanted) if expected else ()
    order = [n for n in wanted if n in place] + list(new) if expected else list(names)
    inside = [found[place[name]] for name in order]
    inside = [_answered(one, said_of(one.column.name, expected, options)) for one in inside]
    asked = (_question(one) for one in inside)
    return Typed(
        Frame(tuple(one.data for one in inside)),
        Schema(tuple(one.column for one in inside)),
        tuple(one.mismatch for one in inside if one.mismatch is not None),
        tuple(name for name in wanted if name not in place),
        new,
        hints.decimal or ".",
        tuple(question for question in asked if question is not None),
    )


_ORDERS = {"day first": "dmy", "month first": "mdy"}


def said_of(name: str, expected: Schema | None, options: ReadOptions) -> str:
    """What a person said, now or for an earlier file, of how the dates of a column are written."""
    known = _expected(expected, name)
    return options.date_order.get(name) or (known.reading if known else "")


def hinted(hints: Hints, said: str) -> Hints:
    """The hints with what was said of a column."""
    return replace(hints, order=_ORDERS[said]) if said in _ORDERS else hints


def _answered(one: "_One", said: str) -> "_One":
    """The column keeps what was said of it, so that it is not asked again."""
    if not said:
        return one
    note = "" if said == "text" and one.column.note == AMBIGUOUS_DATES else one.column.note
    return replace(one, column=replace(one.column, reading=said, note=note))


def _question(one: "_One") -> Question | None:
    """What has to be asked of a column whose dates fit both ways."""
    if one.column.note != AMBIGUOUS_DATES or one.decision is None or not one.decision.unsettled:
        return None
    return date_question(one.column.name, one.data.levels[:3])


def date_question(name: str, examples: Sequence[str]) -> Question:
    """Ask whether the day or the month comes first."""
    text = f"Does the day or the month come first in `{name}`, as in {examples[0]}?"
    return Question("date order", name, text, DATE_ORDERS, tuple(examples))


def _expected(schema: Schema | None, name: str) -> Column | None:
    return schema[name] if schema is not None and name in schema else None


def _one(
    name: str, raw: Raw, known: Column | None, lines: npt.NDArray[np.int64], hints: Hints
) -> _One:
    if known is None:
        if not raw.written:
            return _One(raw.data, _column(raw.data, raw.note), None, None)
        decision = decide(raw.data, hints)
        data, _ = parse(raw.data, decision.parser)
        return _One(data, decision.column(name), None, decision)
    if known.is_open:
        return _first_values(known, _one(name, raw, None, lines, hints))
    if not raw.written and (same := as_kind(raw.data, known.kind)) is not None:
        return _One(same, replace(known, whole=_whole(same)), None, None)
    texts = raw.data if raw.data.kind in CODED else as_texts(raw.data)
    texts = without_missing(ColumnData(name, Kind.TEXT, texts.values, texts.levels))
    decision = decide_expected(texts, known, hints)
    data, bad = parse(texts, decision.parser)
    column = replace(known, whole=_whole(data), note=decision.note)
    return _One(data, column, _mismatch(known, texts, bad, lines), decision)


def _first_values(known: Column, found: _One) -> _One:
    """A column of which earlier files know no value: its kind is what its values show now."""
    if found.column.is_open:  # still none
        nothing = all_missing(known.name, known.kind, len(found.data))
        return _One(nothing, known, None, None)
    return replace(found, column=replace(found.column, role=known.role))


def _column(data: ColumnData, note: str) -> Column:
    note = ALL_MISSING if data.missing.all() else note
    return Column(data.name, data.kind, whole=_whole(data), note=note)


def _whole(data: ColumnData) -> bool:
    return data.kind is Kind.NUMERIC and is_whole(data.values)


def _mismatch(
    known: Column, texts: ColumnData, bad: Mask, lines: npt.NDArray[np.int64]
) -> Mismatch | None:
    rows = np.flatnonzero(bad)
    if not len(rows):
        return None
    examples = tuple(
        (int(lines[row]), texts.levels[int(texts.values[row])][:200]) for row in rows[:MAX_EXAMPLES]
    )
    listed = tuple(int(line) for line in lines[rows[:MAX_OFFENDERS]])
    return Mismatch(known.name, known.kind, len(rows), examples, listed)
