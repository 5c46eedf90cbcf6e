"""What differs between two versions: rows, columns, cells, and where the change comes from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from tidemill.domain.columns import Kind, Role
from tidemill.domain.profile_changes import Tone

MISSING_RISE = 0.05
"""More missing values by this share of the rows is worth a look."""

_NEW_AS_PSI = 0.1  # where a column that only one version has stands among the others
_SMALL = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Fate(StrEnum):
    """What became of a column."""

    BOTH = "both"
    ADDED = "added"
    DROPPED = "dropped"
    RETYPED = "retyped"
    RENAMED = "renamed"


class RowKind(StrEnum):
    """Which rows are meant."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Side:
    """One of the two versions; `created_at` in UTC."""

    version_id: int
    dataset: str
    number: int
    rows: int
    created_at: datetime
    is_newest: bool = False

    @property
    def address(self) -> str:
        """How commands name it: `churn@30`."""
        return f"{self.dataset}@{self.number}"


@dataclass(frozen=True)
class RowCounts:
    """Rows of both versions by what became of them; `repeated` share their key with another."""

    same: int
    changed: int
    added: int
    removed: int
    repeated: int = 0

    def of(self, kind: RowKind) -> int:
        """How many rows of a kind."""
        return {"added": self.added, "removed": self.removed, "changed": self.changed}[kind]


@dataclass(frozen=True)
class Shape:
    """Both versions of a column on one axis.

    Numbers and dates (in seconds since 1970) have `edges` and counts between them, values beyond
    the outer edges in the outer bins; coded columns have `levels` and their shares of the rows
    with a value. The side that lacks the column has none.
    """

    edges: tuple[float, ...] = ()
    before: tuple[float, ...] = ()
    after: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slice:
    """Rows of one level, and how often the event happened there before and after."""

    level: str
    rows: int
    before: float | None
    after: float
    is_guilty: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a change comes from: `event` ("missing", "changed", "wallet") by the column `by`.

    `explained` is the guilty slice's share of the rise.
    """

    event: str
    by: str
    slices: tuple[Slice, ...]
    explained: float

    @property
    def guilty(self) -> str:
        """The level that explains most."""
        return next((s.level for s in self.slices if s.is_guilty), "")


@dataclass(frozen=True)
class CellChange:
    """A changed cell: the values of the row's key (or its number, from 1), then and now."""

    key: tuple[Any, ...]
    before: Any
    after: Any
    row: int = 0


@dataclass(frozen=True)
class ColumnDiff:
    """One column of two versions.

    `psi` is None where the two cannot be compared; `effect` is PSI less the noise expected at
    these sizes. `missing` are shares before and after, None on the side that lacks the column.
    `changed` counts cells of matched rows, None without a key or where they cannot be compared.
    """

    name: str
    kind: Kind
    role: Role
    fate: Fate
    words: str
    tone: Tone
    was_name: str = ""
    was_kind: Kind | None = None
    is_key: bool = False
    shape: Shape = Shape()
    psi: float | None = None
    effect: float | None = None
    missing: tuple[float | None, float | None] = (None, None)
    changed: int | None = None
    origin: Origin | None = None
    cells: tuple[CellChange, ...] = ()
    cells_words: str = ""

    @property
    def label(self) -> str:
        """Its name, with the former one where it was renamed."""
        return f"{self.was_name} → {self.name}" if self.fate is Fate.RENAMED else self.name

    def needs_look(self, limit: float) -> bool:
        """Whether a person should see this: moved over the limit, gone, or more is missing."""
        before, after = self.missing
        rose = before is not None and after is not None and after - before >= MISSING_RISE
        moved = self.effect is not None and self.effect >= limit
        return moved or rose or self.fate in (Fate.DROPPED, Fate.RETYPED)

    @property
    def weight(self) -> tuple[float, float, int]:
        """How much it changed; the largest stands first."""
        before, after = self.missing
        apart = abs((after or 0.0) - (before or 0.0))
        if self.is_key:
            return (-1.0, 0.0, 0)
        if self.fate in (Fate.DROPPED, Fate.RETYPED):
            return (10.0, apart, 0)
        psi = self.psi if self.psi is not None else 0.0
        if self.fate in (Fate.ADDED, Fate.RENAMED):
            psi = max(psi, _NEW_AS_PSI)
        return (round(psi, 2), apart, self.changed or 0)


