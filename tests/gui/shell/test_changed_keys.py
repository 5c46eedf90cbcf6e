"""Keys are changed in the settings by pressing them, and everything that names a key follows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tidemill.base import own_options
from tidemill.gui.kit import key_map
from tidemill.gui.kit.keycap import KeyCap
from tidemill.gui.kit.menu import Menu
from tidemill.gui.shell import memory
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.settings.keys.part import KeysPart
from tidemill.gui.shell.settings.keys.row import KeyRow
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.gui.shell.sheets import KeysSheet

LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Opens = Callable[..., MainWindow]


@pytest.fixture
def window(main_window: Opens, places: Any, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    made = main_window(tmp_path / "store", places.pages())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def part(window: MainWindow, qtbot: QtBot) -> KeysPart:
    """The section of the keys, open, with all its rows."""
    window.open_settings("keys")
    sheet = next(each for each in window.findChildren(SettingsSheet))
    shown = sheet.part("keys")
    assert isinstance(shown, KeysPart)
    qtbot.waitUntil(shown.is_drawn)
    QApplication.sendPostedEvents()
    return shown


def record(qtbot: QtBot, row: KeyRow, *keys: Any) -> None:
    """Click the keys of a row, then press others."""
    sheet = row.window().findChild(SettingsSheet)
    sheet.area.ensureWidgetVisible(row, 0, 40)
    qtbot.mouseClick(row.recorder, LEFT)
    assert row.recorder.is_asking()
    for one in keys:
        key, held = one if isinstance(one, tuple) else (one, Qt.KeyboardModifier.NoModifier)
        QTest.keyClick(QApplication.focusWidget(), key, held)


def leave(window: MainWindow, qtbot: QtBot) -> None:
    """Close the sheet."""
    window.findChild(SettingsSheet).close_sheet()
    qtbot.waitUntil(lambda: not window.is_covered())


def test_a_key_that_was_changed_acts_and_the_old_one_no_more(
    window: MainWindow, part: KeysPart, places: Any, qtbot: QtBot
) -> None:
    record(qtbot, part.rows["compare"], Qt.Key.Key_Y, Qt.Key.Key_Return)
    record(qtbot, part.rows["palette"], (Qt.Key.Key_P, CTRL | SHIFT))
    leave(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_C)
    assert places.views["first"].did == []
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert places.views["first"].did == ["compare"]
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window.palette_overlay.isHidden()
    QTest.keyClick(window, Qt.Key.Key_P, CTRL | SHIFT)
    assert window.palette_overlay.isVisible()
    item = next(i for i in window.palette_overlay.rows() if i.title == "Compare First")
    assert item.keys == ("Y",)
    window.palette_overlay.close_palette()
    window.navigate("second")
    QTest.keyClick(window, Qt.Key.Key_Y)
    assert places.views["second"].did == ["compare"], "on every page"


def test_it_is_kept_on_this_computer_for_every_window(
    window: MainWindow, part: KeysPart, qtbot: QtBot
) -> None:
    record(qtbot, part.rows["fold_rail"], (Qt.Key.Key_B, CTRL))
    qtbot.waitUntil(lambda: memory.KEYS in own_options.read())
    kept = json.loads(own_options.file().read_text())
    assert kept[memory.KEYS] == {"fold_rail": "Ctrl+B"}
    assert memory.read().keys == {"fold_rail": "Ctrl+B"}
    memory.write(memory.Look(keys={"fold_rail": "Ctrl+Q"}))
    assert memory.read().keys == {"fold_rail": "Ctrl+B"}, "a window that closes puts nothing back"
    qtbot.mouseClick(part.rows["fold_rail"].back, LEFT)
    qtbot.waitUntil(lambda: memory.KEYS not in own_options.read())
    assert key_map.ways("fold_rail") == ("[",)


def test_tooltips_menus_and_caps_name_the_key_as_it_is(
    window: MainWindow, part: KeysPart, qtbot: QtBot
) -> None:
    assert window.rail.search.toolTip() == "Search or run a command  Ctrl+K"
    record(qtbot, part.rows["palette"], Qt.Key.Key_Period, Qt.Key.Key_Return)
    record(qtbot, part.rows["settings"], Qt.Key.Key_F8)
    record(qtbot, part.rows["export"], Qt.Key.Key_Backspace)
    assert window.rail.search.toolTip() == "Search or run a command  ."
    assert window.rail.person.gear.toolTip() == "Settings  F8"
    menu = Menu(window)
    assert menu.add("Search", shortcut="palette").shortcut().toString() == "."
    assert menu.add("Export", shortcut="export").shortcut().isEmpty()
    assert part.rows["export"].recorder.accessibleName().endswith("no key")
    leave(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Question)
    listed = window.findChild(KeysSheet)
    caps = [cap.text() for cap in listed.findChildren(KeyCap)]
    assert "." in caps
    assert "F8" in caps
    assert "Ctrl K" not in caps
    assert "no key" in [label.text() for label in listed.findChildren(QLabel)]


def test_keys_in_the_way_are_named_and_can_be_taken(
    window: MainWindow, part: KeysPart, qtbot: QtBot
) -> None:
    row = part.rows["palette"]
    record(qtbot, row, Qt.Key.Key_N, Qt.Key.Key_Return)
    assert row.problem.text() == "N would get in the way of “New or add”."
    assert key_map.ways("palette") == ("Ctrl+K",), "nothing is taken unasked"
    qtbot.mouseClick(row.take, LEFT)
    assert key_map.ways("palette") == ("N",)
    assert key_map.ways("new") == ()
    assert row.take.isHidden()
    back = part.rows["new"]
    qtbot.mouseClick(back.back, LEFT)
    assert back.problem.text() == "N is “Search or run a command” now."
    qtbot.mouseClick(back.take, LEFT)
    assert (key_map.ways("new"), key_map.ways("palette")) == (("N",), ())
    part.reset()
    assert key_map.changes() == {}


def test_a_key_that_begins_others_is_in_their_way(part: KeysPart, qtbot: QtBot) -> None:
    row = part.rows["compare"]
    record(qtbot, row, Qt.Key.Key_G, Qt.Key.Key_Return)
    assert "“Home”" in row.problem.text()
    record(qtbot, row, Qt.Key.Key_G, Qt.Key.Key_C)
    assert key_map.ways("compare") == ("G, C",)
    apart = part.rows["explain"]
    record(qtbot, apart, Qt.Key.Key_T, Qt.Key.Key_Return)
    assert key_map.ways("explain") == ("T",), "T tags on another page"


@pytest.mark.parametrize(
    ("key", "held", "words"),
    [
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, "Space stays what it is"),
        (Qt.Key.Key_A, CTRL, "Ctrl+A stays what it is: Select in a list"),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, "Down stays what it is"),
    ],
)
def test_keys_of_lists_and_fields_stay(
    part: KeysPart, key: Any, held: Any, words: str, qtbot: QtBot
) -> None:
    row = part.rows["palette"]
    record(qtbot, row, (key, held))
    assert row.problem.text().startswith(words)
    assert row.take.isHidden()
    assert key_map.changes() == {}


def test_esc_and_going_elsewhere_leave_it_and_a_pause_ends_it(
    window: MainWindow, part: KeysPart, qtbot: QtBot
) -> None:
    row = part.rows["star"]
    record(qtbot, row, Qt.Key.Key_Escape)
    assert not row.recorder.is_asking()
    assert window.is_covered(), "Esc left the recording, not the sheet"
    record(qtbot, row, Qt.Key.Key_Y)
    part.search.setFocus()
    assert not row.recorder.is_asking()
    assert key_map.changes() == {}
    record(qtbot, row, Qt.Key.Key_Y)
    row.recorder._pause.setInterval(0)
    row.recorder._pause.start()
    qtbot.waitUntil(lambda: key_map.ways("star") == ("Y",))


def test_keys_are_found_by_words_and_by_what_is_pressed(window: MainWindow, part: KeysPart) -> None:
    def shown() -> list[str]:
        return [name for name, row in part.rows.items() if row.isVisibleTo(part)]

    part.search.setText("rail")
    assert shown() == ["fold_rail"]
    part.search.setText("ctrl+k")
    assert shown() == ["palette"]
    part.search.setText("nothing at all")
    assert shown() == []
    assert part.none.isVisibleTo(part)
    window.findChild(SettingsSheet).reveal("keys", "Pin a run")
    assert QApplication.focusWidget() is part.rows["pin"].recorder


def test_the_list_of_all_keys_leads_to_changing_them_and_is_saved(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    key_map.assign({"pin": "Ctrl+P"})
    wishes: list[Any] = []
    monkeypatch.setattr(window, "save_file", wishes.append)
    window.open_keys()
    sheet = window.findChild(KeysSheet)
    qtbot.mouseClick(sheet.save, LEFT)
    wishes[0].write(tmp_path / "keys.md", None)
    text = (tmp_path / "keys.md").read_text()
    assert "| `Ctrl+P` | Pin a run |" in text
    assert "| `G H` or `Ctrl+1` | Home |" in text
    assert "| `Esc` | Close, clear the selection, step back |" in text
    qtbot.mouseClick(sheet.change, LEFT)
    qtbot.waitUntil(lambda: window.findChild(SettingsSheet) is not None)
    assert window.findChild(SettingsSheet).shown == "keys"


def test_a_damaged_list_of_changes_is_taken_as_far_as_it_goes() -> None:
    odd = {
        "pin": "Ctrl+P",
        "nobody": "X",
        "tag": 7,
        "star": "Hyper+Blah",
        "new": "",
        "undo": "A, B, C",
    }
    assert key_map.sound(odd) == {"pin": "Ctrl+P", "new": ""}
    own_options.put({memory.KEYS: ["C"]})
    assert memory.read().keys == {}
