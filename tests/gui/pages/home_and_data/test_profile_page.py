"""The profile on the screen: thousands of columns, the search, what the inspector can set."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.gui.pages.data.page import PAGE
from tidemill.services import datasets
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]
OFFSCREEN_MENU = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")
N_MANY = 2000


def with_many_columns(view: Any) -> None:
    """Let the open dataset have columns as one of them by the thousand."""
    state = view._model.dataset
    loaded = state.loaded
    one = loaded.profile["wind_speed"]
    names = [f"sensor_{at:04d}" for at in range(N_MANY)]
    profile = replace(loaded.profile, columns=tuple(replace(one, name=n) for n in names))
    schema = Schema(tuple(Column(name, Kind.NUMERIC) for name in names))
    dataset = replace(loaded.view.dataset, schema=schema)
    many = replace(
        loaded,
        view=replace(loaded.view, dataset=dataset),
        version=replace(loaded.version, schema=schema),
        profile=profile,
        changes={},
    )
    view._model._set(replace(state, loaded=many))


@pytest.mark.usefixtures("filled")
def test_thousands_of_columns_are_drawn_as_far_as_they_are_in_sight(
    open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "data/flights")
    with_many_columns(view)
    part = view.dataset.profile
    source = part.table.source()
    part.table.grab()
    assert source.row_count() == N_MANY
    assert 0 < len(source._cells) < 60
    part.table.setFocus()
    part.table.set_current("sensor_0000")
    qtbot.keyClick(part.table, Qt.Key.Key_End)
    assert view._model.dataset.column == f"sensor_{N_MANY - 1}"
    part.table.grab()
    assert len(source._cells) < 120


@pytest.mark.usefixtures("filled")
def test_columns_are_searched_and_escape_shows_all_again(open_page: Open) -> None:
    view = open_page(PAGE, "data/flights")
    assert not view.focus_filter()
    with_many_columns(view)
    part = view.dataset.profile
    assert view.focus_filter()
    part.field.edit.setText("sensor_19 2")
    assert part.table.source().row_count() == 19
    assert part._found.text() == "19 of 2,000 columns"
    part.field.edit.setText("nowhere")
    assert part.fitted.isHidden()
    assert not part._nothing.isHidden()
    assert view.step_back()
    assert part.table.source().row_count() == N_MANY
    assert part.field.text() == ""


@pytest.mark.usefixtures("filled")
def test_arrow_keys_in_the_profile_move_the_inspector(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/flights")
    table = view.dataset.profile.table
    first, second = (table.source().key(row) for row in (0, 1))
    table.setFocus()
    table.set_current(first)
    view._model.choose_column(str(first))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert view._model.dataset.column == second
    assert view.column._title.text() == second


@OFFSCREEN_MENU
@pytest.mark.usefixtures("filled")
def test_a_role_is_set_from_the_inspector(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE, "data/flights")
    view._model.choose_column("wind_speed")
    view.column.open_roles()
    menu = view.column.menu
    next(a for a in menu.actions() if a.text() == "Left out").trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    schema = datasets.find(workspace, "flights").dataset.schema
    assert schema["wind_speed"].role is Role.LEFT_OUT
    qtbot.waitUntil(view.is_settled)
    assert view.column.role.text() == "Left out"


@pytest.mark.usefixtures("filled")
def test_a_column_is_marked_personal_from_the_inspector_and_its_values_go(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE, "data/flights")
    view._model.choose_column("wind_speed")
    assert view._model.dataset.loaded.profile["wind_speed"].edges
    view.column.personal.setChecked(True)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert datasets.find(workspace, "flights").dataset.schema["wind_speed"].personal
    qtbot.waitUntil(view.is_settled)
    assert not view._model.dataset.loaded.profile["wind_speed"].edges
    rows = view.dataset.profile.table.source()
    chips = rows.block(rows.row_of("wind_speed"), rows.row_of("wind_speed") + 1, "name")[0].chips
    assert "personal" in [chip.text for chip in chips]
    words, _, undo = page_context.toasts[0]
    assert words == "The values of wind_speed are personal now."
    undo()
    qtbot.waitUntil(
        lambda: not datasets.find(workspace, "flights").dataset.schema["wind_speed"].personal
    )
    qtbot.waitUntil(view.is_settled)


@pytest.mark.usefixtures("filled")
def test_the_list_is_narrowed_to_what_needs_a_look(open_page: Open) -> None:
    view = open_page(PAGE, "data")
    every = view.listing.table.source().row_count()
    lines = view._model.list.lines
    needs = [line.name for line in lines if line.status in ("bad", "warn")]
    view.listing.views["Needs a look"].click()
    QApplication.processEvents()
    source = view.listing.table.source()
    assert [source.key(row) for row in range(source.row_count())] == needs
    assert view.listing.views["Needs a look"].isChecked()
    assert view.step_back()
    assert view.listing.table.source().row_count() == every
