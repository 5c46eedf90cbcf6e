"""Two versions compared: rows, columns, cells; and the rows behind each number.

Both are read one column at a time; what is kept of a row is a hash of 64 bits a column in work,
so memory grows with rows by some tens of bytes each, whatever they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain import diff_slices, diff_words, row_keys
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.diff_slices import Slicing
from tidemill.domain.frames import CODED
from tidemill.domain.profile_changes import Change, Tone
from tidemill.domain.profiles import Profile
from tidemill.domain.row_matching import Matching, is_unique, matched, matched_with_content
from tidemill.domain.row_sets import RowSets, StoredDiff
from tidemill.domain.tables import Table
from tidemill.domain.version_diffs import (
    ColumnDiff,
    Fate,
    RowCounts,
    Side,
    VersionDiff,
    ordered,
)
from tidemill.services import datasets, diff_cells, diff_columns, diff_names, tables
from tidemill.services.diff_columns import Values
from tidemill.services.workspace import Workspace
from tidemill.store import datasets as dataset_rows

Mask = npt.NDArray[np.bool_]

_MOST_SLICINGS = 8


def diff(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None = None,
    reporter: Reporter | None = None,
) -> VersionDiff:
    """Compare two versions, of one dataset or of two; see `compared` for the rows as well."""
    return compared(workspace, before, after, key, reporter).diff


def compared(
    workspace: Workspace,
    before: DatasetVersion,
    after: DatasetVersion,
    key: Sequence[str] | None = None,
    reporter: Reporter | None = None,
) -> StoredDiff:
    """Compare two versions and keep which rows differ.

    `key` names the columns by which rows are matched: None guesses them, an empty one matches
    rows by all they hold. `NeedsYou` where a version lacks a column of it.
    """
    reporter = reporter or Silent()
    reporter.report(0.0, "Reading the versions")
    work = _Work(workspace, before, after, reporter)
    chosen = work.key_of(key)
    reporter.report(0.1, "Matching the rows")
    pairs = work.match(chosen)
    work.find_renamed(pairs)
    slicings = work.slicings(pairs)
    columns, bits, any_changed = work.columns(chosen, pairs, slicings, Part(reporter, 0.2, 0.95))
    rows = _row_sets(pairs, bits, any_changed)
    reporter.report(0.95, "Reading changed cells")
    columns = diff_cells.with_samples(work.table_before, work.table_after, columns, rows, chosen)
    found = VersionDiff(
        before=_side(workspace, before),
        after=_side(workspace, after),
        key=chosen,
        is_key_guessed=key is None and bool(chosen),
        rows=RowCounts(
            same=len(pairs.after) - len(rows.changed_after),
            changed=len(rows.changed_after),
            added=len(pairs.added),
            removed=len(pairs.removed),
            repeated=pairs.n_repeats if chosen else 0,
        ),
        columns=ordered(columns),
        limit=diff_columns.psi_limit(),
        notes=tuple(work.notes(chosen, pairs)),
    )
    reporter.report(1.0, found.title)
    return StoredDiff(found, rows)


def _side(workspace: Workspace, version: DatasetVersion) -> Side:
    with workspace.store.read() as connection:
        every = dataset_rows.versions(connection, version.dataset_id)
    return Side(
        version.id,
        version.dataset,
        version.number,
        version.rows,
        version.created_at,
        bool(every) and every[-1].id == version.id,
    )


def _row_sets(pairs: Matching, bits: Mapping[str, Mask], any_changed: Mask) -> RowSets:
    packed = {
        name: np.packbits(mask[any_changed]) for name, mask in bits.items() if mask.any()
    }
    return RowSets(
        pairs.added, pairs.removed, pairs.before[any_changed], pairs.after[any_changed], packed
    )


@dataclass
class _Work:
    """Two versions being compared."""

    workspace: Workspace
    before: DatasetVersion
    after: DatasetVersion
    reporter: Reporter
    renamed: dict[str, str] = field(default_factory=dict)
    """Names now by names before."""

    def __post_init__(self) -> None:
        self.table_before: Table = tables.of(self.workspace, self.before)
        self.table_after: Table = tables.of(self.workspace, self.after)
        self.schema_before, self.schema_after = self.before.schema, self.after.schema
        self.profiles: tuple[Profile, Profile] = (
            datasets.profile(self.workspace, self.before.id),
            datasets.profile(self.workspace, self.after.id),
        )
        held = datasets.find(self.workspace, self.after.dataset).dataset.schema
        self.roles: dict[str, Role] = {c.name: c.role for c in held.columns}

    # The key

    def key_of(self, wanted: Sequence[str] | None) -> tuple[str, ...]:
        """The chosen key, or the first that is likely and unique in both."""
        if wanted is not None:
            for name in wanted:
                for side in (self.before, self.after):
                    _require(name, side)
            return tuple(dict.fromkeys(wanted))
        for key in row_keys.candidates(*self.profiles, self.roles):
            if all(is_unique(part) for part in self._key_hashes(key)):
                return key
        return ()

    def _key_hashes(self, key: Sequence[str]) -> tuple[diff_columns.Hashes, diff_columns.Hashes]:
        return (
            diff_columns.key_hashes(self.table_before, key, self.reporter),
            diff_columns.key_hashes(self.table_after, key, self.reporter),
        )

    def match(self, key: Sequence[str]) -> Matching:
        """Rows of both that belong together."""
        if not key:
            return matched(*self._contents())
        hashes = self._key_hashes(key)
        found = matched(*hashes)
        if not found.n_repeats:
            return found
        return matched_with_content(hashes, self._contents(), found.n_repeats)

    def _contents(self) -> tuple[diff_columns.Hashes, diff_columns.Hashes]:
        shared = [(name, name) for name in self._comparable()]
        return (
            diff_columns.content_hashes(self.table_before, shared, self.reporter),
            diff_columns.content_hashes(self.table_after, shared, self.reporter),
        )

    def _comparable(self) -> list[str]:
        """Names of columns whose values can be equal in both."""
        return [
            name
            for name in self.schema_after.names
            if name in self.schema_before
            and _fits(self.schema_before[name].kind, self.schema_after[name].kind)
        ]

    # Names

    def find_renamed(self, pairs: Matching) -> None:
        """Guess which columns only have another name."""
        gone = [n for n in self.schema_before.names if n not in self.schema_after]
        new = [n for n in self.schema_after.names if n not in self.schema_before]
        if gone and new:
            self.renamed = diff_names.renamed(
                self.table_before, self.table_after, gone, new, pairs, self.reporter
            )

    def notes(self, key: Sequence[str], pairs: Matching) -> list[str]:
        """What to know about the comparison."""
        said = []
        if not key:
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
            before = diff_columns.whole_column(self.table_before, name, self.reporter)
            after = diff_columns.whole_column(self.table_after, name, self.reporter)
            levels = diff_slices.merged_levels(
                _level_counts(before), _level_counts(after)
            )
            if 2 <= len(levels) <= diff_slices.MOST_LEVELS:
                codes = (_recoded(before, levels), _recoded(after, levels))
                found.append(Slicing(name, levels, *codes))
        if len(pairs.added) and len(pairs.after):
            is_new = np.zeros(self.table_after.n_rows, np.int16)
            is_new[pairs.added] = 1
            found.append(Slicing("", ("rows in both", "new rows"), None, is_new))
        return found

    def _slicing_names(self) -> list[str]:
        profile = self.profiles[1]
        names = [
            c.name
            for c in profile.columns
            if c.kind in CODED
            and 2 <= c.distinct <= diff_slices.MOST_LEVELS
            and c.name in self.schema_before
            and self.schema_before[c.name].kind in CODED
        ]
        names.sort(key=lambda n: self.roles.get(n) is not Role.GROUP)
        return names[:_MOST_SLICINGS]

    # Columns

    def columns(
        self,
        key: Sequence[str],
        pairs: Matching,
        slicings: Sequence[Slicing],
        reporter: Reporter,
    ) -> tuple[list[ColumnDiff], dict[str, Mask], Mask]:
        """Every column of either version, which pairs differ in it, and which differ at all."""
        bits: dict[str, Mask] = {}
        any_changed = np.zeros(len(pairs.after), bool)
        found = []
        plan = self._plan()
        for at, (was, now) in enumerate(plan):
            reporter.report(at / len(plan), f"Comparing {now or was}")
            one, changed = self._column(was, now, key, pairs, slicings)
            found.append(one)
            if changed is not None:
                bits[one.name] = changed
                any_changed |= changed
        return found, bits, any_changed

    def _plan(self) -> list[tuple[str, str]]:
        """Pairs of names before and now, in the order of the schemas; empty where not there."""
        former = {new: old for old, new in self.renamed.items()}
        known = self.schema_before
        now = [
            (former.get(name, name if name in known else ""), name)
            for name in self.schema_after.names
        ]
        gone = [
            (name, "")
            for name in known.names
            if name not in self.schema_after and name not in self.renamed
        ]
        return [*now, *gone]

    def _column(
        self,
        was: str,
        now: str,
        key: Sequence[str],
        pairs: Matching,
        slicings: Sequence[Slicing],
    ) -> tuple[ColumnDiff, Mask | None]:
        if not now:
            return self._alone(was, self.table_before, self.schema_before, Fate.DROPPED), None
        if not was:
            return self._alone(now, self.table_after, self.schema_after, Fate.ADDED), None
        before = diff_columns.read(self.table_before, was, self.reporter)
        after = diff_columns.read(self.table_after, now, self.reporter, against=before.reference)
        return self._both(was, now, key, pairs, slicings, before, after)

    def _alone(self, name: str, table: Table, schema: Schema, fate: Fate) -> ColumnDiff:
        values = diff_columns.read(table, name, self.reporter)
        is_new = fate is Fate.ADDED
        missing = values.missing_share
        return ColumnDiff(
            name=name,
            kind=schema[name].kind,
            role=self.roles.get(name, schema[name].role),
            fate=fate,
            words="new column" if is_new else "column is gone",
            tone=Tone.NEW if is_new else Tone.WARN,
            shape=diff_columns.shape(*((None, values) if is_new else (values, None))),
            missing=(None, missing) if is_new else (missing, None),
        )

    def _both(
        self,
        was: str,
        now: str,
        key: Sequence[str],
        pairs: Matching,
        slicings: Sequence[Slicing],
        before: Values,
        after: Values,
    ) -> tuple[ColumnDiff, Mask | None]:
        fits = _fits(before.kind, after.kind) or before.missing.all() or after.missing.all()
        is_key = now in key
        changed = self._changed(before, after, pairs) if key and not is_key and fits else None
        role = self.roles.get(now, self.schema_after[now].role)
        is_named = is_key or role is Role.IDENTIFIER
        figure = diff_columns.psi(before, after)
        moved = diff_columns.event(before, after, figure, pairs, changed)
        origin = None if is_named else diff_columns.origin(moved, slicings, now)
        change = _change(was, now, before, after, changed, origin, fits=fits, is_named=is_named)
        return (
            ColumnDiff(
                name=now,
                kind=after.kind,
                role=role,
                fate=_fate(was, now, before.kind, after.kind, fits=fits),
                words=change.words,
                tone=change.tone,
                was_name=was if was != now else "",
                was_kind=before.kind if before.kind is not after.kind else None,
                is_key=is_key,
                shape=diff_columns.shape(before, after),
                psi=None if is_named else figure.value,
                effect=None if is_named else figure.effect,
                missing=(before.missing_share, after.missing_share),
                changed=None if changed is None else int(changed.sum()),
                origin=origin,
                cells_words=""
                if changed is None
                else diff_columns.cells_words(before, after, pairs, changed),
            ),
            changed,
        )

    @staticmethod
    def _changed(before: Values, after: Values, pairs: Matching) -> Mask:
        return np.asarray(before.hashes[pairs.before] != after.hashes[pairs.after])


def _change(
    was: str,
    now: str,
    before: Values,
    after: Values,
    changed: Mask | None,
    origin: diff_slices.Origin | None,
    *,
    fits: bool,
    is_named: bool,
) -> Change:
    if not fits:
        return diff_words.retyped(before.kind, after.kind)
    found = diff_words.both_sides(
        before.reference,
        after.reference,
        is_key=is_named,
        changed=None if changed is None else int(changed.sum()),
        mostly_in=origin.guilty if origin is not None and origin.event == "missing" else "",
        new_values=diff_columns.new_values(before, after),
        gone_values=diff_columns.gone_values(before, after),
    )
    if was != now and found.tone in (Tone.SAME, Tone.MOVED):
        return Change(f"was called {was}", Tone.NEW)
    return found


def _fate(was: str, now: str, before: Kind, after: Kind, *, fits: bool) -> Fate:
    if not fits:
        return Fate.RETYPED
    if was != now:
        return Fate.RENAMED
    return Fate.BOTH


def _fits(before: Kind, after: Kind) -> bool:
    return diff_columns.family(before) == diff_columns.family(after)


def _require(name: str, side: DatasetVersion) -> None:
    if name not in side.schema:
        raise NeedsYou(
            f"{side.label} has no column {name}, so rows can't be matched by it.",
            "It has " + ", ".join(side.schema.names) + ".",
        )


def _level_counts(column: diff_columns.ColumnData) -> dict[str, int]:
    counts = np.bincount(column.values + 1, minlength=len(column.levels) + 1)[1:]
    return {
        level: int(rows) for level, rows in zip(column.levels, counts, strict=True) if rows
    }


def _recoded(column: diff_columns.ColumnData, levels: Sequence[str]) -> diff_slices.Codes:
    place = {level: at for at, level in enumerate(levels)}
    table = np.array([place.get(level, -1) for level in column.levels] + [-1], np.int16)
    return np.asarray(table[column.values], np.int16)
