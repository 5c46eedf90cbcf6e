"""What was known some steps before each row: lags, rolling means and other columns looked up.

Nothing looks ahead: a row at step `t` reads no value of a step after `t - horizon`, whatever the
order of the rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.forecasts import Forecast
from tidemill.domain.frames import CODED, ColumnData, Frame, all_missing, stacked
from tidemill.domain.time_grids import NO_STEP, Grid, part_of

Array = npt.NDArray[Any]

_WIDE = 1 << 40  # more steps than any series has, so that no lag reaches into the next series
_MIDDLE = 1 << 39
PARTS = {
    "hour": tuple(f"{n:02}" for n in range(24)),
    "day of week": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "month": (
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ),
}  # fmt: skip

STRANGER = -1
"""The code of a series that is not known."""


@dataclass(frozen=True)
class Lookback:
    """How the columns that a forecast learns from are made of a table's own.

    `columns` are those learned from beside the target's past, as the table has them; `calendar`
    names the parts of the moment told that are learned from, as `Grid.calendar` has them.
    """

    forecast: Forecast
    target: str
    time: str
    time_kind: Kind
    grid: Grid
    columns: tuple[Column, ...] = ()
    calendar: tuple[str, ...] = ()

    @property
    def reads(self) -> Schema:
        """The table's columns that rows to be told come with; the target where it is known."""
        return Schema(
            (
                Column(self.time, self.time_kind, Role.TIME),
                *self.columns,
                Column(self.target, Kind.NUMERIC, Role.TARGET),
            )
        )

    @cached_property
    def made(self) -> Schema:
        """The columns learned from: the target's past, the others as they were known, the calendar.

        They stand in this order.
        """
        taken = set(self.reads.names)
        past = [w for w, _ in (*self._lags, *self._rolling)]
        found = [Column(_free(words, taken), Kind.NUMERIC) for words in past]
        for column in self.columns:
            is_known = self._is_known(column.name)
            name = column.name if is_known else _free(self._before(column.name), taken)
            found.append(Column(name, column.kind, whole=column.whole))
        parts = [f"{part} of {self.time}" for part in self.calendar]
        found += [Column(_free(name, taken), Kind.CATEGORICAL) for name in parts]
        return Schema(tuple(found))

    @property
    def past(self) -> tuple[str, ...]:
        """The names of the columns that say the target's own past."""
        return self.made.names[: len(self._lags) + len(self._rolling)]

    @property
    def carried(self) -> tuple[Column, ...]:
        """The columns whose earlier values are read."""
        return tuple(c for c in self.columns if not self._is_known(c.name))

    def _is_known(self, name: str) -> bool:
        return name in self.forecast.known or name == self.forecast.series

    def _before(self, name: str) -> str:
        return f"{name} {self.grid.words(self.forecast.horizon)} before"

    @property
    def _lags(self) -> list[tuple[str, int]]:
        """The name of each lag, and how many steps it lies before the moment told."""
        apart = [self.forecast.horizon + lag - 1 for lag in self.forecast.lags]
        return [(f"{self.target} {self.grid.words(n)} before", n) for n in apart]

    @property
    def _rolling(self) -> list[tuple[str, int]]:
        return [(f"{self.target} mean of {self.grid.words(n)}", n) for n in self.forecast.rolling]

    def laid(self, frame: Frame, history: "History") -> Frame:
        """The rows with the columns made for them behind their own; `history` is looked up.

        A value that is not known is missing.
        """
        codes, steps = history.places(self, frame)
        horizon = self.forecast.horizon
        made: list[Array] = [history.value(codes, steps - n) for _, n in self._lags]
        for _, n in self._rolling:
            made.append(_mean(history.value(codes, steps - horizon - k) for k in range(n)))
        columns = [
            ColumnData(name, Kind.NUMERIC, values)
            for name, values in zip(self.past, made, strict=True)
        ]
        names = self.made.names[len(self.past) :]
        for column, name in zip(self.columns, names, strict=False):
            if self._is_known(column.name):
                continue
            columns.append(history.other(column.name, name, codes, steps - horizon))
        for part, name in zip(self.calendar, names[len(self.columns) :], strict=True):
            columns.append(self._part(frame, part, name))
        own = [c for c in self.made.columns if c.name in self.reads and c.name not in frame]
        missing = [all_missing(c.name, c.kind, frame.n_rows) for c in own]
        return Frame((*frame.columns, *missing, *columns))

    def _part(self, frame: Frame, part: str, name: str) -> ColumnData:
        """A part of the calendar of each row's moment, as a category."""
        if self.time not in frame or frame[self.time].kind is not Kind.DATETIME:
            return all_missing(name, Kind.CATEGORICAL, frame.n_rows)
        codes = part_of(frame[self.time].values, part).astype(np.int32)
        return ColumnData(name, Kind.CATEGORICAL, codes, PARTS[part])


