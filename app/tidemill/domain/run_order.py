"""The order of runs: groups first, pinned runs on top of theirs, then as sorted; missing last.

A first page is parted off, not sorted, so that it is quick over a million runs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.query.columns import Column, Floats, Holds, Mask, Rows
from tidemill.domain.run_grouping import (
    Beside,
    Figure,
    Grouping,
    Placed,
    group,
    lowest,
    means,
    place,
    told,
    upward,
)
from tidemill.domain.run_lists import RunGroups

_SHORT = 1 << 16  # numbers below are sorted as 16 bits, which is a radix sort
_FEW = 4_096  # so few are sorted whole


@dataclass(frozen=True, eq=False)
class Arrangement:
    """How to lay out rows: sort keys with their direction, columns to group by, a fold, figures.

    `pinned` is over all rows of the table, and so are `fold` and the values of figures.
    """

    sort: Sequence[tuple[Column, bool]] = ()
    group_by: Sequence[Column | None] = ()
    fold: NDArray[np.uint64] | None = None
    pinned: Mask | None = None
    beside: Beside | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)


def arrange(rows: Rows, how: Arrangement, first: int | None = None) -> tuple[Rows, RunGroups]:
    """Rows in order, only the first few if so asked, and all their groups."""
    pinned = None if how.pinned is None else how.pinned[rows]
    if pinned is not None and not pinned.any():
        pinned = None
    if not len(rows) or not (how.group_by or how.fold is not None):
        wanted = len(rows) if first is None else min(first, len(rows))
        return _on_top(rows, pinned, how.sort, wanted), RunGroups()
    grouping = group(rows, how.group_by, how.fold)
    placed = place(grouping, _group_keys(rows, grouping, how, pinned))
    beside = how.beside
    if beside is None:
        beside = Beside(np.zeros(len(rows), np.bool_), np.full(len(rows), -1), ())
    else:
        beside = Beside(beside.running[rows], beside.datasets[rows], beside.labels)
    asked = {name: Figure(f.values[rows], f.is_higher_better) for name, f in how.figures.items()}
    groups = told(grouping, placed, beside, asked)
    places = placed.of_rows(grouping)
    if first is None or first >= len(rows):
        return rows[_sorted(rows, how.sort, pinned, places)], groups
    return _first_page(rows, places, placed, pinned, how.sort, first), groups


def _group_keys(
    rows: Rows, grouping: Grouping, how: Arrangement, pinned: Mask | None
) -> list[list[NDArray[Any]]]:
    """What each level is ordered by: where its first run stands; of folded rows their mean.

    A mean of numbers, that is: the best of many seeds would favour who tried many.
    """
    levels, n = grouping.levels, len(grouping.levels[-1])
    keys: list[list[NDArray[Any]]] = [[] for _ in levels]
    if how.sort:
        column, descending = how.sort[0]
        values = key_of(column, descending, rows)
        found = upward(grouping, lowest(grouping.ids, values, n), np.minimum)
        if levels[-1].is_fold and column.holds is Holds.NUMBERS:
            found[-1] = means(grouping.ids, values, n)
        keys = [[one] for one in found]
    if levels[-1].is_fold and pinned is not None:
        on_top: Floats = np.zeros(n)
        np.maximum.at(on_top, grouping.ids, pinned * 1.0)
        keys[-1].insert(0, -on_top)
    return [[*found, level.codes * 1.0] for found, level in zip(keys, levels, strict=True)]


def _first_page(
    rows: Rows,
    places: Rows,
    placed: Placed,
    pinned: Mask | None,
    sort: Sequence[tuple[Column, bool]],
    first: int,
) -> Rows:
    """The first rows: the groups that fit are sorted whole, the last one is parted."""
    counts = np.empty_like(placed.counts[-1])
    counts[placed.places[-1]] = placed.counts[-1]
    ends = np.cumsum(counts)
    last = int(np.searchsorted(ends, first))
    whole = np.flatnonzero(places < last) if last else np.empty(0, dtype=np.int64)
    ahead = rows[whole]
    ahead_pinned = None if pinned is None else pinned[whole]
    head = ahead[_sorted(ahead, sort, ahead_pinned, places[whole])]
    parted = np.flatnonzero(places == last)
    parted_pinned = None if pinned is None else pinned[parted]
    wanted = min(first - len(head), len(parted))
    return np.concatenate([head, _on_top(rows[parted], parted_pinned, sort, wanted)])


def _on_top(
    rows: Rows, pinned: Mask | None, sort: Sequence[tuple[Column, bool]], wanted: int
) -> Rows:
    """The first rows of one group, pinned ones before the others."""
    if pinned is None:
        return first_rows(rows, sort, wanted)
    top, rest = rows[pinned], rows[~pinned]
    head = first_rows(top, sort, min(wanted, len(top)))
    return np.concatenate([head, first_rows(rest, sort, wanted - len(head))])


def _sorted(
    rows: Rows, sort: Sequence[tuple[Column, bool]], pinned: Mask | None, places: Rows
) -> Rows:
    """The whole order, by stable sorts from the last key to the first."""
    order: Rows = np.arange(len(rows))
    keys: list[NDArray[np.generic]] = [
        key_of(column, descending, rows) for column, descending in reversed(sort)
    ]
    if pinned is not None:
        keys.append((~pinned).astype(np.uint8))
    if len(places) and int(places.max()) > 0:
        keys.append(places.astype(np.uint16) if int(places.max()) < _SHORT else places)
    for key in keys:
        order = order[np.argsort(key[order], kind="stable")]
    return order


def first_rows(rows: Rows, sort: Sequence[tuple[Column, bool]], wanted: int) -> Rows:
    """The first `wanted` rows: parted by the first key, ties at the border by the next ones.

    Rows that are equal in all keys stay as they came.
    """
    if not sort or wanted <= 0:
        return rows[: max(0, wanted)]
    key = key_of(*sort[0], rows)
    if wanted >= len(rows) or len(rows) <= _FEW:
        later = [key_of(*other, rows) for other in sort[1:]]
        return rows[np.lexsort([*reversed(later), key])][:wanted]
    border = np.partition(key, wanted - 1)[wanted - 1]
    missing = np.isnan(key)
    surely, ties = (~missing, missing) if np.isnan(border) else (key < border, key == border)
    head = first_rows(rows[surely], sort, int(np.count_nonzero(surely)))
    return np.concatenate([head, first_rows(rows[ties], sort[1:], wanted - len(head))])


def key_of(column: Column, descending: bool, rows: Rows) -> Floats:
    """Numbers in the order asked for, NaN where missing."""
    numbers = column.sort_key(rows)
    return -numbers if descending else numbers
