"""Two versions side by side: the key that matches their rows, names that changed, cuts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter
from tidemill.domain import diff_slices, row_keys
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.content import Hashes
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.diff_slices import Slicing
from tidemill.domain.distributions import ColumnReference
from tidemill.domain.frames import CODED, ColumnData
from tidemill.domain.profiles import Profile
from tidemill.domain.row_matching import Matching, is_unique, matched, matched_with_content
from tidemill.domain.tables import Table
from tidemill.services import datasets, diff_columns, diff_names, summarising, tables
from tidemill.services.workspace import Workspace

_MOST_SLICINGS = 8


@dataclass(frozen=True, eq=False)
class Held:
    """A version to be compared: its rows, what they are, and what was summarised of them.

    A column without any value counts as one that the version lacks: that is how a version keeps
    columns that its file did not have. `columns` are those that hold values.
    """

    label: str
    table: Table
    schema: Schema
    profile: Profile
    known: dict[str, ColumnReference] = field(default_factory=dict)

    @cached_property
    def columns(self) -> Schema:
        """The columns that hold a value; all of them where there are no rows."""
        if not self.profile.rows:
            return self.schema
        lacking = {c.name for c in self.profile.columns if not c.present}
        return Schema(tuple(c for c in self.schema.columns if c.name not in lacking))


def held(workspace: Workspace, version: DatasetVersion) -> Held:
    """A version with its stored summary, where it has one."""
    known: dict[str, ColumnReference] = {}
    if version.summary_blob is not None:
        known = summarising.of_version(workspace, version).columns
    profile = datasets.profile(workspace, version.id)
    table = tables.of(workspace, version)
    return Held(version.label, table, version.schema, profile, known)


@dataclass
class VersionPair:
    """Two versions being compared; `roles` are those the columns have now."""

    before: Held
    after: Held
    roles: Mapping[str, Role]
    reporter: Reporter
    renamed: dict[str, str] = field(default_factory=dict)
    """Names now by names before."""
    _hashed: dict[tuple[str, ...], tuple[Hashes, Hashes]] = field(default_factory=dict)

    # The key

    def key_of(self, wanted: Sequence[str] | None) -> tuple[str, ...]:
        """The chosen key, or the first that is likely and unique in both."""
        if wanted is not None:
            for name in wanted:
                for side in (self.before, self.after):
                    _require(name, side)
            return tuple(dict.fromkeys(wanted))
        for key in row_keys.candidates(self.before.profile, self.after.profile, self.roles):
            if all(is_unique(part) for part in self._key_hashes(key)):
                return key
        return ()

    def _key_hashes(self, key: Sequence[str]) -> tuple[Hashes, Hashes]:
        """Hashes of a key in both; those of the last one asked for are kept."""
        named = tuple(key)
        if named not in self._hashed:
            self._hashed.clear()
            self._hashed[named] = (
                diff_columns.key_hashes(self.before.table, key, self.reporter),
                diff_columns.key_hashes(self.after.table, key, self.reporter),
            )
        return self._hashed[named]

    def match(self, key: Sequence[str]) -> Matching:
        """Rows of both that belong together."""
        if not key and not self._comparable():
            return _nothing_in_common(self.before.table.n_rows, self.after.table.n_rows)
        if not key:
            return matched(*self._contents())
        hashes = self._key_hashes(key)
        found = matched(*hashes)
        if not found.n_repeats:
            return found
        return matched_with_content(hashes, self._contents(), found.n_repeats)

    def _contents(self) -> tuple[Hashes, Hashes]:
        shared = [(name, name) for name in self._comparable()]
        return (
            diff_columns.content_hashes(self.before.table, shared, self.reporter),
            diff_columns.content_hashes(self.after.table, shared, self.reporter),
        )

    def _comparable(self) -> list[str]:
        """Names of columns whose values can be equal in both."""
        return [
            name
            for name in self.after.columns.names
            if name in self.before.columns
            and fits(self.before.columns[name].kind, self.after.columns[name].kind)
        ]

    # Names

    def find_renamed(self, pairs: Matching) -> None:
        """Guess which columns only have another name."""
        gone = [n for n in self.before.columns.names if n not in self.after.columns]
        new = [n for n in self.after.columns.names if n not in self.before.columns]
        if gone and new:
            self.renamed = diff_names.renamed(
                self.before.table, self.after.table, gone, new, pairs, self.reporter
            )

    def notes(self, key: Sequence[str], pairs: Matching) -> list[str]:
        """What to know about the comparison."""
        said = []
        if not key and not self._comparable():
            said.append("The two have no column in common, so no row can be matched.")
        elif not key:
            said.append(
                "No column names a row, so rows are compared by all they hold: a changed row "
                "counts as one removed and one added."
            )
        elif pairs.n_repeats:
            noun = "row repeats" if pairs.n_repeats == 1 else "rows repeat"
            said.append(
                f"{pairs.n_repeats:,} {noun} the key of another; equal rows are matched first, "
                "the rest in order."
            )
        said += [
            f"{new} holds the values that {old} held: it seems renamed."
            for old, new in self.renamed.items()
        ]
        return said

    # Slices

    def slicings(self, pairs: Matching) -> list[Slicing]:
        """Columns that cut the rows into few parts, and whether a row is new."""
        found = []
        for name in self._slicing_names():
            before = diff_columns.whole_column(self.before.table, name, self.reporter)
            after = diff_columns.whole_column(self.after.table, name, self.reporter)
            levels = diff_slices.merged_levels(_level_counts(before), _level_counts(after))
            if 2 <= len(levels) <= diff_slices.MOST_LEVELS:
                codes = (_recoded(before, levels), _recoded(after, levels))
                found.append(Slicing(name, levels, *codes))
        if len(pairs.added) and len(pairs.after):
            is_new = np.zeros(self.after.table.n_rows, np.int16)
            is_new[pairs.added] = 1
            found.append(Slicing("", ("rows in both", "new rows"), None, is_new))
        return found

    def _slicing_names(self) -> list[str]:
        profile = self.after.profile
        names = [
            c.name
            for c in profile.columns
            if c.kind in CODED
            and 2 <= c.distinct <= diff_slices.MOST_LEVELS
            and c.name in self.before.columns
            and self.before.columns[c.name].kind in CODED
        ]
        names.sort(key=lambda n: self.roles.get(n) is not Role.GROUP)
        return names[:_MOST_SLICINGS]

    def plan(self) -> list[tuple[str, str]]:
        """Pairs of names before and now, in the order of the schemas; empty where not there."""
        former = {new: old for old, new in self.renamed.items()}
        known = self.before.columns
        now = [
            (former.get(name, name if name in known else ""), name)
            for name in self.after.columns.names
        ]
        gone = [
            (name, "")
            for name in known.names
            if name not in self.after.columns and name not in self.renamed
        ]
        return [*now, *gone]


def _nothing_in_common(n_before: int, n_after: int) -> Matching:
    """No row of one is a row of the other."""
    none = np.empty(0, np.int64)
    return Matching(none, none, np.arange(n_before), np.arange(n_after))


def fits(before: Kind, after: Kind) -> bool:
    return diff_columns.family(before) == diff_columns.family(after)


def _require(name: str, side: Held) -> None:
    if name not in side.schema:
        raise NeedsYou(
            f"{side.label} has no column {name}, so rows can't be matched by it.",
            "It has " + ", ".join(side.schema.names) + ".",
        )


def _level_counts(column: ColumnData) -> dict[str, int]:
    counts = np.bincount(column.values + 1, minlength=len(column.levels) + 1)[1:]
    return {level: int(rows) for level, rows in zip(column.levels, counts, strict=True) if rows}


def _recoded(column: ColumnData, levels: Sequence[str]) -> diff_slices.Codes:
    place = {level: at for at, level in enumerate(levels)}
    table = np.array([place.get(level, -1) for level in column.levels] + [-1], np.int16)
    return np.asarray(table[column.values], np.int16)
