"""The list of runs as a person walks through it: keys in order, groups, what the columns hold.

A list of a million runs is held as their keys in order; whole runs are read a page at a time with
`runs.find`.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base import collation
from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Reporter, Silent
from tidemill.domain.metrics import METRICS, for_task, higher_is_better
from tidemill.domain.query import Completion, Name, QueryError, complete, parse
from tidemill.domain.query.columns import Floats, Parts
from tidemill.domain.query.texts import TextColumn
from tidemill.domain.recipes import USUAL_METRIC
from tidemill.domain.run_columns import OWN, ColumnId, RunColumns, named
from tidemill.domain.run_grouping import Beside, Figure, mixed
from tidemill.domain.run_lists import Changed, Facets, Outline, Wish
from tidemill.domain.run_order import Arrangement, arrange
from tidemill.domain.runs import RunState
from tidemill.services import run_snapshot
from tidemill.services.run_view import NOT_TRASHED, RunsView, shown
from tidemill.services.runs import known_metric
from tidemill.services.workspace import Workspace
from tidemill.store import run_columns as rows

_LOOK_INTO = 2_000  # the newest runs tell which names are frequent
_MOST_VALUES = 100_000  # and of their values, so many at most
_BESIDE: tuple[ColumnId, ...] = ((OWN, "state"), (OWN, "dataset"))
_ALWAYS: tuple[ColumnId, ...] = ((OWN, "pinned"), (OWN, "trashed"))
_SMALL = 5_000  # fewer runs are read from the store as quickly
_SPARE = 50  # a snapshot has room for one more run in so many

Marks = NDArray[np.uint64]


class RunList(RunsView):
    """A live view that also gives the whole order; safe to use from several threads."""

    _first = (
        *("trashed", "archived", "pinned", "starred", "state", "experiment", "dataset"),
        *("started", "ended", "duration", "by", "name"),
    )

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is read before the first question."""
        super().__init__(workspace)
        self._folds: dict[tuple[str, ...], tuple[int, Marks]] = {}
        self._facets: tuple[int, Facets] | None = None

    def outline(
        self,
        wish: Wish,
        *,
        figures: Sequence[str] = (),
        first: int | None = None,
        reporter: Reporter | None = None,
    ) -> Outline:
        """The runs that match in the order wished for, pinned ones on top of their group.

        A group stands where its first run would stand, a folded row where the mean of its runs
        does. `figures` are numeric columns to sum up in every group. With `first`, only so many
        keys are put in order, which is quick. A wrong query raises `domain.query.QueryError`
        with its position in `where`.
        """
        reporter = reporter or Silent()
        self.take_changes(reporter)
        query = shown(wish.where, archived=wish.archived, trashed=wish.trashed)
        names = [*(name for name, _ in wish.sort), *wish.group_by, *figures]
        wanted = self._resolved(names, query).union(_ALWAYS)
        if wish.group_by or wish.fold:
            wanted |= set(_BESIDE)
        while True:
            epoch, fold = self._fold(wish.fold, reporter) if wish.fold else (self._epoch, None)
            with self._reading(wanted, reporter) as columns:
                reporter.check()
                if self._epoch != epoch:
                    continue
                rows_there = np.flatnonzero(columns.select(query))
                how = _arrangement(columns, wish, figures, fold)
                ordered, groups = arrange(rows_there, how, first)
                total = int(np.count_nonzero(columns.select(parse(NOT_TRASHED))))
                keys = columns.pks(ordered)
            is_whole = len(keys) == len(rows_there)
            return Outline(keys, groups, total, len(rows_there), is_whole)

    def count(self, where: str, *, archived: bool = False) -> int:
        """How many runs match a query."""
        self.take_changes()
        query = shown(where, archived=archived)
        with self._reading(self._resolved((), query)) as columns:
            return int(np.count_nonzero(columns.select(query)))

    def _fold(self, names: Sequence[str], reporter: Reporter) -> tuple[int, Marks]:
        """Equal where runs of one experiment have equal parameters but for these names.

        With the epoch in which its rows mean what they do. Runs that come or change while it is
        worked out are right the next time, which their news asks for.

        A sum of scattered 64-bit numbers, one a parameter: that two of a million different runs
        are taken for equal has a chance of 3 in 100 million (n squared over 2 to the 65).
        """
        folded = {("param", named(name).name) for name in names if named(name).kind != "metrics"}
        key = tuple(sorted(name for _, name in folded))
        while True:
            with self._lock.reading():
                generation, epoch, n_rows = self._generation, self._epoch, self._columns.n_rows
                params = sorted(("param", name) for name in self._columns.names("param"))
            known = self._folds.get(key)
            if known is not None and known[0] == generation:
                return epoch, known[1]
            marks: Marks = np.zeros(n_rows, dtype=np.uint64)
            for one in [(OWN, "experiment"), *(p for p in params if p not in folded)]:
                reporter.check()
                with self._reading([one], reporter) as columns:
                    if self._epoch != epoch:
                        break
                    marks += _scattered(columns, one, n_rows)
            else:
                if self._generation == generation:
                    self._folds = {key: (generation, marks)}
                return epoch, marks

    def cells(
        self,
        keys: Sequence[int] | NDArray[np.int64],
        columns: Sequence[str],
        reporter: Reporter | None = None,
    ) -> dict[str, list[Any]]:
        """Values of runs as logged, a list a column in the order of the keys; None is missing.

        Numbers of metrics, texts, or moments in UTC. A metric logged as NaN is NaN.
        """
        self._opened()
        with self._reading(self._resolved(columns), reporter) as there:
            at = there.rows_of(keys)
            if (at >= 0).all():
                return {name: there.values(name, at) for name in columns}
            known = at >= 0
            found: dict[str, list[Any]] = {}
            for name in columns:
                values = iter(there.values(name, at[known]))
                found[name] = [next(values) if is_known else None for is_known in known.tolist()]
            return found

    def numbers(
        self,
        keys: Sequence[int] | NDArray[np.int64],
        column: str,
        reporter: Reporter | None = None,
    ) -> Floats:
        """One number a key, NaN where there is none; times in seconds since 1970."""
        self._opened()
        with self._reading(self._resolved([column]), reporter) as there:
            at = there.rows_of(keys)
            found: Floats = np.full(len(at), np.nan)
            known = at >= 0
            found[known] = there.numbers(column)[at[known]]
            return found

    def range(self, column: str, reporter: Reporter | None = None) -> tuple[float, float] | None:
        """The lowest and the highest number of a column over all runs; None where there is none."""
        self._opened()
        wanted = self._resolved([column]) | {(OWN, "trashed")}
        with self._reading(wanted, reporter) as there:
            values = there.numbers(column)[there.select(parse(NOT_TRASHED))]
        values = values[np.isfinite(values)]
        return (float(values.min()), float(values.max())) if len(values) else None

    def unknown_names(self, where: str) -> tuple[str, ...]:
        """Names in a query that no run has ever had, most likely misspelt."""
        query = parse(where)
        self._opened()
        with self._lock.reading():
            return tuple(name.to_text() for name in self._columns.unknown_names(query))

    def refresh(self, reporter: Reporter | None = None) -> Changed:
        """Take in what changed in the store since the last call."""
        return Changed(self.take_changes(reporter))

    def facets(self, reporter: Reporter | None = None) -> Facets:
        """What the runs hold now, told from the names in the store and the newest runs."""
        self.take_changes(reporter)
        known = self._facets
        generation = self._generation
        if known is not None and known[0] == generation:
            return known[1]
        with self._workspace.store.read() as connection:
            frequent = rows.frequent_keys(connection, _LOOK_INTO, _MOST_VALUES)
        counts: dict[str, dict[str, int]] = {"metric": {}, "param": {}, "tag": {}}
        varying = []
        for key_id, n, varies in sorted(frequent, key=lambda one: -one.n):
            kind, name = self._keys.names.get(key_id, ("", ""))
            if kind in counts:
                counts[kind][name] = n
            if kind == "param" and varies:
                varying.append(name)
        with self._lock.reading():
            names = tuple(self._columns.column_names())
            listed = {
                kind: (
                    *found,
                    *collation.by_text(self._columns.names(kind) - found.keys(), str),
                )
                for kind, found in counts.items()
            }
        main = _main_metric(list(counts["metric"].items()))
        facets = Facets(
            main,
            listed["metric"],
            listed["param"],
            tuple(varying),
            names,
            None if main is None else self.range(Name("metrics", main).to_text(), reporter),
            listed["tag"],
        )
        self._facets = (generation, facets)
        return facets

    def completions(self, text: str, cursor: int) -> list[Completion]:
        """What could be typed next in a query at the cursor."""
        try:
            return complete(text, cursor, self.column_names(), self.frequent_values)
        except QueryError:
            return []

    # The snapshot

    def is_snapshot_due(self) -> bool:
        """Whether it is worth while to `save_snapshot`; asks nobody and waits for nothing."""
        n = self._columns.n_rows
        snapshot = self._snapshot
        if self._mark is None or n < _SMALL:
            return False
        if snapshot is None or self._n_unsaved > max(1000, n // 50):
            return True
        return not set(self._columns.ids()) <= snapshot.ids()

    def save_snapshot(self, reporter: Reporter | None = None) -> bool:
        """Keep the columns for the next time a list is opened; return whether there was need.

        Raises `WorldError` where the disk refuses.
        """
        reporter = reporter or Silent()
        before = self._snapshot
        with self._held(self._feeding, reporter):
            mark, epoch = self._mark, self._epoch
        if mark is None:
            return False
        is_same = before is not None and before.seq == mark.seq
        if is_same and before is not None and set(self._columns.ids()) <= before.ids():
            return False
        if before is not None:
            self._ensure([*before.ids()], reporter)
        with self._lock.reading():
            pks = self._columns.pks(np.arange(self._columns.n_rows))
            ids = self._columns.ids()
            is_sound = self._epoch == epoch and bool(self._columns.alive().all())
        if not is_sound:
            return False
        parts = partial(self._parts, epoch, len(pks) + len(pks) // _SPARE, reporter)
        stamp = self._stamp(mark)
        snapshot = run_snapshot.save(self._workspace.folder, stamp, pks, parts(ids))
        with self._held(self._feeding, reporter):
            if self._epoch == epoch:
                self._snapshot, self._n_unsaved = snapshot, 0
        return True

    def _parts(
        self, epoch: int, room: int, reporter: Reporter, ids: Sequence[ColumnId]
    ) -> Iterator[tuple[ColumnId, Parts]]:
        for one in ids:
            reporter.check()
            with self._lock.reading():
                if self._epoch == epoch and self._columns.has(one):
                    yield one, self._columns.column(one).parts(room)

    def close(self) -> None:
        """Let go of what is kept beside the columns; they go with the list itself.

        It waits for nothing: who still reads reads on.
        """
        self._folds, self._facets, self._snapshot = {}, None, None


def _arrangement(
    columns: RunColumns, wish: Wish, figures: Sequence[str], fold: Marks | None
) -> Arrangement:
    n = columns.n_rows
    if fold is not None and len(fold) < n:  # of runs that just came nothing is known yet
        fold = np.concatenate([fold, mixed(np.arange(len(fold), n).astype(np.uint64))])
    sort = [(columns.find(named(name)), down) for name, down in wish.sort]
    return Arrangement(
        sort=[(column, down) for column, down in sort if column is not None],
        group_by=[columns.find(named(name)) for name in wish.group_by],
        fold=fold,
        pinned=_text(columns, "pinned").equal(n, "yes"),
        beside=_beside(columns) if wish.group_by or wish.fold else None,
        figures={
            name: Figure(columns.numbers(name), higher_is_better(named(name).name))
            for name in figures
        },
    )


def _beside(columns: RunColumns) -> Beside:
    n = columns.n_rows
    codes, labels = _text(columns, "dataset").coded(n)
    running = _text(columns, "state").equal(n, str(RunState.RUNNING))
    return Beside(running, codes, tuple(labels))


def _text(columns: RunColumns, field: str) -> TextColumn:
    column = columns.column((OWN, field))
    assert isinstance(column, TextColumn)
    return column


def _scattered(columns: RunColumns, one: ColumnId, n_rows: int) -> Marks:
    """A column's share of what marks equal runs: as good as random, 0 where it is missing."""
    column = columns.column(one)
    assert isinstance(column, TextColumn)
    salt = np.uint64(hash(one) & (2**64 - 1))
    marks = mixed(column.hashes(n_rows) ^ salt)
    return np.where(column.present(n_rows), marks, np.uint64(0))


def _main_metric(metrics: list[tuple[str, int]]) -> str | None:
    """The measure most runs are judged by: a task's usual one, else any known, else the first."""
    counts = dict(metrics)
    usual = [name for name in dict.fromkeys(USUAL_METRIC.values()) if name in counts]
    # Log loss is the usual measure of several classes, and an also-ran of two.
    if "auc" in usual and "log_loss" in usual:
        usual.remove("log_loss")
    if usual:
        return max(usual, key=lambda name: counts[name])
    for one in METRICS:
        if one.id in counts:
            return one.id
    return metrics[0][0] if metrics else None


def default_metrics(facets: Facets, most: int = 3) -> tuple[str, ...]:
    """The measures to show at first: the main one and its companions that runs have."""
    if facets.main is None:
        return facets.metrics[:most]
    try:
        known = known_metric(facets.main, None)
    except NeedsYou:
        known = None
    companions = [] if known is None else [m.id for m in for_task(known.task)]
    there = [name for name in companions if name in facets.metrics and name != facets.main]
    preferred = [name for name in there if name in {"log_loss", "f1", "rmse", "r2", "accuracy"}]
    return (facets.main, *preferred[: most - 1])
