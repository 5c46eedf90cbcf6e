"""All runs in memory, a column for each property, so that a million filter and sort at once.

The store is the truth and this the view: `update` it with what changed. A column may be left out
until somebody needs it and be `put` in whole then. It is not for two threads at once, and row
numbers hold only until the next `update` or `remove`; who needs something lasting keeps the runs'
keys (`pks`).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from tidemill.base.clock import Clock, SystemClock
from tidemill.domain.query.ast import KINDS, Name, Query
from tidemill.domain.query.columns import (
    Column,
    Floats,
    Mask,
    NumberColumn,
    Rows,
    TimeColumn,
)
from tidemill.domain.query.evaluate import evaluate, tags_asked
from tidemill.domain.query.params import ParamColumn
from tidemill.domain.query.parser import parse_name
from tidemill.domain.query.texts import TextColumn
from tidemill.domain.query.times import seconds_of
from tidemill.domain.run_order import first_rows

OWN = "own"
_TEXTS = (
    *("id", "name", "project", "experiment", "state", "by", "dataset", "pinned", "archived"),
    *("starred", "colour", "note", "parent", "trashed"),
)
_TIMES = ("started", "ended")
OWN_FIELDS = (*_TEXTS, *_TIMES, "duration")
_ALSO_CALLED = {"started_at": "started", "ended_at": "ended", "color": "colour"}

# What a value can be, in the store's words. The extremes of a metric that only ever had one
# value may be left out: they are its last value then.
FAMILIES = {"params": "param", "metrics": "metric", "tags": "tag"}
EXTREMES = ("min", "max", "best")
VALUE_KINDS = (*FAMILIES.values(), *EXTREMES)

ColumnId = tuple[str, str]
"""A column's kind (`OWN` or one of `VALUE_KINDS`) and its name."""

_CLASSES: dict[str, type[TextColumn]] = {"param": ParamColumn, "tag": TextColumn}
_SMALLEST_ROOM = 1024
_FEW_DEAD = 1024


class RunRow(NamedTuple):
    """A run as fed: its key, own fields by name, and values as (kind, name, number, text).

    `fields` has any of `OWN_FIELDS` (times as moments, seconds or ISO text); `duration` is worked
    out where it is not given. Kinds are `VALUE_KINDS`.
    """

    pk: int
    fields: Mapping[str, Any]
    values: Sequence[tuple[str, str, float | None, str | None]]


Cells = tuple[Sequence[int], Sequence[float | None], Sequence[str | None]]
"""Values of one column: runs' keys, numbers, texts."""


class Changes(NamedTuple):
    """Runs as fed by column: their keys, own fields (texts, or arrays of numbers), values."""

    pks: Sequence[int]
    fields: Mapping[str, Sequence[str | None] | Floats]
    cells: Mapping[ColumnId, Cells]


def class_of(column: ColumnId) -> type[NumberColumn] | type[TextColumn]:
    """What holds the values of a column."""
    kind, name = column
    if kind != OWN:
        return _CLASSES.get(kind, NumberColumn)
    if name in _TIMES:
        return TimeColumn
    return NumberColumn if name == "duration" else TextColumn


