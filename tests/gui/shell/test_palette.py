"""The command palette: everything by name, by keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import key_map
from tidemill.gui.shell.commands import Command, offered
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.matching import match
from tidemill.gui.shell.page import Hit
from tidemill.gui.shell.palette import Item, arranged


def nothing() -> None:
    """An action that does nothing."""


def item(name: str, section: str = "Do", detail: str = "") -> Item:
    return Item(name, name, section, "box", detail, act=nothing)


def titles(rows: list[Item]) -> list[str]:
    return [row.title for row in rows]


@pytest.mark.parametrize(
    ("typed", "words", "spans"),
    [
        ("promo", "Promote v15…", ((0, 5),)),
        ("v15", "Promote v15…", ((8, 11),)),
        ("mote", "Promote v15…", ((3, 7),)),
        ("pv", "Promote v15…", ((0, 1), (8, 9))),
        ("v15 pro", "Promote v15…", ((0, 3), (8, 11))),
        ("", "Promote v15…", ()),
    ],
)
def test_what_was_typed_is_found_in_the_words(
    typed: str, words: str, spans: tuple[tuple[int, int], ...]
) -> None:
    found = match(typed, words)
    assert found is not None
    assert found.spans == spans


def test_letters_scattered_over_a_sentence_are_no_hit() -> None:
    assert match("zebra", "Promote v15…") is None
    assert match("ptx", "Promote the champion of the text models") is None


def test_a_hit_at_the_start_of_a_word_comes_before_one_inside() -> None:
    rows = arranged([item("Remodel"), item("Open model"), item("Models", "Go to")], "model")
    assert titles(rows) == ["Go to", "Models", "Do", "Open model", "Remodel"]


def test_with_nothing_typed_the_recent_ones_come_first() -> None:
    rows = arranged([item("a"), item("b"), item("c", "Go to")], "", ["c", "gone"])
    assert titles(rows) == ["Recent", "c", "Do", "a", "b"]


def test_a_leading_sign_keeps_commands_only() -> None:
    rows = arranged([item("Home", "Go to"), item("Hold")], ">ho")
    assert titles(rows) == ["Do", "Hold"]


def test_the_quiet_note_can_be_searched_too() -> None:
    assert titles(arranged([item("Promote…", detail="6 of 6 gates")], "gates")) == [
        "Do",
        "Promote…",
    ]


def test_keys_are_shown_as_caps() -> None:
    assert key_map.caps("go.home") == ("G", "H")
    assert key_map.caps("palette") == ("Ctrl K",)


@pytest.fixture
def window(
    main_window: Callable[..., MainWindow], places: Any, tmp_path: Path, qtbot: QtBot
) -> MainWindow:
    made = main_window(tmp_path / "store", places.pages())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused() -> Any:
    return QApplication.focusWidget()


def test_ctrl_k_opens_it_and_enter_runs_what_is_chosen(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    places.views["first"].button.setFocus()
    qtbot.keyClick(focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_overlay
    assert palette.isVisible()
    assert palette.edit.hasFocus()
    qtbot.keyClicks(palette.edit, "compare f")
    assert titles(palette.rows()) == ["Do", "Compare First"]
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert places.views["first"].did == ["compare"]
    assert places.views["first"].button.hasFocus()
    assert window.look.recent == ("First.compare",)


def test_ctrl_k_works_from_a_text_field_too(window: MainWindow, places: Any, qtbot: QtBot) -> None:
    edit = places.views["first"].edit
    edit.setFocus()
    edit.setText("kept words")
    edit.setCursorPosition(4)
    qtbot.keyClick(edit, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.palette_overlay.isVisible()
    assert edit.text() == "kept words"
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    assert edit.hasFocus()


def test_arrows_move_over_the_headings(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.rail.search, Qt.MouseButton.LeftButton)
    palette = window.palette_overlay
    qtbot.keyClicks(palette.edit, "second")
    qtbot.keyClick(palette.edit, Qt.Key.Key_Down)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Up)
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert window.navigator.history.here() == "tidemill://second"


def test_what_cannot_be_done_now_is_not_offered(window: MainWindow) -> None:
    window.open_palette()
    assert "Cannot be done" not in titles(window.palette_overlay.rows())
    assert "Back" not in titles(window.palette_overlay.rows())
    window.palette_overlay.close_palette()
    window.navigate("second")
    window.open_palette()
    assert "Back" in titles(window.palette_overlay.rows())
    window.palette_overlay.close_palette()


def test_objects_that_pages_find_are_listed_and_opened(
    window: MainWindow, places: Any, qtbot: QtBot
) -> None:
    places.hits = [Hit("promo-uplift", "AUC 0.7120", "flask-conical", "tidemill://second/promo")]
    window.open_palette()
    palette = window.palette_overlay
    qtbot.keyClicks(palette.edit, "promo")
    qtbot.waitUntil(lambda: titles(palette.rows()) == ["Found", "promo-uplift"])
    qtbot.keyClick(palette.edit, Qt.Key.Key_Return)
    assert places.views["second"].parts == ["promo"]
    assert window.look.recent == ()


def test_nothing_found_is_said(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    qtbot.keyClicks(window.palette_overlay.edit, "zzz")
    assert window.palette_overlay.rows() == []
    qtbot.keyClick(window.palette_overlay.edit, Qt.Key.Key_Escape)
    assert not window.palette_overlay.isVisible()


def test_what_a_page_does_its_own_way_is_listed_once() -> None:
    anywhere = Command("data.watch", "Watch a folder…", "folder-search", nothing)
    here = Command("home.watch", "Watch a folder…", "folder-search", nothing)
    other = Command("shell.keys", "All keys", "keyboard", nothing)
    off = Command("home.add", "Add data…", "plus", nothing, is_enabled=lambda: False)
    hidden = Command("shell.back", "Back", "arrow-left", nothing, is_in_palette=False)
    assert offered([anywhere, other, here, off, hidden]) == [here, other]
