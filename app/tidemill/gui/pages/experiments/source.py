"""The rows of the run table as it paints them: a layout over keys, cells of those read so far."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tidemill.base.words import tr
from tidemill.domain.run_lists import Facets
from tidemill.gui.kit.cells import WAITING, GroupRow
from tidemill.gui.pages.experiments.cells import figure_words, heading
from tidemill.gui.pages.experiments.columns import asked, title_of
from tidemill.gui.pages.experiments.layout import Layout

Keys = NDArray[np.int64]
Row = Mapping[str, Any]
_MOST_KEPT = 12_000
_HEADING = -1
_UNKNOWN = -2


class RowCache:
    """Cells of the runs read last, by key; the oldest go when there are too many."""

    def __init__(self) -> None:
        """Start empty."""
        self._rows: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, key: int) -> Row | None:
        """The cells of a run by column, None where it is not read."""
        return self._rows.get(key)

    def put(self, rows: Mapping[int, Row]) -> None:
        """Take in runs that were read."""
        for key, row in rows.items():
            self._rows.pop(key, None)
            self._rows[key] = row
        excess = len(self._rows) - _MOST_KEPT
        if excess > 0:
            for key in list(self._rows)[: excess + _MOST_KEPT // 4]:
                del self._rows[key]

    def known(self, keys: Iterable[int]) -> list[int]:
        """Those of these runs that are read."""
        return [key for key in keys if key in self._rows]

    def clear(self) -> None:
        """Forget all: other columns are shown."""
        self._rows.clear()


class RunSource:
    """Keys in order with headings between; `want(first, last)` is told of rows that are not read.

    The key of a run's row is its own, that of a heading `("group", path)`, of a folded row
    `("fold", its lowest key)`.
    """

    def __init__(
        self,
        layout: Layout,
        cache: RowCache,
        facets: Facets,
        group_by: Sequence[str],
        statistics: Mapping[str, str],
        want: Callable[[int, int], None],
    ) -> None:
        """Show a layout."""
        self.layout = layout
        self._cache = cache
        self._facets = facets
        self._group_by = group_by
        self._statistics = statistics
        self._want = want
        self._made: dict[int, GroupRow] = {}
        self._span = (-1, -1)
        self._span_keys: list[int] = []

    def row_count(self) -> int:
        """Runs in sight and headings."""
        return self.layout.n_rows

    def _keys(self, first: int, last: int) -> list[int]:
        """The keys of rows `first` to before `last`; a paint asks for the same ones many times."""
        if self._span != (first, last):
            self._span = (first, last)
            found = self.layout.keys_of(np.arange(first, last, dtype=np.int64))
            self._span_keys = [int(key) for key in found.tolist()]
        return self._span_keys

    def block(self, first: int, last: int, column: str) -> Sequence[Any]:
        """The cells of some rows; runs that are not read yet are asked for."""
        found: list[Any] = []
        is_missing = False
        for key in self._keys(first, last):
            if key == _HEADING:
                found.append(None)
                continue
            row = self._cache.get(key) if key >= 0 else None
            cell = WAITING if row is None else row.get(column, WAITING)
            is_missing = is_missing or cell is WAITING
            found.append(cell)
        if is_missing:
            self._want(first, last)
        return found

    def key(self, row: int) -> Hashable:
        """What names a row."""
        first, last = self._span
        if first <= row < last:
            key = self._span_keys[row - first]
        else:
            key = int(self.layout.keys_of(np.array([row], dtype=np.int64))[0])
        if key >= 0:
            return key
        if key == _UNKNOWN:
            return ("row", row)
        return self._group_key(self.layout.group_at(row))

    def _group_key(self, number: int) -> Hashable:
        groups = self.layout.groups
        if groups.folds[number]:
            return ("fold", int(self.layout.anchors[number]))
        return ("group", groups.path(number))

    def row_of(self, key: Hashable) -> int:
        """Where a key stands, -1 if it is gone or folded away."""
        if isinstance(key, int):
            return self.layout.row_of_key(key)
        if isinstance(key, tuple) and key[0] == "group":
            number = self.layout.number_of(key[1])
        elif isinstance(key, tuple) and key[0] == "fold":
            number = self.layout.number_of_fold(key[1])
        else:
            return -1
        return -1 if number < 0 else self.layout.row_of_group(number)

    def group_rows(self) -> Sequence[int]:
        """Which rows are headings."""
        return [int(row) for row in self.layout.group_rows.tolist()]

    def group(self, row: int) -> GroupRow | None:
        """The heading at a row, or None."""
        first, last = self._span
        if first <= row < last and self._span_keys[row - first] != _HEADING:
            return None
        number = self.layout.group_at(row)
        if number < 0:
            return None
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._heading(number)
        return made

    def _heading(self, number: int) -> GroupRow:
        group = self.layout.groups[number]
        level_name = self._group_by[len(group.path) - 1] if group.path else ""
        main = None if self._facets.main is None else self._main_name()
        title, note = heading(group, level_name, self._facets, main)
        if group.is_fold:
            title = self._fold_title(number)
        figures = {}
        for name, figure in group.figures.items():
            if figure.n:
                figures[self._column_of(name)] = figure_words(self._column_of(name), figure)
        is_open = not self.layout.is_group_closed(number)
        indent = group.level if not group.is_fold else max(1, len(group.path))
        return GroupRow(
            self._group_key(number), title, note, is_open, indent, figures, group.is_fold
        )

    def _main_name(self) -> str:
        from tidemill.gui.pages.experiments.columns import column_of

        return asked(column_of("metrics", self._facets.main or ""), self._statistics)

    def _column_of(self, name: str) -> str:
        """The column that shows figures asked for by this name."""
        for column, statistic in self._statistics.items():
            if statistic != "last" and asked(column, self._statistics) == name:
                return column
        return name

    def _fold_title(self, number: int) -> str:
        """A folded row is called as its first run."""
        keys = self.layout.keys_in(number)
        row = self._cache.get(int(keys[0])) if len(keys) else None
        cell = None if row is None else row.get("name")
        words = getattr(cell, "text", "")
        return str(words) if words else tr("Runs that differ in the seed only")

    # Many at once

    def keys_between(self, first: int, last: int) -> Keys:
        """The keys of rows `first` to `last`, both included; headings left out."""
        found = self.layout.keys_of(np.arange(first, last + 1, dtype=np.int64))
        return found[found >= 0]

    def every_key(self) -> Keys:
        """The keys of all runs, sorted; of those in closed groups too."""
        return self.layout.rising

    def group_keys(self, row: int) -> Keys:
        """The keys of all runs of the group at a row."""
        number = self.layout.group_at(row)
        return np.empty(0, dtype=np.int64) if number < 0 else self.layout.keys_in(number)


def group_words(group_by: Sequence[str]) -> str:
    """What runs are grouped by, for the button: `sweep`, `model, seed`."""
    return ", ".join(title_of(name).lower() if name in {"experiment", "project"} else title_of(name)
                     for name in group_by)  # fmt: skip
