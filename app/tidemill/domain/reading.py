"""What reading a file brings: the table, and what could not be read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Kind, Schema
from tidemill.domain.frames import Frame
from tidemill.domain.tables import Table

MAX_BAD_ROWS = 10_000
"""How many unreadable rows are kept with their text; all of them are counted."""

MAX_OFFENDERS = 200
"""How many row numbers are listed of a column's or a check's."""

MAX_EXAMPLES = 20
"""How many unexpected cells of a column are kept with their text."""


BAD_ROWS = ("", "stop", "set aside", "text")
"""What is done with rows that do not fit; see `ReadOptions`."""

DATE_ORDERS = ("day first", "month first", "text")
"""What a person can answer when dates fit both ways."""


@dataclass(frozen=True)
class ReadOptions:
    """What a person said of how a file is to be read.

    `bad_rows` says what becomes of rows that cannot be read and of cells that do not fit their
    column: "" leaves the row out, or the cell missing, and the checks decide; "stop" refuses the
    file at the first; "set aside" leaves the whole rows out and keeps them to be seen; "text" reads
    a column with such cells as text. `date_order` answers by column, one of `DATE_ORDERS`; "text"
    keeps any new column as the texts that stand there. `part` names a sheet or table; `encoding`
    (as Python names it) and `delimiter` overrule what was detected.
    """

    bad_rows: str = ""
    date_order: Mapping[str, str] = field(default_factory=dict)
    part: str | None = None
    encoding: str = ""
    delimiter: str = ""

    def __post_init__(self) -> None:
        if self.bad_rows not in BAD_ROWS:
            raise ValueError(f"no way with bad rows: {self.bad_rows!r}")
        if unknown := set(self.date_order.values()) - set(DATE_ORDERS):
            raise ValueError(f"no order of dates: {unknown}")

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as kept in a job; what was left open is left out."""
        plain = {**asdict(self), "date_order": dict(self.date_order)}
        return {key: value for key, value in plain.items() if value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> "ReadOptions":
        """Read what `to_dict` wrote."""
        return cls(**(data or {}))


@dataclass(frozen=True)
class Question:
    """What only a person can say before a file can be taken in.

    `kind` is "date order" (of a column) or "part" (which sheet or table); `choices` are the
    answers, in the words that `ReadOptions` takes; `examples` are some of the texts in question.
    """

    kind: str
    column: str
    text: str
    choices: tuple[str, ...]
    examples: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored with a file."""
        return {**asdict(self), "choices": list(self.choices), "examples": list(self.examples)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Question":
        """Read what `to_dict` wrote."""
        lists = {key: tuple(data.get(key, ())) for key in ("choices", "examples")}
        return cls(**{**data, **lists})


@dataclass(frozen=True)
class BadRow:
    """A row that could not be read: its line in the file, why, and its text (shortened)."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Mismatch:
    """Cells of an expected column whose text is no value of the expected kind.

    They are missing in the frame, and counted here; `examples` are (line, text) pairs in file
    order, `lines` the lines of at most `MAX_OFFENDERS` such cells.
    """

    column: str
    expected: Kind
    n_bad: int
    examples: tuple[tuple[int, str], ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReadFacts:
    """How a file was read.

    `row_word` says what row numbers count: lines of a text file, rows of a binary one. `cut`
    is a sentence when the file seems to end too early, else empty. `quote` is the mark around
    values where one is used; `grouping` that of thousands. `has_names` is False where the first
    line held values and the columns were given names; `n_skipped` counts lines before the names
    (a title, comments). `part` is the sheet or table that was read, `parts` all that there are.
    `is_aside_asked` where a person asked that rows that do not fit be set aside.
    """

    format: str
    n_bytes: int
    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    compression: str = ""
    row_word: str = "line"
    n_bad_rows: int = 0
    cut: str = ""
    quote: str = ""
    grouping: str = ""
    has_names: bool = True
    n_skipped: int = 0
    part: str = ""
    parts: tuple[str, ...] = ()
    is_aside_asked: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return {**asdict(self), "parts": list(self.parts)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ReadFacts":
        """Read what `to_dict` wrote."""
        return cls(**{**data, "parts": tuple(data.get("parts", ()))})


@dataclass(frozen=True, eq=False)
class ReadResult:
    """A table read from a file.

    `schema` describes `table` column by column. `lines` has shape (rows,): the line (or row)
    number in the file at which each row of the table begins, starting at 1. `missing_columns`
    were expected and are not there; `new_columns` are there and were not expected. A file with
    `questions` is not taken in before they are answered.
    """

    table: Table
    schema: Schema
    facts: ReadFacts
    lines: npt.NDArray[np.int64]
    bad_rows: tuple[BadRow, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    missing_columns: tuple[str, ...] = ()
    new_columns: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def frame(self) -> Frame:
        """All rows in memory; for tables that are known to be small."""
        return self.table.frame()

    def lines_of(self, rows: npt.NDArray[Any]) -> tuple[int, ...]:
        """Line numbers of the first `MAX_OFFENDERS` rows given by number or mask."""
        return tuple(int(n) for n in self.lines[rows][:MAX_OFFENDERS])


@dataclass(frozen=True, eq=False)
class Peek:
    """What the beginning of a file shows, at once whatever its size.

    `first_rows` are texts as they stand there, "" where missing; `schema` is what these rows
    show and may change with the rest; `n_rows` is an estimate unless `is_all`.
    """

    facts: ReadFacts
    schema: Schema
    first_rows: tuple[tuple[str, ...], ...]
    n_rows: int
    is_all: bool = False
    questions: tuple[Question, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
