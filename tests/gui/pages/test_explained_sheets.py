"""Each number on each sheet says what it means, alone or inside a sentence."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from explained_looks import silent_cells, silent_labels, words_of
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from story_steps import Drag, shown

from tidemill.gui.kit import explained
from tidemill.gui.kit.explained_words import in_words
from tidemill.gui.kit.labels import Label, RichLine
from tidemill.gui.kit.sheet import Sheet
from tidemill.gui.sheets.add_sheet import AddSheet
from tidemill.gui.shell.main_window import MainWindow
from tidemill.gui.shell.page import Page, PageView, discover
from tidemill.gui.shell.settings.sheet import SettingsSheet
from tidemill.services import glossary, workers
from tidemill.services.workspace import Workspace

Open = Callable[..., PageView]
with_sheets = [page for page in discover() if page.id not in {"home", "activity"}]


@pytest.fixture(autouse=True)
def known_words() -> Iterator[None]:
    """The glossary, as the window reads it when it has opened."""
    explained.learn(glossary.find)
    yield
    QToolTip.hideText()
    explained.learn(None)


def hover(widget: Any) -> str:
    QToolTip.hideText()
    at = widget.rect().center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def told_badly(sheet: Sheet) -> dict[str, str]:
    """Numbers of a sheet that nothing explains, and sentences about whose the pointer is silent."""
    name = type(sheet).__name__
    found = {words_of(label): name for label in silent_labels(sheet)}
    found |= dict.fromkeys(silent_cells(sheet), name)
    for label in [*sheet.findChildren(Label), *sheet.findChildren(RichLine)]:
        is_shown = label.isVisible() and not label.toolTip() and in_words(label.text())
        if is_shown and "Formula" not in (said := hover(label)) and "width" not in said:
            found[label.text()] = name
    return found


@pytest.mark.parametrize("page", with_sheets, ids=lambda page: page.id)
def test_every_number_on_the_sheets_of_a_page_explains_itself(
    page: Page, filled: Workspace, open_page: Open, page_context: Any, settle: Any, qtbot: QtBot
) -> None:
    silent: dict[str, str] = {}
    kinds: set[str] = set()
    for _, address in page.picture_addresses(filled):
        view = open_page(page, address)
        for command in view.commands():
            if not command.title.endswith("…"):
                continue
            n_before = len(page_context.sheets)
            command.run()
            settle(view)
            for sheet in page_context.sheets[n_before:]:
                if isValid(sheet) and type(sheet).__name__ not in kinds:
                    kinds.add(type(sheet).__name__)
                    silent |= told_badly(sheet)
                if isValid(sheet):
                    sheet.close_sheet()
        settle(view)
        view.hide()
    assert silent == {}
    assert kinds, "no sheet was opened"


def test_every_number_on_the_sheets_of_the_window_explains_itself(
    filled: Workspace,
    main_window: Callable[..., MainWindow],
    monkeypatch: pytest.MonkeyPatch,
    settle: Any,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(workers, "ensure", lambda _workspace: False)
    window = main_window(filled.folder)
    explained.learn(glossary.find)  # the window learns its own a moment after it opened
    silent: dict[str, str] = {}

    def look() -> Sheet:
        qtbot.waitUntil(lambda: shown(window, Sheet) is not None)
        settle(window)
        sheet: Sheet = shown(window, Sheet)
        silent.update(told_badly(sheet))
        return sheet

    window.open_settings()
    settings = shown(window, SettingsSheet)
    for section in settings.sections:
        settings.show_section(section)
        look()
    settings.close_sheet()
    path = tmp_path / "shop.csv"
    path.write_text("a,b\n" + "".join(f"{i},{i % 3}\n" for i in range(50)))
    drag = Drag(window, str(path))
    qtbot.waitUntil(lambda: bool(window.drops.targets()))
    drag.let_go(window.drops.overlay.look.mapTo(window, QPoint(5, 5)))
    qtbot.waitUntil(lambda: shown(window, AddSheet) is not None)
    sheet = shown(window, AddSheet)
    qtbot.waitUntil(lambda: not sheet.model.state.is_reading)
    look().close_sheet()
    settle(window)
    assert silent == {}
