"""The menu of a column's head."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from tidemill.base.words import tr
from tidemill.gui.kit.menu import Menu
from tidemill.gui.kit.table import CHECK
from tidemill.gui.pages.experiments.columns import (
    COURSE,
    FIXED,
    STATISTICS,
    asked,
    is_metric,
    is_sortable,
    name_of,
    title_of,
)
from tidemill.gui.pages.experiments.group_popover import MOST_LEVELS, groupable
from tidemill.gui.pages.experiments.view_model import ExperimentsViewModel

_STATISTIC_WORDS = {
    "last": tr("Last value"),
    "best": tr("Best value"),
    "min": tr("Lowest value"),
    "max": tr("Highest value"),
}


def header_menu(
    model: ExperimentsViewModel, column: str, fit: Callable[[str], None], parent: QWidget
) -> Menu | None:
    """What can be done with a column; None where there is nothing."""
    state = model.state
    if column == CHECK or state.listed is None:
        return None
    menu = Menu(parent)
    sort = dict(state.wish.sort)
    name = asked(column, state.arrangement.statistics)
    if is_sortable(column):
        _add(menu, tr("Sort upwards"), "arrow-up", partial(model.sort_by, column, True))
        _add(menu, tr("Sort downwards"), "arrow-down", partial(model.sort_by, column, False))
        if name not in sort:
            more = partial(model.sort_within, column, False)
            _add(menu, tr("Add as a further key"), "arrow-down-narrow-wide", more)
        elif len(sort) > 1:
            _add(menu, tr("Sort no longer by it"), "x", partial(model.unsort, column))
    if is_metric(column):
        menu.addSeparator()
        chosen = state.arrangement.statistics.get(column, "last")
        for statistic in STATISTICS:
            action = menu.add(_STATISTIC_WORDS[statistic], is_checked=statistic == chosen)
            show = partial(model.show_statistic, column, statistic)
            action.triggered.connect(partial(_run, show))
        if COURSE + column not in state.columns:
            _add(menu, tr("Show its course"), "activity", partial(_course, model, column))
    _add_groups(menu, model, column)
    if column not in FIXED:
        menu.addSeparator()
        is_held = column in state.arrangement.frozen
        words = tr("Hold no longer") if is_held else tr("Hold at the left")
        _add(menu, words, "pin", partial(model.hold_column, column, not is_held))
        _add(menu, tr("Hide"), "eye-off", partial(model.hide_column, column))
    _add(menu, tr("Fit the width"), "move-horizontal", partial(fit, column))
    return menu


def _add_groups(menu: Menu, model: ExperimentsViewModel, column: str) -> None:
    listed, levels = model.state.listed, model.state.wish.group_by
    if listed is None or is_metric(column):
        return
    is_known = column in {"experiment", "project", "dataset", "by"}
    if not is_known and name_of(column).kind not in {"params", "tags"}:
        return
    if column not in groupable(listed.facets):
        return
    menu.addSeparator()
    title = title_of(column)
    if column in levels:
        rest = tuple(each for each in levels if each != column)
        _add(menu, tr("Group no longer by {title}", title=title), "x", partial(model.group, rest))
        return
    _add(menu, tr("Group by {title}", title=title), "rows-3", partial(model.group, (column,)))
    if levels and len(levels) < MOST_LEVELS:
        more = partial(model.group, (*levels, column))
        _add(menu, tr("Group by it within the groups"), "rows-3", more)


def _add(menu: Menu, words: str, icon: str, act: Callable[[], None]) -> None:
    menu.add(words, icon).triggered.connect(partial(_run, act))


def _run(act: Callable[[], None], *_flag: object) -> None:
    """Qt hands `triggered` a flag that none of these is for."""
    act()


def _course(model: ExperimentsViewModel, column: str) -> None:
    columns = list(model.state.columns)
    columns.insert(columns.index(column) + 1, COURSE + column)
    model.show_columns(columns)
