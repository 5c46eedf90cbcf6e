"""Two versions compared: rows, columns, cells; and the rows behind each number.

Both are read one column at a time; what is kept of a row is a hash of 64 bits a column in work,
so memory grows with rows by some tens of bytes each, whatever they hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tidemill.base.progress import Part, Reporter, Silent
from tidemill.domain import diff_words
from tidemill.domain.columns import Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.diff_slices import Slicing
from tidemill.domain.profile_changes import Change, Tone
from tidemill.domain.row_matching import Matching
from tidemill.domain.row_sets import RowSets, StoredDiff
from tidemill.domain.tables import Table
from tidemill.domain.version_diffs import (
    ColumnDiff,
    Fate,
    Origin,
    RowCounts,
    Shape,
    Side,
    VersionDiff,
    ordered,
)
from tidemill.services import datasets, diff_cells, diff_columns
from tidemill.services.diff_columns import Values
from tidemill.services.diff_pair import VersionPair, fits, held
from tidemill.services.workspace import Workspace
from tidemill.store import datasets as dataset_rows

Mask = npt.NDArray[np.bool_]


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
    roles = {c.name: c.role for c in datasets.find(workspace, after.dataset).dataset.schema.columns}
    pair = VersionPair(held(workspace, before), held(workspace, after), roles, reporter)
    return of_pair(pair, (_side(workspace, before), _side(workspace, after)), key)


def of_pair(
    pair: VersionPair, sides: tuple[Side, Side], key: Sequence[str] | None = None
) -> StoredDiff:
    """Compare two versions that were read; see `compared`."""
    chosen = pair.key_of(key)
    pair.reporter.report(0.1, "Matching the rows")
    matching = pair.match(chosen)
    pair.find_renamed(matching)
    work = _Columns(pair, chosen, matching, pair.slicings(matching))
    columns, bits, any_changed = work.every(Part(pair.reporter, 0.2, 0.95))
    rows = _row_sets(matching, bits, any_changed)
    pair.reporter.report(0.95, "Reading changed cells")
    columns = diff_cells.with_samples(pair.before.table, pair.after.table, columns, rows, chosen)
    found = VersionDiff(
        before=sides[0],
        after=sides[1],
        key=chosen,
        is_key_guessed=key is None and bool(chosen),
        rows=RowCounts(
            same=len(matching.after) - len(rows.changed_after),
            changed=len(rows.changed_after),
            added=len(matching.added),
            removed=len(matching.removed),
            repeated=matching.n_repeats if chosen else 0,
        ),
        columns=ordered(columns),
        limit=diff_columns.psi_limit(),
        notes=tuple(pair.notes(chosen, matching)),
    )
    pair.reporter.report(1.0, found.title)
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
    packed = {name: np.packbits(mask[any_changed]) for name, mask in bits.items() if mask.any()}
    return RowSets(
        pairs.added, pairs.removed, pairs.before[any_changed], pairs.after[any_changed], packed
    )


@dataclass
class _Columns:
    """The columns of two versions being compared."""

    pair: VersionPair
    key: Sequence[str]
    rows: Matching
    slicings: Sequence[Slicing]

    # Columns

    def every(self, reporter: Reporter) -> tuple[list[ColumnDiff], dict[str, Mask], Mask]:
        """Every column of either version, which pairs differ in it, and which differ at all."""
        bits: dict[str, Mask] = {}
        any_changed = np.zeros(len(self.rows.after), bool)
        found = []
        plan = self.pair.plan()
        for at, (was, now) in enumerate(plan):
            reporter.report(at / len(plan), f"Comparing {now or was}")
            one, changed = self._column(was, now)
            found.append(one)
            if changed is not None:
                bits[one.name] = changed
                any_changed |= changed
        return found, bits, any_changed

    def _column(self, was: str, now: str) -> tuple[ColumnDiff, Mask | None]:
        pair = self.pair
        if not now:
            return self._alone(was, pair.before.table, pair.before.columns, Fate.DROPPED), None
        if not was:
            return self._alone(now, pair.after.table, pair.after.columns, Fate.ADDED), None
        mine, others = pair.before.known, pair.after.known
        before = diff_columns.read(pair.before.table, was, pair.reporter, known=mine.get(was))
        after = diff_columns.read(
            pair.after.table, now, pair.reporter, known=others.get(now), against=before.reference
        )
        return self._both(was, now, before, after)

    def _alone(self, name: str, table: Table, schema: Schema, fate: Fate) -> ColumnDiff:
        values = diff_columns.read(table, name, self.pair.reporter)
        is_new = fate is Fate.ADDED
        missing = values.missing_share
        return ColumnDiff(
            name=name,
            kind=schema[name].kind,
            role=self._role(name, schema),
            fate=fate,
            words=self._alone_words(name, is_new=is_new),
            tone=Tone.NEW if is_new else Tone.WARN,
            shape=diff_columns.shape(*((None, values) if is_new else (values, None))),
            missing=(None, missing) if is_new else (missing, None),
        )

    def _alone_words(self, name: str, *, is_new: bool) -> str:
        other = self.pair.before if is_new else self.pair.after
        if name in other.schema:  # there, but without any value
            return "has values now" if is_new else "no values any more"
        return "new column" if is_new else "column is gone"

    def _both(
        self, was: str, now: str, before: Values, after: Values
    ) -> tuple[ColumnDiff, Mask | None]:
        is_open = bool(before.missing.all() or after.missing.all())
        has_fit = is_open or fits(before.kind, after.kind)
        is_key = now in self.key
        can_differ = bool(self.key) and not is_key and has_fit
        changed = self._changed(before, after) if can_differ else None
        role = self._role(now, self.pair.after.columns)
        is_named = is_key or role is Role.IDENTIFIER
        figure = diff_columns.psi(before, after)
        moved = diff_columns.event(before, after, figure, self.rows, changed)
        origin = None if is_named else diff_columns.origin(moved, self.slicings, now)
        change = _change(was, now, before, after, changed, origin, fits=has_fit, is_named=is_named)
        found = ColumnDiff(
            name=now,
            kind=after.kind,
            role=role,
            fate=Fate.RETYPED if not has_fit else Fate.RENAMED if was != now else Fate.BOTH,
            words=change.words,
            tone=change.tone,
            was_name=was if was != now else "",
            was_kind=before.kind if before.kind is not after.kind else None,
            is_key=is_key,
            shape=Shape() if is_named else diff_columns.shape(before, after),
            psi=None if is_named else figure.value,
            effect=None if is_named else figure.effect,
            missing=(before.missing_share, after.missing_share),
            changed=None if changed is None else int(changed.sum()),
            origin=origin,
        )
        if changed is not None and found.changed:
            words = diff_columns.cells_words(before, after, self.rows, changed)
            found = replace(found, cells_words=words)
        return found, changed

    def _role(self, name: str, schema: Schema) -> Role:
        return self.pair.roles.get(name, schema[name].role)

    def _changed(self, before: Values, after: Values) -> Mask:
        rows = self.rows
        return np.asarray(before.hashes[rows.before] != after.hashes[rows.after])


def _change(
    was: str,
    now: str,
    before: Values,
    after: Values,
    changed: Mask | None,
    origin: Origin | None,
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
