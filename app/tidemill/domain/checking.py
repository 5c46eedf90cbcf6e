"""What a check may look at, and what it says of a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Role, Schema
from tidemill.domain.content import Hashes, row_hashes
from tidemill.domain.distinct_counts import repeats
from tidemill.domain.file_figures import ColumnFigures, FileFigures, figures_of, reference_of
from tidemill.domain.frames import ColumnData
from tidemill.domain.profiles import Profile
from tidemill.domain.reading import MAX_OFFENDERS, ReadResult
from tidemill.domain.references import FrameReference
from tidemill.domain.tables import Table

__all__ = ["MAX_OFFENDERS", "CheckFacts", "CheckResult", "Offender", "Rows"]

MAX_SHOWN = 20
"""Of how many offending rows the values are kept."""

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Offender:
    """A row that breaks a rule: its line in the file, and some of its values as text by column."""

    line: int
    values: Mapping[str, str | None]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {"line": self.line, "values": dict(self.values)}


@dataclass(frozen=True)
class CheckResult:
    """What one check says of one file or version.

    `rows` are the line numbers of at most `MAX_OFFENDERS` offending rows, `n_rows` counts them
    all, `offenders` shows some of them. A failed check of severity "error" sets the file aside;
    one of severity "warn" does not. `rule` is the key of the rule it ran for, None where it ran by
    default; `sentence` is the rule in words as it was then, `column` the one it is about.
    `value` and `limit` draw the trend where the check has a number. `row_numbers` are all
    offending rows of the table; they are not stored.
    """

    check: str
    version: int
    name: str
    passed: bool
    message: str
    rows: tuple[int, ...] = ()
    n_rows: int = 0
    severity: str = "error"
    rule: int | None = None
    sentence: str = ""
    column: str = ""
    value: float | None = None
    limit: float | None = None
    offenders: tuple[Offender, ...] = ()
    row_numbers: Rows | None = field(default=None, compare=False, repr=False)

    @property
    def sets_aside(self) -> bool:
        """Whether this result keeps the file out of its dataset."""
        return not self.passed and self.severity == "error"

    @property
    def key(self) -> str:
        """What its trend goes by: the rule's key, or the check's id where it ran by default."""
        return self.check if self.rule is None else str(self.rule)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, as stored and as promised to scripts."""
        plain = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "row_numbers"}
        shown = [one.to_dict() for one in self.offenders]
        return plain | {"rows": list(self.rows), "offenders": shown}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "CheckResult":
        """Read what `to_dict` wrote, now or by an earlier program."""
        known = {f.name for f in fields(cls)} - {"row_numbers"}
        plain = {key: value for key, value in data.items() if key in known}
        shown = tuple(Offender(o["line"], o["values"]) for o in data.get("offenders", ()))
        return cls(**{**plain, "rows": tuple(data["rows"]), "offenders": shown})


def can_be_parted(checks: Iterable[Mapping[str, Any]]) -> bool:
    """Whether stored results name all rows that keep a file out, so that the rest can be taken."""
    keeping = [c for c in checks if not c["passed"] and c.get("severity", "error") == "error"]
    return bool(keeping) and all(c.get("offenders") for c in keeping)


