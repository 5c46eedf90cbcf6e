"""What assistive programs are told of the controls that a person can reach."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from tidemill.gui.kit.scroll import VScroll

Role = QAccessible.Role
NAMELESS = {Role.NoRole, Role.Client, Role.Window, Role.Pane, Role.Grouping}
"""Roles that tell a person nothing of what a control does."""


def reached(view: QWidget) -> list[QWidget]:
    """What a person sees and can reach with Tab or a click, but for areas that only scroll."""
    found = []
    for widget in [view, *view.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible():
            continue
        if widget.isEnabled() and not isinstance(widget, VScroll):
            found.append(widget)
    return found


def told(widget: QWidget) -> tuple[str, Any, Any]:
    """Name, role and state as assistive programs get them."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name), interface.role(), interface.state()


def wrong(widget: QWidget) -> str:
    """What is missing of what is told; empty where nothing is."""
    name, role, state = told(widget)
    said = f"{type(widget).__module__}.{type(widget).__name__} {name!r} {role}"
    if not name.strip():
        return f"{said}: no name; {_place(widget)}"
    if role in NAMELESS:
        return f"{said}: no role"
    if not state.focusable:
        return f"{said}: not told that it can be reached"
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and not state.checkable:
        return f"{said}: not told that it can be checked"
    return ""


def _place(widget: QWidget) -> str:
    """The widget's rectangle and what it stands in."""
    parents, above = [], widget.parentWidget()
    while above is not None and len(parents) < 3:
        parents.append(type(above).__name__)
        above = above.parentWidget()
    return f"{widget.geometry().getRect()} in {' in '.join(parents)}"
