"""Data: the list, a dataset's tabs, and the sheet that watches a folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.domain.automations import Mode
from tidemill.domain.columns import Role
from tidemill.gui.pages.data.page import PAGE
from tidemill.services import automations, datasets, watching
from tidemill.services.workspace import Workspace

Open = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
OFFSCREEN_MENU = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    """Both themes."""
    return str(request.param)


def test_an_empty_workspace_says_what_will_be_here(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE)
    assert view.state_word() == "empty"
    qtbot.mouseClick(view.listing._empty.button, LEFT)
    assert page_context.dialogs == ["files"]


@pytest.mark.usefixtures("filled")
def test_the_list_shows_every_dataset_and_opens_one(
    open_page: Open, page_context: Any, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE)
    table = view.listing.table
    model = table.table_model()
    assert [model.text(row, 0) for row in range(2)] == [
        "flights, 7 columns, target late",
        "carriers, 7 columns, target late",
    ]
    assert model.text(0, 5) == "1 file set aside"
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page_context.navigated == ["tidemill://data/flights"]


@pytest.mark.usefixtures("filled")
def test_the_filter_narrows_the_list_and_escape_clears_it(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE)
    assert view.focus_filter()
    qtbot.keyClicks(view.listing.field.edit, "carr")
    assert view.listing.table.source().row_count() == 1
    assert view.step_back()
    assert view.listing.table.source().row_count() == 2
    assert not view.step_back()


def test_a_dataset_that_arrives_appears_by_itself(
    open_page: Open, qtbot: QtBot, workspace: Workspace, build: Any
) -> None:
    view = open_page(PAGE)
    build.add_versions(workspace, n=1)
    qtbot.waitUntil(lambda: view.state_word() == "ready")


@pytest.mark.usefixtures("filled")
def test_the_profile_shows_every_column_and_the_inspector_the_chosen_one(
    open_page: Open, qtbot: QtBot, theme: str
) -> None:
    assert theme
    view = open_page(PAGE, "data/flights")
    table = view.dataset.profile.table
    assert table.source().row_count() == 7
    with qtbot.waitSignal(view.inspector_wanted):
        tall = table.row_height()
        qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(40, 4 * tall + tall // 2))
    assert view._model.dataset.column == "wind_speed"
    assert view.inspector() is view.column
    assert view.column._title.text() == "wind_speed"
    assert view.step_back()
    assert view._model.dataset.column is None


@pytest.mark.usefixtures("filled")
def test_every_kind_of_column_can_be_inspected(open_page: Open) -> None:
    view = open_page(PAGE, "data/flights")
    for name in datasets.find(view.context.workspace, "flights").newest.schema.names:
        view._model.choose_column(name)
        view.column.grab()
        assert view.column._title.text() == name


@pytest.mark.usefixtures("filled")
def test_an_older_version_is_shown_by_its_address_with_a_way_to_the_newest(
    open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "data/flights/2/versions")
    assert view.address() == ["flights", "2", "versions"]
    assert view._model.dataset.loaded.former.number == 1
    qtbot.mouseClick(view.dataset.newest, LEFT)
    assert page_context.navigated == ["tidemill://data/flights"]
    view.dataset.versions.table.setFocus()
    qtbot.keyClick(view.dataset.versions.table, Qt.Key.Key_End)
    qtbot.keyClick(view.dataset.versions.table, Qt.Key.Key_Return)
    assert page_context.navigated[-1] == "tidemill://data/flights/1"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("address", ["data/none", "data/flights/99"])
def test_what_is_not_there_is_said_in_place_with_a_way_back(
    open_page: Open, page_context: Any, qtbot: QtBot, address: str
) -> None:
    view = open_page(PAGE, address)
    assert view.state_word() == "error"
    assert view.dataset._error.action.isHidden()
    view.dataset.list_wanted.emit()
    assert page_context.navigated == ["tidemill://data"]
    assert qtbot is not None


def test_a_store_that_fails_offers_to_try_again(
    open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    def fail(_workspace: Workspace) -> None:
        raise WorldError("The store can't be read.", "Look at the disk.")

    assert theme
    with monkeypatch.context() as patch:
        patch.setattr(datasets, "every", fail)
        view = open_page(PAGE)
        assert view.state_word() == "error"
    qtbot.mouseClick(view.listing._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "empty")


@pytest.mark.usefixtures("filled")
def test_rows_are_read_as_they_come_into_sight(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "data/flights/rows")
    table = view.dataset.rows.table
    assert table.source().row_count() == 1600
    assert table.table_model().text(0, 1) == "400"
    assert not table.source().holds(7)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: table.source().holds(7))
    assert table.table_model().text(1599, 0) == "1,600"
    assert table.table_model().text(1599, 1) == "1999"


@OFFSCREEN_MENU
@pytest.mark.usefixtures("filled")
def test_a_role_is_changed_from_its_menu_and_can_be_undone(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE, "data/flights/schema")
    view.dataset.schema.open_roles("is_weekend")
    menu = view.dataset.schema.menu
    target = next(a for a in menu.actions() if a.text() == "Target")
    target.trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert datasets.find(workspace, "flights").dataset.schema.target == "is_weekend"
    words, action, undo = page_context.toasts[0]
    assert (words, action) == ("In flights, is_weekend is target.", "Undo")
    undo()
    qtbot.waitUntil(lambda: datasets.find(workspace, "flights").dataset.schema.target == "late")
    qtbot.waitUntil(view.is_settled)


@OFFSCREEN_MENU
@pytest.mark.usefixtures("filled")
def test_a_date_cannot_be_the_target(open_page: Open) -> None:
    view = open_page(PAGE, "data/flights/schema")
    view.dataset.schema.open_roles("scheduled_departure")
    states = {a.data(): a.isEnabled() for a in view.dataset.schema.menu.actions()}
    view.dataset.schema.menu.close()
    assert not states[Role.TARGET]
    assert states[Role.TIME]


@pytest.mark.usefixtures("filled")
def test_a_file_set_aside_is_accepted_from_the_checks(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace
) -> None:
    view = open_page(PAGE, "data/flights/checks")
    (button,) = view.dataset.checks.accept_buttons.values()
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not view.dataset.checks.accept_buttons)
    assert len(watching.arrived(workspace, state="waiting")) == 1
    assert page_context.workers == ["asked"]
    qtbot.waitUntil(view.is_settled)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "tab", ["profile", "schema", "rows", "checks", "prepare", "label", "versions"]
)
def test_every_tab_fits_a_small_window(open_page: Open, page_context: Any, tab: str) -> None:
    page_context.sheet_host.resize(888, 620)
    view = open_page(PAGE, f"data/flights/{tab}")
    assert view.state_word() == "ready"
    assert view.minimumSizeHint().width() <= 888
    assert not view.grab().isNull()


@pytest.mark.usefixtures("filled")
def test_a_folder_is_watched_from_the_sheet(
    open_page: Open, page_context: Any, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "landing"
    folder.mkdir()
    view = open_page(PAGE, "data/@watch")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    sheet = page_context.sheets[0]
    qtbot.mouseClick(sheet.primary, LEFT)
    assert sheet.folder.error() == "Choose a folder."
    qtbot.keyClicks(sheet.folder.edit, str(folder))
    sheet.into.choice.setFocus()
    qtbot.keyClick(sheet.into.choice, Qt.Key.Key_Down)
    qtbot.keyClick(sheet.into.choice, Qt.Key.Key_Down)
    assert sheet.into.choice.value() == "flights"
    assert sheet.mode() is Mode.PROPOSE
    qtbot.mouseClick(sheet.modes[Mode.TELL], LEFT, pos=QPoint(8, 12))
    with qtbot.waitSignal(sheet.watched):
        qtbot.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    found = watching.every(workspace)[-1]
    assert (found.folder, found.dataset) == (str(folder), "flights")
    [rule] = automations.of_watch(workspace, found.id)
    assert rule.mode is Mode.TELL
    assert page_context.toasts[0][0] == "landing is watched."
    qtbot.waitUntil(view.is_settled)


@pytest.mark.parametrize(("folder", "name"), [("landing", "landing"), ("what is it?", "")])
def test_a_new_dataset_is_called_after_the_folder_that_is_watched(
    open_page: Open, page_context: Any, qtbot: QtBot, tmp_path: Path, folder: str, name: str
) -> None:
    open_page(PAGE, "data/@watch")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    sheet = page_context.sheets[0]
    qtbot.keyClicks(sheet.folder.edit, str(tmp_path / folder))
    qtbot.keyClick(sheet.folder.edit, Qt.Key.Key_Return)
    assert sheet.into.dataset() == name
    sheet.into.name.set_text("mine")
    sheet.folder.edit.editingFinished.emit()
    assert sheet.into.dataset() == "mine"
    sheet.close_sheet()


def test_a_folder_that_is_not_there_is_said_on_the_sheet(
    open_page: Open, page_context: Any, qtbot: QtBot, tmp_path: Path
) -> None:
    open_page(PAGE, "data/@watch")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    sheet = page_context.sheets[0]
    sheet.folder.set_text(str(tmp_path / "nowhere"))
    sheet.into.name.set_text("new")
    qtbot.mouseClick(sheet.primary, LEFT)
    qtbot.waitUntil(sheet._error.isVisible)
    assert "is not a folder" in sheet._error.accessibleName()
    assert not sheet.primary.is_busy()
    sheet.close_sheet()


@pytest.mark.usefixtures("filled")
def test_datasets_are_found_by_name(workspace: Workspace) -> None:
    assert PAGE.find is not None
    assert PAGE.find(workspace, "fli")[0].address == "tidemill://data/flights"
    assert PAGE.find(workspace, "zebra") == []