@dataclass(frozen=True, eq=False)
class CheckFacts:
    """All a check may look at: the file just read and what is known from earlier ones.

    `n_rows_usual` are the row counts of earlier files of the dataset, oldest first.
    `missing_usual` is the share (0 to 1) of missing values a column had in earlier files.
    `target` and `time` name columns of the dataset; they default to the roles in `expected`.

    `table` holds the rows as they would be taken in, prepared by the dataset's steps (the rows
    read, unless said); `summary` and `hashes` are its columns' figures and its rows' hashes where
    they were made already. `known` are the figures of earlier files, oldest first; `former` and
    `earlier` are the profile and the rows of the version before (all of them in an append
    series). `now` is when the file is taken in.
    """

    read: ReadResult
    expected: Schema | None = None
    target: str | None = None
    time: str | None = None
    n_rows_usual: tuple[int, ...] = ()
    missing_usual: Mapping[str, float] = field(default_factory=dict)
    rows: Table | None = None
    summary: FrameReference | None = None
    hashes: Hashes | None = None
    known: tuple[FileFigures, ...] = ()
    former: Profile | None = None
    earlier: Table | None = None
    now: datetime | None = None
    roles: Schema | None = None

    @property
    def table(self) -> Table:
        """The rows as they would be taken in."""
        return self.read.table if self.rows is None else self.rows

    @property
    def schema(self) -> Schema:
        """The columns of the table with the dataset's roles."""
        return self.roles or self.read.schema

    @property
    def target_column(self) -> str | None:
        """The column to predict: as named, else by its role."""
        return self.target or (self.expected.target if self.expected else None)

    @property
    def time_column(self) -> str | None:
        """The column that orders rows in time: as named, else by its role."""
        return self.time or (self.expected.time if self.expected else None)

    @cached_property
    def references(self) -> FrameReference:
        """The summary of every column of the table."""
        return self.summary or reference_of(self.table)

    @cached_property
    def own(self) -> FileFigures:
        """The figures of this file."""
        return figures_of(self.table, self.schema, self.references, self.target_column)

    def history(self, name: str) -> list[ColumnFigures]:
        """A column in earlier files that had values of the same kind, oldest first."""
        now = self.own.columns[name].kind
        there = (file.columns[name] for file in self.known if name in file.columns)
        return [one for one in there if one.kind is now and one.present]

    def usual(self, check: str) -> list[float]:
        """The numbers a default check gave for earlier files, oldest first."""
        return [file.values[check] for file in self.known if check in file.values]

    def watched(self, *roles: Role) -> list[str]:
        """Columns of the file with figures whose role is none of these."""
        return [
            name
            for name in self.own.columns
            if name not in self.schema or self.schema[name].role not in roles
        ]

    def rows_where(self, name: str, test: Callable[[ColumnData], npt.NDArray[np.bool_]]) -> Rows:
        """The rows in which a column's value is as tested, found block by block."""
        found = [low + np.flatnonzero(test(part)) for low, part in self.blocks_of(name)]
        return np.concatenate(found).astype(np.int64)

    @cached_property
    def row_hashes(self) -> Hashes:
        """A hash of each row; shape (rows,)."""
        if self.hashes is not None:
            return self.hashes
        return np.concatenate([row_hashes(block) for block in self.table.blocks()])

    @cached_property
    def repeats(self) -> Rows:
        """The rows that equal an earlier row of the file."""
        return repeats(self.row_hashes)

    def has(self, name: str) -> bool:
        """Whether the table has a column."""
        return any(column.name == name for column in self.table.columns)

    def is_left_out(self, name: str) -> bool:
        """Whether a column counts for nothing."""
        return name in self.schema and self.schema[name].role is Role.LEFT_OUT

    def is_personal(self, name: str) -> bool:
        """Whether no message may show a value of a column."""
        return name in self.schema and self.schema[name].personal

    def blocks_of(self, name: str) -> Iterator[tuple[int, ColumnData]]:
        """A column some rows at a time, each part with the number of its first row."""
        low = 0
        for block in self.table.blocks([name]):
            yield low, block[name]
            low += block.n_rows

    def lines_of(self, rows: Rows) -> tuple[int, ...]:
        """Line numbers of the first `MAX_OFFENDERS` of some rows.

        Rows that steps made or left out have no line of their own: they are counted from 1.
        """
        some = np.sort(rows[:MAX_OFFENDERS])
        if len(self.read.lines) == self.table.n_rows:
            return tuple(int(line) for line in self.read.lines[some])
        return tuple(int(row) + 1 for row in some)

    @property
    def row_word(self) -> str:
        """What the numbers of `lines_of` count: lines or rows."""
        is_same = len(self.read.lines) == self.table.n_rows
        return self.read.facts.row_word if is_same else "row"
