"""All keys on all places: each does what it says, or a sentence says why it can't."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import key_map
from tidemill.gui.kit.charts.base import Chart
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import Page, discover
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.gui.shell.sheets import KeysSheet
from tidemill.services.workspace import Workspace

PAGES = discover()
LAYERS = ("shell", "pages", "page")

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)


@pytest.fixture
def window(filled: Workspace, main_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    made = main_window(filled.folder)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def go(window: MainWindow, page: Page, settle: Any) -> None:
    """Go to a page as a person does who means to use the keys."""
    addresses = [address for _, address in page.picture_addresses(window.context.workspace)]
    window.go_to((addresses or [page.address])[0])
    settle(window)


def type_keys(window: MainWindow, way: str) -> None:
    """Press keys as they come from the keyboard, to whatever has the focus."""
    QTest.keySequence(QApplication.focusWidget() or window, QKeySequence.fromString(way))


def recorded(window: MainWindow) -> list[str]:
    """From now on commands are written down instead of run."""
    ran: list[str] = []
    for layer in LAYERS:
        held = window.commands.layer(layer)
        window.commands.put(layer, [replace(c, run=partial(ran.append, c.id)) for c in held])
    return ran


@every_page
def test_every_key_of_a_place_runs_its_command_or_says_why_not(
    window: MainWindow, page: Page, settle: Any
) -> None:
    go(window, page, settle)
    ran = recorded(window)
    held = {c.key: c for c in window.commands if c.key and not c.id.startswith("absent.")}
    unknown = [c.id for c in held.values() if key_map.find(c.key) is None]
    assert unknown == [], "a key that is not declared can't be changed"
    elsewhere = [key for key in held if (k := key_map.find(key)).places and page.id not in k.places]
    assert elsewhere == [], "a key acts where its declaration does not say so"
    for key in key_map.KEYS:
        for way in key_map.ways(key.id):
            ran.clear()
            for toast in window.toasts.toasts():
                toast.leave()
            before = held.get(key.id)
            if before is None and not key.absent:
                continue
            rival = [c for c in held.values() if way in c.ways() and c.key != key.id]
            type_keys(window, way)
            said = [toast.text() for toast in window.toasts.toasts()]
            if rival and before is None:
                assert ran == [rival[0].id]
            elif before is not None and before.is_enabled():
                assert (key.id, ran, said) == (key.id, [before.id], [])
            else:
                assert (key.id, ran, said) == (key.id, [], [key.absent])


@every_page
def test_keys_of_the_window_do_their_work_on_every_place(
    window: MainWindow, page: Page, settle: Any, qtbot: QtBot
) -> None:
    go(window, page, settle)
    type_keys(window, "Ctrl+K")
    assert window.palette_overlay.isVisible()
    type_keys(window, "Esc")
    assert window.palette_overlay.isHidden()
    for way, kind in (("Ctrl+,", SettingsSheet), ("?", KeysSheet)):
        type_keys(window, way)
        sheet = next(s for s in window.findChildren(Sheet) if s.isVisible())
        assert isinstance(sheet, kind)
        type_keys(window, "Esc")
        qtbot.waitUntil(lambda: not window.is_covered())
    is_folded = window.rail.is_folded()
    type_keys(window, "[")
    assert window.rail.is_folded() is not is_folded
    type_keys(window, "[")
    if window.inspector.widget() is not None:
        type_keys(window, "]")
        assert not window.inspector.is_shown()
        type_keys(window, "]")
        assert window.inspector.is_shown()
    focused = QApplication.focusWidget()
    type_keys(window, "F6")
    assert QApplication.focusWidget() is not focused
    type_keys(window, "Shift+F6")
    type_keys(window, "/")
    focused = QApplication.focusWidget()
    if not window.toasts.toasts():
        assert isinstance(focused, QLineEdit)
        focused.clear()
        QTest.keyClicks(focused, "cx")
        assert focused.text() == "cx", "letters typed into a filter are letters"
        focused.clear()
        go(window, page, settle)
    assert window.navigator.page() is page
    other = next(each for each in PAGES if each is not page)
    type_keys(window, f"G, {other.letter}")
    settle(window)
    assert window.navigator.page() is other
    type_keys(window, "Alt+Left")
    assert window.navigator.page() is page
    type_keys(window, "Alt+Right")
    assert window.navigator.page() is other
    type_keys(window, f"Ctrl+{PAGES.index(page) + 1}")
    assert window.navigator.page() is page
    settle(window)


@every_page
def test_letters_can_be_turned_off_on_every_place(
    window: MainWindow, page: Page, settle: Any
) -> None:
    go(window, page, settle)
    window.choose_look("has_letter_keys", False)
    ran = recorded(window)
    for key in key_map.KEYS:
        for way in key_map.ways(key.id):
            if len(way.split(", ")[0]) == 1 and key.id != "chart_table":
                type_keys(window, way)
    assert ran == []
    assert window.toasts.toasts() == []
    type_keys(window, "Ctrl+K")
    assert ran == ["shell.palette"]
    settle(window)


def test_the_table_of_a_chart_opens_by_its_key_and_other_places_say_so(
    window: MainWindow, settle: Any, qtbot: QtBot
) -> None:
    models = next(page for page in PAGES if page.id == "models")
    go(window, models, settle)
    chart = next(each for each in window.findChildren(Chart) if each.isVisible())
    type_keys(window, "V")
    assert [toast.text() for toast in window.toasts.toasts()] == [
        "No chart has the focus. Move to one with Tab, then its table can be shown."
    ]
    window.toasts.toasts()[0].leave()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    type_keys(window, "V")
    assert window.toasts.toasts() == []
    assert window.is_covered()
    type_keys(window, "Esc")
    qtbot.waitUntil(lambda: not window.is_covered())


def test_usual_keys_stand_in_nobodys_way() -> None:
    for key in key_map.KEYS:
        for way in key_map.ways(key.id):
            assert [other.id for other in key_map.rivals(key.id, way)] == [], key.id
            assert QKeySequence.fromString(way).toString() == way, f"{way} is not Qt's word for it"


def test_places_have_the_letters_and_numbers_that_are_declared() -> None:
    for number, page in enumerate(PAGES, 1):
        assert key_map.shortcut(page.key) == f"G, {page.letter}; Ctrl+{number}"
    declared = {key.id for key in key_map.KEYS if key.id.startswith("go.")} - {"go.notices"}
    assert declared == {page.key for page in PAGES}
    known = {page.id for page in PAGES}
    assert all(key.places <= known for key in key_map.KEYS)
