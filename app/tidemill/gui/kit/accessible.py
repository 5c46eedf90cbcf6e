"""Roles of painted controls for screen readers, where Qt can't know them from the class.

A widget says its role by an attribute `accessible_role` of its class; names, descriptions and
states come from the widget as ever. Qt gives every widget it does not know the role of a client
area, which tells a person nothing.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_installed: list[bool] = []


def install() -> None:
    """Let Qt ask for the roles; once a process, however often it is called."""
    if not _installed:
        _installed.append(True)
        QAccessible.installFactory(_interface)


def _interface(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, "accessible_role", None)
    if role is None or not isinstance(thing, QWidget):
        return None
    return QAccessibleWidget(thing, role)
