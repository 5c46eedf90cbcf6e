"""The fields a model takes, and rows held against them in words that name row, field and need.

What a model was trained on may be missing or unknown: null and NaN are missing, an unknown
category is told to the model as such. What cannot be meant, as a text for a number, is refused.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.catalog.preparations.mixed import values
from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame
from tidemill.domain.parsing import MISSING

Row = Mapping[str, Any]

MOST_PROBLEMS = 10
"""So many wrong values are told; then it is said that there are more."""

_SHOWN = 40

EXPECTED = {
    Kind.NUMERIC: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATETIME: "a date or time such as 2024-05-31 or 2024-05-31T12:00:00Z",
    Kind.CATEGORICAL: "a text",
    Kind.TEXT: "a text",
}

_NONE = type(None)
_AT_ONCE: dict[Kind, frozenset[type]] = {
    Kind.NUMERIC: frozenset({int, float, _NONE}),
    Kind.BOOLEAN: frozenset({bool, _NONE}),
    Kind.DATETIME: frozenset({_NONE}),
    Kind.CATEGORICAL: frozenset({str, int, float, bool, _NONE}),
    Kind.TEXT: frozenset({str, int, float, bool, _NONE}),
}
"""Types of which every value will do, whatever it is."""


@dataclass(frozen=True)
class Problem:
    """One value that will not do: its row from 1, the field, what was expected, what came."""

    row: int
    field: str
    expected: str
    got: str

    @property
    def words(self) -> str:
        """The problem in a sentence."""
        return f"Row {self.row:,}, field {self.field}: expected {self.expected}, got {self.got}."


class WrongRows(NeedsYou):
    """Rows that a model can't take; `problems` are the first of what is wrong with them."""

    def __init__(self, problems: Sequence[Problem], more: int = 0) -> None:
        """Say the first problem in words; the others stand beside it."""
        others = len(problems) - 1 + more
        message = problems[0].words
        if others:
            message += f" {others:,} more {'value is' if others == 1 else 'values are'} wrong."
        super().__init__(message, "Mend the values and send the rows again; null means missing.")
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.problems,))


@dataclass(frozen=True)
class Fields:
    """The columns that a model's rows come with. `needed` must be in every row, if only as null.

    `identifier` names the column whose value comes back as the answer's id, where there is one.
    """

    columns: Schema
    needed: frozenset[str]
    identifier: str | None = None

    @property
    def asked(self) -> tuple[Column, ...]:
        """The columns to send, in order."""
        return tuple(c for c in self.columns.columns if c.name in self.needed)

    def check(self, rows: Sequence[Row]) -> None:
        """Raise `WrongRows` where a field is absent or holds what its kind can't be."""
        problems: list[Problem] = []
        for column in self.columns.columns:
            try:
                found = [row[column.name] for row in rows]
            except KeyError:
                if column.name in self.needed:
                    problems += self._absent(column, rows)
                found = [row.get(column.name) for row in rows]
            if not set(map(type, found)) <= _AT_ONCE[column.kind]:
                problems += _wrong(column, found)
        if problems:
            problems.sort(key=lambda one: one.row)
            raise WrongRows(problems[:MOST_PROBLEMS], max(0, len(problems) - MOST_PROBLEMS))

    def _absent(self, column: Column, rows: Sequence[Row]) -> list[Problem]:
        expected = f"{EXPECTED[column.kind]}, or null where it is not known"
        found = []
        for number, row in enumerate(rows, start=1):
            if column.name not in row:
                unknown = [name for name in row if name not in self.columns]
                near = get_close_matches(column.name, unknown, 1)
                got = f"nothing (is {near[0]} meant?)" if near else "nothing"
                found.append(Problem(number, column.name, expected, got))
        return found

    def frame(self, rows: Sequence[Row]) -> Frame:
        """Rows that were checked as a table, for the path that takes many at once."""
        return Frame(
            tuple(_column(c, [row.get(c.name) for row in rows]) for c in self._there(rows))
        )

    def _there(self, rows: Sequence[Row]) -> list[Column]:
        return [
            c
            for c in self.columns.columns
            if c.name in self.needed or any(c.name in row for row in rows)
        ]

    def of_lists(self, names: Sequence[Any] | None, data: Sequence[Any]) -> list[Row]:
        """Rows of values in an order: that of `names`, else that of the fields asked for."""
        asked = [column.name for column in self.asked] if names is None else list(names)
        for number, values_of_row in enumerate(data, start=1):
            if not isinstance(values_of_row, list) or len(values_of_row) != len(asked):
                got = (
                    f"{len(values_of_row):,}"
                    if isinstance(values_of_row, list)
                    else described(values_of_row)
                )
                raise NeedsYou(
                    f"Row {number:,}: expected a list of {len(asked):,} values, got {got}.",
                    "Send a value for each of " + ", ".join(map(str, asked)) + ".",
                )
        return [dict(zip(asked, one, strict=True)) for one in data]

    def of_columns(self, data: Mapping[str, Any]) -> list[Row]:
        """Rows of values that come a column at a time, lists of one length."""
        for name, one in data.items():
            if not isinstance(one, list):
                raise NeedsYou(
                    f"Field {name}: expected a list of values, got {described(one)}.",
                    "Send a list for each field, all of one length.",
                )
        lengths = {len(one) for one in data.values()}
        if len(lengths) > 1:
            raise NeedsYou(
                "The fields have lists of different lengths: "
                + ", ".join(f"{name} {len(one):,}" for name, one in list(data.items())[:5])
                + ".",
                "Send a list for each field, all of one length.",
            )
        return [dict(zip(data, one, strict=True)) for one in zip(*data.values(), strict=True)]

    def of_csv(self, text: str) -> list[Row]:
        """Rows of a table in text whose first line names the columns; read by the fields' kinds."""
        reader = csv.reader(io.StringIO(text))
        try:
            head = next(reader, [])
            lines = list(reader)
        except csv.Error as error:
            raise NeedsYou(
                f"Line {reader.line_num:,} is no CSV: {error}.",
                "Send values separated by commas, texts with commas in double quotes.",
            ) from error
        for number, line in enumerate(lines, start=2):
            if line and len(line) != len(head):
                raise NeedsYou(
                    f"Line {number:,} has {len(line):,} values, {len(head):,} are named.",
                    "Put texts with commas into double quotes.",
                )
        kinds = [self.columns[n].kind if n in self.columns else Kind.TEXT for n in head]
        return [
            {n: of_text(v, k) for n, v, k in zip(head, line, kinds, strict=True)}
            for line in lines
            if line
        ]


