"""A live view of all runs of a workspace: which match a query, in which order.

The store is the truth. A column is read from it when it is first used, and from then on only what
changed; a snapshot of an earlier view spares most of the reading.
"""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidemill.base.clock import monotonic
from tidemill.base.locks import ReadWriteLock
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.query import Query, parse
from tidemill.domain.query.columns import Column, Rows
from tidemill.domain.run_columns import OWN, ColumnId, RunColumns, class_of, named
from tidemill.domain.runs import Run
from tidemill.services import run_loading, run_snapshot
from tidemill.services.workspace import Workspace
from tidemill.store import run_columns as rows
from tidemill.store import runs as whole_rows
from tidemill.store.versions import HEAD

if TYPE_CHECKING:
    import sqlalchemy as sa

NOT_ARCHIVED = 'archived = "no"'
NOT_TRASHED = 'trashed = "no"'
TRASHED = 'trashed = "yes"'

_MANY_CHANGED = 20_000  # with so many, and a quarter of all, reading anew is quicker
_MOST_BYTES = 700 << 20  # columns of values in memory; the longest unused make room
_NONE: Rows = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class RunPage:
    """Some runs in order, how many match, how many there are."""

    runs: tuple[Run, ...]
    matching: int
    total: int


class RunsView:
    """All runs in memory, kept fresh from the store; safe to use from several threads.

    Readers of columns that are there wait for nobody but a short change in memory: the store is
    read beside them. Locks are taken in the order loading, feeding, columns.
    """

    _first: tuple[str, ...] = ("trashed", "archived", "started")
    """Fields read in the one pass over all runs that opening takes; others are read when used."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is read before the first question."""
        self._workspace = workspace
        self._columns = RunColumns(workspace.clock, is_whole=False)
        self._keys = run_loading.KeyIds()
        self._lock = ReadWriteLock()
        self._feeding = threading.Lock()
        self._loading = threading.Lock()
        self._mark: rows.Mark | None = None
        self._epoch = 0
        """Counts when row numbers stopped to mean what they did."""
        self._generation = 0
        """Counts changes of what the columns say."""
        self._snapshot: run_snapshot.Snapshot | None = None
        self._n_unsaved = 0
        """Counts runs that changed since the snapshot."""
        self._used: dict[ColumnId, float] = {}

    # Freshness

    def take_changes(self, reporter: Reporter | None = None) -> Rows | None:
        """Take in what changed in the store since the last call; return the keys of those runs.

        None says that so much changed that everything is read anew.
        """
        reporter = reporter or Silent()
        with self._held(self._feeding, reporter), self._workspace.store.read() as connection:
            mark = rows.mark(connection)
            if mark == self._mark:
                return _NONE
            if self._mark is None:
                self._open(connection, mark, reporter)
                with self._lock.reading():
                    return self._columns.pks(np.flatnonzero(self._columns.alive()))
            n_changed = rows.n_changed(connection, self._mark.seq)
            if n_changed > max(_MANY_CHANGED, len(self._columns) // 4):
                self._read_anew(connection, mark, reporter)
                return None
            return self._take(connection, mark, reporter)

    def _open(self, connection: "sa.Connection", mark: rows.Mark, reporter: Reporter) -> None:
        """From the snapshot if there is one that fits, then what changed since; else anew."""
        snapshot = run_snapshot.opened(self._workspace.folder, self._stamp(mark))
        if snapshot is not None and rows.n_changed(connection, snapshot.seq) <= _MANY_CHANGED:
            with self._lock.writing():
                if self._from_snapshot(snapshot):
                    self._columns_known(self._keys.read(connection))
                    self._snapshot = snapshot
                    self._mark = rows.Mark(snapshot.seq, mark.purged)
        if self._mark is None:
            self._read_anew(connection, mark, reporter)
        elif self._mark != mark:
            self._take(connection, mark, reporter)

    def _from_snapshot(self, snapshot: "run_snapshot.Snapshot") -> bool:
        found = {(OWN, field): snapshot.column((OWN, field)) for field in self._first}
        columns = RunColumns(self._workspace.clock, is_whole=False)
        columns.add(snapshot.pks)
        for column_id, column in found.items():
            if column is None:
                return False
            column.grow(columns.room)
            columns.put(column_id, column)
        self._columns = columns
        return True

    def _stamp(self, mark: rows.Mark) -> run_snapshot.Stamp:
        store = self._workspace.store
        return run_snapshot.Stamp(store.id, store.file_mark(), HEAD, mark.purged, mark.seq)

    def _read_anew(self, connection: "sa.Connection", mark: rows.Mark, reporter: Reporter) -> None:
        """All runs with the fields used first; other columns are read when they are used."""
        columns = RunColumns(self._workspace.clock, is_whole=False)
        reading = run_loading.OwnReading(self._first, rows.dataset_labels(connection), 0)
        for some in reading.slices(connection):
            reporter.check()
            at = columns.add(np.fromiter((row[0] for row in some), np.int64, len(some)))
            reading.grow(columns.room)
            reading.take(at, some)
        for field, column in reading.columns.items():
            column.grow(columns.room)
            columns.put((OWN, field), column)
        keys = run_loading.KeyIds()
        found = keys.read(connection)
        with self._lock.writing():
            self._columns, self._keys, self._mark = columns, keys, mark
            self._columns_known(found)
            self._epoch += 1
            self._generation += 1
            self._snapshot = None

    def _columns_known(self, names: Collection[tuple[str, str]]) -> None:
        for kind in ("param", "metric", "tag"):
            self._columns.know(kind, [name for of_kind, name in names if of_kind == kind])

    def _take(self, connection: "sa.Connection", mark: rows.Mark, reporter: Reporter) -> Rows:
        """What changed past the mark that is held."""
        assert self._mark is not None
        since = self._mark
        new = self._keys.read(connection)
        with self._lock.writing():
            self._columns_known(new)
        changed: list[Rows] = []
        for some in run_loading.changed(connection, self._columns, self._keys, since.seq, reporter):
            with self._lock.writing():
                changed.append(self._columns.take(some))
                self._generation += 1
        if mark.purged != since.purged:
            changed.append(self._forget_purged(connection))
        self._mark = mark
        found = np.unique(np.concatenate(changed)) if changed else _NONE
        self._n_unsaved += len(found)
        return found

    def _forget_purged(self, connection: "sa.Connection") -> Rows:
        left = [row[0] for some in rows.pks(connection) for row in some]
        with self._lock.writing():
            known = self._columns.pks(np.flatnonzero(self._columns.alive()))
            gone: Rows = np.setdiff1d(known, np.asarray(left, dtype=np.int64))
            if self._columns.remove(gone):
                self._epoch += 1
            self._generation += 1
            self._snapshot = None
        return gone

    # Columns when they are needed

    @contextmanager
    def _reading(
        self, wanted: Collection[ColumnId], reporter: Reporter | None = None
    ) -> Iterator[RunColumns]:
        """The columns with those wanted among them, unchanged while it lasts."""
        while True:
            self._ensure(wanted, reporter or Silent())
            with self._lock.reading():
                if all(self._columns.has(one) for one in wanted):
                    self._used |= dict.fromkeys(wanted, monotonic())
                    yield self._columns
                    return

    def _resolved(self, names: Collection[str], query: Query | None = None) -> set[ColumnId]:
        """Columns that names and a query mean; names no run has mean none."""
        with self._lock.reading():
            found = {self._columns.resolve(named(name)) for name in names}
            needed = set() if query is None else self._columns.needs(query)
        return {one for one in found if one is not None} | needed

    def _ensure(self, wanted: Collection[ColumnId], reporter: Reporter) -> None:
        if all(self._columns.has(one) for one in wanted):
            return
        with self._held(self._loading, reporter):
            missing = [one for one in wanted if not self._columns.has(one)]
            own = [one for one in missing if one[0] == OWN]
            values = [one for one in missing if one[0] != OWN]
            for batch in ([own] if own else []) + [[one] for one in values]:
                self._load(batch, reporter)
            self._make_room(set(wanted))

    def _load(self, batch: Sequence[ColumnId], reporter: Reporter) -> None:
        """Read some columns and put them in, with what changed while they were read."""
        while True:
            reporter.check()
            with self._held(self._feeding, reporter), self._lock.reading():
                epoch, columns, mark = self._epoch, self._columns, self._mark
                room, snapshot = columns.room, self._snapshot
            assert mark is not None
            found = self._kept(batch, snapshot)
            if snapshot is not None and found is not None:
                since = snapshot.seq
            else:
                since = mark.seq
                with self._workspace.store.read() as connection:
                    found = self._read(connection, columns, batch, room, reporter)
            with self._held(self._feeding, reporter):
                if self._epoch == epoch:
                    self._put(columns, found, since, reporter)
                    return

    def _kept(
        self, batch: Sequence[ColumnId], snapshot: "run_snapshot.Snapshot | None"
    ) -> dict[ColumnId, Column] | None:
        """Columns out of the snapshot, None unless it has all of them."""
        if snapshot is None:
            return None
        found = {one: snapshot.column(one) for one in batch}
        there = {one: column for one, column in found.items() if column is not None}
        return there if len(there) == len(found) else None

    def _read(
        self,
        connection: "sa.Connection",
        columns: RunColumns,
        batch: Sequence[ColumnId],
        room: int,
        reporter: Reporter,
    ) -> dict[ColumnId, Column]:
        found: dict[ColumnId, Column] = {}
        own = [name for kind, name in batch if kind == OWN]
        if own:
            reading = run_loading.OwnReading(own, rows.dataset_labels(connection), room)
            for some in reading.slices(connection):
                reporter.check()
                at = columns.rows_of(np.fromiter((row[0] for row in some), np.int64, len(some)))
                reading.take(np.where(at < room, at, -1), some)
            found |= {(OWN, name): column for name, column in reading.columns.items()}
        for one in batch:
            if one[0] != OWN:
                column = found[one] = class_of(one)(room)
                key_id = self._keys.of(one)
                run_loading.fill(connection, columns, one, column, key_id, room, reporter)
        return found

    def _put(
        self,
        columns: RunColumns,
        found: dict[ColumnId, Column],
        since: int,
        reporter: Reporter,
    ) -> None:
        """Bring columns that were read up to date and let them be there; feeding is held."""
        assert self._mark is not None
        if self._mark.seq != since:
            with self._workspace.store.read() as connection:
                aside = RunColumns(self._workspace.clock, is_whole=False)
                aside.add(columns.pks(np.arange(columns.n_rows)))
                for one, column in found.items():
                    column.grow(max(aside.room, columns.room))
                    aside.put(one, column)
                # Runs that the view does not know yet take rows behind the others here; those
                # are written anew when they come.
                for some in run_loading.changed(connection, aside, self._keys, since, reporter):
                    aside.take(some)
        with self._lock.writing():
            dead = np.flatnonzero(~columns.alive())
            for one, column in found.items():
                column.clear(dead)
                column.grow(columns.room)
                columns.put(one, column)

    def _make_room(self, wanted: Collection[ColumnId]) -> None:
        """Forget the columns of values that were used longest ago, where there are too many."""
        with self._lock.writing():
            sizes = {one: self._columns.column(one).n_bytes for one in self._columns.ids()}
            extra = sum(sizes.values()) - _MOST_BYTES
            loose = [one for one in sizes if one[0] != OWN and one not in wanted]
            for one in sorted(loose, key=lambda one: self._used.get(one, 0.0)):
                if extra <= 0:
                    return
                self._columns.drop(one)
                extra -= sizes[one]

    @contextmanager
    def _held(self, lock: threading.Lock, reporter: Reporter) -> Iterator[None]:
        """Hold a lock; who waits for it can still be told to stop."""
        while not lock.acquire(timeout=0.1):
            reporter.check()
        try:
            yield
        finally:
            lock.release()

    # Asking

    def page(
        self,
        *,
        where: str = "",
        sort: Sequence[tuple[str, bool]] = (("started", True),),
        limit: int = 100,
        offset: int = 0,
        archived: bool = False,
    ) -> RunPage:
        """Runs that match a query, sorted by (column, descending) pairs.

        Wrong queries raise `domain.query.QueryError` with their position.
        """
        query = shown(where, archived=archived)
        pks, matching = self.keys(query, sort, limit=limit, offset=offset)
        with self._reading({(OWN, "trashed")}) as columns:
            total = int(np.count_nonzero(columns.select(parse(NOT_TRASHED))))
        with self._workspace.store.read() as connection:
            found = whole_rows.find(connection, pks)
        return RunPage(tuple(found), matching, total)

    def keys(
        self, query: Query, sort: Sequence[tuple[str, bool]], *, limit: int, offset: int = 0
    ) -> tuple[list[int], int]:
        """Keys of runs that match, sorted by (column, descending) pairs, and how many match.

        The query says itself whether it takes what is archived or in the trash.
        """
        self.take_changes()
        wanted = self._resolved([name for name, _ in sort], query)
        with self._reading(wanted) as columns:
            mask = columns.select(query)
            at = columns.order(mask, list(sort), limit=limit, offset=offset)
            return [int(pk) for pk in columns.pks(at)], int(np.count_nonzero(mask))

    def column_names(self) -> list[str]:
        """Every name that can be shown, sorted and filtered by."""
        self._opened()
        with self._lock.reading():
            return self._columns.column_names()

    def frequent_values(self, name: str) -> list[str]:
        """The most frequent values of a column, for completing a query."""
        self._opened()
        with self._reading(self._resolved([name])) as columns:
            return columns.frequent_values(name)

    def _opened(self) -> None:
        if self._mark is None:
            self.take_changes()


def shown(where: str, *, archived: bool = False, trashed: bool = False) -> Query:
    """A person's query with what is hidden left out; its errors have their positions."""
    if where:
        parse(where)  # so that an error's position is that of the person's own text
    parts = [f"({where})"] if where else []
    if not archived and not trashed:
        parts.append(NOT_ARCHIVED)
    parts.append(TRASHED if trashed else NOT_TRASHED)
    return parse(" and ".join(parts))
