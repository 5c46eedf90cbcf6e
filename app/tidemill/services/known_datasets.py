"""What is known of a dataset before a file is taken in, carried from one file to the next.

A thousand small files are a thousand versions: reading all of them, and all their rows, anew for
each file would take the longer, the more there are.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from tidemill.catalog.typed_tables import in_memory
from tidemill.domain import version_series
from tidemill.domain.columns import Schema
from tidemill.domain.datasets import Dataset, DatasetVersion, Series
from tidemill.domain.profiles import Profile
from tidemill.domain.shaped_tables import InSchema, Stacked
from tidemill.domain.tables import Table
from tidemill.services import tables
from tidemill.services.workspace import Workspace
from tidemill.store import datasets

MOST_CELLS, MOST_BYTES = 2_000_000, 24 << 20
"""The rows of a dataset are held in memory up to so many values, and bytes as they are stored."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of the dataset before this file; all empty for the first."""

    dataset: Dataset | None
    versions: tuple[DatasetVersion, ...]
    profile: Profile | None
    _held: list[Table] = field(default_factory=list)

    def rows(self, workspace: Workspace) -> Table | None:
        """All rows before this file, in a series that goes on; not too many are held in memory."""
        if self.is_replace or self.newest is None:
            return None
        if not self._held:
            table = tables.of(workspace, self.newest)
            self._held.append(in_memory(table) if self.fits_memory else table)
        return self._held[0]

    @property
    def held(self) -> Table | None:
        """Those rows, where they are in memory."""
        return self._held[0] if self._held and self.fits_memory else None

    @property
    def fits_memory(self) -> bool:
        """Whether all rows so far may be held in memory."""
        newest = self.newest
        if newest is None or newest.rows * max(1, len(newest.schema.columns)) > MOST_CELLS:
            return False
        return sum(version.n_bytes for version in self.versions) <= MOST_BYTES

    def hold(self, rows: Table | None) -> None:
        """Take these as the rows before this file; None for those in the store."""
        if rows is not None:
            self._held[:] = [rows]

    @property
    def newest(self) -> DatasetVersion | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def raw_schema(self) -> Schema | None:
        """The columns its files come with; None where it is not there yet."""
        if self.dataset is None:
            return None
        now = self.dataset.schema
        return now if self.newest is None else self.newest.raw_schema(now)

    def raw_schema_with(self, found: Schema) -> Schema | None:
        """These columns, with what is new in a file behind them."""
        known = self.raw_schema
        return None if known is None else grown_schema(known, found)

    @property
    def is_replace(self) -> bool:
        """Whether it is there and each file replaces the one before."""
        return self.dataset is not None and self.dataset.series is Series.REPLACE


def grown_schema(known: Schema, found: Schema) -> Schema:
    """The columns of a dataset, with what is new in a file behind them."""
    known = known.settled_by(found)
    return Schema((*known.columns, *(c for c in found.columns if c.name not in known)))


class Carried:
    """Keeps what was known before the last file, and brings it up to what is in the store now."""

    def __init__(self) -> None:
        self._last: Known | None = None
        self._added: tuple[int, Table] | None = None

    def added(self, version_id: int, rows: Table) -> None:
        """Note the rows of the version just written, which are in memory still."""
        self._added = (version_id, rows)

    def known(self, workspace: Workspace, name: str) -> Known:
        """What is known of a dataset now; of what others changed meanwhile nothing is kept."""
        with workspace.store.read() as connection:
            dataset = datasets.find(connection, name)
            if dataset is None:
                return Known(None, (), None)
            versions, former = self._versions(connection, dataset)
            stored = datasets.profile(connection, versions[-1].id) if versions else {}
        profile = Profile.from_dict(stored["profile"]) if stored else None
        made = Known(dataset, versions, profile)
        if former is not None:
            made.hold(_rows_on(workspace, former, made, self._added))
        self._added = None
        self._last = made
        return made

    def _versions(
        self, connection: Any, dataset: Dataset
    ) -> tuple[tuple[DatasetVersion, ...], Known | None]:
        """All versions, and what they were known from: only those that came since are read."""
        last = self._last
        if last is not None and last.newest is not None and last.newest.dataset_id == dataset.id:
            new = datasets.versions_after(connection, dataset.id, last.newest.number)
            if len(last.versions) + len(new) == datasets.n_versions(connection, dataset.id):
                *before, latest = last.versions
                if new:  # only the newest version keeps its summary
                    latest = replace(latest, summary_blob=None)
                return (*before, latest, *new), last
        return tuple(datasets.versions(connection, dataset.id)), None


def _rows_on(
    workspace: Workspace, before: Known, now: Known, in_hand: tuple[int, Table] | None
) -> Table | None:
    """The rows held before with those that came since below them; None where that is not all."""
    held, newest = before.held, now.newest
    if held is None or newest is None or now.is_replace or before.newest is None:
        return None
    series = Series.APPEND
    parts = [v.id for v in version_series.parts(series, before.versions, before.newest.number)]
    every = version_series.parts(series, now.versions, newest.number)
    new = every[len(parts) :]
    if [v.id for v in every[: len(parts)]] != parts or not now.fits_memory:
        return None
    if not new:
        return held
    added = [
        InSchema(
            in_hand[1]
            if in_hand is not None and in_hand[0] == one.id
            else tables.own(workspace, one),
            newest.schema,
        )
        for one in new
    ]
    return in_memory(Stacked((InSchema(held, newest.schema), *added)))