@dataclass(frozen=True)
class VersionDiff:
    """Two versions compared; columns stand most changed first, the key last.

    `key` is empty where rows were matched by all they hold; `is_key_guessed` says whether
    nobody chose it. `limit` is the PSI from which on a column needs a look.
    """

    before: Side
    after: Side
    key: tuple[str, ...]
    is_key_guessed: bool
    rows: RowCounts
    columns: tuple[ColumnDiff, ...]
    limit: float
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> ColumnDiff:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def is_same(self) -> bool:
        """Whether both hold the same rows and columns."""
        counts = self.rows
        return not (counts.changed or counts.added or counts.removed or self.schema_changes)

    @property
    def schema_changes(self) -> tuple[ColumnDiff, ...]:
        """Columns added, dropped, retyped or renamed."""
        return tuple(c for c in self.columns if c.fate is not Fate.BOTH)

    @property
    def to_look_at(self) -> tuple[ColumnDiff, ...]:
        """Columns that need a look, the most changed first."""
        return tuple(c for c in self.columns if c.needs_look(self.limit))

    @property
    def address(self) -> str:
        """Where the window shows it; the other dataset is named where there are two."""
        second = str(self.after.number)
        if self.after.dataset != self.before.dataset:
            second = self.after.address
        return f"data/{self.before.dataset}/diff/{self.before.number}..{second}"

    @property
    def title(self) -> str:
        """What happened in a sentence or three: rows, columns, and what needs a look."""
        if self.is_same:
            return f"Both hold the same {self.after.rows:,} rows."
        said = [_rows_sentence(self.rows, has_key=bool(self.key)), *_column_sentences(self)]
        looks = self.to_look_at
        if len(looks) == 1:
            said.append(f"{looks[0].name} needs a look.")
        elif looks:
            said.append(f"{looks[0].name} and {len(looks) - 1} more need a look.")
        return " ".join(said)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types (times as datetime), never NaN."""
        return {
            "title": self.title,
            "is_same": self.is_same,
            **{name: value for name, value in asdict(self).items() if name != "columns"},
            "columns": [_column_dict(column) for column in self.columns],
        }


def ordered(columns: list[ColumnDiff]) -> tuple[ColumnDiff, ...]:
    """Most changed first; equals stay as they stand in the schema."""
    return tuple(
        sorted(columns, key=lambda c: tuple(-part for part in c.weight))  # stable
    )


def _column_dict(column: ColumnDiff) -> dict[str, Any]:
    plain = asdict(column)
    plain["missing"] = {"before": column.missing[0], "after": column.missing[1]}
    plain["fate"] = str(column.fate)
    return plain


def _rows_sentence(rows: RowCounts, *, has_key: bool) -> str:
    """ "2,114 rows are new, 312 changed, none are gone." """
    if not (rows.added or rows.changed or rows.removed):
        return f"All {rows.same:,} rows are the same."
    parts = [(rows.added, "new"), (rows.changed, "changed"), (rows.removed, "gone")]
    if not has_key:  # without a key no row can be said to have changed
        del parts[1]
    said = []
    for at, (n, word) in enumerate(parts):
        noun = (" row" if n == 1 else " rows") if at == 0 else ""
        verb = "" if word == "changed" else " is" if n == 1 else " are"
        said.append(f"{f'{n:,}' if n else 'none'}{noun}{verb} {word}")
    sentence = ", ".join(said) + "."
    return sentence.replace("none rows are", "No row is", 1)


def _column_sentences(diff: VersionDiff) -> list[str]:
    """ "Two columns are new, one is gone." """
    words = {
        Fate.ADDED: "new",
        Fate.DROPPED: "gone",
        Fate.RETYPED: "of another type",
        Fate.RENAMED: "renamed",
    }
    said: list[str] = []
    for fate, word in words.items():
        n = sum(1 for column in diff.columns if column.fate is fate)
        if not n:
            continue
        count = _SMALL[n] if n < len(_SMALL) else f"{n:,}"
        noun = (" column" if n == 1 else " columns") if not said else ""
        said.append(
            f"{count if said else count.capitalize()}{noun} {'is' if n == 1 else 'are'} {word}"
        )
    return [", ".join(said) + "."] if said else []


def diff_from_dict(data: Mapping[str, Any]) -> VersionDiff:
    """Read what `to_dict` gave, times as datetime or ISO text."""
    return VersionDiff(
        before=_side(data["before"]),
        after=_side(data["after"]),
        key=tuple(data["key"]),
        is_key_guessed=bool(data["is_key_guessed"]),
        rows=RowCounts(**data["rows"]),
        columns=tuple(_column(one) for one in data["columns"]),
        limit=float(data["limit"]),
        notes=tuple(data["notes"]),
    )


def _side(data: Mapping[str, Any]) -> Side:
    when = data["created_at"]
    return Side(
        **{**data, "created_at": datetime.fromisoformat(when) if isinstance(when, str) else when}
    )


def _column(data: Mapping[str, Any]) -> ColumnDiff:
    plain = dict(data)
    origin = plain["origin"]
    missing = plain["missing"]
    return ColumnDiff(
        **{
            **plain,
            "kind": Kind(plain["kind"]),
            "role": Role(plain["role"]),
            "fate": Fate(plain["fate"]),
            "tone": Tone(plain["tone"]),
            "was_kind": Kind(plain["was_kind"]) if plain["was_kind"] else None,
            "shape": Shape(**{name: tuple(part) for name, part in plain["shape"].items()}),
            "missing": (missing["before"], missing["after"]),
            "origin": None
            if origin is None
            else Origin(**{**origin, "slices": tuple(Slice(**one) for one in origin["slices"])}),
            "cells": tuple(
                replace(CellChange(**one), key=tuple(one["key"])) for one in plain["cells"]
            ),
        }
    )
