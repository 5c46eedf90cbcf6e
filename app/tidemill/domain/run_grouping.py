"""Groups of runs by the values of any columns, nested, and what their numbers come to.

All work is over whole columns. Shapes: a row is one matching run; `ids` (rows,) says which group
of the innermost level a run is in; arrays of a level have one entry a group of that level.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.columns import Column, Floats, Holds, Rows
from tidemill.domain.run_lists import FigureColumn, RunGroups

_DAY_S = 86_400
_TABLE = 1 << 22  # pairs up to here are numbered by a table, more of them by sorting


@dataclass(frozen=True, eq=False)
class Level:
    """One level of groups: which group of the level above each is in, and its code here."""

    parents: Rows
    codes: Rows
    labels: Sequence[Any]
    is_fold: bool = False

    def __len__(self) -> int:
        return len(self.parents)


@dataclass(frozen=True, eq=False)
class Grouping:
    """All levels, outermost first, and the innermost group of each row."""

    levels: tuple[Level, ...]
    ids: Rows


def group(
    rows: Rows, columns: Sequence[Column | None], fold: NDArray[np.uint64] | None
) -> Grouping:
    """Put rows into groups by columns, outermost first; None is a column no run has.

    `fold` (all rows of the table) is equal where runs are to become one row, the innermost level.
    """
    ids: Rows = np.zeros(len(rows), dtype=np.int64)
    n_groups = 1
    levels: list[Level] = []
    for column in columns:
        codes, labels = _coded(column, rows)
        pairs, ids = _numbered(ids, codes, n_groups, max(1, len(labels)))
        levels.append(Level(pairs // max(1, len(labels)), pairs % max(1, len(labels)), labels))
        n_groups = len(pairs)
    if fold is not None:
        marks = mixed(fold[rows] ^ mixed(ids.astype(np.uint64)))
        _, first, inside = np.unique(marks, return_index=True, return_inverse=True)
        # Numbered as they come, since the order of marks means nothing.
        came = np.argsort(first)
        numbers = np.empty(len(first), dtype=np.int64)
        numbers[came] = np.arange(len(first))
        levels.append(Level(ids[first[came]], np.full(len(first), -1), (), is_fold=True))
        ids = numbers[inside]
    return Grouping(tuple(levels), ids)


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Scatter 64-bit numbers so that sums of them are as good as random.

    The finaliser of SplitMix64 (Steele, Lea and Flood 2014, figure 17).
    """
    mixing = values + np.uint64(0x9E3779B97F4A7C15)
    mixing = (mixing ^ (mixing >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixing = (mixing ^ (mixing >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixing ^ (mixing >> np.uint64(31)), dtype=np.uint64)


def _coded(column: Column | None, rows: Rows) -> tuple[Rows, Sequence[Any]]:
    """Codes into labels in order, missing last; times by their day of UTC."""
    if column is None:
        return np.zeros(len(rows), dtype=np.int64), [None]
    if column.holds is not Holds.TIMES:
        return column.grouped(rows)
    days = np.floor(column.sort_key(rows) / _DAY_S)
    different, codes = np.unique(days, return_inverse=True)
    labels = [
        None if math.isnan(day) else datetime.fromtimestamp(day * _DAY_S, UTC)
        for day in different.tolist()
    ]
    return codes.astype(np.int64), labels


def _numbered(ids: Rows, codes: Rows, n_groups: int, n_labels: int) -> tuple[Rows, Rows]:
    """The pairs (group, code) that occur as `group * n_labels + code`, and which each row has."""
    whole = ids * n_labels + codes if n_groups > 1 else codes
    if n_groups * n_labels > _TABLE:
        pairs, found = np.unique(whole, return_inverse=True)
        return pairs, found.astype(np.int64)
    pairs = np.flatnonzero(np.bincount(whole, minlength=n_groups * n_labels))
    if len(pairs) == n_groups * n_labels:
        return pairs, whole
    places = np.zeros(n_groups * n_labels, dtype=np.int64)
    places[pairs] = np.arange(len(pairs))
    return pairs, places[whole]


def lowest(ids: Rows, values: Floats, n: int) -> Floats:
    """The lowest value of each group, infinity where none has one; NaN is passed over."""
    found = np.full(n, np.inf)
    np.minimum.at(found, ids, np.where(np.isnan(values), np.inf, values))
    return found


def means(ids: Rows, values: Floats, n: int) -> Floats:
    """The mean of each group's numbers, NaN where it has none."""
    there = ~np.isnan(values)
    counts = np.bincount(ids[there], minlength=n)
    sums = np.bincount(ids[there], values[there], minlength=n)
    return _over(sums, counts)


def _over(sums: NDArray[Any], counts: NDArray[Any]) -> Floats:
    found: Floats = np.full(len(sums), np.nan)
    np.divide(sums, counts, out=found, where=counts > 0)
    return found


@dataclass(frozen=True, eq=False)
class _Moments:
    """Numbers of one column in each group: how many, mean, squared deviations, ends."""

    n: NDArray[Any]
    mean: Floats
    squares: NDArray[Any]
    lo: Floats
    hi: Floats

    def upward(self, parents: Rows, n: int) -> "_Moments":
        """The same of the groups above.

        Squared deviations add up with those of the means (Chan, Golub and LeVeque 1979, 2.1).
        """
        counts = np.bincount(parents, self.n, minlength=n).astype(np.int64)
        known = np.nan_to_num(self.mean)
        mean = _over(np.bincount(parents, self.n * known, minlength=n), counts)
        apart = known - np.nan_to_num(mean)[parents]
        squares = np.bincount(parents, self.squares + self.n * apart**2, minlength=n)
        lo, hi = np.full(n, np.inf), np.full(n, -np.inf)
        np.minimum.at(lo, parents, self.lo)
        np.maximum.at(hi, parents, self.hi)
        return _Moments(counts, mean, squares, lo, hi)

    def figure(self, is_higher_better: bool) -> FigureColumn:
        """What people read of it."""
        none = self.n == 0
        lo, hi = np.where(none, np.nan, self.lo), np.where(none, np.nan, self.hi)
        sd = np.sqrt(_over(self.squares, np.maximum(self.n - 1, 0)))
        return FigureColumn(self.n, hi if is_higher_better else lo, self.mean, sd, lo, hi)


def _moments(ids: Rows, values: Floats, n: int) -> _Moments:
    """Of the innermost groups; infinities are left out, as they have no mean."""
    there = np.isfinite(values)
    if not there.all():
        ids, values = ids[there], values[there]
    counts = np.bincount(ids, minlength=n)
    mean = _over(np.bincount(ids, values, minlength=n), counts)
    apart = values - mean[ids]
    squares = np.bincount(ids, apart * apart, minlength=n)
    lo, hi = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(lo, ids, values)
    np.maximum.at(hi, ids, values)
    return _Moments(counts, mean, squares, lo, hi)


@dataclass(frozen=True, eq=False)
class Figure:
    """A column whose figures are asked for: one number a row, NaN missing, and its direction."""

    values: Floats
    is_higher_better: bool = True


def figures_of(grouping: Grouping, figure: Figure) -> list[FigureColumn]:
    """One column's figures for each level."""
    levels = grouping.levels
    moments = _moments(grouping.ids, figure.values, len(levels[-1]))
    found = [moments.figure(figure.is_higher_better)]
    for number in range(len(levels) - 1, 0, -1):
        moments = moments.upward(levels[number].parents, len(levels[number - 1]))
        found.append(moments.figure(figure.is_higher_better))
    return found[::-1]


@dataclass(frozen=True, eq=False)
class Placed:
    """Groups in their order: where each level's stand among their own, and where runs begin."""

    places: tuple[Rows, ...]
    starts: tuple[Rows, ...]
    counts: tuple[Rows, ...]

    def of_rows(self, grouping: Grouping) -> Rows:
        """The place of each row's innermost group."""
        return self.places[-1][grouping.ids]


def place(grouping: Grouping, keys: Sequence[Sequence[NDArray[Any]]]) -> Placed:
    """Order groups under their parents by keys, a sequence a level, the first counts most."""
    places: list[Rows] = []
    for number, level in enumerate(grouping.levels):
        by = [*reversed(keys[number])]
        if number:
            by.append(places[-1][level.parents].astype(np.float64))
        order = np.lexsort(by)
        place: Rows = np.empty(len(level), dtype=np.int64)
        place[order] = np.arange(len(level))
        places.append(place)
    counts = [np.bincount(grouping.ids, minlength=len(grouping.levels[-1]))]
    for level, above in zip(grouping.levels[:0:-1], grouping.levels[-2::-1], strict=True):
        upward = np.bincount(level.parents, counts[-1], minlength=len(above))
        counts.append(upward.astype(np.int64))
    counts.reverse()
    starts = []
    for place, count in zip(places, counts, strict=True):
        ordered = np.empty(len(count), dtype=np.int64)
        ordered[place] = count
        starts.append((np.cumsum(ordered) - ordered)[place])
    return Placed(tuple(places), tuple(starts), tuple(counts))


def upward(grouping: Grouping, innermost: NDArray[Any], how: np.ufunc) -> list[NDArray[Any]]:
    """A value of each innermost group carried to the levels above by `how` (minimum, add...)."""
    found: list[NDArray[Any]] = [innermost]
    levels = grouping.levels
    for number in range(len(levels) - 1, 0, -1):
        start = 0.0 if how.identity is not None else np.inf if how is np.minimum else -np.inf
        above = np.full(len(levels[number - 1]), start)
        how.at(above, levels[number].parents, found[-1])
        found.append(above)
    return found[::-1]


@dataclass(frozen=True, eq=False)
class Beside:
    """What stands beside a group: which rows are under way, and the data each learned from.

    `datasets` are codes into `labels`, negative where a run names none.
    """

    running: NDArray[np.bool_]
    datasets: NDArray[Any]
    labels: tuple[Any, ...]


def told(
    grouping: Grouping, placed: Placed, beside: Beside, figures: Mapping[str, Figure]
) -> RunGroups:
    """All groups in one sequence, each heading before what it holds."""
    levels, ids = grouping.levels, grouping.ids
    n = len(levels[-1])
    running = upward(grouping, np.bincount(ids[beside.running], minlength=n) * 1.0, np.add)
    known = np.flatnonzero(beside.datasets >= 0)
    lo, hi = np.full(n, np.inf), np.full(n, -np.inf)
    np.minimum.at(lo, ids[known], beside.datasets[known])
    np.maximum.at(hi, ids[known], beside.datasets[known])
    lows, highs = upward(grouping, lo, np.minimum), upward(grouping, hi, np.maximum)
    same = [np.where(lo == hi, lo, -1.0) for lo, hi in zip(lows, highs, strict=True)]

    depth = np.repeat(np.arange(len(levels)), [len(level) for level in levels])
    starts = np.concatenate(placed.starts)
    order = np.lexsort((depth, starts))
    at = np.empty(len(order), dtype=np.int64)
    at[order] = np.arange(len(order))
    before = np.cumsum([0, *(len(level) for level in levels)])
    parents = [np.full(len(levels[0]), -1)]
    parents += [at[before[i] + level.parents] for i, level in enumerate(levels[1:])]
    columns = {name: figures_of(grouping, figure) for name, figure in figures.items()}
    return RunGroups(
        levels=depth[order],
        starts=starts[order],
        counts=np.concatenate(placed.counts)[order],
        running=np.concatenate(running)[order].astype(np.int64),
        parents=np.concatenate(parents)[order],
        codes=np.concatenate([level.codes for level in levels])[order],
        folds=np.repeat([level.is_fold for level in levels], [len(level) for level in levels])[
            order
        ],
        datasets=np.concatenate(same)[order].astype(np.int64),
        dataset_labels=beside.labels,
        labels=tuple(level.labels for level in levels),
        figures={name: _in_order(parts, order) for name, parts in columns.items()},
    )


def _in_order(parts: Sequence[FigureColumn], order: Rows) -> FigureColumn:
    names = ("n", "best", "mean", "sd", "lo", "hi")
    whole = [np.concatenate([getattr(part, name) for part in parts])[order] for name in names]
    return FigureColumn(*whole)
