"""What is marked on a page: the rows selected in its tables, the brushes in its charts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tidemill.gui.kit.table import LazyTable
from tidemill.gui.kit.table_keyed import KeyedTable

if TYPE_CHECKING:
    from tidemill.gui.kit.charts.brushed import BrushedChart

MOST_ROWS = 2_000
"""So many selected rows of a table are kept; more are not, rather than some of them."""

Kept = Mapping[str, list[Any]]


class Marks(QObject):
    """Hears of rows that are selected and of charts that are brushed.

    Each is known by its kind, its name and its place among those of the same name. `moved` tells
    that something is marked otherwise.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._heard: WeakSet[QWidget] = WeakSet()

    def watch(self, roots: Sequence[QWidget]) -> None:
        """Hear of what is below some widgets."""
        for _, one in _marked(roots):
            if one not in self._heard:
                self._heard.add(one)
                if isinstance(one, KeyedTable):
                    one.selection_wanted.connect(self._on_moved)
                elif isinstance(one, LazyTable):
                    one.selection_changed.connect(self._on_moved)
                else:
                    one.brushed.connect(self._on_moved)

    def places(self, roots: Sequence[QWidget]) -> dict[str, list[Any]]:
        """What is marked in each, in plain JSON; what has no mark is left out."""
        found = {key: _told(one) for key, one in _marked(roots)}
        return {key: told for key, told in found.items() if told}

    def put(self, roots: Sequence[QWidget], key: str, kept: list[Any]) -> bool | None:
        """Mark the same once more; False while it is not there, None where that is gone."""
        one = next((one for each, one in _marked(roots) if each == key), None)
        if one is None:
            return False
        if not isinstance(one, LazyTable):
            return one.brush_again([each for each in kept if isinstance(each, list)])
        keys = [each for each in kept if type(each) in (int, str)]
        known = [one.holds(each) for each in keys]
        if not known or None in known:
            return None if not known else False
        here = [each for each, is_here in zip(keys, known, strict=True) if is_here]
        if not here:
            return None
        one.select_keys(here)
        return True

    def close(self) -> None:
        """Say nothing more."""
        self.blockSignals(True)

    def _on_moved(self, _what: object) -> None:
        self.moved.emit()


def _told(one: "LazyTable | BrushedChart") -> list[Any]:
    if not isinstance(one, LazyTable):
        return one.kept_brushes()
    if not 0 < one.n_selected() <= MOST_ROWS:
        return []
    keys = one.keys().to_list() if isinstance(one, KeyedTable) else one.selected_keys()
    return [key for key in keys if type(key) in (int, str)]


def _marked(roots: Sequence[QWidget]) -> "Iterator[tuple[str, LazyTable | BrushedChart]]":
    from tidemill.gui.kit.charts.brushed import BrushedChart

    seen: dict[str, int] = {}
    for root in roots:
        found: list[LazyTable | BrushedChart] = []
        found += [one for one in root.findChildren(LazyTable) if one.keeps_rows()]
        found += root.findChildren(BrushedChart)
        for one in found:
            if one.isVisibleTo(root):
                kind = "rows" if isinstance(one, LazyTable) else "brush"
                name = f"{kind}:{one.accessibleName()}"
                seen[name] = seen.get(name, 0) + 1
                yield f"{name}:{seen[name]}", one
