"""The window's frame under a person's hands: rail, keys, history, folds, sheets, theme."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tidemill.base.errors import NeedsYou, TidemillError
from tidemill.gui.kit import metrics, theme
from tidemill.gui.kit.facts import Fact
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.numbers_sheet import NumbersSheet
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.person import PersonPart
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import people

Opens = Callable[..., MainWindow]


@pytest.fixture
def window(main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    made = main_window(tmp_path / "store", places.pages())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def here(window: MainWindow) -> str | None:
    return window.navigator.history.here()


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key | str, mod: Any = None) -> None:
    """Keys as they come from the keyboard, to whatever has the focus."""
    for key in keys:
        target = QApplication.focusWidget() or window
        if isinstance(key, str):
            qtbot.keyClicks(target, key)
        else:
            qtbot.keyClick(target, key, mod or Qt.KeyboardModifier.NoModifier)


CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_window_opens_on_a_new_store_at_its_first_place(window: MainWindow, places: Any) -> None:
    page = window.navigator.page()
    assert page is not None
    assert page.id == "first"
    assert list(places.views) == ["first"], "a page is made when it is first shown"
    assert window.windowTitle() == "store – Tidemill"
    assert [crumb.text for crumb in window.top_bar.crumbs()] == ["First"]
    assert window.rail.places["first"].is_current()
    assert window.rail.switcher.accessibleName() == "Workspace store, On this computer"


def test_a_click_in_the_rail_goes_there_and_the_actions_follow(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.rail.places["second"], Qt.MouseButton.LeftButton)
    assert here(window) == "tidemill://second"
    assert window.rail.places["second"].is_current()
    assert not window.rail.places["first"].is_current()
    assert places.views["second"].action.isVisible()
    assert not places.views["first"].action.isVisible()


def test_g_then_a_letter_and_ctrl_with_a_number_go_to_places(
    window: MainWindow, qtbot: QtBot
) -> None:
    press(qtbot, window, Qt.Key.Key_G, Qt.Key.Key_M)
    assert here(window) == "tidemill://second"
    press(qtbot, window, Qt.Key.Key_1, mod=CTRL)
    assert here(window) == "tidemill://first"


def test_letters_typed_into_a_field_are_letters(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    press(qtbot, window, Qt.Key.Key_Slash)
    view = places.views["first"]
    assert view.edit.hasFocus()
    press(qtbot, window, "gm[c]")
    assert view.edit.text() == "gm[c]"
    assert here(window) == "tidemill://first"
    assert view.did == []
    press(qtbot, window, Qt.Key.Key_2, mod=CTRL)
    assert here(window) == "tidemill://second"


def test_keys_of_the_page_work_only_while_it_is_shown(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    press(qtbot, window, Qt.Key.Key_C)
    press(qtbot, window, Qt.Key.Key_X)
    assert places.views["first"].did == ["compare"]
    window.navigate("second")
    press(qtbot, window, Qt.Key.Key_C)
    assert places.views["first"].did == ["compare"]
    assert places.views["second"].did == ["compare"]


def test_letter_keys_can_be_turned_off(window: MainWindow, places: Any, qtbot: QtBot) -> None:
    window.choose_look("has_letter_keys", False)
    press(qtbot, window, Qt.Key.Key_C, Qt.Key.Key_G, Qt.Key.Key_M)
    assert places.views["first"].did == []
    assert here(window) == "tidemill://first"
    press(qtbot, window, Qt.Key.Key_2, mod=CTRL)
    assert here(window) == "tidemill://second"


def test_back_and_forward_walk_also_over_moves_inside_a_page(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    window.navigate("tidemill://second/churn%2Fmonthly/15")
    assert places.views["second"].parts == ["churn/monthly", "15"]
    places.views["second"].go_inside("other")
    window.navigate("first")
    press(qtbot, window, Qt.Key.Key_Left, mod=ALT)
    assert places.views["second"].parts == ["other"]
    press(qtbot, window, Qt.Key.Key_Left, mod=ALT)
    assert here(window) == "tidemill://first"
    press(qtbot, window, Qt.Key.Key_Left, mod=ALT)
    assert here(window) == "tidemill://first"
    press(qtbot, window, Qt.Key.Key_Right, mod=ALT)
    assert here(window) == "tidemill://second/other"


def test_crumbs_follow_the_page_and_lead_back(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    window.navigate("second")
    places.views["second"].go_inside("churn")
    qtbot.waitUntil(lambda: len(window.top_bar.crumbs()) == 2)
    link = next(
        child for child in window.top_bar.findChildren(QWidget) if hasattr(child, "address")
    )
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert places.views["second"].parts == []


def test_an_unknown_place_is_said_and_nothing_moves(window: MainWindow) -> None:
    window.navigate("tidemill://nowhere/1")
    assert here(window) == "tidemill://first"
    assert window.standing.strip.isVisible()
    assert window.standing.strip.error is not None
    assert "nowhere" in window.standing.strip.error.message
    window.standing.strip.dismiss.click()
    assert not window.standing.strip.isVisible()


def test_inspector_folds_with_its_key_and_is_remembered_for_the_place(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    window.navigate("second/x")
    panel = places.views["second"].panel
    assert panel.isVisible()
    press(qtbot, window, Qt.Key.Key_BracketRight)
    assert not panel.isVisible()
    assert window.top_bar.unfold.isVisible()
    window.navigate("first/y")
    assert places.views["first"].panel.isVisible()
    window.navigate("second/x")
    assert not panel.isVisible()
    qtbot.mouseClick(window.top_bar.unfold, Qt.MouseButton.LeftButton)
    assert panel.isVisible()


def test_in_a_narrow_window_the_inspector_is_a_drawer_and_the_rail_folds(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    window.navigate("second/x")
    view = places.views["second"]
    wide = view.width()
    window.resize(1100, 700)
    qtbot.waitUntil(window.rail.is_folded)
    assert not view.panel.isVisible()
    view.inspector_wanted.emit()
    qtbot.waitUntil(view.panel.isVisible)
    assert view.panel.geometry().right() == window.width() - 1
    assert view.panel.geometry().top() == window.top_bar.height()
    qtbot.waitUntil(lambda: view.width() == 1100 - window.rail.width())
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not view.panel.isVisible()
    assert view.did == []
    press(qtbot, window, Qt.Key.Key_Escape)
    assert view.did == ["step back"]
    window.resize(1440, 900)
    qtbot.waitUntil(lambda: view.width() == wide)
    assert view.panel.isVisible()


def test_rail_folds_to_icons_with_its_key(window: MainWindow, qtbot: QtBot) -> None:
    assert window.rail.width() == 212
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert window.rail.width() == 56
    assert window.rail.places["second"].toolTip() == "Second  G M"
    press(qtbot, window, Qt.Key.Key_BracketLeft)
    assert window.rail.width() == 212


def test_f6_walks_the_regions_and_comes_back_to_where_it_was(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    window.navigate("second/x")
    view = places.views["second"]
    view.button.setFocus()
    regions = [view.panel, window.status_bar, window.rail]
    for region in regions:
        press(qtbot, window, Qt.Key.Key_F6)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert region.isAncestorOf(focused)
    press(qtbot, window, Qt.Key.Key_F6)
    assert view.button.hasFocus()
    press(qtbot, window, Qt.Key.Key_F6, mod=SHIFT)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert window.rail.isAncestorOf(focused)


def test_behind_a_sheet_no_key_acts_and_focus_comes_back(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    view = places.views["first"]
    view.button.setFocus()
    sheet = Sheet(window, "Promote v15", primary="Promote")
    window.open_sheet(sheet)
    press(qtbot, window, Qt.Key.Key_C, Qt.Key.Key_G, Qt.Key.Key_M)
    press(qtbot, window, Qt.Key.Key_K, mod=CTRL)
    assert view.did == []
    assert here(window) == "tidemill://first"
    assert not window.palette_overlay.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert view.button.hasFocus()
    qtbot.waitUntil(lambda: not isValid(sheet))
    press(qtbot, window, Qt.Key.Key_C)
    assert view.did == ["compare"]


def test_the_theme_and_the_text_size_change_at_once_and_are_kept(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.mouseClick(window.rail.person.gear, Qt.MouseButton.LeftButton)
    sheet = window.findChild(SettingsSheet)
    assert sheet is not None
    part = sheet.part("look")
    assert isinstance(part, OptionsPart)
    light = window.grab().toImage().pixelColor(20, 500)
    qtbot.mouseClick(part.rows["look.theme"].control.part("dark"), Qt.MouseButton.LeftButton)
    assert theme.current().is_dark
    assert window.grab().toImage().pixelColor(20, 500).lightness() < light.lightness()
    qtbot.mouseClick(part.rows["look.text_size"].control.part("1.25"), Qt.MouseButton.LeftButton)
    assert metrics.current().scale == 1.25
    assert window.rail.width() == 265
    assert (window.look.theme, window.look.text_scale) == ("dark", 1.25)
    qtbot.waitUntil(lambda: not window.own.is_busy())
    assert memory.read().theme == "dark"
    sheet.close_sheet()


def test_a_new_name_is_kept_in_the_store_and_shown(window: MainWindow, qtbot: QtBot) -> None:
    window.open_settings("person")
    sheet = window.findChild(SettingsSheet)
    assert sheet is not None
    part = sheet.part("person")
    assert isinstance(part, PersonPart)
    part.name.setFocus()
    part.name.setText("Ines Kaya")
    qtbot.keyClick(part.name, Qt.Key.Key_Tab)
    assert window.context is not None
    context = window.context
    qtbot.waitUntil(lambda: context.workspace.person.display == "Ines Kaya")
    assert [p.display for p in people.every(context.workspace)] == ["Ines Kaya"]
    sheet.close_sheet()


def test_all_keys_are_listed_from_the_commands(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_Question)
    sheet = window.findChild(Sheet)
    assert sheet is not None
    assert sheet.accessibleName() == "Keys"
    sheet.close_sheet()


def test_ctrl_q_closes_the_window(window: MainWindow, qtbot: QtBot) -> None:
    press(qtbot, window, Qt.Key.Key_Q, mod=CTRL)
    qtbot.waitUntil(lambda: not window.isVisible())


def test_an_error_nobody_foresaw_is_told_in_the_strip_with_its_details(
    window: MainWindow, expect_log: Any
) -> None:
    expect_log("nobody foresaw", 40)
    window.show_bug(ValueError("odd"))
    error = window.standing.strip.error
    assert error is not None
    assert error.kind == "bug"
    assert "ValueError: odd" in error.detail


def test_a_toast_offers_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[bool] = []
    window.toast("flights-late v3 is champion", "Undo", lambda: undone.append(True))
    toast = window.toasts.toasts()[0]
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert undone == [True]


def test_what_was_taken_back_by_key_offers_no_way_back_any_more(window: MainWindow) -> None:
    window.toast("2 runs archived", "Undo", lambda: None)
    window.toast("1 run in the trash", "Undo", lambda: None)
    window.toast("Taken back: deleted calm-crane-1", icon="undo-2")
    shown = [toast.text() for toast in window.toasts.toasts()]
    assert shown == ["2 runs archived", "Taken back: deleted calm-crane-1"]


def test_a_key_for_a_place_leads_the_focus_into_it(window: MainWindow, places: Any) -> None:
    led: list[str] = []
    view = places.views["first"]
    view.focus_content = lambda: led.append("first") or True
    window.commands.run("go.first")
    assert led == ["first"]


def test_the_demo_speaks_in_the_status_bar(window: MainWindow) -> None:
    window.say("Step 3 of 12: training", 0.25)
    assert window.status_bar.step() == "Step 3 of 12: training"
    window.say("")
    assert window.status_bar.step() == ""


def test_a_command_is_run_by_its_id_only_if_it_can_be(window: MainWindow, places: Any) -> None:
    window.run_command("First.compare")
    window.run_command("First.off")
    assert places.views["first"].did == ["compare"]


def test_problem_without_a_handler_reaches_the_strip(window: MainWindow, qtbot: QtBot) -> None:
    def work(_reporter: object) -> None:
        raise NeedsYou("The disk is away.")

    assert window.context is not None
    window.context.operations.run("x", work, print)
    qtbot.waitUntil(lambda: window.standing.strip.error is not None)
    shown: TidemillError | None = window.standing.strip.error
    assert shown is not None
    assert shown.message == "The disk is away."


def test_shift_f1_lists_the_numbers_in_sight_with_what_they_mean(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    view = places.views["first"]
    fact = Fact("PSI", "0.28", parent=view)
    fact.resize(120, 40)
    fact.show()
    qtbot.waitUntil(lambda: fact.whatsThis() != "")  # the glossary is read after the opening
    press(qtbot, window, Qt.Key.Key_F1, mod=SHIFT)
    (sheet,) = window.findChildren(NumbersSheet)
    qtbot.waitUntil(sheet.isVisible)
    (entry,) = sheet.entries
    assert entry.accessibleName().startswith("PSI: 0.28\n")
    assert "Formula: Σ (q − p) · ln(q / p)" in entry.accessibleName()
    press(qtbot, window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.is_covered())
