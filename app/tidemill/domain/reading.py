"""What reading a file brings: the table, what could not be read, and what checks say of it."""

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
"""How many row numbers a check result lists."""

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
    a column with such cells as text. `date_order` answers by column, one of `DATE_ORDERS`; `part`
    names a sheet or table; `encoding` (as Python names it) and `delimiter` overrule what was
    detected.
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


@dataclass(frozen=True)
class CheckResult:
    """What one check says of one file or version.

    `rows` are the numbers of at most `MAX_OFFENDERS` offending rows, `n_rows` counts them all.
    A failed check of severity "error" sets the file aside; one of severity "warn" does not.
    """

    check: str
    version: int
    name: str
    passed: bool
    message: str
    rows: tuple[int, ...] = ()
    n_rows: int = 0
    severity: str = "error"

    @property
    def sets_aside(self) -> bool:
        """Whether this result keeps the file out of its dataset."""
        return not self.passed and self.severity == "error"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored and as promised to scripts."""
        return {**asdict(self), "rows": list(self.rows)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "CheckResult":
        """Read what `to_dict` wrote."""
        return cls(**{**data, "rows": tuple(data["rows"])})


@dataclass(frozen=True, eq=False)
class CheckFacts:
    """All a check may look at: the file just read and what is known from earlier ones.

    `n_rows_usual` are the row counts of earlier files of the dataset, oldest first.
    `missing_usual` is the share (0 to 1) of missing values a column had in earlier files,
    `levels_known` the values a categorical column had so far. `target` and `time` name columns
    of the dataset; they default to the roles in `expected`.
    """

    read: ReadResult
    expected: Schema | None = None
    target: str | None = None
    time: str | None = None
    n_rows_usual: tuple[int, ...] = ()
    missing_usual: Mapping[str, float] = field(default_factory=dict)
    levels_known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def target_column(self) -> str | None:
        """The column to predict: as named, else by its role."""
        return self.target or (self.expected.target if self.expected else None)
