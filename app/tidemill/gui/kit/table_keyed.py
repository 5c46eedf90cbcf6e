"""A table whose selection is of keys: it stays whatever the rows are sorted and narrowed to."""

from collections.abc import Hashable, Iterable
from typing import Any, Protocol

from PySide6.QtCore import Signal

from tidemill.gui.kit.table import LazyTable
from tidemill.gui.kit.table_model import TableSource


class KeySet(Protocol):
    """Selected keys, never changed: every method that would change them gives new ones."""

    def __contains__(self, key: object) -> bool: ...
    def __len__(self) -> int: ...
    def toggle(self, key: Any) -> "KeySet": ...
    def add(self, keys: Any) -> "KeySet": ...
    def remove(self, keys: Any) -> "KeySet": ...
    def none(self) -> "KeySet": ...
    def among(self, keys: Any) -> "KeySet": ...
    def to_list(self) -> list[Any]: ...


class KeyedSource(TableSource, Protocol):
    """A source that gives the keys of many rows at once, those of group rows left out."""

    def keys_between(self, first: int, last: int) -> Any:
        """The keys of rows `first` to `last`, both included."""

    def every_key(self) -> Any:
        """The keys of all rows, of those in closed groups too."""

    def group_keys(self, row: int) -> Any:
        """The keys of all rows of the group at a row."""


class KeyedTable(LazyTable):
    """A `LazyTable` that draws a `KeySet` and asks for others; it keeps none of its own.

    `selection_wanted(KeySet)` is what a person wants selected; `select(keys)` draws it. Shift adds
    all rows from where it began, so that what is not in sight stays selected.
    """

    selection_wanted = Signal(object)

    def __init__(self, start: KeySet, name: str) -> None:
        """Begin with these keys selected."""
        super().__init__([], selection="multi", checks=True, name=name)
        self._keys = start
        self._base = start
        self._n_shown = 0

    def set_source(self, source: TableSource) -> None:
        """Replace the rows; what is selected stays, in sight or not."""
        self._take_source(source)
        self._show_checks()

    def stand_at(self, row: int) -> None:
        """Make a row the current one, the last where there are fewer, without scrolling."""
        n_rows = self._model.rowCount()
        if n_rows:
            self._current_row = self._anchor = min(row, n_rows - 1)
            self._current = self._model.source.key(self._current_row)
            self._point_model()
            self.viewport().update()
            self.current_changed.emit(self._current)

    def select(self, keys: KeySet, n_shown: int) -> None:
        """Draw these keys as selected, `n_shown` of them among the table's rows."""
        if keys is not self._keys or n_shown != self._n_shown:
            self._keys, self._n_shown = keys, n_shown
            self._show_checks()
            self.viewport().update()

    def keys(self) -> KeySet:
        """What is drawn as selected."""
        return self._keys

    def is_row_selected(self, row: int) -> bool:
        """Whether a row is drawn selected."""
        return self._model.source.key(row) in self._keys

    def selected_keys(self) -> list[Hashable]:
        """Keys of the selected rows in the order of the table."""
        source = self._model.source
        keys = (source.key(row) for row in range(self._model.rowCount()) if self._is_run(row))
        return [key for key in keys if key in self._keys]

    def select_keys(self, keys: Iterable[Hashable]) -> None:
        """Ask for these keys and no others."""
        self._want(self._keys.none().add(list(keys)))

    def select_all(self) -> None:
        """Ask for every row, what is not in sight stays selected."""
        self._want(self._keys.add(self._keyed().every_key()))

    def clear_selection(self) -> None:
        """Ask for nothing."""
        if len(self._keys):
            self._want(self._keys.none())

    def toggle_group(self, row: int) -> None:
        """Ask for all rows of a group, or for none of them where all are selected."""
        keys = self._keyed().group_keys(row)
        inside = self._keys.among(keys)
        is_whole = len(inside) == len(keys)
        self._want(self._keys.remove(keys) if is_whole else self._keys.add(keys))

    def _keyed(self) -> KeyedSource:
        source: Any = self._model.source
        keyed: KeyedSource = source
        return keyed

    def _is_run(self, row: int) -> bool:
        return self._model.source.group(row) is None

    def _want(self, keys: KeySet) -> None:
        self._base = keys
        self.selection_wanted.emit(keys)

    def _n_selected(self) -> int:
        return len(self._keys)

    def _toggle(self, row: int) -> None:
        if self._is_run(row):
            self._anchor = row
            self._want(self._keys.toggle(self._model.source.key(row)))

    def _extend(self, row: int) -> None:
        first, last = min(self._anchor, row), max(self._anchor, row)
        self.selection_wanted.emit(self._base.add(self._keyed().keys_between(first, last)))

    def _changed_selection(self) -> None:
        """Everything is told by `selection_wanted`."""

    def _show_checks(self) -> None:
        rows = self._model.rowCount()
        if not self._n_shown or not rows:
            self._head.set_check_state("off")
        else:
            is_all = self._n_shown >= len(self._keyed().every_key())
            self._head.set_check_state("on" if is_all else "some")