class RunColumns:
    """The view; `n_rows` counts removed rows too, `len` only living ones."""

    def __init__(self, clock: Clock | None = None, *, is_whole: bool = True) -> None:
        """Start empty; the clock tells what "2 weeks ago" is.

        A view that is not whole has no column until it is `put`, and takes over values of those
        it has only.
        """
        self._clock = clock or SystemClock()
        self._is_whole = is_whole
        self.room = 0
        self.n_rows = 0
        self._pks: Rows = np.empty(0, dtype=np.int64)
        self._alive: Mask = np.empty(0, dtype=np.bool_)
        self._rows_of: Rows = np.empty(0, dtype=np.int64)
        self._columns: dict[ColumnId, Column] = {}
        self._names: dict[str, set[str]] = {kind: set() for kind in FAMILIES.values()}
        self._sorted_names: list[str] = []
        if is_whole:
            self._columns = {(OWN, name): class_of((OWN, name))(0) for name in OWN_FIELDS}

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive[: self.n_rows]))

    def now(self) -> datetime:
        """The clock's time."""
        return self._clock.now()

    # Feeding

    def know(self, kind: str, names: Iterable[str]) -> None:
        """Names that runs have values of, whether or not their columns are there."""
        self._names[kind].update(names)
        self._sorted_names = []

    def update(self, rows: Iterable[RunRow]) -> Rows:
        """Insert these runs, or replace all that was known of them; return their keys."""
        latest = {row[0]: row for row in rows}
        if not latest:
            return np.empty(0, dtype=np.int64)
        cells: dict[ColumnId, tuple[list[int], list[Any], list[str | None]]] = {}
        for pk, _, values in latest.values():
            for kind, name, number, text in values:
                pks, numbers, texts = cells.setdefault((kind, name), ([], [], []))
                pks.append(pk)
                numbers.append(number)
                texts.append(text)
        fields = _by_name([row[1] for row in latest.values()])
        return self.take(Changes(list(latest), fields, cells))

    def take(self, changes: Changes) -> Rows:
        """Insert or replace runs, each given once, with all that is known of them."""
        pks = np.asarray(changes.pks, dtype=np.int64)
        at = self.add(pks)
        for (kind, name), column in self._columns.items():
            if kind != OWN:
                column.clear(at)
            elif isinstance(column, NumberColumn):
                column.write(at, changes.fields[name], None)  # type: ignore[arg-type]
            else:
                column.write(at, None, changes.fields[name])  # type: ignore[arg-type]
        for column_id, (of, numbers, texts) in changes.cells.items():
            self._write(column_id, self.rows_of(of), numbers, texts)
        for (kind, name), column in self._columns.items():
            if kind in EXTREMES:
                self._complete(name, column, at)
        return pks

    def add(self, pks: Rows) -> Rows:
        """The row of each key, new rows for new keys; what those hold is missing at first."""
        if len(pks) and int(pks.min()) < 0:
            raise ValueError("a run's key is negative")
        highest = int(pks.max()) if len(pks) else -1
        if highest >= len(self._rows_of):
            size = max(highest + 1 + highest // 8, _SMALLEST_ROOM)
            longer: Rows = np.full(size, -1, dtype=np.int64)
            longer[: len(self._rows_of)] = self._rows_of
            self._rows_of = longer
        new = pks[self._rows_of[pks] < 0]
        end = self.n_rows + len(new)
        if end > self.room:
            self._grow(max(end + end // 50, _SMALLEST_ROOM, self.room + self.room // 8))
        self._rows_of[new] = np.arange(self.n_rows, end)
        self._pks[self.n_rows : end] = new
        self._alive[self.n_rows : end] = True
        self.n_rows = end
        return self._rows_of[pks]

    def remove(self, pks: Sequence[int] | Rows) -> bool:
        """Forget these runs, unknown ones are no error; return whether rows moved by it."""
        at = self.rows_of(pks)
        at = at[at >= 0]
        self._rows_of[self._pks[at]] = -1
        self._alive[at] = False
        for column in self._columns.values():
            column.clear(at)
        living = len(self)
        if self.n_rows - living <= max(_FEW_DEAD, self.n_rows // 4):
            return False
        self._close_gaps()
        return True

    def _close_gaps(self) -> None:
        living = np.flatnonzero(self._alive[: self.n_rows])
        for column in self._columns.values():
            column.keep(living)
        self.n_rows = len(living)
        self._pks[: self.n_rows] = self._pks[living]
        self._alive[:] = False
        self._alive[: self.n_rows] = True
        self._rows_of[self._pks[: self.n_rows]] = np.arange(self.n_rows)

    def _grow(self, room: int) -> None:
        self._pks = np.concatenate([self._pks, np.zeros(room - self.room, dtype=np.int64)])
        self._alive = np.concatenate([self._alive, np.zeros(room - self.room, dtype=np.bool_)])
        for column in self._columns.values():
            column.grow(room)
        self.room = room

    def _write(
        self,
        column_id: ColumnId,
        at: Rows,
        numbers: Sequence[float | None],
        texts: Sequence[str | None],
    ) -> None:
        column = self._columns.get(column_id)
        kind, name = column_id
        if column is None:
            if not self._is_whole:
                return
            column = self._columns[column_id] = class_of(column_id)(self.room)
            if kind in EXTREMES:
                self._complete(name, column, np.arange(self.n_rows))
            else:
                self.know(kind, [name])
        column.write(at, numbers, texts)

    def _complete(self, name: str, extreme: Column, at: Rows) -> None:
        """Where a metric's extreme is not given, it is the last value."""
        last = self._columns.get(("metric", name))
        if last is not None:
            numbers = extreme.numbers(self.room)
            empty = at[np.isnan(numbers[at])]
            extreme.write(empty, last.numbers(self.room)[empty], None)

    # Columns as a whole

    def ids(self) -> list[ColumnId]:
        """The columns that are there."""
        return list(self._columns)

    def has(self, column_id: ColumnId) -> bool:
        """Whether a column is there."""
        return column_id in self._columns

    def column(self, column_id: ColumnId) -> Column:
        """A column that is there."""
        return self._columns[column_id]

    def put(self, column_id: ColumnId, column: Column) -> None:
        """Let a column be there; it is as long as `room`."""
        self._columns[column_id] = column

    def drop(self, column_id: ColumnId) -> None:
        """Let a column be there no longer."""
        self._columns.pop(column_id, None)

    # Asking

    def resolve(self, name: Name) -> ColumnId | None:
        """Which column a name means: a run's own field, then a metric, then a parameter.

        None where no run has such a thing. The column need not be there.
        """
        if name.kind == "metrics":
            return self._metric(name.name, name.statistic)
        if name.kind is not None:
            kind = FAMILIES[name.kind]
            return (kind, name.name) if name.name in self._names[kind] else None
        if name.statistic is None:
            own = _ALSO_CALLED.get(name.name, name.name)
            if own in OWN_FIELDS:
                return OWN, own
        found = self._metric(name.name, name.statistic)
        if found is None and name.statistic is None and name.name in self._names["param"]:
            return "param", name.name
        kind, _, rest = name.name.partition(".")
        if found is None and rest and kind in KINDS:
            return self.resolve(Name(kind, rest, name.statistic))
        return found

    def _metric(self, name: str, statistic: str | None) -> ColumnId | None:
        kind = statistic if statistic in EXTREMES else "metric"
        is_known = name in self._names["metric"] or (kind, name) in self._columns
        return (kind, name) if is_known else None

    def find(self, name: Name) -> Column | None:
        """The column of a name, None where no run has such a thing; raises if it is left out."""
        wanted = self.resolve(name)
        if wanted is None:
            return None
        found = self._columns.get(wanted)
        if found is None and self._is_whole and wanted[0] in EXTREMES:
            return self._columns["metric", wanted[1]]
        return self._columns[wanted] if found is None else found

    def needs(self, query: Query) -> set[ColumnId]:
        """The columns that `select` looks into for a query."""
        wanted = {self.resolve(name) for name in query.names() if not name.is_tag}
        tags = {("tag", name) for name in tags_asked(query, self._names["tag"])}
        return {one for one in wanted if one is not None} | tags

    def tags(self) -> Mapping[str, TextColumn]:
        """The columns of all tags by name."""
        return {
            name: column
            for (kind, name), column in self._columns.items()
            if kind == "tag" and isinstance(column, TextColumn)
        }

    def alive(self) -> Mask:
        """Which rows are of runs that are there; don't write."""
        return self._alive[: self.n_rows]

    def select(self, query: Query) -> Mask:
        """Which rows a query takes; raises `QueryError` where a value does not fit its column."""
        return evaluate(query, self) & self._alive[: self.n_rows]

    def unknown_names(self, query: Query) -> tuple[Name, ...]:
        """Names in a query that no run has ever had, most likely misspelt."""
        return tuple(n for n in query.names() if not n.is_tag and self.resolve(n) is None)

    def order(
        self,
        mask: Mask,
        sort_keys: Sequence[tuple[str | Name, bool]] = (),
        limit: int | None = None,
        offset: int = 0,
    ) -> Rows:
        """Rows of a mask sorted by (column, descending) keys, missing values always last.

        Ties keep the order in which the runs came. Only the part up to the end of the page is
        sorted, so a first page is quick.
        """
        rows = np.flatnonzero(mask)
        found = [(self._found(name), descending) for name, descending in sort_keys]
        keys = [(column, descending) for column, descending in found if column is not None]
        wanted = len(rows) if limit is None else min(len(rows), offset + limit)
        return first_rows(rows, keys, wanted)[offset:]

    # Reading

    def rows_of(self, pks: Sequence[int] | Rows) -> Rows:
        """The row of each key, -1 where it is not known."""
        wanted = np.asarray(pks, dtype=np.int64)
        known = self._rows_of
        if not len(known):
            return np.full(len(wanted), -1, dtype=np.int64)
        inside = (wanted >= 0) & (wanted < len(known))
        return np.where(inside, known[np.where(inside, wanted, 0)], -1)

    def pks(self, rows: Rows) -> Rows:
        """The keys of rows."""
        return self._pks[rows]

    def names(self, kind: str) -> Set[str]:
        """The known names of a kind."""
        return self._names[kind]

    def column_names(self) -> list[str]:
        """Own fields, then metrics, parameters and tags, as queries name them."""
        if not self._sorted_names:
            found = [Name(None, name).to_text() for name in OWN_FIELDS]
            for kind in KINDS:
                names = sorted(self._names[FAMILIES[kind]])
                found += [Name(kind, name).to_text() for name in names]
            self._sorted_names = found
        return list(self._sorted_names)

    def values(self, column: str | Name, rows: Rows) -> list[Any]:
        """Values of rows: numbers, texts, or moments in UTC; None where missing."""
        found = self._found(column)
        return [None] * len(rows) if found is None else found.values(rows)

    def numbers(self, column: str | Name) -> Floats:
        """One number a row, NaN where there is none; times in seconds since 1970. Don't write."""
        found = self._found(column)
        return np.full(self.n_rows, np.nan) if found is None else found.numbers(self.n_rows)

    def frequent_values(self, column: str | Name, limit: int = 50) -> list[str]:
        """The most frequent texts of a column, for completion; nothing for numbers and times."""
        found = self._found(column)
        if not isinstance(found, TextColumn):
            return []
        codes, labels = found.grouped(np.flatnonzero(found.present(self.n_rows)))
        counts = np.bincount(codes, minlength=len(labels))
        best = np.argsort(-counts, kind="stable")[:limit]
        return [labels[code] for code in best.tolist() if counts[code]]

    def _found(self, name: str | Name) -> Column | None:
        return self.find(named(name))


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Name:
    return parse_name(text)


def named(name: str | Name) -> Name:
    """A name as text read, once for each text."""
    return _parsed(name) if isinstance(name, str) else name


def _by_name(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Own fields of some runs, a sequence a field."""
    found: dict[str, Any] = {n: [_field_text(row.get(n)) for row in rows] for n in _TEXTS}
    found |= {n: np.asarray([seconds_of(row.get(n)) for row in rows]) for n in _TIMES}
    given = np.asarray([row.get("duration") for row in rows], dtype=np.float64)
    found["duration"] = np.where(np.isnan(given), found["ended"] - found["started"], given)
    return found


def _field_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