def _free(name: str, taken: set[str]) -> str:
    """A name that no column has; it is taken from then on."""
    while name in taken:
        name += "*"
    taken.add(name)
    return name


def _mean(values: Iterator[Array]) -> Array:
    """The mean of those that are known, row by row."""
    total, n = None, None
    for one in values:
        known = np.isfinite(one)
        total = np.where(known, one, 0.0) + (0.0 if total is None else total)
        n = known.astype(np.int64) + (0 if n is None else n)
    assert total is not None
    assert n is not None
    return np.asarray(np.where(n > 0, total / np.maximum(n, 1), np.nan))


@dataclass(frozen=True, eq=False)
class History:
    """Values that are known, by series and step, with the carried columns beside them.

    `series` are the names of the series, by code; one unnamed series where there is no such column.
    `codes`, `steps` and `values` (rows,) may tell a step twice: the last that is known counts.
    """

    series: tuple[str, ...]
    codes: Array
    steps: Array
    values: Array
    others: Mapping[str, ColumnData] = field(default_factory=dict)

    @classmethod
    def of(cls, lookback: Lookback, frame: Frame) -> "History":
        """All that a table says."""
        name = lookback.forecast.series
        names = series_of(frame, name)[1]
        empty = cls(names, *(np.empty(0, dtype=np.int64),) * 2, np.empty(0))
        return empty.with_rows(lookback, frame)

    def with_rows(self, lookback: Lookback, frame: Frame) -> "History":
        """With what the rows of a table say besides; where both tell a step, the rows count."""
        own, names = series_of(frame, lookback.forecast.series)
        known = {name: code for code, name in enumerate(self.series)}
        for name in names:
            known.setdefault(name, len(known))
        table = np.array([known[name] for name in names] + [STRANGER], dtype=np.int64)
        codes = table[own]
        steps = _steps_of(lookback, frame)
        values = np.full(frame.n_rows, np.nan)
        if lookback.target in frame and frame[lookback.target].kind is Kind.NUMERIC:
            values = frame[lookback.target].values.astype(np.float64)
        there = np.flatnonzero((steps != NO_STEP) & (codes != STRANGER))
        rows = Frame(
            tuple(
                frame[c.name] if c.name in frame else all_missing(c.name, c.kind, frame.n_rows)
                for c in lookback.carried
            )
        ).take(there)
        others = {
            c.name: rows[c.name]
            if c.name not in self.others
            else stacked([Frame((self.others[c.name],)), Frame((rows[c.name],))])[c.name]
            for c in lookback.carried
        }
        return History(
            tuple(known),
            np.concatenate([self.codes, codes[there]]),
            np.concatenate([self.steps, steps[there]]),
            np.concatenate([self.values, values[there]]),
            others,
        )

    def places(self, lookback: Lookback, frame: Frame) -> tuple[Array, Array]:
        """The series and the step of each row; unknown ones have `STRANGER` and `NO_STEP`."""
        own, names = series_of(frame, lookback.forecast.series)
        known = {name: code for code, name in enumerate(self.series)}
        table = np.array([known.get(name, STRANGER) for name in names] + [STRANGER], np.int64)
        return table[own], _steps_of(lookback, frame)

    def value(self, codes: Array, steps: Array) -> Array:
        """The target at places, NaN where it is not known."""
        at = self._found(self._values, codes, steps)
        return np.where(at >= 0, np.append(self.values, np.nan)[at], np.nan)

    def other(self, name: str, called: str, codes: Array, steps: Array) -> ColumnData:
        """A carried column at places, under another name."""
        column = self.others[name]
        at = self._found(self._keys_where(~column.missing), codes, steps)
        whole = stacked([Frame((column,)), Frame((all_missing(name, column.kind, 1),))])[name]
        return ColumnData(called, column.kind, whole.values[at], whole.levels)

    @cached_property
    def _keys(self) -> Array:
        return self.codes * _WIDE + self.steps + _MIDDLE

    @cached_property
    def _values(self) -> tuple[Array, Array]:
        return self._keys_where(np.isfinite(self.values))

    def _keys_where(self, known: Array) -> tuple[Array, Array]:
        """The keys of rows that know something, rising, and the last row of each."""
        rows = np.flatnonzero(known)[::-1]
        keys, first = np.unique(self._keys[rows], return_index=True)
        return keys, rows[first]

    @staticmethod
    def _found(known: tuple[Array, Array], codes: Array, steps: Array) -> Array:
        """The row that tells each place; -1 where none does."""
        keys, rows = known
        inside = (codes >= 0) & (steps > -_MIDDLE) & (steps < _MIDDLE)
        wanted = np.where(inside, codes * _WIDE + np.where(inside, steps, 0) + _MIDDLE, -1)
        at = np.searchsorted(keys, wanted)
        at = np.minimum(at, max(0, len(keys) - 1))
        hit = inside & (keys[at] == wanted) if len(keys) else np.zeros(len(wanted), dtype=bool)
        return np.where(hit, rows[at] if len(keys) else -1, -1)

    def newest(self) -> Array:
        """The last step of each series (series,) whose value is known; `NO_STEP` where none is."""
        found = np.full(len(self.series), NO_STEP)
        known = np.isfinite(self.values)
        np.maximum.at(found, self.codes[known], self.steps[known])
        return found

    def kept(self, most: int) -> "History":
        """The newest rows, the same stretch of steps for all series, `most` of them at most."""
        if len(self.steps) <= most:
            return self
        newest = self.newest()[self.codes]
        age = np.where(newest == NO_STEP, 0, newest - self.steps)
        cut = np.sort(age)[most - 1]
        rows = (
            np.flatnonzero(age < cut) if (age <= cut).sum() > most else np.flatnonzero(age <= cut)
        )
        return History(
            self.series,
            self.codes[rows],
            self.steps[rows],
            self.values[rows],
            {name: one.take(rows) for name, one in self.others.items()},
        )


