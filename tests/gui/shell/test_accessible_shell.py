"""What a screen reader is told of the window around the pages, and of its sheets."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from told_controls import reached, wrong

from tidemill.gui.shell.main_window import MainWindow
from tidemill.services import workspace as spaces

Open = Callable[..., MainWindow]


@pytest.fixture
def window(main_window: Open, tmp_path: Path, places: Any, qtbot: QtBot) -> MainWindow:
    """The window on a new workspace, with places of a test's own."""
    spaces.create(tmp_path / "ws").close()
    made = main_window(tmp_path / "ws", pages=places.pages())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def told_wrong(found: list[QWidget]) -> list[str]:
    """What is missing of what our own controls tell; the places here are a test's."""
    ours = [one for one in found if type(one).__module__.startswith("tidemill.")]
    assert ours
    return [one for one in map(wrong, ours) if one]


def test_rail_top_bar_and_status_bar_tell_all_that_can_be_reached(window: MainWindow) -> None:
    assert told_wrong(reached(window)) == []


@pytest.mark.parametrize("command", ["settings", "palette", "keys"])
def test_settings_palette_and_keys_tell_all_that_can_be_reached(
    window: MainWindow, qtbot: QtBot, command: str
) -> None:
    before = set(map(id, reached(window)))
    target = QApplication.focusWidget() or window
    if command == "keys":
        qtbot.keyClicks(target, "?")
    else:
        key = {"settings": Qt.Key.Key_Comma, "palette": Qt.Key.Key_K}[command]
        qtbot.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)

    def new() -> list[QWidget]:
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        return [one for top in tops for one in reached(top) if id(one) not in before]

    qtbot.waitUntil(lambda: len(new()) > 0)
    assert told_wrong(new()) == []
