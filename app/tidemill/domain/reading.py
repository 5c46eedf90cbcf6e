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
    is a sentence when the file seems to end too early, else empty.
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

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "ReadFacts":
        """Read what `to_dict` wrote."""
        return cls(**data)


@dataclass(frozen=True, eq=False)
class ReadResult:
    """A table read from a file.

    `schema` describes `table` column by column. `lines` has shape (rows,): the line (or row)
    number in the file at which each row of the table begins, starting at 1. `missing_columns`
    were expected and are not there; `new_columns` are there and were not expected.
    """

    table: Table
    schema: Schema
    facts: ReadFacts
    lines: npt.NDArray[np.int64]
    bad_rows: tuple[BadRow, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()
    missing_columns: tuple[str, ...] = ()
    new_columns: tuple[str, ...] = ()

    @property
    def frame(self) -> Frame:
        """All rows in memory; for tables that are known to be small."""
        return self.table.frame()

    def lines_of(self, rows: npt.NDArray[Any]) -> tuple[int, ...]:
        """Line numbers of the first `MAX_OFFENDERS` rows given by number or mask."""
        return tuple(int(n) for n in self.lines[rows][:MAX_OFFENDERS])


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