def series_of(frame: Frame, name: str) -> tuple[Array, tuple[str, ...]]:
    """The code of each row's series and the names by code; -1 where a row names none."""
    if not name or name not in frame:
        return np.zeros(frame.n_rows, dtype=np.int64), ("",)
    column = frame[name]
    if column.kind in CODED:
        return column.values.astype(np.int64), column.levels
    missing = column.missing
    values, inverse = np.unique(column.values[~missing], return_inverse=True)
    codes = np.full(frame.n_rows, -1, dtype=np.int64)
    codes[~missing] = inverse
    if column.kind is Kind.NUMERIC:
        return codes, tuple(f"{value:.15g}" for value in values.tolist())
    return codes, tuple(str(value) for value in values)


def _steps_of(lookback: Lookback, frame: Frame) -> Array:
    if lookback.time not in frame:
        return np.full(frame.n_rows, NO_STEP)
    column = frame[lookback.time]
    if column.kind is not lookback.time_kind:
        return np.full(frame.n_rows, NO_STEP)
    return lookback.grid.steps(column.values)


def rows_ahead(lookback: Lookback, history: History, names: Sequence[str] | None = None) -> Frame:
    """The next `horizon` steps of each series after its newest value: time, series, no target."""
    newest = history.newest()
    # A series that ended long ago has no next step: it is not told on.
    alive = newest > newest.max() - max(lookback.forecast.horizon, 1)
    codes = np.flatnonzero(alive & (newest != NO_STEP))
    if names is not None:
        codes = codes[[history.series[code] in names for code in codes.tolist()]]
    n = lookback.forecast.horizon
    of_row = np.repeat(codes, n)
    steps = newest[of_row] + np.tile(np.arange(1, n + 1), len(codes))
    columns = [ColumnData(lookback.time, lookback.time_kind, lookback.grid.times(steps))]
    if lookback.forecast.series:
        kind = next(c.kind for c in lookback.columns if c.name == lookback.forecast.series)
        columns.append(_named(lookback.forecast.series, kind, history, of_row))
    return Frame(tuple(columns))


def _named(name: str, kind: Kind, history: History, codes: Array) -> ColumnData:
    if kind is Kind.NUMERIC:
        return ColumnData(name, kind, np.array([float(s) for s in history.series])[codes])
    if kind is Kind.BOOLEAN:
        return ColumnData(name, kind, codes.astype(np.int32), history.series)
    return ColumnData(name, kind, codes.astype(np.int32), history.series)
