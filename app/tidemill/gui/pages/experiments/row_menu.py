"""The menu of a row, made from the page's commands; of a heading, what goes for all its runs."""

from functools import partial

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.table_keyed import KeyedTable
from tidemill.gui.pages.experiments.commands import (
    Acts,
    colour_commands,
    list_commands,
    run_commands,
)
from tidemill.gui.pages.experiments.selection import RunSelection
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel
from tidemill.gui.shell.commands import Command


def row_menu(
    acts: Acts, model: ExperimentsViewModel, table: KeyedTable, key: object, parent: QWidget
) -> Menu:
    """What can be done at a row."""
    menu = Menu(parent)
    if isinstance(key, int):
        # A click outside the selection is for that run alone.
        if len(model.state.selection) and key not in model.state.selection:
            model.select(RunSelection())
        model.point_at(key)
        for command in run_commands(acts, model.state):
            _add(menu, command)
        colours = Menu(menu)
        colours.setTitle(tr("Colour"))
        for command in colour_commands(acts, model.state):
            _add(colours, command)
        if colours.actions():
            menu.addMenu(colours)
    elif isinstance(key, tuple) and key[0] in {"group", "fold"}:
        row = table.source().row_of(key)
        menu.add(tr("Open or close it"), "chevron-down").triggered.connect(
            partial(_do, partial(model.toggle_group, key))
        )
        menu.add(tr("Select its runs, or none of them"), "list-checks").triggered.connect(
            partial(_do, partial(table.toggle_group, row))
        )
        menu.addSeparator()
        for words, is_closed in ((tr("Close all groups"), True), (tr("Open all groups"), False)):
            menu.add(words).triggered.connect(partial(_do, partial(model.close_groups, is_closed)))
    return menu


_IN_LIST_MENU = (
    "experiments.view.",
    "experiments.export.",
    "experiments.trash",
    "experiments.empty",
)


def list_menu(acts: Acts, model: ExperimentsViewModel, parent: QWidget) -> Menu:
    """What can be done with the list itself."""
    menu = Menu(parent)
    for command in list_commands(acts, model.state):
        if command.id.startswith(_IN_LIST_MENU):
            _add(menu, command)
    menu.add(tr("Archived runs too"), is_checked=model.state.wish.archived).triggered.connect(
        model.show_archived
    )
    return menu


def _add(menu: Menu, command: Command) -> None:
    action = menu.add(command.title, command.icon, command.key)
    action.triggered.connect(partial(_do, command.run))


def _do(act: object, *_flag: object) -> None:
    """Qt hands `triggered` a flag that none of these is for."""
    if callable(act):
        act()