def needed_of(columns: Schema, target: str, needs: frozenset[str]) -> frozenset[str]:
    """The columns that have to be sent: those needed, never what is to be predicted."""
    return frozenset(
        c.name
        for c in columns.columns
        if c.name in needs and c.name != target and c.role is not Role.LEFT_OUT
    )


def described(value: Any) -> str:
    """A value for a sentence, in JSON's words and cut short."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        short = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
        return f"the text “{short}”"
    if isinstance(value, (int, float)):
        return f"the number {value}" if abs(value) < 1e18 else "a huge number"
    return "a list" if isinstance(value, list) else "an object"


def of_text(text: str, kind: Kind) -> Any:
    """A value that came as text, as JSON would have brought it; what it can't be stays text."""
    word = text.strip()
    if word.lower() in MISSING:
        return None
    if kind is Kind.NUMERIC and "_" not in word:
        try:
            return float(word)
        except ValueError:
            return text
    return text


def _wrong(column: Column, found: Sequence[Any]) -> list[Problem]:
    """The values that the kind can't be, where some are of a type that has to be looked at."""
    return [
        Problem(number, column.name, EXPECTED[column.kind], described(value))
        for number, value in enumerate(found, start=1)
        if not _will_do(value, column.kind)
    ]


def _will_do(value: Any, kind: Kind) -> bool:
    if type(value) in _AT_ONCE[kind] or value == "":
        return True
    if isinstance(value, float) and math.isnan(value):
        return True
    if kind is Kind.BOOLEAN and isinstance(value, (str, int, float)):
        return not math.isnan(values.booleans([{"v": value}], "v")[0])
    if kind is Kind.DATETIME and isinstance(value, str):
        return _is_moment(value)
    return False


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
        moment.timestamp()  # a zone may carry it out of the years there are
    except (ValueError, OverflowError, OSError):
        return False
    return 1 < moment.year < 9999  # zones move the ends of time


def _column(column: Column, found: list[Any]) -> ColumnData:
    """Checked values in a frame's form, the same numbers as row by row."""
    rows = [{"v": value} for value in found] if column.kind is not Kind.NUMERIC else []
    if column.kind is Kind.NUMERIC:
        try:
            numbers = np.array([None if v == "" else v for v in found], dtype=np.float64)
        except OverflowError:  # a whole number beyond all floating point ones
            numbers = values.numbers([{"v": value} for value in found], "v")
        return ColumnData(column.name, column.kind, numbers)
    if column.kind is Kind.DATETIME:
        return ColumnData(column.name, column.kind, values.dates(rows, "v"))
    if column.kind is Kind.BOOLEAN:
        said = values.booleans(rows, "v")
        codes = np.where(np.isnan(said), -1.0, said).astype(np.int32)
        return ColumnData(column.name, column.kind, codes, BOOLEAN_LEVELS)
    codes, levels = values.texts(rows, "v")
    return ColumnData(column.name, column.kind, codes.astype(np.int32), tuple(levels))
