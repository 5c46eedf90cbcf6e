"""The choice of what a column is for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from tidemill.domain.columns import Column, Kind, Role
from tidemill.gui.kit.menu import Menu
from tidemill.gui.pages.data.profile_state import ROLE_NOTES


def role_menu(owner: QWidget, column: Column, choose: Callable[[str, Role], None]) -> Menu:
    """A menu of all roles; `choose` is called with another one than the column has now."""
    menu = Menu(owner)
    for role in Role:
        action = menu.add(
            str(role).capitalize(),
            value=role,
            is_checked=role is column.role,
            is_enabled=_fits(column, role),
            tooltip=ROLE_NOTES[role],
        )
        action.triggered.connect(partial(_chosen, column, action, choose))
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _chosen(
    column: Column, action: QAction, choose: Callable[[str, Role], None], _is_on: bool = False
) -> None:
    role = Role(str(action.data()))
    if role is not column.role:
        choose(column.name, role)


def _fits(column: Column, role: Role) -> bool:
    """Only dates order rows in time, and a date is not predicted."""
    if role is Role.TIME:
        return column.kind is Kind.DATETIME
    return role is not Role.TARGET or column.kind is not Kind.DATETIME
