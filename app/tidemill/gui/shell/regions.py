"""F6: from region to region by keyboard, each remembers where its focus was."""

from collections.abc import Sequence
from functools import partial
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

_last: WeakKeyDictionary[QWidget, QWidget] = WeakKeyDictionary()


def stops(region: QWidget) -> list[QWidget]:
    """What Tab would stop at inside a region, from top to bottom."""
    # Not by `nextInFocusChain`: PySide makes what that returns a child of the region, so that
    # widgets of another would be taken for deleted together with it.
    found = []
    for widget in region.findChildren(QWidget):
        is_stop = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if is_stop and widget.isEnabled() and widget.isVisible() and not widget.focusProxy():
            found.append(widget)
    return sorted(found, key=partial(_place, region))


def _place(region: QWidget, widget: QWidget) -> tuple[int, int]:
    at = widget.mapTo(region, QPoint(0, 0))
    return at.y(), at.x()


def move_focus(regions: Sequence[QWidget], step: int) -> None:
    """Focus the next region that has a stop, counted from where the focus is."""
    here = QApplication.focusWidget()
    at = -1 if step > 0 else 0
    for number, region in enumerate(regions):
        if here is not None and region.isAncestorOf(here):
            at = number
            _last[region] = here
    for _ in regions:
        at = (at + step) % len(regions)
        inside = stops(regions[at])
        if not inside:
            continue
        before = _last.get(regions[at])
        is_there = before is not None and isValid(before) and before in inside
        target = before if is_there and before is not None else inside[0]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        return
