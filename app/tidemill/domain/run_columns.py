"""All runs in memory, a column for each property, so that a million filter and sort at once.

The store is the truth and this the view: `update` it with what changed. It is not for two
threads at once, and row numbers hold only until the next `update` or `remove`; who needs
something lasting keeps the runs' keys (`pks`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tidemill.base.clock import Clock, SystemClock
from tidemill.domain.query.ast import KINDS, Name, Query
from tidemill.domain.query.columns import Column, Floats, Holds, Mask, NumberColumn, Rows
from tidemill.domain.query.evaluate import evaluate
from tidemill.domain.query.parser import parse_name
from tidemill.domain.query.texts import ParamColumn, TextColumn
from tidemill.domain.query.times import seconds_of
from tidemill.domain.run_order import first_rows

_TEXTS = ("id", "name", "project", "experiment", "state", "by", "dataset", "pinned", "archived")
_TIMES = ("started", "ended")
OWN_FIELDS = (*_TEXTS, *_TIMES, "duration")
_ALSO_CALLED = {"started_at": "started", "ended_at": "ended"}

# What a value can be, in the store's words. The extremes of a metric that only ever had one
# value may be left out: they are its last value then.
_FAMILIES = {"params": "param", "metrics": "metric", "tags": "tag"}
_EXTREMES = ("min", "max", "best")
VALUE_KINDS = (*_FAMILIES.values(), *_EXTREMES)

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


@dataclass(frozen=True)
class Group:
    """Runs that share the values of the keys they were grouped by; None is missing."""

    values: tuple[Any, ...]
    count: int


@dataclass(frozen=True)
class Groups:
    """Groups in the order of their values; `codes` says for each row which is its, -1 for none."""

    keys: tuple[str, ...]
    items: tuple[Group, ...]
    codes: NDArray[np.int64]

    def mask(self, number: int) -> Mask:
        """Which rows are in a group."""
        mask: Mask = self.codes == number
        return mask


class RunColumns:
    """The view; `n_rows` counts removed rows too, `len` only living ones."""

    def __init__(self, clock: Clock | None = None) -> None:
        """Start empty; the clock tells what "2 weeks ago" is."""
        self._clock = clock or SystemClock()
        self._room = 0
        self.n_rows = 0
        self._pks: Rows = np.empty(0, dtype=np.int64)
        self._alive: Mask = np.empty(0, dtype=np.bool_)
        self._rows_of: Rows = np.empty(0, dtype=np.int64)
        self._own: dict[str, Column] = {name: TextColumn(0) for name in _TEXTS}
        self._own |= {name: NumberColumn(0, Holds.TIMES) for name in _TIMES}
        self._own["duration"] = NumberColumn(0)
        self._logged: dict[str, dict[str, Column]] = {kind: {} for kind in VALUE_KINDS}

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive[: self.n_rows]))

    def now(self) -> datetime:
        """The clock's time."""
        return self._clock.now()

    # Feeding

    def update(self, rows: Iterable[RunRow]) -> None:
        """Insert these runs, or replace all that was known of them."""
        latest = {row[0]: row for row in rows}
        if not latest:
            return
        at = self._places(np.fromiter(latest, dtype=np.int64, count=len(latest)))
        for column in self._columns():
            column.clear(at)
        self._write_fields(at, [row[1] for row in latest.values()])
        cells: dict[tuple[str, str], tuple[list[int], list[Any], list[str | None]]] = {}
        for place, row in zip(at.tolist(), latest.values(), strict=True):
            for kind, name, number, text in row[2]:
                places, numbers, texts = cells.setdefault((kind, name), ([], [], []))
                places.append(place)
                numbers.append(number)
                texts.append(text)
        for (kind, name), (places, numbers, texts) in cells.items():
            self._write(kind, name, np.asarray(places, dtype=np.int64), numbers, texts)

    def update_values(
        self,
        kind: str,
        name: str,
        pks: Sequence[int],
        numbers: Sequence[float | None],
        texts: Sequence[str | None],
    ) -> None:
        """Set one property of many known runs at once, the quick way to fill a view; others stay.

        Runs not known are left out.
        """
        at = self.rows_of(pks)
        known = at >= 0
        if not known.all():
            numbers = [number for number, is_known in zip(numbers, known, strict=True) if is_known]
            texts = [text for text, is_known in zip(texts, known, strict=True) if is_known]
        self._write(kind, name, at[known], numbers, texts)

    def remove(self, pks: Sequence[int]) -> None:
        """Forget these runs; unknown ones are no error."""
        at = self.rows_of(pks)
        at = at[at >= 0]
        self._rows_of[self._pks[at]] = -1
        self._alive[at] = False
        for column in self._columns():
            column.clear(at)
        living = len(self)
        if self.n_rows - living > max(_FEW_DEAD, self.n_rows // 4):
            self._close_gaps()

    def _close_gaps(self) -> None:
        living = np.flatnonzero(self._alive[: self.n_rows])
        for column in self._columns():
            column.keep(living)
        self.n_rows = len(living)
        self._pks[: self.n_rows] = self._pks[living]
        self._alive[:] = False
        self._alive[: self.n_rows] = True
        self._rows_of[self._pks[: self.n_rows]] = np.arange(self.n_rows)

    def _columns(self) -> list[Column]:
        logged = [column for family in self._logged.values() for column in family.values()]
        return [*self._own.values(), *logged]

    def _places(self, pks: Rows) -> Rows:
        """The row of each key, new rows for new keys."""
        if int(pks.min()) < 0:
            raise ValueError("a run's key is negative")
        highest = int(pks.max())
        if highest >= len(self._rows_of):
            longer: Rows = np.full(max(highest + 1, 2 * len(self._rows_of)), -1, dtype=np.int64)
            longer[: len(self._rows_of)] = self._rows_of
            self._rows_of = longer
        new = pks[self._rows_of[pks] < 0]
        end = self.n_rows + len(new)
        if end > self._room:
            self._grow(max(end, _SMALLEST_ROOM, self._room + self._room // 2))
        self._rows_of[new] = np.arange(self.n_rows, end)
        self._pks[self.n_rows : end] = new
        self._alive[self.n_rows : end] = True
        self.n_rows = end
        return self._rows_of[pks]

    def _grow(self, room: int) -> None:
        self._pks = np.concatenate([self._pks, np.zeros(room - self._room, dtype=np.int64)])
        self._alive = np.concatenate([self._alive, np.zeros(room - self._room, dtype=np.bool_)])
        for column in self._columns():
            column.grow(room)
        self._room = room

    def _write_fields(self, at: Rows, fields: list[Mapping[str, Any]]) -> None:
        for name in _TEXTS:
            self._own[name].write(at, None, [_field_text(row.get(name)) for row in fields])
        moments = {}
        for name in _TIMES:
            moments[name] = np.asarray([seconds_of(row.get(name)) for row in fields])
            self._own[name].write(at, moments[name], None)
        given = np.asarray([row.get("duration") for row in fields], dtype=np.float64)
        passed = moments["ended"] - moments["started"]
        self._own["duration"].write(at, np.where(np.isnan(given), passed, given), None)

    def _write(
        self,
        kind: str,
        name: str,
        at: Rows,
        numbers: Sequence[float | None],
        texts: Sequence[str | None],
    ) -> None:
        family = self._logged[kind]
        if name not in family:
            text_like = {"param": ParamColumn, "tag": TextColumn}
            family[name] = text_like.get(kind, NumberColumn)(self._room)
        family[name].write(at, numbers, texts)

    # Asking

    def find(self, name: Name) -> Column | None:
        """The column of a name: a run's own field, then a metric, then a parameter."""
        if name.kind == "metrics":
            return self._metric(name.name, name.statistic)
        if name.kind is not None:
            return self._logged[_FAMILIES[name.kind]].get(name.name)
        if name.statistic is None:
            own = self._own.get(_ALSO_CALLED.get(name.name, name.name))
            if own is not None:
                return own
        column = self._metric(name.name, name.statistic)
        if column is None and name.statistic is None:
            column = self._logged["param"].get(name.name)
        kind, _, rest = name.name.partition(".")
        if column is None and rest and kind in KINDS:
            return self.find(Name(kind, rest, name.statistic))
        return column

    def tags(self) -> Mapping[str, TextColumn]:
        """The columns of all tags by name."""
        return {n: c for n, c in self._logged["tag"].items() if isinstance(c, TextColumn)}

    def _metric(self, name: str, statistic: str | None) -> Column | None:
        last = self._logged["metric"].get(name)
        extreme = self._logged[statistic].get(name) if statistic in _EXTREMES else None
        if last is None or extreme is None:
            return last or extreme
        numbers = extreme.numbers(self._room)
        return NumberColumn.of(np.where(np.isnan(numbers), last.numbers(self._room), numbers))

    def select(self, query: Query) -> Mask:
        """Which rows a query takes; raises `QueryError` where a value does not fit its column."""
        return evaluate(query, self) & self._alive[: self.n_rows]

    def unknown_names(self, query: Query) -> tuple[Name, ...]:
        """Names in a query that no run has ever had, most likely misspelt."""
        return tuple(n for n in query.names() if not n.is_tag and self.find(n) is None)

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

    def group(self, mask: Mask, keys: Sequence[str | Name]) -> Groups:
        """Groups of the rows of a mask by equal values of one or more columns, with counts."""
        rows = np.flatnonzero(mask)
        codes: Rows = np.zeros(len(rows), dtype=np.int64)
        values: list[tuple[Any, ...]] = [()]
        for key in keys:
            column = self._found(key)
            more, labels = (
                (np.zeros_like(codes), [None]) if column is None else column.grouped(rows)
            )
            # Pairs are numbered anew after each key, so that the product cannot overflow.
            pairs, codes = np.unique(codes * max(1, len(labels)) + more, return_inverse=True)
            split = [divmod(pair, len(labels)) for pair in pairs.tolist()]
            values = [(*values[before], labels[code]) for before, code in split]
        counts = np.bincount(codes, minlength=len(values)) if len(rows) else np.zeros(0, np.int64)
        items = zip(values, counts.tolist(), strict=False)
        whole: Rows = np.full(self.n_rows, -1, dtype=np.int64)
        whole[rows] = codes
        names = tuple(key if isinstance(key, str) else key.to_text() for key in keys)
        return Groups(names, tuple(Group(value, count) for value, count in items), whole)

    # Reading

    def rows_of(self, pks: Sequence[int] | Rows) -> Rows:
        """The row of each key, -1 where it is not known."""
        wanted = np.asarray(pks, dtype=np.int64)
        if not len(self._rows_of):
            return np.full(len(wanted), -1, dtype=np.int64)
        inside = (wanted >= 0) & (wanted < len(self._rows_of))
        return np.where(inside, self._rows_of[np.where(inside, wanted, 0)], -1)

    def pks(self, rows: Rows) -> Rows:
        """The keys of rows."""
        return self._pks[rows]

    def column_names(self) -> list[str]:
        """Own fields, then metrics, parameters and tags that some run has, as queries name them."""
        names = [Name(None, name).to_text() for name in OWN_FIELDS]
        for kind in KINDS:
            family = self._logged[_FAMILIES[kind]]
            there = sorted(n for n, column in family.items() if column.present(self.n_rows).any())
            names += [Name(kind, name).to_text() for name in there]
        return names

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
        return [labels[code] for code in np.argsort(-counts, kind="stable")[:limit].tolist()]

    def _found(self, name: str | Name) -> Column | None:
        return self.find(parse_name(name) if isinstance(name, str) else name)


def _field_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
