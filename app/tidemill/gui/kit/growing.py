"""Widgets of a long list: made as they come into sight, and kept where they stay."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QBoxLayout, QWidget

from tidemill.gui.kit.gradually import Gradually
from tidemill.gui.kit.scroll import VScroll

_LAID_OUT = frozenset((QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show))
_AHEAD = 600
"""So many pixels below the part in sight widgets are made ahead."""


class Growing(QObject):
    """The widgets of a layout in a scrolled area, one for each of some items in their order.

    A card takes some milliseconds to make and its part of each layout from then on: hundreds would
    hold the window. So there are as many as fill what is in sight, `at_once` from the start and
    then `a_turn` in a turn of the loop, and more when the last of them is scrolled to. Items are
    told apart by their keys: the widget of a key that stays is kept. `widgets` has those that are
    made, by key and in order.
    """

    def __init__(
        self,
        area: VScroll,
        layout: QBoxLayout,
        make: Callable[[Any], QWidget],
        *,
        after: int = 0,
        at_once: int = 3,
        a_turn: int = 2,
    ) -> None:
        """Begin empty; `make(item)` makes a widget, they stand after the layout's `after` first."""
        super().__init__(area)
        self.widgets: dict[Hashable, Any] = {}
        self._area, self._layout, self._make, self._after = area, layout, make, after
        self._at_once, self._a_turn = at_once, a_turn
        self._items: list[tuple[Hashable, Any]] = []
        self._growing = Gradually(self)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._on_look)
        area.verticalScrollBar().valueChanged.connect(self._soon)
        area.content.installEventFilter(self)

    def is_busy(self) -> bool:
        """Whether widgets are being made."""
        return self._growing.is_busy() or self._look.isActive()

    def show_items(self, items: Sequence[tuple[Hashable, Any]]) -> None:
        """Have widgets for the first of these, which are (key, item)."""
        keys = [key for key, _ in items]
        known = set(keys)
        kept = [key for key in self.widgets if key in known]
        if kept != [key for key in keys if key in self.widgets]:
            kept = []  # they stand in another order now
        n_before, staying = len(self.widgets), set(kept)
        for key in [key for key in self.widgets if key not in staying]:
            self._remove(self.widgets.pop(key))
        self._items = list(items)
        n_wanted = max(n_before, self._at_once)
        n_wanted = max([n_wanted, *(at + 1 for at, k in enumerate(keys) if k in staying)])
        missing = [at for at, key in enumerate(keys[:n_wanted]) if key not in staying]
        self._make_some(missing[: self._at_once])
        left = missing[self._at_once :]
        turns = range(0, len(left), self._a_turn)
        self._growing.start(partial(self._make_some, left[t : t + self._a_turn]) for t in turns)

    def _make_some(self, places: Sequence[int]) -> None:
        """Make the widgets of some places; all before them are made."""
        for place in places:
            key, item = self._items[place]
            made = self._make(item)
            self._layout.insertWidget(self._after + place, made)
            self.widgets[key] = made
        if places:
            self.widgets = {key: self.widgets[key] for key, _ in self._items if key in self.widgets}
            self._soon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again whenever what is in the area was laid out."""
        if event.type() in _LAID_OUT:
            self._soon()
        return super().eventFilter(watched, event)

    def _soon(self, *_to: int) -> None:
        if len(self.widgets) < len(self._items):
            self._look.start()

    def _on_look(self) -> None:
        """Make more where the last one that is made is in sight, or nearly."""
        n_made = len(self.widgets)
        if self._growing.is_busy() or not n_made or not self._area.isVisible():
            return
        *_, before, last = (None, *self.widgets.values())
        if before is not None and last.y() <= before.y():
            self._look.start()  # it has no place yet
            return
        viewport = self._area.viewport()
        bottom = last.mapTo(viewport, QPoint(0, last.height())).y()
        if 0 <= bottom < viewport.height() + _AHEAD:
            places = range(n_made, min(n_made + self._a_turn, len(self._items)))
            self._growing.start([partial(self._make_some, places)])

    def _remove(self, widget: QWidget) -> None:
        self._layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
