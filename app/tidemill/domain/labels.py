"""What people and files said of rows: labels, by the key of their row."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

BY_HAND = "by hand"
"""The source of labels given in the window."""

ROW = ""
"""The key column of rows that are told apart by their number, in the order they came."""

MOST_SHOWN = 20


@dataclass(frozen=True)
class LabelEntry:
    """A label given to a row at a time; `value` is None where it was taken away.

    Entries of one action share a `batch`; `source` is `BY_HAND` or the name of a file.
    """

    id: int
    column: str
    key_column: str
    key: str
    value: str | None
    batch: str
    source: str
    at: datetime
    by: str
    undone_at: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)


def in_force(entries: Iterable[LabelEntry]) -> dict[str, str | None]:
    """The newest label of each key that is not undone; `entries` stand oldest first."""
    return {one.key: one.value for one in entries if one.undone_at is None}


@dataclass(frozen=True)
class Said:
    """A label in the history of its row: `before` is what stood then, None where nothing was
    said; `is_first` where nothing was said of the row before."""

    entry: LabelEntry
    before: str | None
    is_first: bool


def told(entries: Iterable[LabelEntry]) -> list[Said]:
    """Labels with what stood before each; `entries` stand oldest first, and so does the answer.

    A label that was undone stood until then, but nothing that is told later counts it.
    """
    standing: dict[tuple[str, str, str], str | None] = {}
    found = []
    for one in entries:
        row = (one.column, one.key_column, one.key)
        found.append(Said(one, standing.get(row), row not in standing))
        if one.undone_at is None:
            standing[row] = one.value
    return found


@dataclass(frozen=True)
class Conflict:
    """A row of which two labels are said: `before` stands (or came first), `now` was not taken."""

    key: str
    before: str | None
    now: str | None
    why: str


@dataclass(frozen=True)
class FileLabels:
    """What came of the labels in a file.

    `taken` are new, `same` said what stood already; `unmatched` keys are of no row, the first
    few are named; `conflicts` were not taken.
    """

    file: str
    batch: str
    n_rows: int
    taken: int
    same: int
    n_unmatched: int
    unmatched: tuple[str, ...]
    n_conflicts: int
    conflicts: tuple[Conflict, ...]
    n_without_label: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {**asdict(self), "conflicts": [asdict(one) for one in self.conflicts]}


@dataclass(frozen=True)
class Sorted:
    """Labels of a file set against those that stand."""

    taken: dict[str, str] = field(default_factory=dict)
    same: int = 0
    conflicts: tuple[Conflict, ...] = ()


def set_against(
    found: Iterable[tuple[str, str]], standing: Mapping[str, str | None], overwrite: bool
) -> Sorted:
    """Sort the labels of a file: new ones, repeated ones, and those in conflict.

    A key with two labels in the file is in conflict, whatever stands. One that says otherwise than
    what stands is taken only where the file may `overwrite`.
    """
    said: dict[str, str] = {}
    torn: dict[str, Conflict] = {}
    for key, value in found:
        if key in said and said[key] != value:
            torn.setdefault(key, Conflict(key, said[key], value, "the file says both"))
        said.setdefault(key, value)
    taken, same, conflicts = {}, 0, list(torn.values())
    for key, value in said.items():
        if key in torn:
            continue
        before = standing.get(key)
        if before == value:
            same += 1
        elif before is None or overwrite:
            taken[key] = value
        else:
            conflicts.append(Conflict(key, before, value, "another label stands"))
    return Sorted(taken, same, tuple(conflicts))
