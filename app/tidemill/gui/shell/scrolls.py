"""How far the parts of a page are scrolled."""

from collections.abc import Iterator, Sequence
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


class Scrolls(QObject):
    """Hears of areas that are scrolled; an area is known by its kind, name and place among those.

    `moved` tells that one was.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._heard: WeakSet[QAbstractScrollArea] = WeakSet()

    def watch(self, roots: Sequence[QWidget]) -> None:
        """Hear of the areas below some widgets."""
        for _, area in _areas(roots):
            if area not in self._heard:
                self._heard.add(area)
                area.verticalScrollBar().valueChanged.connect(self._on_moved)

    def places(self, roots: Sequence[QWidget]) -> dict[str, int]:
        """How far each area that is not at its top is scrolled, in pixels."""
        found = {key: area.verticalScrollBar().value() for key, area in _areas(roots)}
        return {key: pixels for key, pixels in found.items() if pixels}

    def put(self, roots: Sequence[QWidget], key: str, pixels: int) -> bool | None:
        """Scroll an area; False while it is not there or not long enough."""
        area = next((area for each, area in _areas(roots) if each == key), None)
        if area is None or area.verticalScrollBar().maximum() < pixels:
            return False
        area.verticalScrollBar().setValue(pixels)
        return True

    def close(self) -> None:
        """Say nothing more."""
        self.blockSignals(True)

    def _on_moved(self, _pixels: int) -> None:
        self.moved.emit()


def _areas(roots: Sequence[QWidget]) -> Iterator[tuple[str, QAbstractScrollArea]]:
    seen: dict[str, int] = {}
    for root in roots:
        for area in root.findChildren(QAbstractScrollArea):
            if area.isVisibleTo(root):
                name = f"{type(area).__name__}:{area.accessibleName()}"
                seen[name] = seen.get(name, 0) + 1
                yield f"{name}:{seen[name]}", area
