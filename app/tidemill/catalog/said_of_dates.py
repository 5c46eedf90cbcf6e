"""What a person said of how the dates of a column are written, and how they are asked."""

from collections.abc import Sequence
from dataclasses import replace

from tidemill.domain.columns import Column, Schema
from tidemill.domain.inference import AMBIGUOUS_DATES, Hints
from tidemill.domain.reading import DATE_ORDERS, Question, ReadOptions

_ORDERS = {"day first": "dmy", "month first": "mdy"}


def said_of(name: str, expected: Schema | None, options: ReadOptions) -> str:
    """What a person said, now or for an earlier file, of how the dates of a column are written."""
    known = expected[name] if expected is not None and name in expected else None
    return options.date_order.get(name) or (known.reading if known else "")


def hinted(hints: Hints, said: str) -> Hints:
    """The hints with what was said of a column."""
    return replace(hints, order=_ORDERS[said]) if said in _ORDERS else hints


def answered(column: Column, said: str) -> Column:
    """The column keeps what was said of it, so that it is not asked again."""
    if not said:
        return column
    note = "" if said == "text" and column.note == AMBIGUOUS_DATES else column.note
    return replace(column, reading=said, note=note)


def date_question(name: str, examples: Sequence[str]) -> Question:
    """Ask whether the day or the month comes first."""
    text = f"Does the day or the month come first in `{name}`, as in {examples[0]}?"
    return Question("date order", name, text, DATE_ORDERS, tuple(examples))
