"""F1: the guide's page about the place one is at, offline, with a search."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tidemill.gui.kit import theme
from tidemill.gui.shell.help_window import HelpWindow
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import discover
from tidemill.gui.shell.settings.sheet import SettingsSheet

F1 = Qt.Key.Key_F1


@pytest.fixture
def window(main_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot) -> MainWindow:
    made = main_window(tmp_path / "store", discover())
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def asked(window: MainWindow, qtbot: QtBot) -> HelpWindow:
    """The guide's window after F1, as the keyboard sends it to whatever has the focus."""
    focused = QApplication.focusWidget()
    qtbot.keyClick(focused if focused is not None and window.isAncestorOf(focused) else window, F1)
    qtbot.waitUntil(lambda: window.help.guide is not None and window.help.guide.isVisible())
    guide = window.help.guide
    assert guide is not None
    return guide


def read(guide: HelpWindow) -> str:
    return guide.page.toPlainText()


def test_f1_opens_the_page_about_the_place_and_its_part(window: MainWindow, qtbot: QtBot) -> None:
    guide = asked(window, qtbot)
    assert guide.here() == "guide/home"
    assert read(guide).startswith("Home\n")
    guide.close()
    window.navigate("tidemill://alert-rules")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert asked(window, qtbot) is guide, "one window of help for each of the program's"
    assert guide.here() == "guide/alerts#rules"
    assert guide.windowTitle() == "Alerts and incidents – Tidemill help"
    guide.close()


def test_f1_helps_in_a_sheet_as_well(window: MainWindow, qtbot: QtBot) -> None:
    window.open_settings()
    qtbot.waitUntil(lambda: window.findChildren(SettingsSheet) != [])
    (sheet,) = window.findChildren(SettingsSheet)
    qtbot.keyClick(sheet, F1)
    qtbot.waitUntil(lambda: window.help.guide is not None and window.help.guide.isVisible())
    assert sheet.isVisible(), "what was begun stays open"
    window.help.guide.close()  # type: ignore[union-attr]
    sheet.close_sheet()
    qtbot.waitUntil(lambda: not window.is_covered())


def test_links_lead_on_and_back_leads_back(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = asked(window, qtbot)
    guide.resize(700, 400)
    guide.open_page("guide/promoting")
    guide.resize(760, 420)  # what is laid out anew keeps its place
    assert guide.page.verticalScrollBar().value() == 0
    assert guide.page.textCursor().position() == 0, "a page is read from its top"
    guide.open_page("guide/README")
    guide.page.anchorClicked.emit(QUrl("drift.md#what-the-figures-mean"))
    assert guide.here() == "guide/drift#what-the-figures-mean"
    assert guide.page.textCursor().block().text() == "What the figures mean"
    assert guide.page.verticalScrollBar().value() > 0
    qtbot.mouseClick(guide.back, Qt.MouseButton.LeftButton)
    assert guide.here() == "guide/README"
    assert guide.list.current_key() == "guide/README"
    qtbot.mouseClick(guide.forward, Qt.MouseButton.LeftButton)
    assert guide.here() == "guide/drift#what-the-figures-mean"
    gone: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: gone.append(url.toString()))
    guide.page.anchorClicked.emit(QUrl("https://duckdb.org/"))
    assert gone == ["https://duckdb.org/"], "only where the person clicked on it"
    guide.close()


def test_what_is_typed_is_found_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    guide = asked(window, qtbot)
    n_pages = guide.list.table_model().rowCount()
    qtbot.keyClicks(guide.search, "time machine")
    model = guide.list.table_model()
    assert model.text(0, 0).startswith("Alerts and incidents: The time machine")
    qtbot.mouseClick(guide.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    assert guide.here() == "guide/alerts#the-time-machine"
    qtbot.keyClicks(guide.search, " of zebras")
    assert guide.none.isVisible()
    qtbot.keyClick(guide.search, Qt.Key.Key_Escape)
    assert guide.search.text() == ""
    assert guide.list.table_model().rowCount() == n_pages
    qtbot.keyClick(guide.search, Qt.Key.Key_Escape)
    assert not guide.isVisible()


def test_pages_are_in_the_colours_of_the_theme(window: MainWindow, qtbot: QtBot) -> None:
    guide = asked(window, qtbot)
    guide.open_page("guide/data")
    grounds = []
    for name in ("light", "dark"):
        theme.set_theme(name)  # type: ignore[arg-type]
        picture: QImage = guide.page.viewport().grab().toImage()
        grounds.append(picture.pixelColor(picture.width() - 8, 4))
        assert grounds[-1] == QColor(theme.current().surface)
    assert grounds[0] != grounds[1]
    guide.close()
