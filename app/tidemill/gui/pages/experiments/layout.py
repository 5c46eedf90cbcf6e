"""Which row of the table shows what: runs in order, headings between, closed groups folded away.

Pure arithmetic over arrays, so that a million runs in a hundred thousand groups are laid out while
a person clicks.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.domain.run_lists import Outline, RunGroups

Keys = NDArray[np.int64]
Path = tuple[Any, ...]
_SPARSE = 8


class Places:
    """Where each key stands in an order; made off the GUI thread, asked in it."""

    def __init__(self, keys: Keys) -> None:
        """Index an order."""
        highest = int(keys.max()) if len(keys) else -1
        self._n = len(keys)
        self._is_dense = highest < max(1_000_000, _SPARSE * len(keys))
        if self._is_dense:
            self._table = np.full(highest + 1, -1, dtype=np.int32)
            self._table[keys] = np.arange(len(keys), dtype=np.int32)
        else:
            self._order = np.argsort(keys, kind="stable")
            self._sorted = keys[self._order]

    def of(self, key: int) -> int:
        """The place of a key, -1 where it is not in the order."""
        return int(self.of_all(np.array([key], dtype=np.int64))[0])

    def of_all(self, keys: Keys) -> Keys:
        """The places of many keys."""
        if not self._n:
            return np.full(len(keys), -1, dtype=np.int64)
        if self._is_dense:
            inside = (keys >= 0) & (keys < len(self._table))
            found = self._table[np.where(inside, keys, 0)].astype(np.int64)
            return np.where(inside, found, -1)
        at = np.minimum(self._sorted.searchsorted(keys), len(self._sorted) - 1)
        return np.where(self._sorted[at] == keys, self._order[at], -1)


@dataclass(frozen=True)
class Openness:
    """Which groups a person closed, and which folded rows they opened (by their first run)."""

    closed: frozenset[Path] = frozenset()
    opened: frozenset[int] = frozenset()
    are_all_closed: bool = False
    """Every heading is closed but those in `closed`, which then are the exceptions."""

    def toggle(self, path: Path) -> "Openness":
        """With a heading the other way."""
        return Openness(self.closed ^ {path}, self.opened, self.are_all_closed)

    def toggle_fold(self, anchor: int) -> "Openness":
        """With a folded row the other way."""
        return Openness(self.closed, self.opened ^ {anchor}, self.are_all_closed)


def every_heading(is_closed: bool) -> Openness:
    """All headings closed, or all open."""
    return Openness(are_all_closed=is_closed)


@dataclass(frozen=True, eq=False)
class Arranged:
    """An outline with what is worked out of it off the GUI thread."""

    outline: Outline
    places: Places
    anchors: Keys = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """For each group the lowest key in it, which names a folded row for good."""
    rising: Keys = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """All keys of the order, sorted, so that selecting all of a million waits for nothing."""


def arranged(outline: Outline) -> Arranged:
    """Work out what the table asks of an outline."""
    groups = outline.groups
    anchors = np.full(len(groups), -1, dtype=np.int64)
    if outline.is_whole and len(groups) and len(outline.keys):
        folds = np.flatnonzero(groups.folds)
        if len(folds):
            ends = groups.starts[folds] + groups.counts[folds]
            edges = np.stack([groups.starts[folds], ends], axis=1).ravel()
            padded = np.append(outline.keys, np.iinfo(np.int64).max)
            anchors[folds] = np.minimum.reduceat(padded, edges)[::2]
    return Arranged(outline, Places(outline.keys), anchors, np.sort(outline.keys))


class Layout:
    """The rows of an outline with some groups closed."""

    def __init__(self, given: Arranged, openness: Openness) -> None:
        """Lay the rows out."""
        self.outline = given.outline
        self.keys: Keys = given.outline.keys
        self.places = given.places
        self.anchors = given.anchors
        self.rising = given.rising
        self.groups: RunGroups = given.outline.groups
        # Of what was done once there is nothing to fold: its run stands there itself.
        folds = np.asarray(self.groups.folds, dtype=np.bool_)
        is_single = folds & (np.asarray(self.groups.counts) == 1)
        closed = self._closed(openness) & ~is_single
        self.visible = np.flatnonzero(~self._hidden(closed) & ~is_single)
        starts = np.asarray(self.groups.starts, dtype=np.int64)[self.visible]
        counts = np.asarray(self.groups.counts, dtype=np.int64)[self.visible]
        self.is_closed = closed[self.visible]
        away = np.where(self.is_closed, counts, 0)
        self.group_rows = np.arange(len(self.visible)) + starts - (np.cumsum(away) - away)
        self.n_rows = len(self.visible) + given.outline.matching - int(away.sum())
        self._starts = starts
        self._after = starts + away

    def _closed(self, openness: Openness) -> NDArray[np.bool_]:
        """Which groups are closed: folded rows unless opened, headings if a person closed them."""
        n = len(self.groups)
        closed = np.zeros(n, dtype=np.bool_)
        if not n:
            return closed
        folds = np.asarray(self.groups.folds, dtype=np.bool_)
        opened = np.fromiter(openness.opened, dtype=np.int64)
        closed[folds] = ~np.isin(self.anchors[folds], opened)
        closed[~folds] = openness.are_all_closed
        for path in openness.closed:
            number = self.number_of(path)
            if number >= 0:
                closed[number] = not openness.are_all_closed
        return closed

    def _hidden(self, closed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which groups lie in a closed one; parents come before what they hold."""
        hidden = np.zeros(len(closed), dtype=np.bool_)
        if not len(closed):
            return hidden
        parents = np.asarray(self.groups.parents, dtype=np.int64)
        depth = np.asarray(self.groups.levels) + np.asarray(self.groups.folds).astype(np.int64)
        for level in range(1, int(depth.max()) + 1):
            here = np.flatnonzero((depth == level) & (parents >= 0))
            above = parents[here]
            hidden[here] = hidden[above] | closed[above]
        return hidden

    def places_of(self, rows: Keys) -> Keys:
        """The places in the order of some rows, -1 for headings."""
        if not len(self.visible):
            return rows
        at = self.group_rows.searchsorted(rows, side="right") - 1
        safe = np.maximum(at, 0)
        inside = rows - self.group_rows[safe] - 1
        place = np.where(at < 0, rows, self._after[safe] + inside)
        return np.where((at >= 0) & (inside < 0), -1, place)

    def keys_of(self, rows: Keys) -> Keys:
        """The runs of some rows: -1 for headings, -2 for what is not known yet."""
        places = self.places_of(rows)
        if not len(self.keys):
            return np.where(places < 0, -1, -2)
        known = (places >= 0) & (places < len(self.keys))
        found = self.keys[np.where(known, places, 0)]
        return np.where(known, found, np.where(places < 0, -1, -2))

    def group_at(self, row: int) -> int:
        """The number of the group whose heading a row is, -1 for a run's row."""
        at = int(self.group_rows.searchsorted(row, side="right")) - 1
        if at < 0 or int(self.group_rows[at]) != row:
            return -1
        return int(self.visible[at])

    def is_group_closed(self, number: int) -> bool:
        """Whether a group in sight is closed."""
        return bool(self.is_closed[int(self.visible.searchsorted(number))])

    def row_of_key(self, key: int) -> int:
        """The row of a run, -1 where it is gone or folded away."""
        place = self.places.of(key)
        if place < 0:
            return -1
        if not len(self.visible):
            return place
        at = int(self._starts.searchsorted(place, side="right")) - 1
        if at < 0:
            return place
        inside = place - int(self._after[at])
        return -1 if inside < 0 else int(self.group_rows[at]) + 1 + inside

    def row_of_group(self, number: int) -> int:
        """The row of a group's heading, -1 where it is not in sight."""
        at = int(self.visible.searchsorted(number))
        if at >= len(self.visible) or int(self.visible[at]) != number:
            return -1
        return int(self.group_rows[at])

    def keys_in(self, number: int) -> Keys:
        """All runs of a group."""
        start = int(self.groups.starts[number])
        return self.keys[start : start + int(self.groups.counts[number])]

    def number_of_fold(self, anchor: int) -> int:
        """The number of the folded row that holds this lowest key, -1 if it is gone."""
        found = np.flatnonzero(np.asarray(self.groups.folds) & (self.anchors == anchor))
        return int(found[0]) if len(found) else -1

    def number_of(self, path: Path) -> int:
        """The number of the heading of a path, -1 if it is gone."""
        parent = -1
        for level, value in enumerate(path):
            labels = self.groups.labels[level] if level < len(self.groups.labels) else ()
            code = next((at for at, label in enumerate(labels) if label == value), None)
            if code is None:
                return -1
            fits = (self.groups.levels == level) & (self.groups.codes == code)
            found = np.flatnonzero(fits & (self.groups.parents == parent))
            if not len(found):
                return -1
            parent = int(found[0])
        return parent
